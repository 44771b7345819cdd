//! The door in the database: who is signed in, what is open to them, the trail. All its SQL is here.
use super::{
    ask::{Person, Practice, Sitting},
    error::{Error, Result},
    rights::{Role, Roles},
    trail::Line,
};
use crate::ui::Locale;
use db::{Chain, Reader, Row, Value, Writer};
use jiff::tz::TimeZone;

/// The practice, and the last row of its overlays of knowledge, empty where there is none; `None` before set-up.
pub(crate) fn practice(db: &mut Reader<'_>) -> Result<Option<(Practice, String)>> {
    db.row(
        "select name, zone, jurisdiction, locale, charts, demo,
           (select o.id from knowledge_overlay o order by o.at desc, o.id desc limit 1) as overlay from practice",
        &[],
        |row| {
            let practice = Practice {
                name: row.text("name")?.into(),
                zone: TimeZone::get(row.text("zone")?).map_err(Error::fault)?,
                jurisdiction: row.text("jurisdiction")?.into(),
                locale: Locale::parse(row.text("locale")?).unwrap_or_default(),
                all_charts: row.text("charts")? == "all",
                demo: row.int("demo")? == 1,
            };
            Ok((practice, row.opt_text("overlay")?.unwrap_or_default().into()))
        },
    )
}

/// One signed-in browser, as its row says.
pub(crate) struct SignIn {
    pub(crate) person: Person,
    pub(crate) seen_at: i64,
    pub(crate) ends_at: i64,
    pub(crate) locked: bool,
}

/// Who is signed in by the token with this hash. Ended or unknown: `None`.
pub(crate) fn sign_in(db: &mut Reader<'_>, token: &str) -> Result<Option<SignIn>> {
    let found = db.row(
        "select s.person, s.seen_at, s.ends_at, s.locked, p.name, p.profession, p.locale
         from sign_in s join person p on p.id = s.person
         where s.token = :token and p.active = 1",
        &[("token", token.into())],
        |row| {
            Ok::<_, Error>(SignIn {
                person: person(row, "person")?,
                seen_at: row.int("seen_at")?,
                ends_at: row.int("ends_at")?,
                locked: row.int("locked")? == 1,
            })
        },
    )?;
    found.map(|found| Ok(SignIn { person: with_roles(db, found.person)?, ..found })).transpose()
}

/// Can this person open a locked screen?
pub(crate) fn has_pin(db: &mut Reader<'_>, person: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from credential where person = :person and kind = 'pin'",
        &[("person", person.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// Who a program's token with this hash acts for, and whether it may act or only look.
pub(crate) fn token(db: &mut Reader<'_>, hash: &str, now: i64) -> Result<Option<(Person, bool)>> {
    let found = db.row(
        "select t.person, t.scope, p.name, p.profession, p.locale
         from token t join person p on p.id = t.person
         where t.hash = :hash and p.active = 1 and t.ends_at > :now",
        &[("hash", hash.into()), ("now", now.into())],
        |row| Ok::<_, Error>((person(row, "person")?, row.text("scope")? == "act")),
    )?;
    found.map(|(found, acts)| Ok((with_roles(db, found)?, acts))).transpose()
}

fn person(row: &Row, id: &str) -> Result<Person> {
    Ok(Person {
        id: row.text(id)?.into(),
        name: row.text("name")?.into(),
        roles: Roles::default(),
        profession: row.text("profession")?.into(),
        locale: Locale::parse(row.text("locale")?).unwrap_or_default(),
        kept_to: None,
    })
}

/// What the locked browser with this token is kept to, and still is at this instant.
pub(crate) fn sitting(db: &mut Reader<'_>, token: &str, now: i64) -> Result<Option<Sitting>> {
    db.row(
        "select client, source, begun_at from kiosk where token = :token and ends_at > :now",
        &[("token", token.into()), ("now", now.into())],
        |row| {
            Ok(Sitting {
                client: row.text("client")?.into(),
                source: row.text("source")?.into(),
                begun_at: row.int("begun_at")?,
            })
        },
    )
}

fn with_roles(db: &mut Reader<'_>, person: Person) -> Result<Person> {
    let roles = db.rows(
        "select role from person_role where person = :person",
        &[("person", person.id.as_str().into())],
        |row| Ok::<_, Error>(Role::from_key(row.text("role")?)),
    )?;
    Ok(Person { roles: Roles::new(roles.into_iter().flatten()), ..person })
}

/// A client, as far as the directory tells.
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) used_name: String,
    pub(crate) legal_name: String,
    pub(crate) pronouns: String,
    pub(crate) birth_on: Option<String>,
    pub(crate) clinical_sex: String,
}

/// The client with this id; after a merge, the one that was kept.
pub(crate) fn listed(db: &mut Reader<'_>, client: &str) -> Result<Option<Found>> {
    db.row(
        "select c.id, c.used_name, c.legal_name, c.pronouns, c.birth_on, c.clinical_sex
         from chart_of o join client c on c.id = o.chart where o.client = :client",
        &[("client", client.into())],
        found,
    )
}

/// The client who signs in as this person; after a merge, the one that was kept.
pub(crate) fn own_chart(db: &mut Reader<'_>, person: &str) -> Result<Option<Found>> {
    db.row(
        "select c.id, c.used_name, c.legal_name, c.pronouns, c.birth_on, c.clinical_sex
         from own_chart w join chart_of o on o.client = w.client join client c on c.id = o.chart
         where w.person = :person",
        &[("person", person.into())],
        found,
    )
}

fn found(row: &Row) -> Result<Found> {
    Ok(Found {
        id: row.text("id")?.into(),
        used_name: row.text("used_name")?.into(),
        legal_name: row.text("legal_name")?.into(),
        pronouns: row.text("pronouns")?.into(),
        birth_on: row.opt_text("birth_on")?.map(Into::into),
        clinical_sex: row.text("clinical_sex")?.into(),
    })
}

/// Does this person treat this client?
pub(crate) fn in_circle(db: &mut Reader<'_>, person: &str, client: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from circle
         where person = :person and client in (select client from chart_of where chart = :client)",
        &[("person", person.into()), ("client", client.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// Does this person supervise somebody who treats this client?
pub(crate) fn supervises(db: &mut Reader<'_>, person: &str, client: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from supervision s join circle c on c.person = s.practitioner
         where s.supervisor = :person and c.client in (select client from chart_of where chart = :client)",
        &[("person", person.into()), ("client", client.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// Has this person opened this chart with a reason, and does that still hold?
pub(crate) fn glass_is_broken(db: &mut Reader<'_>, person: &str, client: &str, now: i64) -> Result<bool> {
    let found = db.row(
        "select 1 as one from glass where by = :person and chart = :client and until_at > :now",
        &[("person", person.into()), ("client", client.into()), ("now", now.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// What was answered to this act before, if it was done.
pub(crate) struct Answered {
    pub(crate) who: String,
    pub(crate) body: String,
    pub(crate) location: String,
    pub(crate) subject: String,
}

/// The act with this id, where it was answered before; a wrong password is sealed and answered too, as refused.
pub(crate) fn answered(db: &mut Reader<'_>, act: &str) -> Result<Option<Answered>> {
    db.row(
        "select who, body, location, subject from trail where act = :act and body is not null",
        &[("act", act.into())],
        |row| {
            Ok(Answered {
                who: row.text("who")?.into(),
                body: row.text("body")?.into(),
                location: row.text("location")?.into(),
                subject: row.text("subject")?.into(),
            })
        },
    )
}

/// Writes one line of the trail into a chain.
pub(crate) fn line(db: &mut Writer<'_>, chain: &Chain, id: &str, line: &Line) -> Result<()> {
    let answer = line.answer.as_ref();
    let columns = [
        ("who", line.who.as_str().into()),
        ("seen_at", line.at.into()),
        ("verb", line.verb.into()),
        ("chart", line.chart.as_str().into()),
        ("subject", line.subject.as_str().into()),
        ("outcome", line.outcome.key().into()),
        ("reason", line.reason.as_str().into()),
        ("body", answer.map_or(Value::Null, |a| a.body.as_str().into())),
        ("status", answer.map_or(Value::Null, |a| a.status.into())),
        ("location", answer.map_or(Value::Null, |a| a.location.as_str().into())),
    ];
    Ok(db.record(chain, "trail", id, &columns)?)
}

/// The browser with this token was just seen.
pub(crate) fn seen(db: &mut Writer<'_>, token: &str, at: i64) -> Result<()> {
    db.run(
        "update sign_in set seen_at = :at where token = :token and seen_at < :at",
        &[("at", at.into()), ("token", token.into())],
    )?;
    Ok(())
}

/// When this is next due; `None` where it was never done.
pub(crate) fn due_at(db: &mut Reader<'_>, verb: &str) -> Result<Option<i64>> {
    db.row("select due_at from tick where verb = :verb", &[("verb", verb.into())], |row| Ok(row.int("due_at")?))
}

/// This is taken, and due again then.
pub(crate) fn next_due(db: &mut Writer<'_>, verb: &str, at: i64) -> Result<()> {
    db.run(
        "insert into tick (verb, due_at) values (:verb, :at) on conflict (verb) do update set due_at = excluded.due_at",
        &[("verb", verb.into()), ("at", at.into())],
    )?;
    Ok(())
}

/// Keeps what a mutable row was.
pub(crate) fn keep(
    db: &mut Writer<'_>,
    chain: &Chain,
    id: &str,
    table: &str,
    row: &str,
    version: i64,
    was: &str,
) -> Result<()> {
    let columns = [("tbl", table.into()), ("row_id", row.into()), ("version", version.into()), ("was", was.into())];
    Ok(db.record(chain, "history", id, &columns)?)
}
