//! One group of questions: what is so is ticked, "not sure" is an answer, and one button says no to all that was shown.
use super::{Form, Progress, all, one, source, step::Step, store};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Shown};
use crate::intake::by_client;
use crate::phone::alert::{self, Urgency};
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::{Knowledge, Tier};
use db::{Reader, Writer};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "phone/asked/group.html")]
pub(super) struct Group {
    url: String,
    title: Said,
    progress: Progress,
    rows: Vec<Choice>,
    practice: String,
    form: Filled,
}

impl Page for Group {
    fn title(&self, words: &Words) -> String {
        words.t("my-intake")
    }
}

pub(super) fn page(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    group: usize,
    progress: Progress,
    sent: &Form,
    refusals: Vec<Refusal>,
) -> Result<Group> {
    let questions = by_client::questions(db, ask, group)?;
    let fields: Form = if refusals.is_empty() {
        // What stands as so stays ticked, so that nothing is taken back but by whoever unticks it.
        let ticked = questions.iter().filter(|one| matches!(one.stands.as_str(), "yes" | "unsure"));
        ticked.map(|one| (one.stands.clone(), one.key.clone())).collect()
    } else {
        sent.clone()
    };
    Ok(Group {
        url: Step::Group(group).url(ask),
        title: Step::Group(group).title(&ask.house.knowledge),
        progress,
        rows: questions.into_iter().map(|one| Choice::new(one.key, Said::known(one.ask))).collect(),
        practice: ask.practice.name.clone(),
        form: Filled::sent(fields, refusals),
    })
}

fn tier(ask: &Ask<Chart>, group: usize) -> Option<Tier> {
    ask.house.knowledge.facts.groups.get(group).map(|group| group.tier)
}

/// What was said in a group, and what of it cannot wait.
pub(super) struct Heard {
    group: usize,
    ticked: by_client::Ticked,
    raising: Option<alert::Raising>,
}

pub(super) fn prepare(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    group: usize,
    progress: Progress,
    sent: &Form,
) -> Result<Heard> {
    let (yes, unsure) = (all(sent, "yes"), all(sent, "unsure"));
    let ticked_any = !yes.is_empty() || !unsure.is_empty();
    let refusal = match one(sent, "rest") {
        "none" if ticked_any => Some("my-none-and-some"),
        "none" | "no" => None,
        _ => Some("my-answer"),
    };
    if let Some(key) = refusal {
        let shown = page(db, ask, group, progress, sent, vec![Refusal::new("yes", key)])?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    let ticked = by_client::read(db, ask, group, (&yes, &unsure), source(ask))?;
    Ok(Heard { raising: raising(ask, group, &ticked), group, ticked })
}

/// The reference's bundle of questions about harming oneself.
const SELF_HARM: &str = "RF_SUICIDE";

/// What of the answers cannot wait: a yes to a question that has its own urgency, new or asked each day; and "not sure" to one
/// whose yes would be an emergency.
fn raising(ask: &Ask<Chart>, group: usize, ticked: &by_client::Ticked) -> Option<alert::Raising> {
    let knowledge = &ask.house.knowledge;
    let once = tier(ask, group) == Some(Tier::History);
    let yes = ticked.yes.iter().filter(|(_, new)| *new || !once).map(|(key, _)| key);
    let urgency = |key: &String| alert::of_question(knowledge, key, ask.today).map(|urgency| (key.clone(), urgency));
    let unsure = ticked.unsure.iter().filter_map(urgency).filter(|(_, urgency)| *urgency == Urgency::Emergency);
    let found: Vec<(String, Urgency)> = yes.filter_map(urgency).chain(unsure).collect();
    let worst = found.iter().map(|(_, urgency)| *urgency).max()?;
    let harm = found.iter().any(|(key, _)| asks_of_self_harm(knowledge, key));
    Some(alert::Raising {
        kind: if harm { "self_harm" } else { "red_flag" },
        urgency: worst,
        about: found.into_iter().map(|(key, _)| key).collect::<Vec<_>>().join(","),
        session: String::new(),
        named: String::new(),
    })
}

fn asks_of_self_harm(knowledge: &Knowledge, fact: &str) -> bool {
    knowledge.conditions.red_flag(SELF_HARM).is_some_and(|flag| flag.facts.iter().any(|key| key == fact))
}

pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, heard: &Heard) -> Result<Done> {
    by_client::keep(db, ask, &heard.ticked)?;
    let knowledge = &ask.house.knowledge;
    let step = Step::Group(heard.group);
    store::go_through(db, ask, &step.word(knowledge), source(ask))?;
    if tier(ask, heard.group) == Some(Tier::Today) && today_is_answered(db, ask)? {
        by_client::checked(db, ask)?;
    }
    match &heard.raising {
        Some(raising) => {
            let id = alert::raise(db, ask, raising)?;
            Ok(Done::to(ask.chart().url(&format!("help/{id}"))).about(id).because(raising.kind))
        }
        None => Ok(Done::to(ask.chart().url("intake/next")).about(step.word(knowledge))),
    }
}

/// Were all questions of today gone through today?
fn today_is_answered(db: &mut Writer<'_>, ask: &Ask<Chart>) -> Result<bool> {
    let steps = super::step::steps(db, ask)?;
    let today = |step: &Step| matches!(step, Step::Group(group) if tier(ask, *group) == Some(Tier::Today));
    Ok(steps.iter().filter(|(step, _)| today(step)).all(|(_, done)| *done))
}
