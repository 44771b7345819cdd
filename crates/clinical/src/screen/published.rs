//! The published decision rules stand twice: scored in `decision`, and over facts in the knowledge, where the screen reads them. Here
//! every combination of their criteria is put to both. The knowledge may ask for a picture where the published rule does not
//! (an ankle injured without pain in the zone named); it is never the milder of the two.
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::decision::{AnkleInjury, Circumstances, KneeInjury, Last, LowRisk, Mechanism, NeckInjury, WellsDvt};
use crate::facts::{Answer, Facts, Occurrence};
use crate::knowledge::folder;
use crate::predicate::{Asked, Compare, Known, Predicate};
use crate::time::Since;
use crate::truth::Truth;

const TODAY: Date = date(2026, 11, 22);

/// Does the knowledge's definition hold over these facts, everything else denied?
fn holds(key: &str, asked: Asked, facts: &Facts) -> bool {
    let known = Known::new(folder(), facts, TODAY, true);
    let predicate = Predicate::Fact(folder().facts.find(key).unwrap(), asked);
    known.holds(&predicate, &mut Vec::new()) == Truth::Yes
}

/// Every combination of answers to these questions, each with its facts.
fn each<const N: usize>(keys: [&str; N]) -> impl Iterator<Item = ([bool; N], Facts)> {
    (0_u32..1 << N).map(move |bits| {
        let on = std::array::from_fn(|n| bits >> n & 1 == 1);
        let answers = keys.iter().zip(on).fold(Facts::new(), |facts, (key, on): (_, bool)| {
            facts.with(*key, if on { Answer::yes() } else { Answer::no() })
        });
        (on, answers)
    })
}

fn ago(days: i64) -> Answer {
    let since = Since::on(TODAY.checked_sub(days.days()).unwrap());
    Answer::Yes(vec![Occurrence { since: Some(since), ..Occurrence::default() }])
}

#[test]
fn ottawa_ankle_and_foot() {
    let keys = [
        "malleolar_pain",
        "midfoot_pain",
        "lateral_malleolus_tender",
        "medial_malleolus_tender",
        "fifth_metatarsal_tender",
        "navicular_tender",
        "four_steps_not_then",
        "four_steps_not_now",
    ];
    for (on, facts) in each(keys) {
        let injury = AnkleInjury {
            circumstances: Circumstances::adult(Some(30.0)),
            malleolar_pain: Some(on[0]),
            midfoot_pain: Some(on[1]),
            lateral_malleolus_tender: Some(on[2]),
            medial_malleolus_tender: Some(on[3]),
            fifth_metatarsal_tender: Some(on[4]),
            navicular_tender: Some(on[5]),
            four_steps_at_once: Some(!on[6]),
            four_steps_now: Some(!on[7]),
        };
        assert_eq!(Some(holds("ottawa_ankle", Asked::Holds, &facts)), injury.ankle().needed, "{on:?}");
        assert_eq!(Some(holds("ottawa_foot", Asked::Holds, &facts)), injury.foot().needed, "{on:?}");
        let injured = facts.with("ankle_injury", Answer::yes());
        for (key, xray) in [("ottawa_ankle", injury.ankle()), ("ottawa_foot", injury.foot())] {
            assert!(holds(key, Asked::Holds, &injured) || xray.needed == Some(false), "{key} {on:?}");
        }
    }
}

#[test]
fn ottawa_knee() {
    let keys = [
        "patella_tender_only",
        "fibula_head_tender",
        "knee_flexion_under_90",
        "four_steps_not_then",
        "four_steps_not_now",
    ];
    for (on, facts) in each(keys) {
        for age in [54.0, 55.0] {
            let injury = KneeInjury {
                circumstances: Circumstances::adult(Some(age)),
                isolated_patella_tender: Some(on[0]),
                fibular_head_tender: Some(on[1]),
                max_flexion_deg: Some(if on[2] { 89.0 } else { 90.0 }),
                four_steps_at_once: Some(!on[3]),
                four_steps_now: Some(!on[4]),
            };
            let facts = facts.clone().with("age", Answer::Number(age)).with("knee_injury", Answer::yes());
            assert_eq!(Some(holds("ottawa_knee", Asked::Holds, &facts)), injury.knee().needed, "{age} {on:?}");
        }
    }
}

#[test]
fn wells_for_the_leg() {
    let keys = [
        "cancer_active",
        "deep_vein_tenderness",
        "entire_leg_swollen",
        "calf_3cm_larger",
        "pitting_oedema_one_leg",
        "collateral_veins",
        "vte_confirmed",
    ];
    let weeks = [None, Some(0), Some(4), Some(5), Some(12), Some(13)];
    for (on, facts) in each(keys) {
        for (bed, surgery) in weeks.iter().flat_map(|bed| weeks.iter().map(move |surgery| (*bed, *surgery))) {
            // Days in bed are of the last four weeks; a cast is in the place of one that was taken off.
            let wells = WellsDvt {
                active_cancer: Some(on[0]),
                paralysis_or_cast: Some(false),
                bedridden_days: Some(if bed.is_some_and(|weeks| weeks <= 4) { 3.0 } else { 0.0 }),
                surgery: surgery.map_or(Last::Never, |weeks| Last::DaysAgo(weeks as f64 * 7.0)),
                deep_vein_tenderness: Some(on[1]),
                entire_leg_swollen: Some(on[2]),
                calf_difference_cm: Some(if on[3] { 3.0 } else { 2.9 }),
                pitting_symptomatic_leg: Some(on[4]),
                collateral_veins: Some(on[5]),
                previous_dvt: Some(on[6]),
                alternative_diagnosis: Some(false),
            };
            let mut facts = facts.clone();
            for (key, weeks) in [("bedridden_3_days", bed), ("surgery_recent", surgery)] {
                facts.set(key, weeks.map_or_else(Answer::no, |weeks: i64| ago(weeks * 7)));
            }
            let points = wells.score().least();
            let counts = holds("wells_dvt", Asked::Number(Compare::Equal, points), &facts);
            assert!(counts, "{points} points: {on:?}, in bed {bed:?} weeks ago, operated {surgery:?}");
        }
    }
}

#[test]
fn canadian_c_spine() {
    let keys = [
        "csp_dangerous_mechanism",
        "limb_paraesthesia_after_trauma",
        "csp_no_low_risk",
        "neck_rotation_under_45",
        "csp_excluded",
    ];
    let no = Some(false);
    for (on, facts) in each(keys) {
        for (age, days) in [(64.0, 0), (65.0, 1), (30.0, 2), (30.0, 3)] {
            let injury = NeckInjury {
                age: Some(age),
                coma_scale: Some(15),
                stable: Some(true),
                acute_paralysis: no,
                vertebral_disease: Some(on[4]),
                neck_surgery: no,
                penetrating: no,
                pregnant: no,
                older_than_48_h: Some(days > 2),
                mechanism: Mechanism { rollover: Some(on[0]), ..Mechanism::default() },
                paraesthesia: Some(on[1]),
                low_risk: LowRisk {
                    simple_rear_end: no,
                    sitting: Some(!on[2]),
                    ambulatory: no,
                    delayed_onset: no,
                    no_midline_tenderness: no,
                },
                rotation_left_deg: Some(if on[3] { 44.0 } else { 45.0 }),
                rotation_right_deg: Some(45.0),
            };
            let facts = facts.clone().with("age", Answer::Number(age)).with("neck_trauma", ago(days));
            let image = holds("ccr_image", Asked::Holds, &facts);
            let judged = injury.judge();
            // What bars the rule asks for a picture as well; after two days the rule is not asked.
            let ours = judged.imaging == Some(true) || (on[4] && days <= 2);
            assert_eq!(image, ours, "{age} {days} {on:?} {judged:?}");
        }
    }
}
