//! Words that have no place in the project. They are put together from halves, so that this file holds none of them.

use super::{Finding, Tree};

const LEFT_OPEN: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("#[ig", "nore"),
];

/// Nothing is left for later in the code: it is done, or it is not begun.
pub(crate) fn nothing_left_open(tree: &Tree) -> Vec<Finding> {
    named(tree, LEFT_OPEN, |word| format!("`{word}`: finish it, or don't begin it"))
}

/// Places on one person's machine, and the hosts of registries, which change; the ordinary clients know them.
const ELSEWHERE: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("registry.", "npmjs"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("deb.", "debian.org"),
    concat!("co-autho", "red-by"),
    concat!("generated ", "with"),
];

/// The text speaks of the project, not of the machine or the tools that it was written with.
pub(crate) fn speaks_of_the_project(tree: &Tree) -> Vec<Finding> {
    named(tree, ELSEWHERE, |word| format!("`{word}`: the text speaks of the project, not of one machine or its tools"))
}

fn named(tree: &Tree, words: &[&str], what: impl Fn(&str) -> String) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.name() != "Cargo.lock") {
        for (number, line) in file.lines() {
            for word in words.iter().filter(|word| holds(line, word)) {
                found.push(Finding::at(&file.path, number, what(word)));
            }
        }
    }
    found
}

/// Whether a line holds the word, not as a part of a longer one.
fn holds(line: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).unwrap_or("").chars().next_back();
        let after = line.get(at + word.len()..).unwrap_or("").chars().next();
        let whole =
            |edge: Option<char>, neighbour: Option<char>| !(edge.is_some_and(letter) && neighbour.is_some_and(letter));
        let inside = word.starts_with('/') && before.is_some_and(|c| letter(c) || c == '.' || c == '/' || c == '}');
        whole(word.chars().next(), before) && !inside && (word.ends_with('/') || whole(word.chars().next_back(), after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_caught_in_any_file() {
        for word in LEFT_OPEN {
            let tree = Tree::of(&[("docs/a.md", &format!("a\nb {word} c"))]);
            assert_eq!(nothing_left_open(&tree).first().map(|one| one.line), Some(2), "{word}");
        }
        for word in ELSEWHERE {
            assert_eq!(
                speaks_of_the_project(&Tree::of(&[("docs/a.md", &format!("see {word}x"))])).len(),
                usize::from(word.ends_with('/')),
                "{word}"
            );
            assert_eq!(speaks_of_the_project(&Tree::of(&[("docs/a.md", &format!("see {word} x"))])).len(), 1, "{word}");
        }
    }

    #[test]
    fn a_longer_word_or_a_path_of_the_project_is_not_caught() {
        let text = format!(
            "{}S crates/app/src{}x https://example.org{}x",
            concat!("TO", "DO"),
            concat!("/wo", "rk/"),
            concat!("/ho", "me/")
        );
        let tree = Tree::of(&[("docs/a.md", &text)]);
        assert!(nothing_left_open(&tree).is_empty());
        assert!(speaks_of_the_project(&tree).is_empty());
    }
}
