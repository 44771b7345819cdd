//! Measures in the database. All their SQL is here.
use crate::door::{Ask, Chart, Result};
use clinical::taking::{Taken, Value as One};
use db::{Reader, Row, Value, Writer};

/// A value as it is kept.
#[derive(Clone, Default)]
pub(super) struct Kept {
    pub(super) of: String,
    pub(super) form: String,
    pub(super) by_name: String,
    pub(super) at: i64,
    pub(super) effective_at: Option<i64>,
    pub(super) key: String,
    pub(super) scale: String,
    pub(super) version: String,
    pub(super) recall: String,
    pub(super) site: String,
    pub(super) side: String,
    pub(super) method: String,
    pub(super) value: f64,
    pub(super) unit: String,
    pub(super) firm: bool,
    pub(super) items: String,
    pub(super) alarm: String,
    pub(super) loinc: String,
    pub(super) session: String,
    pub(super) moment: String,
}

/// Values that stand, in the order of time; those without a day last, in the order of entry.
macro_rules! kept {
    ($which:literal) => {
        concat!(
            "select m.of, m.form, m.at, m.effective_at, m.key, m.scale, m.version, m.recall, m.site, m.side, m.method, m.value,
               m.unit, m.firm, m.items, m.alarm, m.loinc, m.session, m.moment, p.name
             from measure m left join person p on p.id = m.by
             where m.id = m.of
               and not exists (select 1 from measure w where w.of = m.of and w.withdrawn_reason is not null)
               and m.client in (select client from chart_of where chart = :chart) ",
            $which,
            " order by case when m.effective_at is null then 1 else 0 end, m.effective_at,
               case m.moment when 'before' then 0 when 'after' then 2 else 1 end, m.at, m.id"
        )
    };
}

fn kept(row: &Row) -> Result<Kept> {
    Ok(Kept {
        of: row.text("of")?.into(),
        form: row.text("form")?.into(),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        at: row.int("at")?,
        effective_at: row.opt_int("effective_at")?,
        key: row.text("key")?.into(),
        scale: row.text("scale")?.into(),
        version: row.text("version")?.into(),
        recall: row.text("recall")?.into(),
        site: row.text("site")?.into(),
        side: row.text("side")?.into(),
        method: row.text("method")?.into(),
        value: row.real("value")?,
        unit: row.text("unit")?.into(),
        firm: row.int("firm")? == 1,
        items: row.text("items")?.into(),
        alarm: row.text("alarm")?.into(),
        loinc: row.text("loinc")?.into(),
        session: row.text("session")?.into(),
        moment: row.text("moment")?.into(),
    })
}

/// Every value of a chart.
pub(super) fn of_chart(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Kept>> {
    db.rows(kept!(""), &[("chart", chart.client().into())], kept)
}

/// The values that were taken within a session.
pub(super) fn of_session(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Vec<Kept>> {
    db.rows(kept!("and m.session = :session"), &[("chart", chart.client().into()), ("session", session.into())], kept)
}

/// The values of one instrument, motion or test.
pub(super) fn of_key(db: &mut Reader<'_>, chart: &Chart, key: &str) -> Result<Vec<Kept>> {
    db.rows(kept!("and m.key = :key"), &[("chart", chart.client().into()), ("key", key.into())], kept)
}

/// When a session of this chart took place: none where there is no such session, `Some(None)` where nobody stated it.
pub(super) fn session_at(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Option<Option<i64>>> {
    db.row(
        "select s.effective_at from session s
         where s.id = :session and s.id = s.of
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
           and s.client in (select client from chart_of where chart = :chart)",
        &[("session", session.into()), ("chart", chart.client().into())],
        |row| Ok(row.opt_int("effective_at")?),
    )
}

/// When and in which session values were taken.
pub(super) struct Occasion {
    pub(super) effective_at: Option<i64>,
    pub(super) session: String,
    pub(super) moment: String,
}

/// Keeps what was taken in one go; gives the id of the first value, which names the whole.
pub(super) fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, taken: &Taken, when: &Occasion) -> Result<String> {
    let ids: Vec<String> = taken.values.iter().map(|_| ask.id("mea")).collect();
    let form = ids.first().cloned().unwrap_or_default();
    for (one, id) in taken.values.iter().zip(&ids) {
        let kept = row_of(taken, one, when, &form, id);
        insert(db, ask, id, &kept, Value::Null)?;
    }
    Ok(form)
}

fn row_of(taken: &Taken, one: &One, when: &Occasion, form: &str, of: &str) -> Kept {
    let measure = one.measure.clone();
    Kept {
        of: of.into(),
        form: form.into(),
        by_name: String::new(),
        at: 0,
        effective_at: when.effective_at,
        key: measure.key,
        scale: measure.scale,
        version: measure.version,
        recall: measure.recall,
        site: taken.site.clone(),
        side: taken.side.clone(),
        method: measure.method,
        value: one.value,
        unit: one.unit.clone(),
        firm: one.firm,
        items: taken.items.clone(),
        alarm: taken.alarm.clone(),
        loinc: one.loinc.clone(),
        session: when.session.clone(),
        moment: when.moment.clone(),
    }
}

/// Entered in error: a row says so for each value that was taken with it, and they leave the lists.
pub(super) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, values: &[Kept], reason: &str) -> Result<()> {
    for was in values {
        insert(db, ask, &ask.id("mea"), was, reason.into())?;
    }
    Ok(())
}

fn insert(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, kept: &Kept, withdrawn: Value) -> Result<()> {
    let columns = [
        ("form", kept.form.as_str().into()),
        ("key", kept.key.as_str().into()),
        ("scale", kept.scale.as_str().into()),
        ("version", kept.version.as_str().into()),
        ("recall", kept.recall.as_str().into()),
        ("site", kept.site.as_str().into()),
        ("side", kept.side.as_str().into()),
        ("method", kept.method.as_str().into()),
        ("value", kept.value.into()),
        ("unit", kept.unit.as_str().into()),
        ("firm", kept.firm.into()),
        ("items", kept.items.as_str().into()),
        ("alarm", kept.alarm.as_str().into()),
        ("loinc", kept.loinc.as_str().into()),
        ("session", kept.session.as_str().into()),
        ("moment", kept.moment.as_str().into()),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "measure", (id, &kept.of), kept.effective_at, columns)
}
