//! The trail as it is read. All its SQL is here.
use super::Filter;
use crate::door::{Error, Result};
use db::{Reader, Row, Value};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

/// One line: who did what, when, on whose chart, and how it ended.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) at: Timestamp,
    pub(super) who: String,
    /// The person's name; empty for the system and for who is not signed in.
    pub(super) name: String,
    pub(super) verb: String,
    /// The client whose chart it concerns, else empty.
    pub(super) chart: String,
    /// Their name, for a reader who holds the directory.
    pub(super) client: Option<String>,
    pub(super) subject: String,
    pub(super) outcome: String,
    pub(super) reason: String,
}

fn line(row: &Row, names: bool) -> Result<Line> {
    let at = Timestamp::from_microsecond(row.int("seen_at")?).map_err(Error::fault)?;
    Ok(Line {
        id: row.text("id")?.into(),
        at,
        who: row.text("who")?.into(),
        name: row.opt_text("name")?.unwrap_or_default().into(),
        verb: row.text("verb")?.into(),
        chart: row.text("chart")?.into(),
        client: if names { row.opt_text("client")?.map(Into::into) } else { None },
        subject: row.text("subject")?.into(),
        outcome: row.text("outcome")?.into(),
        reason: row.text("reason")?.into(),
    })
}

/// Where the lines are looked for: what narrows them most decides which index is walked.
enum Walk<'a> {
    Chart(&'a str),
    Person(&'a str),
    Time,
}

/// The lines that pass the filter, the latest first, at most `most`.
pub(super) fn lines(db: &mut Reader<'_>, filter: &Filter, names: bool, most: usize) -> Result<Vec<Line>> {
    let walk = match (filter.chart.as_str(), filter.who.as_str()) {
        ("", "") => Walk::Time,
        ("", who) => Walk::Person(who),
        (chart, _) => Walk::Chart(chart),
    };
    let (before_at, before) = before(db, filter)?;
    let mut params = vec![
        ("verb", filter.verb.as_str().into()),
        ("outcome", filter.outcome.as_str().into()),
        ("from", filter.from_at.into()),
        ("before_at", before_at.into()),
        ("before", before.into()),
        ("most", Value::Int(i64::try_from(most).unwrap_or(i64::MAX))),
    ];
    match walk {
        Walk::Chart(chart) => {
            params.push(("who", filter.who.as_str().into()));
            // Each client that was merged into the chart by itself: so both engines begin at the end of an index and stop.
            let mut all = Vec::new();
            for client in clients(db, chart)? {
                let params = [params.as_slice(), &[("chart", client.into())]].concat();
                all.extend(db.rows(
                "select l.id, l.seen_at, l.who, p.name, l.verb, l.chart, c.used_name as client, l.subject, l.outcome,
                        l.reason
                 from trail l left join person p on p.id = l.who left join client c on c.id = l.chart
                 where l.chart = :chart and l.seen_at >= :from and (l.seen_at, l.id) < (:before_at, :before)
                   and (l.who = :who or :who = '') and (l.verb = :verb or :verb = '')
                   and (l.outcome = :outcome or :outcome = '')
                 order by l.seen_at desc, l.id desc limit :most",
                &params,
                |row| line(row, names),
            )?);
            }
            all.sort_by(|a: &Line, b: &Line| (b.at, &b.id).cmp(&(a.at, &a.id)));
            all.truncate(most);
            Ok(all)
        }
        Walk::Person(who) => {
            params.push(("who", who.into()));
            db.rows(
                "select l.id, l.seen_at, l.who, p.name, l.verb, l.chart, c.used_name as client, l.subject, l.outcome,
                        l.reason
                 from trail l left join person p on p.id = l.who left join client c on c.id = l.chart
                 where l.who = :who and l.seen_at >= :from and (l.seen_at, l.id) < (:before_at, :before)
                   and (l.verb = :verb or :verb = '') and (l.outcome = :outcome or :outcome = '')
                 order by l.seen_at desc, l.id desc limit :most",
                &params,
                |row| line(row, names),
            )
        }
        Walk::Time => db.rows(
            "select l.id, l.seen_at, l.who, p.name, l.verb, l.chart, c.used_name as client, l.subject, l.outcome,
                    l.reason
             from trail l left join person p on p.id = l.who left join client c on c.id = l.chart
             where l.seen_at >= :from and (l.seen_at, l.id) < (:before_at, :before)
               and (l.verb = :verb or :verb = '') and (l.outcome = :outcome or :outcome = '')
             order by l.seen_at desc, l.id desc limit :most",
            &params,
            |row| line(row, names),
        ),
    }
}

/// The clients whose lines stand in the chart that this one's do.
fn clients(db: &mut Reader<'_>, client: &str) -> Result<Vec<String>> {
    db.rows(
        "select o.client from chart_of o where o.chart = (select k.chart from chart_of k where k.client = :client)
         order by o.client",
        &[("client", client.into())],
        |row| Ok(row.text("client")?.into()),
    )
}

/// The place in the order of time before which lines are wanted: after the last one of the page before, or the end of
/// the days asked for.
fn before(db: &mut Reader<'_>, filter: &Filter) -> Result<(i64, String)> {
    let found =
        db.row("select seen_at from trail where id = :id", &[("id", filter.before.as_str().into())], |row| {
            Ok::<_, Error>(row.int("seen_at")?)
        })?;
    Ok(found.map_or((filter.until_at, String::new()), |at| (at, filter.before.clone())))
}

/// Everybody who works here: id and name. A client's own lines are found by their chart.
pub(super) fn people(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    db.rows(
        "select p.id, p.name from person p where not exists (select 1 from own_chart w where w.person = p.id)
         order by p.name, p.id",
        &[],
        |row| Ok((row.text("id")?.to_string(), row.text("name")?.to_string())),
    )
}

/// A chart opened with a reason.
#[derive(Serialize)]
pub(super) struct Glass {
    pub(super) at: Timestamp,
    pub(super) name: String,
    pub(super) chart: String,
    pub(super) client: Option<String>,
    pub(super) reason: String,
}

/// The charts last opened with a reason, the latest first.
pub(super) fn glass(db: &mut Reader<'_>, names: bool) -> Result<Vec<Glass>> {
    db.rows(
        "select g.id, g.at, p.name, g.chart, c.used_name as client, g.reason
         from glass g left join person p on p.id = g.by left join client c on c.id = g.chart
         order by g.id desc limit 10",
        &[],
        |row| {
            Ok(Glass {
                at: Timestamp::from_microsecond(row.int("at")?).map_err(Error::fault)?,
                name: row.opt_text("name")?.unwrap_or_default().into(),
                chart: row.text("chart")?.into(),
                client: if names { row.opt_text("client")?.map(Into::into) } else { None },
                reason: row.text("reason")?.into(),
            })
        },
    )
}

/// One day of one person at a chart, in numbers: for the client whose chart it is.
#[derive(Serialize)]
pub(crate) struct Seen {
    pub(crate) on: Date,
    /// The person's name; empty for the program and the machine it runs on.
    pub(crate) name: String,
    /// Is it the client themselves?
    pub(crate) own: bool,
    pub(crate) looks: i64,
    pub(crate) acts: i64,
}

/// When, by whom, how it ended and whether it was an act: one line at a chart.
pub(super) struct Glance {
    pub(super) at: i64,
    pub(super) name: String,
    pub(super) own: bool,
    pub(super) act: bool,
}

/// The last lines of a chart that were not refused, the latest first.
pub(super) fn glances(db: &mut Reader<'_>, client: &str, most: usize) -> Result<Vec<Glance>> {
    db.rows(
        "select l.seen_at, p.name, case when l.body is null then 0 else 1 end as act,
           case when w.person is null then 0 else 1 end as own
         from trail l left join person p on p.id = l.who left join own_chart w on w.person = l.who
         where l.chart in (select client from chart_of where chart = :chart) and l.outcome = 'done'
         order by l.seen_at desc, l.id desc limit :most",
        &[("chart", client.into()), ("most", Value::Int(i64::try_from(most).unwrap_or(i64::MAX)))],
        |row| {
            Ok(Glance {
                at: row.int("seen_at")?,
                name: row.opt_text("name")?.unwrap_or_default().into(),
                act: row.int("act")? == 1,
                own: row.int("own")? == 1,
            })
        },
    )
}
