//! The home programme: what to do, how much, a tick a day and the pain while doing it; and for the practice, how it goes.
mod store;

use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::plan::for_client;
use crate::ui::cards::Week;
use crate::ui::{Filled, Panel, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::homecare::Item;
use db::{Reader, Writer};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/my/home", "my.home", Right::OwnChart, show).act(
        "/my/home/{item}",
        "my.tick",
        Right::OwnChart,
        prepare,
        tick,
    )
}

/// One thing to do at home.
#[derive(Serialize)]
struct Exercise {
    key: String,
    url: String,
    name: Said,
    purpose: Said,
    /// How much, as the knowledge has it.
    dose: String,
    steps: Vec<Said>,
    cautions: Vec<Said>,
    /// The name of its drawing; empty where there is none.
    figure: String,
    /// What the practitioner added.
    detail: String,
    week: Week,
    today: bool,
}

#[derive(Template, Serialize)]
#[template(path = "phone/programme/page.html")]
struct Programme {
    exercises: Vec<Exercise>,
    form: Filled,
}

impl Page for Programme {
    fn title(&self, words: &Words) -> String {
        words.t("my-home")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    item: String,
    done: String,
    pain: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Form) -> Result<Programme> {
    page(db, ask, Filled::empty())
}

/// The last so many days up to today.
fn days(today: Date, count: i32) -> impl Iterator<Item = Date> {
    (0..count).rev().map(move |back| today.saturating_sub(back.days()))
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Programme> {
    let knowledge = ask.house.knowledge.clone();
    let items = for_client::home(db, ask)?;
    let ticks = store::ticks(db, ask.chart(), ask.today.saturating_sub(7.days()))?;
    let exercise = |(key, detail): (String, String)| {
        let item: &Item = knowledge.homecare.item(&key)?;
        let done = |on: Date| ticks.iter().any(|tick| tick.item == key && tick.on == on);
        Some(Exercise {
            url: ask.chart().url(&format!("home/{key}")),
            name: Said::known(item.name.clone()),
            purpose: Said::known(item.purpose.clone()),
            dose: item.dose.to_string(),
            steps: item.steps.iter().map(|step| Said::known(step.clone())).collect(),
            cautions: item.cautions.iter().map(|caution| Said::known(caution.clone())).collect(),
            week: Week { days: days(ask.today, 7).map(done).collect() },
            today: done(ask.today),
            figure: item.figure.clone().unwrap_or_default(),
            key,
            detail,
        })
    };
    Ok(Programme { exercises: items.into_iter().filter_map(exercise).collect(), form })
}

/// A tick that can be kept.
struct Ticking {
    item: String,
    done: bool,
    pain: Option<i64>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Ticking> {
    if !for_client::home(db, ask)?.iter().any(|(key, _)| *key == form.item) {
        return Err(Error::NotFound);
    }
    let pain = form.pain.parse::<i64>().ok().filter(|pain| (0..=10).contains(pain));
    if !form.pain.is_empty() && pain.is_none() {
        let filled = Filled::empty();
        let refused = Filled::sent([("pain", form.pain.as_str())], vec![Refusal::new("pain", "ui-choose")]);
        let shown = page(db, ask, if form.item.is_empty() { filled } else { refused })?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    Ok(Ticking { item: form.item, done: form.done != "no", pain })
}

fn tick(db: &mut Writer<'_>, ask: &Ask<Chart>, ticking: &Ticking) -> Result<Done> {
    store::tick(db, ask, &ticking.item, ticking.done, ticking.pain)?;
    Ok(Done::to(ask.chart().url("home")).about(&ticking.item))
}

/// How one thing goes, as the practice reads it.
#[derive(Serialize)]
struct Adherence {
    name: Said,
    dose: String,
    /// On how many of the last 14 days.
    done: usize,
    week: Week,
    /// The worst pain while doing it in these days.
    pain: Option<i64>,
}

#[derive(Template, Serialize)]
#[template(path = "phone/programme/panel.html")]
struct OnChart {
    rows: Vec<Adherence>,
}

/// How many days are counted.
const COUNTED: i32 = 14;

/// How the home programme goes, on the overview of a chart; nothing where nothing is given or the client has never ticked.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let ticks = store::ticks(db, ask.chart(), ask.today.saturating_sub(COUNTED.days()))?;
    if ticks.is_empty() && !store::ever(db, ask.chart())? {
        return Ok(None);
    }
    let knowledge = ask.house.knowledge.clone();
    let row = |(key, _): (String, String)| {
        let item = knowledge.homecare.item(&key)?;
        let of = ticks.iter().filter(|tick| tick.item == key);
        let done = |on: Date| ticks.iter().any(|tick| tick.item == key && tick.on == on);
        Some(Adherence {
            name: Said::known(item.name.clone()),
            dose: item.dose.to_string(),
            done: days(ask.today, COUNTED).filter(|on| done(*on)).count(),
            week: Week { days: days(ask.today, 7).map(done).collect() },
            pain: of.filter_map(|tick| tick.pain).max(),
        })
    };
    let rows: Vec<Adherence> = for_client::home(db, ask)?.into_iter().filter_map(row).collect();
    Ok((!rows.is_empty()).then(|| Panel::aside("my-home-title", OnChart { rows })))
}

/// How many things are not ticked today; nothing where no programme is given.
pub(super) fn left(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<usize>> {
    let programme = page(db, ask, Filled::empty())?;
    let open = programme.exercises.iter().filter(|one| !one.today).count();
    Ok((!programme.exercises.is_empty()).then_some(open))
}
