//! `palpate score ID`: instruments, functional tests, decision rules and the small calculators, one JSON object each.
//!
//! The keys in and out are described in `docs/score.md`. A result always says `"valid"`; what cannot be scored says why, and an alarm
//! (thoughts of self-harm) is shown whether or not there is a score.

mod instrument;
mod neck;
mod rules;
mod tools;

use clinical::knowledge::Knowledge;
use serde_json::{Map, Value};

use super::json::{Answer, Fields, JudgeError, No};

/// Scores the JSON object `input` by the instrument, test or rule `id`.
///
/// # Errors
/// [`JudgeError::Input`] when `id` is not known or `input` is no JSON object; [`JudgeError::No`] when there can be no score. Both carry
/// the JSON to print.
pub fn score_json(knowledge: &Knowledge, id: &str, input: &str) -> Result<String, JudgeError> {
    let unreadable = |what: String| JudgeError::Input(No::say(what).json());
    let fields = match serde_json::from_str::<Value>(input) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(unreadable("the input must be a JSON object".into())),
        Err(error) => return Err(unreadable(format!("the input is not JSON: {error}"))),
    };
    let Some(answer) = answer(knowledge, id, &fields) else {
        return Err(unreadable(format!("there is no instrument, test or rule `{id}`")));
    };
    match answer {
        Ok(answer) => Ok(Value::Object(answer.0).to_string()),
        Err(no) => Err(JudgeError::No(no.json())),
    }
}

/// The ids that can be scored: instruments and tests of the knowledge, then the rules and calculators written in code.
pub fn ids(knowledge: &Knowledge) -> impl Iterator<Item = &str> {
    let instruments = knowledge.instruments.iter().map(|instrument| instrument.key.as_str());
    let tests = knowledge.motions.tests().map(|test| test.key.as_str());
    instruments.chain(tests).chain(RULES.iter().map(|(id, _)| *id))
}

type Rule = fn(Fields<'_>, &Knowledge) -> Result<Answer, No>;

const RULES: [(&str, Rule); 14] = [
    ("wells_dvt", rules::wells_dvt),
    ("wells_pe", rules::wells_pe),
    ("constans", rules::constans),
    ("ottawa_ankle", rules::ottawa_ankle),
    ("ottawa_knee", rules::ottawa_knee),
    ("canadian_c_spine", neck::canadian_c_spine),
    ("blood_pressure", rules::blood_pressure),
    ("rci", tools::reliable_change),
    ("goal_attainment", tools::goal_attainment),
    ("cms_8min_total", tools::eight_minute_total),
    ("cms_8min_allocation", tools::eight_minute_allocation),
    ("ama_midpoint", tools::midpoint),
    ("goniometry", tools::goniometry),
    ("limb_volume", tools::limb_volume),
];

fn answer(knowledge: &Knowledge, id: &str, input: &Map<String, Value>) -> Option<Result<Answer, No>> {
    let fields = Fields(input);
    if let Some((_, rule)) = RULES.iter().find(|(name, _)| *name == id) {
        return Some(rule(fields, knowledge));
    }
    if let Some(test) = knowledge.motions.test(id) {
        return Some(tools::functional_test(test, fields));
    }
    knowledge.instruments.get(id).map(|instrument| instrument::score(knowledge, instrument, fields))
}
