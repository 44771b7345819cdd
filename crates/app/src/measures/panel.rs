//! The trends on the overview of a chart: one drawn with the band of what matters, the others in a line each.
use super::{all_kept, view};
use crate::door::{Ask, Chart, Result};
use crate::ui::{Brief, Panel, filters};
use askama::Template;
use db::Reader;
use serde::Serialize;
use std::cmp::Reverse;

/// How many measures stand below the one that is drawn.
const MOST: usize = 5;

/// How the client does, by number.
#[derive(Template, Serialize)]
#[template(path = "measures/panel.html")]
struct Trends {
    alarm: Option<view::Alarm>,
    /// What is drawn whole: the measure that was taken most often.
    drawn: Option<view::Series>,
    /// The others, the most often taken first.
    others: Vec<view::Series>,
    /// How many more there are.
    more: usize,
}

/// The measure that was taken most often, from its first value to its last; nothing where nothing was measured twice.
pub(crate) fn brief(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Brief>> {
    let mut all = view::all(ask, &all_kept(db, ask)?);
    all.sort_by_key(|one| Reverse(one.count));
    let told = all.into_iter().find_map(|one| one.change.map(|change| (one.name, one.unit, one.trend, change)));
    Ok(told.map(|(name, unit, trend, change)| Brief {
        change: Some((change.from, change.to, unit)),
        trend,
        ..Brief::new("outcomes", "measure-brief", vec![name, change.words])
    }))
}

/// The trends, on the overview of a chart; nothing where nothing was measured.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let kept = all_kept(db, ask)?;
    let mut others = view::all(ask, &kept);
    if others.is_empty() {
        return Ok(None);
    }
    others.sort_by_key(|one| (one.trend.is_none(), Reverse(one.count)));
    let first = others.first().is_some_and(|one| one.count > 1 && one.trend.is_some());
    let drawn = first.then(|| others.remove(0));
    let more = others.len().saturating_sub(MOST);
    others.truncate(MOST);
    let body = Trends { alarm: view::alarm(ask, &kept), drawn, others, more };
    Ok(Some(Panel::aside("measure-trends", body).link(ask.chart().url("measures"), "measure-all")))
}
