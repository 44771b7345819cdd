//! What is planned and why, and what was done: in plain words, from the plans that stand and the sessions that were signed.
use super::after;
use crate::consent::plain;
use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::naming;
use crate::plan::for_client;
use crate::session::treated::{self, Applied};
use crate::ui::{Said, Words, filters};
use askama::Template;
use db::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/plan", "my.plan", Right::OwnChart, show)
        .look("/my/plan/{plan}/plain", "my.plain", Right::OwnChart, for_client::plain)
        .look("/my/sessions/{session}/after-care", "my.after-care", Right::OwnChart, treated::after_care)
}

/// A plan, by what it is for.
#[derive(Serialize)]
struct Plan {
    about: String,
    url: String,
}

/// What was done at one place.
#[derive(Serialize)]
struct Done {
    technique: String,
    place: String,
    side: Option<Said>,
    minutes: Option<f64>,
}

/// A visit that is over.
#[derive(Serialize)]
struct Visit {
    at: Option<Timestamp>,
    with: String,
    done: Vec<Done>,
    /// What is usual after it, and what needs help.
    care_url: String,
    /// Where the client says how they were afterwards; nothing once they did, or long after.
    after_url: Option<String>,
}

#[derive(Template, Serialize)]
#[template(path = "phone/care.html")]
struct Care {
    plans: Vec<Plan>,
    visits: Vec<Visit>,
}

impl Page for Care {
    fn title(&self, words: &Words) -> String {
        words.t("my-plan")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

/// How many visits are shown.
const VISITS: usize = 20;

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Care> {
    let plans = for_client::standing(db, ask)?
        .into_iter()
        .map(|one| Plan { url: ask.chart().url(&format!("plan/{}/plain", one.of)), about: one.about });
    let plans = plans.collect();
    let mut visits = Vec::new();
    for one in treated::treated(db, ask, VISITS)? {
        let open = after::is_open(db, ask, &one)?;
        visits.push(Visit {
            at: one.at.and_then(|at| Timestamp::from_microsecond(at).ok()),
            done: one.applied.iter().map(|applied| done(ask, applied)).collect(),
            care_url: ask.chart().url(&format!("sessions/{}/after-care", one.of)),
            after_url: open.then(|| ask.chart().url(&format!("after/{}", one.of))),
            with: one.by_name,
        });
    }
    Ok(Care { plans, visits })
}

fn done(ask: &Ask<Chart>, applied: &Applied) -> Done {
    let knowledge = &ask.house.knowledge;
    Done {
        technique: plain::technique_name(knowledge, &applied.technique, ask.words.locale()),
        place: plain::place(knowledge, ask.words, &applied.site),
        side: naming::side(&applied.side),
        minutes: applied.minutes,
    }
}
