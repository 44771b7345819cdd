//! The visits of a day, in the order of the clock: one's own with the time between them, or side by side by practitioner or room.
use super::store;
use crate::appointments::{self, Appointment, State};
use crate::door::{Ask, Result, Whole};
use crate::outside::{self, Outside};
use db::Reader;
use jiff::civil::{Date, Time};
use serde::Serialize;
use std::collections::BTreeMap;

/// One line of a column.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// Somebody comes, or time is kept free.
    Visit(Visit),
    /// Somebody comes by a booking of another program.
    Outside(Outside),
    /// Nothing is booked from then to then.
    Open(Time, Time),
}

impl Line {
    /// Who comes, where somebody does.
    pub(super) fn visit(&self) -> Option<&Visit> {
        match self {
            Line::Visit(visit) => Some(visit),
            Line::Outside(_) | Line::Open(..) => None,
        }
    }

    /// When it begins, µs.
    fn starts_at(&self) -> i64 {
        match self {
            Line::Visit(visit) => visit.appointment.starts_at,
            Line::Outside(one) => one.starts_at,
            Line::Open(..) => i64::MIN,
        }
    }

    /// From when to when nothing else can be booked, as instants and on the clock; nothing where it holds no time.
    fn holds(&self) -> Option<[(i64, Time); 2]> {
        match self {
            Line::Visit(visit) if visit.appointment.state.holds() => {
                Some([(visit.appointment.starts_at, visit.appointment.at), visit.appointment.free_again()])
            }
            Line::Outside(one) => Some([(one.starts_at, one.at), one.ends]),
            Line::Visit(_) | Line::Open(..) => None,
        }
    }
}

/// Somebody who comes, or time that is kept free.
#[derive(Serialize)]
pub(super) struct Visit {
    #[serde(flatten)]
    pub(super) appointment: Appointment,
    /// Where the visit's own page is.
    pub(super) url: String,
    /// The note of the session of today with this client: not begun, open, signed. Told to who treats alone.
    pub(super) note: Option<bool>,
    /// What the client comes with, in their words. Told to who treats them alone.
    pub(super) about: Option<String>,
    /// Over, missed or called off.
    pub(super) past: bool,
}

/// One practitioner's day, one room's, or one's own.
#[derive(Serialize)]
pub(super) struct Column {
    /// Whose; empty where there is only one.
    pub(super) name: String,
    /// What is handed to a booking from this column.
    pub(super) wish: String,
    pub(super) lines: Vec<Line>,
}

/// By whom a day is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum By {
    /// One's own visits.
    Me,
    /// Each room's.
    Rooms,
    /// Each practitioner's.
    Everyone,
}

impl By {
    /// The word for it in an address.
    pub(super) fn key(self) -> &'static str {
        match self {
            By::Me => "me",
            By::Rooms => "rooms",
            By::Everyone => "all",
        }
    }

    /// What the word in an address means.
    pub(super) fn from_key(key: &str) -> Option<By> {
        [By::Me, By::Rooms, By::Everyone].into_iter().find(|by| by.key() == key)
    }
}

/// The columns of a day. `notes` says of a client whether the session of today is signed.
pub(super) fn columns(
    db: &mut Reader<'_>,
    ask: &Ask<Whole>,
    day: Date,
    by: By,
    notes: &BTreeMap<String, bool>,
) -> Result<Vec<Column>> {
    let all = appointments::of_day(db, ask, day)?;
    let elsewhere = outside::of_day(db, ask, day)?;
    let about = match (by, all.first(), all.last()) {
        (By::Me, Some(first), Some(last)) => store::complaints(db, &ask.by.id, first.starts_at, last.starts_at + 1)?,
        _ => BTreeMap::new(),
    };
    let heads = match by {
        By::Me => vec![(ask.by.id.clone(), String::new())],
        By::Rooms => appointments::open_rooms(db)?,
        By::Everyone => appointments::practitioners(db)?,
    };
    let whose = |one: &Appointment| match by {
        By::Rooms => one.room.clone().unwrap_or_default(),
        By::Me | By::Everyone => one.person.clone(),
    };
    Ok(heads
        .into_iter()
        .map(|(id, name)| {
            let own = all.iter().filter(|one| whose(one) == id).cloned();
            let theirs = elsewhere.iter().filter(|one| by != By::Rooms && one.person == id).cloned();
            let person = if by == By::Rooms { String::new() } else { format!("&person={id}") };
            let told = id == ask.by.id;
            Column {
                name,
                wish: format!("on={day}{person}"),
                lines: lines(own, theirs, &about, |client| notes.get(client).copied().filter(|_| told)),
            }
        })
        .collect())
}

/// The visits with the time between them that nothing is booked in.
fn lines(
    visits: impl Iterator<Item = Appointment>,
    elsewhere: impl Iterator<Item = Outside>,
    about: &BTreeMap<String, String>,
    note: impl Fn(&str) -> Option<bool>,
) -> Vec<Line> {
    let visit = |one: Appointment| {
        let note = one.client.as_deref().and_then(&note);
        let past = matches!(one.state, State::Finished | State::Missed | State::Cancelled);
        let about = one.client.as_ref().and_then(|client| about.get(client)).cloned();
        Line::Visit(Visit { url: format!("/appointments/{}", one.id), note, about, past, appointment: one })
    };
    let mut held: Vec<Line> = visits.map(visit).chain(elsewhere.map(Line::Outside)).collect();
    held.sort_by_key(Line::starts_at);
    let mut lines = Vec::new();
    let mut free_from: Option<(i64, Time)> = None;
    for line in held {
        if let Some([begins, free]) = line.holds() {
            if let Some((_, time)) = free_from.filter(|(at, _)| *at < begins.0) {
                lines.push(Line::Open(time, begins.1));
            }
            free_from = free_from.filter(|(at, _)| *at > free.0).or(Some(free));
        }
        lines.push(line);
    }
    lines
}
