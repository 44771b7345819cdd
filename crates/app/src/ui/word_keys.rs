//! Holds the words together: every key that is used exists in every language with the same arguments, none lies idle,
//! and every file is sound.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::{Locale, words};

/// Where keys are used: templates and code of the app, and the codes of the leaves that refuse (`Refusal::new`).
const SOURCES: [&str; 3] = ["src", "../clinical/src", "../palpate/src"];

/// The languages whose files are compared; the first is the one that all must match.
const LANGUAGES: [Locale; 2] = [Locale::En, Locale::Es];

#[test]
fn every_file_of_words_is_sound() {
    for locale in LANGUAGES {
        for (name, text) in words::files(locale) {
            if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
                panic!("{}/{name}: {faults:?}", locale.folder());
            }
        }
    }
}

#[test]
fn each_key_stands_once_in_its_language() {
    for locale in LANGUAGES {
        let mut seen = BTreeMap::new();
        for (name, text) in words::files(locale) {
            for (key, _) in messages(text) {
                if let Some(other) = seen.insert(key.clone(), name) {
                    panic!("{}: {key} stands in {other} and in {name}", locale.folder());
                }
            }
        }
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_arguments() {
    let [first, others @ ..] = &LANGUAGES;
    let first = keys(*first);
    for other in others {
        let there = keys(*other);
        let mut faults = Vec::new();
        for (key, arguments) in &first {
            match there.get(key) {
                None => faults.push(format!("{key} is missing")),
                Some(theirs) if theirs != arguments => {
                    faults.push(format!("{key} takes {theirs:?}, in English {arguments:?}"));
                }
                Some(_) => {}
            }
        }
        faults
            .extend(there.keys().filter(|key| !first.contains_key(*key)).map(|key| format!("{key} is not in English")));
        assert!(faults.is_empty(), "{}:\n{}", other.folder(), faults.join("\n"));
    }
}

#[test]
fn every_key_that_is_used_exists() {
    let known = keys(Locale::En);
    let mut missing = Vec::new();
    for (path, text) in sources() {
        for key in surely_keys(&text) {
            if !known.keys().any(|known| fits(&key, known)) {
                missing.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "keys without words:\n{}", missing.join("\n"));
}

#[test]
fn no_key_lies_idle() {
    let mut idle: BTreeSet<_> = keys(Locale::En).into_keys().collect();
    for (_, text) in sources() {
        for (_, literal) in quoted(&text) {
            idle.retain(|key| !fits(literal, key));
        }
    }
    assert!(idle.is_empty(), "words that nothing says:\n{idle:#?}");
}

#[test]
fn the_search_for_keys_finds_each_way_of_using_one() {
    let text = r#"{{ "a-b"|t }} <p title="{{ "c-d" | t_n(n) }}"> {{ w::chip("e-f"|t, "amber") }} words.t("g-h")
        Said::key("i-j") Refusal::new("field", "k-l") .t_args("m-n", &[]) {{ "x.css"|asset }} {{ "plus"|icon }}"#;
    let found: Vec<_> = surely_keys(text).into_iter().collect();
    assert_eq!(found, ["a-b", "c-d", "e-f", "g-h", "i-j", "k-l", "m-n"]);
    let made: Vec<_> = surely_keys(r#"{{ format!("role-{role}")|t }} {{ format!("to-{}", to)|t }} format!("r-{id}")"#)
        .into_iter()
        .collect();
    assert_eq!(made, ["role-{role}", "to-{}"]);
    assert!(fits("role-{role}", "role-owner") && fits("{key}-say", "door-fault-say"));
    assert!(!fits("role-{role}", "role-") && !fits("{name}", "x") && !fits("<b>{x}-y", "a-y"));
    assert_eq!(without_comments("a {# \"x-y\"|t #} b", true), "a  b");
    assert_eq!(without_comments("a\n  // t(\"x\")\nb", false), "a\nb");
}

/// Key → arguments of every message of a language.
fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    words::files(locale).flat_map(|(_, text)| messages(text)).collect()
}

/// The messages of a Fluent text, each with the names of its arguments.
fn messages(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut messages: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines() {
        if line.starts_with(|first: char| first.is_ascii_alphabetic())
            && let Some((key, _)) = line.split_once('=')
        {
            messages.push((key.trim().to_owned(), BTreeSet::new()));
        }
        if line.starts_with('#') {
            continue;
        }
        if let Some((_, arguments)) = messages.last_mut() {
            for rest in line.split('$').skip(1) {
                let name =
                    rest.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
                arguments.extend(name.take(1).map(str::to_owned));
            }
        }
    }
    messages
}

/// Literals that stand where only a key can stand.
fn surely_keys(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (start, literal) in quoted(text) {
        let before = text[..start].trim_end();
        let after = text[start + literal.len() + 2..].trim_start();
        let after = if before.ends_with("format!(") {
            after.split_once(')').map_or("", |(_, after)| after.trim_start())
        } else {
            after
        };
        let filter = after.strip_prefix('|').map(str::trim_start).unwrap_or_default();
        let end = filter.find(|one: char| !(one.is_ascii_alphanumeric() || one == '_')).unwrap_or(filter.len());
        let said = matches!(&filter[..end], "t" | "t_n" | "t_with" | "t_with2");
        let called = [".t(", ".t_args(", "Said::key("].iter().any(|call| before.ends_with(call));
        if (said || called) && is_key(literal) {
            keys.insert(literal.to_owned());
        }
    }
    for arguments in text.split("Refusal::new(").skip(1) {
        let second =
            arguments.split_once(',').map(|(_, second)| second.trim_start()).and_then(|key| key.strip_prefix('"'));
        keys.extend(second.and_then(|key| key.split_once('"')).map(|(key, _)| key.to_owned()));
    }
    keys
}

/// Whether a literal can be a key, or one made with `format!`, such as `role-{role}`.
fn is_key(literal: &str) -> bool {
    let part = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || matches!(one, '-' | '_' | '{' | '}');
    literal.contains('-') && literal.chars().all(part)
}

/// Whether a literal is the key, or makes it: `role-{role}` makes every key that begins with `role-`.
fn fits(literal: &str, key: &str) -> bool {
    if !literal.contains('{') {
        return literal == key;
    }
    if !is_key(literal) {
        return false;
    }
    let (start, rest) = literal.split_once('{').unwrap_or((literal, ""));
    let end = rest.rsplit_once('}').map_or("", |(_, end)| end);
    key.len() > start.len() + end.len() && key.starts_with(start) && key.ends_with(end)
}

/// Everything between one quote and the next, with the place of the first: in a template, quotes of attributes and of
/// keys stand within each other, so each quote may begin or end a literal.
fn quoted(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let places: Vec<_> = text.match_indices('"').map(|(place, _)| place).collect();
    let pairs: Vec<_> = places.windows(2).map(|pair| (pair[0], &text[pair[0] + 1..pair[1]])).collect();
    pairs.into_iter()
}

/// A text without its comments, whose examples need not exist.
fn without_comments(text: &str, template: bool) -> String {
    if template {
        let mut parts = text.split("{#");
        let first = parts.next().unwrap_or_default().to_owned();
        return parts.fold(first, |all, part| all + part.split_once("#}").map_or("", |(_, rest)| rest));
    }
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every template and every Rust file outside tests of this search itself.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = SOURCES.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(extension, Some("html" | "rs")) && !path.ends_with("ui/word_keys.rs") {
                let text = fs::read_to_string(&path).unwrap();
                // Unit tests use keys that are not there on purpose.
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let text = without_comments(text, extension == Some("html"));
                found.push((path, text));
            }
        }
    }
    assert!(found.iter().any(|(path, _)| path.ends_with("ui/shell.html")), "the search must see the templates");
    found
}
