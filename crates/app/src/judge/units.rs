//! Units of care from minutes. The codes are the practice's own.

use clinical::care_units::{Timed, allocate, by_midpoint, units_for_total};
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::read::{Given, judged};

#[derive(Clone, Copy, PartialEq)]
enum Rule {
    EightMinutes,
    Midpoint,
}

/// Units for the timed services of a day, by the 8-minute rule or the midpoint rule.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn units_json(input: &str) -> Result<String, JudgeError> {
    judged("palpate.units/1", input, |given| {
        given.only(&["rule", "timed"]);
        let rule = given.word("rule", &[("8-minute", Rule::EightMinutes), ("midpoint", Rule::Midpoint)]);
        given.must("timed", given.value("timed"));
        let timed: Option<Vec<Timed>> = given.each("timed").iter().map(service).collect();
        let timed = timed?;
        let minutes: f64 = timed.iter().map(|one| one.minutes).sum();
        let (units, tied) = match rule {
            Some(Rule::Midpoint) => (by_midpoint(&timed)?, Vec::new()),
            _ => match allocate(&timed) {
                Some(allocated) => (allocated.units, allocated.tied),
                None => {
                    given.fault("timed", "together more minutes than a day has");
                    return None;
                }
            },
        };
        let total: u32 = units.iter().map(|one| one.units).sum();
        let each: Vec<Value> = units.iter().map(|one| json!({ "code": one.code, "units": one.units })).collect();
        let mut out = Map::new();
        out.insert("minutes".into(), super::json::shown(minutes));
        out.insert("total".into(), json!(total));
        out.insert("units".into(), json!(each));
        out.insert("tied".into(), json!(tied));
        Some(out)
    })
}

fn service(given: &Given<'_>) -> Option<Timed> {
    given.only(&["code", "minutes"]);
    let code = given.must("code", given.text("code"));
    let minutes = given.must("minutes", given.number("minutes"))?;
    if units_for_total(minutes).is_none() {
        given.fault("minutes", "from 0 to a day");
        return None;
    }
    Some(Timed { code: code?.to_owned(), minutes })
}
