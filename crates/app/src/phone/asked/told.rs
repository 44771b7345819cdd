//! What is told besides the questions: why one comes, where it hurts and how much, medicines by name, how one likes it.
use super::{Form, Progress, all, drawn, one, source, step::Step, store};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Shown};
use crate::intake::by_client;
use crate::naming;
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::Knowledge;
use clinical::knowledge::regions::ClientArea;
use db::{Reader, Writer};
use serde::Serialize;

/// How firm the hands should be, against what one is used to, with the words.
const PRESSURES: [(&str, &str); 4] = [
    ("lighter", "my-pressure-lighter"),
    ("right", "my-pressure-right"),
    ("deeper", "my-pressure-deeper"),
    ("unsure", "my-pressure-unsure"),
];

/// The word for a pressure that was told.
pub(super) fn pressure_word(pressure: &str) -> Option<&'static str> {
    PRESSURES.iter().find(|(key, _)| *key == pressure).map(|(_, word)| *word)
}

/// The sides that can be said of an area.
const SIDES: [(&str, &str); 3] = [("left", "side-left"), ("right", "side-right"), ("both", "side-both")];

#[derive(Template, Serialize)]
#[template(path = "phone/asked/told.html")]
pub(super) struct Told {
    step: &'static str,
    url: String,
    title: Said,
    progress: Progress,
    areas: Vec<Choice>,
    /// The drawing to mark.
    figures: Vec<drawn::Figure>,
    /// Areas told without the side that the drawing has.
    loose: Vec<Choice>,
    /// The areas that were marked, each with the name of its field.
    marked: Vec<(String, Said)>,
    sides: Vec<Choice>,
    pressures: Vec<Choice>,
    medicines: Vec<String>,
    form: Filled,
}

impl Page for Told {
    fn title(&self, words: &Words) -> String {
        words.t("my-intake")
    }
}

pub(super) fn page(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    step: &Step,
    progress: Progress,
    sent: &Form,
    refusals: Vec<Refusal>,
) -> Result<Told> {
    let knowledge = &ask.house.knowledge;
    let told = store::told(db, ask)?;
    let choices = |of: &[(&'static str, &'static str)]| {
        of.iter().map(|(key, word)| Choice::new(*key, Said::key(*word))).collect::<Vec<_>>()
    };
    let fields = if refusals.is_empty() { standing(&told) } else { sent.clone() };
    let areas = knowledge.regions.client_areas().iter();
    let choice = |area: &ClientArea| Choice::new(area.key.clone(), Said::known(area.plain.clone()));
    let loose = drawn::loose(&told);
    let marked = told.areas.iter().filter(|(_, side)| side.is_empty()).filter_map(|(key, _)| {
        let area = knowledge.regions.client_areas().iter().find(|area| area.key == *key)?;
        Some((format!("side-{key}"), Said::known(area.plain.clone())))
    });
    Ok(Told {
        step: match step {
            Step::Pain => "pain",
            Step::Medicines => "medicines",
            Step::Liking => "liking",
            Step::Where | Step::Group(_) => "where",
        },
        url: step.url(ask),
        title: step.title(knowledge),
        progress,
        areas: areas.clone().map(choice).collect(),
        figures: if *step == Step::Where { drawn::figures(knowledge) } else { Vec::new() },
        loose: areas.filter(|area| loose.contains(&area.key.as_str())).map(choice).collect(),
        marked: marked.collect(),
        sides: choices(&SIDES),
        pressures: choices(&PRESSURES),
        medicines: by_client::medicines(db, ask)?.into_iter().map(|(_, name)| name).collect(),
        form: Filled::sent(fields, refusals),
    })
}

/// What was told before, as the fields hold it. Pain is asked anew each time.
fn standing(told: &store::Told) -> Form {
    let mut fields: Form = told.areas.iter().map(|(area, _)| ("area".to_string(), area.clone())).collect();
    fields.extend(drawn::filled(told).into_iter().map(|value| ("area".to_string(), value)));
    fields.extend(told.areas.iter().map(|(area, side)| (format!("side-{area}"), side.clone())));
    fields.extend([("reason".into(), told.reason.clone()), ("pressure".into(), told.pressure.clone())]);
    fields
}

/// Areas by their plain names, each with its side.
pub(super) fn named(knowledge: &Knowledge, areas: &[(String, String)]) -> Vec<(String, Option<Said>)> {
    let known = knowledge.regions.client_areas();
    let name = |key: &String| {
        known.iter().find(|area| area.key == *key).map_or_else(|| key.clone(), |area| area.plain.clone())
    };
    areas.iter().map(|(area, side)| (name(area), naming::side(side))).collect()
}

/// What was told in one step.
pub(super) struct Heard {
    step: Step,
    lines: Vec<store::Line>,
    medicine: Option<String>,
    /// Stay here for one more.
    more: bool,
}

pub(super) fn prepare(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    step: Step,
    progress: Progress,
    sent: &Form,
) -> Result<Heard> {
    let told = store::told(db, ask)?;
    let mut refusals = Vec::new();
    let mut heard = Heard { step, lines: Vec::new(), medicine: None, more: false };
    match step {
        Step::Where | Step::Group(_) => heard.lines = places(ask, sent, &told, &mut refusals),
        Step::Pain => heard.lines = pain(sent, &told, &mut refusals),
        Step::Medicines => {
            let name = one(sent, "name").trim();
            if name.chars().count() > 200 {
                refusals.push(Refusal::new("name", "ui-text-200"));
            }
            heard.more = one(sent, "then") == "more";
            if heard.more && name.is_empty() {
                refusals.push(Refusal::new("name", "ui-text-200"));
            }
            heard.medicine = (!name.is_empty()).then(|| name.to_string());
        }
        Step::Liking => match pressure_word(one(sent, "pressure")) {
            Some(_) => heard.lines.push(store::Line::words("pressure", one(sent, "pressure"))),
            None => refusals.push(Refusal::new("pressure", "ui-choose")),
        },
    }
    if refusals.is_empty() {
        return Ok(heard);
    }
    Err(Error::Refused(Shown::new(page(db, ask, &step, progress, sent, refusals)?)))
}

/// Why they come and the areas that were ticked; "nowhere" takes the areas back.
fn places(ask: &Ask<Chart>, sent: &Form, told: &store::Told, refusals: &mut Vec<Refusal>) -> Vec<store::Line> {
    let known = ask.house.knowledge.regions.client_areas();
    let mut areas = drawn::read(&all(sent, "area"), told);
    areas.retain(|(key, _)| known.iter().any(|area| area.key == *key));
    let reason = one(sent, "reason").trim();
    if reason.chars().count() > 2_000 {
        refusals.push(Refusal::new("reason", "ui-text-2000"));
    }
    match one(sent, "rest") {
        "none" if !areas.is_empty() => refusals.push(Refusal::new("area", "my-none-and-some")),
        "none" => {}
        _ if areas.is_empty() => refusals.push(Refusal::new("area", "my-answer")),
        _ => {}
    }
    let areas: Vec<String> = areas.iter().map(|(key, side)| format!("{key}:{side}")).collect();
    let mut lines = vec![store::Line::words("areas", &areas.join(","))];
    // The list has no field for it; what was said before then stands.
    if sent.iter().any(|(name, _)| name == "reason") {
        lines.push(store::Line::words("reason", reason));
    }
    lines
}

/// The side of each area, where one was said, and the one number that is asked.
fn pain(sent: &Form, told: &store::Told, refusals: &mut Vec<Refusal>) -> Vec<store::Line> {
    let side = |(key, known): &(String, String)| {
        let typed = one(sent, &format!("side-{key}")).to_string();
        let typed = SIDES.iter().find(|(side, _)| *side == typed).map(|(side, _)| (*side).to_string());
        format!("{key}:{}", typed.unwrap_or_else(|| known.clone()))
    };
    let areas: Vec<String> = told.areas.iter().map(side).collect();
    let number = one(sent, "pain").parse::<i64>().ok().filter(|pain| (0..=10).contains(pain));
    if number.is_none() {
        refusals.push(Refusal::new("pain", "ui-choose"));
    }
    vec![
        store::Line::words("areas", &areas.join(",")),
        store::Line { what: "pain", words: String::new(), pain: number },
    ]
}

pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, heard: &Heard) -> Result<Done> {
    for line in &heard.lines {
        store::tell(db, ask, line, source(ask))?;
    }
    if let Some(name) = &heard.medicine {
        by_client::medicate(db, ask, name, source(ask))?;
    }
    let word = heard.step.word(&ask.house.knowledge);
    if heard.more {
        return Ok(Done::to(heard.step.url(ask)).about(word));
    }
    store::go_through(db, ask, &word, source(ask))?;
    Ok(Done::to(ask.chart().url("intake/next")).about(word))
}
