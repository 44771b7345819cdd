//! What the plans that stand would have done, place by place: for the palette of a session.
use super::store;
use crate::door::{Ask, Chart, Result};
use db::Reader;

/// One technique of a plan at one place.
pub(crate) struct Planned {
    pub(crate) technique: String,
    pub(crate) site: String,
    /// left, right, both, or empty
    pub(crate) side: String,
    /// 1 to 5.
    pub(crate) pressure: Option<i64>,
    pub(crate) minutes: Option<f64>,
    pub(crate) detail: String,
}

/// Every technique of every plan that stands, the newest plan first. Minutes that a plan states for several places together are
/// not shared out among them: each place is offered without.
pub(crate) fn planned(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Planned>> {
    let plans = store::list(db, ask.chart())?;
    let standing = plans.into_iter().filter(|plan| plan.state.is_empty());
    let techniques = standing.flat_map(|plan| plan.items).filter(|item| item.kind == "technique");
    Ok(techniques.flat_map(places).collect())
}

fn places(item: store::Item) -> Vec<Planned> {
    let sites: Vec<&str> = item.sites.split(',').filter(|site| !site.is_empty()).collect();
    let minutes = item.minutes.filter(|_| sites.len() == 1);
    let of = |site: &&str| Planned {
        technique: item.key.clone(),
        site: (*site).into(),
        side: item.side.clone(),
        pressure: item.pressure,
        minutes,
        detail: item.detail.clone(),
    };
    sites.iter().map(of).collect()
}
