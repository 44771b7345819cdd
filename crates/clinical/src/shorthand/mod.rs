//! The shorthand of the treatment room: typed lines to structures, and structures back to the same shorthand.
//!
//! ```text
//! R upper trap MFR 4m p3 TrP 6>3 · C5-6 mob II 3x30s · nprs 6>3 · rom cerv rotR 55>68 · ! bruise R calf
//! ```
//!
//! Entries are parted by `·`, `;` or a new line. An entry is work or findings at a site, a measure, a range of motion or an
//! adverse effect (`!`). `TrP` is the technique and `tp` the finding; `6>3` is pain 0 to 10 before and after, `t3>1`
//! tenderness 0 to 4 (`6/10` and `t:3` when taken once). Nothing is guessed: a word that may mean several things offers its readings, and what cannot be read
//! stays text.

mod print;
mod read;
mod token;

use crate::knowledge::Knowledge;
use crate::site::{Side, Site};

/// One part of what was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Understood.
    Read(Entry),
    /// Meant as shorthand, but not understood: the words as typed and what is unclear.
    Unclear(Unclear),
    /// Plain text.
    Text(String),
}

/// An entry that was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// What was done or found at a site.
    Work(Work),
    /// A measure with its value or values.
    Measure(MeasureEntry),
    /// A range of motion.
    Range(RangeEntry),
    /// An adverse effect.
    Adverse(AdverseEntry),
}

/// What was done and found at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Where.
    pub site: Site,
    /// What was done, in order; empty for findings alone.
    pub done: Vec<Dosed>,
    /// What was felt there.
    pub findings: Vec<Palpated>,
    /// Pain, 0 to 10.
    pub pain: Option<Level>,
    /// Tenderness, 0 to 4.
    pub tenderness: Option<Level>,
    /// Words beside it that are kept as text.
    pub note: String,
}

/// A technique with its dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dosed {
    /// The key of the technique or stroke.
    pub technique: String,
    /// Pressure, 1 to 5.
    pub pressure: Option<u8>,
    /// Time, in seconds.
    pub time_s: Option<u32>,
    /// Sets of holds or repetitions.
    pub sets: Option<Sets>,
}

/// Sets of holds (`3x30s`) or repetitions (`3x10`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sets {
    /// How many.
    pub count: u8,
    /// What each of them is.
    pub each: Each,
}

/// What each set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// A hold or bout of so many seconds.
    Seconds(u16),
    /// So many repetitions.
    Times(u16),
}

/// A value before and, where it was taken again, after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Before, or the only one.
    pub before: u8,
    /// After.
    pub after: Option<u8>,
}

/// What hands may find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Palpated {
    /// A tender point in a taut band (`tp`).
    TenderPoint,
    /// Raised tone (`tight`).
    Tight,
    /// Tender to touch (`tender`).
    Tender,
    /// Guarding or spasm (`spasm`).
    Spasm,
    /// Swelling (`swollen`).
    Swollen,
    /// Warmth (`warm`).
    Warm,
    /// Stiffness (`stiff`).
    Stiff,
    /// Numbness or tingling (`numb`).
    Numb,
}

/// A measure, such as `nprs 6>3`.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureEntry {
    /// The key of the instrument or functional test.
    pub key: String,
    /// The side, where one was said.
    pub side: Option<Side>,
    /// Before, or the only one, in the measure's own unit.
    pub before: f64,
    /// After.
    pub after: Option<f64>,
}

/// A range of motion, such as `rom cerv rotR 55>68`.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeEntry {
    /// The key of the motion.
    pub motion: String,
    /// The side, where one was said.
    pub side: Option<Side>,
    /// Before, or the only one, in the motion's own unit.
    pub before: f64,
    /// After.
    pub after: Option<f64>,
}

/// An adverse effect, such as `! bruise R calf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdverseEntry {
    /// What, in the words typed.
    pub what: String,
    /// Where, if a place was named.
    pub site: Option<Site>,
}

/// Shorthand that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The entry as typed.
    pub text: String,
    /// What is unclear.
    pub why: Why,
    /// The word that is unclear.
    pub word: String,
    /// What it may mean, in words that would be understood; empty when nothing is near.
    pub readings: Vec<String>,
}

/// What is unclear in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No place is named, or its word is unknown.
    Place,
    /// Two places that do not lie in one another.
    TwoPlaces,
    /// A dose without a technique, or its word is unknown.
    Technique,
    /// A number beyond its scale.
    Number,
    /// A motion that is unknown.
    Motion,
}

/// Reads what was typed. Nothing typed is lost: what is not understood comes back as it was.
#[must_use]
pub fn parse(knowledge: &Knowledge, typed: &str) -> Vec<Item> {
    token::entries(typed).into_iter().map(|entry| read::item(knowledge, entry)).collect()
}

/// Prints the same shorthand from the structures, an entry a line; parsed again it gives the same.
#[must_use]
pub fn print(knowledge: &Knowledge, items: &[Item]) -> String {
    items.iter().map(|item| print::item(knowledge, item)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
