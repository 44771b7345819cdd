//! The golden cases of `vectors/safety`, and what holds of any screen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use clinical::knowledge::Knowledge;
use clinical::predicate::{Asked, Compare, Predicate};
use clinical::screen::reading::Written;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::screen_json;

const TODAY: Date = date(2026, 11, 22);

pub(in super::super) fn knowledge() -> &'static Knowledge {
    static READ: OnceLock<Knowledge> = OnceLock::new();
    READ.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let mut texts = Vec::new();
        collect(&root, &root, &mut texts);
        texts.sort();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Knowledge::parse(&files).expect("the knowledge holds together")
    })
}

/// The folder as it stands on disk, so that a rule can be corrected and tried without building the program anew.
fn collect(root: &Path, folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, texts);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            texts.push((name, fs::read_to_string(&path).expect("readable")));
        }
    }
}

fn ask(input: &Value) -> Value {
    match screen_json(knowledge(), &input.to_string(), TODAY) {
        Ok(out) => serde_json::from_str(&out).expect("JSON comes out"),
        Err(error) => panic!("{}\nfor {input}", error.json()),
    }
}

fn vectors(file: &str) -> Value {
    read(&Path::new("vectors/safety").join(file))
}

/// A case on each side of every threshold.
fn limits() -> Value {
    read(Path::new("vectors/thresholds.json"))
}

fn read(file: &Path) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    serde_json::from_str(&fs::read_to_string(path).expect("the vectors are there")).expect("the vectors are JSON")
}

/// Runs a file of golden cases: each with `input`, the actions it `accept`s and, where it says so, the `rule` that must be among the
/// reasons. Gives back what went wrong, and the rules that gave a reason.
fn run(file: &str) -> (usize, Vec<String>, BTreeSet<String>) {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let cases = vectors(file);
    let cases = cases["cases"].as_array().expect("cases");
    for case in cases {
        let out = ask(&case["input"]);
        let proposal = &out["proposals"][0];
        let rules: BTreeSet<String> = proposal["reasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .map(|reason| reason["rule"].as_str().expect("a key").to_owned())
            .collect();
        if !case["accept"].as_array().expect("accept").contains(&proposal["action"]) {
            wrong.push(format!(
                "{} {}: {}, accepted {} by {rules:?}",
                case["id"], case["title"], proposal["action"], case["accept"]
            ));
        }
        if let Some(rule) = case["rule"].as_str()
            && !rules.contains(rule)
        {
            wrong.push(format!("{}: {rule} gave no reason", case["id"]));
        }
        if let Some(not) = case["not_rule"].as_str()
            && rules.contains(not)
        {
            wrong.push(format!("{}: {not} gave a reason", case["id"]));
        }
        seen.extend(rules);
    }
    (cases.len(), wrong, seen)
}

#[test]
fn every_public_case_comes_to_an_action_its_authors_accept() {
    let (count, wrong, _) = run("vignettes.json");
    assert_eq!(count, 15);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_second_reader_who_knows_only_the_facts_page_comes_to_the_same_action() {
    let (count, wrong, _) = run("second_coding.json");
    assert_eq!(count, 15);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (first, second) = (vectors("vignettes.json"), vectors("second_coding.json"));
    let cases = first["cases"].as_array().expect("cases").iter().zip(second["cases"].as_array().expect("cases"));
    for (one, other) in cases {
        assert_eq!(one["id"], other["id"]);
        assert_eq!(ask(&one["input"])["action"], ask(&other["input"])["action"], "{}", one["id"]);
        let (a, b) = (facts_of(one), facts_of(other));
        let more: Vec<&str> = b.difference(&a).copied().collect();
        let said: Vec<&str> =
            other["differs"]["more"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(more, said, "the difference of {} is recorded", one["id"]);
    }
}

fn facts_of(case: &Value) -> BTreeSet<&str> {
    case["input"]["facts"].as_object().expect("facts").keys().map(String::as_str).collect()
}

#[test]
fn cases_written_from_the_sources_come_to_the_action_the_sources_ask_for() {
    let (count, wrong, _) = run("from_sources.json");
    assert!(count >= 390, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_proposal_is_read_from_texts_numbers_and_lists_and_refused_by_field() {
    let read = |proposal: Value| ask(&json!({ "facts": {}, "unasked": "no", "proposed": [proposal] }));
    let out = read(json!({ "technique": ["Swedish massage"], "region": ["neck", "left calf"], "force": 4 }));
    assert_eq!(out["proposals"][0]["read_as"]["force"], "P4");
    let out = read(json!({ "technique": "stretching", "region": "hip", "force": "n/a" }));
    assert_eq!(out["proposals"][0]["read_as"]["force"], "P3");
    let refused = |input: Value| match screen_json(knowledge(), &input.to_string(), TODAY) {
        Ok(out) => panic!("{input} gave {out}"),
        Err(error) => error.json().to_owned(),
    };
    for (input, field, near) in [
        (json!({ "proposed": [{ "region": "neck" }] }), "proposed[0].technique", "is missing"),
        (json!({ "proposed": [{ "technique": "sweedish", "region": "neck" }] }), "proposed[0].technique", "swedish"),
        (json!({ "proposed": [{ "technique": "stretching", "region": {} }] }), "proposed[0].region", "text"),
        (json!({ "facts": { "anticoagulant": "yes" } }), "facts.anticoagulant", "rx_anticoagulant"),
        (json!({ "facts": { "sbp": "high" } }), "facts.sbp", "a number in mmHg"),
        (json!({ "facts": { "fever": { "when": "today" } } }), "facts.fever", "days_ago"),
        (json!({ "facts": { "acute_sprain": { "region": "ankel" } } }), "facts.acute_sprain", "ankle"),
        (json!({ "facts": { "acute_sprain": { "side": "up" } } }), "facts.acute_sprain", "left, right or both"),
        (json!({ "fact": {} }), "fact", "not a field of a screen"),
        (json!({ "unasked": false }), "unasked", "unknown"),
    ] {
        let error = refused(input);
        assert!(error.contains(field) && error.contains(near), "{error}");
    }
}

#[test]
fn an_aged_no_is_asked_again_and_a_yes_stands() {
    // The heart group is asked again after 365 days.
    let asks = |on: &str| {
        let facts = json!({ "unstable_angina": { "answer": "no", "on": on }, "hf_decompensated": "no" });
        let out = ask(&json!({ "facts": facts, "proposed": [{ "technique": "Swedish massage", "region": "back" }] }));
        out["assumed"].is_null() && questions_about(&out, "unstable_angina")
    };
    let aged = knowledge().facts.find("unstable_angina").expect("the fact is there");
    let no = |on: Date| clinical::facts::Answer::No { on: Some(on) };
    assert!(!knowledge().facts.aged(aged, &no(date(2025, 11, 22)), TODAY), "365 days is not older than 365");
    assert!(knowledge().facts.aged(aged, &no(date(2025, 11, 21)), TODAY), "366 days is");
    assert!(!knowledge().facts.aged(aged, &clinical::facts::Answer::no(), TODAY), "a no without a day does not age");
    assert!(!asks("2026-11-22"));
    let old = json!({ "stroke_or_tia": { "since": "1990" } });
    let out =
        ask(&json!({ "facts": old, "unasked": "no", "proposed": [{ "technique": "manipulation", "region": "neck" }] }));
    assert_eq!(out["proposals"][0]["action"], "do-not-treat", "a yes of long ago stands");
}

fn questions_about(out: &Value, fact: &str) -> bool {
    out["questions"].to_string().contains(fact)
}

#[test]
fn every_class_of_reason_that_a_technique_names_comes_to_a_precaution_or_more() {
    let file = vectors("contra_classes.json");
    let mut wrong = Vec::new();
    let mut cells = 0;
    for technique in knowledge().techniques.list() {
        for class in technique.contra.iter().filter(|_| technique.part_of.is_none()) {
            cells += 1;
            let facts = file["classes"][class].as_array().cloned().unwrap_or_default();
            let held = facts.iter().any(|facts| {
                let proposed = json!([{ "technique": technique.key, "region": "full body" }]);
                ask(&json!({ "facts": facts, "unasked": "no", "proposed": proposed }))["proposals"][0]["action"]
                    != "allow"
            });
            if !held {
                wrong.push(format!("{} with {class}", technique.key));
            }
        }
    }
    assert!(cells >= 150, "{cells}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_and_alias_of_the_catalogue_is_read_into_a_family_that_the_catalogue_gives_it() {
    let families = &knowledge().families;
    let mut wrong = Vec::new();
    // Families that rules single out; soft-tissue names go by force and place instead.
    let told_apart =
        ["HVLA", "HEAT", "COLD", "CUP", "VM", "CST", "MLD", "ACU", "REFLEX", "NEURO", "SCS", "JM", "STR", "MET"];
    let all = knowledge().techniques.list().iter();
    let names =
        all.flat_map(|technique| technique.aliases.iter().chain([&technique.key]).map(move |word| (word, technique)));
    for (word, technique) in names {
        let written = Written { technique: word, region: "back", side: "", force: "" };
        let Ok(read) = knowledge().read_proposal(&written) else {
            wrong.push(format!("`{word}` is not read"));
            continue;
        };
        let own = technique.families.iter().filter(|key| told_apart.contains(&key.as_str()));
        let own: Vec<_> = own.filter_map(|key| families.family(key)).collect();
        if !own.is_empty() && !own.iter().any(|family| read.proposal.families.meets(*family)) {
            wrong.push(format!("`{word}` of {} is read as {:?}", technique.key, families.say(read.proposal.families)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Did this effect of this rule give a reason?
fn fires(out: &Value, rule: &str, text: &str) -> bool {
    let mut reasons = out["proposals"][0]["reasons"].as_array().into_iter().flatten();
    reasons.any(|reason| reason["rule"] == rule && reason["text"] == text)
}

/// The thresholds in a condition, as the files write them: `sbp >= 180`, `surgery_recent within 12 weeks`.
fn thresholds(predicate: &Predicate, found: &mut BTreeSet<String>) {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
            parts.iter().for_each(|part| thresholds(part, found));
        }
        Predicate::Not(part) => thresholds(part, found),
        Predicate::Fact(fact, asked) => {
            let key = knowledge().facts.key(*fact);
            match asked {
                Asked::Within(reach) | Asked::Beyond(reach) => {
                    found.insert(format!("{key} within {} {}", reach.count, reach.unit.word()));
                }
                Asked::Number(compare, wanted) => {
                    let sign = match compare {
                        Compare::Less => "<",
                        Compare::AtMost => "<=",
                        Compare::Equal => "=",
                        Compare::AtLeast => ">=",
                        Compare::More => ">",
                    };
                    found.insert(format!("{key} {sign} {wanted}"));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_threshold_of_every_rule_has_a_case_on_it_and_one_past_it() {
    let file = limits();
    let mut wrong = Vec::new();
    let mut sides: BTreeSet<(String, String, bool)> = BTreeSet::new();
    for case in file["cases"].as_array().expect("cases") {
        let text = |name: &str| case[name].as_str().expect("text").to_owned();
        let (rule, threshold, effect) = (text("rule"), text("threshold"), text("effect"));
        let holds = case["holds"].as_bool().expect("holds");
        if fires(&ask(&case["input"]), &rule, &effect) != holds {
            wrong.push(format!("{}: {effect}", case["id"]));
        }
        sides.insert((rule, threshold, holds));
    }
    for rule in &knowledge().safety.rules {
        let mut found = BTreeSet::new();
        thresholds(&rule.when, &mut found);
        rule.effects.iter().filter_map(|effect| effect.condition.as_ref()).for_each(|c| thresholds(c, &mut found));
        for threshold in found {
            for side in [true, false] {
                if !sides.contains(&(rule.key.clone(), threshold.clone(), side)) {
                    wrong.push(format!("{}: no case with {threshold} {}", rule.key, if side { "on" } else { "past" }));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_effect_has_a_case_that_fires_it_and_one_with_a_fact_of_its_rule_that_does_not() {
    let (_, mut wrong, _) = run("effects.json");
    let mut seen: Vec<(BTreeSet<String>, Value)> = Vec::new();
    for file in ["rules", "written", "vignettes", "from_sources", "effects", "thresholds"] {
        let file = if file == "thresholds" { limits() } else { vectors(&format!("{file}.json")) };
        for case in file["cases"].as_array().expect("cases") {
            let out = ask(&case["input"]);
            let said = case["input"]["facts"].as_object().expect("facts").keys().cloned().collect();
            seen.push((said, out["proposals"][0]["reasons"].clone()));
        }
    }
    for rule in &knowledge().safety.rules {
        let key = |id: &clinical::knowledge::FactId| knowledge().facts.key(*id).to_owned();
        let own: BTreeSet<String> = rule.when.facts().iter().map(key).collect();
        for effect in &rule.effects {
            let gave = |reasons: &Value| {
                let mut all = reasons.as_array().into_iter().flatten();
                all.any(|reason| reason["rule"] == *rule.key && reason["text"] == *effect.text)
            };
            let near = seen.iter().filter(|(said, _)| !said.is_disjoint(&own));
            let (fired, missed) = near.fold((false, false), |(fired, missed), (_, reasons)| {
                let gave = gave(reasons);
                (fired || gave, missed || !gave)
            });
            let names_alone = effect.families.covers(knowledge().families.all()) && rule.effects.len() == 1;
            if !fired && !seen.iter().any(|(_, reasons)| gave(reasons)) {
                wrong.push(format!("{}: nothing fires \"{}\"", rule.key, effect.text));
            }
            if !missed && !names_alone {
                wrong.push(format!("{}: nothing just misses \"{}\"", rule.key, effect.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_and_every_case_its_action() {
    let (_, mut wrong, mut seen) = run("rules.json");
    let (_, more, also) = run("written.json");
    wrong.extend(more);
    seen.extend(also);
    wrong.extend(knowledge().without_cases(&seen).iter().map(ToString::to_string));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
