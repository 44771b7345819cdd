//! Knowledge and golden cases are there and can be read; what they mean is for `palpate knowledge check`.

use super::{Finding, Tree};
use serde_json::Value;

/// There is knowledge, and every golden case is JSON.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    if tree.below("knowledge/", ".toml").next().is_none() {
        found.push(Finding::at("knowledge/", 0, "holds no .toml file"));
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
        assert_eq!(check(&Tree::of(&[])).len(), 1);
        let good = ("knowledge/facts/history.toml", "as_of = \"2026-11\"");
        assert!(check(&Tree::of(&[good, ("vectors/a.json", "[1]")])).is_empty());
        let broken = check(&Tree::of(&[good, ("vectors/a.json", "[\n1,]")]));
        assert_eq!(broken.first().map(|one| one.line), Some(2));
    }
}
