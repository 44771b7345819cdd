//! Small calculators: reliable change, units of care, goniometry, limb volume, functional tests.

use clinical::care_units::{Timed, Units, allocate, by_midpoint, units_for_total};
use clinical::change::{Attained, attainment, reliable_change as reliable};
use clinical::knowledge::Knowledge;
use clinical::motion::{
    Angle, FunctionalTest, Segment, Sex, excess_percent, percent_of, reduction_percent, symmetry, volume_ml,
};
use serde_json::{Map, Value};

use super::super::json::{Answer, Fields, No, number, shown, tri};
use super::rules::age;

pub(super) fn reliable_change(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    let [pre, post, sd, r] = ["pre", "post", "sd", "r"].map(|key| fields.number(key));
    let index = reliable(pre?, post?, sd?, r?);
    let index =
        index.ok_or_else(|| No::say("the standard deviation must be above 0, the reliability from 0 to below 1"))?;
    Ok(Answer::valid()
        .with("sem", shown(index.sem))
        .with("sdiff", shown(index.sdiff))
        .with("rci", shown(index.rci))
        .with("reliable", index.reliable)
        .with("mdc95", shown(index.mdc95)))
}

pub(super) fn goal_attainment(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    let list = fields.0.get("goals").and_then(Value::as_array).ok_or_else(|| No::say("`goals` must be a list"))?;
    let goal = |value: &Value| -> Option<Attained> {
        let level = i8::try_from(value.get("level")?.as_i64()?).ok()?;
        let weight = value.get("weight").map_or(Some(1.0), number)?;
        Some(Attained { level, weight })
    };
    let goals: Option<Vec<Attained>> = list.iter().map(goal).collect();
    let t = goals.and_then(|goals| attainment(&goals));
    let t = t.ok_or_else(|| No::say("each goal needs a `level` from -2 to 2 and may have a `weight` above 0"))?;
    Ok(Answer::valid().with("t_score", shown(t)))
}

fn minutes_of(key: &str) -> No {
    No::say(format!("`{key}`: minutes must be from 0 to a day"))
}

pub(super) fn eight_minute_total(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    const KEY: &str = "total_timed_minutes";
    let units = units_for_total(fields.number(KEY)?).ok_or_else(|| minutes_of(KEY))?;
    Ok(Answer::valid().with("units", units))
}

fn timed(fields: Fields<'_>) -> Result<Vec<Timed>, No> {
    let given = fields.0.get("timed").and_then(Value::as_object).ok_or_else(|| No::say("`timed` must be an object"))?;
    let one = |(code, value): (&String, &Value)| {
        let minutes = number(value).filter(|minutes| units_for_total(*minutes).is_some());
        minutes.map(|minutes| Timed { code: code.clone(), minutes }).ok_or_else(|| minutes_of(code))
    };
    given.iter().map(one).collect()
}

fn by_code(units: Vec<Units>) -> (Map<String, Value>, u32) {
    let total = units.iter().map(|u| u.units).sum();
    (units.into_iter().map(|u| (u.code, u.units.into())).collect(), total)
}

pub(super) fn eight_minute_allocation(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    let allocation = allocate(&timed(fields)?).ok_or_else(|| minutes_of("timed"))?;
    let (units, total) = by_code(allocation.units);
    let answer = Answer::valid().with("units", units).with("total", total).with("choice_between", allocation.tied);
    Ok(match fields.0.get("untimed") {
        Some(untimed) => answer.with("untimed", untimed.clone()),
        None => answer,
    })
}

pub(super) fn midpoint(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    let units = by_midpoint(&timed(fields)?).ok_or_else(|| minutes_of("timed"))?;
    let (units, total) = by_code(units);
    Ok(Answer::valid().with("units", units).with("total", total))
}

fn angle(fields: Fields<'_>, key: &str) -> Result<Angle, No> {
    Angle::read(fields.number(key)?).ok_or_else(|| No::say(format!("`{key}` is more than a full turn")))
}

fn percent(value: Option<f64>) -> Value {
    value.map_or(Value::Null, shown)
}

pub(super) fn goniometry(fields: Fields<'_>, knowledge: &Knowledge) -> Result<Answer, No> {
    let against = |measured: Angle, norm: Angle| {
        Answer::valid()
            .with("norm", shown(norm.degrees()))
            .with("percent", percent(percent_of(measured, norm)))
            .with("deficit", shown(norm.degrees() - measured.degrees()))
    };
    match fields.text("op")? {
        "percent" => Ok(against(angle(fields, "measured")?, angle(fields, "norm")?)),
        "symmetry" => {
            let (involved, uninvolved) = (angle(fields, "involved")?, angle(fields, "uninvolved")?);
            Ok(Answer::valid()
                .with("percent", percent(symmetry(involved, uninvolved)))
                .with("difference", shown(uninvolved.degrees() - involved.degrees())))
        }
        "aaos" => {
            let (joint, movement) = (word(fields.text("joint")?), word(fields.text("movement")?));
            let norm = textbook(knowledge, &joint, &movement);
            let norm = norm.ok_or_else(|| No::say(format!("no textbook value for {joint} {movement}")))?;
            Ok(against(angle(fields, "measured")?, norm))
        }
        other => Err(No::say(format!("`{other}` is none of percent, symmetry, aaos"))),
    }
}

fn textbook(knowledge: &Knowledge, joint: &str, movement: &str) -> Option<Angle> {
    let movement = match movement {
        "flex" => "flexion",
        "ext" => "extension",
        "abd" => "abduction",
        "add" => "adduction",
        "ir" | "medial_rotation" => "internal_rotation",
        "er" | "lateral_rotation" => "external_rotation",
        "radial_dev" => "radial_deviation",
        "ulnar_dev" => "ulnar_deviation",
        other => other,
    };
    // Turning the forearm is read at the elbow by some books.
    let joint = match (joint, movement) {
        ("elbow" | "radioulnar", "pronation" | "supination") => "forearm",
        _ => joint,
    };
    let motion = knowledge.motions.of_joint(joint, movement).filter(|motion| motion.unit == "deg")?;
    motion.standard.and_then(Angle::read)
}

fn word(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

pub(super) fn limb_volume(fields: Fields<'_>, _: &Knowledge) -> Result<Answer, No> {
    let no_percent = |what: &str| No::say(what).showing("percent", Value::Null);
    match fields.text("op")? {
        "volume" => {
            let ml = segments(fields)?.and_then(|segments| volume_ml(&segments));
            let ml =
                ml.ok_or_else(|| No::say("each segment is [upper girth, lower girth, height] in cm, all above 0"))?;
            Ok(Answer::valid().with("ml", shown(ml)))
        }
        "excess" => {
            let excess = excess_percent(fields.number("affected")?, fields.number("unaffected")?);
            let excess = excess.ok_or_else(|| no_percent("both volumes must be above 0"))?;
            Ok(Answer::valid().with("percent", shown(excess)))
        }
        "prev" => {
            let reduction = reduction_percent(fields.number("excess_before")?, fields.number("excess_after")?);
            let reduction = reduction.ok_or_else(|| no_percent("there was no excess to reduce"))?;
            Ok(Answer::valid().with("percent", shown(reduction)))
        }
        other => Err(No::say(format!("`{other}` is none of volume, excess, prev"))),
    }
}

fn segments(fields: Fields<'_>) -> Result<Option<Vec<Segment>>, No> {
    let list =
        fields.0.get("segments").and_then(Value::as_array).ok_or_else(|| No::say("`segments` must be a list"))?;
    let one = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([upper, lower, height]) => Segment::read(number(upper)?, number(lower)?, number(height)?),
        _ => None,
    };
    Ok(list.iter().map(one).collect())
}

/// A functional test: its number stands under the name that the test uses, or under `value`.
pub(super) fn functional_test(test: &FunctionalTest, fields: Fields<'_>) -> Result<Answer, No> {
    let key = ["value", "seconds", "reps", "kg", "metres"].into_iter().find(|key| fields.has(key)).unwrap_or("value");
    let measured = fields.number(key)?;
    if !test.can_be(measured) {
        return Err(No::say(format!("`{key}`: {measured} {} is not something this test can give", test.unit)));
    }
    let used_arms = fields.known_or_no("used_arms")?;
    let used_arms = used_arms.ok_or_else(|| No::say("`used_arms` must be known: pushing off scores 0"))?;
    let score = if used_arms { 0.0 } else { measured };
    let age = age(fields)?.ok_or_else(|| No::say("`age` must be known"))?;
    let sex = sex(fields)?;
    let norm = test.norm(age, sex);
    let by_sex = test.norms.iter().any(|norm| norm.sex.is_some());
    if by_sex && sex.is_none() {
        return Err(No::say("`sex` must be M or F: the norms differ").showing("score", shown(score)));
    }
    let line = |of: Option<f64>| of.map_or(Value::Null, shown);
    let worse = norm.and_then(|norm| test.worse_than(norm, score));
    let past_cut = test.past_cut(age, sex, score);
    Ok(Answer::valid()
        .with("test", test.key.as_str())
        .with("score", shown(score))
        .with("unit", test.unit.as_str())
        .with("mean", line(norm.and_then(|norm| norm.mean)))
        .with("lower", line(norm.and_then(|norm| norm.interval).map(|interval| interval.0)))
        .with("upper", line(norm.and_then(|norm| norm.interval).map(|interval| interval.1)))
        .with("cutoff", line(norm.and_then(|norm| norm.below)))
        .with("worse_than_average", tri(worse))
        .with("below_average", tri(worse))
        .with("past_cut", tri(past_cut))
        .with("fall_risk", tri(past_cut.filter(|_| test.cut.as_ref().is_some_and(|cut| cut.means.contains("falls")))))
        .with("source", test.provenance.sources.clone()))
}

fn sex(fields: Fields<'_>) -> Result<Option<Sex>, No> {
    match fields.0.get("sex") {
        None | Some(Value::Null) => Ok(None),
        Some(_) => fields.text("sex").map(Sex::read),
    }
}
