//! Every entry of the files as it was written, by kind and key: to be read, searched, browsed, compared.
//!
//! This is for people who read the knowledge. What judges is [`super::Knowledge`], which reads the same texts into meanings.

mod kinds;
mod said;

use std::collections::BTreeMap;

pub use kinds::{KINDS, Kind};
pub use said::Said;

use super::blocks::{Block, blocks};
use super::{Place, text};

/// One entry of the files.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What kind of thing it is.
    pub kind: &'static Kind,
    /// Its key, unique in its kind.
    pub key: String,
    /// What it is called, for a list.
    pub title: String,
    /// What it says, in the order in which it was written; without key, sources, certainty and month.
    pub says: Vec<(String, Said)>,
    /// Keys of its sources: its own, or those its file names for all.
    pub sources: Vec<String>,
    /// `H`, `M` or `L`; empty where the kind has none.
    pub confidence: String,
    /// The month in which it was last held against its sources, `YYYY-MM`; empty where the kind has none.
    pub as_of: String,
    /// The group under which a fact is asked; empty for any other kind.
    pub group: String,
    /// The file and the line of its header.
    pub place: Place,
    /// The entry exactly as it stands in the file.
    pub text: String,
}

/// All entries.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    all: Vec<Entry>,
    index: BTreeMap<(&'static str, String), usize>,
    by_key: BTreeMap<String, Vec<usize>>,
    mentions: BTreeMap<usize, Vec<usize>>,
}

impl Entries {
    /// Reads them. What cannot be read is left out here; [`super::Knowledge::parse`] names it.
    #[must_use]
    pub fn read(files: &[(&str, &str)]) -> Entries {
        let mut entries = Entries::default();
        for (path, text) in files {
            let Some(folder) = folder_of(path) else { continue };
            let mut group = String::new();
            let found = blocks(text);
            let head = text.get(..found.first().map_or(text.len(), |first| first.span.0)).unwrap_or_default();
            let file = Head::read(head);
            for block in &found {
                let Some(kind) = Kind::of(folder, block.header) else { continue };
                let Some(entry) = entry(kind, block, path, &file, &group) else { continue };
                if kind.word == "group" {
                    group.clone_from(&entry.key);
                }
                entries.add(entry);
            }
        }
        entries.link();
        entries
    }

    fn add(&mut self, entry: Entry) {
        let at = self.all.len();
        self.index.insert((entry.kind.word, entry.key.clone()), at);
        self.by_key.entry(entry.key.clone()).or_default().push(at);
        self.all.push(entry);
    }

    /// Notes, for each entry, which others name it.
    fn link(&mut self) {
        let mut mentions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.all.iter().enumerate() {
            let mut named = Vec::new();
            for (field, said) in &entry.says {
                said.each(field, &mut |field, word| {
                    for key in words_of(field, word) {
                        named.extend(self.meant(field, key));
                    }
                });
            }
            named.extend(entry.sources.iter().filter_map(|key| self.index.get(&("source", key.clone())).copied()));
            named.sort_unstable();
            named.dedup();
            for of in named.into_iter().filter(|of| *of != at) {
                mentions.entry(of).or_default().push(at);
            }
        }
        self.mentions = mentions;
    }

    /// Which entry a word in a field means, if it is the key of one.
    fn meant(&self, field: &str, word: &str) -> Option<usize> {
        if kinds::PLAIN.contains(&field) {
            return None;
        }
        let found = self.by_key.get(word)?;
        let kind = |at: &&usize| self.all.get(**at).map_or(usize::MAX, |entry| entry.kind.rank(field));
        found.iter().min_by_key(kind).copied().filter(|at| kind(&at) < usize::MAX)
    }

    /// The entry that a word in a field of another means, if it is the key of one.
    #[must_use]
    pub fn named(&self, field: &str, word: &str) -> Option<&Entry> {
        self.all.get(self.meant(field, word)?)
    }

    /// The entry of this kind with this key.
    #[must_use]
    pub fn get(&self, kind: &str, key: &str) -> Option<&Entry> {
        let kind = Kind::named(kind)?;
        self.all.get(*self.index.get(&(kind.word, key.to_owned()))?)
    }

    /// All of a kind, in the order of the files.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Entry> {
        let word = Kind::named(kind).map_or("", |kind| kind.word);
        self.all.iter().filter(move |entry| entry.kind.word == word)
    }

    /// All of them, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.all.iter()
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        self.of_kind(kind).count()
    }

    /// The entries that name this one: rules a fact, statements a source.
    pub fn naming(&self, entry: &Entry) -> impl Iterator<Item = &Entry> {
        let at = self.index.get(&(entry.kind.word, entry.key.clone()));
        let others = at.and_then(|at| self.mentions.get(at)).into_iter().flatten();
        others.filter_map(|at| self.all.get(*at))
    }

    /// Keys of this kind nearest to what was written, at most `most`.
    #[must_use]
    pub fn near(&self, kind: &str, word: &str, most: usize) -> Vec<&str> {
        let holding = self.of_kind(kind).filter(|e| e.key.contains(word) || has_words(&e.title, word));
        let mut near: Vec<&str> = holding.map(|entry| entry.key.as_str()).take(most).collect();
        for key in crate::names::nearest(word, self.of_kind(kind).map(|entry| entry.key.as_str()), most) {
            if near.len() < most && !near.contains(&key) {
                near.push(key);
            }
        }
        near
    }

    /// The entries in which every one of these words stands: in key or title first, then anywhere.
    #[must_use]
    pub fn search(&self, words: &str, most: usize) -> Vec<&Entry> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, &Entry)> = Vec::new();
        for entry in &self.all {
            let head = format!("{} {}", entry.key, entry.title).to_lowercase();
            let rank = if words.iter().all(|word| head.contains(word.as_str())) {
                0
            } else if words.iter().all(|word| entry.text.to_lowercase().contains(word.as_str())) {
                1
            } else {
                continue;
            };
            found.push((rank, entry));
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, entry)| entry).take(most).collect()
    }
}

/// The words of a text that may be keys: all of a condition, else the text itself.
#[must_use]
pub fn words_of<'a>(field: &str, text: &'a str) -> Vec<&'a str> {
    if kinds::CONDITIONS.contains(&field) {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| word.len() > 1).collect()
    } else {
        vec![text]
    }
}

fn has_words(title: &str, word: &str) -> bool {
    word.chars().count() > 2 && title.to_lowercase().contains(&word.to_lowercase().replace('_', " "))
}

/// The folder a file belongs to: its first part, or its own name.
fn folder_of(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    Some(first.strip_suffix(".toml").unwrap_or(first))
}

/// What a file says once for all its entries.
struct Head {
    sources: Vec<String>,
    confidence: String,
    as_of: String,
}

impl Head {
    fn read(text: &str) -> Head {
        let table: toml::Table = text.parse().unwrap_or_default();
        Head {
            sources: said::words(table.get("source")),
            confidence: said::word(&table, "confidence"),
            as_of: said::word(&table, "as_of"),
        }
    }
}

/// The key by which an entry is named; `None` where it has none and cannot be named.
pub(super) fn key_of(kind: &Kind, table: &toml::Table) -> Option<String> {
    let word = |name: &str| said::word(table, name);
    let key = match kind.word {
        "exception" => format!("{}.{}.{}", word("activity"), word("profession"), word("jurisdiction")),
        "course" => Some(word("condition")).filter(|key| !key.is_empty()).unwrap_or_else(|| "any".into()),
        "course_rule" => "course".into(),
        "pain_ceiling" => "pain_ceiling".into(),
        _ => {
            ["key", "code", "level", "instrument"].into_iter().map(word).find(|key| !key.is_empty()).unwrap_or_default()
        }
    };
    (!key.is_empty()).then_some(key)
}

fn entry(kind: &'static Kind, block: &Block<'_>, path: &str, head: &Head, group: &str) -> Option<Entry> {
    let table = block.table().ok()?;
    let key = key_of(kind, &table)?;
    let own = said::words(table.get("source"));
    let or = |own: String, head: &String| if own.is_empty() { head.clone() } else { own };
    let mut says = said::parts(&table, block.text);
    says.retain(|(name, _)| !matches!(name.as_str(), "key" | "source" | "confidence" | "as_of"));
    Some(Entry {
        kind,
        title: kind.title(&key, &table),
        says,
        sources: if own.is_empty() { head.sources.clone() } else { own },
        confidence: or(said::word(&table, "confidence"), &head.confidence),
        as_of: or(said::word(&table, "as_of"), &head.as_of),
        group: if kind.word == "fact" { group.to_owned() } else { String::new() },
        place: block.place(path),
        text: text::trimmed(block.text),
        key,
    })
}

#[cfg(test)]
mod tests;
