//! A client's chart at a glance: the panels that the rooms offer, in one order.
mod glass;
mod store;

use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::ui::{Panel, Words, filters};
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/clients/{client}", "chart.show", Right::ReadChart, show).join(glass::routes())
}

#[derive(Template, Serialize)]
#[template(path = "chart/overview.html")]
struct Overview {
    client: String,
    name: String,
    /// Opened from outside the circle: to look at only.
    glass: bool,
    panels: Vec<Panel>,
}

impl Page for Overview {
    fn title(&self, words: &Words) -> String {
        format!("{} · {}", self.name, words.t("tab-overview"))
    }
    fn tab(&self) -> &'static str {
        "tab-overview"
    }
}

/// Nothing that the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Nothing {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Nothing) -> Result<Overview> {
    let chart = ask.chart();
    Ok(Overview {
        client: chart.client().into(),
        name: chart.name.clone(),
        glass: chart.glass,
        panels: (ask.house.panels.chart)(db, ask)?,
    })
}
