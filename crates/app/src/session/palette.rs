//! The palette: what can be recorded in one tap, from the plan, from the body chart, from the last
//! time, and of what this practitioner records most.
use super::again::{self, Again, Line};
use super::store;
use crate::door::{Ask, Chart, Result};
use crate::plan;
use db::Reader;
use serde::Serialize;

/// What is offered; nothing of it counts as done until it is tapped.
#[derive(Clone, Serialize)]
pub(super) struct Palette {
    /// What the plans that stand hold, place by place.
    pub(super) plan: Vec<Line>,
    /// For the places that were marked on the body chart today, what the plan or this practitioner usually does.
    pub(super) marked: Vec<Line>,
    /// What was done last time.
    pub(super) again: Option<Again>,
    /// What this practitioner records most, without what stands above it already.
    pub(super) often: Vec<Line>,
}

impl Palette {
    /// Is there nothing to offer?
    pub(super) fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.marked.is_empty() && self.again.is_none() && self.often.is_empty()
    }
}

/// The most lines of a plan, and of what is recorded often.
const PLANNED: usize = 12;
const OFTEN: usize = 6;

/// The most places of the body chart, and techniques for each of them.
const PLACES: usize = 5;
const EACH: usize = 2;

/// What this session can record in one tap.
pub(super) fn palette(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    now: &[store::Application],
) -> Result<Palette> {
    let again = again::offer(db, ask, session, now)?;
    let planned: Vec<store::Application> = plan::planned(db, ask)?.into_iter().take(PLANNED).map(application).collect();
    let plan = again::offered(db, ask, session, &planned, now)?;
    let stands = |one: &store::Application, more: &[Line]| {
        let above = again.iter().flat_map(|again| &again.lines).chain(&plan).chain(more);
        above.into_iter().any(|line| line.is_like(one))
    };
    let mut often = store::often(db, &ask.by.id)?;
    let marked = marked(db, ask, session, &usual(&planned, &often), now)?;
    let marked: Vec<Line> = marked.into_iter().filter(|(one, _)| !stands(one, &[])).map(|(_, line)| line).collect();
    often.retain(|one| !stands(one, &marked));
    often.truncate(OFTEN);
    let often = again::offered(db, ask, session, &often, now)?;
    Ok(Palette { plan, marked, again, often })
}

/// The techniques of the plan, then those that this practitioner records most, each once, with the dose they usually have.
fn usual(planned: &[store::Application], often: &[store::Application]) -> Vec<store::Application> {
    let mut usual: Vec<store::Application> = Vec::new();
    for one in planned.iter().chain(often) {
        if usual.len() < EACH && !usual.iter().any(|known| known.technique == one.technique) {
            usual.push(store::Application { detail: String::new(), ..one.clone() });
        }
    }
    usual
}

/// These techniques at each place that was marked today, the worst place first, with what was found there.
fn marked(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    usual: &[store::Application],
    now: &[store::Application],
) -> Result<Vec<(store::Application, Line)>> {
    let mut all = Vec::new();
    if usual.is_empty() {
        return Ok(all);
    }
    for place in (ask.house.panels.marked)(db, ask)?.into_iter().take(PLACES) {
        let at = |one: &store::Application| store::Application {
            site: place.region.clone(),
            side: place.side.clone(),
            ..one.clone()
        };
        let here: Vec<store::Application> = usual.iter().map(at).collect();
        let lines = again::offered(db, ask, session, &here, now)?;
        let lines = lines.into_iter().map(|line| Line { said: place.said.clone(), ..line });
        all.extend(here.into_iter().zip(lines));
    }
    Ok(all)
}

fn application(planned: plan::Planned) -> store::Application {
    store::Application {
        technique: planned.technique,
        site: planned.site,
        side: planned.side,
        pressure: planned.pressure,
        minutes: planned.minutes,
        detail: planned.detail,
        ..store::Application::default()
    }
}
