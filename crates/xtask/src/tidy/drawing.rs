//! The drawing of the crates in ARCHITECTURE.md is the graph that cargo sees, and the meanings stay pure.

use super::scan::{before_tests, scan};
use super::tree::Need;
use super::{Finding, Tree};

const WHERE: &str = "ARCHITECTURE.md";

/// Each line of the block `crates` reads `app → clinical, db`, or a crate alone that needs none of the others.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut drawn = Vec::new();
    let mut crates = Vec::new();
    for (_, line) in tree.drawn("crates") {
        let (from, to) = line.split_once('→').unwrap_or((&line, ""));
        crates.push(from.trim().to_owned());
        let to = to.split(',').map(str::trim).filter(|name| !name.is_empty());
        drawn.extend(to.map(|to| Need { from: from.trim().to_owned(), to: to.to_owned() }));
    }
    let mut found = Vec::new();
    found.extend(only(&tree.crates, &crates).map(|name| format!("the crate {name} is not drawn")));
    found.extend(only(&crates, &tree.crates).map(|name| format!("{name} is drawn and is no crate")));
    found.extend(only(&tree.needs, &drawn).map(|need| format!("{} needs {}, which is not drawn", need.from, need.to)));
    found.extend(only(&drawn, &tree.needs).map(|need| format!("{} → {} is drawn and is not so", need.from, need.to)));
    found.into_iter().map(|what| Finding::at(WHERE, 0, what)).collect()
}

/// What stands in `these` and not in `those`.
fn only<'a, T: PartialEq>(these: &'a [T], those: &'a [T]) -> impl Iterator<Item = &'a T> {
    these.iter().filter(|one| !those.contains(one))
}

/// What a meaning may never reach for: the world, the clock, chance, other threads.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "async fn",
    ".await",
    "static mut",
    "OnceLock",
    "LazyLock",
    "thread_local",
    "println!",
    "eprintln!",
    "getrandom",
    "include_str!",
    "include_bytes!",
];

/// `clinical` reads no file, clock or chance; serde stays with the wire structs under knowledge/.
pub(crate) fn purity(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.below("crates/clinical/src/", ".rs").filter(|file| !tree.only_for_tests(file)) {
        let last = before_tests(&file.text);
        let code = scan(&file.text).code;
        for (number, line) in code.lines().enumerate().take(last) {
            for word in IMPURE.iter().filter(|word| line.contains(**word)) {
                found.push(Finding::at(&file.path, number + 1, format!("`{word}` in a crate that is pure")));
            }
            if line.contains("serde") && !file.path.contains("/knowledge/") {
                found.push(Finding::at(
                    &file.path,
                    number + 1,
                    "serde stays under knowledge/: a meaning has no wire form",
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(drawing: &str) -> Tree {
        let need = |from: &str, to: &str| Need { from: from.to_owned(), to: to.to_owned() };
        let text = format!("# A\n```crates\n{drawing}\n```\n");
        Tree {
            crates: vec!["app".to_owned(), "db".to_owned()],
            needs: vec![need("app", "db")],
            ..Tree::of(&[("ARCHITECTURE.md", &text)])
        }
    }

    #[test]
    fn a_true_drawing_passes_and_each_untrue_one_is_named() {
        assert!(check(&tree("app → db\ndb")).is_empty());
        let what = |drawing| check(&tree(drawing)).into_iter().map(|one| one.what).collect::<Vec<_>>().join("; ");
        assert_eq!(what("app\ndb"), "app needs db, which is not drawn");
        assert_eq!(what("app → db\ndb → app"), "db → app is drawn and is not so");
        assert_eq!(what("app → db"), "the crate db is not drawn");
        assert_eq!(what("app → db\ndb\nfhir"), "fhir is drawn and is no crate");
    }

    #[test]
    fn a_meaning_that_asks_the_clock_is_caught_and_its_tests_may_read_a_file() {
        let bad = Tree::of(&[("crates/clinical/src/pain.rs", "use std::time::SystemTime;\nuse serde::Serialize;\n")]);
        assert_eq!(purity(&bad).len(), 2);
        let good = "/// Not SystemTime.\npub struct Pain;\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert!(purity(&Tree::of(&[("crates/clinical/src/pain.rs", good)])).is_empty());
        assert!(purity(&Tree::of(&[("crates/clinical/src/knowledge/a.rs", "use serde::Deserialize;")])).is_empty());
    }
}
