//! What the outcomes rest on in the database. All its SQL is here. The practice's page reads each table once, by the index of
//! what it asks for, and sums outside.
use crate::door::{Chart, Error, Result};
use db::{Reader, Row};

/// A visit with a day.
pub(super) struct Visit {
    pub(super) of: String,
    /// When it took place, µs.
    pub(super) at: i64,
}

/// The visits of a chart that have a day, in the order of time.
pub(super) fn visits(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Visit>> {
    db.rows(
        "select s.of, s.effective_at from session s
         where s.id = s.of and s.effective_at is not null
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
           and s.client in (select client from chart_of where chart = :chart)
         order by s.effective_at, s.id",
        &[("chart", chart.client().into())],
        |row| Ok(Visit { of: row.text("of")?.into(), at: row.int("effective_at")? }),
    )
}

/// The session and the technique of every application of a chart, in the order of entry.
pub(super) fn applied(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<(String, String)>> {
    db.rows(
        "select a.session, a.technique from application a
         where a.id = a.of and a.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         order by a.at, a.id",
        &[("chart", chart.client().into())],
        |row| Ok((row.text("session")?.into(), row.text("technique")?.into())),
    )
}

/// When the oldest plan that stands was first made, µs; none where no plan stands.
pub(super) fn plan_begun(db: &mut Reader<'_>, chart: &Chart) -> Result<Option<i64>> {
    let found = db.row(
        "select min(f.effective_at) as begun from plan f
         where f.id = f.of and f.client in (select client from chart_of where chart = :chart)
           and exists (select 1 from plan l where l.of = f.of and l.state = ''
             and not exists (select 1 from plan n where n.of = l.of and (n.at > l.at or (n.at = l.at and n.id > l.id))))
           and not exists (select 1 from plan w where w.of = f.of and w.withdrawn_reason is not null)",
        &[("chart", chart.client().into())],
        |row| Ok::<_, Error>(row.opt_int("begun")?),
    )?;
    Ok(found.flatten())
}

/// A measure that was taken in this practice.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measured {
    pub(super) key: String,
    pub(super) scale: String,
    pub(super) recall: String,
    pub(super) method: String,
}

/// Every measure that was taken here, the most often taken first.
pub(super) fn measured(db: &mut Reader<'_>) -> Result<Vec<Measured>> {
    db.rows(
        "select key, scale, recall, method, count(*) as n from measure where id = of
         group by key, scale, recall, method order by n desc, key, scale, recall, method",
        &[],
        |row| {
            Ok(Measured {
                key: row.text("key")?.into(),
                scale: row.text("scale")?.into(),
                recall: row.text("recall")?.into(),
                method: row.text("method")?.into(),
            })
        },
    )
}

/// A firm reading with a day, of one client's measure.
pub(super) struct Reading<'a> {
    pub(super) chart: &'a str,
    pub(super) version: &'a str,
    pub(super) site: &'a str,
    pub(super) side: &'a str,
    /// When it was taken, µs.
    pub(super) at: i64,
    pub(super) value: f64,
    pub(super) unit: &'a str,
}

/// Shows every firm reading of a measure from `from` (µs) on, chart by chart in the order of time, without keeping them.
/// What was measured right after the hands-on part is left out: it says nothing of the days after.
pub(super) fn readings(db: &mut Reader<'_>, of: &Measured, from: i64, mut each: impl FnMut(Reading<'_>)) -> Result<()> {
    let params = [
        ("key", of.key.as_str().into()),
        ("scale", of.scale.as_str().into()),
        ("recall", of.recall.as_str().into()),
        ("method", of.method.as_str().into()),
        ("from", from.into()),
    ];
    db.stream(
        "select c.chart, m.version, m.site, m.side, m.effective_at, m.value, m.unit
         from measure m join chart_of c on c.client = m.client
         where m.id = m.of and m.key = :key and m.scale = :scale and m.recall = :recall and m.method = :method
           and m.effective_at >= :from and m.firm = 1 and m.moment <> 'after'
           and not exists (select 1 from measure w where w.of = m.of and w.withdrawn_reason is not null)
         order by c.chart, m.version, m.site, m.side, m.effective_at, m.id",
        &params,
        |row| {
            each(Reading {
                chart: row.text("chart")?,
                version: row.text("version")?,
                site: row.text("site")?,
                side: row.text("side")?,
                at: row.int("effective_at")?,
                value: row.real("value")?,
                unit: row.text("unit")?,
            });
            Ok(true)
        },
    )
}

/// What one chart has in common with others: a technique, a practitioner, a condition.
pub(super) struct Shared {
    pub(super) chart: String,
    pub(super) key: String,
    /// What it is called, where the record itself says so.
    pub(super) name: String,
    /// From when to when, µs.
    pub(super) first: i64,
    pub(super) last: i64,
}

fn shared(row: &Row<'_>) -> Result<Shared> {
    Ok(Shared {
        chart: row.text("chart")?.into(),
        key: row.text("key")?.into(),
        name: row.text("name")?.into(),
        first: row.int("first")?,
        last: row.int("last")?,
    })
}

/// Which techniques each chart was given from `from` (µs) on.
pub(super) fn techniques(db: &mut Reader<'_>, from: i64) -> Result<Vec<Shared>> {
    db.rows(
        "select c.chart, a.technique as key, '' as name, min(a.effective_at) as first, max(a.effective_at) as last
         from application a join chart_of c on c.client = a.client
         where a.id = a.of and a.effective_at >= :from
           and not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         group by c.chart, a.technique order by c.chart, a.technique",
        &[("from", from.into())],
        shared,
    )
}

/// Who held the sessions of each chart from `from` (µs) on.
pub(super) fn practitioners(db: &mut Reader<'_>, from: i64) -> Result<Vec<Shared>> {
    db.rows(
        "select c.chart, s.by as key, min(coalesce(p.name, '')) as name, min(s.effective_at) as first,
           max(s.effective_at) as last
         from session s join chart_of c on c.client = s.client left join person p on p.id = s.by
         where s.id = s.of and s.effective_at >= :from
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
         group by c.chart, s.by order by c.chart, s.by",
        &[("from", from.into())],
        shared,
    )
}

/// Which conditions each chart was planned for, from the first plan on; several are comma-separated in one row.
pub(super) fn conditions(db: &mut Reader<'_>) -> Result<Vec<Shared>> {
    db.rows(
        "select c.chart, l.about as key, '' as name, min(l.effective_at) as first, cast(9223372036854775807 as bigint) as last
         from plan l join chart_of c on c.client = l.client
         where not exists (select 1 from plan w where w.of = l.of and w.withdrawn_reason is not null)
         group by c.chart, l.about order by c.chart, l.about",
        &[],
        shared,
    )
}
