//! How a course goes by each measure: its trend with the visits on the same line of time, the state by the rule, and what the
//! rule proposes. It proposes; the practitioner decides.
use super::{certainty, store};
use crate::door::{Ask, Chart};
use crate::measures::Series;
use crate::plan::PlanView;
use crate::ui::Said;
use crate::ui::trend::Visit;
use clinical::change::{Course, Due, Plan, Proposal, State};
use clinical::knowledge::Knowledge;
use serde::Serialize;
use std::cmp::Reverse;

/// One measure with its course.
#[derive(Serialize)]
pub(super) struct CourseView {
    pub(super) series: Series,
    /// None where fewer than two readings have a day: there is no course to judge.
    pub(super) judged: Option<JudgedView>,
}

/// A course judged, in words.
#[derive(Serialize)]
pub(super) struct JudgedView {
    /// responding, plateaued, worsening, unknown
    pub(super) key: &'static str,
    pub(super) state: Said,
    pub(super) tone: &'static str,
    pub(super) why: Said,
    pub(super) proposal: Said,
    pub(super) due: Option<Said>,
}

/// The numbers of the rule, and whose they are.
#[derive(Serialize)]
pub(super) struct Rule {
    pub(super) plateau: usize,
    pub(super) worsening: usize,
    pub(super) response: u32,
    pub(super) source: String,
    pub(super) certainty: Said,
}

/// What was done of what was planned.
pub(super) struct Done<'a> {
    pub(super) visits: &'a [store::Visit],
    /// When the oldest plan that stands began, µs.
    pub(super) begun: Option<i64>,
}

/// The rule, as the knowledge has it.
pub(super) fn rule(knowledge: &Knowledge) -> Option<Rule> {
    let rule = knowledge.instruments.course.as_ref()?;
    let cited: Vec<_> = rule.sources.iter().filter_map(|key| knowledge.sources.get(key)).collect();
    Some(Rule {
        plateau: rule.plateau_readings,
        worsening: rule.worsening_readings,
        response: rule.response_sessions,
        source: cited.iter().map(|source| source.citation.as_str()).collect::<Vec<_>>().join("; "),
        certainty: certainty(cited.first().map_or("L", |source| source.confidence.letter())),
    })
}

/// Every measure with its course, the most often taken first.
pub(super) fn all(
    ask: &Ask<Chart>,
    mut measured: Vec<Series>,
    plans: &[PlanView],
    days: &[Visit],
    done: &Done<'_>,
) -> Vec<CourseView> {
    measured.sort_by_key(|one| (one.trend.is_none(), Reverse(one.count)));
    let one = |mut series: Series| {
        if let Some(trend) = &mut series.trend {
            trend.visits = within(days, trend);
        }
        CourseView { judged: judged(ask, &series, plans, done), series }
    };
    measured.into_iter().map(one).collect()
}

/// The visits from a month before the first reading on: what was done years earlier would only press the readings together.
fn within(days: &[Visit], trend: &crate::ui::trend::Trend) -> Vec<Visit> {
    let Some(first) = trend.readings.first() else { return Vec::new() };
    days.iter().filter(|visit| (first.on - visit.on).get_days() <= 31).cloned().collect()
}

fn judged(ask: &Ask<Chart>, series: &Series, plans: &[PlanView], done: &Done<'_>) -> Option<JudgedView> {
    let rule = ask.house.knowledge.instruments.course.as_ref()?;
    let trend = &series.history.trend;
    if !series.history.dated || trend.readings.len() < 2 {
        return None;
    }
    let goals = plans.iter().flat_map(|plan| &plan.goals).filter(|goal| goal.measure == trend.measure);
    let goal_reached = goals.map(|goal| goal.reached).reduce(|all, one| all && one);
    let planned = plans.iter().filter_map(|plan| plan.visits).max().unwrap_or(0);
    let since = done.begun.unwrap_or(i64::MAX);
    let count = done.visits.iter().filter(|visit| visit.at >= since).count();
    let plan = Plan {
        planned: u32::try_from(planned).unwrap_or(0),
        done: u32::try_from(count).unwrap_or(u32::MAX),
        goal_reached,
    };
    let course = rule.judge(trend, plan);
    Some(in_words(&course, goal_reached == Some(true)))
}

fn in_words(course: &Course, goal_reached: bool) -> JudgedView {
    let (key, state, tone) = match course.state {
        State::Responding => ("responding", "outcome-responding", "green"),
        State::Plateaued => ("plateaued", "outcome-plateaued", "amber"),
        State::Worsening => ("worsening", "outcome-worsening", "clay"),
        State::Unknown => ("unknown", "outcome-unknown", ""),
    };
    let proposal = match course.proposal {
        Proposal::Continue => "outcome-continue",
        Proposal::ChangePlan => "outcome-change-plan",
        Proposal::Reassess => "outcome-reassess",
        Proposal::Discharge => "outcome-discharge",
        Proposal::Refer => "outcome-refer",
    };
    let why = match (course.state, course.proposal) {
        (State::Worsening, _) => "outcome-why-worse",
        (_, Proposal::Discharge) if goal_reached => "outcome-why-goal",
        (State::Plateaued, Proposal::Discharge) => "outcome-why-better-still",
        (State::Plateaued, Proposal::Refer) => "outcome-why-done-still",
        (State::Plateaued, _) => "outcome-why-still",
        (State::Responding, Proposal::Reassess) => "outcome-why-better-done",
        (State::Responding, _) => "outcome-why-better",
        (State::Unknown, Proposal::Reassess) => "outcome-why-too-little",
        (State::Unknown, _) => "outcome-why-early",
    };
    let due = course.due.map(|due| match due {
        Due::Half => Said::key("outcome-due-half"),
        Due::End => Said::key("outcome-due-end"),
    });
    JudgedView { key, state: Said::key(state), tone, why: Said::key(why), proposal: Said::key(proposal), due }
}
