//! Migrations: one list, its numbers rising from 0001, each named for its room.

use super::{Finding, Tree};

/// Names read `0001_word.sql`, and no number is taken twice. A gap is a hint: a number may be kept for what is under way.
pub(crate) fn migrations(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut last = 0;
    for file in tree.below("migrations/", ".sql") {
        let stem = file.name().trim_end_matches(".sql");
        let (number, word) = stem.split_once('_').unwrap_or((stem, ""));
        let digits = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
        match number.parse::<u32>().ok().filter(|n| digits && *n > last) {
            Some(n) => {
                if n > last + 1 {
                    found.push(Finding::hint(&file.path, 0, format!("{:04} is not there", last + 1)));
                }
                last = n;
            }
            None => found.push(Finding::at(&file.path, 0, format!("the next number is {:04}", last + 1))),
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
    fn a_double_and_a_nameless_migration_are_caught() {
        let found = |names: &[&str]| {
            let files: Vec<(String, &str)> = names.iter().map(|name| (format!("migrations/{name}.sql"), "")).collect();
            let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
            migrations(&Tree::of(&files)).iter().map(|one| one.hint).collect::<Vec<_>>()
        };
        assert!(found(&["0001_seal", "0002_people"]).is_empty());
        assert_eq!(found(&["0001_seal", "0003_people"]), [true]);
        assert_eq!(found(&["0001_seal", "0001_people"]), [false]);
        assert_eq!(found(&["0001"]), [false]);
    }
}
