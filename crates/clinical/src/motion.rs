//! Joint motions, functional tests, girth and grades: what they are, and the plain arithmetic over them.
//!
//! How a range is judged: against the other side first, then the table for age and sex, then the textbook value. A confidence interval
//! of a mean is not a limit of normal, so nothing is called abnormal for lying just outside one.

mod angle;
mod limb;
mod test;

pub use angle::{Against, Angle, Compared, Motion, MotionError, RangeNorm, percent_of, symmetry};
pub use limb::{Segment, excess_percent, reduction_percent, volume_ml};
pub use test::{Ages, Cut, FunctionalTest, TestNorm};

use crate::knowledge::Provenance;

/// The sex a norm was measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// Reads `F`, `female`, `M`, `male`, in any case.
    #[must_use]
    pub fn read(text: &str) -> Option<Sex> {
        match text.to_lowercase().as_str() {
            "f" | "female" | "woman" => Some(Sex::Female),
            "m" | "male" | "man" => Some(Sex::Male),
            _ => None,
        }
    }
}

/// A scale of grades: muscle strength, tenderness, tone, end feel, pitting…
#[derive(Clone, Debug, PartialEq)]
pub struct GradeScale {
    /// Its key, such as `muscle_strength`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The grades from least to most.
    pub grades: Vec<Grade>,
    /// How far it may be trusted.
    pub caution: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// One grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// What is written down: `3+`, `springy_block`.
    pub mark: String,
    /// Its short name.
    pub word: String,
    /// What it means.
    pub meaning: String,
    /// True where it is a sign of something grave.
    pub flag: bool,
}

/// A joint, or a part of the spine that is measured as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// Its key, which its motions name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Areas of the body whose complaint calls for it.
    pub areas: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A landmark, deviation or tape site that is looked at or measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// Its key.
    pub key: String,
    /// What group it belongs to: `plumb_line`, `view`, `deviation`, `girth`, `capsular_pattern`, `measure`, `trigger_point`, `movement`,
    /// `nerve`, `gait`, `lifestyle`.
    pub group: String,
    /// Its name.
    pub name: String,
    /// How to look, measure or read it.
    pub how: String,
    /// Unit of its number; empty where it is no number.
    pub unit: String,
    /// Change beyond error, where known, in its unit.
    pub mdc: Option<f64>,
    /// Where it comes from.
    pub provenance: Provenance,
}
