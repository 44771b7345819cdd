//! What is booked elsewhere, in the database. All its SQL is here.
use crate::door::{Ask, Error, Result, Whole};
use db::{Reader, Writer};
use jiff::civil::Time;
use serde::Serialize;

/// Somebody who comes by a booking of another program.
#[derive(Clone, Serialize)]
pub(crate) struct Outside {
    /// With whom.
    pub(crate) person: String,
    /// The time of the day, on the practice's clock.
    pub(crate) at: Time,
    /// The same in microseconds UTC.
    pub(crate) starts_at: i64,
    /// How long, in minutes; 0 where that was not said.
    pub(crate) minutes: i64,
    /// What the other program calls it.
    pub(crate) what: String,
    /// Who that is in the directory, where its words name one client.
    pub(crate) client: Option<String>,
    /// When and by whose calendar it ends, as an instant and on the clock.
    pub(crate) ends: (i64, Time),
}

/// The bookings that begin from `from` on and before `until` (µs).
pub(super) fn between(db: &mut Reader<'_>, ask: &Ask<Whole>, from: i64, until: i64) -> Result<Vec<Outside>> {
    let clock = |at: i64| {
        let at = jiff::Timestamp::from_microsecond(at).map_err(Error::fault)?;
        Ok::<Time, Error>(at.to_zoned(ask.practice.zone.clone()).time())
    };
    db.rows(
        "select b.person, b.starts_at, b.minutes, b.what, o.chart from outside_booking b
         left join chart_of o on o.client = b.client
         where b.starts_at >= :from and b.starts_at < :until order by b.starts_at, b.id",
        &[("from", from.into()), ("until", until.into())],
        |row| {
            let (starts_at, minutes) = (row.int("starts_at")?, row.int("minutes")?);
            let ends_at = starts_at + minutes * 60_000_000;
            Ok(Outside {
                person: row.text("person")?.into(),
                at: clock(starts_at)?,
                starts_at,
                minutes,
                what: row.text("what")?.into(),
                client: row.opt_text("chart")?.map(Into::into),
                ends: (ends_at, clock(ends_at)?),
            })
        },
    )
}

/// Who treats here and so may have a calendar elsewhere, by id and name.
pub(super) fn people(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    db.rows(
        "select p.id, p.name from person p join person_role r on r.person = p.id
         where r.role = 'practitioner' and p.active = 1 order by p.name, p.id",
        &[],
        |row| Ok((row.text("id")?.into(), row.text("name")?.into())),
    )
}

/// A calendar that was read.
pub(super) struct Read {
    pub(super) person: String,
    pub(super) name: String,
    pub(super) read_at: i64,
    pub(super) taken: i64,
    pub(super) left: String,
}

/// Every calendar that was read, by whose it is.
pub(super) fn calendars(db: &mut Reader<'_>) -> Result<Vec<Read>> {
    db.rows(
        "select c.person, p.name, c.changed_at, c.taken, c.left_out
         from outside_calendar c join person p on p.id = c.person order by p.name, p.id",
        &[],
        |row| {
            Ok(Read {
                person: row.text("person")?.into(),
                name: row.text("name")?.into(),
                read_at: row.int("changed_at")?,
                taken: row.int("taken")?,
                left: row.text("left_out")?.into(),
            })
        },
    )
}

/// An event that is kept.
pub(super) struct Event {
    pub(super) starts_at: i64,
    pub(super) minutes: i64,
    pub(super) what: String,
    pub(super) client: Option<String>,
}

/// The calendar of this person as it stands now, instead of what was read before.
pub(super) fn replace(db: &mut Writer<'_>, ask: &Ask<Whole>, person: &str, events: &[Event], left: &str) -> Result<()> {
    forget(db, person)?;
    let taken = i64::try_from(events.len()).unwrap_or(i64::MAX);
    db.run(
        "insert into outside_calendar (person, version, taken, left_out, changed_at)
         values (:person, 1, :taken, :left, :at)",
        &[("person", person.into()), ("taken", taken.into()), ("left", left.into()), ("at", ask.micros().into())],
    )?;
    for event in events {
        db.run(
            "insert into outside_booking (id, person, client, starts_at, minutes, what)
             values (:id, :person, :client, :starts_at, :minutes, :what)",
            &[
                ("id", ask.id("out").into()),
                ("person", person.into()),
                ("client", event.client.as_deref().into()),
                ("starts_at", event.starts_at.into()),
                ("minutes", event.minutes.into()),
                ("what", event.what.as_str().into()),
            ],
        )?;
    }
    Ok(())
}

/// Nothing of this person's calendar is kept any longer.
pub(super) fn forget(db: &mut Writer<'_>, person: &str) -> Result<()> {
    for sql in
        ["delete from outside_booking where person = :person", "delete from outside_calendar where person = :person"]
    {
        db.run(sql, &[("person", person.into())])?;
    }
    Ok(())
}
