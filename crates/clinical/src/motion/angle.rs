//! Ranges of motion.

use super::Sex;
use crate::change::Lines;
use crate::knowledge::Provenance;
use crate::measure::{Better, MeasureId, Size, Threshold, reaches};

/// One motion of one joint.
#[derive(Clone, Debug, PartialEq)]
pub struct Motion {
    /// Its key, such as `shoulder_flexion`.
    pub key: String,
    /// Is there only one, in the middle? Else it is measured on each side.
    pub midline: bool,
    /// The joint, such as `shoulder`.
    pub joint: String,
    /// The movement, such as `flexion`.
    pub movement: String,
    /// The unit: `deg`, `mm` or `cm`.
    pub unit: String,
    /// Which way is better: nearly always more.
    pub better: Better,
    /// The textbook value of adults; 0 where the neutral position is the end.
    pub standard: Option<f64>,
    /// What else is published, in a few words.
    pub note: String,
    /// Means by age and sex.
    pub norms: Vec<RangeNorm>,
    /// Measurement error by method, the most usual first.
    pub errors: Vec<MotionError>,
    /// Where the textbook value comes from.
    pub provenance: Provenance,
}

/// A mean for an age and sex, with its 95 % interval: of the mean, not of people.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeNorm {
    /// The sex measured.
    pub sex: Sex,
    /// Years, both included.
    pub ages: (u32, u32),
    /// The mean.
    pub mean: f64,
    /// Its interval.
    pub interval: (f64, f64),
    /// True where the cell was held against its source.
    pub checked: bool,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// How much a measurement varies by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct MotionError {
    /// The method, such as `goniometer`.
    pub method: String,
    /// Changes below this are within error; the upper end where a range is published.
    pub mdc: f64,
    /// The lower end of the published range, where there is one.
    pub mdc_low: Option<f64>,
    /// A few words.
    pub note: String,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// What a measured range was held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The other side.
    OtherSide,
    /// The mean for age and sex.
    AgeAndSex,
    /// The textbook value.
    Textbook,
}

/// A measured range beside its reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What it is held against.
    pub against: Against,
    /// The reference value.
    pub reference: f64,
    /// Percent of the reference; none when the reference is 0.
    pub percent: Option<f64>,
    /// Reference minus measured; negative is beyond it.
    pub deficit: f64,
    /// The sides differ by at least the measurement error; where none is published, by 10 or by 15 % of the other side.
    pub asymmetric: Option<bool>,
}

/// Degrees that a joint can show; more than a full turn is a slip of the pen.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Angle(f64);

impl Angle {
    /// Between -360 and 360.
    #[must_use]
    pub fn read(degrees: f64) -> Option<Angle> {
        (-360.0..=360.0).contains(&degrees).then_some(Angle(degrees))
    }

    /// The degrees.
    #[must_use]
    pub fn degrees(self) -> f64 {
        self.0
    }
}

/// Percent of a reference; none when the reference is 0.
#[must_use]
pub fn percent_of(measured: Angle, reference: Angle) -> Option<f64> {
    (reference.0 != 0.0).then(|| 100.0 * measured.0 / reference.0)
}

/// The involved side in percent of the other; none when that is 0.
#[must_use]
pub fn symmetry(involved: Angle, uninvolved: Angle) -> Option<f64> {
    percent_of(involved, uninvolved)
}

/// Without a published error, sides must differ by this many degrees.
const DEFAULT_ERROR: f64 = 10.0;

/// Or by this share of the other side.
const ASYMMETRY_PERCENT: f64 = 15.0;

impl Motion {
    /// Least and most that can be measured, in its unit: beyond it is a slip of the pen. No joint turns further than 200
    /// degrees; below nothing is beyond neutral, or beyond the floor.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        match self.unit.as_str() {
            "deg" => (-90.0, 200.0),
            "mm" => (-20.0, 120.0),
            _ => (-30.0, 100.0),
        }
    }

    /// The measurement error of a method; the most usual one where the method is not listed.
    #[must_use]
    pub fn error(&self, method: &str) -> Option<&MotionError> {
        self.errors.iter().find(|error| error.method == method).or_else(|| self.errors.first())
    }

    /// The lines of change for a method: its measurement error; no size that matters is published for ranges.
    #[must_use]
    pub fn lines(&self, method: &str) -> Lines {
        let threshold = |error: &MotionError| Threshold {
            size: Size::Points(error.mdc),
            note: error.note.clone(),
            sources: error.sources.clone(),
        };
        Lines { better: self.better, mdc: self.error(method).map(threshold), mcid: Vec::new() }
    }

    /// What makes two readings comparable: the motion, the side, and the method with active or passive.
    #[must_use]
    pub fn measure(&self, site: &str, method: &str) -> MeasureId {
        MeasureId { key: self.key.clone(), site: site.to_owned(), method: method.to_owned(), ..MeasureId::default() }
    }

    /// The mean for an age and sex, where the table has one.
    #[must_use]
    pub fn norm(&self, age: u32, sex: Sex) -> Option<&RangeNorm> {
        self.norms.iter().find(|norm| norm.sex == sex && (norm.ages.0..=norm.ages.1).contains(&age))
    }

    /// Holds a measured range against the other side, else the table, else the textbook; `None` without any of them.
    #[must_use]
    pub fn compare(
        &self,
        measured: Angle,
        other: Option<Angle>,
        whom: Option<(u32, Sex)>,
        method: &str,
    ) -> Option<Compared> {
        let norm = whom.and_then(|(age, sex)| self.norm(age, sex)).map(|norm| norm.mean);
        let (against, reference) = match (other, norm, self.standard) {
            (Some(other), ..) => (Against::OtherSide, other.0),
            (None, Some(mean), _) => (Against::AgeAndSex, mean),
            (None, None, Some(standard)) => (Against::Textbook, standard),
            (None, None, None) => return None,
        };
        let asymmetric = other.map(|other| {
            let apart = (measured.0 - other.0).abs();
            match self.error(method) {
                Some(error) => reaches(apart, error.mdc),
                None => reaches(apart, DEFAULT_ERROR) || reaches(100.0 * apart, ASYMMETRY_PERCENT * other.0.abs()),
            }
        });
        let percent = percent_of(measured, Angle(reference));
        Some(Compared { against, reference, percent, deficit: reference - measured.0, asymmetric })
    }
}
