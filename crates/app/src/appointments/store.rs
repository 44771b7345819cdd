//! Appointments and treatment rooms in the database. All their SQL is here.
use super::{form::Slot, rooms::TreatmentRoom, state::State};
use crate::door::{Ask, Error, Result, Scope};
use db::{Reader, Row, Value, Writer};
use jiff::{
    Span,
    civil::{Date, DateTime, Time},
};
use serde::Serialize;

/// One appointment, with the names that a list shows.
#[derive(Clone, Serialize)]
pub(crate) struct Appointment {
    /// `app_…`.
    pub(crate) id: String,
    /// Which version this is.
    pub(crate) version: i64,
    /// Whose; nobody's where the time is kept free.
    pub(crate) client: Option<String>,
    /// The name the client goes by.
    pub(crate) client_name: Option<String>,
    /// With whom.
    pub(crate) person: String,
    /// Their name.
    pub(crate) person_name: String,
    /// Where, if that was said.
    pub(crate) room: Option<String>,
    /// The room's name.
    pub(crate) room_name: Option<String>,
    /// The day on the practice's clock.
    pub(crate) on: Date,
    /// The time of that day.
    pub(crate) at: Time,
    /// The same in microseconds UTC.
    pub(crate) starts_at: i64,
    /// How long, in minutes.
    pub(crate) minutes: i64,
    /// Minutes kept free after it.
    pub(crate) after_minutes: i64,
    /// What for, as the desk says it.
    pub(crate) what: String,
    /// How far it is.
    pub(crate) state: State,
}

impl Appointment {
    /// When the client leaves, in microseconds UTC.
    pub(crate) fn ends_at(&self) -> i64 {
        self.starts_at + self.minutes * MINUTE
    }

    /// When the practitioner and the room are free again, as an instant and on the clock of that day.
    pub(crate) fn free_again(&self) -> (i64, Time) {
        let minutes = self.minutes + self.after_minutes;
        (self.starts_at + minutes * MINUTE, self.at.wrapping_add(Span::new().minutes(minutes)))
    }
}

/// A minute, in microseconds.
pub(super) const MINUTE: i64 = 60_000_000;

macro_rules! appointments {
    ($tail:literal) => {
        concat!(
            "select a.id, a.version, o.chart, c.used_name, a.person, p.name as person_name, a.room, r.name as room_name,
               a.starts, a.starts_at, a.minutes, a.after_minutes, a.what, a.state
             from appointment a join person p on p.id = a.person
             left join treatment_room r on r.id = a.room
             left join chart_of o on o.client = a.client left join client c on c.id = o.chart ",
            $tail
        )
    };
}

fn appointment(row: &Row) -> Result<Appointment> {
    let starts: DateTime = row.text("starts")?.parse().map_err(Error::fault)?;
    Ok(Appointment {
        id: row.text("id")?.into(),
        version: row.int("version")?,
        client: row.opt_text("chart")?.map(Into::into),
        client_name: row.opt_text("used_name")?.map(Into::into),
        person: row.text("person")?.into(),
        person_name: row.text("person_name")?.into(),
        room: row.opt_text("room")?.map(Into::into),
        room_name: row.opt_text("room_name")?.map(Into::into),
        on: starts.date(),
        at: starts.time(),
        starts_at: row.int("starts_at")?,
        minutes: row.int("minutes")?,
        after_minutes: row.int("after_minutes")?,
        what: row.text("what")?.into(),
        state: State::from_key(row.text("state")?).ok_or_else(|| Error::fault("an appointment's state"))?,
    })
}

/// Those that begin in a span of time, the first first.
pub(super) fn between(db: &mut Reader<'_>, from: i64, until: i64) -> Result<Vec<Appointment>> {
    db.rows(
        appointments!("where a.starts_at >= :from and a.starts_at < :until order by a.starts_at, a.id"),
        &[("from", from.into()), ("until", until.into())],
        appointment,
    )
}

/// Those of one client that are not over, the next first.
pub(super) fn coming(db: &mut Reader<'_>, client: &str, from: i64) -> Result<Vec<Appointment>> {
    db.rows(
        appointments!(
            "where a.client in (select client from chart_of where chart = :client) and a.starts_at >= :from
             and a.state in ('booked', 'arrived', 'started') order by a.starts_at, a.id limit 20"
        ),
        &[("client", client.into()), ("from", from.into())],
        appointment,
    )
}

/// One of them.
pub(super) fn one(db: &mut Reader<'_>, id: &str) -> Result<Option<Appointment>> {
    db.row(appointments!("where a.id = :id"), &[("id", id.into())], appointment)
}

/// Those that may be in the way of a slot: near it in time, and of the same practitioner, room or client.
pub(super) fn near(db: &mut Reader<'_>, slot: &Slot, client: Option<&str>, but: &str) -> Result<Vec<Appointment>> {
    // Nothing lasts longer than a day, so nothing that began before can reach into the slot.
    let params = [
        ("from", (slot.starts_at - 24 * 60 * MINUTE).into()),
        ("until", slot.free_at().into()),
        ("person", slot.person.as_str().into()),
        ("room", slot.room.as_deref().map_or(Value::Null, Into::into)),
        ("client", client.map_or(Value::Null, Into::into)),
        ("but", but.into()),
    ];
    db.rows(
        appointments!(
            "where a.starts_at > :from and a.starts_at < :until and a.id <> :but
             and a.state in ('booked', 'arrived', 'started', 'finished')
             and (a.person = :person or a.room = :room or a.client in (select client from chart_of where chart = :client))
             order by a.starts_at, a.id"
        ),
        &params,
        appointment,
    )
}

/// A booking of another program.
pub(super) struct Elsewhere {
    pub(super) starts_at: i64,
    pub(super) minutes: i64,
    /// Whose calendar it stands in.
    pub(super) person_name: String,
}

/// What the practitioner of a slot has in another program about its time.
pub(super) fn elsewhere(db: &mut Reader<'_>, slot: &Slot) -> Result<Vec<Elsewhere>> {
    db.rows(
        "select b.starts_at, b.minutes, p.name from outside_booking b join person p on p.id = b.person
         where b.person = :person and b.starts_at > :from and b.starts_at < :until order by b.starts_at, b.id",
        &[
            ("person", slot.person.as_str().into()),
            ("from", (slot.starts_at - 24 * 60 * MINUTE).into()),
            ("until", slot.free_at().into()),
        ],
        |row| {
            Ok(Elsewhere {
                starts_at: row.int("starts_at")?,
                minutes: row.int("minutes")?,
                person_name: row.text("name")?.into(),
            })
        },
    )
}

/// Who treats here and can be booked, by name.
pub(super) fn practitioners(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    db.rows(
        "select p.id, p.name from person p join person_role r on r.person = p.id
         where r.role = 'practitioner' and p.active = 1 order by p.name, p.id",
        &[],
        |row| Ok((row.text("id")?.into(), row.text("name")?.into())),
    )
}

/// Books a slot.
pub(super) fn book<S: Scope>(
    db: &mut Writer<'_>,
    ask: &Ask<S>,
    id: &str,
    client: Option<&str>,
    slot: &Slot,
) -> Result<()> {
    let params = [
        ("id", id.into()),
        ("client", client.map_or(Value::Null, Into::into)),
        ("person", slot.person.as_str().into()),
        ("room", slot.room.as_deref().map_or(Value::Null, Into::into)),
        ("starts", slot.starts.to_string().into()),
        ("zone", slot.zone.as_str().into()),
        ("starts_at", slot.starts_at.into()),
        ("minutes", slot.minutes.into()),
        ("after_minutes", slot.after_minutes.into()),
        ("what", slot.what.as_str().into()),
        ("state", State::Booked.key().into()),
        ("changed_at", ask.micros().into()),
    ];
    db.run(
        "insert into appointment (id, version, client, person, room, starts, zone, starts_at, minutes, after_minutes, what,
           state, changed_at)
         values (:id, 1, :client, :person, :room, :starts, :zone, :starts_at, :minutes, :after_minutes, :what, :state,
           :changed_at)",
        &params,
    )?;
    Ok(())
}

/// Moves it to another slot, keeping what it was.
pub(super) fn shift<S: Scope>(db: &mut Writer<'_>, ask: &Ask<S>, was: &Appointment, to: &Slot) -> Result<()> {
    ask.keep(db, "appointment", &was.id, was.version, was)?;
    let params = [
        ("id", was.id.as_str().into()),
        ("person", to.person.as_str().into()),
        ("room", to.room.as_deref().map_or(Value::Null, Into::into)),
        ("starts", to.starts.to_string().into()),
        ("zone", to.zone.as_str().into()),
        ("starts_at", to.starts_at.into()),
        ("minutes", to.minutes.into()),
        ("after_minutes", to.after_minutes.into()),
        ("what", to.what.as_str().into()),
        ("changed_at", ask.micros().into()),
    ];
    db.run(
        "update appointment set version = version + 1, person = :person, room = :room, starts = :starts, zone = :zone,
           starts_at = :starts_at, minutes = :minutes, after_minutes = :after_minutes, what = :what,
           changed_at = :changed_at
         where id = :id",
        &params,
    )?;
    Ok(())
}

/// Takes it a step on, or back.
pub(super) fn step<S: Scope>(db: &mut Writer<'_>, ask: &Ask<S>, was: &Appointment, to: State) -> Result<()> {
    ask.keep(db, "appointment", &was.id, was.version, was)?;
    db.run(
        "update appointment set version = version + 1, state = :state, changed_at = :at where id = :id",
        &[("state", to.key().into()), ("at", ask.micros().into()), ("id", was.id.as_str().into())],
    )?;
    Ok(())
}

/// Every treatment room, by name.
pub(super) fn rooms(db: &mut Reader<'_>) -> Result<Vec<TreatmentRoom>> {
    db.rows("select id, version, name, active from treatment_room order by name, id", &[], |row| {
        Ok(TreatmentRoom {
            id: row.text("id")?.into(),
            version: row.int("version")?,
            name: row.text("name")?.into(),
            active: row.int("active")? == 1,
        })
    })
}

/// A new treatment room.
pub(super) fn add_room<S: Scope>(db: &mut Writer<'_>, ask: &Ask<S>, id: &str, name: &str) -> Result<()> {
    db.run(
        "insert into treatment_room (id, version, name, active, changed_at) values (:id, 1, :name, 1, :at)",
        &[("id", id.into()), ("name", name.into()), ("at", ask.micros().into())],
    )?;
    Ok(())
}

/// Renames a treatment room, closes it or opens it again, keeping what it was.
pub(super) fn change_room<S: Scope>(
    db: &mut Writer<'_>,
    ask: &Ask<S>,
    was: &TreatmentRoom,
    name: &str,
    active: bool,
) -> Result<()> {
    ask.keep(db, "treatment_room", &was.id, was.version, was)?;
    let params = [
        ("id", was.id.as_str().into()),
        ("name", name.into()),
        ("active", i64::from(active).into()),
        ("at", ask.micros().into()),
    ];
    db.run(
        "update treatment_room set version = version + 1, name = :name, active = :active, changed_at = :at where id = :id",
        &params,
    )?;
    Ok(())
}
