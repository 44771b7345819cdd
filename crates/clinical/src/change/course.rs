//! How a course of care goes, and what to propose.
//!
//! The numbers are our policy, held in `knowledge/instruments/course.toml`; they propose, the practitioner decides.

use super::{Trend, Verdict};

/// The numbers by which a course is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRule {
    /// As many readings in a row without a change beyond error are a plateau.
    pub plateau_readings: usize,
    /// As many readings in a row worse than the best by more than error are a worsening.
    pub worsening_readings: usize,
    /// Within as many sessions at least one measure should be beyond error.
    pub response_sessions: u32,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// What was planned and how much of it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Sessions planned, 0 where none were.
    pub planned: u32,
    /// Sessions done.
    pub done: u32,
    /// Whether the goal of this measure is reached, where one was set.
    pub goal_reached: Option<bool>,
}

/// How the course goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Better than at the start beyond error, and still moving or too early to say that it stopped.
    Responding,
    /// No change beyond error over several readings.
    Plateaued,
    /// Worse beyond error than at the start, or for several readings than at best.
    Worsening,
    /// Too few readings that may be compared, or no published error.
    Unknown,
}

/// What to propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Go on as planned.
    Continue,
    /// Change technique, dose or home care.
    ChangePlan,
    /// Measure and examine again.
    Reassess,
    /// End care: the goal is reached, or no more is to be expected here.
    Discharge,
    /// Ask somebody else to see the client.
    Refer,
}

/// When a re-assessment is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Half of the planned sessions are done.
    Half,
    /// All planned sessions are done.
    End,
}

/// A course judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// How it goes.
    pub state: State,
    /// What to propose.
    pub proposal: Proposal,
    /// Whether a re-assessment is due by the count of sessions.
    pub due: Option<Due>,
    /// Why, in one sentence.
    pub why: &'static str,
}

impl Plan {
    /// Is a re-assessment due? At half (rounded up) and from the end on.
    #[must_use]
    pub fn due(self) -> Option<Due> {
        match self {
            Plan { planned: 0, .. } => None,
            Plan { planned, done, .. } if done >= planned => Some(Due::End),
            Plan { planned, done, .. } if done == planned.div_ceil(2) => Some(Due::Half),
            _ => None,
        }
    }
}

impl CourseRule {
    /// Judges a course by one measure.
    #[must_use]
    pub fn judge(&self, trend: &Trend, plan: Plan) -> Course {
        let due = plan.due();
        let say = |state, proposal, why| Course { state, proposal, due, why };
        let state = self.state(trend);
        let better = trend.change().is_some_and(|change| change.verdict == Verdict::Better);
        let ended = due == Some(Due::End);
        match state {
            State::Worsening => say(state, worse_proposal(plan), "worse by more than measurement error"),
            _ if plan.goal_reached == Some(true) => {
                say(state, Proposal::Discharge, "the goal of this measure is reached")
            }
            State::Responding if ended => say(state, Proposal::Reassess, "better, and the planned sessions are done"),
            State::Responding => say(state, Proposal::Continue, "better by more than measurement error"),
            State::Plateaued if better => {
                say(state, Proposal::Discharge, "better than at the start, and no longer moving")
            }
            State::Plateaued if ended => {
                say(state, Proposal::Refer, "the planned sessions are done without a change beyond error")
            }
            State::Plateaued => say(state, Proposal::ChangePlan, "several readings without a change beyond error"),
            State::Unknown if due.is_some() => {
                say(state, Proposal::Reassess, "a re-assessment is due and too little was measured")
            }
            State::Unknown if plan.done >= self.response_sessions => {
                say(state, Proposal::Reassess, "sessions enough for a response, and too little was measured")
            }
            State::Unknown => say(state, Proposal::Continue, "too early to say"),
        }
    }

    fn state(&self, trend: &Trend) -> State {
        let firm: Vec<f64> =
            trend.readings.iter().filter(|reading| reading.firm).map(|reading| reading.value).collect();
        let verdict = |from: f64, to: f64| trend.lines.change(from, to).verdict;
        let (Some(&first), Some(&last), Some(best)) = (firm.first(), firm.last(), trend.best()) else {
            return State::Unknown;
        };
        if firm.len() < 2 {
            return State::Unknown;
        }
        let tail = |n: usize| firm.len().checked_sub(n).and_then(|from| firm.get(from..));
        let slipped = tail(self.worsening_readings).is_some_and(|tail| {
            !tail.is_empty() && tail.iter().all(|value| verdict(best.value, *value) == Verdict::Worse)
        });
        if verdict(first, last) == Verdict::Worse || slipped {
            return State::Worsening;
        }
        let still = |tail: &[f64]| {
            tail.iter().enumerate().all(|(i, a)| tail[i + 1..].iter().all(|b| verdict(*a, *b) == Verdict::WithinError))
        };
        if tail(self.plateau_readings).is_some_and(still) {
            return State::Plateaued;
        }
        if verdict(first, last) == Verdict::Better { State::Responding } else { State::Unknown }
    }
}

fn worse_proposal(plan: Plan) -> Proposal {
    match plan.due() {
        Some(Due::End) => Proposal::Refer,
        _ => Proposal::Reassess,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Lines;
    use crate::measure::{Better, MeasureId, Reading, Size, Threshold};
    use jiff::{SignedDuration, Timestamp};

    fn judged(values: &[f64], planned: u32, done: u32) -> Course {
        let line = Threshold { size: Size::Points(2.0), note: String::new(), sources: vec!["OSTELO08".into()] };
        let lines = Lines { better: Better::Lower, mdc: Some(line), mcid: Vec::new() };
        let at = |i: usize| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * i64::try_from(i).expect("few"));
        let readings: Vec<_> =
            values.iter().enumerate().map(|(i, v)| (MeasureId::default(), Reading::firm(at(i), *v))).collect();
        let trend = Trend::of(&MeasureId::default(), lines, &readings).expect("readings");
        let rule = CourseRule {
            plateau_readings: 3,
            worsening_readings: 2,
            response_sessions: 4,
            sources: vec!["OUR-POLICY".into()],
        };
        rule.judge(&trend, Plan { planned, done, goal_reached: None })
    }

    #[test]
    fn moving_beyond_error_is_responding_and_goes_on() {
        let course = judged(&[8.0, 7.0, 5.0], 6, 2);
        assert_eq!((course.state, course.proposal), (State::Responding, Proposal::Continue));
    }

    #[test]
    fn three_readings_within_error_are_a_plateau_and_two_are_not_yet() {
        let course = judged(&[8.0, 7.0, 7.0], 6, 2);
        assert_eq!((course.state, course.proposal), (State::Plateaued, Proposal::ChangePlan));
        assert_eq!(judged(&[8.0, 7.0], 6, 1).state, State::Unknown);
    }

    #[test]
    fn a_plateau_after_gain_proposes_to_end_and_one_without_gain_to_refer() {
        assert_eq!(judged(&[8.0, 4.0, 4.0, 4.0], 6, 6).proposal, Proposal::Discharge);
        assert_eq!(judged(&[8.0, 8.0, 7.0], 6, 6).proposal, Proposal::Refer);
    }

    #[test]
    fn worse_than_the_start_or_slipping_from_the_best_is_worsening() {
        assert_eq!(judged(&[5.0, 7.0], 6, 2).state, State::Worsening);
        assert_eq!(judged(&[8.0, 3.0, 6.0, 6.0], 6, 4).state, State::Worsening);
        assert_eq!(judged(&[8.0, 3.0, 6.0], 6, 4).state, State::Responding);
    }

    #[test]
    fn a_reassessment_is_due_at_half_and_from_the_end_on() {
        let due = |planned, done| Plan { planned, done, goal_reached: None }.due();
        assert_eq!(due(6, 2), None);
        assert_eq!(due(6, 3), Some(Due::Half));
        assert_eq!(due(5, 3), Some(Due::Half));
        assert_eq!(due(6, 4), None);
        assert_eq!(due(6, 6), Some(Due::End));
        assert_eq!(due(6, 7), Some(Due::End));
        assert_eq!(due(0, 3), None);
    }
}
