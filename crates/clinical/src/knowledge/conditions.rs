//! Conditions and complaints: their codes, places, findings, tests, red flags, measures and the words people use for them.

mod wire;

use std::collections::BTreeSet;

use super::{Knowledge, Place, Problem, Provenance};
use crate::words::fold;

/// A code of ICD-10-CM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcdCode {
    /// The code; a stem ends in `-` and needs further characters before it can be billed.
    pub code: String,
    /// Its wording.
    pub name: String,
}

impl IcdCode {
    /// Whether further characters must be chosen.
    #[must_use]
    pub fn is_stem(&self) -> bool {
        self.code.ends_with('-')
    }
}

/// A concept of SNOMED CT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snomed {
    /// The concept id.
    pub code: String,
    /// Its term.
    pub name: String,
    /// Whether it was checked against a terminology server or several value sets; an unchecked one is never sent anywhere.
    pub verified: bool,
}

/// A special test with what is published of its accuracy.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecialTest {
    /// Its name.
    pub name: String,
    /// Is it of no side: a posture, a questionnaire, a set of signs? Else it is done on each side.
    pub midline: bool,
    /// Sensitivity, 0 to 1.
    pub sens: Option<f64>,
    /// Specificity, 0 to 1.
    pub spec: Option<f64>,
    /// Likelihood ratio of a positive test.
    pub lr: Option<f64>,
    /// Likelihood ratio of a negative test.
    pub lr_negative: Option<f64>,
    /// In whom it was studied, and other limits.
    pub note: Option<String>,
    /// Keys of its sources.
    pub sources: Vec<String>,
}

/// A condition or complaint.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Its key.
    pub key: String,
    /// The condition that it is a form of.
    pub part_of: Option<String>,
    /// Its name.
    pub name: String,
    /// Its name for clients.
    pub plain: String,
    /// The heading it is listed under.
    pub group: String,
    /// Codes of ICD-10-CM, as a referrer may give them.
    pub icd: Vec<IcdCode>,
    /// Its concept of SNOMED CT.
    pub snomed: Option<Snomed>,
    /// Keys of the areas it concerns.
    pub areas: Vec<String>,
    /// What to look for.
    pub findings: Vec<String>,
    /// Special tests.
    pub tests: Vec<SpecialTest>,
    /// Keys of the red flag bundles to ask about.
    pub red_flags: Vec<String>,
    /// Keys of instruments and functional tests, most useful first.
    pub measures: Vec<String>,
    /// What clients and referrers call it.
    pub words: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// A bundle of red flags asked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedFlag {
    /// Its key, such as `RF_CES`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What to ask, in plain words.
    pub ask: Vec<String>,
    /// Keys of the coded facts that answer it.
    pub facts: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// When a code of ICD-10-CM came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcdChange {
    /// The code.
    pub code: String,
    /// The code it came in place of.
    pub instead_of: Option<String>,
    /// The first day it is valid, `YYYY-MM-DD`.
    pub valid_from: String,
}

/// All conditions with their red flags and codes.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    list: Vec<Condition>,
    red_flags: Vec<RedFlag>,
    further_snomed: Vec<Snomed>,
    icd_changes: Vec<IcdChange>,
}

impl Conditions {
    /// All conditions, in the order of the files.
    #[must_use]
    pub fn list(&self) -> &[Condition] {
        &self.list
    }

    /// The condition with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Condition> {
        self.list.iter().find(|condition| condition.key == key)
    }

    /// The red flag bundles.
    #[must_use]
    pub fn red_flags(&self) -> &[RedFlag] {
        &self.red_flags
    }

    /// The red flag bundle with this key.
    #[must_use]
    pub fn red_flag(&self, key: &str) -> Option<&RedFlag> {
        self.red_flags.iter().find(|flag| flag.key == key)
    }

    /// SNOMED CT concepts beyond those of the conditions.
    #[must_use]
    pub fn further_snomed(&self) -> &[Snomed] {
        &self.further_snomed
    }

    /// What changed in ICD-10-CM, and when.
    #[must_use]
    pub fn icd_changes(&self) -> &[IcdChange] {
        &self.icd_changes
    }

    /// The conditions that a complaint in a client's words may be, the closest first. A suggestion to choose from, never a
    /// diagnosis; empty when no word is known.
    #[must_use]
    pub fn suggest(&self, complaint: &str) -> Vec<&Condition> {
        let said = fold(complaint);
        if said.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, &Condition)> =
            self.list.iter().filter_map(|condition| Some((closeness(&said, condition)?, condition))).collect();
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().map(|(_, condition)| condition).collect()
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Conditions {
        wire::read(files, problems)
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.conditions;
        let mut seen = BTreeSet::new();
        let mut asked = BTreeSet::new();
        for condition in &own.list {
            let place = &condition.place;
            if !seen.insert(condition.key.as_str()) {
                problems.push(place.problem(format!("the condition `{}` is given twice", condition.key)));
            }
            knowledge.sources.check(&condition.provenance, place, problems);
            for test in &condition.tests {
                for key in test.sources.iter().filter(|key| knowledge.sources.get(key).is_none()) {
                    problems.push(place.problem(format!("`{key}` is no source of sources.toml")));
                }
            }
            for area in condition.areas.iter().filter(|area| knowledge.regions.members(area).is_empty()) {
                problems.push(place.problem(format!("`{area}` is no area of the body")));
            }
            for flag in condition.red_flags.iter().filter(|flag| own.red_flag(flag).is_none()) {
                problems.push(place.problem(format!("`{flag}` is no bundle of red flags")));
            }
            asked.extend(condition.red_flags.iter().map(String::as_str));
            let known = |key: &str| knowledge.instruments.get(key).is_some() || knowledge.motions.test(key).is_some();
            for measure in condition.measures.iter().filter(|key| !known(key)) {
                problems.push(place.problem(format!("`{measure}` is neither an instrument nor a functional test")));
            }
            if let Some(whole) = condition.part_of.as_deref().filter(|key| own.get(key).is_none()) {
                problems.push(place.problem(format!("`{whole}` is no condition")));
            }
        }
        for flag in &own.red_flags {
            knowledge.sources.check(&flag.provenance, &flag.place, problems);
            for key in flag.facts.iter().filter(|key| knowledge.facts.find(key).is_none()) {
                problems.push(flag.place.problem(format!("`{key}` is no fact")));
            }
            if flag.facts.is_empty() {
                problems.push(flag.place.problem(format!("no fact answers `{}`", flag.key)));
            }
            if !asked.contains(flag.key.as_str()) {
                problems.push(flag.place.problem(format!("no condition asks about `{}`", flag.key)));
            }
        }
    }
}

/// How far what was said is from what a condition is called; none when they share nothing.
fn closeness(said: &str, condition: &Condition) -> Option<usize> {
    let names = condition.words.iter().chain([&condition.name, &condition.plain]);
    names.filter_map(|name| distance(said, &fold(name))).min()
}

fn distance(said: &str, name: &str) -> Option<usize> {
    if said == name {
        return Some(0);
    }
    if held_in(name, said) {
        return Some(1);
    }
    if held_in(said, name) {
        return Some(2);
    }
    let words: BTreeSet<&str> = name.split(' ').filter(|w| w.len() > 3 && !COMMON.contains(w)).collect();
    said.split(' ').any(|word| words.contains(word)).then_some(3)
}

/// Whether the words of `part` stand in `whole`, next to one another.
fn held_in(part: &str, whole: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

/// Words that many complaints share and that say nothing of which it is.
const COMMON: [&str; 10] = ["pain", "pains", "ache", "after", "with", "from", "side", "general", "syndrome", "other"];

#[cfg(test)]
mod tests;
