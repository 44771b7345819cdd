//! The Pittsburgh sleep quality index: seven components of 0–3, added up.
//!
//! Source: Buysse 1989, Psychiatry Res 28:193. Answers in this order: 1 time to bed and 3 time up (hours of the day, decimals), 2 minutes
//! to fall asleep, 4 hours of sleep, 5–14 the ten disturbances (0–3), 15 sleep quality (0–3), 16 medicine for sleep (0–3), 17 trouble
//! staying awake (0–3), 18 keeping up enthusiasm (0–3).

use super::unscoreable::Unscoreable;

/// The global score, 0–21; any component missing means none.
pub(super) fn global(answers: &[Option<f64>]) -> Result<f64, Unscoreable> {
    components(answers).map(|parts| parts.iter().sum())
}

/// The seven components in their published order.
pub(super) fn components(answers: &[Option<f64>]) -> Result<[f64; 7], Unscoreable> {
    let at = |item: usize| answers.get(item - 1).copied().flatten().ok_or(Unscoreable::Missing { items: vec![item] });
    let added = |items: std::ops::RangeInclusive<usize>| items.map(at).sum::<Result<f64, Unscoreable>>();
    let (bed, minutes, up, hours) = (at(1)?, at(2)?, at(3)?, at(4)?);
    let latency = steps(minutes, [15.0, 30.0, 60.0]) + at(5)?;
    let in_bed = (up - bed).rem_euclid(24.0);
    if in_bed == 0.0 {
        return Err(Unscoreable::Beyond { value: in_bed, range: (0.0, 24.0) });
    }
    let efficiency = 100.0 * hours / in_bed;
    Ok([
        at(15)?,
        steps(latency, [0.0, 2.0, 4.0]),
        falls(hours, [7.0, 6.0, 5.0], false),
        falls(efficiency, [85.0, 75.0, 65.0], true),
        steps(added(6..=14)?, [0.0, 9.0, 18.0]),
        at(16)?,
        steps(at(17)? + at(18)?, [0.0, 2.0, 4.0]),
    ])
}

/// 0 up to the first line, 1 up to the second, 2 up to the third, 3 beyond.
fn steps(value: f64, lines: [f64; 3]) -> f64 {
    lines.iter().map(|line| if value > *line { 1.0 } else { 0.0 }).sum()
}

/// 0 above the first line, then one more at each line passed. With `at_line`, and for all lines but the first without it, the line itself
/// belongs to the better side: sleep of exactly 7 hours is 1 (the best is *more* than 7), of exactly 6 is 1, of exactly 5 is 2.
fn falls(value: f64, lines: [f64; 3], at_line: bool) -> f64 {
    let passed = |(i, line): (usize, &f64)| {
        let passed = if i == 0 && !at_line { value <= *line } else { value < *line };
        if passed { 1.0 } else { 0.0 }
    };
    lines.iter().enumerate().map(passed).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night(minutes: f64, hours: f64, bed: f64, up: f64) -> [Option<f64>; 18] {
        let mut answers = [Some(0.0); 18];
        (answers[0], answers[1], answers[2], answers[3]) = (Some(bed), Some(minutes), Some(up), Some(hours));
        answers
    }

    #[test]
    fn a_good_night_scores_nothing() {
        assert_eq!(global(&night(10.0, 7.5, 23.0, 7.0)), Ok(0.0));
    }

    #[test]
    fn hours_and_efficiency_step_at_their_lines() {
        let of = |hours: f64, up: f64| components(&night(10.0, hours, 0.0, up)).map(|c| (c[2], c[3]));
        assert_eq!(of(7.1, 7.2), Ok((0.0, 0.0)));
        assert_eq!(of(7.0, 8.0), Ok((1.0, 0.0)));
        assert_eq!(of(6.0, 8.0), Ok((1.0, 1.0)));
        assert_eq!(of(5.0, 7.0), Ok((2.0, 2.0)));
        assert_eq!(of(4.9, 8.0), Ok((3.0, 3.0)));
    }

    #[test]
    fn a_long_way_into_sleep_counts_with_its_frequency() {
        let mut answers = night(61.0, 8.0, 23.0, 7.0);
        answers[4] = Some(2.0);
        assert_eq!(components(&answers).map(|c| c[1]), Ok(3.0));
    }

    #[test]
    fn a_missing_component_leaves_no_global_score() {
        let mut answers = night(10.0, 7.5, 23.0, 7.0);
        answers[15] = None;
        assert_eq!(global(&answers), Err(Unscoreable::Missing { items: vec![16] }));
    }
}
