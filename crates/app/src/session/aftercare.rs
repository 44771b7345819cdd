//! After-care: what the client is told when they leave, put together from the techniques used and the places worked on, in
//! their language, to be shown, printed and taken home.
use super::store;
use super::view::instant;
use crate::consent::plain::{self as told, told as in_words};
use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{Arg, Choice, Locale, Said, Words, filters, say};
use askama::Template;
use clinical::area::Areas;
use clinical::knowledge::Knowledge;
use clinical::knowledge::education::{Card, Urgency};
use clinical::screen::reading::Written;
use db::Reader;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/sessions/{session}/after-care", "session.after-care", Right::ReadChart, show)
}

/// What is said, and the English beneath it where nobody has reviewed the translation.
#[derive(Serialize)]
struct Line {
    said: String,
    english: Option<String>,
}

/// The signs that need the same kind of help.
#[derive(Serialize)]
struct Signs {
    /// `emergency` and `crisis` are the gravest.
    grave: bool,
    /// What to do about any of them.
    call: Line,
    signs: Vec<Line>,
}

/// The card.
#[derive(Template, Serialize)]
#[template(path = "session/aftercare.html")]
pub(super) struct AfterCare {
    url: String,
    back: String,
    lang: &'static str,
    /// The words around it, in the client's language.
    words: Around,
    done: Vec<String>,
    usual: Vec<Line>,
    lasts: Option<String>,
    advice: Vec<Line>,
    signs: Vec<Signs>,
    /// What is said of a place worked on.
    besides: Vec<Line>,
    foot: String,
    languages: Vec<Choice>,
    /// For the practitioner: who says so, and how surely.
    source: String,
}

#[derive(Serialize)]
struct Around {
    title: String,
    done: String,
    usual: String,
    advice: String,
    help: String,
    nothing: String,
}

impl Page for AfterCare {
    fn title(&self, words: &Words) -> String {
        words.t("aftercare-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    pub(super) session: String,
    language: String,
}

pub(super) fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<AfterCare> {
    let session = store::one(db, ask.chart(), &query.session)?.ok_or(Error::NotFound)?;
    let kept = store::language(db, ask.chart())?;
    let locale = Locale::parse(&query.language).or_else(|| Locale::parse(&kept)).unwrap_or_else(|| ask.words.locale());
    let words = Words::of(locale);
    let knowledge = ask.house.knowledge.clone();
    let applied = store::applications(db, &session.of)?;
    let card = card(&knowledge, &applied);
    let at = instant(session.effective_at.unwrap_or(session.at))?;
    let day = say::date(locale, at.to_zoned(ask.practice.zone.clone()).date());
    let texts: Vec<_> = card.families.iter().map(|family| in_words(&family.text, locale)).collect();
    let usual = texts.iter().flat_map(|(text, english)| beside(&text.effects, english.map(|text| &text.effects)));
    let advice = texts.iter().flat_map(|(text, english)| beside(&text.advice, english.map(|text| &text.advice)));
    let foot = [("name", Arg::from(session.by_name.as_str())), ("date", Arg::from(day.as_str()))];
    Ok(AfterCare {
        url: ask.chart().url(&format!("sessions/{}/after-care", session.of)),
        // A client finds their visits beside their plan.
        back: ask.chart().url(&if ask.chart().own { "plan".into() } else { format!("sessions/{}", session.of) }),
        lang: locale.folder(),
        words: Around {
            title: words.t_args("aftercare-for", &[("name", Arg::from(ask.chart().name.as_str()))]),
            done: words.t("aftercare-done"),
            usual: words.t("aftercare-usual"),
            advice: words.t("aftercare-advice"),
            help: words.t("aftercare-help"),
            nothing: words.t("aftercare-nothing"),
        },
        done: done(&knowledge, words, &applied),
        usual: each_once(usual),
        lasts: card.lasts_h.map(|hours| words.t_args("aftercare-lasts", &[("hours", hours_arg(hours))])),
        advice: each_once(advice),
        signs: signs(&knowledge, &card, &ask.practice.jurisdiction, locale),
        besides: card
            .areas
            .iter()
            .filter_map(|area| area.say.as_ref())
            .map(|say| line(in_words(say, locale)))
            .collect(),
        foot: words.t_args("aftercare-foot", &foot),
        languages: [Locale::En, Locale::Es]
            .into_iter()
            .filter(|one| one.folder() != locale.folder())
            .map(|one| Choice::new(one.tag(), Said::plain(one.own_name())))
            .collect(),
        source: sources(&knowledge, &card),
    })
}

fn hours_arg(hours: u32) -> Arg {
    Arg::from(i32::try_from(hours).unwrap_or(i32::MAX))
}

/// The card for what was done: the families of each technique at its force, the areas that the places lie in.
pub(super) fn card<'k>(knowledge: &'k Knowledge, applied: &[store::Application]) -> Card<'k> {
    let mut families: Vec<&str> = Vec::new();
    let mut worked = Areas::NONE;
    for one in applied {
        let force = match (one.grade.as_str(), one.pressure) {
            ("", Some(pressure)) => format!("P{pressure}"),
            (grade, _) => grade.to_string(),
        };
        let written = Written { technique: &one.technique, region: &one.site, side: &one.side, force: &force };
        let Ok(read) = knowledge.read_proposal(&written) else { continue };
        worked |= read.proposal.areas;
        for at in read.proposal.families.each() {
            families.extend(knowledge.families.families.get(at).map(|family| family.key.as_str()));
        }
    }
    let areas = knowledge.education.aftercare_areas.iter().flat_map(|row| &row.areas);
    let met = areas.filter(|name| knowledge.regions.covering(name).is_some_and(|area| area.meets(worked)));
    let areas: Vec<&str> = met.map(String::as_str).collect();
    knowledge.education.card(&families, &areas)
}

/// What was done where, each once, as the client reads it.
fn done(knowledge: &Knowledge, words: &Words, applied: &[store::Application]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for one in applied {
        let name = told::technique_name(knowledge, &one.technique, words.locale());
        let line = format!("{name}: {}", told::place(knowledge, words, &one.site));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The signs by how soon they must be seen, gravest first, each group with what to do.
fn signs(knowledge: &Knowledge, card: &Card<'_>, place: &str, locale: Locale) -> Vec<Signs> {
    let education = &knowledge.education;
    let levels = [
        (Urgency::Emergency, "signs_now"),
        (Urgency::Crisis, "crisis"),
        (Urgency::SameDay, "same_day"),
        (Urgency::TwoDays, "two_days"),
        (Urgency::Doctor, "doctor"),
    ];
    let group = |(level, key): (Urgency, &str)| {
        let of = card.warnings.iter().filter(|warning| warning.level == level);
        let signs: Vec<Line> = of.map(|warning| line(in_words(&warning.say, locale))).collect();
        let spanish = locale.folder() == "es";
        let said = education.sentence(key, place, spanish)?;
        let unread = education.text(key).is_some_and(|text| in_words(&text.say, locale).1.is_some());
        let english = unread.then(|| education.sentence(key, place, false)).flatten();
        let grave = matches!(level, Urgency::Emergency | Urgency::Crisis);
        (!signs.is_empty()).then_some(Signs { grave, call: Line { said, english }, signs })
    };
    levels.into_iter().filter_map(group).collect()
}

fn line((said, english): (&String, Option<&String>)) -> Line {
    Line { said: said.clone(), english: english.cloned() }
}

/// Sentences with the English of each, where it is to be shown.
fn beside(said: &[String], english: Option<&Vec<String>>) -> Vec<Line> {
    let english = |at: usize| english.and_then(|all| all.get(at)).cloned();
    said.iter().enumerate().map(|(at, said)| Line { said: said.clone(), english: english(at) }).collect()
}

/// Several techniques say the same: it is read once.
fn each_once(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut seen = BTreeSet::new();
    lines.filter(|line| seen.insert(line.said.clone())).collect()
}

/// Who says so, each once, with the least certain of their certainties.
fn sources(knowledge: &Knowledge, card: &Card<'_>) -> String {
    let families = card.families.iter().map(|one| &one.provenance);
    let areas = card.areas.iter().map(|one| &one.provenance);
    let all: Vec<_> = families.chain(areas).chain(card.warnings.iter().map(|one| &one.provenance)).collect();
    let keys: BTreeSet<&str> = all.iter().flat_map(|one| &one.sources).map(String::as_str).collect();
    let cited = keys.into_iter().filter_map(|key| knowledge.sources.get(key)).map(|source| source.citation.as_str());
    let least = all.iter().map(|one| one.confidence).min();
    let mut line = cited.collect::<Vec<_>>().join("; ");
    if let Some(least) = least {
        line.push_str(&format!(" · {}", least.letter()));
    }
    line
}
