//! Complaints in the database. All their SQL is here.
use crate::door::{Ask, Chart, Result};
use db::{Reader, Row, Value, Writer};

/// A complaint as it stands.
#[derive(Clone, Default)]
pub(super) struct Complaint {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) by_name: String,
    pub(super) words: String,
    pub(super) sites: String,
    pub(super) onset: String,
    pub(super) mechanism: String,
    pub(super) aggravating: String,
    pub(super) easing: String,
    pub(super) day_pattern: String,
    pub(super) goal: String,
    pub(super) outcome: String,
    pub(super) ended_on: Option<String>,
}

/// The latest version of each complaint that was not withdrawn.
macro_rules! standing {
    ($tail:literal) => {
        concat!(
            "select c.of, c.at, c.words, c.sites, c.onset, c.mechanism, c.aggravating, c.easing, c.day_pattern, c.goal,
               c.outcome, c.ended_on, p.name
             from complaint c left join person p on p.id = c.by
             where c.client in (select client from chart_of where chart = :chart)
               and not exists (select 1 from complaint l where l.of = c.of and (l.at > c.at or (l.at = c.at and l.id > c.id)))
               and not exists (select 1 from complaint w where w.of = c.of and w.withdrawn_reason is not null) ",
            $tail
        )
    };
}

fn standing(row: &Row) -> Result<Complaint> {
    Ok(Complaint {
        of: row.text("of")?.into(),
        at: row.int("at")?,
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        words: row.text("words")?.into(),
        sites: row.text("sites")?.into(),
        onset: row.text("onset")?.into(),
        mechanism: row.text("mechanism")?.into(),
        aggravating: row.text("aggravating")?.into(),
        easing: row.text("easing")?.into(),
        day_pattern: row.text("day_pattern")?.into(),
        goal: row.text("goal")?.into(),
        outcome: row.text("outcome")?.into(),
        ended_on: row.opt_text("ended_on")?.map(Into::into),
    })
}

/// The complaints of a chart: those that last first, the newest first.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Complaint>> {
    db.rows(
        standing!("order by case when c.outcome = '' then 0 else 1 end, c.of desc, c.id"),
        &[("chart", chart.client().into())],
        standing,
    )
}

/// One complaint of this chart.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Option<Complaint>> {
    db.row(standing!("and c.of = :of"), &[("chart", chart.client().into()), ("of", of.into())], standing)
}

/// What was said of it before, the latest first: when, by whom, in which words.
pub(super) fn earlier(db: &mut Reader<'_>, of: &str) -> Result<Vec<(i64, String, String)>> {
    db.rows(
        "select c.at, c.words, p.name from complaint c left join person p on p.id = c.by
         where c.of = :of and exists (select 1 from complaint l where l.of = c.of and (l.at > c.at or (l.at = c.at and l.id > c.id)))
         order by c.at desc, c.id desc limit 50",
        &[("of", of.into())],
        |row| Ok((row.int("at")?, row.opt_text("name")?.unwrap_or_default().into(), row.text("words")?.into())),
    )
}

/// Keeps a version: the first, a changed one, the last.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, complaint: &Complaint) -> Result<()> {
    insert(db, ask, id, complaint, Value::Null)
}

/// Entered in error: it stays in the record and leaves the lists.
pub(super) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, was: &Complaint, reason: &str) -> Result<()> {
    insert(db, ask, &ask.id("com"), was, reason.into())
}

fn insert(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, kept: &Complaint, withdrawn: Value) -> Result<()> {
    let columns = [
        ("words", kept.words.as_str().into()),
        ("sites", kept.sites.as_str().into()),
        ("onset", kept.onset.as_str().into()),
        ("mechanism", kept.mechanism.as_str().into()),
        ("aggravating", kept.aggravating.as_str().into()),
        ("easing", kept.easing.as_str().into()),
        ("day_pattern", kept.day_pattern.as_str().into()),
        ("goal", kept.goal.as_str().into()),
        ("outcome", kept.outcome.as_str().into()),
        ("ended_on", kept.ended_on.as_deref().map_or(Value::Null, Into::into)),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "complaint", (id, &kept.of), ask.micros(), columns)
}
