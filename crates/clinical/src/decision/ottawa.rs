//! The Ottawa rules: which injured ankle, foot or knee needs an X-ray.
//!
//! Sources: Stiell 1994, JAMA 271:827 (ankle, foot); Stiell 1996, JAMA 275:611 (knee). Failing to bear weight means both at once
//! after the injury *and* now; some handbooks print "or". Where the rule was not made for the client (a child, an old injury,
//! numbness) a positive finding still refers, and a negative one says nothing.

use super::{Known, all, any, sorted};

/// What decides whether an Ottawa rule may be used at all. Unknown counts as unknown, never as fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstances {
    /// Age in years.
    pub age: Option<f64>,
    /// Days since the injury: the ankle rule holds to 10, the knee rule to 7.
    pub days_since_injury: Option<f64>,
    /// Sensation of the limb is reduced, or both legs are paralysed.
    pub reduced_sensation: Known,
    /// Head injury, intoxication or another cause of altered awareness.
    pub altered_awareness: Known,
    /// Other painful injuries.
    pub other_painful_injuries: Known,
    /// Only the skin is hurt.
    pub skin_only: Known,
    /// Pregnant (ankle rule).
    pub pregnant: Known,
}

impl Circumstances {
    /// An adult of `age` with nothing that speaks against using the rule.
    pub fn adult(age: Option<f64>) -> Self {
        let no = Some(false);
        Circumstances {
            age,
            days_since_injury: Some(0.0),
            reduced_sensation: no,
            altered_awareness: no,
            other_painful_injuries: no,
            skin_only: no,
            pregnant: no,
        }
    }

    /// Does something bar the rule?
    fn barred(&self, within_days: f64) -> (Known, Vec<&'static str>, Vec<&'static str>) {
        let bars = [
            ("under 18", self.age.map(|age| age < 18.0)),
            ("injury too long ago for the rule", self.days_since_injury.map(|days| days > within_days)),
            ("reduced sensation", self.reduced_sensation),
            ("head injury, intoxication or altered awareness", self.altered_awareness),
            ("other painful injuries", self.other_painful_injuries),
            ("only the skin is hurt", self.skin_only),
            ("pregnant", self.pregnant),
        ];
        let (why, untested) = sorted(&bars);
        (any(bars.map(|(_, bar)| bar)), why, untested)
    }
}

/// What an Ottawa rule says of one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Xray {
    /// Yes; no; or `None`: the rule cannot say, so the client is referred.
    pub needed: Known,
    /// Was the rule made for this client?
    pub applicable: Known,
    /// What led to yes, or what bars the rule.
    pub why: Vec<&'static str>,
    /// What was not tested and could still decide.
    pub untested: Vec<&'static str>,
}

/// Joins the rule's own answer with its applicability: a yes stays a yes, a no counts only where the rule applies.
fn judged(
    rule: Known,
    findings: &[(&'static str, Known)],
    barred: (Known, Vec<&'static str>, Vec<&'static str>),
) -> Xray {
    let (bar, bars, bars_untested) = barred;
    let (mut why, mut untested) = sorted(findings);
    let needed = match (rule, bar) {
        (Some(true), _) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    match needed {
        Some(true) => untested.clear(),
        Some(false) => (why, untested) = (Vec::new(), Vec::new()),
        None => untested.extend(bars_untested),
    }
    if bar == Some(true) {
        why.extend(bars);
    }
    Xray { needed, applicable: bar.map(|b| !b), why, untested }
}

/// An injured ankle or foot.
#[derive(Debug, Clone, PartialEq)]
pub struct AnkleInjury {
    /// Whether the rule may be used.
    pub circumstances: Circumstances,
    /// Pain in the malleolar zone.
    pub malleolar_pain: Known,
    /// Pain in the midfoot zone.
    pub midfoot_pain: Known,
    /// Bone tenderness of the posterior edge (distal 6 cm) or tip of the lateral malleolus.
    pub lateral_malleolus_tender: Known,
    /// The same of the medial malleolus.
    pub medial_malleolus_tender: Known,
    /// Bone tenderness of the base of the fifth metatarsal.
    pub fifth_metatarsal_tender: Known,
    /// Bone tenderness of the navicular.
    pub navicular_tender: Known,
    /// Could take four steps directly after the injury, limping or not.
    pub four_steps_at_once: Known,
    /// Can take four steps now.
    pub four_steps_now: Known,
}

impl AnkleInjury {
    /// X-ray of the ankle?
    pub fn ankle(&self) -> Xray {
        self.zone(
            self.malleolar_pain,
            "pain in the malleolar zone",
            [
                ("tender posterior edge or tip of the lateral malleolus", self.lateral_malleolus_tender),
                ("tender posterior edge or tip of the medial malleolus", self.medial_malleolus_tender),
            ],
        )
    }

    /// X-ray of the foot?
    pub fn foot(&self) -> Xray {
        self.zone(
            self.midfoot_pain,
            "pain in the midfoot zone",
            [
                ("tender base of the fifth metatarsal", self.fifth_metatarsal_tender),
                ("tender navicular", self.navicular_tender),
            ],
        )
    }

    fn zone(&self, pain: Known, zone: &'static str, tender: [(&'static str, Known); 2]) -> Xray {
        let cannot_walk = cannot_walk(self.four_steps_at_once, self.four_steps_now);
        let rule = all([pain, any([tender[0].1, tender[1].1, cannot_walk])]);
        let findings = [(zone, pain), tender[0], tender[1], (WEIGHT, cannot_walk)];
        judged(rule, &findings, self.circumstances.barred(10.0))
    }
}

/// An injured knee.
#[derive(Debug, Clone, PartialEq)]
pub struct KneeInjury {
    /// Whether the rule may be used.
    pub circumstances: Circumstances,
    /// The patella is tender and no other bone of the knee is.
    pub isolated_patella_tender: Known,
    /// The head of the fibula is tender.
    pub fibular_head_tender: Known,
    /// Largest active flexion in degrees; less than 90 counts.
    pub max_flexion_deg: Option<f64>,
    /// Could take four steps directly after the injury, limping or not.
    pub four_steps_at_once: Known,
    /// Can take four steps now.
    pub four_steps_now: Known,
}

impl KneeInjury {
    /// X-ray of the knee?
    pub fn knee(&self) -> Xray {
        let findings = [
            ("55 years or older", self.circumstances.age.map(|age| age >= 55.0)),
            ("tenderness of the patella alone", self.isolated_patella_tender),
            ("tender head of the fibula", self.fibular_head_tender),
            ("cannot bend the knee to 90 degrees", self.max_flexion_deg.map(|deg| deg < 90.0)),
            (WEIGHT, cannot_walk(self.four_steps_at_once, self.four_steps_now)),
        ];
        judged(any(findings.map(|(_, f)| f)), &findings, self.circumstances.barred(7.0))
    }
}

const WEIGHT: &str = "could not take four steps at once and cannot now";

fn cannot_walk(at_once: Known, now: Known) -> Known {
    any([at_once, now]).map(|could| !could)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ankle() -> AnkleInjury {
        let no = Some(false);
        AnkleInjury {
            circumstances: Circumstances::adult(Some(30.0)),
            malleolar_pain: Some(true),
            midfoot_pain: no,
            lateral_malleolus_tender: no,
            medial_malleolus_tender: no,
            fifth_metatarsal_tender: no,
            navicular_tender: no,
            four_steps_at_once: Some(true),
            four_steps_now: Some(true),
        }
    }

    #[test]
    fn tenderness_without_pain_in_the_zone_needs_no_picture() {
        let injury = AnkleInjury { malleolar_pain: Some(false), lateral_malleolus_tender: Some(true), ..ankle() };
        assert_eq!(injury.ankle().needed, Some(false));
    }

    #[test]
    fn weight_bearing_fails_only_if_both_times_failed() {
        let once = AnkleInjury { four_steps_at_once: Some(false), ..ankle() };
        assert_eq!(once.ankle().needed, Some(false));
        let both = AnkleInjury { four_steps_at_once: Some(false), four_steps_now: Some(false), ..ankle() };
        assert_eq!(both.ankle().needed, Some(true));
    }

    #[test]
    fn an_untested_item_does_not_clear_and_is_named() {
        let injury = AnkleInjury { four_steps_at_once: Some(false), four_steps_now: None, ..ankle() };
        assert_eq!(injury.ankle().needed, None);
        assert_eq!(injury.ankle().untested, vec![WEIGHT]);
        assert_eq!(injury.foot().needed, Some(false));
    }

    #[test]
    fn a_child_or_an_old_injury_is_referred_and_never_negative() {
        let child = AnkleInjury { circumstances: Circumstances::adult(Some(12.0)), ..ankle() };
        assert_eq!((child.ankle().needed, child.ankle().applicable), (None, Some(false)));
        let old = Circumstances { days_since_injury: Some(11.0), ..Circumstances::adult(Some(30.0)) };
        let old = AnkleInjury { circumstances: old, ..ankle() };
        assert_eq!(old.ankle().needed, None);
        assert_eq!(old.ankle().why, vec!["pain in the malleolar zone", "injury too long ago for the rule"]);
    }

    #[test]
    fn a_knee_is_pictured_from_fifty_five_and_below_ninety_degrees() {
        let knee = |age: f64, flexion: Option<f64>| KneeInjury {
            circumstances: Circumstances::adult(Some(age)),
            isolated_patella_tender: Some(false),
            fibular_head_tender: Some(false),
            max_flexion_deg: flexion,
            four_steps_at_once: Some(true),
            four_steps_now: Some(true),
        };
        assert_eq!(knee(54.0, Some(90.0)).knee().needed, Some(false));
        assert_eq!(knee(55.0, Some(90.0)).knee().needed, Some(true));
        assert_eq!(knee(54.0, Some(89.0)).knee().needed, Some(true));
        assert_eq!(knee(54.0, None).knee().needed, None);
        assert_eq!(knee(60.0, None).knee().needed, Some(true));
    }
}
