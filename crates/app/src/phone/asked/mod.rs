//! The intake on a phone: one group of questions a screen, kept as one goes, to be left and taken up again. Whatever is said
//! goes into the chart as said by the client; a red flag is answered at once by its fixed words.
mod drawn;
mod group;
mod paper;
mod step;
mod store;
mod told;

use crate::consent::by_client::{Waiting, waiting};
use crate::door::{Answer, Ask, Chart, Done, Error, Page, Result, Right, Routes};
use crate::ui::{Panel, Said, Words, filters};
use askama::Template;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use step::Step;

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/intake", "my.intake", Right::OwnIntake, show)
        .look("/my/intake/{step}", "my.step", Right::OwnIntake, show_step)
        .act("/my/intake/{step}", "my.answer", Right::OwnIntake, prepare, keep)
        .join(paper::routes())
}

/// The keys of a form's fields with their values.
type Form = Vec<(String, String)>;

/// Every value of a field.
fn all(form: &Form, name: &str) -> Vec<String> {
    form.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
}

/// The value of a field; empty where it was not sent.
fn one<'a>(form: &'a Form, name: &str) -> &'a str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Who says it: the client themselves, or somebody at the desk who writes down what they say.
fn source(ask: &Ask<Chart>) -> &'static str {
    if ask.by.kept_to.as_ref().is_some_and(|sitting| sitting.source == "desk") { "desk" } else { "client" }
}

/// One step in the list.
#[derive(Serialize)]
struct Row {
    title: Said,
    url: String,
    done: bool,
}

/// Where one stands in the intake.
#[derive(Template, Serialize)]
#[template(path = "phone/asked/page.html")]
struct Overview {
    rows: Vec<Row>,
    done: usize,
    practice: String,
    /// Consents that are asked.
    consents: Vec<Waiting>,
    /// Is this a device of the practice, to be given back?
    kept: bool,
}

impl Page for Overview {
    fn title(&self, words: &Words) -> String {
        words.t("my-intake")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Overview> {
    let steps = step::steps(db, ask)?;
    let rows =
        steps.into_iter().map(|(step, done)| Row { title: step.title(&ask.house.knowledge), url: step.url(ask), done });
    let rows: Vec<Row> = rows.collect();
    Ok(Overview {
        done: rows.iter().filter(|row| row.done).count(),
        rows,
        practice: ask.practice.name.clone(),
        consents: if source(ask) == "client" { waiting(db, ask)? } else { Vec::new() },
        kept: ask.by.kept_to.is_some(),
    })
}

/// How far one is: this step, of so many.
#[derive(Serialize)]
struct Progress {
    at: usize,
    of: usize,
}

impl Progress {
    fn at(steps: &[(Step, bool)], step: &Step) -> Progress {
        let at = steps.iter().position(|(one, _)| one == step).map_or(0, |at| at + 1);
        Progress { at, of: steps.len() }
    }
}

fn show_step(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Answer> {
    let steps = step::steps(db, ask)?;
    if one(&form, "step") == "next" {
        let next = steps.iter().find(|(_, done)| !done);
        return Ok(Answer::SeeOther(next.map_or_else(|| ask.chart().url("intake"), |(step, _)| step.url(ask))));
    }
    let step = Step::find(&ask.house.knowledge, one(&form, "step")).ok_or(Error::NotFound)?;
    let progress = Progress::at(&steps, &step);
    match step {
        Step::Group(group) => Ok(group::page(db, ask, group, progress, &Form::new(), vec![])?.into()),
        step => Ok(told::page(db, ask, &step, progress, &Form::new(), vec![])?.into()),
    }
}

/// What was said in one step.
enum Heard {
    Group(group::Heard),
    Told(told::Heard),
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Heard> {
    let step = Step::find(&ask.house.knowledge, one(&form, "step")).ok_or(Error::NotFound)?;
    let steps = step::steps(db, ask)?;
    let progress = Progress::at(&steps, &step);
    match step {
        Step::Group(group) => group::prepare(db, ask, group, progress, &form).map(Heard::Group),
        step => told::prepare(db, ask, step, progress, &form).map(Heard::Told),
    }
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, heard: &Heard) -> Result<Done> {
    match heard {
        Heard::Group(heard) => group::keep(db, ask, heard),
        Heard::Told(heard) => told::keep(db, ask, heard),
    }
}

/// What the client told by themselves and is no coded statement, on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "phone/asked/panel.html")]
struct OnChart {
    reason: String,
    /// Plain areas with their side.
    areas: Vec<(String, Option<Said>)>,
    pain: Option<i64>,
    pressure: Option<Said>,
    at: Option<Timestamp>,
}

/// That, on the overview of a chart; nothing where they told nothing.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let told = store::told(db, ask)?;
    if told.at.is_none() {
        return Ok(None);
    }
    let body = OnChart {
        areas: told::named(&ask.house.knowledge, &told.areas),
        pressure: told::pressure_word(&told.pressure).map(Said::key),
        reason: told.reason,
        pain: told.pain,
        at: told.at.and_then(|at| Timestamp::from_microsecond(at).ok()),
    };
    Ok(Some(Panel::aside("my-told-title", body)))
}

/// Where the client said that it hurts.
pub(crate) struct ToldPlaces {
    /// Keys of plain areas, each with its side: left, right, both, or empty.
    pub(crate) areas: Vec<(String, String)>,
    /// The same in words.
    pub(crate) named: Vec<(String, Option<Said>)>,
    /// Pain, 0 to 10.
    pub(crate) pain: Option<i64>,
    /// When something was last said.
    pub(crate) at: Option<Timestamp>,
}

/// That, as it was last said; nothing where no area was.
pub(crate) fn told_places(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<ToldPlaces>> {
    let told = store::told(db, ask)?;
    let places = || ToldPlaces {
        named: told::named(&ask.house.knowledge, &told.areas),
        pain: told.pain,
        at: told.at.and_then(|at| Timestamp::from_microsecond(at).ok()),
        areas: told.areas.clone(),
    };
    Ok((!told.areas.is_empty()).then(places))
}

/// How much of the intake is still to be answered.
pub(super) fn left(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<usize> {
    Ok(step::steps(db, ask)?.iter().filter(|(_, done)| !done).count())
}
