//! The papers of the project: present, short, and true where that can be checked.

use super::{Finding, Tree};

/// Papers that must be there, with the most lines that they may have.
const PAPERS: &[(&str, usize)] = &[
    ("README.md", 120),
    ("ARCHITECTURE.md", 200),
    ("STYLE.md", 200),
    ("CHANGELOG.md", 2000),
    ("CONTRIBUTING.md", 120),
    ("SECURITY.md", 80),
    ("LICENSE-MIT", 40),
    ("LICENSE-APACHE", 220),
    ("docs/adding.md", 200),
    ("docs/decisions/0001-intended-use.md", 120),
    ("docs/decisions/0002-dependencies.md", 120),
];

/// Each paper is there and can be read at one sitting.
pub(crate) fn present(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, most) in PAPERS {
        match tree.file(path).map(|file| file.text.lines().count()) {
            None => found.push(Finding::at(path, 0, "is missing")),
            Some(lines) if lines > *most => {
                found.push(Finding::at(path, 0, format!("has {lines} lines; {most} is the limit")));
            }
            Some(_) => {}
        }
    }
    found
}

const REASONS: &str = "docs/decisions/0002-dependencies.md";

/// Each dependency of the root Cargo.toml has one row among the reasons, and each row its dependency.
pub(crate) fn dependencies(tree: &Tree) -> Vec<Finding> {
    let text = |path| tree.file(path).map(|file| file.text.as_str()).unwrap_or_default();
    let needed: Vec<&str> = text("Cargo.toml")
        .lines()
        .skip_while(|line| line.trim() != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.contains("path ="))
        .filter_map(|line| Some(line.split_once('=')?.0.trim()))
        .filter(|name| !name.starts_with('#'))
        .collect();
    let reasoned: Vec<&str> = text(REASONS)
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    let mut found = Vec::new();
    for name in needed.iter().filter(|name| !reasoned.contains(name)) {
        found.push(Finding::at(REASONS, 0, format!("{name} has no row: what it is for, why this one, what else")));
    }
    for (at, name) in reasoned.iter().enumerate() {
        if !needed.contains(name) || reasoned.iter().take(at).any(|earlier| earlier == name) {
            found.push(Finding::at(REASONS, 0, format!("{name} has a row and is not needed, or has two")));
        }
    }
    found
}

/// Each command that the README says to type is one that exists.
pub(crate) fn commands(tree: &Tree) -> Vec<Finding> {
    let Some(readme) = tree.file("README.md") else { return Vec::new() };
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in readme.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.contains('`') {
            let typed: Vec<&str> = if fenced { vec![line] } else { line.split('`').skip(1).step_by(2).collect() };
            found.extend(typed.into_iter().filter_map(|typed| {
                let lacking = lacking(tree, typed.trim().trim_start_matches("$ "))?;
                Some(Finding::at("README.md", number, format!("there is no {lacking}")))
            }));
        }
    }
    found
}

/// What a command line names that does not exist.
fn lacking(tree: &Tree, typed: &str) -> Option<String> {
    let typed = typed.split(" #").next().unwrap_or(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (crate_name, name) = match words.as_slice() {
        ["cargo", "x", name, ..] => ("xtask", name),
        ["palpate", name, ..] => ("palpate", name),
        ["cargo", "run", rest @ ..] => {
            let after = rest.iter().skip_while(|word| **word != "--").nth(1)?;
            ("palpate", after)
        }
        _ => return None,
    };
    if name.starts_with('-') || !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return None;
    }
    let there = match crate_name {
        "xtask" => crate::COMMANDS.iter().any(|command| command.name == *name),
        _ => {
            let file = format!("crates/palpate/src/{}", name.replace('-', "_"));
            tree.file(&format!("{file}.rs")).is_some() || tree.file(&format!("{file}/mod.rs")).is_some()
        }
    };
    (!there).then(|| format!("`{}`", typed.trim()))
}

/// Each link from one document to another file of the project leads to a file or folder that is there.
pub(crate) fn links(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with(".md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in file.lines() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let target = target.split('#').next().unwrap_or("");
                if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                let path = joined(folder, target);
                if !tree.files.iter().any(|file| file.path == path || file.path.starts_with(&format!("{path}/"))) {
                    found.push(Finding::at(&file.path, number, format!("the link to {target} leads nowhere")));
                }
            }
        }
    }
    found
}

fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_and_a_long_paper_are_caught() {
        assert_eq!(present(&Tree::of(&[])).len(), PAPERS.len());
        let long = "a\n".repeat(201);
        assert!(present(&Tree::of(&[("ARCHITECTURE.md", &long)])).iter().any(|one| one.what.contains("201 lines")));
    }

    #[test]
    fn a_dependency_without_a_row_and_a_row_without_a_dependency_are_caught() {
        let manifest = (
            "Cargo.toml",
            "[workspace.dependencies]\napp = { path = \"a\" }\n\nserde = \"1\"\ntoml = { version = \"1\" }\n[profile.dev]\nx = 1",
        );
        let found = |rows| dependencies(&Tree::of(&[manifest, (REASONS, rows)])).len();
        assert_eq!(found("| `serde` | a |\n| `toml` | b |"), 0);
        assert_eq!(found("| `serde` | a |"), 1);
        assert_eq!(found("| `serde` | a |\n| `toml` | b |\n| `toml` | b |\n| `rand` | c |"), 2);
    }

    #[test]
    fn a_command_that_the_readme_invents_is_caught() {
        let found = |text| commands(&Tree::of(&[("README.md", text), ("crates/palpate/src/demo.rs", "")])).len();
        assert_eq!(
            found("```\n$ cargo run --release -- demo\ncargo x test\npalpate demo --listen 127.0.0.1:0\n```\n"),
            0
        );
        assert_eq!(found("```\ncargo run -- dance\n```"), 1);
        assert_eq!(found("Type `cargo x dance` or `palpate sing`.\n"), 2);
    }

    #[test]
    fn a_link_to_nothing_is_caught() {
        let found = |text| links(&Tree::of(&[("docs/a.md", text), ("README.md", ""), ("docs/using/b.md", "")])).len();
        assert_eq!(found("[a](../README.md) [b](using/) [c](https://example.org) [d](#here)"), 0);
        assert_eq!(found("[a](b.md) and [b](../docs/c.md#d)"), 2);
    }
}
