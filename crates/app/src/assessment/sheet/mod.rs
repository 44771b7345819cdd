//! One sheet of an examination: both sides at once, kept in one go.
mod line;
mod meaning;
pub(super) mod store;

use super::{Sent, TAB, called, complaints, home, when, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::measures::beside;
use crate::ui::{Choice, Filled, Found, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::examination::{Examined, Line, Sheet, take};
use clinical::taking::{TOOLS, Typed};
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) fn routes() -> Routes {
    const SHEET: &str = "/clients/{client}/assessment/{sheet}";
    const WITHDRAW: &str = "/clients/{client}/assessment/{sheet}/{form}/withdraw";
    Routes::new()
        .look(SHEET, "examination.show", Right::ReadChart, show)
        .act(SHEET, "examination.record", Right::WriteChart, prepare, record)
        .act(WITHDRAW, "examination.withdraw", Right::WriteChart, prepare_withdraw, withdraw)
}

/// What was observed in one go.
#[derive(Serialize)]
struct Taken {
    form: String,
    at: Option<Timestamp>,
    by: String,
    lines: Vec<(Vec<Said>, Vec<Said>)>,
}

/// A sheet, to read and to fill in.
#[derive(Template, Serialize)]
#[template(path = "assessment/sheet/page.html")]
struct SheetPage {
    base: String,
    back: String,
    name: Said,
    /// joint, tests, posture …
    kind: &'static str,
    form: Filled,
    /// What the complaint calls for.
    first: Vec<line::Shown>,
    others: Vec<line::Shown>,
    meanings: meaning::Meanings,
    /// What the lines rest on, by their numbers.
    sources: Vec<String>,
    tools: Vec<Choice>,
    end_feel: Vec<Choice>,
    strength: Vec<Choice>,
    units: Vec<Choice>,
    taken: Vec<Taken>,
    /// How mood was screened, on the sheet of how the client lives.
    mood: Option<beside::Mood>,
    measures: String,
    writes: bool,
}

impl Page for SheetPage {
    fn title(&self, words: &Words) -> String {
        self.name.in_words(words)
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Deserialize)]
struct Named {
    sheet: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<SheetPage> {
    page(db, ask, &opened(ask, &named.sheet)?, Filled::empty())
}

fn opened(ask: &Ask<Chart>, name: &str) -> Result<Sheet> {
    Sheet::parse(&ask.house.knowledge, name).ok_or(Error::NotFound)
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, sheet: &Sheet, form: Filled) -> Result<SheetPage> {
    let knowledge = ask.house.knowledge.clone();
    let lines = sheet.lines(&knowledge);
    let kept = store::of_chart(db, ask.chart())?;
    let measured = beside::latest(db, ask)?;
    let before = line::Before { kept: &kept, measured: &measured };
    let called = called(&knowledge, &complaints(db, ask)?);
    let tests = called.tests(&knowledge);
    let is_first = |line: &&Line<'_>| called.is_empty() || called.line(&knowledge, sheet, line, &tests);
    let (first, others): (Vec<&Line<'_>>, Vec<&Line<'_>>) = lines.iter().partition(is_first);
    let mut cited = Vec::new();
    let mut shown = |lines: Vec<&Line<'_>>| {
        let lines: Vec<line::Shown> = lines.into_iter().map(|one| line::shown(ask, one, &before, &mut cited)).collect();
        line::under_headings(sheet, lines)
    };
    let (first, others) = (shown(first), shown(others));
    let of_scale = |key: &str| {
        let grades = knowledge.motions.scale(key).map(|scale| line::grades(ask, &scale.grades)).unwrap_or_default();
        std::iter::once(line::not_done()).chain(grades).collect()
    };
    Ok(SheetPage {
        base: url(ask, sheet),
        back: ask.chart().url("assessment"),
        name: home::name(ask, sheet),
        kind: if matches!(sheet, Sheet::Joint(_)) { "joint" } else { "other" },
        form,
        first,
        others,
        sources: line::citations(ask, &cited),
        meanings: meaning::of(ask, sheet),
        tools: std::iter::once(line::not_done())
            .chain(TOOLS.iter().map(|tool| Choice::new(*tool, crate::measures::tool_word(tool))))
            .collect(),
        end_feel: of_scale("end_feel"),
        strength: of_scale("muscle_strength"),
        units: line::level_units(),
        taken: taken(ask, &kept, &lines),
        mood: if *sheet == Sheet::Lifestyle { Some(beside::mood(db, ask)?) } else { None },
        measures: ask.chart().url("measures"),
        writes: writes(ask),
    })
}

/// What the sheets hold of a session.
pub(super) fn within(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Vec<Found>> {
    let kept = store::within(db, ask.chart(), session)?;
    let found = |one: &store::Kept| Found {
        name: line::named(ask, &one.observed),
        said: line::observed(ask, &one.observed),
        region: String::new(),
        side: String::new(),
    };
    Ok(kept.iter().map(found).collect())
}

fn url(ask: &Ask<Chart>, sheet: &Sheet) -> String {
    ask.chart().url(&format!("assessment/{}", sheet.name()))
}

/// What was observed on this sheet, the latest first.
fn taken(ask: &Ask<Chart>, kept: &[store::Kept], lines: &[Line<'_>]) -> Vec<Taken> {
    let keys: BTreeSet<&str> = lines.iter().map(|line| line.key.as_str()).collect();
    let mut all: Vec<Taken> = Vec::new();
    for one in kept.iter().rev().filter(|one| keys.contains(one.observed.key.as_str())) {
        let said = (line::named(ask, &one.observed), line::observed(ask, &one.observed));
        match all.iter_mut().find(|known| known.form == one.form) {
            Some(known) => known.lines.insert(0, said),
            None => all.push(Taken {
                form: one.form.clone(),
                at: Timestamp::from_microsecond(one.seen_at).ok(),
                by: one.by_name.clone(),
                lines: vec![said],
            }),
        }
    }
    all
}

/// What a sheet gave, and when it was so.
struct Ready {
    sheet: Sheet,
    examined: Examined,
    at: i64,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Ready> {
    let knowledge = ask.house.knowledge.clone();
    let typed = Typed(&sent);
    let sheet = opened(ask, typed.one("sheet"))?;
    let mut refusals = Vec::new();
    let examined = take(&knowledge, &sheet.lines(&knowledge), &typed).unwrap_or_else(|all| {
        refusals.extend(all);
        Examined::default()
    });
    let at = when(ask, typed.one("on"), ask.micros()).unwrap_or_else(|refusal| {
        refusals.push(refusal);
        0
    });
    if refusals.is_empty() {
        return Ok(Ready { sheet, examined, at });
    }
    refuse(db, ask, &sheet, &sent, refusals)
}

fn refuse<T>(db: &mut Reader<'_>, ask: &Ask<Chart>, sheet: &Sheet, sent: &Sent, refusals: Vec<Refusal>) -> Result<T> {
    let fields = sent.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone())));
    let page = page(db, ask, sheet, Filled::sent(fields, refusals))?;
    Err(Error::Refused(Shown::new(page)))
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, ready: &Ready) -> Result<Done> {
    let mut about = String::new();
    for taken in &ready.examined.measured {
        about = beside::keep(db, ask, taken, ready.at)?;
    }
    if !ready.examined.observed.is_empty() {
        about = store::record(db, ask, &ready.examined.observed, ready.at)?;
    }
    Ok(Done::to(url(ask, &ready.sheet)).about(about))
}

/// What is taken back, and why.
struct Withdrawal {
    sheet: Sheet,
    form: String,
    reason: String,
}

fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &str) -> Result<Vec<store::Kept>> {
    let kept = store::of_form(db, ask.chart(), form)?;
    if kept.is_empty() { Err(Error::NotFound) } else { Ok(kept) }
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Withdrawal> {
    let typed = Typed(&sent);
    let sheet = opened(ask, typed.one("sheet"))?;
    let (form, reason) = (typed.one("form").to_owned(), typed.one("reason").to_owned());
    standing(db, ask, &form)?;
    if !(3..=500).contains(&reason.chars().count()) {
        return refuse(db, ask, &sheet, &sent, vec![Refusal::new("reason", "finding-reason")]);
    }
    Ok(Withdrawal { sheet, form, reason })
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, withdrawal: &Withdrawal) -> Result<Done> {
    let kept = standing(db, ask, &withdrawal.form)?;
    store::withdraw(db, ask, &kept, &withdrawal.reason)?;
    Ok(Done::to(url(ask, &withdrawal.sheet)).about(&withdrawal.form).because(&withdrawal.reason))
}
