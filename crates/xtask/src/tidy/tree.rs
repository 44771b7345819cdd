//! The project as tidy sees it: the text of every file that is or would be kept, and which crate needs which.

use crate::run::{self, Stop, asked, fault, program};
use serde_json::Value;

/// A file that is kept with the project.
pub(crate) struct File {
    /// From the top of the project, with `/` between folders.
    pub(crate) path: String,
    /// Its text; empty when it is not text.
    pub(crate) text: String,
}

impl File {
    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The lines, each with its number, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }
}

/// A need of one crate of the workspace for another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Need {
    /// Who needs.
    pub(crate) from: String,
    /// What is needed.
    pub(crate) to: String,
}

/// Every file of the project, and the graph of its crates.
#[derive(Default)]
pub(crate) struct Tree {
    /// Sorted by path.
    pub(crate) files: Vec<File>,
    /// The crates of the workspace, sorted.
    pub(crate) crates: Vec<String>,
    /// Needs between them, tests' needs included, sorted.
    pub(crate) needs: Vec<Need>,
}

impl Tree {
    /// Reads what git keeps or would keep, and asks cargo for the graph.
    pub(crate) fn read() -> Result<Tree, Stop> {
        let doing = "reading the project";
        let list = asked(program("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))
            .ok_or_else(|| fault(doing, "git does not list its files"))?;
        let top = run::top();
        let mut tree = Tree::default();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            let Ok(bytes) = std::fs::read(top.join(path)) else { continue }; // deleted and not yet committed
            tree.files.push(File { path: path.to_owned(), text: String::from_utf8(bytes).unwrap_or_default() });
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        let graph = asked(program("cargo", ["metadata", "--no-deps", "--format-version", "1"]))
            .ok_or_else(|| fault(doing, "cargo does not tell its metadata"))?;
        let graph: Value = serde_json::from_str(&graph).map_err(|why| fault(doing, why))?;
        tree.graph(&graph);
        Ok(tree)
    }

    fn graph(&mut self, metadata: &Value) {
        let name = |value: &Value| value["name"].as_str().map(str::to_owned);
        let packages: Vec<&Value> = metadata["packages"].as_array().into_iter().flatten().collect();
        self.crates = packages.iter().filter_map(|package| name(package)).collect();
        self.crates.sort();
        for package in packages {
            let Some(from) = name(package) else { continue };
            for to in package["dependencies"].as_array().into_iter().flatten().filter_map(name) {
                if self.crates.contains(&to) {
                    self.needs.push(Need { from: from.clone(), to });
                }
            }
        }
        self.needs.sort();
        self.needs.dedup();
    }

    /// The file of exactly that path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files below a folder whose name ends so.
    pub(crate) fn below(&self, folder: &str, ending: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.starts_with(folder) && file.path.ends_with(ending))
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.below("crates/", ".rs")
    }

    /// Whether a Rust file is compiled for tests alone: it stands under tests/, or its module is declared so.
    pub(crate) fn only_for_tests(&self, file: &File) -> bool {
        let Some((folder, _)) = file.path.rsplit_once('/') else { return false };
        let declared = format!("#[cfg(test)] mod {};", file.name().trim_end_matches(".rs"));
        let parents = ["mod.rs", "lib.rs", "main.rs"].map(|name| format!("{folder}/{name}"));
        let says = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&declared);
        file.path.contains("/tests/") || parents.iter().any(|path| self.file(path).is_some_and(|file| says(&file.text)))
    }

    /// The lines of the fenced block of that name in ARCHITECTURE.md, each with its number.
    pub(crate) fn drawn(&self, name: &str) -> Vec<(usize, String)> {
        let Some(file) = self.file("ARCHITECTURE.md") else { return Vec::new() };
        let opening = format!("```{name}");
        file.lines()
            .skip_while(|(_, line)| line.trim() != opening)
            .skip(1)
            .take_while(|(_, line)| line.trim() != "```")
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| (number, line.trim().to_owned()))
            .collect()
    }
}

#[cfg(test)]
impl Tree {
    /// A tree made of a few files, for showing that a check bites.
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        let file = |&(path, text): &(&str, &str)| File { path: path.to_owned(), text: text.to_owned() };
        Tree { files: files.iter().map(file).collect(), ..Tree::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graph_holds_only_the_crates_of_the_workspace() {
        let metadata = serde_json::json!({"packages": [
            {"name": "app", "dependencies": [{"name": "db"}, {"name": "serde"}]},
            {"name": "db", "dependencies": []},
        ]});
        let mut tree = Tree::default();
        tree.graph(&metadata);
        assert_eq!(tree.crates, ["app", "db"]);
        assert_eq!(tree.needs, [Need { from: "app".to_owned(), to: "db".to_owned() }]);
    }

    #[test]
    fn a_module_declared_for_tests_is_known_as_one() {
        let tree = Tree::of(&[
            ("a/mod.rs", "#[cfg(test)]\nmod folder;\nmod pain;"),
            ("a/folder.rs", ""),
            ("a/pain.rs", ""),
            ("b/tests/c.rs", ""),
        ]);
        let known: Vec<bool> = tree.files.iter().map(|file| tree.only_for_tests(file)).collect();
        assert_eq!(known, [false, true, false, true]);
    }

    #[test]
    fn a_fenced_block_is_read_by_its_name() {
        let tree = Tree::of(&[("ARCHITECTURE.md", "# A\n```rust\nx\n```\n```rooms\na → b\n\nb\n```\nend")]);
        assert_eq!(tree.drawn("rooms"), [(6, "a → b".to_owned()), (8, "b".to_owned())]);
        assert!(tree.drawn("crates").is_empty());
    }
}
