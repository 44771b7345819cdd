//! `palpate plan`: complaints, facts and who would treat in; techniques, goals, frequency and home care with their sources out.
//!
//! The keys in and out are described in `docs/plan.md`. A plan proposes; the practitioner and the client decide.

use clinical::knowledge::Knowledge;
use clinical::plan::{AtHome, Case, Followed, LeftOut, Measured, Plan, Proposed, Reason, Tried, Why, plan};
use clinical::screen::{Context, Screen, Verdict, screen};
use clinical::site::Side;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::course::threshold;
use super::json::shown;
use super::read::{Given, judged};
use super::scope::{Who, standpoint};
use super::screen::{clearances, facts, shown::places};

const FIELDS: [&str; 9] =
    ["conditions", "side", "facts", "unasked", "clearances", "practitioner", "tried", "measured", "today"];

/// Plans for the JSON object `input` on the day `today`, unless it names its own.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn plan_json(knowledge: &Knowledge, input: &str, today: Date) -> Result<String, JudgeError> {
    judged("palpate.plan/1", input, |given| {
        given.only(&FIELDS);
        let today = given.day("today").unwrap_or(today);
        let conditions = conditions(knowledge, given);
        let mut context = Context::on(today);
        context.closed_world = given.word("unasked", &[("unknown", false), ("no", true)]).unwrap_or(false);
        let read = facts::read(knowledge, given.value("facts"), today, &mut given.faults().borrow_mut());
        context.clearances = clearances(knowledge, given.value("clearances"), today, &mut given.faults().borrow_mut());
        let who = given.must("practitioner", given.inner("practitioner")).and_then(|inner| {
            inner.only(&["profession", "jurisdiction", "licence_until", "certificates"]);
            Who::read(knowledge, &inner)
        });
        let tried: Option<Vec<Tried<'_>>> = given.each("tried").iter().map(|one| tried(knowledge, one)).collect();
        let measured: Option<Vec<Measured<'_>>> =
            given.each("measured").iter().map(|one| measured(knowledge, one)).collect();
        let (who, tried, measured) = (who?, tried?, measured?);
        let found = screen(knowledge, &read.facts, &context);
        let case = Case {
            conditions: &conditions,
            side: given.side("side").unwrap_or(Side::Both),
            facts: &read.facts,
            today,
            practitioner: who.practitioner(),
            tried: &tried,
            measured: &measured,
        };
        Some(told(&found, &plan(knowledge, &found, &case)))
    })
}

fn conditions<'a>(knowledge: &Knowledge, given: &Given<'a>) -> Vec<&'a str> {
    given.must("conditions", given.value("conditions"));
    let all = given.texts("conditions");
    for (number, key) in all.iter().enumerate().filter(|(_, key)| knowledge.conditions.get(key).is_none()) {
        let near: Vec<&str> =
            knowledge.conditions.suggest(key).iter().take(5).map(|condition| condition.key.as_str()).collect();
        let near = if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) };
        given.fault(&format!("conditions[{number}]"), format!("there is no condition `{key}`{near}"));
    }
    all
}

const FOLLOWED: [(&str, Followed); 3] =
    [("better", Followed::Better), ("no_change", Followed::NoChange), ("worse", Followed::Worse)];

fn tried<'a>(knowledge: &Knowledge, given: &Given<'a>) -> Option<Tried<'a>> {
    given.only(&["technique", "followed"]);
    let technique = given.must("technique", given.text("technique"));
    if let Some(key) = technique.filter(|key| knowledge.techniques.get(key).is_none()) {
        given.fault("technique", format!("there is no technique `{key}`"));
    }
    let followed = given.must("followed", given.word("followed", &FOLLOWED));
    Some(Tried { technique: technique?, followed: followed? })
}

fn measured<'a>(knowledge: &Knowledge, given: &Given<'a>) -> Option<Measured<'a>> {
    given.only(&["instrument", "scale", "value"]);
    let (instrument, scale) =
        (given.must("instrument", given.text("instrument")), given.must("scale", given.text("scale")));
    let value = given.must("value", given.number("value"));
    let (instrument, scale) = (instrument?, scale?);
    match knowledge.instruments.get(instrument) {
        None => given.fault("instrument", format!("there is no instrument `{instrument}`")),
        Some(found) if found.scale(scale).is_none() => {
            let all: Vec<&str> = found.scales.iter().map(|scale| scale.key.as_str()).collect();
            given.fault("scale", format!("one of {}", all.join(", ")));
        }
        Some(_) => {}
    }
    Some(Measured { instrument, scale, value: value? })
}

fn told(screen: &Screen<'_>, plan: &Plan<'_>) -> Map<String, Value> {
    let frequency = plan.frequency.as_ref().map(|frequency| {
        let course = frequency.course;
        json!({
            "visits": course.visits, "weeks": course.weeks, "minutes": course.minutes,
            "look_after": [frequency.look_after.0, frequency.look_after.1], "until": frequency.until.to_string(),
            "note": course.note, "sources": course.provenance.sources,
        })
    });
    let goals: Vec<Value> = plan
        .goals
        .iter()
        .map(|goal| {
            let rests_on: Vec<Value> = goal.rests_on.iter().map(|size| threshold(size)).collect();
            json!({
                "instrument": goal.instrument.key, "scale": goal.scale.key, "from": shown(goal.from),
                "target": shown(goal.target), "by": goal.by.to_string(), "rests_on": rests_on,
            })
        })
        .collect();
    let not_at_home: Vec<Value> = plan
        .not_at_home
        .iter()
        .map(|(item, bars)| {
            let because: Vec<&str> = bars.iter().map(|bar| bar.say.as_str()).collect();
            json!({ "key": item.key, "name": item.name, "because": because })
        })
        .collect();
    let mut out = Map::new();
    out.insert("refer".into(), json!(screen.refer().word()));
    out.insert("proposed".into(), plan.proposed.iter().map(|one| proposed(screen, one)).collect());
    out.insert("left_out".into(), plan.left_out.iter().map(|one| left_out(screen, one)).collect());
    out.insert("goals".into(), json!(goals));
    out.insert("frequency".into(), json!(frequency));
    out.insert("at_home".into(), plan.at_home.iter().map(at_home).collect());
    out.insert("not_at_home".into(), json!(not_at_home));
    out
}

fn proposed(screen: &Screen<'_>, one: &Proposed<'_>) -> Value {
    let why: Vec<&str> = one
        .why
        .iter()
        .map(|why| match why {
            Why::Evidence => "evidence",
            Why::FollowedByChange => "followed_by_change",
        })
        .collect();
    let doses: Vec<Value> = one
        .technique
        .doses
        .iter()
        .map(|dose| {
            let (least, most) = (shown(dose.least), shown(dose.most));
            json!({ "what": dose.what, "least": least, "most": most, "unit": dose.unit.symbol(), "note": dose.note })
        })
        .collect();
    json!({
        "technique": one.technique.key, "name": one.technique.name, "condition": one.condition.key,
        "places": places(screen, one.areas), "pressure": one.pressure.map(|(least, most)| [least, most]),
        "doses": doses, "why": why, "evidence": evidence(one.evidence), "action": one.verdict.action().word(),
        "rules": rules(screen, &one.verdict), "scope": standpoint(one.scope),
    })
}

fn evidence(statement: &clinical::knowledge::evidence::Statement) -> Value {
    json!({
        "direction": statement.direction.words(), "certainty": statement.certainty.words(), "outcome": statement.outcome,
        "comparator": statement.comparator, "year": statement.year, "sources": statement.provenance.sources,
    })
}

/// The rules that bear on a verdict, each once.
fn rules(screen: &Screen<'_>, verdict: &Verdict) -> Vec<String> {
    let held = verdict.reasons.iter().filter_map(|place| screen.held().get(*place));
    let mut keys: Vec<String> =
        held.filter_map(|held| screen.knowledge().safety.rules.get(held.rule)).map(|rule| rule.key.clone()).collect();
    keys.dedup();
    keys
}

fn left_out(screen: &Screen<'_>, one: &LeftOut<'_>) -> Value {
    let (reason, more) = match &one.reason {
        Reason::Safety(verdict) => {
            ("safety", json!({ "action": verdict.action().word(), "rules": rules(screen, verdict) }))
        }
        Reason::NotScreened => ("not_screened", Value::Null),
        Reason::BeyondCap(cap) => ("beyond_cap", json!({ "cap": format!("P{cap}") })),
        Reason::Scope(stands, others) => {
            let others: Vec<&str> = others.iter().map(|other| other.name.as_str()).collect();
            ("scope", json!({ "standpoint": standpoint(*stands), "refer_to": others }))
        }
        Reason::EvidenceAgainst => ("evidence_against", Value::Null),
        Reason::NotShown => ("not_shown", Value::Null),
        Reason::NoResponse(followed) => {
            let word = FOLLOWED.iter().find(|(_, one)| one == followed).map(|(word, _)| *word);
            ("no_response", json!({ "followed": word }))
        }
    };
    json!({
        "technique": one.technique.key, "name": one.technique.name, "condition": one.condition.key,
        "reason": reason, "more": more, "evidence": evidence(one.evidence),
    })
}

fn at_home(home: &AtHome<'_>) -> Value {
    let mind: Vec<&str> = home.mind.iter().map(|bar| bar.say.as_str()).collect();
    let kind = match home.item.kind {
        clinical::knowledge::homecare::Kind::Exercise => "exercise",
        clinical::knowledge::homecare::Kind::SelfMassage => "self_massage",
        clinical::knowledge::homecare::Kind::Lifestyle => "lifestyle",
    };
    json!({ "key": home.item.key, "name": home.item.name, "kind": kind, "mind": mind, "open_questions": home.open })
}
