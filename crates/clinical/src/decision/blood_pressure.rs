//! Blood pressure classes for the treatment room. One reading is never a diagnosis.
//!
//! Sources: ACC/AHA guideline 2017 and its 2025 revision (classes; 180/120 severe); NICE NG133 (pregnancy and six weeks after birth).
//! Low pressure is a practical line of ours: below 90/60, or symptoms.

use super::Known;

/// A reading in mmHg, seated, after five minutes' rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    systolic: f64,
    diastolic: f64,
}

/// Whose pressure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Neither pregnant nor within six weeks after birth.
    Usual,
    /// Pregnant from 20 weeks on, or within six weeks after birth.
    Maternity,
}

/// The class of one reading, mildest first but for [`PressureClass::Low`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PressureClass {
    /// Below 90 systolic or 60 diastolic.
    Low,
    /// Below 120/80.
    Normal,
    /// 120–129 systolic and below 80 diastolic.
    Elevated,
    /// 130–139 or 80–89.
    Stage1,
    /// 140 or 90 and more.
    Stage2,
    /// 180 or 120 and more; in maternity 160 or 110.
    Severe,
}

impl PressureClass {
    /// The word used in data.
    pub fn word(self) -> &'static str {
        match self {
            PressureClass::Low => "low",
            PressureClass::Normal => "normal",
            PressureClass::Elevated => "elevated",
            PressureClass::Stage1 => "stage_1",
            PressureClass::Stage2 => "stage_2",
            PressureClass::Severe => "severe",
        }
    }
}

impl Pressure {
    /// A reading that can be: systolic 40–300, diastolic 20–200, systolic above diastolic.
    pub fn read(systolic: f64, diastolic: f64) -> Option<Pressure> {
        let can_be = (40.0..=300.0).contains(&systolic) && (20.0..=200.0).contains(&diastolic) && systolic > diastolic;
        can_be.then_some(Pressure { systolic, diastolic })
    }

    /// Its class: the graver of the two numbers decides.
    pub fn class(self, setting: Setting) -> PressureClass {
        let (s, d) = (self.systolic, self.diastolic);
        let (severe_s, severe_d) = match setting {
            Setting::Usual => (180.0, 120.0),
            Setting::Maternity => (160.0, 110.0),
        };
        if s >= severe_s || d >= severe_d {
            PressureClass::Severe
        } else if s >= 140.0 || d >= 90.0 {
            PressureClass::Stage2
        } else if s >= 130.0 || d >= 80.0 {
            PressureClass::Stage1
        } else if s < 90.0 || d < 60.0 {
            PressureClass::Low
        } else if s >= 120.0 {
            PressureClass::Elevated
        } else {
            PressureClass::Normal
        }
    }

    /// Is this an emergency? Severe with symptoms always is; severe in maternity is even without. `symptoms` unknown and severe: not known.
    pub fn emergency(self, setting: Setting, symptoms: Known) -> Known {
        match (self.class(setting), setting) {
            (PressureClass::Severe, Setting::Maternity) => Some(true),
            (PressureClass::Severe, Setting::Usual) => symptoms,
            (PressureClass::Stage2, Setting::Maternity) => symptoms,
            _ => Some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(systolic: f64, diastolic: f64, setting: Setting) -> Option<PressureClass> {
        Pressure::read(systolic, diastolic).map(|p| p.class(setting))
    }

    #[test]
    fn each_class_begins_at_its_published_line() {
        use PressureClass::*;
        let cases = [
            (89.0, 60.0, Low),
            (90.0, 59.0, Low),
            (90.0, 60.0, Normal),
            (119.0, 79.0, Normal),
            (120.0, 79.0, Elevated),
            (129.0, 79.0, Elevated),
            (130.0, 79.0, Stage1),
            (119.0, 80.0, Stage1),
            (139.0, 89.0, Stage1),
            (140.0, 70.0, Stage2),
            (119.0, 90.0, Stage2),
            (179.0, 119.0, Stage2),
            (180.0, 80.0, Severe),
            (140.0, 120.0, Severe),
        ];
        for (s, d, expected) in cases {
            assert_eq!(class(s, d, Setting::Usual), Some(expected), "{s}/{d}");
        }
    }

    #[test]
    fn maternity_is_severe_from_160_over_110() {
        assert_eq!(class(159.0, 109.0, Setting::Maternity), Some(PressureClass::Stage2));
        assert_eq!(class(160.0, 80.0, Setting::Maternity), Some(PressureClass::Severe));
        assert_eq!(class(142.0, 92.0, Setting::Maternity), Some(PressureClass::Stage2));
    }

    #[test]
    fn severe_pressure_is_an_emergency_with_symptoms_and_open_while_nobody_asked() {
        let severe = Pressure::read(182.0, 100.0).expect("a reading that can be");
        assert_eq!(severe.emergency(Setting::Usual, Some(true)), Some(true));
        assert_eq!(severe.emergency(Setting::Usual, Some(false)), Some(false));
        assert_eq!(severe.emergency(Setting::Usual, None), None);
        assert_eq!(severe.emergency(Setting::Maternity, None), Some(true));
    }

    #[test]
    fn a_reading_that_cannot_be_is_refused() {
        for (s, d) in [(80.0, 120.0), (0.0, 0.0), (f64::NAN, 80.0), (500.0, 80.0), (120.0, f64::INFINITY)] {
            assert!(Pressure::read(s, d).is_none());
        }
    }
}
