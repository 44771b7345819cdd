//! The Canadian C-spine rule: which alert, stable client with an injured neck needs imaging.
//!
//! Source: Stiell 2001, JAMA 286:1841. A positive rule means: do not move the head, emergency care. Step 3 (active rotation) is for
//! professions that may examine an injured neck; others leave the rotation unknown, so that they refer.

use super::{Known, any, sorted};

/// How the neck was injured, as far as the rule asks. `None`: not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Mechanism {
    /// Height of a fall in metres, 0 without a fall; 1 m or more is dangerous.
    pub fall_m: Option<f64>,
    /// Stairs fallen, 0 without; 5 or more is dangerous.
    pub stairs: Option<f64>,
    /// Load along the axis of the neck, such as a dive.
    pub axial_load: Known,
    /// Speed of a collision of motor vehicles in km/h, 0 without; more than 100 is dangerous.
    pub collision_kmh: Option<f64>,
    /// The vehicle rolled over.
    pub rollover: Known,
    /// Thrown out of the vehicle.
    pub ejection: Known,
    /// Collision with a motorised recreational vehicle.
    pub recreational_vehicle: Known,
    /// Collision on a bicycle.
    pub bicycle: Known,
}

impl Default for Mechanism {
    /// Nothing of what the rule calls dangerous.
    fn default() -> Self {
        let no = Some(false);
        Mechanism {
            fall_m: Some(0.0),
            stairs: Some(0.0),
            axial_load: no,
            collision_kmh: Some(0.0),
            rollover: no,
            ejection: no,
            recreational_vehicle: no,
            bicycle: no,
        }
    }
}

impl Mechanism {
    fn dangers(&self) -> [(&'static str, Known); 8] {
        [
            ("fall from 1 m or more", self.fall_m.map(|m| m >= 1.0)),
            ("fall down 5 stairs or more", self.stairs.map(|n| n >= 5.0)),
            ("load along the axis of the neck", self.axial_load),
            ("collision above 100 km/h", self.collision_kmh.map(|v| v > 100.0)),
            ("vehicle rolled over", self.rollover),
            ("thrown out of the vehicle", self.ejection),
            ("motorised recreational vehicle", self.recreational_vehicle),
            ("bicycle collision", self.bicycle),
        ]
    }
}

/// The findings that allow testing the rotation. One is enough.
#[derive(Debug, Clone, PartialEq)]
pub struct LowRisk {
    /// Hit from behind in a simple way: not pushed into oncoming traffic, not by a bus or large truck, no rollover, not at high speed.
    pub simple_rear_end: Known,
    /// Sitting when examined.
    pub sitting: Known,
    /// Walked at any time since.
    pub ambulatory: Known,
    /// The pain began later, not at once.
    pub delayed_onset: Known,
    /// No tenderness in the midline.
    pub no_midline_tenderness: Known,
}

/// An injured neck.
#[derive(Debug, Clone, PartialEq)]
pub struct NeckInjury {
    /// Age in years: under 16 the rule was not made for; 65 or more is high risk.
    pub age: Option<f64>,
    /// Glasgow coma scale, 3 to 15; less than 15 bars the rule.
    pub coma_scale: Option<u8>,
    /// Vital signs are stable.
    pub stable: Known,
    /// Acute paralysis.
    pub acute_paralysis: Known,
    /// Known disease of the vertebrae (ankylosing spondylitis, rheumatoid arthritis, stenosis).
    pub vertebral_disease: Known,
    /// An earlier operation on the neck.
    pub neck_surgery: Known,
    /// A penetrating injury.
    pub penetrating: Known,
    /// Pregnant.
    pub pregnant: Known,
    /// More than 48 hours since the injury.
    pub older_than_48_h: Known,
    /// How it happened.
    pub mechanism: Mechanism,
    /// Tingling or numbness in the limbs.
    pub paraesthesia: Known,
    /// Findings of low risk.
    pub low_risk: LowRisk,
    /// Active rotation to the left in degrees.
    pub rotation_left_deg: Option<f64>,
    /// Active rotation to the right in degrees.
    pub rotation_right_deg: Option<f64>,
}

/// The step that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedAt {
    /// The rule was not made for this client: refer.
    Exclusion,
    /// A factor of high risk: imaging.
    HighRisk,
    /// No factor of low risk, so the rotation may not be tested: imaging.
    NoLowRisk,
    /// The rotation: 45 degrees both ways, or imaging.
    Rotation,
}

impl DecidedAt {
    /// The word used in data.
    pub fn word(self) -> &'static str {
        match self {
            DecidedAt::Exclusion => "exclusion",
            DecidedAt::HighRisk => "high_risk",
            DecidedAt::NoLowRisk => "no_low_risk",
            DecidedAt::Rotation => "rotation",
        }
    }
}

/// What the rule says. Only `imaging == Some(false)` is negative; everything else refers.
#[derive(Debug, Clone, PartialEq)]
pub struct CSpine {
    /// Was the rule made for this client?
    pub applicable: Known,
    /// Is imaging needed? `None` where the rule does not apply or cannot say.
    pub imaging: Known,
    /// Which step decided, where one did.
    pub decided_at: Option<DecidedAt>,
    /// The factors that decided.
    pub why: Vec<&'static str>,
    /// What is not known and could still decide.
    pub untested: Vec<&'static str>,
}

impl NeckInjury {
    /// Applies the rule.
    pub fn judge(&self) -> CSpine {
        let bars = self.bars();
        let (barred_by, bars_unknown) = sorted(&bars);
        let barred = any(bars.map(|(_, bar)| bar));
        if barred == Some(true) {
            let decided_at = Some(DecidedAt::Exclusion);
            return CSpine { applicable: Some(false), imaging: None, decided_at, why: barred_by, untested: Vec::new() };
        }
        let mut risks = vec![
            ("65 years or older", self.age.map(|age| age >= 65.0)),
            ("tingling or numbness in the limbs", self.paraesthesia),
        ];
        risks.extend(self.mechanism.dangers());
        let (risky, risks_unknown) = sorted(&risks);
        let high_risk = any(risks.iter().map(|(_, risk)| *risk));
        let (no_low_risk, low_unknown) = self.no_low_risk();
        let (stiff, rotation_unknown) = self.cannot_rotate();
        let applicable = barred.map(|b| !b);
        let (decided_at, why) = match (high_risk, no_low_risk, stiff) {
            (Some(true), ..) => (DecidedAt::HighRisk, risky),
            (_, Some(true), _) => (DecidedAt::NoLowRisk, vec!["no factor of low risk"]),
            (_, _, Some(true)) => (DecidedAt::Rotation, vec!["cannot turn the head 45 degrees both ways"]),
            (Some(false), Some(false), Some(false)) if applicable == Some(true) => {
                let decided_at = Some(DecidedAt::Rotation);
                return CSpine { applicable, imaging: Some(false), decided_at, why: Vec::new(), untested: Vec::new() };
            }
            _ => {
                let untested = [bars_unknown, risks_unknown, low_unknown, rotation_unknown].concat();
                return CSpine { applicable, imaging: None, decided_at: None, why: Vec::new(), untested };
            }
        };
        CSpine { applicable, imaging: Some(true), decided_at: Some(decided_at), why, untested: bars_unknown }
    }

    fn bars(&self) -> [(&'static str, Known); 9] {
        [
            ("under 16", self.age.map(|age| age < 16.0)),
            ("not fully alert", self.coma_scale.map(|scale| scale < 15)),
            ("unstable vital signs", self.stable.map(|stable| !stable)),
            ("acute paralysis", self.acute_paralysis),
            ("known disease of the vertebrae", self.vertebral_disease),
            ("earlier operation on the neck", self.neck_surgery),
            ("penetrating injury", self.penetrating),
            ("pregnant", self.pregnant),
            ("injury more than 48 hours ago", self.older_than_48_h),
        ]
    }

    fn no_low_risk(&self) -> (Known, Vec<&'static str>) {
        let low = [
            ("simple rear-end collision", self.low_risk.simple_rear_end),
            ("sitting", self.low_risk.sitting),
            ("walked since", self.low_risk.ambulatory),
            ("pain began later", self.low_risk.delayed_onset),
            ("no midline tenderness", self.low_risk.no_midline_tenderness),
        ];
        let some = any(low.map(|(_, l)| l));
        (some.map(|s| !s), if some.is_none() { sorted(&low).1 } else { Vec::new() })
    }

    fn cannot_rotate(&self) -> (Known, Vec<&'static str>) {
        let short = |deg: Option<f64>| deg.map(|d| d < 45.0);
        let sides = [
            ("rotation to the left", short(self.rotation_left_deg)),
            ("rotation to the right", short(self.rotation_right_deg)),
        ];
        (any(sides.map(|(_, s)| s)), sorted(&sides).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neck() -> NeckInjury {
        let no = Some(false);
        NeckInjury {
            age: Some(30.0),
            coma_scale: Some(15),
            stable: Some(true),
            acute_paralysis: no,
            vertebral_disease: no,
            neck_surgery: no,
            penetrating: no,
            pregnant: no,
            older_than_48_h: no,
            mechanism: Mechanism::default(),
            paraesthesia: no,
            low_risk: LowRisk {
                simple_rear_end: no,
                sitting: no,
                ambulatory: Some(true),
                delayed_onset: no,
                no_midline_tenderness: no,
            },
            rotation_left_deg: Some(60.0),
            rotation_right_deg: Some(60.0),
        }
    }

    #[test]
    fn who_walks_and_turns_the_head_freely_needs_no_picture() {
        let judged = neck().judge();
        assert_eq!((judged.imaging, judged.decided_at), (Some(false), Some(DecidedAt::Rotation)));
    }

    #[test]
    fn forty_five_degrees_are_enough_and_forty_four_are_not() {
        assert_eq!(NeckInjury { rotation_left_deg: Some(45.0), ..neck() }.judge().imaging, Some(false));
        assert_eq!(NeckInjury { rotation_left_deg: Some(44.0), ..neck() }.judge().imaging, Some(true));
    }

    #[test]
    fn a_rotation_that_was_not_tested_does_not_clear() {
        let judged = NeckInjury { rotation_right_deg: None, ..neck() }.judge();
        assert_eq!((judged.imaging, judged.untested), (None, vec!["rotation to the right"]));
    }

    #[test]
    fn the_rule_is_not_for_those_under_sixteen_and_turns_high_risk_at_sixty_five() {
        let at = |age: f64| NeckInjury { age: Some(age), ..neck() }.judge().decided_at;
        assert_eq!(at(15.0), Some(DecidedAt::Exclusion));
        assert_eq!(at(16.0), Some(DecidedAt::Rotation));
        assert_eq!(at(64.0), Some(DecidedAt::Rotation));
        assert_eq!(at(65.0), Some(DecidedAt::HighRisk));
    }

    #[test]
    fn a_fall_counts_from_one_metre_and_a_collision_above_a_hundred() {
        let by = |mechanism: Mechanism| NeckInjury { mechanism, ..neck() }.judge().imaging;
        assert_eq!(by(Mechanism { fall_m: Some(1.0), ..Mechanism::default() }), Some(true));
        assert_eq!(by(Mechanism { fall_m: Some(0.9), ..Mechanism::default() }), Some(false));
        assert_eq!(by(Mechanism { collision_kmh: Some(100.0), ..Mechanism::default() }), Some(false));
        assert_eq!(by(Mechanism { collision_kmh: Some(101.0), ..Mechanism::default() }), Some(true));
        assert_eq!(by(Mechanism { stairs: Some(5.0), ..Mechanism::default() }), Some(true));
    }

    #[test]
    fn an_unknown_exclusion_never_ends_in_a_negative() {
        let judged = NeckInjury { coma_scale: None, ..neck() }.judge();
        assert_eq!((judged.applicable, judged.imaging), (None, None));
    }
}
