//! Knowledge and golden cases are there and can be read; what they mean is for `palpate knowledge check`.

use super::{Finding, Tree};
use serde_json::Value;

/// Both folders hold something; every golden case is JSON; every file of knowledge says where it comes from.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (folder, ending) in [("knowledge/", ".toml"), ("vectors/", ".json")] {
        if tree.below(folder, ending).next().is_none() {
            found.push(Finding::at(folder, 0, format!("holds no {ending} file")));
        }
    }
    for file in tree.below("vectors/", ".json") {
        if let Err(why) = serde_json::from_str::<Value>(&file.text) {
            found.push(Finding::at(&file.path, why.line(), format!("is not JSON: {why}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_and_a_broken_case_are_caught() {
        assert_eq!(check(&Tree::of(&[])).len(), 2);
        let good = ("knowledge/facts/history.toml", "as_of = \"2026-11\"");
        assert!(check(&Tree::of(&[good, ("vectors/a.json", "[1]")])).is_empty());
        let broken = check(&Tree::of(&[good, ("vectors/a.json", "[\n1,]")]));
        assert_eq!(broken.first().map(|one| one.line), Some(2));
    }
}
