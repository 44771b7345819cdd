//! The texts of an overlay put among those it is laid over.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::blocks::{Block, blocks, without};
use crate::knowledge::entries::{Kind, key_of};
use crate::knowledge::{Place, Problem};

/// The file in which an overlay lists what it takes out.
pub(super) const RETIRE: &str = "retire.toml";

/// Files that are read as one: what is laid over them is added at their end.
const ONE: &[&str] = &["safety/families.toml", "es/"];

/// Kinds that every rule stands on: they are added to and never changed.
const FIXED: &[&str] = &["region", "area", "structure", "client_area", "group", "pressure", "force", "grade"];

/// One entry of the overlay.
pub(super) struct Laid {
    pub(super) kind: &'static Kind,
    pub(super) key: String,
    /// Whether one with this key was there.
    pub(super) there: bool,
    /// Where it stands in the overlay.
    pub(super) place: Place,
}

/// One entry that is taken out.
pub(super) struct Gone {
    pub(super) kind: &'static Kind,
    pub(super) key: String,
    pub(super) reason: String,
    pub(super) sources: Vec<String>,
    pub(super) place: Place,
}

/// The texts of both, and what the overlay holds.
pub(super) struct Merge {
    pub(super) files: Vec<(String, String)>,
    pub(super) laid: Vec<Laid>,
    pub(super) gone: Vec<Gone>,
    /// For each file that holds text of the overlay: the overlay's own file, and the lines before its first.
    own: BTreeMap<String, (String, u32)>,
}

/// An entry by kind and key; `true` for its Spanish words rather than itself.
type Named = (bool, &'static str, String);

impl Merge {
    /// Puts them together; what may not be done is said.
    pub(super) fn of(base: &[(&str, &str)], name: &str, files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Merge {
        let mut merge = Merge { files: Vec::new(), laid: Vec::new(), gone: Vec::new(), own: BTreeMap::new() };
        let there = everything(base);
        let mut out: BTreeSet<Named> = BTreeSet::new();
        for (path, text) in files {
            if *path == RETIRE {
                merge.retire(text, &there, &mut out, problems);
            } else {
                merge.lay(path, text, &there, &mut out, problems);
            }
        }
        for (path, text) in base {
            merge.files.push(((*path).to_owned(), without(text, &spans(path, text, &out))));
        }
        for (path, text) in files.iter().filter(|(path, _)| *path != RETIRE) {
            merge.put(path, text, name);
        }
        merge
    }

    fn lay(
        &mut self,
        path: &str,
        text: &str,
        there: &BTreeSet<Named>,
        out: &mut BTreeSet<Named>,
        problems: &mut Vec<Problem>,
    ) {
        let folder = folder_of(path);
        let words = folder == "es";
        if !words && !crate::knowledge::entries::KINDS.iter().any(|kind| kind.folder == folder) {
            problems.push(Place::new(path, 0).problem("no knowledge has a folder or file of this name"));
            return;
        }
        for block in blocks(text) {
            let place = block.place(path);
            let Some((kind, key)) = named(path, &block) else {
                if !words && Kind::of(folder, block.header).is_none() {
                    problems.push(place.problem(format!("`{}` is no kind of entry in {folder}", block.header)));
                }
                continue;
            };
            if words {
                out.insert((true, kind.word, key));
                continue;
            }
            let name = (false, kind.word, key.clone());
            let is_there = there.contains(&name);
            if kind.word == "group" && is_there {
                // Only a place for its facts; what else it says is refused where it is read.
                continue;
            }
            if is_there && FIXED.contains(&kind.word) {
                problems.push(place.problem(format!(
                    "{} `{key}` cannot be corrected: every rule stands on it; add one of another key",
                    kind.word
                )));
                continue;
            }
            if is_there {
                out.insert(name);
            }
            self.laid.push(Laid { kind, key, there: is_there, place });
        }
    }

    fn retire(&mut self, text: &str, there: &BTreeSet<Named>, out: &mut BTreeSet<Named>, problems: &mut Vec<Problem>) {
        for block in blocks(text) {
            let place = block.place(RETIRE);
            let table = match block.table() {
                Ok(table) if block.header == "retire" && block.several => table,
                Ok(_) => {
                    problems.push(place.problem("only [[retire]] stands in retire.toml"));
                    continue;
                }
                Err(why) => {
                    problems.push(place.problem(why));
                    continue;
                }
            };
            let word = |name: &str| table.get(name).and_then(toml::Value::as_str).unwrap_or_default().trim().to_owned();
            let list = table.get("source").and_then(toml::Value::as_array);
            let sources: Vec<String> =
                list.into_iter().flatten().filter_map(toml::Value::as_str).map(Into::into).collect();
            let mut say = |what: String| problems.push(place.problem(what));
            for field in table.keys().filter(|key| !["kind", "key", "reason", "source"].contains(&key.as_str())) {
                say(format!("`{field}` is nothing a [[retire]] says; those are kind, key, reason, source"));
            }
            if word("reason").is_empty() {
                say("what is retired needs its reason".into());
            }
            if sources.is_empty() {
                say("a statement without source".into());
            }
            let Some(kind) = Kind::named(&word("kind")) else {
                say(format!("no kind of entry is called `{}`", word("kind")));
                continue;
            };
            let named = (false, kind.word, word("key"));
            if !there.contains(&named) {
                say(format!("no {} is called `{}`", kind.word, named.2));
            } else if FIXED.contains(&kind.word) {
                say(format!("{} `{}` cannot be retired: every rule stands on it", kind.word, named.2));
            } else {
                self.gone.push(Gone { kind, key: named.2.clone(), reason: word("reason"), sources, place });
                out.insert(named);
            }
        }
    }

    /// Adds a file of the overlay: at the end of the one it belongs to, or as one of its own.
    fn put(&mut self, path: &str, text: &str, name: &str) {
        let one = ONE.iter().any(|one| path == *one || (one.ends_with('/') && path.starts_with(one)));
        if one && let Some((_, whole)) = self.files.iter_mut().find(|(other, _)| other == path) {
            if !whole.ends_with('\n') {
                whole.push('\n');
            }
            let before = u32::try_from(whole.matches('\n').count()).unwrap_or(u32::MAX);
            whole.push_str(text);
            self.own.insert(path.to_owned(), (path.to_owned(), before));
            return;
        }
        let inner = path.split_once('/').map_or(path, |(_, inner)| inner);
        let new = if one { path.to_owned() } else { format!("{}/~{name}/{inner}", folder_of(path)) };
        self.own.insert(new.clone(), (path.to_owned(), 0));
        self.files.push((new, text.to_owned()));
    }

    /// A problem of the whole, by the overlay's own file and line where it stands in one. That no rule reads a question any
    /// more because its rule was retired is none.
    pub(super) fn own_place(&self, problem: Problem) -> Option<Problem> {
        match self.own.get(&problem.file) {
            Some((file, before)) if problem.line > *before || problem.line == 0 => {
                Some(Problem { file: file.clone(), line: problem.line.saturating_sub(*before), ..problem })
            }
            _ if problem.what.starts_with("no rule reads") => None,
            _ => Some(Problem { what: format!("{} (as carried by the program)", problem.what), ..problem }),
        }
    }
}

pub(super) fn folder_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".toml").unwrap_or(first)
}

/// The kind and key of a block. Words in Spanish are of the kind they are about.
fn named(path: &str, block: &Block<'_>) -> Option<(&'static Kind, String)> {
    let folder = match path.strip_prefix("es/") {
        Some(inner) => folder_of(inner),
        None => folder_of(path),
    };
    let kind = Kind::of(folder, block.header)?;
    Some((kind, key_of(kind, &block.table().ok()?)?))
}

/// Every entry of the base. The Spanish words of an entry are another thing than the entry.
fn everything(base: &[(&str, &str)]) -> BTreeSet<Named> {
    let english = base.iter().filter(|(path, _)| !path.starts_with("es/"));
    english
        .flat_map(|(path, text)| blocks(text).iter().filter_map(|block| named(path, block)).collect::<Vec<_>>())
        .map(|(kind, key)| (false, kind.word, key))
        .collect()
}

/// The stretches of a base file that others take the place of.
fn spans(path: &str, text: &str, out: &BTreeSet<Named>) -> Vec<(usize, usize)> {
    if out.is_empty() {
        return Vec::new();
    }
    let spanish = path.starts_with("es/");
    let replaced =
        |block: &Block<'_>| named(path, block).is_some_and(|(kind, key)| out.contains(&(spanish, kind.word, key)));
    blocks(text).iter().filter(|block| replaced(block)).map(|block| block.span).collect()
}
