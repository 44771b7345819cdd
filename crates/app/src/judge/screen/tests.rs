//! The golden cases of `vectors/safety`, and what holds of any screen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use clinical::knowledge::Knowledge;
use jiff::civil::{Date, date};
use serde_json::Value;

use super::screen_json;

const TODAY: Date = date(2026, 11, 22);

fn knowledge() -> &'static Knowledge {
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/safety").join(file);
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
fn every_rule_has_cases_and_every_case_its_action() {
    let (_, mut wrong, mut seen) = run("rules.json");
    let (_, more, also) = run("written.json");
    wrong.extend(more);
    seen.extend(also);
    wrong.extend(knowledge().without_cases(&seen).iter().map(ToString::to_string));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
