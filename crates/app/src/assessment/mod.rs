//! Assessment: what is found on the body, how it moves, how the client lives, and what may hang together.
mod body;
mod home;
mod map;
mod sheet;

use crate::complaint;
use crate::door::{Ask, Chart, Result, Right, Routes};
use crate::ui::Found;
use clinical::Refusal;
use clinical::examination::{Called, Told};
use db::Reader;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(crate) use body::{marked_today, panel};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().join(home::routes()).join(body::routes()).join(sheet::routes()).join(map::routes())
}

/// What was found and observed within a session, in the order in which it was: first what hands found, then what the sheets hold.
pub(crate) fn within(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Vec<Found>> {
    let mut found = body::within(db, ask, session)?;
    found.extend(sheet::within(db, ask, session)?);
    Ok(found)
}

/// The tab of every page here.
const TAB: &str = "tab-assessment";

/// Fields as they were sent, those of the path among them.
type Sent = BTreeMap<String, Vec<String>>;

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// The day typed, at midday; else the instant given.
fn when(ask: &Ask<Chart>, on: &str, else_at: i64) -> std::result::Result<i64, Refusal> {
    if on.is_empty() {
        return Ok(else_at);
    }
    let day: Date = on.parse().map_err(|_| Refusal::new("on", "ui-date"))?;
    if day > ask.today {
        return Err(Refusal::new("on", "finding-future"));
    }
    if day == ask.date(else_at) {
        return Ok(else_at);
    }
    let noon = day.at(12, 0, 0, 0).to_zoned(ask.practice.zone.clone()).map_err(|_| Refusal::new("on", "ui-date"))?;
    Ok(noon.timestamp().as_microsecond().min(ask.micros()))
}

/// What the complaints that last call for.
fn called<'k>(knowledge: &'k clinical::knowledge::Knowledge, complaints: &[complaint::Lasting]) -> Called<'k> {
    let sites: Vec<Vec<&str>> =
        complaints.iter().map(|one| one.sites.iter().map(|(site, _)| site.as_str()).collect()).collect();
    let told: Vec<Told<'_>> =
        complaints.iter().zip(&sites).map(|(one, sites)| Told { words: &one.words, sites }).collect();
    Called::by(knowledge, &told)
}

fn complaints(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<complaint::Lasting>> {
    complaint::lasting(db, ask)
}
