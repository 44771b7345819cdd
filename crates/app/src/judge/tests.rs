//! The examples of `docs/` are run, and every judgement refuses by the path of the field.

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{JudgeError, course, hypothesis, plan, scope, screen, shorthand, units};
use crate::judge::screen::tests::knowledge;

const TODAY: Date = date(2026, 11, 22);

/// The blocks of a page that open with this fence line.
fn blocks(page: &str, fence: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    let text = fs::read_to_string(path).expect("the page is there");
    let mut found = Vec::new();
    for part in text.split(&format!("```{fence}\n")).skip(1) {
        let block = part.split("```").next().expect("the block closes");
        found.push(serde_json::from_str(block).unwrap_or_else(|error| panic!("{page}: {error}\n{block}")));
    }
    found
}

fn ran(judge: fn(&clinical::knowledge::Knowledge, &str, Date) -> Result<String, JudgeError>, input: &Value) -> Value {
    match judge(knowledge(), &input.to_string(), TODAY) {
        Ok(out) => serde_json::from_str(&out).expect("JSON comes out"),
        Err(error) => panic!("{}\nfor {input}", error.json()),
    }
}

/// Does `all` hold every field of `part` with the same value? Lists must begin alike.
fn holds(all: &Value, part: &Value) -> bool {
    match (all, part) {
        (Value::Object(all), Value::Object(part)) => {
            part.iter().all(|(key, value)| all.get(key).is_some_and(|own| holds(own, value)))
        }
        (Value::Array(all), Value::Array(part)) => {
            all.len() >= part.len() && all.iter().zip(part).all(|(own, value)| holds(own, value))
        }
        (own, value) => own == value,
    }
}

fn shown_by(page: &str, judge: fn(&clinical::knowledge::Knowledge, &str, Date) -> Result<String, JudgeError>) {
    let (asked, answered) = (blocks(page, "json asked"), blocks(page, "json answered"));
    assert!(!asked.is_empty() && asked.len() == answered.len(), "{page}");
    for (input, part) in asked.iter().zip(&answered) {
        let out = ran(judge, input);
        assert!(holds(&out, part), "{page}: {part:#}\nis not in\n{out:#}");
    }
}

#[test]
fn the_examples_of_the_pages_come_out_as_they_say() {
    shown_by("screen.md", screen::screen_json);
    shown_by("plan.md", plan::plan_json);
}

fn refused(out: Result<String, JudgeError>, fields: &[&str]) {
    let Err(JudgeError::Input(json)) = out else { panic!("{out:?} was taken") };
    let json: Value = serde_json::from_str(&json).expect("JSON comes out");
    assert_eq!(json["valid"], false);
    let named: Vec<&str> =
        json["problems"].as_array().expect("problems").iter().filter_map(|one| one["field"].as_str()).collect();
    for field in fields {
        assert!(named.contains(field), "{field} is not among {named:?}");
    }
}

#[test]
fn each_judgement_names_the_path_of_what_it_cannot_take() {
    let k = knowledge();
    let text = |value: Value| value.to_string();
    refused(
        plan::plan_json(
            k,
            &text(json!({
                "conditions": ["neck_pain", "no_such"], "practitioner": { "profession": "lmt" },
                "tried": [{ "technique": "mfr", "followed": "maybe" }], "facts": { "sbp": "high" }, "colour": 1,
            })),
            TODAY,
        ),
        &["conditions[1]", "practitioner.jurisdiction", "tried[0].followed", "facts.sbp", "colour"],
    );
    refused(
        course::change_json(k, &text(json!({ "instrument": "nprs", "scale": "average", "from": 11, "to": "3" }))),
        &["from", "to"],
    );
    refused(course::change_json(k, &text(json!({ "instrument": "none" }))), &["instrument"]);
    refused(
        course::course_json(
            k,
            &text(json!({ "instrument": "nprs", "scale": "average", "readings": [{ "on": "soon", "value": 3 }] })),
        ),
        &["readings[0].on"],
    );
    refused(
        course::what_followed_json(
            k,
            &text(json!({ "instrument": "nprs", "scale": "average", "span": "x", "pairs": [7] })),
        ),
        &["span", "pairs[0]"],
    );
    refused(
        hypothesis::hypothesis_json(k, &text(json!({ "findings": [{ "at": "elbwo" }], "opinions": { "x": {} } }))),
        &["findings[0].at", "opinions.x"],
    );
    refused(
        scope::scope_json(
            k,
            &text(json!({ "technique": "magic", "practitioner": { "profession": "x", "jurisdiction": "US-WA" } })),
            TODAY,
        ),
        &["technique", "practitioner.profession"],
    );
    refused(shorthand::shorthand_json(k, "{}"), &["text"]);
    refused(units::units_json(&text(json!({ "timed": [{ "code": "A", "minutes": -1 }] }))), &["timed[0].minutes"]);
    for junk in ["", "7", "[1]", "{", "null", "{\"a\":}"] {
        assert!(matches!(plan::plan_json(k, junk, TODAY), Err(JudgeError::Input(_))), "{junk}");
        assert!(matches!(units::units_json(junk), Err(JudgeError::Input(_))), "{junk}");
    }
}

#[test]
fn each_judgement_gives_what_the_pure_one_gives() {
    let k = knowledge();
    let of = |out: Result<String, JudgeError>| -> Value {
        serde_json::from_str(&out.unwrap_or_else(|error| panic!("{}", error.json()))).expect("JSON comes out")
    };
    // Pain from 7 to 4: three points, beyond an error of two.
    let out = of(course::change_json(
        k,
        &json!({ "instrument": "nprs", "scale": "average", "from": 7, "to": 4 }).to_string(),
    ));
    assert_eq!((out["gain"].as_f64(), out["verdict"].as_str()), (Some(3.0), Some("better")));
    // 23 + 22 minutes are 45: three units, one each by quarters, the third to the larger rest.
    let timed = json!({ "timed": [{ "code": "A", "minutes": 23 }, { "code": "B", "minutes": 22 }] });
    let out = of(units::units_json(&timed.to_string()));
    assert_eq!((out["total"].as_u64(), &out["units"][0]["units"]), (Some(3), &json!(2)));
    let out = of(shorthand::shorthand_json(k, &json!({ "text": "R UT TrP 90s p3 6>3" }).to_string()));
    assert_eq!(out["items"][0]["kind"], "work");
    assert_eq!(out["items"][0]["site"]["side"], "right");
    let again = of(shorthand::shorthand_json(k, &json!({ "text": out["printed"] }).to_string()));
    assert_eq!(out["items"], again["items"], "what is printed reads the same");
    let who = json!({ "profession": "lmt", "jurisdiction": "US-WA" });
    let out = of(scope::scope_json(k, &json!({ "technique": "hvla", "practitioner": who }).to_string(), TODAY));
    assert_eq!(out["blocks"], true);
    let pair = json!({ "before": 6, "after": 3 });
    let asked = json!({ "instrument": "nprs", "scale": "average", "span": "within_session", "pairs": [pair, pair] });
    assert_eq!(of(course::what_followed_json(k, &asked.to_string()))["says"], "too_few");
    let asked = json!({ "instrument": "nprs", "scale": "average", "from": 6, "target": 5.5, "by": "2027-01-01" });
    assert_eq!(of(course::goal_json(k, &asked.to_string(), TODAY))["is_goal"], false);
}
