//! Ticks of home programmes in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Value, Writer};
use jiff::civil::Date;

/// Something that was done on a day.
pub(super) struct Tick {
    pub(super) item: String,
    pub(super) on: Date,
    pub(super) pain: Option<i64>,
}

/// What was ticked after this day and not taken back.
pub(super) fn ticks(db: &mut Reader<'_>, chart: &Chart, after: Date) -> Result<Vec<Tick>> {
    db.rows(
        "select t.item, t.day_on, t.pain from home_tick t
         where t.client in (select client from chart_of where chart = :chart) and t.day_on > :after and t.done = 1
           and not exists (select 1 from home_tick l where l.of = t.of and (l.at > t.at or (l.at = t.at and l.id > t.id)))
         order by t.day_on, t.id",
        &[("chart", chart.client().into()), ("after", after.to_string().into())],
        |row| {
            Ok(Tick {
                item: row.text("item")?.into(),
                on: row.text("day_on")?.parse().map_err(Error::fault)?,
                pain: row.opt_int("pain")?,
            })
        },
    )
}

/// Has the client ever ticked anything?
pub(super) fn ever(db: &mut Reader<'_>, chart: &Chart) -> Result<bool> {
    let found = db.row(
        "select 1 as one from home_tick where client in (select client from chart_of where chart = :chart) limit 1",
        &[("chart", chart.client().into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// Ticks something today, or takes the tick back; one entry for a thing and a day, however often it changes.
pub(super) fn tick(db: &mut Writer<'_>, ask: &Ask<Chart>, item: &str, done: bool, pain: Option<i64>) -> Result<()> {
    let today = ask.today.to_string();
    let standing = db.row(
        "select t.of from home_tick t where t.client in (select client from chart_of where chart = :chart)
           and t.item = :item and t.day_on = :today order by t.at, t.id limit 1",
        &[("chart", ask.chart().client().into()), ("item", item.into()), ("today", today.as_str().into())],
        |row| Ok::<_, Error>(row.text("of")?.to_string()),
    )?;
    let id = ask.id("tic");
    let columns = [
        ("item", item.into()),
        ("day_on", today.as_str().into()),
        ("done", done.into()),
        ("pain", pain.map_or(Value::Null, Into::into)),
    ];
    ask.record(db, "home_tick", (&id, standing.as_deref().unwrap_or(&id)), ask.micros(), columns)
}
