//! Goals that can be checked: a measure, a target at least one meaningful step away, a date.

use jiff::civil::Date;

use crate::change::Lines;
use crate::measure::{MeasureId, Reading, reaches};

/// A goal of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What is measured.
    pub measure: MeasureId,
    /// Where the client stood when the goal was set.
    pub from: f64,
    /// Where the client wants to be.
    pub target: f64,
    /// By when.
    pub by: Date,
}

/// Why something is no goal yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// The target is not better than the start.
    NotTowardsBetter,
    /// The target is within measurement error of the start: reaching it would not show.
    WithinError,
    /// The target is closer than the smallest published change that matters.
    TooSmall,
    /// The date is not after the day on which the goal is set.
    NoTime,
    /// The numbers are none.
    NotANumber,
}

/// How a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The latest reading is at the target or beyond it.
    Reached,
    /// Not there, and there is time.
    Open,
    /// Not there, and the date has passed.
    Missed,
    /// No firm reading of this measure.
    Unmeasured,
}

impl Goal {
    /// Sets a goal on `today`. Its target must be better than the start by the measurement error and by at least one published size that
    /// matters, where either is known.
    ///
    /// # Errors
    /// What it still lacks.
    pub fn set(
        measure: MeasureId,
        lines: &Lines,
        from: f64,
        target: f64,
        by: Date,
        today: Date,
    ) -> Result<Goal, NotYet> {
        let gain = lines.better.gain(from, target);
        if !gain.is_finite() {
            return Err(NotYet::NotANumber);
        }
        if gain <= 0.0 {
            return Err(NotYet::NotTowardsBetter);
        }
        if lines.error(from).is_some_and(|error| !reaches(gain, error)) {
            return Err(NotYet::WithinError);
        }
        let sizes: Vec<bool> = lines.mcid.iter().filter_map(|size| size.size.reached(gain, from)).collect();
        if !sizes.is_empty() && !sizes.contains(&true) {
            return Err(NotYet::TooSmall);
        }
        if by <= today {
            return Err(NotYet::NoTime);
        }
        Ok(Goal { measure, from, target, by })
    }

    /// A target one published step away and inside the scale: the larger of measurement error and the smallest size that matters.
    /// None where neither is published or the scale has no room.
    #[must_use]
    pub fn propose(lines: &Lines, from: f64, range: (f64, f64)) -> Option<f64> {
        let error = lines.error(from);
        let matters = lines.points_that_matter().reduce(f64::min);
        let step = match (error, matters) {
            (Some(error), Some(matters)) => error.max(matters),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return None,
        };
        let target = from + lines.better.gain(0.0, 1.0) * step;
        (range.0..=range.1).contains(&target).then_some(target)
    }

    /// How the goal stands on `today` by the latest firm reading of its measure.
    #[must_use]
    pub fn standing(&self, lines: &Lines, readings: &[(MeasureId, Reading)], today: Date) -> Standing {
        let own = readings.iter().filter(|(id, reading)| *id == self.measure && reading.firm);
        let Some((_, latest)) = own.max_by_key(|(_, reading)| reading.at) else { return Standing::Unmeasured };
        if reaches(lines.better.gain(self.target, latest.value), 0.0) {
            Standing::Reached
        } else if today > self.by {
            Standing::Missed
        } else {
            Standing::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Better, Size, Threshold};
    use jiff::Timestamp;
    use jiff::civil::date;

    fn lines() -> Lines {
        let line = |size| Threshold { size, note: String::new(), sources: vec!["OSTELO08".into()] };
        Lines {
            better: Better::Lower,
            mdc: Some(line(Size::Points(2.0))),
            mcid: vec![line(Size::Points(3.0)), line(Size::Percent(30.0))],
        }
    }

    fn set(from: f64, target: f64) -> Result<Goal, NotYet> {
        Goal::set(MeasureId::default(), &lines(), from, target, date(2026, 12, 1), date(2026, 11, 1))
    }

    #[test]
    fn a_goal_lies_towards_better_beyond_error_and_a_meaningful_step_away() {
        assert_eq!(set(8.0, 8.0), Err(NotYet::NotTowardsBetter));
        assert_eq!(set(8.0, 6.5), Err(NotYet::WithinError));
        assert_eq!(set(8.0, 6.0), Err(NotYet::TooSmall));
        assert!(set(8.0, 5.0).is_ok());
        assert!(set(6.0, 4.0).is_ok(), "30 percent is one of the published sizes");
        assert_eq!(set(f64::NAN, 4.0), Err(NotYet::NotANumber));
    }

    #[test]
    fn a_goal_needs_time() {
        let day = date(2026, 11, 1);
        assert_eq!(Goal::set(MeasureId::default(), &lines(), 8.0, 4.0, day, day), Err(NotYet::NoTime));
    }

    #[test]
    fn a_proposed_target_stays_inside_the_scale() {
        assert_eq!(Goal::propose(&lines(), 8.0, (0.0, 10.0)), Some(5.0));
        assert_eq!(Goal::propose(&lines(), 2.0, (0.0, 10.0)), None);
    }

    #[test]
    fn a_goal_is_reached_open_missed_or_unmeasured() {
        let goal = set(8.0, 4.0).expect("a goal");
        let read = |value| [(MeasureId::default(), Reading::firm(Timestamp::UNIX_EPOCH, value))];
        let standing = |value, today| goal.standing(&lines(), &read(value), today);
        assert_eq!(standing(4.0, date(2026, 11, 20)), Standing::Reached);
        assert_eq!(standing(5.0, date(2026, 12, 1)), Standing::Open);
        assert_eq!(standing(5.0, date(2026, 12, 2)), Standing::Missed);
        assert_eq!(goal.standing(&lines(), &[], date(2026, 11, 20)), Standing::Unmeasured);
    }
}
