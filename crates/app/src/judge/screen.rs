//! `palpate screen`: facts and proposals in, for each proposal one of six actions with its reasons out.
//!
//! The keys in and out are described in `docs/screen.md`, the facts in `docs/facts.md`. Written cases may be read as a closed
//! world (`"unasked": "no"`); what was assumed is then listed. Pages and the record never do that.

pub(super) mod facts;
pub(super) mod shown;

use clinical::knowledge::Knowledge;
use clinical::screen::reading::{Read, Written};
use clinical::screen::{Clearance, Context, Proposal, screen};
use clinical::site::Side;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::json::JudgeError;
use super::read::{Faults, object};

/// Screens the JSON object `input` on the day `today`, unless it names its own.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found, when a key, a value, a technique or a place cannot be understood.
pub fn screen_json(knowledge: &Knowledge, input: &str, today: Date) -> Result<String, JudgeError> {
    let mut faults = Faults::default();
    let fields = object(input)?;
    for key in fields.keys() {
        if !FIELDS.contains(&key.as_str()) {
            faults.add(key, format!("not a field of a screen; those are {}", FIELDS.join(", ")));
        }
    }
    let today = day(&fields, "today", &mut faults).unwrap_or(today);
    let closed_world = match fields.get("unasked").map(Value::as_str) {
        None | Some(Some("unknown")) => false,
        Some(Some("no")) => true,
        Some(_) => {
            faults.add("unasked", "either \"unknown\" or \"no\"");
            false
        }
    };
    let read = facts::read(knowledge, fields.get("facts"), today, &mut faults);
    let proposals = proposals(knowledge, fields.get("proposed"), &mut faults);
    let mut context = Context::on(today);
    context.closed_world = closed_world;
    context.clearances = clearances(knowledge, fields.get("clearances"), today, &mut faults);
    for name in fields.get("complaints").and_then(Value::as_array).into_iter().flatten() {
        match name.as_str().map(|name| knowledge.read_places(name, "")) {
            Some(Ok(areas)) => context.complaints |= areas,
            _ => faults.add("complaints", format!("no place is called {name}")),
        }
    }
    if !faults.is_empty() {
        return Err(JudgeError::Input(faults.json()));
    }
    let found = screen(knowledge, &read.facts, &context);
    let mut out = shown::screen(&found, &proposals);
    if closed_world {
        let mut open = context.clone();
        open.closed_world = false;
        out.insert("assumed".into(), shown::assumed(&screen(knowledge, &read.facts, &open)));
    }
    if !read.from_medicines.is_empty() || !read.unread_medicines.is_empty() {
        out.insert(
            "medicines".into(),
            json!({ "sets": read.from_medicines, "asks": read.asks, "unknown": read.unread_medicines }),
        );
    }
    Ok(Value::Object(out).to_string())
}

const FIELDS: [&str; 6] = ["facts", "unasked", "proposed", "today", "clearances", "complaints"];

/// One proposal: as it was written, and as it was understood.
struct Asked {
    written: Map<String, Value>,
    read: Read,
}

impl Asked {
    fn proposal(&self) -> Proposal {
        self.read.proposal
    }
}

fn proposals(knowledge: &Knowledge, value: Option<&Value>, faults: &mut Faults) -> Vec<Asked> {
    let list: Vec<&Value> = match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    };
    let mut asked = Vec::new();
    for (number, one) in list.into_iter().enumerate() {
        let field = |name: &str| format!("proposed[{number}].{name}");
        let Value::Object(written) = one else {
            faults.add(format!("proposed[{number}]"), "an object with technique, region, side and force");
            continue;
        };
        for key in written.keys().filter(|key| !PROPOSAL.contains(&key.as_str())) {
            faults.add(field(key), format!("not a field of a proposal; those are {}", PROPOSAL.join(", ")));
        }
        let mut said = |name: &str| {
            let read = words(written.get(name));
            read.unwrap_or_else(|| {
                faults.add(field(name), "text, or a list of texts");
                String::new()
            })
        };
        let (technique, region, side) = (said("technique"), said("region"), said("side"));
        let (force, intensity) = (said("force"), said("intensity"));
        for (name, empty) in [("technique", technique.is_empty()), ("region", region.is_empty())] {
            if empty && !written.contains_key(name) {
                faults.add(field(name), "is missing");
            }
        }
        let force = if force.is_empty() { &intensity } else { &force };
        let as_written = Written { technique: &technique, region: &region, side: &side, force };
        match knowledge.read_proposal(&as_written) {
            Ok(read) => asked.push(Asked { written: written.clone(), read }),
            Err(refusals) => {
                for refusal in refusals.into_iter().filter(|refusal| written.contains_key(&*refusal.field)) {
                    let said = |name: &str| {
                        refusal.args.iter().find(|(n, _)| *n == name).map_or(String::new(), |(_, v)| v.clone())
                    };
                    let near = said("near");
                    let near = if near.is_empty() { near } else { format!("; near: {near}") };
                    faults.add(field(&refusal.field), format!("`{}` is not known{near}", said("said")));
                }
            }
        }
    }
    asked
}

/// A field of a proposal as text: a text, a number, or several texts of which each counts; nothing for another kind of value.
fn words(value: Option<&Value>) -> Option<String> {
    match value {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Array(several)) => {
            let each: Option<Vec<&str>> = several.iter().map(Value::as_str).collect();
            each.map(|each| each.join(", "))
        }
        Some(_) => None,
    }
}

const PROPOSAL: [&str; 6] = ["technique", "region", "side", "force", "intensity", "position"];

pub(super) fn clearances(
    knowledge: &Knowledge,
    value: Option<&Value>,
    today: Date,
    faults: &mut Faults,
) -> Vec<Clearance> {
    let mut found = Vec::new();
    for (number, one) in value.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let field = format!("clearances[{number}]");
        let Value::Object(fields) = one else {
            faults.add(field, "an object with rule or fact, by, on, until, families, regions");
            continue;
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let of = match (text("rule"), text("fact")) {
            (Some(rule), _) if knowledge.safety.rule(rule).is_some() => rule.to_owned(),
            (None, Some(fact)) => match knowledge.facts.find(fact) {
                Some(id) => knowledge.facts.key(id).to_owned(),
                None => {
                    faults.add(field, format!("no fact is called `{fact}`"));
                    continue;
                }
            },
            _ => {
                faults.add(field, "a clearance names the rule (\"rule\": \"S031\") or the fact it is about");
                continue;
            }
        };
        let on = day(fields, "on", faults).unwrap_or(today);
        let until = day(fields, "until", faults);
        let mut areas = None;
        for name in fields.get("regions").and_then(Value::as_array).into_iter().flatten() {
            match name.as_str().map(|name| knowledge.read_places(name, "")) {
                Some(Ok(more)) => areas = Some(areas.unwrap_or_default() | more),
                _ => faults.add(&field, format!("no place is called {name}")),
            }
        }
        let mut families = None;
        for name in fields.get("families").and_then(Value::as_array).into_iter().flatten() {
            match name.as_str().and_then(|name| knowledge.families.family(name)) {
                Some(more) => families = Some(families.unwrap_or_default() | more),
                None => faults.add(&field, format!("no family is called {name}")),
            }
        }
        found.push(Clearance { of, by: text("by").unwrap_or_default().to_owned(), on, until, families, areas });
    }
    found
}

fn day(fields: &Map<String, Value>, name: &str, faults: &mut Faults) -> Option<Date> {
    let value = fields.get(name).filter(|value| !value.is_null())?;
    let day = value.as_str().and_then(|text| text.parse().ok());
    if day.is_none() {
        faults.add(name, "a day like 2026-11-22");
    }
    day
}

#[cfg(test)]
pub(super) mod tests;

fn side(text: &str) -> Option<Side> {
    match text.trim().to_lowercase().as_str() {
        "" | "midline" | "middle" => Some(Side::Both),
        other => Side::parse(other),
    }
}
