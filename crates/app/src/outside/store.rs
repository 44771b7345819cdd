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

/// The calendar of this person as it stands now, instead of what was read before; ids come from the act.
pub(super) fn replace(
    db: &mut Writer<'_>,
    (at, mut id): (i64, impl FnMut() -> String),
    person: &str,
    events: &[Event],
    left: &str,
) -> Result<()> {
    clear(db, person)?;
    let taken = i64::try_from(events.len()).unwrap_or(i64::MAX);
    db.run(
        "insert into outside_calendar (person, version, taken, left_out, changed_at)
         values (:person, 1, :taken, :left, :at)",
        &[("person", person.into()), ("taken", taken.into()), ("left", left.into()), ("at", at.into())],
    )?;
    for event in events {
        db.run(
            "insert into outside_booking (id, person, client, starts_at, minutes, what)
             values (:id, :person, :client, :starts_at, :minutes, :what)",
            &[
                ("id", id().into()),
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

/// Nothing that was read of this person's calendar is kept any longer.
fn clear(db: &mut Writer<'_>, person: &str) -> Result<()> {
    for sql in
        ["delete from outside_booking where person = :person", "delete from outside_calendar where person = :person"]
    {
        db.run(sql, &[("person", person.into())])?;
    }
    Ok(())
}

/// Nothing of this person's calendar is kept any longer, nor is its address asked again.
pub(super) fn forget(db: &mut Writer<'_>, person: &str) -> Result<()> {
    clear(db, person)?;
    db.run("delete from outside_feed where person = :person", &[("person", person.into())])?;
    Ok(())
}

/// The same was read again: it is as old as now.
pub(super) fn touch(db: &mut Writer<'_>, person: &str, at: i64) -> Result<()> {
    db.run(
        "update outside_calendar set changed_at = :at where person = :person",
        &[("person", person.into()), ("at", at.into())],
    )?;
    Ok(())
}

/// An address that is read again and again.
pub(super) struct Feed {
    pub(super) person: String,
    pub(super) name: String,
    pub(super) url: String,
    /// When it was asked last; 0 before the first time.
    pub(super) asked_at: i64,
    pub(super) problem: String,
    pub(super) digest: String,
}

/// Every address, by whose calendar it is.
pub(super) fn feeds(db: &mut Reader<'_>) -> Result<Vec<Feed>> {
    db.rows(
        "select f.person, p.name, f.url, f.asked_at, f.problem, f.digest from outside_feed f
         join person p on p.id = f.person order by p.name, p.id",
        &[],
        |row| {
            Ok(Feed {
                person: row.text("person")?.into(),
                name: row.text("name")?.into(),
                url: row.text("url")?.into(),
                asked_at: row.int("asked_at")?,
                problem: row.text("problem")?.into(),
                digest: row.text("digest")?.into(),
            })
        },
    )
}

/// This person's calendar is read at this address from now on.
pub(super) fn follow(db: &mut Writer<'_>, ask: &Ask<Whole>, person: &str, url: &str) -> Result<()> {
    db.run(
        "insert into outside_feed (person, version, url, asked_at, problem, digest, changed_at)
         values (:person, 1, :url, 0, '', '', :at)
         on conflict (person) do update set version = outside_feed.version + 1, url = excluded.url, asked_at = 0,
           problem = '', digest = '', changed_at = excluded.changed_at",
        &[("person", person.into()), ("url", url.into()), ("at", ask.micros().into())],
    )?;
    Ok(())
}

/// It was asked: what came of it.
pub(super) fn asked(db: &mut Writer<'_>, person: &str, at: i64, problem: &str, digest: &str) -> Result<()> {
    db.run(
        "update outside_feed set version = version + 1, asked_at = :at, problem = :problem, digest = :digest
         where person = :person",
        &[("person", person.into()), ("at", at.into()), ("problem", problem.into()), ("digest", digest.into())],
    )?;
    Ok(())
}
