//! How clients were after their visits, in the database. All its SQL is here.
use super::Heard;
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Writer};

/// Was something said of this session already?
pub(super) fn said(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from after_check
         where client in (select client from chart_of where chart = :chart) and session = :session limit 1",
        &[("chart", chart.client().into()), ("session", session.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// Keeps it.
pub(super) fn say(db: &mut Writer<'_>, ask: &Ask<Chart>, heard: &Heard) -> Result<()> {
    let id = ask.id("aft");
    let columns = [
        ("session", heard.session.as_str().into()),
        ("feeling", heard.feeling.as_str().into()),
        ("warnings", heard.warnings.join(",").into()),
        ("words", heard.words.as_str().into()),
    ];
    ask.record(db, "after_check", (&id, &id), ask.micros(), columns)
}

/// What was said of one session.
pub(super) struct Said {
    pub(super) session: String,
    pub(super) at: i64,
    pub(super) feeling: String,
    pub(super) warnings: String,
    pub(super) words: String,
}

/// What was said last, the latest first.
pub(super) fn last(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Said>> {
    db.rows(
        "select session, at, feeling, warnings, words from after_check
         where client in (select client from chart_of where chart = :chart) order by at desc, id desc limit 3",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Said {
                session: row.text("session")?.into(),
                at: row.int("at")?,
                feeling: row.text("feeling")?.into(),
                warnings: row.text("warnings")?.into(),
                words: row.text("words")?.into(),
            })
        },
    )
}
