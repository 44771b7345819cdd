//! Scores for a suspected clot: Wells for the leg (2003) and the lung, Constans for the arm.
//!
//! None of them may reassure: whoever suspects a clot sends the client for assessment the same day whatever the score, and any
//! sign of a clot in the lung is an emergency. The score says how to word the letter.

use super::Known;

/// How long ago something last happened.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Last {
    /// It did not happen.
    #[default]
    Never,
    /// Whole or part days ago, 0 or more.
    DaysAgo(f64),
    /// Not known whether or when.
    Unknown,
}

impl Last {
    /// Was it within `days`, both ends included?
    pub fn within(self, days: f64) -> Known {
        match self {
            Last::Never => Some(false),
            Last::DaysAgo(ago) => Some(ago <= days),
            Last::Unknown => None,
        }
    }
}

/// One criterion of a point score.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The criterion in clinical words.
    pub criterion: &'static str,
    /// What a yes adds; negative where it takes away.
    pub worth: f64,
    /// Whether it holds.
    pub holds: Known,
}

/// A point score with every criterion shown. With unknown criteria it is a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// All criteria in the published order.
    pub points: Vec<Point>,
    /// From this many points the rule calls a clot likely.
    pub likely_from: f64,
}

impl Points {
    /// The score if each unknown criterion turned out the milder way.
    pub fn least(&self) -> f64 {
        self.sum(|worth| worth.min(0.0))
    }

    /// The score if each unknown criterion turned out the graver way.
    pub fn most(&self) -> f64 {
        self.sum(|worth| worth.max(0.0))
    }

    /// Likely, unlikely, or not to be said: an unknown criterion never leads to "unlikely".
    pub fn likely(&self) -> Known {
        if self.least() >= self.likely_from {
            Some(true)
        } else if self.unanswered().next().is_none() {
            Some(false)
        } else {
            None
        }
    }

    /// The criteria that hold.
    pub fn reasons(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|p| p.holds == Some(true))
    }

    /// The criteria that are not known.
    pub fn unanswered(&self) -> impl Iterator<Item = &'static str> {
        self.points.iter().filter(|p| p.holds.is_none()).map(|p| p.criterion)
    }

    fn sum(&self, unknown: impl Fn(f64) -> f64) -> f64 {
        let worth = |p: &Point| match p.holds {
            Some(true) => p.worth,
            Some(false) => 0.0,
            None => unknown(p.worth),
        };
        self.points.iter().map(worth).sum()
    }
}

fn point(criterion: &'static str, worth: f64, holds: Known) -> Point {
    Point { criterion, worth, holds }
}

/// Wells score for a clot in the leg, 2003 version: -2 to 9 points, likely from 2.
///
/// Source: Wells 2003, NEJM 349:1227 (the version in NICE guidance). The version of 1997 uses more than 3 cm and 4 weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct WellsDvt {
    /// Treatment ongoing, within 6 months, or palliative.
    pub active_cancer: Known,
    /// Paralysis, paresis or recent plaster of the leg.
    pub paralysis_or_cast: Known,
    /// Days in bed lately; 3 or more count.
    pub bedridden_days: Option<f64>,
    /// Last major operation under general or regional anaesthesia; 84 days (12 weeks) or fewer count.
    pub surgery: Last,
    /// Tender along the deep veins.
    pub deep_vein_tenderness: Known,
    /// The entire leg is swollen.
    pub entire_leg_swollen: Known,
    /// Calf of the symptomatic leg minus the other, in cm, 10 cm below the tibial tuberosity; 3 or more counts.
    pub calf_difference_cm: Option<f64>,
    /// Pitting oedema of the symptomatic leg only.
    pub pitting_symptomatic_leg: Known,
    /// Collateral superficial veins that are not varicose.
    pub collateral_veins: Known,
    /// A documented clot before.
    pub previous_dvt: Known,
    /// Another diagnosis at least as likely. A diagnosis: only professions that may diagnose may say yes; for the others it is "no".
    pub alternative_diagnosis: Known,
}

impl Default for WellsDvt {
    /// Nothing holds.
    fn default() -> Self {
        let no = Some(false);
        WellsDvt {
            active_cancer: no,
            paralysis_or_cast: no,
            bedridden_days: Some(0.0),
            surgery: Last::Never,
            deep_vein_tenderness: no,
            entire_leg_swollen: no,
            calf_difference_cm: Some(0.0),
            pitting_symptomatic_leg: no,
            collateral_veins: no,
            previous_dvt: no,
            alternative_diagnosis: no,
        }
    }
}

impl WellsDvt {
    /// The score with its criteria.
    pub fn score(&self) -> Points {
        let immobile = super::any([self.bedridden_days.map(|d| d >= 3.0), self.surgery.within(84.0)]);
        Points {
            likely_from: 2.0,
            points: vec![
                point("active cancer", 1.0, self.active_cancer),
                point("paralysis, paresis or plaster of the leg", 1.0, self.paralysis_or_cast),
                point("in bed for 3 days or more, or major surgery within 12 weeks", 1.0, immobile),
                point("tenderness along the deep veins", 1.0, self.deep_vein_tenderness),
                point("entire leg swollen", 1.0, self.entire_leg_swollen),
                point("calf 3 cm or more thicker than the other", 1.0, self.calf_difference_cm.map(|d| d >= 3.0)),
                point("pitting oedema of the symptomatic leg only", 1.0, self.pitting_symptomatic_leg),
                point("collateral superficial veins", 1.0, self.collateral_veins),
                point("a documented clot before", 1.0, self.previous_dvt),
                point("another diagnosis at least as likely", -2.0, self.alternative_diagnosis),
            ],
        }
    }
}

/// Wells score for a clot in the lung: 0 to 12.5 points, likely above 4 (so from 4.5, as all steps are halves).
/// For information only: any symptom of a clot in the lung is an emergency whatever the score.
///
/// Source: Wells 2000, Thromb Haemost 83:416, two-level cut.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WellsPe {
    /// Signs of a clot in a leg.
    pub dvt_signs: Known,
    /// A clot in the lung is the most likely diagnosis (a diagnosis: see [`WellsDvt::alternative_diagnosis`]).
    pub most_likely_diagnosis: Known,
    /// Beats a minute; more than 100 counts.
    pub heart_rate_bpm: Option<f64>,
    /// Immobilised, or surgery, in the last 4 weeks.
    pub immobile_or_surgery: Known,
    /// An earlier clot in leg or lung.
    pub previous_clot: Known,
    /// Coughing blood.
    pub haemoptysis: Known,
    /// Cancer treated within 6 months, or palliative.
    pub cancer: Known,
}

impl WellsPe {
    /// The score with its criteria.
    pub fn score(&self) -> Points {
        Points {
            likely_from: 4.5,
            points: vec![
                point("signs of a clot in the leg", 3.0, self.dvt_signs),
                point("a clot in the lung is the most likely diagnosis", 3.0, self.most_likely_diagnosis),
                point("heart rate above 100", 1.5, self.heart_rate_bpm.map(|rate| rate > 100.0)),
                point("immobilised or operated within 4 weeks", 1.5, self.immobile_or_surgery),
                point("an earlier clot", 1.5, self.previous_clot),
                point("coughing blood", 1.0, self.haemoptysis),
                point("cancer within 6 months", 1.0, self.cancer),
            ],
        }
    }
}

/// Constans score for a clot in the arm: -1 to 3 points, likely from 2. Certainty moderate.
///
/// Source: Constans 2008, Thromb Haemost 99:202.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Constans {
    /// A pacemaker or a catheter in a large vein of that side.
    pub catheter_or_pacemaker: Known,
    /// Localised pain.
    pub localised_pain: Known,
    /// Pitting oedema of that arm only.
    pub unilateral_pitting_oedema: Known,
    /// Another diagnosis at least as plausible (see [`WellsDvt::alternative_diagnosis`]).
    pub alternative_diagnosis: Known,
}

impl Constans {
    /// The score with its criteria.
    pub fn score(&self) -> Points {
        Points {
            likely_from: 2.0,
            points: vec![
                point("pacemaker or venous catheter", 1.0, self.catheter_or_pacemaker),
                point("localised pain", 1.0, self.localised_pain),
                point("pitting oedema of one arm", 1.0, self.unilateral_pitting_oedema),
                point("another diagnosis at least as plausible", -1.0, self.alternative_diagnosis),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bed_rest_and_surgery_together_are_one_point() {
        let both = WellsDvt { bedridden_days: Some(5.0), surgery: Last::DaysAgo(10.0), ..WellsDvt::default() };
        assert_eq!(both.score().least(), 1.0);
    }

    #[test]
    fn each_threshold_counts_from_its_own_value_on() {
        let score = |wells: WellsDvt| wells.score().least();
        assert_eq!(score(WellsDvt { calf_difference_cm: Some(3.0), ..WellsDvt::default() }), 1.0);
        assert_eq!(score(WellsDvt { calf_difference_cm: Some(2.9), ..WellsDvt::default() }), 0.0);
        assert_eq!(score(WellsDvt { surgery: Last::DaysAgo(84.0), ..WellsDvt::default() }), 1.0);
        assert_eq!(score(WellsDvt { surgery: Last::DaysAgo(85.0), ..WellsDvt::default() }), 0.0);
        assert_eq!(score(WellsDvt { bedridden_days: Some(2.0), ..WellsDvt::default() }), 0.0);
    }

    #[test]
    fn an_unknown_never_makes_a_clot_unlikely_but_two_known_points_make_it_likely() {
        let open = WellsDvt { previous_dvt: None, ..WellsDvt::default() };
        assert_eq!(open.score().likely(), None);
        let likely = WellsDvt { active_cancer: Some(true), entire_leg_swollen: Some(true), ..open };
        assert_eq!(likely.score().likely(), Some(true));
    }

    #[test]
    fn an_unknown_alternative_diagnosis_keeps_two_points_open() {
        let wells = WellsDvt {
            active_cancer: Some(true),
            entire_leg_swollen: Some(true),
            alternative_diagnosis: None,
            ..WellsDvt::default()
        };
        assert_eq!((wells.score().least(), wells.score().most()), (0.0, 2.0));
        assert_eq!(wells.score().likely(), None);
    }

    #[test]
    fn a_clot_in_the_lung_is_likely_above_four_points() {
        let no = Some(false);
        let none = WellsPe {
            dvt_signs: no,
            most_likely_diagnosis: no,
            heart_rate_bpm: Some(80.0),
            immobile_or_surgery: no,
            previous_clot: no,
            haemoptysis: no,
            cancer: no,
        };
        let four = WellsPe { dvt_signs: Some(true), cancer: Some(true), ..none.clone() };
        assert_eq!((four.score().least(), four.score().likely()), (4.0, Some(false)));
        let more = WellsPe { dvt_signs: Some(true), heart_rate_bpm: Some(101.0), ..none };
        assert_eq!((more.score().least(), more.score().likely()), (4.5, Some(true)));
    }

    #[test]
    fn an_arm_with_catheter_and_oedema_is_likely() {
        let no = Some(false);
        let arm = Constans {
            catheter_or_pacemaker: Some(true),
            localised_pain: no,
            unilateral_pitting_oedema: Some(true),
            alternative_diagnosis: no,
        };
        assert_eq!(arm.score().likely(), Some(true));
        assert_eq!(Constans { alternative_diagnosis: Some(true), ..arm }.score().likely(), Some(false));
    }
}
