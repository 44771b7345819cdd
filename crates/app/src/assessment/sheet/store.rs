//! Observations in the database. All their SQL is here.
use crate::assessment::body;
use crate::door::{Ask, Chart, Result};
use clinical::examination::{Kind, Observed};
use clinical::site::Side;
use db::{Reader, Row, Value, Writer};

/// An observation as it stands.
#[derive(Clone, Debug)]
pub(in crate::assessment) struct Kept {
    of: String,
    /// The id of the first of those that were taken in one go.
    pub(in crate::assessment) form: String,
    pub(in crate::assessment) seen_at: i64,
    pub(in crate::assessment) by_name: String,
    pub(in crate::assessment) observed: Observed,
}

/// Observations that stand, in the order of time.
macro_rules! kept {
    ($which:literal) => {
        concat!(
            "select o.of, o.form, o.at, o.effective_at, o.kind, o.key, o.side, o.grade, o.value, o.unit, o.pain, o.note, p.name
             from observation o left join person p on p.id = o.by
             where o.id = o.of
               and o.client in (select client from chart_of where chart = :chart)
               and not exists (select 1 from observation w where w.of = o.of and w.withdrawn_reason is not null) ",
            $which,
            " order by o.effective_at, o.at, o.id"
        )
    };
}

fn kept(row: &Row) -> Result<Option<Kept>> {
    // A kind of a later version is left to it.
    let Some(kind) = Kind::parse(row.text("kind")?) else { return Ok(None) };
    Ok(Some(Kept {
        of: row.text("of")?.into(),
        form: row.text("form")?.into(),
        seen_at: row.opt_int("effective_at")?.unwrap_or(row.int("at")?),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        observed: Observed {
            kind,
            key: row.text("key")?.into(),
            side: Side::parse(row.text("side")?),
            grade: row.text("grade")?.into(),
            value: row.opt_real("value")?,
            unit: row.text("unit")?.into(),
            pain: row.opt_int("pain")?.and_then(|pain| u8::try_from(pain).ok()),
            note: row.text("note")?.into(),
        },
    }))
}

/// Every observation of a chart.
pub(in crate::assessment) fn of_chart(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Kept>> {
    let rows = db.rows(kept!(""), &[("chart", chart.client().into())], kept)?;
    Ok(rows.into_iter().flatten().collect())
}

/// What was observed in one go.
pub(in crate::assessment) fn of_form(db: &mut Reader<'_>, chart: &Chart, form: &str) -> Result<Vec<Kept>> {
    let params = [("chart", chart.client().into()), ("form", form.into())];
    let rows = db.rows(kept!("and o.form = :form"), &params, kept)?;
    Ok(rows.into_iter().flatten().collect())
}

/// What was observed within a session, in the order in which it was.
pub(in crate::assessment) fn within(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Vec<Kept>> {
    let params = [("chart", chart.client().into()), ("session", session.into())];
    let rows = db.rows(kept!("and o.session = :session"), &params, kept)?;
    Ok(rows.into_iter().flatten().collect())
}

/// Keeps what was observed in one go; gives the id that names it all.
pub(in crate::assessment) fn record(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    observed: &[Observed],
    at: i64,
) -> Result<String> {
    let ids: Vec<String> = observed.iter().map(|_| ask.id("obs")).collect();
    let form = ids.first().cloned().unwrap_or_default();
    let session = body::store::during(db, ask)?;
    for (one, id) in observed.iter().zip(&ids) {
        insert(db, ask, (id, id), &form, one, at, [session.clone(), Value::Null])?;
    }
    Ok(form)
}

/// Entered in error: a row says so for each, and they leave the lists.
pub(in crate::assessment) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, all: &[Kept], reason: &str) -> Result<()> {
    for was in all {
        insert(
            db,
            ask,
            (&ask.id("obs"), &was.of),
            &was.form,
            &was.observed,
            was.seen_at,
            [Value::Null, reason.into()],
        )?;
    }
    Ok(())
}

fn insert(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    id: (&str, &str),
    form: &str,
    one: &Observed,
    at: i64,
    [session, withdrawn]: [Value; 2],
) -> Result<()> {
    let columns = [
        ("form", form.into()),
        ("kind", one.kind.name().into()),
        ("key", one.key.as_str().into()),
        ("side", one.side.map(|side| side.to_string()).unwrap_or_default().into()),
        ("grade", one.grade.as_str().into()),
        ("value", one.value.map_or(Value::Null, Into::into)),
        ("unit", one.unit.as_str().into()),
        ("pain", one.pain.map_or(Value::Null, |pain| i64::from(pain).into())),
        ("note", one.note.as_str().into()),
        ("session", session),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "observation", id, at, columns)
}
