//! Functional tests with their norms.

use super::Sex;
use crate::knowledge::Provenance;
use crate::measure::{Better, MeasureId, Threshold};

/// A test of function that gives one number.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionalTest {
    /// Its key, such as `tug`.
    pub key: String,
    /// Areas of the body whose complaint calls for it; empty: for whoever needs it.
    pub areas: Vec<String>,
    /// Is it done on each side?
    pub paired: bool,
    /// Its name.
    pub name: String,
    /// How it is done.
    pub method: String,
    /// The unit of the number: `s`, `times`, `kg`, `m`, `m/s`, `points`.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Least and most that can be.
    pub range: (f64, f64),
    /// True where only whole numbers can be.
    pub whole: bool,
    /// Norms by age and sex.
    pub norms: Vec<TestNorm>,
    /// A published line, such as the risk of falls.
    pub cut: Option<Cut>,
    /// Change beyond measurement error.
    pub mdc: Option<Threshold>,
    /// Change that matters.
    pub mcid: Vec<Threshold>,
    /// How far it may be trusted, and what to offer instead.
    pub caution: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Years, both ends included.
pub type Ages = (u32, u32);

/// A norm for an age, and a sex where the table has it.
#[derive(Clone, Debug, PartialEq)]
pub struct TestNorm {
    /// The sex measured, or both.
    pub sex: Option<Sex>,
    /// The ages.
    pub ages: Ages,
    /// The mean, where published.
    pub mean: Option<f64>,
    /// Its interval, where published.
    pub interval: Option<(f64, f64)>,
    /// Below this is below average, where published so.
    pub below: Option<f64>,
}

/// A published line with what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The line; the worse side includes it where `inclusive`.
    pub line: f64,
    /// Does the line itself count as the worse side?
    pub inclusive: bool,
    /// From this age on; it says nothing of younger people.
    pub age_from: Option<f64>,
    /// For this sex only.
    pub sex: Option<Sex>,
    /// What lies on the worse side of it.
    pub means: String,
}

impl FunctionalTest {
    /// What makes two readings comparable: the test, and the side where it has one.
    #[must_use]
    pub fn measure(&self, site: &str) -> MeasureId {
        MeasureId { key: self.key.clone(), site: site.to_owned(), ..MeasureId::default() }
    }

    /// The norm for an age and sex. Years are counted whole, as on a birthday.
    #[must_use]
    pub fn norm(&self, age: f64, sex: Option<Sex>) -> Option<&TestNorm> {
        let years = age.floor();
        let in_years = |norm: &&TestNorm| (f64::from(norm.ages.0)..=f64::from(norm.ages.1)).contains(&years);
        let of_sex = |norm: &&TestNorm| norm.sex.is_none() || norm.sex == sex;
        self.norms.iter().find(|norm| in_years(norm) && of_sex(norm))
    }

    /// Can the test give this number?
    #[must_use]
    pub fn can_be(&self, value: f64) -> bool {
        (self.range.0..=self.range.1).contains(&value) && (!self.whole || value.fract() == 0.0)
    }

    /// Is the value worse than average for the norm? None where the norm has no line.
    #[must_use]
    pub fn worse_than(&self, norm: &TestNorm, value: f64) -> Option<bool> {
        if let Some(line) = norm.below {
            return Some(value < line);
        }
        norm.interval.map(|(low, high)| match self.better {
            Better::Lower => value > high,
            Better::Higher => value < low,
        })
    }

    /// Does the value lie on the worse side of the published line? None where the line says nothing of this person.
    #[must_use]
    pub fn past_cut(&self, age: f64, sex: Option<Sex>, value: f64) -> Option<bool> {
        let cut = self.cut.as_ref()?;
        let for_this_person = cut.age_from.is_none_or(|from| age >= from) && (cut.sex.is_none() || cut.sex == sex);
        for_this_person.then_some(match (self.better, cut.inclusive) {
            (Better::Lower, true) => value >= cut.line,
            (Better::Lower, false) => value > cut.line,
            (Better::Higher, true) => value <= cut.line,
            (Better::Higher, false) => value < cut.line,
        })
    }
}
