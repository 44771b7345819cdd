//! The golden cases of `vectors/scoring`: every instrument, test, rule and calculator against published and derived examples.

use std::fs;
use std::path::Path;

use app::judge::score::score_json;
use clinical::knowledge::Knowledge;
use serde_json::Value;

/// What the program says to a case, valid or not.
fn says(knowledge: &Knowledge, id: &str, input: &Value) -> Value {
    let text = match score_json(knowledge, id, &input.to_string()) {
        Ok(text) => text,
        Err(error) => error.json().to_owned(),
    };
    serde_json::from_str(&text).unwrap()
}

/// Every key of `expected` holds in `actual`, numbers within `tolerance`.
fn holds(expected: &Value, actual: &Value, tolerance: f64) -> bool {
    match (expected, actual) {
        (Value::Object(expected), _) if expected.contains_key("any_of") => {
            expected["any_of"].as_array().unwrap().iter().any(|one| holds(one, actual, tolerance))
        }
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().all(|(key, value)| actual.get(key).is_some_and(|found| holds(value, found, tolerance)))
        }
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len() && expected.iter().zip(actual).all(|(e, a)| holds(e, a, tolerance))
        }
        (Value::Number(expected), Value::Number(actual)) => {
            (expected.as_f64().unwrap() - actual.as_f64().unwrap()).abs() <= tolerance + 1e-12
        }
        _ => expected == actual,
    }
}

fn files(folder: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let json = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "json"));
    json.map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// Runs all cases of a folder; returns how many there were.
fn run(folder: &str) -> usize {
    let knowledge = app::knowledge().unwrap();
    let mut cases = 0;
    let mut wrong = Vec::new();
    for file in files(folder) {
        let id = file["id"].as_str().unwrap();
        let tolerance = file["tolerance"].as_f64().unwrap();
        for case in file["vectors"].as_array().unwrap() {
            cases += 1;
            let actual = says(&knowledge, id, &case["input"]);
            // A case that does not gate may be refused instead.
            let refused = case["gating"] == Value::Bool(false) && actual["valid"] == Value::Bool(false);
            if !refused && !holds(&case["expected"], &actual, tolerance) {
                wrong.push(format!("{}: {} expected {} said {actual}", case["id"], case["input"], case["expected"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} differ\n{}", wrong.len(), wrong.join("\n"));
    cases
}

#[test]
fn the_148_public_cases_of_23_instruments_come_out_as_published() {
    assert_eq!(files("scoring").len(), 23);
    assert_eq!(run("scoring"), 148);
}

#[test]
fn the_cases_derived_from_the_written_rules_come_out() {
    assert!(run("scoring/derived") >= 200);
}

#[test]
fn no_json_whatever_makes_a_judgement_panic_and_each_says_whether_it_is_valid() {
    let knowledge = app::knowledge().unwrap();
    let junk = [
        "null",
        "true",
        "-1",
        "0",
        "1e308",
        "-1e308",
        "0.5",
        "\"x\"",
        "[]",
        "{}",
        "[null]",
        "[[1,2,3]]",
        "[[[]]]",
        "[1e308,1e308]",
        "{\"a\":1e308}",
        "[{\"level\":127,\"weight\":1e308}]",
        "[0,1,2,3,4,5,6,7,8,9,10,11]",
        "{\"fall_m\":1e308,\"stairs\":null}",
    ];
    let names = [
        "op",
        "items",
        "answers",
        "ticked",
        "activities",
        "baseline",
        "followup",
        "total",
        "scale",
        "age",
        "sex",
        "value",
        "seconds",
        "mechanism",
        "low_risk",
        "timed",
        "untimed",
        "segments",
        "measured",
        "norm",
        "goals",
        "pre",
        "calf_diff_cm",
        "systolic",
        "diastolic",
    ];
    for id in app::judge::score::ids(&knowledge) {
        for value in junk {
            let all: Vec<String> = names.iter().map(|name| format!("\"{name}\":{value}")).collect();
            let forms =
                all.iter().map(|one| format!("{{{one}}}")).chain([format!("{{{}}}", all.join(",")), value.to_owned()]);
            for form in forms {
                let text = match score_json(&knowledge, id, &form) {
                    Ok(text) => text,
                    Err(error) => error.json().to_owned(),
                };
                let said: Value = serde_json::from_str(&text).unwrap();
                assert!(said["valid"].is_boolean(), "{id} {form} said {text}");
            }
        }
    }
}

#[test]
fn an_unknown_id_and_text_that_is_no_object_are_the_askers_mistake_and_a_form_without_score_is_a_no() {
    let knowledge = app::knowledge().unwrap();
    let exit = |id: &str, input: &str| score_json(&knowledge, id, input).map_err(|error| error.exit());
    assert_eq!(exit("nothing", "{}"), Err(1));
    assert_eq!(exit("odi", "[]"), Err(1));
    assert_eq!(exit("odi", "{"), Err(1));
    assert_eq!(exit("odi", "{}"), Err(2));
    assert!(exit("odi", "{\"sections\":[0,0,0,0,0,0,0,0,0,0]}").is_ok());
}
