//! The fixed words. They hang on the question that was answered, not on a judgement of the client: what the rules make of a
//! yes to this question and of nothing else decides how soon it is, and the sentences of the knowledge say it.
use crate::door::{Ask, Chart};
use crate::ui::Locale;
use clinical::facts::{Facts, Occurrence};
use clinical::knowledge::{Knowledge, Refer};
use clinical::screen::{Context, screen};
use jiff::civil::Date;
use serde::Serialize;

/// How soon somebody else must see the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Urgency {
    /// Nobody else: to be talked about before hands are laid on.
    Talk,
    /// At the next opportunity.
    Doctor,
    /// Within two days.
    TwoDays,
    /// Today.
    SameDay,
    /// Now.
    Emergency,
}

impl Urgency {
    /// Each with its key in the record and its word on a page.
    const ALL: [(Urgency, &'static str, &'static str); 5] = [
        (Urgency::Talk, "talk", "alert-talk"),
        (Urgency::Doctor, "doctor", "alert-doctor"),
        (Urgency::TwoDays, "two_days", "alert-two-days"),
        (Urgency::SameDay, "same_day", "alert-same-day"),
        (Urgency::Emergency, "emergency", "alert-emergency"),
    ];

    /// The word for it in the record.
    pub(crate) fn key(self) -> &'static str {
        Urgency::ALL.iter().find(|(one, ..)| *one == self).map_or("emergency", |(_, key, _)| key)
    }
    /// The one with this key; the gravest where no such is known.
    pub(crate) fn from_key(key: &str) -> Urgency {
        Urgency::ALL.iter().find(|(_, one, _)| *one == key).map_or(Urgency::Emergency, |(one, ..)| *one)
    }
    pub(super) fn word(self) -> &'static str {
        Urgency::ALL.iter().find(|(one, ..)| *one == self).map_or("alert-emergency", |(.., word)| word)
    }
}

/// How soon a yes to this question has to be seen, whatever else is known: nothing where it can wait for the visit.
pub(crate) fn of_question(knowledge: &Knowledge, fact: &str, today: Date) -> Option<Urgency> {
    let mut facts = Facts::new();
    facts.add(fact, Occurrence::default());
    match screen(knowledge, &facts, &Context::on(today)).refer() {
        Refer::Emergency => Some(Urgency::Emergency),
        Refer::SameDay => Some(Urgency::SameDay),
        Refer::Within48h => Some(Urgency::TwoDays),
        Refer::TwoWeeks | Refer::Routine | Refer::None => None,
    }
}

/// What is read, sentence by sentence, and the number to touch.
#[derive(Serialize)]
pub(super) struct Fixed {
    /// The first sentence, large.
    pub(super) head: String,
    pub(super) lines: Vec<String>,
    /// A number that is called at once; empty where none is known, or where it is not that urgent.
    pub(super) call: String,
    pub(super) source: String,
}

/// The sentences for this kind of alert in the client's language and the practice's place.
pub(super) fn fixed(ask: &Ask<Chart>, kind: &str, urgency: Urgency) -> Fixed {
    let education = &ask.house.knowledge.education;
    let place = &ask.practice.jurisdiction;
    let spanish = ask.by.locale == Locale::Es;
    let say = |key: &str| education.sentence(key, place, spanish);
    let (head, then) = match (kind, urgency) {
        ("self_harm", _) => ("crisis", vec!["nobody_watches"]),
        (_, Urgency::Emergency) => ("call_now", vec!["do_not_wait", "nobody_watches", "not_a_diagnosis"]),
        (_, Urgency::SameDay) => ("same_day_advice", vec!["do_not_wait", "nobody_watches", "not_a_diagnosis"]),
        (_, Urgency::TwoDays) => ("two_days", vec!["nobody_watches", "not_a_diagnosis"]),
        (_, Urgency::Doctor | Urgency::Talk) => ("doctor", vec!["nobody_watches", "not_a_diagnosis"]),
    };
    let numbers = education.numbers(place);
    let call = match (kind, urgency) {
        ("self_harm", _) => numbers.and_then(|one| one.crisis.first()).map(|line| line.number.clone()),
        (_, Urgency::Emergency) => numbers.map(|one| one.emergency.clone()),
        _ => None,
    };
    let sources = education.text(head).map(|text| text.provenance.sources.as_slice()).unwrap_or_default();
    let cited = sources.iter().filter_map(|key| ask.house.knowledge.sources.get(key));
    Fixed {
        // Where no number for advice is known, the sentence without one.
        head: say(head).or_else(|| say("same_day")).unwrap_or_default(),
        lines: then.into_iter().filter_map(say).collect(),
        call: call.unwrap_or_default(),
        source: cited.map(|source| source.citation.as_str()).collect::<Vec<_>>().join("; "),
    }
}
