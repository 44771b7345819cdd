//! *My care*: where a client begins.
use super::{after, asked, letterbox, programme};
use crate::appointments;
use crate::consent::by_client as consent;
use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::measures::by_client;
use crate::plan::for_client;
use crate::ui::{Words, filters};
use askama::Template;
use db::Reader;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/my", "my.show", Right::OwnChart, show)
}

/// One visit that is booked.
#[derive(Serialize)]
struct Visit {
    on: Date,
    at: Time,
    minutes: i64,
    with: String,
    room: Option<String>,
}

#[derive(Template, Serialize)]
#[template(path = "phone/home.html")]
struct Home {
    name: String,
    practice: String,
    /// How many steps of the intake wait.
    left: usize,
    visits: Vec<Visit>,
    /// The page of a visit that is asked about today.
    after: Option<String>,
    /// How many exercises are not ticked today, where any are given.
    exercises: Option<usize>,
    /// Questionnaires that are to be filled in.
    forms: Vec<by_client::Due>,
    /// Consents that are asked.
    consents: Vec<consent::Waiting>,
    /// How many messages wait.
    messages: usize,
    /// What to call in an emergency here; empty where nobody knows it.
    emergency: String,
}

impl Page for Home {
    fn title(&self, words: &Words) -> String {
        words.t("nav-my")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Home> {
    let chart = ask.chart();
    let coming = appointments::coming(db, chart.client(), ask.micros())?;
    let visits = coming.into_iter().map(|one| Visit {
        on: one.on,
        at: one.at,
        minutes: one.minutes,
        with: one.person_name,
        room: one.room_name,
    });
    let aims = for_client::aims(db, ask)?;
    let numbers = ask.house.knowledge.education.numbers(&ask.practice.jurisdiction);
    Ok(Home {
        name: chart.name.clone(),
        practice: ask.practice.name.clone(),
        left: asked::left(db, ask)?,
        visits: visits.collect(),
        after: after::asked(db, ask)?,
        exercises: programme::left(db, ask)?,
        forms: by_client::due(db, ask, &aims)?,
        consents: consent::waiting(db, ask)?,
        messages: letterbox::unread(db, ask)?,
        emergency: numbers.map(|numbers| numbers.emergency.clone()).unwrap_or_default(),
    })
}
