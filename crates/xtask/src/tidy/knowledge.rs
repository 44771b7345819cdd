//! Knowledge and golden cases are there and can be read; what they mean is for `palpate knowledge check`. No golden case
//! lies there unread.

use super::{Finding, Tree};
use serde_json::Value;

/// There is knowledge, there are golden cases, and each of those is JSON that some Rust file reads.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    if tree.below("knowledge/", ".toml").next().is_none() {
        found.push(Finding::at("knowledge/", 0, "holds no .toml file"));
    }
    if tree.below("vectors/", ".json").next().is_none() {
        found.push(Finding::at("vectors/", 0, "holds no golden case"));
    }
    for file in tree.below("vectors/", ".json") {
        if !is_read(tree, &file.path) {
            found.push(Finding::at(
                &file.path,
                0,
                "is read by no test: a golden case that nothing checks says nothing",
            ));
        }
        if let Err(why) = serde_json::from_str::<Value>(&file.text) {
            found.push(Finding::at(&file.path, why.line(), format!("is not JSON: {why}")));
        }
    }
    found
}

/// Whether a Rust file names it: by its whole path, or its folder and then either the file or a walk through all of it.
fn is_read(tree: &Tree, path: &str) -> bool {
    let names = |text: &str, folder: &str| {
        let mut after = text.split(folder).skip(1).filter_map(|rest| rest.chars().next());
        after.any(|next| !next.is_ascii_alphanumeric() && next != '_')
    };
    tree.rust().filter(|file| !file.path.starts_with("crates/xtask/")).any(|file| {
        file.text.contains(path)
            || path.match_indices('/').skip(1).any(|(at, _)| {
                let (folder, name) = (&path[..at], path.rsplit('/').next().unwrap_or(path));
                names(&file.text, folder) && (file.text.contains(name) || file.text.contains("read_dir"))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const READS: (&str, &str) = ("crates/a/tests/it.rs", "include_str!(\"../vectors/a.json\")");
    const GOOD: (&str, &str) = ("knowledge/facts/history.toml", "as_of = \"2026-11\"");

    #[test]
    fn an_empty_folder_and_a_broken_case_are_caught() {
        assert_eq!(check(&Tree::of(&[])).len(), 2);
        assert!(check(&Tree::of(&[GOOD, READS, ("vectors/a.json", "[1]")])).is_empty());
        let broken = check(&Tree::of(&[GOOD, READS, ("vectors/a.json", "[\n1,]")]));
        assert_eq!(broken.first().map(|one| one.line), Some(2));
    }

    #[test]
    fn a_case_that_no_test_reads_is_caught() {
        let found = |text: &'static str| {
            let reader = ("crates/a/src/tests.rs", text);
            check(&Tree::of(&[GOOD, reader, ("vectors/b/c.json", "1"), ("vectors/b/d.json", "1")])).len()
        };
        assert_eq!(found("nothing"), 2);
        assert_eq!(found("vectors/b/c.json"), 1);
        assert_eq!(found("read_dir(vectors/b)"), 0);
        assert_eq!(found("read_dir(vectors/be)"), 2);
        assert_eq!(found("vectors/b\").join(\"d.json\")"), 1);
    }
}
