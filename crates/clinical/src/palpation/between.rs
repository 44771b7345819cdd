//! Two days held against each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Palpation, Place, Sign};
use crate::knowledge::Knowledge;
use crate::measure::reaches;

/// What was found at a place on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Where.
    pub place: Place,
    /// When.
    pub on: Date,
    /// What.
    pub found: Palpation,
}

/// What became of a place between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// Nothing was found before, something is now.
    Appeared,
    /// Something is found now where nobody had looked before.
    FirstSeen,
    /// Found both times, and not the same.
    Changed,
    /// Something was found before, nothing now.
    Went,
    /// Found both times, alike, or different by no more than error.
    Same,
    /// Found before, and not looked at since.
    NotSeenAgain,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Pain, before and after, and whether it differs by more than the error of the scale.
    Pain(Option<u8>, Option<u8>, bool),
    /// How it feels.
    Quality(String, String),
    /// The mark of a sign.
    Sign(Sign, String, String),
    /// The trigger point, or where it refers.
    Trigger,
}

/// One place between two days.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// Where.
    pub place: Place,
    /// What became of it.
    pub became: Became,
    /// The finding that stood on the first day.
    pub before: Option<Seen>,
    /// The one that stood on the second.
    pub after: Option<Seen>,
    /// What differs, where something was found both times.
    pub differs: Vec<Difference>,
}

/// Compares what stood on two days: on each, the latest finding of each place up to it. `seen` in the order of time.
/// `pain_error` is the change of pain that is still within error of the scale.
#[must_use]
pub fn between(knowledge: &Knowledge, seen: &[Seen], first: Date, second: Date, pain_error: f64) -> Vec<Between> {
    let standing = |day: Date| -> BTreeMap<&Place, &Seen> {
        seen.iter().filter(|one| one.on <= day).map(|one| (&one.place, one)).collect()
    };
    let (before, after) = (standing(first), standing(second));
    let places: BTreeSet<&Place> = after.keys().copied().collect();
    let mut all: Vec<Between> = places
        .into_iter()
        .filter_map(|place| one(knowledge, place, before.get(place).copied(), after.get(place).copied()?, pain_error))
        .collect();
    all.sort_by_key(|one| one.became);
    all
}

/// What became of one place; none where nothing was ever found.
fn one(knowledge: &Knowledge, place: &Place, before: Option<&Seen>, after: &Seen, pain_error: f64) -> Option<Between> {
    let found = |seen: Option<&Seen>| seen.map(|seen| seen.found.found(knowledge));
    let mut differs = Vec::new();
    let became = match (found(before), after.found.found(knowledge)) {
        (Some(true), _) if before == Some(after) => Became::NotSeenAgain,
        (None, true) => Became::FirstSeen,
        (Some(false), true) => Became::Appeared,
        (Some(true), false) => Became::Went,
        (Some(true), true) => {
            differs = before.map(|before| differences(&before.found, &after.found, pain_error)).unwrap_or_default();
            let real = differs.iter().any(|one| !matches!(one, Difference::Pain(_, _, false)));
            if real { Became::Changed } else { Became::Same }
        }
        (None | Some(false), false) => return None,
    };
    Some(Between { place: place.clone(), became, before: before.cloned(), after: Some(after.clone()), differs })
}

fn differences(before: &Palpation, after: &Palpation, pain_error: f64) -> Vec<Difference> {
    let mut differs = Vec::new();
    if before.pain != after.pain {
        let apart = before.pain.zip(after.pain).map(|(a, b)| f64::from(a.abs_diff(b)));
        differs.push(Difference::Pain(before.pain, after.pain, apart.is_some_and(|apart| reaches(apart, pain_error))));
    }
    if before.quality != after.quality {
        differs.push(Difference::Quality(before.quality.clone(), after.quality.clone()));
    }
    for sign in Sign::ALL {
        let (was, is) = (before.mark(sign), after.mark(sign));
        // What was graded only once did not change: nobody knows what it was.
        if was != is && !was.is_empty() && !is.is_empty() {
            differs.push(Difference::Sign(sign, was.to_owned(), is.to_owned()));
        }
    }
    if (before.trigger, &before.refers) != (after.trigger, &after.refers) {
        differs.push(Difference::Trigger);
    }
    differs
}
