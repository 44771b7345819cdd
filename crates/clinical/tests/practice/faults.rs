//! What the check says when the folder is wrong: one fault put in, and named with its file.

use clinical::knowledge::Knowledge;

use super::support;

/// The problems after `from` became `to` in `file`, as `file: what`.
fn faults(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut texts = support::texts("knowledge", "toml");
    let (_, text) = texts.iter_mut().find(|(path, _)| path == file).expect("a file of the folder");
    assert!(text.contains(from), "{file} holds {from}");
    *text = text.replacen(from, to, 1);
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let problems = Knowledge::parse(&files).expect_err("a fault");
    assert!(problems.iter().any(|problem| problem.file == file && problem.line > 0), "{problems:?}");
    problems.iter().map(|problem| format!("{}: {}", problem.file, problem.what)).collect()
}

#[test]
fn a_brand_that_two_medicines_share_is_named() {
    let found = faults("medicines/blood.toml", "[\"Eliquis\"]", "[\"Eliquis\", \"Xarelto\"]");
    assert!(found.iter().any(|fault| fault.contains("is also a name of")), "{found:?}");
}

#[test]
fn a_class_or_fact_of_medicines_that_does_not_exist_is_named() {
    let found = faults("medicines/blood.toml", "class = [\"anticoagulant\"]", "class = [\"anticoagulants\"]");
    assert_eq!(found, ["medicines/blood.toml: no class of medicines is called `anticoagulants`"]);
    let found = faults("medicines/classes.toml", "sets = [\"rx_anticoagulant\"]", "sets = [\"rx_anticoagulants\"]");
    assert_eq!(found, ["medicines/classes.toml: no fact is called `rx_anticoagulants`"]);
}

#[test]
fn lying_on_the_back_without_a_bar_for_pregnancy_is_named() {
    let found = faults("homecare/exercises.toml", ", \"pregnant_flat\"", "");
    assert_eq!(found, ["homecare/exercises.toml: lying flat, and no bar for pregnancy"]);
}

#[test]
fn a_reading_age_that_is_not_that_of_the_text_is_named() {
    let found = faults("education/conditions.toml", "reading_age = 7", "reading_age = 15");
    assert!(found.iter().any(|fault| fault.contains("and 15 is stated")), "{found:?}");
}

#[test]
fn a_technique_in_two_activities_is_named() {
    let found = faults("professions/scope.toml", "techniques = [\"mfr\"]", "techniques = [\"mfr\", \"hvla\"]");
    assert!(found.iter().any(|fault| fault.contains("the technique `hvla` belongs to two activities")), "{found:?}");
}
