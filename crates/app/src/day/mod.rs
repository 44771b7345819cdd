//! Today: who comes when; for who treats, who is next, whom to begin with and, before closing the day, what is not signed.
mod store;
mod visits;

use crate::appointments::{self, Appointment, State};
use crate::door::{Ask, Error, Page, Result, Right, Role, Routes, Whole};
use crate::intake;
use crate::ui::{Brief, Due, Mark, Words, filters};
use crate::upkeep::{Backup, backup};
use askama::Template;
use db::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use visits::{By, Column, Line};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/today", "day.show", Right::Directory, show)
}

/// One session of one's own.
#[derive(Serialize)]
struct Row {
    client: String,
    url: String,
    on: Option<Timestamp>,
    signed: bool,
}

/// Somebody who was seen lately, and not today.
#[derive(Serialize)]
struct Regular {
    client: String,
    chart: String,
    begin: String,
    born: Option<Date>,
    last: Timestamp,
}

/// Who is next of one's own visits, with their marks where the chart is open to who looks.
#[derive(Serialize)]
struct Next {
    appointment: Appointment,
    client: String,
    marks: Vec<Mark>,
    /// What to remember of them, as the rooms tell it.
    brief: Vec<Brief>,
}

#[derive(Template, Serialize)]
#[template(path = "day/page.html")]
struct Today {
    /// The day that is looked at.
    day: Date,
    today: Date,
    by: By,
    columns: Vec<Column>,
    /// How many visits of the day are in the columns, and how many of them are over.
    booked: usize,
    over: usize,
    /// What is handed to a booking.
    wish: String,
    /// A day of one's own and its notes: for who treats alone.
    treats: bool,
    may_book: bool,
    /// Can the day be looked at by room?
    rooms: bool,
    next: Option<Next>,
    sessions: Vec<Row>,
    regulars: Vec<Regular>,
    unsigned: Vec<Row>,
    /// For who runs the practice, and only where one is wanting.
    backup: Option<Backup>,
    /// What other rooms await: letters not signed, answers overdue.
    due: Vec<Due>,
}

/// How far back somebody counts as seen lately, in microseconds: six weeks.
const LATELY: i64 = 42 * 24 * 3_600_000_000;

impl Page for Today {
    fn title(&self, words: &Words) -> String {
        words.t("nav-today")
    }
}

impl Today {
    /// The address of a day, looked at in the same way.
    fn on(&self, day: Option<Date>) -> String {
        day.map_or_else(|| "/today".into(), |day| format!("/today?on={day}&by={}", self.by.key()))
    }
    fn before(&self) -> String {
        self.on(self.day.yesterday().ok())
    }
    fn after(&self) -> String {
        self.on(self.day.tomorrow().ok())
    }
    /// The ways to look at a day: the word, the address, whether it is this one.
    fn ways(&self) -> Vec<(&'static str, String, bool)> {
        let ways =
            [(By::Me, self.treats, "day-me"), (By::Rooms, self.rooms, "day-rooms"), (By::Everyone, true, "day-all")];
        let shown = ways.into_iter().filter(|(_, shown, _)| *shown);
        shown.map(|(by, _, words)| (words, format!("/today?on={}&by={}", self.day, by.key()), by == self.by)).collect()
    }
}

/// Which day, and by whom. Never a client.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    on: String,
    by: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, query: Query) -> Result<Today> {
    let treats = ask.by.roles.has(Role::Practitioner);
    let day = query.on.parse().unwrap_or(ask.today);
    let by = By::from_key(&query.by).filter(|by| treats || *by != By::Me);
    let by = by.unwrap_or(if treats { By::Me } else { By::Everyone });
    let own = if treats { own(db, ask)? } else { Own::default() };
    let columns = visits::columns(db, ask, day, by, &own.notes)?;
    let next = if day == ask.today && by == By::Me { next(db, ask, &columns)? } else { None };
    let runs = ask.by.may(Right::Administer);
    let backup = if runs { Some(backup(db, ask.at)?).filter(|backup| backup.wanting) } else { None };
    let visits = || columns.iter().flat_map(|column| &column.lines).filter_map(Line::visit);
    Ok(Today {
        day,
        today: ask.today,
        by,
        booked: visits().filter(|visit| visit.appointment.client.is_some()).count(),
        over: visits().filter(|visit| visit.appointment.client.is_some() && visit.past).count(),
        wish: if treats { format!("on={day}&person={}", ask.by.id) } else { format!("on={day}") },
        treats,
        may_book: ask.by.may(Right::EditDirectory),
        rooms: !appointments::open_rooms(db)?.is_empty(),
        next,
        columns,
        sessions: own.sessions,
        regulars: own.regulars,
        unsigned: own.unsigned,
        backup,
        due: if treats { (ask.house.panels.due)(db, &ask.by, ask.today)? } else { Vec::new() },
    })
}

/// What is shown to who treats, of their own.
#[derive(Default)]
struct Own {
    sessions: Vec<Row>,
    regulars: Vec<Regular>,
    unsigned: Vec<Row>,
    /// Whether the session of today with a client is signed.
    notes: BTreeMap<String, bool>,
}

fn own(db: &mut Reader<'_>, ask: &Ask<Whole>) -> Result<Own> {
    let begins = ask.today.to_zoned(ask.practice.zone.clone()).map_err(Error::fault)?.timestamp().as_microsecond();
    let row = |one: store::Mine| {
        Ok(Row {
            url: format!("/clients/{}/sessions/{}", one.client, one.session),
            client: one.name,
            on: one.effective_at.map(|at| Timestamp::from_microsecond(at).map_err(Error::fault)).transpose()?,
            signed: one.signed,
        })
    };
    let today = store::since(db, &ask.by.id, begins)?;
    let regulars = store::seen(db, &ask.by.id, begins - LATELY, begins)?.into_iter().map(regular);
    Ok(Own {
        notes: today.iter().map(|one| (one.client.clone(), one.signed)).collect(),
        regulars: regulars.collect::<Result<_>>()?,
        sessions: today.into_iter().map(row).collect::<Result<_>>()?,
        unsigned: store::unsigned(db, &ask.by.id)?.into_iter().map(row).collect::<Result<_>>()?,
    })
}

/// The first of one's visits that is not over and whose note is not signed.
fn next(db: &mut Reader<'_>, ask: &Ask<Whole>, columns: &[Column]) -> Result<Option<Next>> {
    let mut visits = columns.iter().flat_map(|column| &column.lines).filter_map(Line::visit);
    let Some(visit) =
        visits.find(|visit| !visit.past && visit.note != Some(true) && visit.appointment.client.is_some())
    else {
        return Ok(None);
    };
    let client = visit.appointment.client.clone().unwrap_or_default();
    let (marks, brief) = match ask.chart_of(db, &client)? {
        Some(chart) => (intake::today::marks(db, &chart)?, (ask.house.panels.brief)(db, &chart)?),
        None => (Vec::new(), Vec::new()),
    };
    Ok(Some(Next { appointment: visit.appointment.clone(), client, marks, brief }))
}

impl Next {
    /// Has the client come, or is a session with them open?
    fn is_here(&self) -> bool {
        matches!(self.appointment.state, State::Arrived | State::Started)
    }
}

fn regular(one: store::Seen) -> Result<Regular> {
    Ok(Regular {
        chart: format!("/clients/{}", one.client),
        begin: format!("/clients/{}/begin", one.client),
        client: one.name,
        born: one.birth_on.and_then(|text| text.parse().ok()),
        last: Timestamp::from_microsecond(one.last_at).map_err(Error::fault)?,
    })
}
