//! Migrations: one list, numbered from 0001 without a gap, each named for its room.

use super::{Finding, Tree};

/// Names read `0001_word.sql`, and no number is missing or taken twice.
pub(crate) fn migrations(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, file) in tree.below("migrations/", ".sql").enumerate() {
        let stem = file.name().trim_end_matches(".sql");
        let (number, word) = stem.split_once('_').unwrap_or((stem, ""));
        let expected = format!("{:04}", at + 1);
        if number != expected {
            found.push(Finding::at(&file.path, 0, format!("the next number is {expected}")));
        }
        if word.is_empty() || !word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            found.push(Finding::at(&file.path, 0, "a migration is named for its room: 0001_word.sql"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_a_double_and_a_nameless_migration_are_caught() {
        let found = |names: &[&str]| {
            let files: Vec<(String, &str)> = names.iter().map(|name| (format!("migrations/{name}.sql"), "")).collect();
            let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
            migrations(&Tree::of(&files)).len()
        };
        assert_eq!(found(&["0001_seal", "0002_people"]), 0);
        assert_eq!(found(&["0001_seal", "0003_people"]), 1);
        assert_eq!(found(&["0001_seal", "0001_people"]), 1);
        assert_eq!(found(&["0001"]), 1);
    }
}
