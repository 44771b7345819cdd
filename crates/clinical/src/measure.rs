//! What a measure is, so that only like is ever compared with like.

use jiff::Timestamp;

use crate::knowledge::sources::Sources;

/// Which way a number goes when the client is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Lower is better: pain, disability.
    Lower,
    /// Higher is better: function, range, strength.
    Higher,
}

impl Better {
    /// How far `to` is better than `from`: positive is better, whatever the direction of the scale.
    #[must_use]
    pub fn gain(self, from: f64, to: f64) -> f64 {
        match self {
            Better::Lower => from - to,
            Better::Higher => to - from,
        }
    }

    /// The word used in the files: `lower` or `higher`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Better::Lower => "lower",
            Better::Higher => "higher",
        }
    }
}

/// What must be the same for two readings to be compared: the question, the time it asks about, the place and the way of measuring.
///
/// "Worst pain in 24 hours" and "average pain in 7 days" are two measures, and so are a knee by goniometer and the same knee by eye.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MeasureId {
    /// Key of the instrument, motion or test.
    pub key: String,
    /// Its scale (`total`, `pain`, `worst`); empty where there is but one.
    pub scale: String,
    /// The version of the form, where versions differ.
    pub version: String,
    /// The time asked about, such as `24 h` or `2 weeks`.
    pub recall: String,
    /// Where on the body and which side; empty where the measure is of the whole person.
    pub site: String,
    /// How it was measured: goniometer, self-report, active, passive; empty where there is but one way.
    pub method: String,
}

/// One value at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When it was true, not when it was written down.
    pub at: Timestamp,
    /// The value in the unit of its measure.
    pub value: f64,
    /// False where the value rests on fewer answers than its source asks for: shown, but judged as unknown.
    pub firm: bool,
}

impl Reading {
    /// A reading of a complete form or a direct measurement.
    #[must_use]
    pub fn firm(at: Timestamp, value: f64) -> Reading {
        Reading { at, value, firm: true }
    }
}

/// A number that must be passed, with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// In points of the scale, or in percent of the first reading.
    pub size: Size,
    /// For whom or how it was found, in a few words; may be empty.
    pub note: String,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

impl Threshold {
    /// The citations behind it, to print beneath a chart; a key that the bibliography does not hold stands for itself.
    #[must_use]
    pub fn citations<'a>(&'a self, sources: &'a Sources) -> Vec<&'a str> {
        let citation = |key: &'a String| sources.get(key).map_or(key.as_str(), |source| source.citation.as_str());
        self.sources.iter().map(citation).collect()
    }
}

/// The size of a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Points of the scale.
    Points(f64),
    /// Percent of the first reading.
    Percent(f64),
}

/// Room for the representation of decimals, so that 22.2 − 12.2 counts as 10.
const ROUNDING: f64 = 1e-9;

/// Is `value` at least `line`, read as the decimals that people wrote?
pub(crate) fn reaches(value: f64, line: f64) -> bool {
    value >= line - ROUNDING
}

impl Size {
    /// Does a gain of `gain` points from `first` reach this size? `None` for a percentage of nothing.
    #[must_use]
    pub fn reached(self, gain: f64, first: f64) -> Option<bool> {
        match self {
            Size::Points(points) => Some(reaches(gain, points)),
            Size::Percent(_) if first == 0.0 => None,
            Size::Percent(percent) => Some(reaches(100.0 * gain, percent * first)),
        }
    }
}
