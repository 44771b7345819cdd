//! The day in the database. All its SQL is here.
use crate::door::{Error, Result};
use db::{Reader, Row};
use std::collections::BTreeMap;

/// A session that this person opened.
pub(super) struct Mine {
    pub(super) client: String,
    pub(super) name: String,
    pub(super) session: String,
    pub(super) effective_at: Option<i64>,
    pub(super) signed: bool,
}

fn mine(row: &Row) -> Result<Mine> {
    Ok(Mine {
        client: row.text("chart")?.into(),
        name: row.text("used_name")?.into(),
        session: row.text("of")?.into(),
        effective_at: row.opt_int("effective_at")?,
        signed: row.int("signed")? > 0,
    })
}

/// Those opened since the day began, the first first. An entry made today of what took place before is none of today.
pub(super) fn since(db: &mut Reader<'_>, by: &str, at: i64) -> Result<Vec<Mine>> {
    db.rows(
        "select o.chart, c.used_name, s.of, s.effective_at,
           (select count(*) from note n where n.session = s.of) as signed
         from session s join chart_of o on o.client = s.client join client c on c.id = o.chart
         where s.by = :by and s.id = s.of and s.at >= :at and s.effective_at >= :at
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
         order by s.at, s.id",
        &[("by", by.into()), ("at", at.into())],
        mine,
    )
}

/// What the clients come with who are booked with this person from one instant to another, in their own words, where the
/// person treats them: by client, the newest last.
pub(super) fn complaints(db: &mut Reader<'_>, person: &str, from: i64, to: i64) -> Result<BTreeMap<String, String>> {
    let told = db.rows(
        "select a.client, c.words from appointment a
           join circle r on r.client = a.client and r.person = :person
           join chart_of o on o.chart = a.client
           join complaint c on c.client = o.client
         where a.starts_at >= :from and a.starts_at < :to and a.person = :person and c.outcome = '' and c.words <> ''
           and not exists (select 1 from complaint l where l.of = c.of and (l.at > c.at or (l.at = c.at and l.id > c.id)))
           and not exists (select 1 from complaint w where w.of = c.of and w.withdrawn_reason is not null)
         order by a.client, c.of",
        &[("person", person.into()), ("from", from.into()), ("to", to.into())],
        |row| Ok::<_, Error>((row.text("client")?.into(), row.text("words")?.into())),
    )?;
    Ok(told.into_iter().collect())
}

/// Those that nobody has signed, the oldest first, at most a hundred.
pub(super) fn unsigned(db: &mut Reader<'_>, by: &str) -> Result<Vec<Mine>> {
    db.rows(
        "select o.chart, c.used_name, s.of, s.effective_at, 0 as signed
         from waiting w join session s on s.id = w.entry
           join chart_of o on o.client = s.client join client c on c.id = o.chart
         where w.kind = 'note' and w.person = :by order by w.at, w.entry limit 100",
        &[("by", by.into())],
        mine,
    )
}

/// A client whom this person saw.
pub(super) struct Seen {
    pub(super) client: String,
    pub(super) name: String,
    pub(super) birth_on: Option<String>,
    pub(super) last_at: i64,
}

/// Whom this person saw from an instant on and not after another, who was seen last first, at most twelve.
pub(super) fn seen(db: &mut Reader<'_>, by: &str, from: i64, before: i64) -> Result<Vec<Seen>> {
    db.rows(
        "select v.chart, c.used_name, c.birth_on, v.last_at
         from (select o.chart, max(s.at) as last_at from session s join chart_of o on o.client = s.client
               where s.by = :by and s.at >= :from and s.id = s.of
                 and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
               group by o.chart) v
         join client c on c.id = v.chart
         join circle r on r.client = v.chart and r.person = :by
         where v.last_at < :before order by v.last_at desc, v.chart limit 12",
        &[("by", by.into()), ("from", from.into()), ("before", before.into())],
        |row| {
            Ok(Seen {
                client: row.text("chart")?.into(),
                name: row.text("used_name")?.into(),
                birth_on: row.opt_text("birth_on")?.map(Into::into),
                last_at: row.int("last_at")?,
            })
        },
    )
}
