//! The Canadian C-spine rule from JSON.

use clinical::decision::{Known, LowRisk, Mechanism, NeckInjury};
use clinical::knowledge::Knowledge;
use serde_json::{Map, Value};

use super::super::json::{Answer, Fields, No, known, number, tri};
use super::rules::age;

const OPTIONAL: [&str; 3] = ["penetrating", "pregnant", "older_than_48_h"];

pub(super) fn canadian_c_spine(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    fields.only(
        &[
            &[
                "age",
                "gcs",
                "stable",
                "acute_paralysis",
                "known_vertebral_disease",
                "prior_cspine_surgery",
                "mechanism",
                "paraesthesia",
                "low_risk",
                "rear_end_excluder",
                "rot_left",
                "rot_right",
            ],
            OPTIONAL.as_slice(),
        ]
        .concat(),
    )?;
    let injury = NeckInjury {
        age: age(fields)?,
        coma_scale: coma_scale(fields)?,
        stable: fields.known("stable")?,
        acute_paralysis: fields.known("acute_paralysis")?,
        vertebral_disease: fields.known("known_vertebral_disease")?,
        neck_surgery: fields.known("prior_cspine_surgery")?,
        penetrating: fields.known_or_no("penetrating")?,
        pregnant: fields.known_or_no("pregnant")?,
        older_than_48_h: fields.known_or_no("older_than_48_h")?,
        mechanism: mechanism(fields)?,
        paraesthesia: fields.known("paraesthesia")?,
        low_risk: low_risk(fields)?,
        rotation_left_deg: rotation(fields, "rot_left")?,
        rotation_right_deg: rotation(fields, "rot_right")?,
    };
    let judged = injury.judge();
    let step = judged.decided_at.map_or(Value::Null, |step| step.word().into());
    if judged.imaging.is_none() && judged.applicable != Some(false) {
        return Err(No::say(format!("not known: {}", judged.untested.join("; ")))
            .showing("applicable", tri(judged.applicable))
            .showing("imaging", Value::Null)
            .showing("decided_at", step)
            .showing("untested", judged.untested)
            .showing("action", "refer, and do not move the head; this is not a negative result"));
    }
    let action = match judged.imaging {
        Some(false) => "no imaging by this rule",
        Some(true) => "emergency care; do not move the head",
        None => "the rule was not made for this client: refer, and do not move the head",
    };
    Ok(Answer::valid()
        .with("applicable", tri(judged.applicable))
        .with("imaging", tri(judged.imaging))
        .with("decided_at", step)
        .with("reasons", judged.why)
        .with("action", action))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 3 to 15")]
fn coma_scale(fields: Fields<'_>) -> Result<Option<u8>, No> {
    match fields.maybe_number("gcs")? {
        None => Ok(None),
        Some(scale) if (3.0..=15.0).contains(&scale) && scale.fract() == 0.0 => Ok(Some(scale as u8)),
        Some(_) => Err(No::say("`gcs` must be a whole number from 3 to 15")),
    }
}

fn rotation(fields: Fields<'_>, key: &str) -> Result<Option<f64>, No> {
    match fields.maybe_number(key)? {
        Some(degrees) if !(0.0..=180.0).contains(&degrees) => {
            Err(No::say(format!("`{key}` is not something a neck can show")))
        }
        degrees => Ok(degrees),
    }
}

/// The findings of low risk are a list of words; what excludes a simple rear-end collision stands beside it.
fn low_risk(fields: Fields<'_>) -> Result<LowRisk, No> {
    const WORDS: [&str; 5] = ["simple_rear_end", "sitting", "ambulatory", "delayed_onset", "no_midline_tenderness"];
    let list = match fields.0.get("low_risk") {
        Some(Value::Array(list)) => list,
        Some(Value::Null) => {
            let all = None;
            return Ok(LowRisk {
                simple_rear_end: all,
                sitting: all,
                ambulatory: all,
                delayed_onset: all,
                no_midline_tenderness: all,
            });
        }
        _ => return Err(No::say("`low_risk` must be a list")),
    };
    if let Some(odd) = list.iter().find(|word| word.as_str().is_none_or(|word| !WORDS.contains(&word))) {
        return Err(No::say(format!("`low_risk`: {odd} is none of {}", WORDS.join(", "))));
    }
    let has = |word: &str| list.iter().any(|given| given == word);
    let not_simple = match fields.0.get("rear_end_excluder") {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    };
    Ok(LowRisk {
        simple_rear_end: Some(has("simple_rear_end") && !not_simple),
        sitting: Some(has("sitting")),
        ambulatory: Some(has("ambulatory")),
        delayed_onset: Some(has("delayed_onset")),
        no_midline_tenderness: Some(has("no_midline_tenderness")),
    })
}

/// What a key of `mechanism` is about.
#[derive(Clone, Copy)]
enum About {
    Metres(f64),
    Stairs,
    Kmh(f64),
    Axial,
    Rollover,
    Ejection,
    Recreational,
    Bicycle,
    Harmless,
}

/// Reads the name of a mechanism. Names with a unit carry a number, the others true or false.
fn about(key: &str) -> Option<About> {
    let key = key.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| key.contains(word));
    Some(if says(&["axial", "dive", "diving"]) {
        About::Axial
    } else if says(&["stair", "steps"]) {
        About::Stairs
    } else if says(&["fall", "height"]) {
        let feet = key.split('_').any(|part| matches!(part, "ft" | "feet" | "foot"));
        About::Metres(if feet {
            0.3048
        } else if key.ends_with("_cm") {
            0.01
        } else {
            1.0
        })
    } else if says(&["roll"]) {
        About::Rollover
    } else if says(&["eject", "thrown"]) {
        About::Ejection
    } else if says(&[
        "recreation",
        "motorised",
        "motorized",
        "atv",
        "quad",
        "snowmobile",
        "rec_vehicle",
        "motorcycle",
        "motorbike",
    ]) {
        About::Recreational
    } else if says(&["bicycl", "bike", "cycl"]) {
        About::Bicycle
    } else if says(&["mph"]) {
        About::Kmh(1.609_344)
    } else if says(&["kmh", "km_h", "kph", "speed", "mvc", "collision"]) {
        About::Kmh(1.0)
    } else if says(&["rear_end", "other", "none"]) {
        About::Harmless
    } else {
        return None;
    })
}

fn mechanism(fields: Fields<'_>) -> Result<Mechanism, No> {
    let empty = Map::new();
    let given = match fields.0.get("mechanism") {
        Some(Value::Object(given)) => given,
        None => return Err(No::say("`mechanism` is missing: {} where nothing dangerous happened")),
        Some(Value::Null) => return Err(No::say("`mechanism` is not known: refer")),
        Some(Value::Array(list)) if list.is_empty() => &empty,
        Some(_) => return Err(No::say("`mechanism` must be an object")),
    };
    let mut mechanism = Mechanism::default();
    for (key, value) in given {
        let about = about(key).ok_or_else(|| No::say(format!("`mechanism`: `{key}` is not understood")))?;
        note(&mut mechanism, about, key, value)?;
    }
    Ok(mechanism)
}

fn note(mechanism: &mut Mechanism, about: About, key: &str, value: &Value) -> Result<(), No> {
    let yes = || known(value).ok_or_else(|| No::say(format!("`mechanism`: `{key}` must be true, false or null")));
    match about {
        About::Metres(unit) => mechanism.fall_m = amount(value, 1.0, key)?.map(|n| n * unit),
        About::Stairs => mechanism.stairs = amount(value, 5.0, key)?,
        About::Kmh(unit) => {
            // A collision at a speed that is not given counts as fast only where its name says so.
            let fast = key.contains("high") || key.contains("100") || key.contains("speed");
            mechanism.collision_kmh = amount(value, if fast { 101.0 / unit } else { 0.0 }, key)?.map(|n| n * unit);
        }
        About::Axial => mechanism.axial_load = yes()?,
        About::Rollover => mechanism.rollover = yes()?,
        About::Ejection => mechanism.ejection = yes()?,
        About::Recreational => mechanism.recreational_vehicle = yes()?,
        About::Bicycle => mechanism.bicycle = yes()?,
        About::Harmless => {
            let _: Known = yes()?;
        }
    }
    Ok(())
}

/// A number, or true for `if_yes` (the name says that the line was passed), false for 0, null for not known.
fn amount(value: &Value, if_yes: f64, key: &str) -> Result<Option<f64>, No> {
    match (known(value), number(value)) {
        (Some(answer), _) => Ok(answer.map(|yes| if yes { if_yes } else { 0.0 })),
        (None, Some(number)) if number >= 0.0 => Ok(Some(number)),
        _ => Err(No::say(format!("`mechanism`: `{key}` must be a number, true, false or null"))),
    }
}
