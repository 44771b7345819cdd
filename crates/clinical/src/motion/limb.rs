//! Limb volume from a tape measure.
//!
//! Sources: truncated cones (Gohil 2018); reduction of the excess (Keskin 2020).

use std::f64::consts::PI;

/// One slice of a limb between two tape marks, all in centimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    upper: f64,
    lower: f64,
    height: f64,
}

impl Segment {
    /// Both circumferences and the height must be above 0 and below 300 cm.
    #[must_use]
    pub fn read(upper_cm: f64, lower_cm: f64, height_cm: f64) -> Option<Segment> {
        let can_be = |cm: f64| cm > 0.0 && cm < 300.0;
        let all = can_be(upper_cm) && can_be(lower_cm) && can_be(height_cm);
        all.then_some(Segment { upper: upper_cm, lower: lower_cm, height: height_cm })
    }

    /// Its volume in millilitres as a truncated cone.
    #[must_use]
    pub fn ml(self) -> f64 {
        self.height * (self.upper * self.upper + self.upper * self.lower + self.lower * self.lower) / (12.0 * PI)
    }
}

/// The volume of a limb in millilitres; none without a segment.
#[must_use]
pub fn volume_ml(segments: &[Segment]) -> Option<f64> {
    (!segments.is_empty()).then(|| segments.iter().map(|segment| segment.ml()).sum())
}

/// How much larger the affected limb is, in percent of the other; none unless both are volumes above 0.
#[must_use]
pub fn excess_percent(affected_ml: f64, unaffected_ml: f64) -> Option<f64> {
    let volumes = affected_ml > 0.0 && unaffected_ml > 0.0 && affected_ml.is_finite() && unaffected_ml.is_finite();
    volumes.then(|| 100.0 * (affected_ml - unaffected_ml) / unaffected_ml)
}

/// How much of the excess is gone, in percent; negative when it grew. None unless there was an excess.
#[must_use]
pub fn reduction_percent(excess_before: f64, excess_after: f64) -> Option<f64> {
    let can_be = excess_before > 0.0 && excess_before.is_finite() && excess_after.is_finite();
    can_be.then(|| 100.0 * (excess_before - excess_after) / excess_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cylinder_is_the_cone_without_taper() {
        let cylinder = Segment::read(2.0 * PI, 2.0 * PI, 1.0).map(Segment::ml);
        assert!(cylinder.is_some_and(|ml| (ml - PI).abs() < 1e-12));
    }

    #[test]
    fn what_no_tape_can_show_is_no_volume() {
        assert_eq!(Segment::read(0.0, 20.0, 4.0), None);
        assert_eq!(Segment::read(20.0, -1.0, 4.0), None);
        assert_eq!(Segment::read(20.0, f64::NAN, 4.0), None);
        assert_eq!(volume_ml(&[]), None);
        assert_eq!(excess_percent(2000.0, 0.0), None);
        assert_eq!(reduction_percent(0.0, 100.0), None);
    }

    #[test]
    fn an_excess_that_grew_is_a_negative_reduction() {
        assert_eq!(reduction_percent(400.0, 500.0), Some(-25.0));
        assert_eq!(excess_percent(1800.0, 2000.0), Some(-10.0));
    }
}
