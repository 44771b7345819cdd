//! tidy: the habits of the house, checked by reading the text of the project.
//! Each check is a plain function over the tree, with a bad sample beside it that shows that it bites.

mod drawing;
mod files;
mod knowledge;
mod names;
mod pages;
mod papers;
mod rooms;
mod scan;
mod size;
mod sql;
mod tree;
mod words;

use crate::run::{self, Stop};
use std::fmt;
pub(crate) use tree::Tree;

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, from the top of the project.
    pub(crate) path: String,
    /// The line, counted from 1; 0 when it is about the file as a whole.
    pub(crate) line: usize,
    /// What is wrong, and what would be right.
    pub(crate) what: String,
    /// Whether this is only a hint, which stops nothing.
    pub(crate) hint: bool,
}

impl Finding {
    fn at(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into(), hint: false }
    }

    fn hint(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { hint: true, ..Finding::at(path, line, what) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { path, line, what, hint } = self;
        let kind = if *hint { "hint: " } else { "" };
        if *line == 0 { write!(f, "{kind}{path}: {what}") } else { write!(f, "{kind}{path}:{line}: {what}") }
    }
}

type Check = fn(&Tree) -> Vec<Finding>;

/// Every check, named for what it keeps true.
const CHECKS: &[(&str, Check)] = &[
    ("the crates depend on each other as drawn", drawing::check),
    ("the meanings are pure", drawing::purity),
    ("rooms know only the rooms that they may", rooms::check),
    ("SQL stands in store.rs", sql::only_in_store),
    ("the record only grows", sql::record_only_grows),
    ("files and functions are short", size::check),
    ("names are nouns of the clinic", names::check),
    ("pages carry nothing inline", pages::nothing_inline),
    ("pages turn round from right to left", pages::turns_round),
    ("the words claim nothing", pages::no_claims),
    ("nothing is left open", words::nothing_left_open),
    ("the text speaks of the project", words::speaks_of_the_project),
    ("migrations are numbered without a gap", files::migrations),
    ("knowledge and vectors can be read", knowledge::check),
    ("each dependency has its reason", papers::dependencies),
    ("what the README says to type exists", papers::commands),
    ("links between documents lead somewhere", papers::links),
    ("the papers are there and short", papers::present),
];

/// Everything that all checks find.
pub(crate) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found: Vec<Finding> = CHECKS.iter().flat_map(|(_, check)| check(tree)).collect();
    found.sort_by(|a, b| (a.hint, &a.path, a.line).cmp(&(b.hint, &b.path, b.line)));
    found
}

/// `cargo x tidy`.
pub(crate) fn tidy(rest: &[String]) -> Result<(), Stop> {
    run::takes_nothing(rest)?;
    let tree = Tree::read()?;
    let found = findings(&tree);
    for finding in &found {
        println!("{finding}");
    }
    let wrong = found.iter().filter(|finding| !finding.hint).count();
    println!(
        "tidy: {} files, {} checks, {wrong} findings, {} hints",
        tree.files.len(),
        CHECKS.len(),
        found.len() - wrong
    );
    if wrong == 0 { Ok(()) } else { Err(Stop::No("the project is not tidy".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        let tree = Tree::read().unwrap();
        assert!(tree.files.len() > 20, "the tree was read");
        let wrong: Vec<String> =
            findings(&tree).iter().filter(|finding| !finding.hint).map(ToString::to_string).collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
