//! Reading `conditions/*.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::{Condition, Conditions, IcdChange, IcdCode, RedFlag, Snomed, SpecialTest};
use crate::knowledge::{Defaults, Place, Problem, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    condition: Vec<ConditionWire>,
    #[serde(default)]
    red_flag: Vec<RedFlagWire>,
    #[serde(default)]
    snomed: Vec<SnomedWire>,
    #[serde(default)]
    icd_change: Vec<IcdChangeWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionWire {
    key: Spanned<String>,
    part_of: Option<String>,
    name: String,
    plain: String,
    group: String,
    icd10cm: Vec<String>,
    snomed: Option<SnomedWire>,
    areas: Vec<String>,
    findings: Vec<String>,
    #[serde(default)]
    tests: Vec<TestWire>,
    red_flags: Vec<String>,
    measures: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnomedWire {
    code: String,
    name: String,
    verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestWire {
    name: String,
    #[serde(default)]
    midline: bool,
    sens: Option<f64>,
    spec: Option<f64>,
    lr: Option<f64>,
    lr_negative: Option<f64>,
    note: Option<String>,
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RedFlagWire {
    key: Spanned<String>,
    name: String,
    ask: Vec<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IcdChangeWire {
    code: Spanned<String>,
    instead_of: Option<String>,
    valid_from: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Conditions {
    let mut conditions = Conditions::default();
    for file in Source::of_kind(files, "conditions") {
        let Some(wire) = file.wire::<FileWire>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        for entry in wire.condition {
            let place = file.place(&entry.key);
            conditions.list.push(condition(entry, &defaults, place, problems));
        }
        for entry in wire.red_flag {
            let place = file.place(&entry.key);
            let own = Defaults { source: entry.source, ..Defaults::default() };
            let provenance = defaults.settle(own, &place, problems);
            let (key, name, ask, facts) = (entry.key.into_inner(), entry.name, entry.ask, entry.facts);
            conditions.red_flags.push(RedFlag { key, name, ask, facts, provenance, place });
        }
        conditions.further_snomed.extend(wire.snomed.into_iter().map(snomed));
        for entry in wire.icd_change {
            let place = file.place(&entry.code);
            let own = Defaults { source: entry.source, confidence: entry.confidence, as_of: None };
            defaults.settle(own, &place, problems);
            let code = entry.code.into_inner();
            icd_shape(&code, &place, problems);
            let IcdChangeWire { instead_of, valid_from, .. } = entry;
            conditions.icd_changes.push(IcdChange { code, instead_of, valid_from });
        }
    }
    for concept in conditions.list.iter().filter_map(|c| c.snomed.as_ref().map(|s| (s, &c.place))) {
        snomed_shape(concept.0, concept.1, problems);
    }
    for concept in &conditions.further_snomed {
        snomed_shape(concept, &Place::new("conditions/codes.toml", 0), problems);
    }
    conditions
}

fn condition(entry: ConditionWire, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Condition {
    let own = Defaults { source: entry.source, confidence: entry.confidence, as_of: entry.as_of };
    let icd = entry.icd10cm.iter().filter_map(|text| icd_code(text, &place, problems)).collect();
    Condition {
        provenance: defaults.settle(own, &place, problems),
        key: entry.key.into_inner(),
        part_of: entry.part_of,
        name: entry.name,
        plain: entry.plain,
        group: entry.group,
        icd,
        snomed: entry.snomed.map(snomed),
        areas: entry.areas,
        findings: entry.findings,
        tests: entry.tests.into_iter().map(|wire| test(wire, &place, problems)).collect(),
        red_flags: entry.red_flags,
        measures: entry.measures,
        words: entry.words,
        place,
    }
}

fn test(wire: TestWire, place: &Place, problems: &mut Vec<Problem>) -> SpecialTest {
    let share = |value: &Option<f64>| value.is_none_or(|v| (0.0..=1.0).contains(&v));
    let ratio = |value: &Option<f64>| value.is_none_or(|v| v.is_finite() && v > 0.0);
    if !(share(&wire.sens) && share(&wire.spec) && ratio(&wire.lr) && ratio(&wire.lr_negative)) {
        problems.push(place.problem(format!("the test `{}` has an accuracy that cannot be", wire.name)));
    }
    if wire.source.is_empty() {
        problems.push(place.problem(format!("the test `{}` has no source", wire.name)));
    }
    SpecialTest {
        name: wire.name,
        midline: wire.midline,
        sens: wire.sens,
        spec: wire.spec,
        lr: wire.lr,
        lr_negative: wire.lr_negative,
        note: wire.note,
        sources: wire.source,
    }
}

fn snomed(wire: SnomedWire) -> Snomed {
    Snomed { code: wire.code, name: wire.name, verified: wire.verified }
}

fn icd_code(text: &str, place: &Place, problems: &mut Vec<Problem>) -> Option<IcdCode> {
    let Some((code, name)) = text.split_once(' ') else {
        problems.push(place.problem(format!("`{text}` is not a code and its wording")));
        return None;
    };
    icd_shape(code, place, problems);
    Some(IcdCode { code: code.to_owned(), name: name.to_owned() })
}

/// A letter, two characters, then up to four after a point; `-` at the end of a stem.
fn icd_shape(code: &str, place: &Place, problems: &mut Vec<Problem>) {
    let stem = code.strip_suffix('-').unwrap_or(code);
    let (category, rest) = stem.split_once('.').unwrap_or((stem, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let starts = category.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
    if !(category.len() == 3 && starts && plain(category) && rest.len() <= 4 && plain(rest)) {
        problems.push(place.problem(format!("`{code}` has not the shape of a code of ICD-10-CM")));
    }
}

/// Digits whose last is the check digit of Verhoeff.
fn snomed_shape(concept: &Snomed, place: &Place, problems: &mut Vec<Problem>) {
    let code = &concept.code;
    if !(6..=18).contains(&code.len()) || verhoeff(code) != Some(0) {
        problems.push(place.problem(format!("`{code}` ({}) is no concept id of SNOMED CT", concept.name)));
    }
}

/// The Verhoeff remainder of a string of digits; 0 for a sound one.
fn verhoeff(digits: &str) -> Option<u8> {
    /// Composition in the dihedral group of ten elements.
    fn compose(a: u8, b: u8) -> u8 {
        match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => (a + b - 5) % 5 + 5,
            (false, true) => (a - b) % 5 + 5,
            (false, false) => (a + 5 - b) % 5,
        }
    }
    const PERMUTE: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut check = 0;
    for (position, byte) in digits.bytes().rev().enumerate() {
        let mut digit = byte.checked_sub(b'0').filter(|d| *d < 10)?;
        for _ in 0..position % 8 {
            digit = *PERMUTE.get(usize::from(digit))?;
        }
        check = compose(check, digit);
    }
    Some(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_tells_a_concept_id_from_a_slip() {
        for sound in ["279039007", "37796009", "203082005", "1237306007"] {
            assert_eq!(verhoeff(sound), Some(0), "{sound}");
        }
        assert_ne!(verhoeff("279039008"), Some(0));
        assert_ne!(verhoeff("297039007"), Some(0), "two digits swapped");
        assert_eq!(verhoeff("27903900x"), None);
    }

    #[test]
    fn a_code_that_is_none_is_named() {
        let mut problems = Vec::new();
        for code in ["54.5", "M5.5", "M54.50001", "m54.5"] {
            icd_shape(code, &Place::new("x.toml", 1), &mut problems);
        }
        assert_eq!(problems.len(), 4);
        icd_shape("S39.012-", &Place::new("x.toml", 1), &mut problems);
        icd_shape("R52", &Place::new("x.toml", 1), &mut problems);
        assert_eq!(problems.len(), 4);
    }
}
