//! Another language laid beside the English of the folder, by key: `knowledge/es/<kind>.toml`.
//!
//! The English is the text of record; a [`Tongue`] says what stands for it. It is asked with the English words themselves, so
//! whoever shows an entry needs nothing but the entry, and a practice's own wording is never shown in the words of another.
//! An entry counts as reviewed once `reviewer` and `reviewed_on` stand in it or at the top of its file.

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Place, Problem, Source};

mod texts;

use texts::{SAFETY, TEXTS, Texts};

/// What stands for one English text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The words.
    pub words: String,
    /// Whether somebody who speaks the language has reviewed them.
    pub reviewed: bool,
    /// Whether the text may stop or send somebody; then it is not shown without the English until it is reviewed.
    pub safety: bool,
}

/// How far one kind is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Texts in English.
    pub texts: usize,
    /// Those of them that are said.
    pub said: usize,
    /// Those of them that nobody has reviewed.
    pub unreviewed: usize,
}

impl Count {
    /// Texts that are shown in English.
    #[must_use]
    pub const fn missing(self) -> usize {
        self.texts.saturating_sub(self.said)
    }
}

/// One language beside the English.
#[derive(Clone, Debug, Default)]
pub struct Tongue {
    said: HashMap<String, Spoken>,
    counts: BTreeMap<&'static str, Count>,
}

/// The texts of an English entry, by the name they have in the other language.
type Entry = BTreeMap<String, Vec<String>>;

/// Every English entry with texts, by table and key.
type English = BTreeMap<(&'static str, &'static str, String), Entry>;

impl Tongue {
    /// Reads the language of `folder` (`es`) beside the English of `files`. What cannot be laid beside anything is left out and
    /// named; the rest stands.
    #[must_use]
    pub fn read(files: &[(&str, &str)], folder: &str) -> (Tongue, Vec<Problem>) {
        let mut problems = Vec::new();
        let english = english(files);
        let mut tongue = Tongue::default();
        for ((kind, ..), entry) in &english {
            tongue.counts.entry(kind).or_default().texts += entry.values().map(Vec::len).sum::<usize>();
        }
        let mut places = HashMap::new();
        for kind in tongue.counts.keys().copied().collect::<Vec<_>>() {
            let prefix = format!("{folder}/{kind}");
            for source in Source::of_kind(files, &prefix) {
                let mut laying = Laying { tongue: &mut tongue, places: &mut places, problems: &mut problems, source };
                laying.file(kind, &english);
            }
        }
        problems.sort();
        (tongue, problems)
    }

    /// What stands for these English words.
    #[must_use]
    pub fn of(&self, english: &str) -> Option<&Spoken> {
        self.said.get(english)
    }

    /// How far each kind is said.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, Count)> {
        self.counts.iter().map(|(kind, count)| (*kind, *count))
    }
}

/// One file being laid beside the English.
struct Laying<'a> {
    tongue: &'a mut Tongue,
    /// Where each English text was said first.
    places: &'a mut HashMap<String, Place>,
    problems: &'a mut Vec<Problem>,
    source: Source<'a>,
}

impl Laying<'_> {
    fn file(&mut self, kind: &'static str, english: &English) {
        let Some(file) = parsed(&self.source, self.problems) else { return };
        let general = reviewed(&file);
        for (name, value) in &file {
            let Some(rows) = value.get_ref().as_array() else {
                if !matches!(name.get_ref().as_ref(), "reviewer" | "reviewed_on") {
                    self.say(name, format!("`{}` is neither a table nor a review", name.get_ref()));
                }
                continue;
            };
            let Some(texts) = TEXTS.iter().find(|texts| texts.kind == kind && texts.table == name.get_ref()) else {
                self.say(name, format!("no text of [[{}]] is shown to anybody", name.get_ref()));
                continue;
            };
            for row in rows {
                if let Some(table) = row.get_ref().as_table() {
                    self.row(texts, table, row, english, general || reviewed(table));
                }
            }
        }
    }

    fn row(
        &mut self,
        texts: &Texts,
        row: &DeTable<'_>,
        place: &Spanned<DeValue<'_>>,
        english: &English,
        reviewed: bool,
    ) {
        let Some(key) = key(row) else { return self.say(place, "an entry without its key") };
        let Some(entry) = english.get(&(texts.kind, texts.table, key.to_owned())) else {
            return self.say(place, format!("`{key}` is not there in English"));
        };
        for (field, value) in row {
            let name = field.get_ref().as_ref();
            if matches!(name, "key" | "code" | "reviewer" | "reviewed_on") {
                continue;
            }
            let Some(originals) = entry.get(name) else {
                self.say(field, format!("`{key}` has no text `{name}` in English"));
                continue;
            };
            let words = strings(value.get_ref());
            if words.len() != originals.len() {
                let counts = (originals.len(), words.len());
                self.say(field, format!("`{name}` of `{key}`: {} in English, {} here", counts.0, counts.1));
                continue;
            }
            for (original, words) in originals.iter().zip(words) {
                self.lay(texts.kind, original, words, reviewed, field);
            }
        }
    }

    fn lay<T>(&mut self, kind: &'static str, original: &str, words: &str, reviewed: bool, place: &Spanned<T>) {
        if words.trim().is_empty() {
            return self.say(place, "no words");
        }
        let count = self.tongue.counts.entry(kind).or_default();
        count.said += 1;
        count.unreviewed += usize::from(!reviewed);
        let safety = SAFETY.contains(&kind);
        let place = self.source.place(place);
        match self.tongue.said.get_mut(original) {
            Some(before) if before.words != words => {
                let first =
                    self.places.get(original).map_or_else(String::new, |at| format!(" ({}:{})", at.file, at.line));
                self.problems.push(place.problem(format!("`{original}` is `{}` elsewhere{first}", before.words)));
            }
            Some(before) => {
                before.reviewed &= reviewed;
                before.safety |= safety;
            }
            None => {
                self.places.insert(original.to_owned(), place);
                self.tongue.said.insert(original.to_owned(), Spoken { words: words.to_owned(), reviewed, safety });
            }
        }
    }

    fn say<T>(&mut self, place: &Spanned<T>, what: impl Into<String>) {
        self.problems.push(self.source.place(place).problem(what));
    }
}

/// Every English text that people read. A file that cannot be read is named by its own kind.
fn english(files: &[(&str, &str)]) -> English {
    let mut all = English::new();
    for kind in TEXTS.iter().map(|texts| texts.kind) {
        if all.keys().any(|(known, ..)| *known == kind) {
            continue;
        }
        for source in Source::of_kind(files, kind) {
            if let Some(file) = parsed(&source, &mut Vec::new()) {
                gather(kind, &file, &mut all);
            }
        }
    }
    all
}

fn gather(kind: &str, table: &DeTable<'_>, all: &mut English) {
    for (name, value) in table {
        let texts = TEXTS.iter().find(|texts| texts.kind == kind && texts.table == name.get_ref());
        for row in value.get_ref().as_array().into_iter().flatten().filter_map(|row| row.get_ref().as_table()) {
            if let Some((texts, key)) = texts.zip(key(row)) {
                let mut entry = Entry::new();
                for field in texts.fields {
                    let mut found = Vec::new();
                    texts_at(row, field, &mut found);
                    if !found.is_empty() {
                        entry.insert(field.replace('.', "_"), found);
                    }
                }
                all.insert((texts.kind, texts.table, key.to_owned()), entry);
            }
            gather(kind, row, all);
        }
    }
}

/// The texts at `effect.text`: of each row on the way, in order.
fn texts_at(table: &DeTable<'_>, path: &str, found: &mut Vec<String>) {
    let (field, rest) = path.split_once('.').map_or((path, None), |(field, rest)| (field, Some(rest)));
    let Some(value) = table.get(field) else { return };
    match rest {
        Some(rest) => {
            for row in value.get_ref().as_array().into_iter().flatten().filter_map(|row| row.get_ref().as_table()) {
                texts_at(row, rest, found);
            }
        }
        // A dash stands where there is nothing to say.
        None => found.extend(strings(value.get_ref()).into_iter().filter(|text| *text != "–").map(as_shown)),
    }
}

/// A text as it is shown: one word of several parts (`straight_leg_raise`) without its underscores.
fn as_shown(text: &str) -> String {
    if text.contains(' ') { text.to_owned() } else { text.replace('_', " ") }
}

fn strings<'a>(value: &'a DeValue<'_>) -> Vec<&'a str> {
    match value {
        DeValue::String(text) => vec![text.as_ref()],
        DeValue::Array(several) => several.iter().filter_map(|one| one.get_ref().as_str()).collect(),
        _ => Vec::new(),
    }
}

fn parsed<'a>(source: &Source<'a>, problems: &mut Vec<Problem>) -> Option<DeTable<'a>> {
    DeTable::parse(source.text).map(Spanned::into_inner).map_err(|why| problems.push(source.unreadable(&why))).ok()
}

fn key<'a>(row: &'a DeTable<'_>) -> Option<&'a str> {
    row.get("key").or_else(|| row.get("code"))?.get_ref().as_str()
}

fn reviewed(table: &DeTable<'_>) -> bool {
    let said = |name| {
        table
            .get(name)
            .is_some_and(|value: &Spanned<DeValue<'_>>| value.get_ref().as_str().is_some_and(|text| !text.is_empty()))
    };
    said("reviewer") && said("reviewed_on")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "[[rule]]\nkey = \"S1\"\ntitle = \"Clot\"\nwhy = \"It moves.\"\naction = \"Stop.\"\n\n[[rule.effect]]\ntext = \"No hands.\"\n\n[[rule.effect]]\nhands = \"none\"\ntext = \"Ask.\"\n";

    fn laid(spanish: &str) -> (Tongue, Vec<String>) {
        let (tongue, problems) = Tongue::read(&[("safety/a.toml", ENGLISH), ("es/safety.toml", spanish)], "es");
        (tongue, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_text_is_found_by_its_english_words_and_what_is_missing_is_counted() {
        let (tongue, problems) =
            laid("[[rule]]\nkey = \"S1\"\ntitle = \"Trombo\"\neffect_text = [\"Sin tocar.\", \"Pregunte.\"]\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(tongue.of("Ask.").map(|said| said.words.as_str()), Some("Pregunte."));
        assert_eq!(tongue.of("Stop."), None);
        let counts: Vec<_> = tongue.counts().collect();
        assert_eq!(counts, [("safety", Count { texts: 5, said: 3, unreviewed: 3 })]);
        assert_eq!(counts[0].1.missing(), 2);
    }

    #[test]
    fn a_review_at_the_top_or_in_the_entry_is_needed_whole() {
        let reviewed = |text: &str| laid(text).0.of("Clot").map(|said| (said.reviewed, said.safety));
        let entry = "[[rule]]\nkey = \"S1\"\ntitle = \"Trombo\"\n";
        assert_eq!(reviewed(entry), Some((false, true)));
        assert_eq!(reviewed(&format!("reviewer = \"A\"\n{entry}")), Some((false, true)));
        assert_eq!(reviewed(&format!("reviewer = \"A\"\nreviewed_on = \"2026-11-01\"\n{entry}")), Some((true, true)));
        assert_eq!(reviewed(&format!("{entry}reviewer = \"A\"\nreviewed_on = \"2026-11-01\"\n")), Some((true, true)));
    }

    #[test]
    fn what_has_no_english_is_named_by_file_and_line() {
        let (_, problems) = laid(
            "[[rule]]\nkey = \"S2\"\ntitle = \"x\"\n\n[[rule]]\nkey = \"S1\"\nname = \"x\"\neffect_text = [\"una\"]\n\n[[page]]\nkey = \"a\"\n",
        );
        assert_eq!(
            problems,
            [
                "es/safety.toml:1: `S2` is not there in English",
                "es/safety.toml:7: `S1` has no text `name` in English",
                "es/safety.toml:8: `effect_text` of `S1`: 2 in English, 1 here",
                "es/safety.toml:10: no text of [[page]] is shown to anybody",
            ]
        );
    }

    #[test]
    fn one_english_text_has_one_rendering() {
        let english = "[[area]]\nkey = \"a\"\nname = \"Arm\"\n[[area]]\nkey = \"b\"\nname = \"Arm\"\n";
        let spanish = "[[area]]\nkey = \"a\"\nname = \"Brazo\"\n[[area]]\nkey = \"b\"\nname = \"Bracito\"\n";
        let (tongue, problems) = Tongue::read(&[("regions/a.toml", english), ("es/regions.toml", spanish)], "es");
        assert_eq!(problems[0].to_string(), "es/regions.toml:6: `Arm` is `Brazo` elsewhere (es/regions.toml:3)");
        assert_eq!(tongue.of("Arm").map(|said| said.words.as_str()), Some("Brazo"));
    }

    #[test]
    fn the_spanish_of_the_folder_has_its_english() {
        let texts = super::super::folder::texts();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (_, problems) = Tongue::read(&files, "es");
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
}
