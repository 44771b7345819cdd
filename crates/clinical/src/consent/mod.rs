//! Consent before hands: what a piece of work needs, what a place demands of it, and whether what was given still stands.
//!
//! One general consent covers draped work on what is named in it; a sensitive place, a thrust, work inside the mouth, on the
//! abdomen or with cups needs one of its own. Nothing here stops a record: it says what was missing.

mod signature;

use jiff::civil::Date;
use jiff::{Span, Timestamp};

pub use signature::Drawn;

use crate::application::Application;
use crate::area::Areas;
use crate::knowledge::Knowledge;
use crate::knowledge::professions::{ConsentRule, SeparateConsent, Signature, When};
use crate::knowledge::techniques::ForceClass;

/// The key of the general consent.
pub const GENERAL: &str = "general";

/// Younger than this, in years, a parent or guardian signs. A few places set 19 or 21; none that we know sets less.
pub const MAJORITY_YEARS: i32 = 18;

/// For how many months a consent holds where the place says nothing. Our policy, after the one year of WAC 246-830-565.
pub const MONTHS: u32 = 12;

/// A piece of work that somebody means to do, or did.
#[derive(Clone, Copy, Debug)]
pub struct Intended<'a> {
    /// Key of the technique.
    pub technique: &'a str,
    /// Where; nowhere for a place that is not known.
    pub areas: Areas,
    /// Whether it is a thrust by its grade.
    pub thrust: bool,
}

impl<'a> Intended<'a> {
    /// A technique on a place by its key or name.
    #[must_use]
    pub fn at(knowledge: &Knowledge, technique: &'a str, place: &str) -> Intended<'a> {
        let areas = knowledge.regions.covering(place).unwrap_or(Areas::NONE);
        Intended { technique, areas, thrust: false }
    }

    /// An application as it is recorded.
    #[must_use]
    pub fn of(knowledge: &Knowledge, application: &'a Application) -> Intended<'a> {
        let thrust = application.grade == Some("V");
        Intended { thrust, ..Intended::at(knowledge, &application.technique, &application.site) }
    }
}

/// Which consents of their own this needs, in the order of the knowledge; none: the general one covers it.
///
/// A wide area named as a whole means its parts that are not sensitive; of two that hold each other the narrower is asked.
#[must_use]
pub fn separate<'k>(knowledge: &'k Knowledge, intended: &Intended<'_>) -> Vec<&'k SeparateConsent> {
    let found = knowledge.techniques.get(intended.technique);
    let whole = found.map_or(intended.technique, |one| knowledge.techniques.whole(one).key.as_str());
    let thrust = intended.thrust || found.is_some_and(|one| one.force.1 == ForceClass::FT);
    let mut needed: Vec<(&SeparateConsent, Option<Areas>)> = Vec::new();
    for one in &knowledge.professions.separate_consents {
        let by_technique = one.techniques.iter().any(|key| key == intended.technique || key == whole);
        if by_technique || (thrust && one.thrust) {
            needed.push((one, None));
        } else if let Some(place) = within(knowledge, one, intended.areas) {
            needed.push((one, Some(place)));
        }
    }
    let wider = |place: Areas| needed.iter().filter_map(|(_, p)| *p).any(|p| p != place && place.covers(p));
    needed.iter().filter(|(_, place)| !place.is_some_and(wider)).map(|(one, _)| *one).collect()
}

/// The narrowest of its places that holds all of these areas.
fn within(knowledge: &Knowledge, one: &SeparateConsent, areas: Areas) -> Option<Areas> {
    if areas.is_empty() {
        return None;
    }
    let places = one.regions.iter().filter_map(|key| knowledge.regions.covering(key));
    places.filter(|place| place.covers(areas)).reduce(|a, b| if a.covers(b) { b } else { a })
}

/// What a place demands of one consent.
#[derive(Clone, Debug)]
pub struct Terms<'k> {
    /// The rules of the place for this profession.
    pub rules: Vec<&'k ConsentRule>,
    /// Whether the practitioner signs too.
    pub practitioner_signs: bool,
    /// Whether it is asked again before each session.
    pub each_session: bool,
    /// Whether it is said as well as written.
    pub spoken_too: bool,
    /// The last day on which it can hold.
    pub until: Date,
}

/// What the place demands of the general consent, or of one of its own, given on `today`.
#[must_use]
pub fn terms<'k>(
    knowledge: &'k Knowledge,
    profession: &str,
    jurisdiction: &str,
    separate: Option<&SeparateConsent>,
    today: Date,
) -> Terms<'k> {
    let professions = &knowledge.professions;
    let reach = professions.reach(jurisdiction);
    let activity = separate.and_then(|one| one.activity.as_deref());
    let of_it = |rule: &&ConsentRule| match (separate, activity) {
        (None, _) => rule.activity.is_none(),
        (Some(_), Some(activity)) => rule.activity.as_deref() == Some(activity),
        (Some(_), None) => false,
    };
    let here = |rule: &&ConsentRule| rule.profession == profession && reach.contains(&rule.jurisdiction.as_str());
    let rules: Vec<_> = professions.consent_rules.iter().filter(here).filter(of_it).collect();
    let months = rules.iter().filter_map(|rule| rule.valid_months).min().unwrap_or(MONTHS).min(MONTHS);
    let each_session = rules.iter().any(|rule| rule.when == When::EachSession);
    let last = today.saturating_add(Span::new().months(i64::from(months)));
    Terms {
        practitioner_signs: rules.iter().any(|rule| rule.signatures.contains(&Signature::Practitioner)),
        each_session,
        spoken_too: separate.is_some_and(|one| one.form == "written_and_spoken"),
        until: if each_session { today } else { last },
        rules,
    }
}

/// What was answered to one consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// "I have a question": neither, until it is answered.
    Question,
    /// Yes, and taken back later.
    Withdrawn,
}

impl Answer {
    /// All of them.
    pub const ALL: [Answer; 4] = [Answer::Yes, Answer::No, Answer::Question, Answer::Withdrawn];

    /// The word in data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Question => "question",
            Answer::Withdrawn => "withdrawn",
        }
    }

    /// The answer of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Answer> {
        Answer::ALL.into_iter().find(|answer| answer.word() == word)
    }
}

/// One answer on record. A withdrawal is a further answer, later than the yes.
#[derive(Clone, Debug)]
pub struct Given {
    /// [`GENERAL`] or the key of a separate consent.
    pub item: String,
    /// What was answered.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
    /// The last day on which it holds.
    pub until: Date,
    /// Keys of the techniques that a general consent names.
    pub techniques: Vec<String>,
    /// The places that it names.
    pub areas: Areas,
}

/// Why something is not consented to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody asked.
    NotAsked,
    /// The client said no.
    Declined,
    /// The client has a question.
    Question,
    /// The client took it back.
    Withdrawn,
    /// Its last day has passed.
    Expired,
    /// A consent stands, and does not name this technique or place.
    NotNamed,
}

/// A consent that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// [`GENERAL`] or the key of a separate consent.
    pub item: String,
    /// Why.
    pub why: Why,
}

/// How the answers to one item stand at an instant of a day: those that hold, or why none does. `given` may be in any order.
///
/// The latest answer decides; a no, a question or a withdrawal ends what was said before it.
///
/// # Errors
/// Why none holds.
pub fn standing<'g>(given: &'g [Given], item: &str, at: Timestamp, today: Date) -> Result<Vec<&'g Given>, Why> {
    let mut own: Vec<&Given> = given.iter().filter(|one| one.item == item && one.at <= at).collect();
    own.sort_by_key(|one| std::cmp::Reverse(one.at));
    let last = own.first().ok_or(Why::NotAsked)?;
    match last.answer {
        Answer::No => return Err(Why::Declined),
        Answer::Question => return Err(Why::Question),
        Answer::Withdrawn => return Err(Why::Withdrawn),
        Answer::Yes => {}
    }
    let yes = own.into_iter().take_while(|one| one.answer == Answer::Yes);
    let holding: Vec<&Given> = yes.filter(|one| one.until >= today).collect();
    if holding.is_empty() { Err(Why::Expired) } else { Ok(holding) }
}

/// What is missing for a piece of work at an instant of a day; nothing where all that it needs stands.
#[must_use]
pub fn lacks(knowledge: &Knowledge, given: &[Given], intended: &Intended<'_>, at: Timestamp, today: Date) -> Vec<Lack> {
    let own = separate(knowledge, intended);
    let mut missing = Vec::new();
    match standing(given, GENERAL, at, today) {
        Err(why) => missing.push(Lack { item: GENERAL.into(), why }),
        Ok(holding) if own.is_empty() && !holding.iter().any(|one| one.names(knowledge, intended)) => {
            missing.push(Lack { item: GENERAL.into(), why: Why::NotNamed });
        }
        Ok(_) => {}
    }
    for one in own {
        if let Err(why) = standing(given, &one.key, at, today) {
            missing.push(Lack { item: one.key.clone(), why });
        }
    }
    missing
}

impl Given {
    /// Whether a general consent names this technique, or the one it is a stroke of, and all of this place.
    fn names(&self, knowledge: &Knowledge, intended: &Intended<'_>) -> bool {
        let found = knowledge.techniques.get(intended.technique);
        let whole = found.map_or(intended.technique, |one| knowledge.techniques.whole(one).key.as_str());
        let technique = self.techniques.iter().any(|key| key == intended.technique || key == whole);
        technique && !intended.areas.is_empty() && self.areas.covers(intended.areas)
    }
}

#[cfg(test)]
mod tests;
