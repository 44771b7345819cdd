//! Instruments: a form (`op` score), a finished total (`total`), a change between two scores (`change`), an optional module (`module`).

use clinical::change::{Change, Lines};
use clinical::knowledge::Knowledge;
use clinical::measure::Size;
use clinical::score::{Instrument, Scale, ScaleScore, Scored};
use serde_json::{Map, Value};

use super::super::json::{Answer, Fields, No, known, number, shown, tri};

/// Where a form's answers may stand; forms have their own words for them.
const FORMS: [&str; 5] = ["items", "answers", "sections", "activities", "ticked"];

pub(super) fn score(knowledge: &Knowledge, instrument: &Instrument, fields: Fields<'_>) -> Result<Answer, No> {
    let op = match fields.0.get("op") {
        Some(Value::String(op)) => op.as_str(),
        Some(_) => return Err(No::say("`op` must be text")),
        None if fields.has("baseline") || fields.has("followup") => "change",
        None if fields.has("total") => "total",
        None => "score",
    };
    match op {
        "score" => form(instrument, fields),
        "total" => total(instrument, fields),
        "change" if instrument.items.up_to => activities_change(instrument, fields),
        "change" => change(instrument, fields),
        "module" if matches!(instrument.key.as_str(), "quickdash" | "dash") => {
            let module = knowledge.instruments.get("dash_module");
            module.map_or_else(|| Err(No::say("the module is not in the knowledge")), |module| form(module, fields))
        }
        other => Err(No::say(format!("`{other}` is not something this instrument does"))),
    }
}

fn form(instrument: &Instrument, fields: Fields<'_>) -> Result<Answer, No> {
    let given = FORMS.iter().filter_map(|key| fields.0.get(*key).map(|value| (*key, value))).collect::<Vec<_>>();
    let answers = match given.as_slice() {
        [] => Err(No::say("no answers: give `items`")),
        [("ticked", value)] => ticked(instrument, value),
        [(key, value)] => answers(instrument, key, value),
        _ => Err(No::say("answers are given twice")),
    };
    let answers = match answers {
        Ok(answers) => answers,
        Err(no) => return Err(alarmed(no, &instrument.score(&readable(given.first().map(|(_, value)| *value))))),
    };
    let scored = instrument.score(&answers);
    match scored.main() {
        Ok(main) => Ok(shown_scores(instrument, &scored, main)),
        Err(why) => Err(alarmed(No::say(why.to_string()), &scored)),
    }
}

/// The answers that can be read at all: an alarm is raised even where the rest of the form cannot be taken.
fn readable(value: Option<&Value>) -> Vec<Option<f64>> {
    value.and_then(Value::as_array).map(|all| all.iter().map(number).collect()).unwrap_or_default()
}

fn answers(instrument: &Instrument, key: &str, value: &Value) -> Result<Vec<Option<f64>>, No> {
    let all = value.as_array().ok_or_else(|| No::say(format!("`{key}` must be a list")))?;
    let yes_or_no = instrument.items.ranges == [(0.0, 1.0)];
    let one = |(i, value): (usize, &Value)| match (value, known(value)) {
        (_, Some(None)) => Ok(None),
        (_, Some(Some(yes))) if yes_or_no => Ok(Some(f64::from(u8::from(yes)))),
        _ => number(value).map(Some).ok_or_else(|| No::say(format!("item {}: not an answer of this form", i + 1))),
    };
    all.iter().enumerate().map(one).collect()
}

/// A list of the numbers of the statements that were marked: an empty list says "none of these". A statement named twice is marked once.
fn ticked(instrument: &Instrument, value: &Value) -> Result<Vec<Option<f64>>, No> {
    if instrument.items.ranges != [(0.0, 1.0)] {
        return Err(No::say("this form has no statements to mark"));
    }
    let all = value.as_array().ok_or_else(|| No::say("`ticked` must be a list"))?;
    let mut answers = vec![Some(0.0); instrument.items.count];
    for value in all {
        let is_it = |(i, _): &(usize, &mut Option<f64>)| {
            u32::try_from(i + 1).is_ok_and(|n| number(value) == Some(f64::from(n)))
        };
        let Some((_, answer)) = answers.iter_mut().enumerate().find(is_it) else {
            return Err(No::say(format!("there is no statement {value}")));
        };
        *answer = Some(1.0);
    }
    Ok(answers)
}

fn alarmed(no: No, scored: &Scored) -> No {
    match &scored.alarm {
        Some(alarm) => {
            no.showing(&format!("{}_flag", alarm.key), alarm.raised.map_or(Value::from("unknown"), Value::Bool))
        }
        None => no,
    }
}

fn shown_scores(instrument: &Instrument, scored: &Scored, main: &ScaleScore) -> Answer {
    let mut answer = Answer::valid().with("instrument", instrument.key.as_str());
    answer = match instrument.scale(&main.key) {
        Some(scale) => main_score(answer, scale, main),
        None => answer,
    };
    for (key, result) in scored.scales.iter().filter(|(key, _)| key != "total") {
        let Ok(part) = result else {
            answer = answer.with(key, Value::Null);
            continue;
        };
        answer = answer.with(key, shown(part.value));
        if let Some(positive) = part.positive {
            answer = answer.with(&format!("{key}_positive"), positive);
        }
        if let Some(band) = &part.band {
            answer = answer.with(&format!("{key}_band"), band.key.as_str());
        }
    }
    if let Some(alarm) = &scored.alarm {
        answer = answer.with(&format!("{}_flag", alarm.key), alarm.raised.map_or(Value::from("unknown"), Value::Bool));
    }
    answer
}

fn main_score(answer: Answer, scale: &Scale, main: &ScaleScore) -> Answer {
    let percent = match scale.unit.as_str() {
        "%" => main.value,
        _ => 100.0 * (main.value - scale.range.0) / (scale.range.1 - scale.range.0),
    };
    let mut answer = answer
        .with("scale", main.key.as_str())
        .with("score", shown(main.value))
        .with("unit", scale.unit.as_str())
        .with("sum", shown(main.sum))
        .with("max", shown(main.most))
        .with("raw", shown(main.value))
        .with("percent", shown(percent))
        .with("answered", main.answered)
        .with("of", main.of)
        .with("firm", main.firm);
    if let Some(band) = &main.band {
        answer = answer.with("band", band.key.as_str()).with("band_label", band.label.as_str());
    }
    if let Some(positive) = main.positive {
        answer = answer.with("screen_positive", positive);
    }
    answer
}

fn scale_of<'a>(instrument: &'a Instrument, fields: Fields<'_>) -> Result<&'a Scale, No> {
    let key = if fields.has("scale") { fields.text("scale")? } else { "" };
    instrument.scale(key).ok_or_else(|| No::say(format!("there is no scale `{key}`")))
}

fn total(instrument: &Instrument, fields: Fields<'_>) -> Result<Answer, No> {
    let scale = scale_of(instrument, fields)?;
    let total = fields.number("total")?;
    let entered = instrument.entered(scale, total).map_err(|why| No::say(why.to_string()))?;
    let answer = Answer::valid().with("instrument", instrument.key.as_str());
    Ok(main_score(answer, scale, &entered))
}

/// A score of that scale under `key`, refused where it cannot be one.
fn score_of(instrument: &Instrument, scale: &Scale, fields: Fields<'_>, key: &str) -> Result<f64, No> {
    let value = fields.number(key)?;
    instrument.entered(scale, value).map(|score| score.value).map_err(|why| No::say(format!("`{key}`: {why}")))
}

fn change(instrument: &Instrument, fields: Fields<'_>) -> Result<Answer, No> {
    let scale = scale_of(instrument, fields)?;
    let from = score_of(instrument, scale, fields, "baseline")?;
    let to = score_of(instrument, scale, fields, "followup")?;
    let own = if fields.has("mcid") { Some(fields.number("mcid")?) } else { None };
    if own.is_some_and(|mcid| mcid <= 0.0) {
        return Err(No::say("`mcid` must be above 0"));
    }
    let lines = Lines::from(scale);
    let change = lines.change(from, to);
    let answer = shown_change(Answer::valid().with("instrument", instrument.key.as_str()), &change, &lines);
    Ok(answer.with("meets", tri(own.and_then(|mcid| Size::Points(mcid).reached(change.gain, from)))))
}

/// The change with all published lines. The literature calls the same size MIC or MCID; both names are given.
fn shown_change(answer: Answer, change: &Change, lines: &Lines) -> Answer {
    let reached = |points: bool| {
        let mut of_kind = change.matters.iter().filter(|(line, _)| matches!(line.size, Size::Points(_)) == points);
        of_kind.next().map_or(Value::Null, |(_, reached)| Value::Bool(reached.unwrap_or(false)))
    };
    let (points, percent) = (reached(true), reached(false));
    let error = lines.error(change.from);
    let worse = error.map(|error| Size::Points(error).reached(-change.gain, change.from)).unwrap_or_default();
    answer
        .with("change", shown(change.gain))
        .with("percent", change.percent.map_or(Value::Null, shown))
        .with("verdict", change.verdict.word())
        .with("mdc", error.map_or(Value::Null, shown))
        .with("mic_points", points.clone())
        .with("mcid_points", points.clone())
        .with("mcid", points.clone())
        .with("improved_mcid", points)
        .with("mic_percent", percent.clone())
        .with("mcid_percent", percent)
        .with("worse_mdc", tri(worse))
        .with("thresholds", thresholds(lines))
}

fn thresholds(lines: &Lines) -> Value {
    let one = |kind: &str, threshold: &clinical::measure::Threshold| {
        let mut shown_line = Map::new();
        shown_line.insert("kind".into(), kind.into());
        let (unit, size) = match threshold.size {
            Size::Points(points) => ("points", points),
            Size::Percent(percent) => ("percent", percent),
        };
        shown_line.insert(unit.into(), shown(size));
        shown_line.insert("note".into(), threshold.note.as_str().into());
        shown_line.insert("source".into(), threshold.sources.clone().into());
        Value::Object(shown_line)
    };
    let mdc = lines.mdc.iter().map(|line| one("mdc", line));
    mdc.chain(lines.mcid.iter().map(|line| one("mcid", line))).collect()
}

/// Activities that the client named: the same ones, rated twice. One activity alone has a larger error than a mean.
fn activities_change(instrument: &Instrument, fields: Fields<'_>) -> Result<Answer, No> {
    let scale = scale_of(instrument, fields)?;
    let rated = |key: &str| -> Result<(f64, Vec<f64>), No> {
        let value = fields.0.get(key).ok_or_else(|| No::say(format!("`{key}` is missing")))?;
        let all = answers(instrument, key, value)?;
        let scored = instrument.score(&all);
        let mean = scored.main().map_err(|why| No::say(format!("`{key}`: {why}")))?.value;
        Ok((mean, all.into_iter().flatten().collect()))
    };
    let ((from, before), (to, after)) = (rated("baseline")?, rated("followup")?);
    if before.len() != after.len() {
        return Err(No::say("the same activities must be rated both times"));
    }
    let mut lines = Lines::from(scale);
    if before.len() == 1 {
        lines.mdc = scale.mdc_item.clone().or(lines.mdc);
    }
    let change = lines.change(from, to);
    let one = scale.mdc_item.as_ref().map(|line| line.size);
    let single = before
        .iter()
        .zip(&after)
        .map(|(from, to)| tri(one.and_then(|size| size.reached(scale.better.gain(*from, *to), *from))));
    let single: Vec<Value> = single.collect();
    let mean = lines.mdc.as_ref().and_then(|line| line.size.reached(change.gain, from));
    let answer = shown_change(Answer::valid().with("instrument", instrument.key.as_str()), &change, &lines);
    Ok(answer.with("mdc_mean", tri(mean)).with("mdc_single", single))
}
