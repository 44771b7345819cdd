//! Today, for who treats: whom to begin with, what was opened today, and before closing the day what is not signed.
mod store;

use crate::door::{Ask, Error, Page, Result, Right, Routes, Whole};
use crate::ui::{Due, Words, filters};
use crate::upkeep::{Backup, backup};
use askama::Template;
use db::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/today", "day.show", Right::WriteChart, show)
}

/// One session of one's own.
#[derive(Serialize)]
struct Row {
    client: String,
    url: String,
    on: Option<Timestamp>,
    signed: bool,
}

/// Somebody who was seen lately, and not today.
#[derive(Serialize)]
struct Regular {
    client: String,
    chart: String,
    begin: String,
    born: Option<Date>,
    last: Timestamp,
}

#[derive(Template, Serialize)]
#[template(path = "day/page.html")]
struct Today {
    today: Date,
    regulars: Vec<Regular>,
    sessions: Vec<Row>,
    unsigned: Vec<Row>,
    /// For who runs the practice, and only where one is wanting.
    backup: Option<Backup>,
    /// What other rooms await: letters not signed, answers overdue.
    due: Vec<Due>,
}

/// How far back somebody counts as seen lately, in microseconds: six weeks.
const LATELY: i64 = 42 * 24 * 3_600_000_000;

impl Page for Today {
    fn title(&self, words: &Words) -> String {
        words.t("nav-today")
    }
}

#[derive(Deserialize)]
struct Empty {}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, _: Empty) -> Result<Today> {
    let begins = ask.today.to_zoned(ask.practice.zone.clone()).map_err(Error::fault)?.timestamp().as_microsecond();
    let row = |one: store::Mine| {
        Ok(Row {
            url: format!("/clients/{}/sessions/{}", one.client, one.session),
            client: one.name,
            on: one.effective_at.map(|at| Timestamp::from_microsecond(at).map_err(Error::fault)).transpose()?,
            signed: one.signed,
        })
    };
    let sessions = store::since(db, &ask.by.id, begins)?.into_iter().map(row).collect::<Result<_>>()?;
    let unsigned = store::unsigned(db, &ask.by.id)?.into_iter().map(row).collect::<Result<_>>()?;
    let regulars = store::seen(db, &ask.by.id, begins - LATELY, begins)?.into_iter().map(regular);
    let runs = ask.by.may(Right::Administer);
    let backup = if runs { Some(backup(db, ask.at)?).filter(|backup| backup.wanting) } else { None };
    let due = (ask.house.panels.due)(db, &ask.by, ask.today)?;
    Ok(Today { today: ask.today, regulars: regulars.collect::<Result<_>>()?, sessions, unsigned, backup, due })
}

fn regular(one: store::Seen) -> Result<Regular> {
    Ok(Regular {
        chart: format!("/clients/{}", one.client),
        begin: format!("/clients/{}/begin", one.client),
        client: one.name,
        born: one.birth_on.and_then(|text| text.parse().ok()),
        last: Timestamp::from_microsecond(one.last_at).map_err(Error::fault)?,
    })
}
