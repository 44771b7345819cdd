//! The shorthand line: `R upper trap MFR 4m p3 tp 6>3` becomes the same records as tapping. Nothing is guessed: a word that may
//! mean several things is given back with its readings, and then nothing of the line is recorded.
use super::log::{Standing, back, record};
use super::{Typed, page, store};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::application::{self, Application};
use clinical::knowledge::Knowledge;
use clinical::shorthand::{self, Dosed, Each, Entry, Item, Unclear, Work};
use db::{Reader, Writer};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().act(
        "/clients/{client}/sessions/{session}/shorthand",
        "application.shorthand",
        Right::WriteChart,
        prepare,
        keep,
    )
}

/// The longest line, in characters, and the most applications in it.
const LONGEST: usize = 2_000;
const MOST: usize = 40;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    session: String,
    short: String,
}

/// What a line was understood as.
struct Understood {
    session: String,
    done: Vec<Application>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Understood> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let knowledge = ask.house.knowledge.clone();
    let mut refusals = Vec::new();
    let mut done = Vec::new();
    if form.short.chars().count() > LONGEST {
        refusals.push(Refusal::new("short", "ui-text-2000"));
    } else {
        for item in shorthand::parse(&knowledge, &form.short) {
            read(&knowledge, &item, &mut done, &mut refusals);
        }
    }
    if refusals.is_empty() && (done.is_empty() || done.len() > MOST) {
        refusals.push(Refusal::new("short", "short-nothing"));
    }
    if refusals.is_empty() {
        return Ok(Understood { session: form.session, done });
    }
    let page = page(db, ask, &form.session, Typed::Apply(Filled::sent([("short", form.short)], refusals)))?;
    Err(Error::Refused(Shown::new(page)))
}

/// One entry: its applications, or why it is not taken.
fn read(knowledge: &Knowledge, item: &Item, done: &mut Vec<Application>, refusals: &mut Vec<Refusal>) {
    match item {
        Item::Read(Entry::Work(work)) if !work.done.is_empty() => {
            for dosed in &work.done {
                match application(knowledge, work, dosed) {
                    Ok(application) => done.push(application),
                    Err(_) => refusals.push(refused("short-unread", &printed(knowledge, item))),
                }
            }
        }
        Item::Read(Entry::Work(_)) => refusals.push(refused("short-found", &printed(knowledge, item))),
        Item::Read(Entry::Measure(_) | Entry::Range(_)) => {
            refusals.push(refused("short-measure", &printed(knowledge, item)));
        }
        Item::Read(Entry::Adverse(_)) => refusals.push(refused("short-adverse", &printed(knowledge, item))),
        Item::Unclear(unclear) => refusals.push(self::unclear(unclear)),
        Item::Text(text) => refusals.push(refused("short-unread", text)),
    }
}

fn refused(key: &'static str, words: &str) -> Refusal {
    Refusal::new("short", key).with("words", words)
}

fn unclear(unclear: &Unclear) -> Refusal {
    let word = if unclear.word.is_empty() { &unclear.text } else { &unclear.word };
    match unclear.readings.as_slice() {
        [] => refused("short-unread", word),
        readings => refused("short-which", word).with("readings", readings.join(" · ")),
    }
}

fn printed(knowledge: &Knowledge, item: &Item) -> String {
    shorthand::print(knowledge, std::slice::from_ref(item))
}

/// One technique of an entry, with what was found there as its detail.
fn application(knowledge: &Knowledge, work: &Work, dosed: &Dosed) -> std::result::Result<Application, Vec<Refusal>> {
    let found = Item::Read(Entry::Work(Work { done: Vec::new(), note: String::new(), ..work.clone() }));
    let has_found = !work.findings.is_empty() || work.pain.is_some() || work.tenderness.is_some();
    let parts = [
        dosed.sets.map(|sets| match sets.each {
            Each::Seconds(seconds) => format!("{}x{seconds}s", sets.count),
            Each::Times(times) => format!("{}x{times}", sets.count),
        }),
        has_found.then(|| printed(knowledge, &found)),
        Some(work.note.clone()).filter(|note| !note.is_empty()),
    ];
    let side = work.site.side.map(|side| side.to_string()).unwrap_or_default();
    let pressure = dosed.pressure.map(|pressure| pressure.to_string()).unwrap_or_default();
    let minutes = dosed.time_s.map(|seconds| (f64::from(seconds) / 60.0).to_string()).unwrap_or_default();
    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    application::parse(
        knowledge,
        &application::Typed {
            technique: &dosed.technique,
            site: work.site.structure.as_deref().unwrap_or(work.site.spot.key()),
            side: &side,
            pressure: &pressure,
            minutes: &minutes,
            detail: &detail,
            ..application::Typed::default()
        },
    )
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, understood: &Understood) -> Result<Done> {
    let session = store::unsigned(db, ask.chart(), &understood.session)?;
    let standing = Standing::read(db, ask)?;
    let mut last = String::new();
    for application in &understood.done {
        last = record(db, ask, &session, &standing, (application, ""))?;
    }
    Ok(back(ask, &understood.session).about(last))
}
