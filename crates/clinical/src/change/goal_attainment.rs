//! Goal attainment scaling.
//!
//! Source: Kiresuk and Sherman 1968. A T-score of 50 means that goals were on the whole reached as expected.

/// One goal with how far it was reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attained {
    /// -2 much less than expected, -1 less, 0 as expected, 1 more, 2 much more.
    pub level: i8,
    /// How much it counts, above 0.
    pub weight: f64,
}

/// How strongly goals are taken to go together, as in the original.
const CORRELATION: f64 = 0.3;

/// The T-score of some goals; none without goals, with a level that is none of the five, or with a weight not above 0.
#[must_use]
pub fn attainment(goals: &[Attained]) -> Option<f64> {
    let can_be = |goal: &Attained| (-2..=2).contains(&goal.level) && goal.weight > 0.0 && goal.weight.is_finite();
    if goals.is_empty() || !goals.iter().all(can_be) {
        return None;
    }
    let reached: f64 = goals.iter().map(|goal| goal.weight * f64::from(goal.level)).sum();
    let squares: f64 = goals.iter().map(|goal| goal.weight * goal.weight).sum();
    let weights: f64 = goals.iter().map(|goal| goal.weight).sum();
    Some(50.0 + 10.0 * reached / ((1.0 - CORRELATION) * squares + CORRELATION * weights * weights).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(levels: &[i8]) -> Vec<Attained> {
        levels.iter().map(|level| Attained { level: *level, weight: 1.0 }).collect()
    }

    #[test]
    fn goals_reached_as_expected_come_to_fifty() {
        assert_eq!(attainment(&goals(&[0, 0, 0])), Some(50.0));
        assert_eq!(attainment(&goals(&[1, -1])), Some(50.0));
    }

    #[test]
    fn one_goal_moves_ten_points_a_level() {
        assert_eq!(attainment(&goals(&[1])), Some(60.0));
        assert_eq!(attainment(&goals(&[-2])), Some(30.0));
    }

    #[test]
    fn no_goals_and_levels_that_are_none_have_no_score() {
        assert_eq!(attainment(&[]), None);
        assert_eq!(attainment(&goals(&[3])), None);
        assert_eq!(attainment(&[Attained { level: 0, weight: 0.0 }]), None);
    }
}
