//! Medicines by the name that the client knows; what each is, and what it makes one ask.
use super::{store, today, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::medicine::{Mention, look_up};
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/medicines", "medicine.show", Right::ReadChart, show)
        .act("/clients/{client}/medicines", "medicine.add", Right::WriteChart, prepare, add)
        .act("/clients/{client}/medicines/{entry}/end", "medicine.end", Right::WriteChart, prepare_end, end)
}

/// One medicine as it was named.
#[derive(Serialize)]
struct Taken {
    of: String,
    name: String,
    /// What the name is; empty where nothing is known of it.
    known: Vec<Is>,
    near: Vec<String>,
}

/// A substance with its classes: apixaban, an anticoagulant.
#[derive(Serialize)]
struct Is {
    name: String,
    classes: Said,
}

#[derive(Template, Serialize)]
#[template(path = "intake/medicines.html")]
struct Medicines {
    url: String,
    taken: Vec<Taken>,
    ask: Vec<(String, String)>,
    form: Filled,
    writes: bool,
}

impl Page for Medicines {
    fn title(&self, words: &Words) -> String {
        words.t("medicine-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    name: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Form) -> Result<Medicines> {
    page(db, ask, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Medicines> {
    let knowledge = ask.house.knowledge.clone();
    let chart = ask.chart();
    let today = today::today(db, ask)?;
    let known = &today.known;
    let taken = store::medications(db, chart.client())?.into_iter().map(|one| {
        let (mut is, mut near) = (Vec::new(), Vec::new());
        for mention in look_up(&knowledge.medicines, &one.name) {
            match mention {
                Mention::Known { medicine, .. } => {
                    let classes = medicine.classes.iter().filter_map(|key| knowledge.medicines.class(key));
                    let classes = Said::all_known(classes.map(|class| class.name.as_str()));
                    is.push(Is { name: medicine.name.clone(), classes });
                }
                Mention::Unknown { near: names, .. } => near.extend(names.iter().map(|medicine| medicine.name.clone())),
            }
        }
        Taken { of: one.of, name: one.name, known: is, near }
    });
    let question = |key: &String| {
        let fact = knowledge.facts.get(knowledge.facts.find(key)?)?;
        Some((fact.clinical.clone(), chart.url(&format!("facts/{key}"))))
    };
    Ok(Medicines {
        url: chart.url("medicines"),
        taken: taken.collect(),
        ask: known.asked_by_medicine.iter().filter_map(question).collect(),
        form,
        writes: writes(ask),
    })
}

/// A medicine that can be recorded.
struct Adding {
    name: String,
    known: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Adding> {
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        let filled = Filled::sent([("name", name)], vec![Refusal::new("name", "ui-text-200")]);
        return Err(Error::Refused(Shown::new(page(db, ask, filled)?)));
    }
    Ok(Adding { known: known(ask, name), name: name.into() })
}

/// The keys of the substances that a name means, by commas.
pub(super) fn known(ask: &Ask<Chart>, name: &str) -> String {
    let mentions = look_up(&ask.house.knowledge.medicines, name);
    let keys = mentions.iter().filter_map(|mention| match mention {
        Mention::Known { medicine, .. } => Some(medicine.key.as_str()),
        Mention::Unknown { .. } => None,
    });
    keys.collect::<Vec<_>>().join(",")
}

fn add(db: &mut Writer<'_>, ask: &Ask<Chart>, adding: &Adding) -> Result<Done> {
    store::medicate(db, ask, None, &adding.name, &adding.known, "client", false)?;
    Ok(Done::to(ask.chart().url("medicines")))
}

#[derive(Deserialize)]
struct Entry {
    entry: String,
}

fn prepare_end(db: &mut Reader<'_>, ask: &Ask<Chart>, entry: Entry) -> Result<store::Medication> {
    let all = store::medications(db, ask.chart().client())?;
    all.into_iter().find(|one| one.of == entry.entry).ok_or(Error::NotFound)
}

fn end(db: &mut Writer<'_>, ask: &Ask<Chart>, one: &store::Medication) -> Result<Done> {
    store::medicate(db, ask, Some(&one.of), &one.name, &one.known, &one.source, true)?;
    Ok(Done::to(ask.chart().url("medicines")).about(&one.of))
}
