//! Examination: sheets whose many lines are filled in at once, and what a complaint calls for.
//!
//! A line that was left empty was not examined; it is never a normal finding.

mod called;
mod sheet;
mod take;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::knowledge::conditions::{Condition, SpecialTest};
use crate::knowledge::{Certainty, Knowledge};
use crate::motion::{FunctionalTest, GradeScale, Motion};
use crate::site::Side;
use crate::words::fold;

pub use called::{Called, Told};
pub use sheet::{Sheet, key_of_test};
pub use take::{Examined, Observed, take};

/// What a line is about. What is kept of it carries this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// How a motion ended and hurt.
    Motion,
    /// Strength of a movement, by hand.
    Strength,
    /// A special test.
    Test,
    /// A test of a nerve's tension.
    Nerve,
    /// A landmark against the plumb line, or how marked a posture is.
    Posture,
    /// A length or girth by tape.
    Girth,
    /// A sign of gait.
    Gait,
    /// How a movement is controlled, 0 to 3.
    Movement,
    /// Something of how the client lives.
    Lifestyle,
    /// Something of how the client lives that links start from.
    Factor,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 10] = [
        Kind::Motion,
        Kind::Strength,
        Kind::Test,
        Kind::Nerve,
        Kind::Posture,
        Kind::Girth,
        Kind::Gait,
        Kind::Movement,
        Kind::Lifestyle,
        Kind::Factor,
    ];

    /// The name by which it is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Motion => "motion",
            Kind::Strength => "strength",
            Kind::Test => "test",
            Kind::Nerve => "nerve",
            Kind::Posture => "posture",
            Kind::Girth => "girth",
            Kind::Gait => "gait",
            Kind::Movement => "movement",
            Kind::Lifestyle => "lifestyle",
            Kind::Factor => "factor",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a line can be answered with.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'k> {
    /// Degrees or a distance with end feel, pain and strength.
    Moved(&'k Motion),
    /// The number of a functional test.
    Timed(&'k FunctionalTest),
    /// One of a few words: positive, negative, unclear.
    Word(&'static [&'static str]),
    /// A mark of a scale.
    Graded(&'k GradeScale),
    /// A number of this unit, from least to most.
    Number(&'k str, f64, f64),
    /// Which side is higher, and by how much.
    Level,
    /// Girths in centimetres, one every four centimetres.
    Girths,
    /// A few words of the client's or the practitioner's.
    Said,
}

/// The words of a special test.
pub const RESULTS: &[&str] = &["positive", "negative", "unclear"];

/// The words of a sign that is looked for.
pub const SEEN: &[&str] = &["seen", "not_seen"];

/// The words of a question to the client.
pub const ANSWERS: &[&str] = &["yes", "no", "unsure"];

/// The words of a level.
pub const LEVELS: &[&str] = &["alike", "right", "left"];

/// The units of a level.
pub const LEVEL_UNITS: [&str; 2] = ["cm", "deg"];

/// Between two girths of a limb, in centimetres.
pub const GIRTH_STEP: f64 = 4.0;

/// One line of a sheet.
#[derive(Clone, Debug)]
pub struct Line<'k> {
    /// What it is about.
    pub kind: Kind,
    /// The key of its entry in the knowledge.
    pub key: String,
    /// Its name; for a motion the movement.
    pub name: &'k str,
    /// How it is done or read; may be empty.
    pub how: &'k str,
    /// Is it asked of each side?
    pub paired: bool,
    /// What it can be answered with.
    pub answer: Answer<'k>,
    /// Keys of its sources.
    pub sources: &'k [String],
    /// How sure they are.
    pub certainty: Certainty,
}

impl Line<'_> {
    /// The sides it is asked of: right and left, or none.
    #[must_use]
    pub fn sides(&self) -> &'static [Option<Side>] {
        if self.paired { &[Some(Side::Right), Some(Side::Left)] } else { &[None] }
    }

    /// The name of its field on a side; `part` is empty for the answer itself.
    #[must_use]
    pub fn field(&self, side: Option<Side>, part: &str) -> String {
        field(&self.key, side, part)
    }
}

fn field(key: &str, side: Option<Side>, part: &str) -> String {
    let side = side.map(|side| format!("-{side}")).unwrap_or_default();
    let part = if part.is_empty() { String::new() } else { format!("-{part}") };
    format!("{key}{side}{part}")
}

/// The special tests of the folder, each once, with the conditions that a positive one speaks for.
pub(crate) fn special_tests(knowledge: &Knowledge) -> Vec<(&str, Vec<(&Condition, &SpecialTest)>)> {
    let mut all: Vec<(&str, Vec<(&Condition, &SpecialTest)>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for condition in knowledge.conditions.list() {
        for test in &condition.tests {
            let at = *places.entry(fold(&test.name)).or_insert(all.len());
            match all.get_mut(at) {
                Some((_, known)) => known.push((condition, test)),
                None => all.push((&test.name, vec![(condition, test)])),
            }
        }
    }
    all
}
