//! *My record*: all of it to take away, and who has looked at it.
use crate::door::{Ask, Bytes, Chart, Error, Page, Result, Right, Routes};
use crate::letters;
use crate::trail;
use crate::ui::{Words, filters};
use crate::upkeep;
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/record", "my.record", Right::OwnChart, show)
        .look("/my/record/pdf", "my.record-pdf", Right::OwnChart, paper)
        .look("/my/record/export", "my.export", Right::OwnChart, export)
}

#[derive(Template, Serialize)]
#[template(path = "phone/record.html")]
struct Record {
    seen: Vec<trail::Seen>,
}

impl Page for Record {
    fn title(&self, words: &Words) -> String {
        words.t("my-record")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

/// How many lines of who looked are shown.
const LINES: usize = 200;

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Record> {
    Ok(Record { seen: trail::of_chart(db, ask, LINES)? })
}

/// The record as it stands, on paper, to be read.
fn paper(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Bytes> {
    letters::own_record(db, ask)
}

/// The whole chart as it is sealed, so that it can be checked where it arrives.
fn export(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Bytes> {
    let whole = upkeep::whole_chart(db, ask.chart().client(), ask.at)?;
    let bytes = serde_json::to_vec_pretty(&whole).map_err(Error::fault)?;
    Ok(Bytes { kind: "application/json", name: Some(format!("my-record-{}.json", ask.today)), bytes })
}
