//! Findings in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use clinical::palpation::{Palpation, Place, Sign, Trigger};
use clinical::site::Side;
use db::{Reader, Row, Value, Writer};

/// A finding as it stands.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) of: String,
    /// When it was found, in microseconds.
    pub(super) found_at: i64,
    pub(super) by_name: String,
    pub(super) place: Place,
    pub(super) found: Palpation,
}

/// The latest version of each finding that was not withdrawn, in the order of time.
macro_rules! standing {
    ($which:literal) => {
        concat!(
            "select f.of, f.at, f.effective_at, f.region, f.side, f.clear, f.pain, f.quality, f.tenderness, f.tone, f.oedema,
               f.scar, f.temperature, f.trigger_point, f.refers, f.note, p.name
             from finding f left join person p on p.id = f.by
             where f.client in (select client from chart_of where chart = :chart)
               and not exists (select 1 from finding l where l.of = f.of and (l.at > f.at or (l.at = f.at and l.id > f.id)))
               and not exists (select 1 from finding w where w.of = f.of and w.withdrawn_reason is not null) ",
            $which,
            " order by f.effective_at, f.at, f.id"
        )
    };
}

fn standing(row: &Row) -> Result<Kept> {
    Ok(Kept {
        of: row.text("of")?.into(),
        found_at: row.opt_int("effective_at")?.unwrap_or(row.int("at")?),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        place: Place { region: row.text("region")?.into(), side: Side::parse(row.text("side")?) },
        found: found(row)?,
    })
}

fn found(row: &Row) -> Result<Palpation> {
    let mut signs = Vec::new();
    for sign in Sign::ALL {
        let mark = row.text(sign.name())?;
        if !mark.is_empty() {
            signs.push((sign, mark.to_owned()));
        }
    }
    Ok(Palpation {
        nothing: row.int("clear")? == 1,
        pain: row.opt_int("pain")?.and_then(|pain| u8::try_from(pain).ok()),
        quality: row.text("quality")?.into(),
        signs,
        trigger: Trigger::parse(row.text("trigger_point")?),
        refers: row.text("refers")?.split(',').filter(|id| !id.is_empty()).map(drawn).collect(),
        note: row.text("note")?.into(),
    })
}

/// A place as it was kept by its name in the drawing, also where the knowledge no longer holds it.
fn drawn(id: &str) -> Place {
    match id.rsplit_once('_') {
        Some((region, "r")) => Place { region: region.into(), side: Some(Side::Right) },
        Some((region, "l")) => Place { region: region.into(), side: Some(Side::Left) },
        _ => Place { region: id.into(), side: None },
    }
}

/// Every finding of a chart.
pub(super) fn of_chart(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Kept>> {
    db.rows(standing!(""), &[("chart", chart.client().into())], standing)
}

/// One finding of this chart.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Kept> {
    let found =
        db.row(standing!("and f.of = :of"), &[("chart", chart.client().into()), ("of", of.into())], standing)?;
    found.ok_or(Error::NotFound)
}

/// What is kept of a place at a time.
pub(super) struct New {
    pub(super) place: Place,
    pub(super) found_at: i64,
    pub(super) found: Palpation,
}

/// Keeps a finding, or a better version of the one that `of` names.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, of: Option<&str>, new: &New) -> Result<String> {
    let id = ask.id("fin");
    let of = of.unwrap_or(&id).to_owned();
    insert(db, ask, (&id, &of), new, Value::Null)?;
    Ok(of)
}

/// Entered in error: it stays in the record and leaves the chart.
pub(super) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, was: &Kept, reason: &str) -> Result<()> {
    let new = New { place: was.place.clone(), found_at: was.found_at, found: was.found.clone() };
    insert(db, ask, (&ask.id("fin"), &was.of), &new, reason.into())
}

fn insert(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    id: (&str, &str),
    New { place, found_at, found }: &New,
    withdrawn: Value,
) -> Result<()> {
    let refers: Vec<String> = found.refers.iter().map(Place::id).collect();
    let columns = [
        ("region", place.region.as_str().into()),
        ("side", place.side.map(|side| side.to_string()).unwrap_or_default().into()),
        ("clear", found.nothing.into()),
        ("pain", found.pain.map_or(Value::Null, |pain| i64::from(pain).into())),
        ("quality", found.quality.as_str().into()),
        ("tenderness", found.mark(Sign::Tenderness).into()),
        ("tone", found.mark(Sign::Tone).into()),
        ("oedema", found.mark(Sign::Oedema).into()),
        ("scar", found.mark(Sign::Scar).into()),
        ("temperature", found.mark(Sign::Temperature).into()),
        ("trigger_point", found.trigger.map_or("", Trigger::name).into()),
        ("refers", refers.join(",").into()),
        ("note", found.note.as_str().into()),
        ("session", during(db, ask)?),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "finding", id, *found_at, columns)
}

/// The session that its author has open on this chart: begun today, neither ended nor signed.
pub(in crate::assessment) fn during(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Value> {
    let found = db.row(
        "select s.of from session s
         where s.by = :person and s.id = s.of and s.at > :since and s.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from session_end e where e.session = s.of)
           and not exists (select 1 from note n where n.session = s.of)
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
         order by s.at desc, s.id desc limit 1",
        &[
            ("person", ask.by.id.as_str().into()),
            ("chart", ask.chart().client().into()),
            ("since", (ask.micros() - 12 * 3_600_000_000).into()),
        ],
        |row| Ok::<String, Error>(row.text("of")?.into()),
    )?;
    Ok(found.map_or(Value::Null, Into::into))
}

/// What was found within a session, in the order in which it was.
pub(super) fn within(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Vec<Kept>> {
    db.rows(
        standing!("and exists (select 1 from finding s where s.id = f.of and s.session = :session)"),
        &[("chart", chart.client().into()), ("session", session.into())],
        standing,
    )
}
