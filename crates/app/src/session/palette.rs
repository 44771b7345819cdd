//! The palette: what can be recorded in one tap, from the plan, from the last time, and of what this practitioner records most.
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
    /// What was done last time.
    pub(super) again: Option<Again>,
    /// What this practitioner records most, without what stands above it already.
    pub(super) often: Vec<Line>,
}

impl Palette {
    /// Is there nothing to offer?
    pub(super) fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.again.is_none() && self.often.is_empty()
    }
}

/// The most lines of a plan, and of what is recorded often.
const PLANNED: usize = 12;
const OFTEN: usize = 6;

/// What this session can record in one tap.
pub(super) fn palette(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    now: &[store::Application],
) -> Result<Palette> {
    let again = again::offer(db, ask, session, now)?;
    let planned: Vec<store::Application> = plan::planned(db, ask)?.into_iter().take(PLANNED).map(application).collect();
    let plan = again::offered(db, ask, &planned, now)?;
    let stands = |one: &store::Application| {
        let above = again.iter().flat_map(|again| &again.lines).chain(&plan);
        above.into_iter().any(|line| line.is_like(one))
    };
    let mut often = store::often(db, &ask.by.id)?;
    often.retain(|one| !stands(one));
    often.truncate(OFTEN);
    let often = again::offered(db, ask, &often, now)?;
    Ok(Palette { plan, again, often })
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
