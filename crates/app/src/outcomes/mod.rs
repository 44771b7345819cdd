//! Outcomes: how each course goes by its measures, what was followed by change, and the same for the whole practice. Nothing
//! within measurement error is shown as an effect, and nothing as a cause.
mod course;
mod followed;
mod pairs;
mod practice;
mod store;
mod summed;

use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::measures;
use crate::plan;
use crate::ui::trend::Visit;
use crate::ui::{Said, Words, filters};
use askama::Template;
use db::Reader;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/clients/{client}/outcomes", "outcome.show", Right::ReadChart, show).join(practice::routes())
}

/// How many visits stand in the list below the trends; the sessions' own page has the rest.
const VISITS: usize = 30;

/// One visit on the line of time, with what was done.
#[derive(Serialize)]
struct VisitView {
    /// Its number among the visits with a day, from 1.
    n: usize,
    on: Date,
    url: String,
    techniques: Vec<String>,
}

/// The outcomes of a chart.
#[derive(Template, Serialize)]
#[template(path = "outcomes/page.html")]
struct Outcomes {
    courses: Vec<course::CourseView>,
    rule: Option<course::Rule>,
    plans: Vec<plan::PlanView>,
    plan_url: String,
    visits: Vec<VisitView>,
    sessions_url: String,
    followed: Vec<followed::FollowedView>,
    /// Techniques with too few pairs of readings to say anything of.
    too_few: usize,
    measures_url: String,
}

impl Page for Outcomes {
    fn title(&self, words: &Words) -> String {
        words.t("outcome-title")
    }
    fn tab(&self) -> &'static str {
        "tab-outcomes"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Outcomes> {
    let chart = ask.chart();
    let held = store::visits(db, chart)?;
    let done = by_visit(store::applied(db, chart)?);
    let plans = plan::standing(db, ask)?;
    let days: Vec<Visit> = held.iter().zip(1..).map(|(visit, n)| Visit { on: ask.date(visit.at), n }).collect();
    let measured = measures::series(db, ask)?;
    let followed = followed::of_chart(ask, &measured, &measures::known(db, ask)?, &held, &done);
    let begun = store::plan_begun(db, chart)?;
    Ok(Outcomes {
        courses: course::all(ask, measured, &plans, &days, &course::Done { visits: &held, begun }),
        rule: course::rule(&ask.house.knowledge),
        plans,
        plan_url: chart.url("plan"),
        visits: visits(ask, &held, &done),
        sessions_url: chart.url("sessions"),
        too_few: followed.too_few,
        followed: followed.said,
        measures_url: chart.url("measures"),
    })
}

/// The keys of the techniques of each visit, once each.
type Techniques = BTreeMap<String, Vec<String>>;

fn by_visit(applied: Vec<(String, String)>) -> Techniques {
    let mut done = Techniques::new();
    for (session, technique) in applied {
        let techniques = done.entry(session).or_default();
        if !techniques.contains(&technique) {
            techniques.push(technique);
        }
    }
    done
}

/// The latest visits, the last first.
fn visits(ask: &Ask<Chart>, held: &[store::Visit], done: &Techniques) -> Vec<VisitView> {
    let name = |key: &String| crate::naming::technique(&ask.house.knowledge, key);
    let view = |(visit, n): (&store::Visit, usize)| VisitView {
        n,
        on: ask.date(visit.at),
        url: ask.chart().url(&format!("sessions/{}", visit.of)),
        techniques: done.get(&visit.of).map(|keys| keys.iter().map(name).collect()).unwrap_or_default(),
    };
    let mut shown: Vec<VisitView> = held.iter().zip(1..).map(view).collect();
    shown.reverse();
    shown.truncate(VISITS);
    shown
}

/// A certainty in words, beside what rests on it.
fn certainty(letter: &str) -> Said {
    Said::key(match letter {
        "H" => "outcome-certainty-high",
        "M" => "outcome-certainty-moderate",
        _ => "outcome-certainty-low",
    })
}
