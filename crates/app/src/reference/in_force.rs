//! What is in force in this practice: what the program carries, and what was laid over it, since when, by whom, why.
use super::short;
use crate::door::{Ask, Mine, Page, Result, Whole};
use crate::ui::{Said, Words, filters};
use crate::versions::{self, Version};
use askama::Template;
use clinical::knowledge::overlay::{Change, What};
use db::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an overlay does to one entry.
#[derive(Serialize)]
struct Done {
    what: Said,
    tone: &'static str,
    kind: Said,
    title: String,
    /// The entry's page; empty where it is taken out.
    url: String,
    why: Vec<String>,
    sources: String,
}

/// One overlay that is loaded.
#[derive(Serialize)]
struct Laid {
    name: String,
    at: Option<Timestamp>,
    owner: String,
    reason: String,
    changes: Vec<Done>,
    problems: Vec<String>,
}

/// One line of the history.
#[derive(Serialize)]
struct Line {
    at: Option<Timestamp>,
    name: String,
    who: String,
    owner: String,
    reason: String,
    out: bool,
    changes: Vec<String>,
}

#[derive(Template, Serialize)]
#[template(path = "reference/in_force.html")]
struct InForce {
    digest: String,
    program: &'static str,
    entries: usize,
    laid: Vec<Laid>,
    unread: Vec<Laid>,
    /// Every overlay loaded or taken out; for the owner.
    history: Vec<Line>,
    owner: bool,
}

impl Page for InForce {
    fn title(&self, words: &Words) -> String {
        words.t("reference-in-force")
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) fn show(_: &mut Reader<'_>, ask: &Ask<Mine>, _: Nothing) -> Result<impl Page + use<>> {
    Ok(page(&ask.house.version, Vec::new(), false))
}

pub(super) fn history(db: &mut Reader<'_>, ask: &Ask<Whole>, _: Nothing) -> Result<impl Page + use<>> {
    let lines = versions::history(db, versions::HISTORY)?.into_iter().map(|entry| Line {
        at: instant(entry.loaded.at),
        name: entry.loaded.name,
        who: entry.who,
        owner: entry.loaded.owner,
        reason: entry.loaded.reason,
        out: entry.taken_out.is_some(),
        changes: entry.loaded.changes,
    });
    Ok(page(&ask.house.version, lines.collect(), true))
}

fn page(version: &Version, history: Vec<Line>, owner: bool) -> InForce {
    let laid = version.overlays.iter().map(|one| Laid {
        name: one.loaded.name.clone(),
        at: instant(one.loaded.at),
        owner: one.loaded.owner.clone(),
        reason: one.loaded.reason.clone(),
        changes: one.changes.iter().map(done).collect(),
        problems: Vec::new(),
    });
    let unread = version.unread.iter().map(|one| Laid {
        name: one.loaded.name.clone(),
        at: instant(one.loaded.at),
        owner: one.loaded.owner.clone(),
        reason: one.loaded.reason.clone(),
        changes: Vec::new(),
        problems: one.problems.iter().map(ToString::to_string).collect(),
    });
    InForce {
        digest: short(&version.digest),
        program: env!("CARGO_PKG_VERSION"),
        entries: version.entries().iter().count(),
        laid: laid.collect(),
        unread: unread.collect(),
        history,
        owner,
    }
}

fn done(change: &Change) -> Done {
    let (key, tone) = match change.what {
        What::Added => ("reference-added", "green"),
        What::Tightened => ("reference-tightened", "green"),
        What::Corrected => ("reference-corrected", "brand"),
        What::Loosened => ("reference-loosened", "amber"),
        What::Retired => ("reference-retired", "amber"),
    };
    let gone = change.what == What::Retired;
    Done {
        what: Said::key(key),
        tone,
        kind: super::words::kind(change.kind),
        title: if change.title.is_empty() { change.key.clone() } else { change.title.clone() },
        url: if gone { String::new() } else { super::url(change.kind, &change.key) },
        why: change.why.clone(),
        sources: change.sources.join(", "),
    }
}

fn instant(at: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(at).ok()
}
