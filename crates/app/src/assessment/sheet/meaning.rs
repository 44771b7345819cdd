//! What a positive special test speaks for, how surely, and who says so; to a profession that reads findings only, no names.
use crate::door::{Ask, Chart};
use crate::ui::Said;
use clinical::examination::{Sheet, key_of_test};
use clinical::knowledge::conditions::{Condition, SpecialTest};
use clinical::knowledge::professions::Words;
use clinical::scope;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the tests of a sheet mean, by the key of the line.
#[derive(Default, Serialize)]
pub(super) struct Meanings {
    /// Does this person read names of conditions?
    pub(super) named: bool,
    by_test: BTreeMap<String, Vec<Meaning>>,
}

/// What one test says of one condition.
#[derive(Serialize)]
pub(super) struct Meaning {
    pub(super) condition: String,
    /// Likelihood ratios, sensitivity, specificity: what is published.
    pub(super) figures: Vec<Said>,
    pub(super) note: String,
    pub(super) source: String,
}

impl Meanings {
    /// What this line says of each condition; nothing where it is no special test.
    pub(super) fn of(&self, key: &str) -> &[Meaning] {
        self.by_test.get(key).map_or(&[], Vec::as_slice)
    }
    /// Is there a special test on the sheet?
    pub(super) fn any(&self) -> bool {
        !self.by_test.is_empty()
    }
}

pub(super) fn of(ask: &Ask<Chart>, sheet: &Sheet) -> Meanings {
    if *sheet != Sheet::Tests {
        return Meanings::default();
    }
    let knowledge = &ask.house.knowledge;
    let named = scope::words(&knowledge.professions, &ask.by.profession) != Words::Findings;
    let mut by_test: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
    for condition in knowledge.conditions.list() {
        for test in &condition.tests {
            by_test.entry(key_of_test(&test.name)).or_default().push(meaning(ask, condition, test));
        }
    }
    if !named {
        by_test.values_mut().for_each(Vec::clear);
    }
    Meanings { named, by_test }
}

fn meaning(ask: &Ask<Chart>, condition: &Condition, test: &SpecialTest) -> Meaning {
    let percent = |share: f64| (100.0 * share).round();
    let mut figures = Vec::new();
    figures.extend(test.lr.map(|lr| Said::key("examination-lr").with("lr", lr)));
    figures.extend(test.lr_negative.map(|lr| Said::key("examination-lr-negative").with("lr", lr)));
    figures.extend(test.sens.map(|share| Said::key("examination-sensitivity").with("percent", percent(share))));
    figures.extend(test.spec.map(|share| Said::key("examination-specificity").with("percent", percent(share))));
    let cited = test.sources.iter().filter_map(|key| ask.house.knowledge.sources.get(key));
    Meaning {
        condition: condition.name.clone(),
        figures,
        note: test.note.clone().unwrap_or_default(),
        source: cited.map(|source| source.citation.as_str()).collect::<Vec<_>>().join("; "),
    }
}
