//! Opening a chart from outside the circle: with a reason, to read only, for four hours. The owner sees it.
use super::{Nothing, store};
use crate::door::{Ask, Done, Error, Listed, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

/// How long the chart stays open, in microseconds.
const FOUR_HOURS: i64 = 4 * 3_600_000_000;
/// The fewest and the most letters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 10..=500;

pub(super) fn routes() -> Routes {
    let path = "/clients/{client}/open";
    Routes::new().look(path, "chart.ask", Right::ReadChart, show).act(
        path,
        "chart.open",
        Right::ReadChart,
        prepare,
        open,
    )
}

#[derive(Template, Serialize)]
#[template(path = "chart/open.html")]
struct OpenPage {
    form: Filled,
    name: String,
    url: String,
    back: &'static str,
}

impl Page for OpenPage {
    fn title(&self, words: &Words) -> String {
        words.t("chart-open-title")
    }
}

fn page(ask: &Ask<Listed>, form: Filled) -> OpenPage {
    OpenPage { form, name: ask.scope.name.clone(), url: ask.scope.url("open"), back: "/clients" }
}

fn show(_: &mut Reader<'_>, ask: &Ask<Listed>, _: Nothing) -> Result<OpenPage> {
    Ok(page(ask, Filled::empty()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    reason: String,
}

/// A reason that is long enough.
struct Reason(String);

fn prepare(_: &mut Reader<'_>, ask: &Ask<Listed>, form: Form) -> Result<Reason> {
    let reason = form.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if REASON.contains(&reason.chars().count()) {
        return Ok(Reason(reason));
    }
    let refusal = Refusal::new("reason", "chart-open-reason-length").with("least", REASON.start());
    let filled = Filled::sent([("reason", form.reason)], vec![refusal.with("most", REASON.end())]);
    Err(Error::Refused(Shown::new(page(ask, filled))))
}

fn open(db: &mut Writer<'_>, ask: &Ask<Listed>, Reason(reason): &Reason) -> Result<Done> {
    let id = ask.id("gla");
    store::break_glass(db, ask, &id, reason, ask.micros() + FOUR_HOURS)?;
    Ok(Done::to(ask.scope.url("")).about(id).because(reason))
}
