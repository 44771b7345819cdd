//! Alerts in the database. All their SQL is here.
use super::Urgency;
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Row, Writer};

/// An alert with how it stands.
pub(super) struct Alert {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) kind: String,
    pub(super) urgency: String,
    pub(super) about: String,
    pub(super) session: String,
    pub(super) named: String,
    pub(super) named_name: String,
    pub(super) seen: Option<Seen>,
}

/// That somebody saw to it.
pub(super) struct Seen {
    pub(super) by: String,
    pub(super) at: i64,
    pub(super) words: String,
}

macro_rules! alerts {
    ($tail:literal) => {
        concat!(
            "select a.of, a.at, a.kind, a.urgency, a.about, a.session, a.named, n.name as named_name,
               k.words as seen_words, k.at as seen_at, p.name as seen_by
             from alert a left join person n on n.id = a.named
               left join alert k on k.of = a.of and k.state = 'acknowledged'
               left join person p on p.id = k.by
             where a.id = a.of and a.client in (select client from chart_of where chart = :chart) ",
            $tail
        )
    };
}

fn alert(row: &Row) -> Result<Alert> {
    let seen = match row.opt_int("seen_at")? {
        Some(at) => Some(Seen {
            by: row.opt_text("seen_by")?.unwrap_or_default().into(),
            at,
            words: row.opt_text("seen_words")?.unwrap_or_default().into(),
        }),
        None => None,
    };
    Ok(Alert {
        of: row.text("of")?.into(),
        at: row.int("at")?,
        kind: row.text("kind")?.into(),
        urgency: row.text("urgency")?.into(),
        about: row.text("about")?.into(),
        session: row.text("session")?.into(),
        named: row.text("named")?.into(),
        named_name: row.opt_text("named_name")?.unwrap_or_default().into(),
        seen,
    })
}

/// Every alert of a chart, the latest first.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Alert>> {
    db.rows(alerts!("order by a.at desc, a.id desc"), &[("chart", chart.client().into())], alert)
}

/// One of them.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Option<Alert>> {
    db.row(alerts!("and a.of = :of"), &[("chart", chart.client().into()), ("of", of.into())], alert)
}

/// What is to be raised.
pub(crate) struct Raising {
    pub(crate) kind: &'static str,
    pub(crate) urgency: Urgency,
    /// Keys of facts or warnings, by commas.
    pub(crate) about: String,
    /// The session that it followed, else empty.
    pub(crate) session: String,
    /// Who has to see to it; empty for whoever treats the client next.
    pub(crate) named: String,
}

/// Raises an alert for whoever has to see to it; where the same waits already, that one stands. Gives its id.
pub(crate) fn raise(db: &mut Writer<'_>, ask: &Ask<Chart>, raising: &Raising) -> Result<String> {
    let same = list(db, ask.chart())?.into_iter().find(|one| {
        one.seen.is_none() && one.about == raising.about && one.kind == raising.kind && one.session == raising.session
    });
    if let Some(same) = same {
        return Ok(same.of);
    }
    let id = ask.id("alr");
    let named = if raising.named.is_empty() { responsible(db, ask)? } else { raising.named.clone() };
    let columns = [
        ("kind", raising.kind.into()),
        ("urgency", raising.urgency.key().into()),
        ("about", raising.about.as_str().into()),
        ("session", raising.session.as_str().into()),
        ("named", named.as_str().into()),
        ("state", "raised".into()),
        ("words", "".into()),
    ];
    ask.record(db, "alert", (&id, &id), ask.micros(), columns)?;
    db.run(
        "insert into waiting (kind, entry, person, at) values ('alert', :id, '', :at)",
        &[("id", id.as_str().into()), ("at", ask.micros().into())],
    )?;
    Ok(id)
}

/// Who has to see to it: whom the client sees next, else whom they saw last, else who has treated them longest; nobody where
/// nobody does.
fn responsible(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<String> {
    let (chart, now) = (ask.chart().client(), ask.micros());
    let next = db.row(
        "select a.person from appointment a where a.client in (select client from chart_of where chart = :chart)
           and a.starts_at >= :now and a.state in ('booked', 'arrived', 'started') order by a.starts_at, a.id limit 1",
        &[("chart", chart.into()), ("now", now.into())],
        |row| Ok::<_, Error>(row.text("person")?.to_string()),
    )?;
    if let Some(next) = next {
        return Ok(next);
    }
    let last = db.row(
        "select s.by from session s where s.client in (select client from chart_of where chart = :chart)
         order by s.at desc, s.id desc limit 1",
        &[("chart", chart.into())],
        |row| Ok::<_, Error>(row.text("by")?.to_string()),
    )?;
    if let Some(last) = last {
        return Ok(last);
    }
    let longest = db.row(
        "select c.person from circle c where c.client in (select client from chart_of where chart = :chart)
         order by c.since_at, c.person limit 1",
        &[("chart", chart.into())],
        |row| Ok::<_, Error>(row.text("person")?.to_string()),
    )?;
    Ok(longest.unwrap_or_default())
}

/// Somebody saw to it.
pub(super) fn acknowledge(db: &mut Writer<'_>, ask: &Ask<Chart>, alert: &Alert, words: &str) -> Result<()> {
    let columns = [
        ("kind", alert.kind.as_str().into()),
        ("urgency", alert.urgency.as_str().into()),
        ("about", alert.about.as_str().into()),
        ("session", alert.session.as_str().into()),
        ("named", alert.named.as_str().into()),
        ("state", "acknowledged".into()),
        ("words", words.into()),
    ];
    ask.record(db, "alert", (&ask.id("alr"), &alert.of), ask.micros(), columns)?;
    db.run("delete from waiting where kind = 'alert' and entry = :of", &[("of", alert.of.as_str().into())])?;
    Ok(())
}

/// An alert that nobody has seen to, for Today.
pub(super) struct Waits {
    pub(super) chart: String,
    pub(super) client: String,
    pub(super) kind: String,
    pub(super) urgency: String,
    pub(super) named: String,
    pub(super) named_name: String,
}

/// The alerts that wait for this person, or for somebody else who treats the same client; the gravest first.
pub(super) fn waiting(db: &mut Reader<'_>, person: &str) -> Result<Vec<Waits>> {
    db.rows(
        "select o.chart, c.used_name, a.kind, a.urgency, a.named, n.name as named_name
         from waiting i join alert a on a.id = i.entry
           join chart_of o on o.client = a.client join client c on c.id = o.chart left join person n on n.id = a.named
         where i.kind = 'alert'
           and (a.named = :person or exists (select 1 from circle w join chart_of x on x.client = w.client
                                             where w.person = :person and x.chart = o.chart))
         order by case a.urgency when 'emergency' then 0 when 'same_day' then 1 when 'two_days' then 2 when 'doctor' then 3 else 4 end,
           a.at, a.id limit 100",
        &[("person", person.into())],
        |row| {
            Ok(Waits {
                chart: row.text("chart")?.into(),
                client: row.text("used_name")?.into(),
                kind: row.text("kind")?.into(),
                urgency: row.text("urgency")?.into(),
                named: row.text("named")?.into(),
                named_name: row.opt_text("named_name")?.unwrap_or_default().into(),
            })
        },
    )
}
