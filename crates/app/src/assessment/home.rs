//! The assessment at a glance: what the complaint calls for first, then everything there is.
use super::{TAB, called, complaints};
use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::measures::beside;
use crate::ui::{Said, Words, filters};
use askama::Template;
use clinical::examination::Sheet;
use clinical::taking::Subject;
use db::Reader;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/assessment", "assessment.show", Right::ReadChart, show)
}

/// A way to a sheet, a form, a page.
#[derive(Serialize)]
struct Way {
    name: Said,
    url: String,
}

#[derive(Template, Serialize)]
#[template(path = "assessment/home.html")]
struct Home {
    body: String,
    vitals: String,
    map: String,
    mood: beside::Mood,
    complaints: Vec<String>,
    /// What the complaint calls for, first.
    first: Vec<Way>,
    forms: Vec<Way>,
    joints: Vec<Way>,
    sheets: Vec<Way>,
}

impl Page for Home {
    fn title(&self, words: &Words) -> String {
        words.t("tab-assessment")
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Home> {
    let knowledge = ask.house.knowledge.clone();
    let complaints = complaints(db, ask)?;
    let called = called(&knowledge, &complaints);
    let joint = |joint: &clinical::motion::Joint| way(ask, &Sheet::Joint(joint.key.clone()));
    let mut first: Vec<Way> =
        knowledge.motions.joints().iter().filter(|one| called.joint(&knowledge, one)).map(joint).collect();
    let tests = called.tests(&knowledge);
    let wanted = |sheet: &Sheet| {
        let narrowed = matches!(sheet, Sheet::Tests | Sheet::Function | Sheet::Nerves);
        narrowed && sheet.lines(&knowledge).iter().any(|line| called.line(&knowledge, sheet, line, &tests))
    };
    first.extend(Sheet::others().filter(wanted).map(|sheet| way(ask, &sheet)));
    let mut forms: Vec<&str> = Vec::new();
    for key in called.conditions.iter().flat_map(|condition| &condition.measures) {
        if !forms.contains(&key.as_str()) {
            forms.push(key);
        }
    }
    Ok(Home {
        body: ask.chart().url("body"),
        vitals: ask.chart().url("intake/vitals"),
        map: ask.chart().url("hypotheses"),
        mood: beside::mood(db, ask)?,
        first,
        forms: forms.into_iter().filter_map(|key| form(ask, key)).take(FORMS).collect(),
        joints: knowledge.motions.joints().iter().map(joint).collect(),
        sheets: Sheet::others().map(|sheet| way(ask, &sheet)).collect(),
        complaints: complaints.into_iter().map(|one| one.words).collect(),
    })
}

/// So many questionnaires are offered first.
const FORMS: usize = 8;

fn form(ask: &Ask<Chart>, key: &str) -> Option<Way> {
    let name = match Subject::find(&ask.house.knowledge, key)? {
        Subject::Form(form) => form.name.clone(),
        Subject::Motion(_) | Subject::Test(_) => return None,
    };
    Some(Way { name: Said::known(name), url: ask.chart().url(&format!("measures/{key}")) })
}

fn way(ask: &Ask<Chart>, sheet: &Sheet) -> Way {
    Way { name: name(ask, sheet), url: ask.chart().url(&format!("assessment/{}", sheet.name())) }
}

/// What a sheet is called.
pub(super) fn name(ask: &Ask<Chart>, sheet: &Sheet) -> Said {
    match sheet {
        Sheet::Joint(key) => {
            let joint = ask.house.knowledge.motions.joint(key);
            Said::known(joint.map_or_else(|| key.clone(), |joint| joint.name.clone()))
        }
        other => Said::key(format!("examination-sheet-{}", other.name())),
    }
}
