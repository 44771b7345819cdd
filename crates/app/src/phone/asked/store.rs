//! What clients told by themselves, in the database. All its SQL is here.
use crate::door::{Ask, Chart, Result};
use crate::intake::by_client::since;
use db::{Reader, Value, Writer};

/// What stands of it: the last that was said of each thing.
#[derive(Default)]
pub(super) struct Told {
    pub(super) reason: String,
    /// Keys of plain areas, each with its side where one was said.
    pub(super) areas: Vec<(String, String)>,
    pub(super) pain: Option<i64>,
    pub(super) pressure: String,
    /// When something of it was last said.
    pub(super) at: Option<i64>,
}

/// Reads it; on a device that is kept to the intake, only what was said at that sitting.
pub(super) fn told(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Told> {
    let lines = db.rows(
        "select t.what, t.words, t.pain, t.at from told t
         where t.client in (select client from chart_of where chart = :chart) and t.what <> 'through' and t.at >= :since
         order by t.at, t.id",
        &[("chart", ask.chart().client().into()), ("since", since(ask).into())],
        |row| {
            Ok::<_, crate::door::Error>((
                row.text("what")?.to_string(),
                row.text("words")?.to_string(),
                row.opt_int("pain")?,
                row.int("at")?,
            ))
        },
    )?;
    let mut told = Told::default();
    for (what, words, pain, at) in lines {
        match what.as_str() {
            "reason" => told.reason = words,
            "areas" => {
                let pairs = words.split(',').filter_map(|pair| pair.split_once(':'));
                told.areas = pairs.map(|(area, side)| (area.into(), side.into())).collect();
            }
            "pain" => told.pain = pain,
            "pressure" => told.pressure = words,
            _ => continue,
        }
        told.at = Some(at);
    }
    Ok(told)
}

/// One thing that is told.
pub(super) struct Line {
    pub(super) what: &'static str,
    pub(super) words: String,
    pub(super) pain: Option<i64>,
}

impl Line {
    pub(super) fn words(what: &'static str, words: &str) -> Line {
        Line { what, words: words.into(), pain: None }
    }
}

/// Keeps it.
pub(super) fn tell(db: &mut Writer<'_>, ask: &Ask<Chart>, line: &Line, source: &str) -> Result<()> {
    let id = ask.id("tol");
    let columns = [
        ("what", line.what.into()),
        ("words", line.words.as_str().into()),
        ("pain", line.pain.map_or(Value::Null, Into::into)),
        ("source", source.into()),
    ];
    ask.record(db, "told", (&id, &id), ask.micros(), columns)
}

/// The steps that were gone through to their end, each with when that last was; at a sitting, those of that sitting.
pub(super) fn gone_through(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<(String, i64)>> {
    db.rows(
        "select t.words, max(t.at) as at from told t
         where t.client in (select client from chart_of where chart = :chart) and t.what = 'through' and t.at >= :since
         group by t.words order by t.words",
        &[("chart", ask.chart().client().into()), ("since", since(ask).into())],
        |row| Ok((row.text("words")?.into(), row.int("at")?)),
    )
}

/// Keeps that a step was gone through to its end.
pub(super) fn go_through(db: &mut Writer<'_>, ask: &Ask<Chart>, step: &str, source: &str) -> Result<()> {
    tell(db, ask, &Line::words("through", step), source)
}
