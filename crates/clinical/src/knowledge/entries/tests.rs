use super::super::folder::texts;
use super::*;

fn folder() -> Entries {
    let texts = texts();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Entries::read(&files)
}

#[test]
fn every_entry_of_the_folder_with_a_header_is_of_a_kind_and_is_found_by_its_key() {
    let texts = texts();
    for (path, text) in texts.iter().filter(|(path, _)| !path.starts_with("es/")) {
        let folder = folder_of(path).unwrap();
        for block in blocks(text).iter().filter(|block| block.header != "points") {
            assert!(Kind::of(folder, block.header).is_some(), "{path}: no kind for [[{}]]", block.header);
        }
    }
    let entries = folder();
    for entry in entries.iter() {
        let found = entries.get(entry.kind.word, &entry.key).unwrap();
        assert_eq!(found.place, entry.place, "{} {} stands twice", entry.kind.word, entry.key);
    }
}

#[test]
fn a_rule_shows_what_it_says_in_its_order_with_what_its_file_says_for_all() {
    let entries = folder();
    let rule = entries.get("rule", "S011").unwrap();
    let fields: Vec<&str> = rule.says.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(fields, ["title", "when", "why", "action", "effect"]);
    assert_eq!((rule.confidence.as_str(), rule.as_of.as_str()), ("M", "2026-11"));
    assert!(rule.place.file.starts_with("safety/") && rule.text.starts_with("[[rule]]"));
}

#[test]
fn a_fact_is_named_by_the_rules_that_read_it_and_a_source_by_what_rests_on_it() {
    let entries = folder();
    let clot = entries.get("fact", "vte_confirmed").unwrap();
    assert!(entries.naming(clot).any(|entry| entry.kind.word == "rule" && entry.key == "S011"));
    let walton = entries.get("source", "WALTON11").unwrap();
    assert!(entries.naming(walton).any(|entry| entry.key == "S011"));
    assert_eq!(clot.group, "vessels", "the group under which it is asked");
}

#[test]
fn a_key_nearly_right_is_answered_with_those_near() {
    let entries = folder();
    assert!(entries.near("technique", "swedsh", 5).contains(&"swedish"));
    assert!(entries.near("fact", "clot", 8).contains(&"vte_confirmed") || !entries.near("fact", "clot", 8).is_empty());
}

#[test]
fn a_search_finds_by_every_word_and_the_title_first() {
    let entries = folder();
    let found = entries.search("cauda equina", 20);
    assert!(found.len() > 2 && found[0].title.to_lowercase().contains("cauda equina"));
    assert!(entries.search("cauda xyzzy", 20).is_empty() && entries.search("  ", 20).is_empty());
}
