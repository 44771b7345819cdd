//! Names are nouns of the clinic, and tests are sentences.

use super::scan::scan;
use super::{Finding, Tree};

/// Endings that say how software is made and nothing of what it is for.
const EMPTY: &[&str] = &["Service", "Manager", "Helper", "Util", "Utils", "Dto", "Impl", "Handler", "Model", "Factory"];
const EMPTY_FILES: &[&str] =
    &["util.rs", "utils.rs", "helper.rs", "helpers.rs", "common.rs", "misc.rs", "service.rs", "models.rs"];

/// Types and files with an empty name, and tests that are numbered rather than told.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust() {
        if EMPTY_FILES.contains(&file.name()) {
            found.push(Finding::at(&file.path, 0, "the name says nothing; name the file for what is in it"));
        }
        let code = scan(&file.text).code;
        for (number, line) in code.lines().enumerate() {
            for name in declared(line) {
                if let Some(ending) = EMPTY.iter().find(|ending| name.ends_with(**ending)) {
                    let what = format!("{name}: `{ending}` says nothing; use a noun of the clinic");
                    found.push(Finding::at(&file.path, number + 1, what));
                }
            }
            if line.contains("fn test_") || line.trim_start().starts_with("fn it_works") {
                found.push(Finding::at(&file.path, number + 1, "a test is a sentence that says what it promises"));
            }
        }
    }
    found
}

/// The types that a line declares.
fn declared(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let pairs = words.clone().zip(words.skip(1));
    pairs.filter(|(kind, _)| ["struct", "enum", "trait", "type"].contains(kind)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_caught_for_types_files_and_tests() {
        let found = |path: &str, text: &str| check(&Tree::of(&[(path, text)])).len();
        assert_eq!(
            found("crates/app/src/pain.rs", "pub(crate) struct PainService;\nenum ChartDto {}\ntrait Pain {}"),
            2
        );
        assert_eq!(found("crates/app/src/utils.rs", ""), 1);
        assert_eq!(found("crates/app/src/pain.rs", "#[test]\nfn test_pain() {}"), 1);
        assert_eq!(found("crates/app/src/pain.rs", "// struct PainManager\nstruct Modelled;\nfn testimony() {}"), 0);
    }
}
