//! Readings as they are shown: one series for each measure, its change with error first, its lines with their sources.
use super::{form, store::Kept};
use crate::door::{Ask, Chart};
use crate::naming;
use crate::ui::{Locale, Said, trend};
use clinical::change::{Change, History, Lines, Noted, Verdict, Why};
use clinical::knowledge::Knowledge;
use clinical::measure::{Better, MeasureId, Reading, Size, Threshold};
use clinical::motion::{Against, Angle, Motion, Sex};
use clinical::taking::{ACTIVITY, Subject, tool_of};
use clinical::words::fold;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// One measure over time.
#[derive(Serialize)]
pub(crate) struct Series {
    pub(crate) key: String,
    pub(crate) url: String,
    pub(crate) name: Said,
    /// What sets it apart: scale, activity, time asked about, place, side, way of measuring.
    pub(crate) parts: Vec<Said>,
    pub(crate) latest: f64,
    pub(crate) unit: String,
    pub(crate) latest_at: Option<Timestamp>,
    pub(crate) count: usize,
    /// True where the readings stand in the order of time, false where only the order of entry is known.
    pub(crate) dated: bool,
    /// Readings without a day, left out among those that have one.
    pub(crate) left_out: usize,
    pub(crate) change: Option<Changed>,
    pub(crate) trend: Option<trend::Trend>,
    pub(crate) reference: Option<Said>,
    pub(crate) loinc: String,
    /// The readings that were set in a row, and their lines: for the room that judges courses.
    #[serde(skip)]
    pub(crate) history: History,
}

/// A change since the first reading.
#[derive(Serialize)]
pub(crate) struct Changed {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) difference: f64,
    /// The difference in percent of the first; none when that is 0.
    pub(crate) percent: Option<f64>,
    pub(crate) verdict: &'static str,
    pub(crate) words: Said,
    /// The published error, in words and where it is so given in points of the scale.
    pub(crate) error: Option<Said>,
    pub(crate) error_points: Option<f64>,
    pub(crate) lines: Vec<Line>,
}

/// A published line, and where it comes from.
#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) kind: Said,
    pub(crate) size: Said,
    pub(crate) note: String,
    /// Does the change reach it?
    pub(crate) reached: Option<bool>,
    pub(crate) source: String,
}

/// An answer that always needs a conversation.
#[derive(Serialize)]
pub(crate) struct Alarm {
    pub(crate) words: String,
    pub(crate) source: String,
}

/// What was taken in one go.
#[derive(Serialize)]
pub(super) struct Occasion {
    pub(super) form: String,
    pub(super) at: Option<Timestamp>,
    pub(super) noted_at: Option<Timestamp>,
    pub(super) by: String,
    pub(super) values: Vec<Noting>,
    pub(super) moment: Option<Said>,
    pub(super) session_url: String,
    pub(super) alarm: bool,
    /// Shown, but never compared.
    pub(super) firm: bool,
}

/// One of the values taken.
#[derive(Serialize)]
pub(super) struct Noting {
    pub(super) parts: Vec<Said>,
    pub(super) value: f64,
    pub(super) unit: String,
}

/// Every measure among these readings.
pub(super) fn all(ask: &Ask<Chart>, kept: &[Kept]) -> Vec<Series> {
    let mut by_measure: BTreeMap<MeasureId, Vec<&Kept>> = BTreeMap::new();
    for one in kept {
        by_measure.entry(measure(one)).or_default().push(one);
    }
    by_measure.iter().filter_map(|(measure, readings)| series(ask, measure, readings, kept)).collect()
}

/// What must be the same for two readings to be compared; an activity is the same however it is spelt.
fn measure(one: &Kept) -> MeasureId {
    let site = if one.side.is_empty() { one.site.clone() } else { format!("{}:{}", one.site, one.side) };
    MeasureId {
        key: one.key.clone(),
        scale: one.scale.clone(),
        version: fold(&one.version),
        recall: one.recall.clone(),
        site,
        method: one.method.clone(),
    }
}

fn series(ask: &Ask<Chart>, measure: &MeasureId, readings: &[&Kept], all: &[Kept]) -> Option<Series> {
    let knowledge = &ask.house.knowledge;
    let last = readings.last()?;
    let subject = Subject::find(knowledge, &last.key)?;
    let lines = subject.lines(&last.scale, &last.method)?;
    let noted: Vec<Noted> = readings.iter().filter_map(|one| noted(one)).collect();
    let history = History::of(measure, lines, &noted)?;
    let latest = history.trend.latest()?;
    let change = history.trend.change().map(|change| changed(knowledge, &history.trend.lines, &last.unit, &change));
    Some(Series {
        key: last.key.clone(),
        url: ask.chart().url(&format!("measures/{}", last.key)),
        name: form::name(ask.words, &subject),
        parts: parts(knowledge, &subject, last),
        latest: latest.value,
        unit: last.unit.clone(),
        latest_at: history.dated.then_some(latest.at),
        count: history.trend.readings.len(),
        dated: history.dated,
        left_out: history.left_out,
        change,
        trend: history.dated.then(|| drawn(ask, &subject, &history, last)),
        reference: reference(ask, &subject, last, latest.value, all),
        loinc: last.loinc.clone(),
        history,
    })
}

/// Each value by itself, for rooms that aim by it.
pub(super) fn known(ask: &Ask<Chart>, kept: &[Kept]) -> Vec<super::Known> {
    let knowledge = &ask.house.knowledge;
    let known = |one: &Kept| {
        let subject = Subject::find(knowledge, &one.key)?;
        let at = Timestamp::from_microsecond(one.effective_at.unwrap_or(one.at)).ok()?;
        let dated = one.effective_at.is_some();
        let mut name = vec![Said::plain(subject.name())];
        name.extend(parts(knowledge, &subject, one));
        Some(super::Known {
            measure: measure(one),
            reading: Reading { at, value: one.value, firm: one.firm },
            dated,
            unit: one.unit.clone(),
            name,
            session: one.session.clone(),
            moment: one.moment.clone(),
        })
    };
    kept.iter().filter_map(known).collect()
}

fn noted(one: &Kept) -> Option<Noted> {
    let instant = |micros: i64| Timestamp::from_microsecond(micros).ok();
    let taken_at = one.effective_at.and_then(instant);
    Some(Noted { taken_at, noted_at: instant(one.at)?, value: one.value, firm: one.firm })
}

/// What sets a measure apart from others of its instrument, motion or test.
pub(super) fn parts(knowledge: &Knowledge, subject: &Subject<'_>, one: &Kept) -> Vec<Said> {
    let mut parts = Vec::new();
    if let Subject::Form(form) = subject {
        if one.scale != ACTIVITY {
            parts.extend(form.scale(&one.scale).map(|scale| Said::known(scale.name.clone())));
        }
        if !one.version.is_empty() {
            parts.push(Said::plain(one.version.clone()));
        }
    }
    if !one.recall.is_empty() {
        parts.push(Said::key("measure-recall").with("recall", &one.recall));
    }
    if !one.site.is_empty() {
        parts.push(Said::known(naming::site(knowledge, &one.site)));
    }
    parts.extend(naming::side(&one.side));
    let tool = tool_of(&one.method);
    match one.method.strip_suffix(tool).unwrap_or_default().trim_end() {
        "active" => parts.push(Said::key("measure-active")),
        "passive" => parts.push(Said::key("measure-passive")),
        _ => {}
    }
    if !tool.is_empty() {
        parts.push(form::tool_word(tool));
    }
    parts
}

fn changed(knowledge: &Knowledge, lines: &Lines, unit: &str, change: &Change) -> Changed {
    let difference = change.to - change.from;
    let mut all = published(knowledge, lines, unit);
    let error = lines.mdc.iter().map(|line| line.size.reached(change.gain.abs(), change.from));
    let reached = error.chain(change.matters.iter().map(|(_, reached)| *reached));
    all.iter_mut().zip(reached).for_each(|(line, reached)| line.reached = reached);
    let known = lines.mdc.as_ref();
    Changed {
        error: known.map(|line| shown(knowledge, "measure-line-error", unit, line, None).size),
        error_points: known.and_then(points),
        from: change.from,
        to: change.to,
        difference,
        percent: (change.from != 0.0).then(|| 100.0 * difference / change.from.abs()),
        verdict: change.verdict.word(),
        words: Said::key(verdict(change)),
        lines: all,
    }
}

/// The published lines, the error first, each with its source.
pub(super) fn published(knowledge: &Knowledge, lines: &Lines, unit: &str) -> Vec<Line> {
    let error = lines.mdc.iter().map(|line| shown(knowledge, "measure-line-error", unit, line, None));
    error.chain(lines.mcid.iter().map(|line| shown(knowledge, "measure-line-matters", unit, line, None))).collect()
}

pub(super) fn verdict(change: &Change) -> &'static str {
    let matters = change.matters.iter().any(|(_, reached)| *reached == Some(true));
    match (change.verdict, change.why) {
        (Verdict::Better, Why::OnlyMcid) => "measure-better-size",
        (Verdict::Better, _) if matters => "measure-better-matters",
        (Verdict::Better, _) => "measure-better",
        (Verdict::Worse, Why::OnlyMcid) => "measure-worse-size",
        (Verdict::Worse, _) => "measure-worse",
        (Verdict::WithinError, _) => "measure-within-error",
        (_, Why::TooFewAnswers) => "measure-too-few",
        (_, Why::NoErrorPublished) => "measure-no-error",
        _ => "measure-no-line",
    }
}

fn shown(knowledge: &Knowledge, kind: &str, unit: &str, line: &Threshold, reached: Option<bool>) -> Line {
    let size = match line.size {
        Size::Points(points) => Said::key("measure-size").with("size", points).with("unit", unit),
        Size::Percent(percent) => Said::key("measure-percent").with("size", percent),
    };
    Line { kind: Said::key(kind), size, note: line.note.clone(), reached, source: source(knowledge, line) }
}

fn source(knowledge: &Knowledge, line: &Threshold) -> String {
    line.citations(&knowledge.sources).join("; ")
}

fn drawn(ask: &Ask<Chart>, subject: &Subject<'_>, history: &History, last: &Kept) -> trend::Trend {
    let readings: Vec<trend::Reading> = history
        .trend
        .readings
        .iter()
        .map(|one| trend::Reading { on: ask.date(one.at.as_microsecond()), value: one.value })
        .collect();
    let (least, most) = subject.range(&last.scale).unwrap_or_else(|| around(&readings));
    let parts = parts(&ask.house.knowledge, subject, last);
    let parts: Vec<String> = parts.iter().map(|part| part.in_words(ask.words)).collect();
    trend::Trend {
        id: format!("t-{}", last.of),
        title: Said::plain(format!("{} · {}", form::name(ask.words, subject).in_words(ask.words), parts.join(" · "))),
        scale: (least, most),
        step: step(most - least),
        lower_is_better: history.trend.lines.better == Better::Lower,
        readings,
        meaningful: meaningful(&ask.house.knowledge, &history.trend.lines),
        error: error(&ask.house.knowledge, &history.trend),
        visits: Vec::new(),
    }
}

fn points(line: &Threshold) -> Option<f64> {
    match line.size {
        Size::Points(points) => Some(points),
        Size::Percent(_) => None,
    }
}

/// The least change that is both beyond error and of a published size, with who says so.
fn meaningful(knowledge: &Knowledge, lines: &Lines) -> Option<trend::Meaningful> {
    let matters = lines.mcid.iter().filter_map(|line| points(line).map(|by| (by, line)));
    let (size, line) = matters.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let error = lines.mdc.as_ref().and_then(|line| points(line).map(|by| (by, line)));
    let (by, line) = error.filter(|(error, _)| *error > size).unwrap_or((size, line));
    Some(trend::Meaningful { by, source: source(knowledge, line) })
}

/// How far a reading may lie from the first by error alone, with who says so.
fn error(knowledge: &Knowledge, trend: &clinical::change::Trend) -> Option<trend::Meaningful> {
    let by = trend.lines.error(trend.first()?.value)?;
    Some(trend::Meaningful { by, source: source(knowledge, trend.lines.mdc.as_ref()?) })
}

/// Where the scale has no ends: from nothing to a little more than the largest reading.
fn around(readings: &[trend::Reading]) -> (f64, f64) {
    let least = readings.iter().map(|one| one.value).fold(0.0, f64::min);
    let most = readings.iter().map(|one| one.value).fold(1.0, f64::max);
    let step = step(most - least);
    ((least / step).floor() * step, ((most / step).floor() + 1.0) * step)
}

/// A round number that parts a span into two to five.
fn step(span: f64) -> f64 {
    let ten = 10_f64.powf((span.max(f64::MIN_POSITIVE) / 2.0).log10().floor());
    [5.0, 2.0].into_iter().map(|times| times * ten).find(|step| span / step >= 2.0).unwrap_or(ten)
}

/// Beside what the value stands: the other side, people of this age and sex, the textbook.
pub(super) fn reference(ask: &Ask<Chart>, subject: &Subject<'_>, one: &Kept, value: f64, all: &[Kept]) -> Option<Said> {
    let age = ask.chart().age(ask.today).and_then(|years| u32::try_from(years).ok());
    let sex = Sex::read(&ask.chart().clinical_sex);
    match subject {
        Subject::Form(_) => None,
        Subject::Motion(motion) => {
            let other = other_side(one, all).and_then(|other| Angle::read(other.value));
            of_motion(motion, Angle::read(value)?, other, age.zip(sex), &one.method)
        }
        Subject::Test(test) => {
            let mean = test.norm(f64::from(age?), sex)?.mean?;
            Some(Said::key("measure-ref-age").with("value", mean).with("unit", &test.unit))
        }
    }
}

fn other_side<'k>(one: &Kept, all: &'k [Kept]) -> Option<&'k Kept> {
    let opposite = match one.side.as_str() {
        "left" => "right",
        "right" => "left",
        _ => return None,
    };
    all.iter().rfind(|other| other.key == one.key && other.method == one.method && other.side == opposite)
}

fn of_motion(
    motion: &Motion,
    value: Angle,
    other: Option<Angle>,
    whom: Option<(u32, Sex)>,
    method: &str,
) -> Option<Said> {
    let compared = motion.compare(value, other, whom, tool_of(method))?;
    let key = match compared.against {
        Against::OtherSide if compared.asymmetric == Some(true) => "measure-ref-other-apart",
        Against::OtherSide => "measure-ref-other",
        Against::AgeAndSex => "measure-ref-age",
        Against::Textbook => "measure-ref-textbook",
    };
    Some(Said::key(key).with("value", compared.reference).with("unit", &motion.unit))
}

/// What was taken, the latest entry first.
pub(super) fn occasions(ask: &Ask<Chart>, subject: &Subject<'_>, kept: &[Kept]) -> Vec<Occasion> {
    let knowledge = &ask.house.knowledge;
    let mut found: Vec<Occasion> = Vec::new();
    for one in kept.iter().rev() {
        let value = Noting { parts: parts(knowledge, subject, one), value: one.value, unit: one.unit.clone() };
        if let Some(known) = found.iter_mut().find(|known| known.form == one.form) {
            known.values.insert(0, value);
            known.firm &= one.firm;
            continue;
        }
        found.push(Occasion {
            form: one.form.clone(),
            at: one.effective_at.and_then(|at| Timestamp::from_microsecond(at).ok()),
            noted_at: Timestamp::from_microsecond(one.at).ok(),
            by: one.by_name.clone(),
            values: vec![value],
            moment: moment(one),
            session_url: if one.session.is_empty() {
                String::new()
            } else {
                ask.chart().url(&format!("sessions/{}", one.session))
            },
            alarm: !one.alarm.is_empty(),
            firm: one.firm,
        });
    }
    found
}

/// Before or after the hands-on part.
fn moment(one: &Kept) -> Option<Said> {
    match one.moment.as_str() {
        "before" => Some(Said::key("measure-before")),
        "after" => Some(Said::key("measure-after")),
        _ => None,
    }
}

/// One value as a session shows it.
pub(super) fn within(knowledge: &Knowledge, one: &Kept) -> Option<super::Within> {
    let subject = Subject::find(knowledge, &one.key)?;
    Some(super::Within {
        name: subject.name(),
        parts: parts(knowledge, &subject, one),
        moment: moment(one),
        value: one.value,
        unit: one.unit.clone(),
    })
}

/// The fixed words, where the latest form that asks has raised its alarm.
pub(super) fn alarm(ask: &Ask<Chart>, kept: &[Kept]) -> Option<Alarm> {
    let mut latest: BTreeMap<&str, &Kept> = BTreeMap::new();
    for one in kept {
        let newer = latest.get(one.key.as_str()).is_none_or(|known| (known.at, &known.of) < (one.at, &one.of));
        if newer {
            latest.insert(&one.key, one);
        }
    }
    latest.values().any(|one| !one.alarm.is_empty()).then(|| crisis(ask)).flatten()
}

/// Whom to call about thoughts of self-harm, in the practice's place.
pub(super) fn crisis(ask: &Ask<Chart>) -> Option<Alarm> {
    let knowledge = &ask.house.knowledge;
    let spanish = ask.by.locale == Locale::Es;
    let words = knowledge.education.sentence("crisis", &ask.practice.jurisdiction, spanish)?;
    let keys = knowledge.education.text("crisis").map(|text| text.provenance.sources.as_slice()).unwrap_or_default();
    let cited = keys.iter().filter_map(|key| knowledge.sources.get(key)).map(|source| source.citation.as_str());
    Some(Alarm { words, source: cited.collect::<Vec<_>>().join("; ") })
}
