//! Something is wrong: what to do, whom to call, and a stamp with the time for each thing that was done; it leads to a session
//! that is closed as stopped, or as stopped and escalated.
use super::view::{Responded, responded};
use super::{respond, store};
use crate::consent::plain::told;
use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{Choice, Words, filters};
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/sessions/{session}/wrong", "session.wrong", Right::WriteChart, show)
}

/// Where this page of a session is.
pub(super) fn url(ask: &Ask<Chart>, session: &str) -> String {
    ask.chart().url(&format!("sessions/{session}/wrong"))
}

/// The sentences of the page, in their order, by their keys in the knowledge.
const STEPS: [&str; 9] = [
    "wrong_stop",
    "wrong_call",
    "wrong_no_answer",
    "wrong_seizure",
    "wrong_allergy",
    "wrong_breath",
    "wrong_faint",
    "wrong_sugar",
    "wrong_dysreflexia",
];

/// One sentence, with the English beneath it where nobody has reviewed the translation.
#[derive(Serialize)]
struct Step {
    said: String,
    english: Option<String>,
}

/// The page.
#[derive(Template, Serialize)]
#[template(path = "session/wrong.html")]
struct Wrong {
    base: String,
    /// The emergency number of the practice's place; none where nobody listed it.
    number: Option<String>,
    /// What to do where the number is not known.
    unknown: String,
    steps: Vec<Step>,
    stamps: Vec<Choice>,
    stamped: Vec<Responded>,
    handover: String,
    source: String,
    writes: bool,
}

impl Page for Wrong {
    fn title(&self, words: &Words) -> String {
        words.t("wrong-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

#[derive(Deserialize)]
struct Named {
    session: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Wrong> {
    let session = store::one(db, ask.chart(), &named.session)?.ok_or(Error::NotFound)?;
    let education = &ask.house.knowledge.education;
    let (place, locale) = (&ask.practice.jurisdiction, ask.words.locale());
    let responses = store::responses(db, &named.session)?;
    let step = |key: &&str| {
        let (said, english) = told(&education.text(key)?.say, locale);
        Some(Step { said: said.clone(), english: english.cloned() })
    };
    let unknown = education.text("call_now_unknown").map(|text| told(&text.say, locale).0.clone());
    Ok(Wrong {
        base: ask.chart().url(&format!("sessions/{}", named.session)),
        number: education.numbers(place).map(|country| country.emergency.clone()),
        unknown: unknown.unwrap_or_default(),
        steps: STEPS.iter().filter_map(step).collect(),
        stamps: respond::stamps(),
        stamped: responses.iter().filter(|one| one.kind == "wrong").map(responded).collect::<Result<_>>()?,
        handover: ask.chart().url("letters/handover"),
        source: source(ask),
        writes: super::writes(ask) && session.state() != "signed" && session.state() != "error",
    })
}

/// Who says so, and how surely.
fn source(ask: &Ask<Chart>) -> String {
    let knowledge = &ask.house.knowledge;
    let all = STEPS.iter().filter_map(|key| knowledge.education.text(key)).map(|text| &text.provenance);
    let mut cited: Vec<String> = Vec::new();
    for provenance in all {
        for key in &provenance.sources {
            let citation = knowledge.sources.get(key).map_or(key.as_str(), |source| source.citation.as_str());
            let line = format!("{citation} ({})", provenance.confidence.letter());
            if !cited.contains(&line) {
                cited.push(line);
            }
        }
    }
    cited.join("; ")
}
