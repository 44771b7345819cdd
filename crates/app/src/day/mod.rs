//! Today, for who treats: what was opened today, and before closing the day what is not signed.
mod store;

use crate::door::{Ask, Error, Page, Result, Right, Routes, Whole};
use crate::ui::{Words, filters};
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

#[derive(Template, Serialize)]
#[template(path = "day/page.html")]
struct Today {
    today: Date,
    sessions: Vec<Row>,
    unsigned: Vec<Row>,
    /// For who runs the practice, and only where one is wanting.
    backup: Option<Backup>,
}

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
    let unsigned = store::unsigned(db, &ask.by.id, begins)?.into_iter().map(row).collect::<Result<_>>()?;
    let runs = ask.by.may(Right::Administer);
    let backup = if runs { Some(backup(db, ask.at)?).filter(|backup| backup.wanting) } else { None };
    Ok(Today { today: ask.today, sessions, unsigned, backup })
}
