//! The bibliography: `sources.toml`, whose keys every statement names.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Certainty, Place, Problem, Provenance, Source};

/// One work, guideline, convention or policy that statements rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The key statements name, such as `GROSS24`.
    pub key: String,
    /// Author, title, place and year, as printed beneath a statement.
    pub citation: String,
    /// A DOI (`10.…`) or a web address, where one is certain.
    pub url_or_doi: Option<String>,
    /// How surely the reference itself is right.
    pub confidence: Certainty,
    /// Whether the source, an official copy or its abstract was looked at when the entry was written.
    pub seen: bool,
}

/// All citations by key.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    by_key: BTreeMap<String, Citation>,
}

impl Sources {
    /// The citation with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Citation> {
        self.by_key.get(key)
    }

    /// All citations, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Citation> {
        self.by_key.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Sources {
        let mut by_key = BTreeMap::new();
        for file in Source::of_kind(files, "sources") {
            let Some(wire) = file.wire::<FileWire>(problems) else { continue };
            for entry in wire.source {
                let place = file.place(&entry.key);
                let citation = entry.meaning(&place, problems);
                if let Some(twice) = by_key.insert(citation.key.clone(), citation) {
                    problems.push(place.problem(format!("the source `{}` is given twice", twice.key)));
                }
            }
        }
        Sources { by_key }
    }

    /// Names every source of a statement that the bibliography does not hold.
    pub(crate) fn check(&self, provenance: &Provenance, place: &Place, problems: &mut Vec<Problem>) {
        for key in provenance.sources.iter().filter(|key| !self.by_key.contains_key(*key)) {
            problems.push(place.problem(format!("`{key}` is no source of sources.toml")));
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<EntryWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryWire {
    key: Spanned<String>,
    citation: String,
    url_or_doi: Option<String>,
    confidence: Certainty,
    #[serde(default)]
    seen: bool,
}

impl EntryWire {
    fn meaning(self, place: &Place, problems: &mut Vec<Problem>) -> Citation {
        let key = self.key.into_inner();
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') {
            problems.push(place.problem(format!("the source key `{key}` is not of capitals, digits and hyphens")));
        }
        if self.citation.trim().is_empty() {
            problems.push(place.problem(format!("the source `{key}` has no citation")));
        }
        Citation {
            key,
            citation: self.citation,
            url_or_doi: self.url_or_doi,
            confidence: self.confidence,
            seen: self.seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Sources, Vec<Problem>) {
        let mut problems = Vec::new();
        let sources = Sources::read(&[("sources.toml", text)], &mut problems);
        (sources, problems)
    }

    #[test]
    fn a_source_is_found_by_its_key() {
        let (sources, problems) = read("[[source]]\nkey = \"RUB19\"\ncitation = \"BMJ 2019\"\nconfidence = \"H\"\n");
        assert_eq!(problems, []);
        assert_eq!(sources.get("RUB19").map(|c| c.citation.as_str()), Some("BMJ 2019"));
        assert!(sources.get("RUB12").is_none());
    }

    #[test]
    fn a_source_given_twice_is_named_with_its_line() {
        let entry = "[[source]]\nkey = \"A1\"\ncitation = \"x\"\nconfidence = \"L\"\n";
        let (_, problems) = read(&format!("{entry}{entry}"));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 6);
    }

    #[test]
    fn a_statement_resting_on_nothing_known_is_a_problem() {
        let provenance =
            Provenance { sources: vec!["NOWHERE9".into()], confidence: Certainty::High, as_of: "2026-11".into() };
        let mut problems = Vec::new();
        Sources::default().check(&provenance, &Place::new("x.toml", 4), &mut problems);
        assert_eq!(problems[0].line, 4);
    }
}
