//! How a client was in the days after a visit. A sign that needs somebody else shows its fixed words at once and waits for
//! somebody of the practice.
mod store;

use super::alert::{self, Urgency};
use crate::consent::plain;
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::session::treated::{self, Treated};
use crate::ui::{Choice, Filled, Panel, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::education;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().look("/my/after/{session}", "my.after", Right::OwnChart, show).act(
        "/my/after/{session}",
        "my.after-say",
        Right::OwnChart,
        prepare,
        keep,
    )
}

/// An hour, in microseconds.
const HOUR: i64 = 3_600_000_000;
/// For how long after a visit it can be said; reactions come within minutes to days.
const OPEN: i64 = 7 * 24 * HOUR;
/// When it is asked without being sought: from a day to three days after.
const ASKED: std::ops::RangeInclusive<i64> = 24 * HOUR..=72 * HOUR;

/// Can the client still say how they were after this visit, and have they not yet?
pub(super) fn is_open(db: &mut Reader<'_>, ask: &Ask<Chart>, visit: &Treated) -> Result<bool> {
    let recent = visit.at.is_some_and(|at| (0..=OPEN).contains(&(ask.micros() - at)));
    Ok(recent && !store::said(db, ask.chart(), &visit.of)?)
}

/// The page of a visit that is asked about today; nothing where none is.
pub(super) fn asked(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<String>> {
    for visit in treated::treated(db, ask, 3)? {
        let now = visit.at.is_some_and(|at| ASKED.contains(&(ask.micros() - at)));
        if now && is_open(db, ask, &visit)? {
            return Ok(Some(ask.chart().url(&format!("after/{}", visit.of))));
        }
    }
    Ok(None)
}

/// How it was, with the words.
const FEELINGS: [(&str, &str); 3] =
    [("better", "my-after-better"), ("same", "my-after-same"), ("worse", "my-after-worse")];

#[derive(Template, Serialize)]
#[template(path = "phone/after/page.html")]
struct After {
    url: String,
    at: Option<Timestamp>,
    with: String,
    feelings: Vec<Choice>,
    warnings: Vec<Choice>,
    form: Filled,
}

impl Page for After {
    fn title(&self, words: &Words) -> String {
        words.t("my-after")
    }
}

/// The keys of a form's fields with their values.
type Form = Vec<(String, String)>;

fn one<'a>(form: &'a Form, name: &str) -> &'a str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn visit(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &Form) -> Result<Treated> {
    let found = treated::treated(db, ask, 20)?.into_iter().find(|visit| visit.of == one(form, "session"));
    let visit = found.ok_or(Error::NotFound)?;
    if is_open(db, ask, &visit)? { Ok(visit) } else { Err(Error::NotFound) }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<After> {
    let visit = visit(db, ask, &form)?;
    Ok(page(ask, &visit, Filled::empty()))
}

fn page(ask: &Ask<Chart>, visit: &Treated, form: Filled) -> After {
    let locale = ask.words.locale();
    let education = &ask.house.knowledge.education;
    let warning = |key: &String| {
        let warning = education.warning(key)?;
        Some(Choice::new(key.clone(), Said::plain(plain::told(&warning.say, locale).0.clone())))
    };
    After {
        url: ask.chart().url(&format!("after/{}", visit.of)),
        at: visit.at.and_then(|at| Timestamp::from_microsecond(at).ok()),
        with: visit.by_name.clone(),
        feelings: FEELINGS.iter().map(|(key, word)| Choice::new(*key, Said::key(*word))).collect(),
        warnings: visit.warnings.iter().filter_map(warning).collect(),
        form,
    }
}

/// What was said of a visit.
struct Heard {
    session: String,
    feeling: String,
    warnings: Vec<String>,
    words: String,
    raising: Option<alert::Raising>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Heard> {
    let visit = visit(db, ask, &form)?;
    let knowledge = ask.house.knowledge.clone();
    let ticked = visit.warnings.iter().filter(|one| form.iter().any(|(key, value)| key == "warning" && value == *one));
    let ticked: Vec<&education::Warning> = ticked.filter_map(|key| knowledge.education.warning(key)).collect();
    let mut refusals = Vec::new();
    if !FEELINGS.iter().any(|(key, _)| *key == one(&form, "feeling")) {
        refusals.push(Refusal::new("feeling", "ui-choose"));
    }
    match one(&form, "rest") {
        "none" if !ticked.is_empty() => refusals.push(Refusal::new("warning", "my-none-and-some")),
        "none" => {}
        _ if ticked.is_empty() => refusals.push(Refusal::new("warning", "my-answer")),
        _ => {}
    }
    let words = one(&form, "words").trim();
    if words.chars().count() > 2_000 {
        refusals.push(Refusal::new("words", "ui-text-2000"));
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(page(ask, &visit, Filled::sent(form.clone(), refusals)))));
    }
    let warnings: Vec<String> = ticked.iter().map(|one| one.key.clone()).collect();
    let worst = ticked.iter().map(|one| urgency(one.level)).max();
    let raising = worst.map(|urgency| alert::Raising {
        kind: "reaction",
        urgency,
        about: warnings.join(","),
        session: visit.of.clone(),
        named: String::new(),
    });
    Ok(Heard { feeling: one(&form, "feeling").into(), words: words.into(), session: visit.of, warnings, raising })
}

fn urgency(level: education::Urgency) -> Urgency {
    match level {
        education::Urgency::Emergency | education::Urgency::Crisis => Urgency::Emergency,
        education::Urgency::SameDay => Urgency::SameDay,
        education::Urgency::TwoDays => Urgency::TwoDays,
        education::Urgency::Doctor => Urgency::Doctor,
    }
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, heard: &Heard) -> Result<Done> {
    if store::said(db, ask.chart(), &heard.session)? {
        return Err(Error::Moved);
    }
    store::say(db, ask, heard)?;
    match &heard.raising {
        Some(raising) => {
            let id = alert::raise(db, ask, raising)?;
            Ok(Done::to(ask.chart().url(&format!("help/{id}"))).about(id).because(raising.kind))
        }
        None => Ok(Done::to(ask.chart().url("")).about(&heard.session)),
    }
}

/// What was said of one visit, as the practice reads it.
#[derive(Serialize)]
struct Line {
    url: String,
    at: Option<Timestamp>,
    feeling: Said,
    warnings: Vec<String>,
    words: String,
}

#[derive(Template, Serialize)]
#[template(path = "phone/after/panel.html")]
struct OnChart {
    lines: Vec<Line>,
}

/// How the client was after the last visits, on the overview of a chart; nothing where they did not say.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let education = &ask.house.knowledge.education;
    let warning = |key: &str| education.warning(key).map(|warning| warning.say.en.clone());
    let feeling = |key: &str| FEELINGS.iter().find(|(one, _)| *one == key).map_or("my-after-same", |(_, word)| word);
    let said = store::last(db, ask.chart())?.into_iter().map(|one| Line {
        url: ask.chart().url(&format!("sessions/{}", one.session)),
        at: Timestamp::from_microsecond(one.at).ok(),
        feeling: Said::key(feeling(&one.feeling)),
        warnings: one.warnings.split(',').filter_map(warning).collect(),
        words: one.words,
    });
    let lines: Vec<Line> = said.collect();
    Ok((!lines.is_empty()).then(|| Panel::aside("my-after-title", OnChart { lines })))
}
