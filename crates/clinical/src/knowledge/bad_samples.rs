//! A bad sample for each kind of problem that a check names, to show that it bites and where it points.

use std::collections::BTreeSet;

use super::{Knowledge, folder::folder};

const HEAD: &str = "as_of = \"2026-11\"\nsource = [\"A1\"]\nconfidence = \"M\"\n";
const SOURCES: (&str, &str) =
    ("sources.toml", "[[source]]\nkey = \"A1\"\ncitation = \"Somebody, somewhere, 2026\"\nconfidence = \"M\"\n");
const GROUP: &str = "[[group]]\nkey = \"g\"\ntitle = \"G\"\ntier = \"today\"\nwho = \"client\"\n";

/// Whether a folder of these files has a problem at this place whose words hold these.
#[track_caller]
fn names(files: &[(&str, String)], at: &str, words: &str) {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).chain([SOURCES]).collect();
    let found = Knowledge::parse(&files).err().unwrap_or_default();
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(lines.iter().any(|line| line.starts_with(at) && line.contains(words)), "{at} {words}: {lines:?}");
}

fn fact(more: &str) -> (&'static str, String) {
    ("facts/x.toml", format!("{HEAD}{GROUP}[[group.fact]]\nkey = \"f\"\nis = \"F\"\nask = \"F?\"\n{more}"))
}

fn rule(when: &str, more: &str) -> (&'static str, String) {
    let rule = format!("[[rule]]\nkey = \"R1\"\ntitle = \"R\"\nwhen = \"{when}\"\nwhy = \"w\"\naction = \"a\"\n{more}");
    ("safety/x.toml", format!("{HEAD}{rule}[[rule.effect]]\nhands = \"none\"\ntext = \"t\"\n"))
}

#[test]
fn a_dangling_key_is_named_where_it_stands() {
    names(&[fact(""), rule("g_h", "")], "safety/x.toml:7:", "g_h");
}

#[test]
fn a_fact_that_no_rule_reads_and_one_that_nobody_can_answer_are_named() {
    names(&[fact("")], "facts/x.toml:10:", "no rule reads `f`");
    names(&[fact("who = \"program\"\n"), rule("f", "")], "facts/x.toml:10:", "nobody can answer `f`");
}

#[test]
fn a_rule_without_cases_is_named() {
    let seen: BTreeSet<String> =
        folder().safety.rules.iter().map(|rule| rule.key.clone()).filter(|key| key != "S011").collect();
    let bare = folder().without_cases(&seen);
    assert_eq!(bare.len(), 1);
    assert!(bare[0].file == "safety/heart_vessels.toml" && bare[0].what.contains("`S011` has no case"));
}

#[test]
fn a_word_that_means_two_things_is_named() {
    let technique = |key: &str| {
        format!("[[technique]]\nkey = \"{key}\"\nname = \"{key}\"\nfamilies = []\nusual = \"P2\"\nalso = [\"rub\"]\n")
    };
    let text = format!("firm = []\nhigh_grade = []\nthrust = []\n{}{}", technique("one"), technique("two"));
    names(&[("safety/families.toml", text)], "safety/families.toml:11:", "`rub` means two techniques");
    names(&[fact("stands_for = [\"f\"]\n")], "facts/x.toml:10:", "`f` means two facts");
}

#[test]
fn a_number_without_unit_is_named() {
    names(&[fact("range = [0, 9]\n")], "facts/x.toml:10:", "a number without unit");
}

#[test]
fn a_statement_without_source_one_of_no_known_source_and_one_of_unknown_certainty_are_named() {
    let bare = rule("f", "").1.replace("source = [\"A1\"]\n", "");
    names(&[fact(""), ("safety/x.toml", bare)], "safety/x.toml:4:", "a statement without source");
    names(&[fact(""), rule("f", "source = [\"NOWHERE9\"]\n")], "safety/x.toml:5:", "`NOWHERE9` is no source");
    names(&[fact(""), rule("f", "confidence = \"sure\"\n")], "safety/x.toml:5:", "unknown certainty `sure`");
}
