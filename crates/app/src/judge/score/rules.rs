//! Decision rules: clots, ankles, knees, blood pressure. Whatever they cannot say refers; nothing here clears by silence.

use clinical::decision::{
    AnkleInjury, Circumstances, Constans, KneeInjury, Last, Points, Pressure, Setting, WellsDvt, WellsPe, Xray,
};
use clinical::knowledge::Knowledge;
use serde_json::Value;

use super::super::json::{Answer, Fields, No, shown, tri};

/// Days ago under `key`: missing or false is never, null is not known.
fn last(fields: Fields<'_>, key: &str) -> Result<Last, No> {
    match fields.0.get(key) {
        None | Some(Value::Bool(false)) => Ok(Last::Never),
        Some(Value::Null) => Ok(Last::Unknown),
        Some(_) => not_negative(fields.number(key)?, key).map(Last::DaysAgo),
    }
}

fn not_negative(number: f64, key: &str) -> Result<f64, No> {
    if number >= 0.0 { Ok(number) } else { Err(No::say(format!("`{key}` must not be below 0"))) }
}

/// A number under `key`; missing counts as 0, null is not known.
fn number_or_0(fields: Fields<'_>, key: &str) -> Result<Option<f64>, No> {
    if fields.has(key) { fields.maybe_number(key) } else { Ok(Some(0.0)) }
}

/// Whatever the score, a suspected clot is seen the same day.
fn clot(points: &Points, action: &str) -> Result<Answer, No> {
    let reasons: Vec<&str> = points.reasons().map(|point| point.criterion).collect();
    let unanswered: Vec<&str> = points.unanswered().collect();
    let Some(likely) = points.likely() else {
        let range = vec![shown(points.least()), shown(points.most())];
        return Err(No::say(format!("not known: {}", unanswered.join("; ")))
            .showing("score_range", range)
            .showing("unanswered", unanswered)
            .showing("action", action));
    };
    Ok(Answer::valid()
        .with("score", shown(points.least()))
        .with("result", if likely { "likely" } else { "unlikely" })
        .with("reasons", reasons)
        .with("unanswered", unanswered)
        .with("action", action))
}

const SAME_DAY: &str = "assessment the same day whatever the score";
const EMERGENCY: &str = "any sign of a clot in the lung is an emergency whatever the score";

pub(super) fn wells_dvt(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    const BED: &str = "bedridden_days";
    const CALF: &str = "calf_diff_cm";
    fields.only(&[
        "active_cancer",
        "paralysis_or_cast",
        BED,
        "surgery_days_ago",
        "deep_vein_tenderness",
        "entire_leg_swollen",
        CALF,
        "pitting_symptomatic_leg",
        "collateral_veins",
        "previous_dvt",
        "alternative_diagnosis",
    ])?;
    let bedridden = number_or_0(fields, BED)?.map(|days| not_negative(days, BED)).transpose()?;
    let wells = WellsDvt {
        active_cancer: fields.known_or_no("active_cancer")?,
        paralysis_or_cast: fields.known_or_no("paralysis_or_cast")?,
        bedridden_days: bedridden,
        surgery: last(fields, "surgery_days_ago")?,
        deep_vein_tenderness: fields.known_or_no("deep_vein_tenderness")?,
        entire_leg_swollen: fields.known_or_no("entire_leg_swollen")?,
        calf_difference_cm: number_or_0(fields, CALF)?,
        pitting_symptomatic_leg: fields.known_or_no("pitting_symptomatic_leg")?,
        collateral_veins: fields.known_or_no("collateral_veins")?,
        previous_dvt: fields.known_or_no("previous_dvt")?,
        alternative_diagnosis: fields.known_or_no("alternative_diagnosis")?,
    };
    clot(&wells.score(), SAME_DAY)
}

pub(super) fn wells_pe(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    fields.only(&[
        "dvt_signs",
        "most_likely_diagnosis",
        "heart_rate_bpm",
        "immobile_or_surgery",
        "previous_clot",
        "haemoptysis",
        "cancer",
    ])?;
    let wells = WellsPe {
        dvt_signs: fields.known_or_no("dvt_signs")?,
        most_likely_diagnosis: fields.known_or_no("most_likely_diagnosis")?,
        heart_rate_bpm: number_or_0(fields, "heart_rate_bpm")?,
        immobile_or_surgery: fields.known_or_no("immobile_or_surgery")?,
        previous_clot: fields.known_or_no("previous_clot")?,
        haemoptysis: fields.known_or_no("haemoptysis")?,
        cancer: fields.known_or_no("cancer")?,
    };
    clot(&wells.score(), EMERGENCY)
}

pub(super) fn constans(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    fields.only(&["catheter_or_pacemaker", "localised_pain", "unilateral_pitting_oedema", "alternative_diagnosis"])?;
    let arm = Constans {
        catheter_or_pacemaker: fields.known_or_no("catheter_or_pacemaker")?,
        localised_pain: fields.known_or_no("localised_pain")?,
        unilateral_pitting_oedema: fields.known_or_no("unilateral_pitting_oedema")?,
        alternative_diagnosis: fields.known_or_no("alternative_diagnosis")?,
    };
    clot(&arm.score(), SAME_DAY)
}

const CIRCUMSTANCES: [&str; 7] = [
    "age",
    "days_since_injury",
    "reduced_sensation",
    "altered_awareness",
    "other_painful_injuries",
    "skin_only",
    "pregnant",
];

/// What may bar an Ottawa rule. A missing age is not known; the rest counts as no where it is missing.
fn circumstances(fields: Fields<'_>) -> Result<Circumstances, No> {
    Ok(Circumstances {
        age: age(fields)?,
        days_since_injury: number_or_0(fields, "days_since_injury")?
            .map(|d| not_negative(d, "days_since_injury"))
            .transpose()?,
        reduced_sensation: fields.known_or_no("reduced_sensation")?,
        altered_awareness: fields.known_or_no("altered_awareness")?,
        other_painful_injuries: fields.known_or_no("other_painful_injuries")?,
        skin_only: fields.known_or_no("skin_only")?,
        pregnant: fields.known_or_no("pregnant")?,
    })
}

/// Years between 0 and 130; null or missing is not known.
pub(super) fn age(fields: Fields<'_>) -> Result<Option<f64>, No> {
    if !fields.has("age") {
        return Ok(None);
    }
    match fields.maybe_number("age")? {
        Some(age) if !(0.0..=130.0).contains(&age) => Err(No::say("`age` must be between 0 and 130")),
        age => Ok(age),
    }
}

fn only_with_circumstances(fields: Fields<'_>, own: &[&str]) -> Result<(), No> {
    fields.only(&[own, &CIRCUMSTANCES].concat())
}

/// One or two zones of an Ottawa rule. A zone that cannot be said refers, unless another already asks for the picture.
fn xrays(zones: &[(&str, Xray)]) -> Result<Answer, No> {
    let why: Vec<&str> = zones.iter().flat_map(|(_, xray)| xray.why.iter().copied()).collect();
    let untested: Vec<&str> = zones.iter().flat_map(|(_, xray)| xray.untested.iter().copied()).collect();
    let applicable = zones.first().and_then(|(_, xray)| xray.applicable);
    let some = zones.iter().any(|(_, xray)| xray.needed == Some(true));
    let open = zones.iter().any(|(_, xray)| xray.needed.is_none());
    if open && !some {
        let what = if applicable == Some(false) { "the rule was not made for this client" } else { "not tested" };
        let named = if untested.is_empty() { &why } else { &untested };
        let mut no = No::say(format!("{what}: {}", named.join("; ")));
        for (key, xray) in zones {
            no = no.showing(key, tri(xray.needed));
        }
        return Err(no
            .showing("applicable", tri(applicable))
            .showing("untested", untested.clone())
            .showing("action", "refer; this is not a negative result"));
    }
    let mut answer = Answer::valid();
    for (key, xray) in zones {
        answer = answer.with(key, tri(xray.needed));
    }
    let action = if some {
        "refer for an X-ray the same day; no work on that limb"
    } else {
        "no X-ray by this rule; look again if it does not settle"
    };
    Ok(answer
        .with("applicable", tri(applicable))
        .with("reasons", why)
        .with("untested", untested)
        .with("action", action))
}

pub(super) fn ottawa_ankle(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    only_with_circumstances(
        fields,
        &[
            "malleolar_pain",
            "midfoot_pain",
            "lat_mall_tender",
            "med_mall_tender",
            "mt5_tender",
            "navicular_tender",
            "wb_immediate",
            "wb_now",
        ],
    )?;
    let injury = AnkleInjury {
        circumstances: circumstances(fields)?,
        malleolar_pain: fields.known("malleolar_pain")?,
        midfoot_pain: fields.known("midfoot_pain")?,
        lateral_malleolus_tender: fields.known("lat_mall_tender")?,
        medial_malleolus_tender: fields.known("med_mall_tender")?,
        fifth_metatarsal_tender: fields.known("mt5_tender")?,
        navicular_tender: fields.known("navicular_tender")?,
        four_steps_at_once: fields.known("wb_immediate")?,
        four_steps_now: fields.known("wb_now")?,
    };
    xrays(&[("ankle_xray", injury.ankle()), ("foot_xray", injury.foot())])
}

pub(super) fn ottawa_knee(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    const FLEXION: &str = "max_flexion_deg";
    only_with_circumstances(
        fields,
        &["isolated_patella_tender", "fibular_head_tender", FLEXION, "wb_immediate", "wb_now"],
    )?;
    let max_flexion_deg = fields.maybe_number(FLEXION)?;
    if max_flexion_deg.is_some_and(|deg| !(-30.0..=180.0).contains(&deg)) {
        return Err(No::say(format!("`{FLEXION}` is not something a knee can show")));
    }
    let injury = KneeInjury {
        circumstances: circumstances(fields)?,
        isolated_patella_tender: fields.known("isolated_patella_tender")?,
        fibular_head_tender: fields.known("fibular_head_tender")?,
        max_flexion_deg,
        four_steps_at_once: fields.known("wb_immediate")?,
        four_steps_now: fields.known("wb_now")?,
    };
    xrays(&[("xray", injury.knee())])
}

pub(super) fn blood_pressure(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    fields.only(&["systolic", "diastolic", "maternity", "symptoms"])?;
    let reading = Pressure::read(fields.number("systolic")?, fields.number("diastolic")?);
    let reading = reading.ok_or_else(|| No::say("this is not a reading that can be"))?;
    let setting = match fields.known_or_no("maternity")? {
        Some(true) => Setting::Maternity,
        Some(false) => Setting::Usual,
        None => return Err(No::say("not known whether pregnant or just given birth; the lines differ")),
    };
    let symptoms = if fields.has("symptoms") { fields.known("symptoms")? } else { None };
    Ok(Answer::valid()
        .with("class", reading.class(setting).word())
        .with("emergency", tri(reading.emergency(setting, symptoms)))
        .with("note", "one reading is not a diagnosis"))
}
