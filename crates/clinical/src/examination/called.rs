//! What a complaint calls for: shown first. Nothing is hidden by it; all else stays reachable.

use std::collections::BTreeSet;

use super::{Line, Sheet, key_of_test, special_tests};
use crate::application::spot;
use crate::knowledge::Knowledge;
use crate::knowledge::conditions::Condition;
use crate::motion::{FunctionalTest, Joint};

/// A complaint that lasts.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// In the client's words.
    pub words: &'a str,
    /// Keys of its places: regions, areas or structures.
    pub sites: &'a [&'a str],
}

/// What complaints call for.
#[derive(Clone, Debug, Default)]
pub struct Called<'k> {
    /// The regions complained of, as numbers of the list of regions.
    regions: BTreeSet<usize>,
    /// Conditions that the words name, and those of the regions.
    pub conditions: Vec<&'k Condition>,
}

impl<'k> Called<'k> {
    /// What these complaints call for.
    #[must_use]
    pub fn by(knowledge: &'k Knowledge, complaints: &[Told<'_>]) -> Called<'k> {
        let regions = &knowledge.regions;
        let mut called = Called::default();
        for told in complaints {
            for spot in told.sites.iter().filter_map(|site| spot(knowledge, site)) {
                called.regions.extend(regions.covered(&spot).into_iter().filter_map(|key| regions.number(key)));
            }
            called.conditions.extend(knowledge.conditions.suggest(told.words));
        }
        if called.regions.is_empty() {
            // No place was said: the places of what the words name.
            let areas = called.conditions.iter().flat_map(|condition| narrow(condition));
            called.regions = areas.flat_map(|area| regions.members(area)).copied().collect();
        }
        for condition in knowledge.conditions.list() {
            if narrow(condition).any(|area| called.meets(knowledge, area)) {
                called.conditions.push(condition);
            }
        }
        let mut seen = BTreeSet::new();
        called.conditions.retain(|condition| seen.insert(condition.key.as_str()));
        called
    }

    /// Is nothing called for?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.conditions.is_empty()
    }

    fn meets(&self, knowledge: &Knowledge, area: &str) -> bool {
        knowledge.regions.members(area).iter().any(|number| self.regions.contains(number))
    }

    /// Is this joint called for?
    #[must_use]
    pub fn joint(&self, knowledge: &Knowledge, joint: &Joint) -> bool {
        joint.areas.iter().any(|area| self.meets(knowledge, area))
    }

    /// Is this functional test called for?
    #[must_use]
    pub fn function(&self, knowledge: &Knowledge, test: &FunctionalTest) -> bool {
        test.areas.iter().any(|area| self.meets(knowledge, area))
    }

    /// The keys of the special tests called for.
    #[must_use]
    pub fn tests(&self, knowledge: &Knowledge) -> BTreeSet<String> {
        let wanted = |condition: &Condition| self.conditions.iter().any(|one| one.key == condition.key);
        let tests = special_tests(knowledge).into_iter();
        let called = tests.filter(|(_, of)| of.iter().any(|(condition, _)| wanted(condition)));
        called.map(|(name, _)| key_of_test(name)).collect()
    }

    /// Is this line of a sheet called for?
    #[must_use]
    pub fn line(&self, knowledge: &Knowledge, sheet: &Sheet, line: &Line<'_>, tests: &BTreeSet<String>) -> bool {
        match sheet {
            Sheet::Tests => tests.contains(&line.key),
            Sheet::Function => knowledge.motions.test(&line.key).is_some_and(|test| self.function(knowledge, test)),
            Sheet::Nerves => {
                let of_arm = line.key.starts_with("nerve_upper_limb");
                let areas: &[&str] =
                    if of_arm { &["neck", "shoulder", "arm"] } else { &["low_back", "buttocks", "leg"] };
                areas.iter().any(|area| self.meets(knowledge, area))
            }
            _ => true,
        }
    }
}

/// The areas of a condition, but for the whole body, which calls for nothing in particular.
fn narrow(condition: &Condition) -> impl Iterator<Item = &str> {
    condition.areas.iter().map(String::as_str).filter(|area| !matches!(*area, "whole" | "trunk" | "arm" | "leg"))
}
