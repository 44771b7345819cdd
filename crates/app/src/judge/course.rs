//! Change, course, goals and what followed, as JSON. Every size that a verdict rests on is shown with its source.

use clinical::change::{Course, Due, Lines, Plan, Proposal, State, Trend, Why};
use clinical::goal::{Goal, NotYet};
use clinical::knowledge::Knowledge;
use clinical::measure::{MeasureId, Reading, Size, Threshold};
use clinical::what_followed::{Caution, Followed, Pair, Span, what_followed};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::json::shown;
use super::read::{Given, judged};

/// One measure of the knowledge: its lines, its range and which it is.
struct Measure {
    lines: Lines,
    range: (f64, f64),
    id: MeasureId,
}

const MEASURE: [&str; 2] = ["instrument", "scale"];

/// The measure that `instrument` and `scale` name; an instrument of one scale needs none. A functional test is named by its key alone.
fn measure(knowledge: &Knowledge, given: &Given<'_>) -> Option<Measure> {
    let key = given.must("instrument", given.text("instrument"))?;
    if let Some(test) = knowledge.motions.test(key) {
        return Some(Measure { lines: Lines::from(test), range: test.range, id: test.measure("") });
    }
    let Some(instrument) = knowledge.instruments.get(key) else {
        given.fault("instrument", format!("there is no instrument or test `{key}`"));
        return None;
    };
    let scale = match (given.text("scale"), instrument.scales.as_slice()) {
        (Some(name), _) => instrument.scale(name),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let Some(scale) = scale else {
        let all: Vec<&str> = instrument.scales.iter().map(|scale| scale.key.as_str()).collect();
        given.fault("scale", format!("one of {}", all.join(", ")));
        return None;
    };
    Some(Measure { lines: Lines::from(scale), range: scale.range, id: instrument.measure(scale) })
}

impl Measure {
    /// A value that the measure can have.
    fn value(&self, given: &Given<'_>, name: &str) -> Option<f64> {
        let value = given.must(name, given.number(name))?;
        let (least, most) = self.range;
        if value < least || value > most {
            given.fault(name, format!("from {least} to {most}"));
            return None;
        }
        Some(value)
    }
}

/// Is the later value better, worse, or no more than error?
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn change_json(knowledge: &Knowledge, input: &str) -> Result<String, JudgeError> {
    judged("palpate.change/1", input, |given| {
        given.only(&[&MEASURE[..], &["from", "to"]].concat());
        let measure = measure(knowledge, given)?;
        let (from, to) = (measure.value(given, "from"), measure.value(given, "to"));
        let change = measure.lines.change(from?, to?);
        let mut out = Map::new();
        out.insert("verdict".into(), json!(change.verdict.word()));
        out.insert("why".into(), json!(why(change.why)));
        out.insert("gain".into(), shown(change.gain));
        out.insert("percent".into(), change.percent.map_or(Value::Null, shown));
        out.insert("error".into(), measure.lines.mdc.as_ref().map_or(Value::Null, threshold));
        let matters = change.matters.iter().map(|(size, reached)| {
            let mut one = threshold(size);
            one["reached"] = json!(reached);
            one
        });
        out.insert("matters".into(), matters.collect());
        Some(out)
    })
}

pub(super) fn threshold(size: &Threshold) -> Value {
    let (amount, unit) = match size.size {
        Size::Points(points) => (points, "points"),
        Size::Percent(percent) => (percent, "percent"),
    };
    json!({ "size": shown(amount), "unit": unit, "note": size.note, "sources": size.sources })
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Error => "error",
        Why::OnlyMcid => "only_mcid",
        Why::NoErrorPublished => "no_error_published",
        Why::NoLinePublished => "no_line_published",
        Why::NotTheSameMeasure => "not_the_same_measure",
        Why::TooFewAnswers => "too_few_answers",
        Why::NotANumber => "not_a_number",
    }
}

/// How a course goes by one measure, and what that proposes.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn course_json(knowledge: &Knowledge, input: &str) -> Result<String, JudgeError> {
    judged("palpate.course/1", input, |given| {
        given.only(&[&MEASURE[..], &["readings", "planned", "done", "goal_reached"]].concat());
        let measure = measure(knowledge, given)?;
        given.must("readings", given.value("readings"));
        let readings: Option<Vec<(MeasureId, Reading)>> =
            given.each("readings").iter().map(|one| reading(&measure, one)).collect();
        let plan = Plan {
            planned: given.count("planned").unwrap_or(0),
            done: given.count("done").unwrap_or(0),
            goal_reached: given.yes("goal_reached"),
        };
        let readings = readings?;
        let Some(trend) = Trend::of(&measure.id, measure.lines.clone(), &readings) else {
            given.fault("readings", "at least one");
            return None;
        };
        let Some(rule) = &knowledge.instruments.course else {
            given.fault("", "the knowledge has no rule for courses");
            return None;
        };
        let course = rule.judge(&trend, plan);
        let mut out = courses(&course);
        out.insert("sources".into(), json!(rule.sources));
        out.insert("change".into(), trend.change().map_or(Value::Null, |change| json!(change.verdict.word())));
        Some(out)
    })
}

fn courses(course: &Course) -> Map<String, Value> {
    let state = match course.state {
        State::Responding => "responding",
        State::Plateaued => "plateaued",
        State::Worsening => "worsening",
        State::Unknown => "unknown",
    };
    let proposal = match course.proposal {
        Proposal::Continue => "continue",
        Proposal::ChangePlan => "change_plan",
        Proposal::Reassess => "reassess",
        Proposal::Discharge => "discharge",
        Proposal::Refer => "refer",
    };
    let due = course.due.map(|due| match due {
        Due::Half => "half",
        Due::End => "end",
    });
    let mut out = Map::new();
    out.insert("state".into(), json!(state));
    out.insert("proposal".into(), json!(proposal));
    out.insert("due".into(), json!(due));
    out.insert("why".into(), json!(course.why));
    out
}

fn reading(measure: &Measure, given: &Given<'_>) -> Option<(MeasureId, Reading)> {
    given.only(&["on", "value", "firm"]);
    let on = given.must("on", given.day("on"));
    let value = measure.value(given, "value");
    let at = on?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some((measure.id.clone(), Reading { at, value: value?, firm: given.yes("firm").unwrap_or(true) }))
}

/// Whether a target is a goal yet; and without a target, the one to propose.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn goal_json(knowledge: &Knowledge, input: &str, today: Date) -> Result<String, JudgeError> {
    judged("palpate.goal/1", input, |given| {
        given.only(&[&MEASURE[..], &["from", "target", "by", "today"]].concat());
        let today = given.day("today").unwrap_or(today);
        let measure = measure(knowledge, given)?;
        let from = measure.value(given, "from")?;
        let mut out = Map::new();
        let proposed = Goal::propose(&measure.lines, from, measure.range);
        out.insert("proposed".into(), proposed.map_or(Value::Null, shown));
        if given.value("target").is_some() {
            let (target, by) = (measure.value(given, "target"), given.must("by", given.day("by")));
            let goal = Goal::set(measure.id, &measure.lines, from, target?, by?, today);
            out.insert("is_goal".into(), json!(goal.is_ok()));
            out.insert("not_yet".into(), json!(goal.err().map(not_yet)));
        }
        Some(out)
    })
}

fn not_yet(lacks: NotYet) -> &'static str {
    match lacks {
        NotYet::NotTowardsBetter => "not_towards_better",
        NotYet::WithinError => "within_error",
        NotYet::TooSmall => "too_small",
        NotYet::NoTime => "no_time",
        NotYet::NotANumber => "not_a_number",
    }
}

/// What was followed by change: never a claim that one caused the other.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn what_followed_json(knowledge: &Knowledge, input: &str) -> Result<String, JudgeError> {
    judged("palpate.what-followed/1", input, |given| {
        given.only(&[&MEASURE[..], &["span", "pairs"]].concat());
        let measure = measure(knowledge, given)?;
        let spans = [("within_session", Span::WithinSession), ("between_visits", Span::BetweenVisits)];
        let span = given.must("span", given.word("span", &spans));
        given.must("pairs", given.value("pairs"));
        let pairs: Option<Vec<Pair>> = given.each("pairs").iter().map(|one| pair(&measure, one)).collect();
        Some(followed(&what_followed(&measure.lines, span?, &pairs?)))
    })
}

fn pair(measure: &Measure, given: &Given<'_>) -> Option<Pair> {
    given.only(&["before", "after"]);
    let (before, after) = (measure.value(given, "before"), measure.value(given, "after"));
    Some(Pair { before: before?, after: after? })
}

fn followed(followed: &Followed) -> Map<String, Value> {
    let mut out = Map::new();
    match followed {
        Followed::TooFew { n } => {
            out.insert("says".into(), json!("too_few"));
            out.insert("n".into(), json!(n));
        }
        Followed::NothingToSay { n } => {
            out.insert("says".into(), json!("nothing"));
            out.insert("n".into(), json!(n));
        }
        Followed::Change(summary) => {
            let caution = |caution: &Caution| match caution {
                Caution::WithinSession => "within_session",
                Caution::NaturalRecovery => "natural_recovery",
                Caution::RegressionToTheMean => "regression_to_the_mean",
                Caution::FewPairs => "few_pairs",
            };
            let cautions: Vec<&str> = summary.cautions.iter().map(caution).collect();
            out.insert("says".into(), json!("change"));
            out.insert("n".into(), json!(summary.n));
            out.insert("mean".into(), shown(summary.mean));
            out.insert("interval".into(), json!([shown(summary.interval.0), shown(summary.interval.1)]));
            out.insert("beyond_error".into(), json!(summary.beyond_error));
            out.insert("worse".into(), json!(summary.worse));
            out.insert("cautions".into(), json!(cautions));
        }
    }
    out
}
