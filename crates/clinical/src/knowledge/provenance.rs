//! Where a statement comes from, how sure it is, and when it was last true.

use serde::Deserialize;
use toml::Spanned;

use super::{Place, Problem, Source};

/// How much a statement may be leaned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Certainty {
    /// Convention, one author's judgement or our own reading.
    #[serde(rename = "L")]
    Low,
    /// Textbook or guideline agreement without good data, or data with gaps.
    #[serde(rename = "M")]
    Medium,
    /// A guideline, a validated rule or a good review.
    #[serde(rename = "H")]
    High,
}

impl Certainty {
    /// The letter used in the files: `H`, `M` or `L`.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Certainty::High => "H",
            Certainty::Medium => "M",
            Certainty::Low => "L",
        }
    }
}

/// Where a statement comes from, how sure it is, and the month it was last checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Keys of `sources.toml`; never empty once the folder has been read without problems.
    pub sources: Vec<String>,
    /// How sure.
    pub confidence: Certainty,
    /// The month in which the statement was last held against its source, `YYYY-MM`.
    pub as_of: String,
}

/// What a file says once for all its entries: top-level `source`, `confidence`, `as_of`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) source: Vec<String>,
    pub(crate) confidence: Option<String>,
    pub(crate) as_of: Option<String>,
}

impl Defaults {
    /// The provenance of one entry: what it says itself stands before what its file says for all.
    ///
    /// A statement without a source, an unknown certainty or a month that is none is a problem.
    pub(crate) fn settle(&self, own: Defaults, place: &Place, problems: &mut Vec<Problem>) -> Provenance {
        let sources = if own.source.is_empty() { self.source.clone() } else { own.source };
        if sources.is_empty() {
            problems.push(place.problem("a statement without source"));
        }
        let letter = own.confidence.or_else(|| self.confidence.clone());
        let confidence = match letter.as_deref() {
            Some("H") => Certainty::High,
            Some("M") => Certainty::Medium,
            Some("L") => Certainty::Low,
            other => {
                let said = other.unwrap_or("none");
                problems.push(place.problem(format!("unknown certainty `{said}`: one of H, M, L")));
                Certainty::Low
            }
        };
        let as_of = own.as_of.or_else(|| self.as_of.clone()).unwrap_or_default();
        if !is_month(&as_of) {
            problems.push(place.problem(format!("as_of `{as_of}` is not a month like 2026-11")));
        }
        Provenance { sources, confidence, as_of }
    }
}

/// One file while it is read: its text, and what it says for all its entries.
pub(crate) struct Reading<'a, 'p> {
    pub(crate) source: Source<'a>,
    pub(crate) defaults: Defaults,
    pub(crate) problems: &'p mut Vec<Problem>,
}

impl Reading<'_, '_> {
    /// Where the entry with this key stands, and what it rests on: what it says itself, else what its file says for all.
    pub(crate) fn settle(
        &mut self,
        key: &Spanned<String>,
        source: Vec<String>,
        confidence: Option<String>,
        as_of: Option<String>,
    ) -> (Place, Provenance) {
        let place = self.source.place(key);
        let provenance = self.defaults.settle(Defaults { source, confidence, as_of }, &place, self.problems);
        (place, provenance)
    }
}

fn is_month(text: &str) -> bool {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_what_its_file_says_for_all_and_may_say_otherwise() {
        let file =
            Defaults { source: vec!["WALTON11".into()], confidence: Some("M".into()), as_of: Some("2026-11".into()) };
        let own = Defaults { confidence: Some("H".into()), ..Defaults::default() };
        let mut problems = Vec::new();
        let settled = file.settle(own, &Place::new("x.toml", 3), &mut problems);
        assert_eq!(problems, []);
        assert_eq!(settled.sources, ["WALTON11"]);
        assert_eq!(settled.confidence, Certainty::High);
    }

    #[test]
    fn no_source_an_unknown_certainty_and_a_false_month_are_each_named() {
        let own = Defaults { source: Vec::new(), confidence: Some("sure".into()), as_of: Some("2026-13".into()) };
        let mut problems = Vec::new();
        Defaults::default().settle(own, &Place::new("x.toml", 3), &mut problems);
        assert_eq!(problems.len(), 3);
    }
}
