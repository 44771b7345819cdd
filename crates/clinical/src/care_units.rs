//! Units of care from minutes: the 8-minute rule of Medicare and the midpoint rule of other payers.
//!
//! Source: Medicare Claims Processing Manual, Pub. 100-04, chapter 5, section 20.2. Service codes come from the practice; none
//! are shipped. Untimed services never enter the minutes.

/// Minutes spent one to one on one timed service.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    /// The practice's code of the service.
    pub code: String,
    /// Minutes, 0 or more.
    pub minutes: f64,
}

/// Units given to one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    /// The practice's code of the service.
    pub code: String,
    /// Units to bill.
    pub units: u32,
}

/// Units by service, and between which services the practitioner may choose because their leftover minutes are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// One entry for each timed service, in the order given, those with no unit included.
    pub units: Vec<Units>,
    /// Codes that tied for the last unit; empty when nothing was to be chosen.
    pub tied: Vec<String>,
}

/// Most minutes a day holds; more is not a day's care.
pub const MINUTES_A_DAY: f64 = 1440.0;

/// Units for all timed minutes of a day: none below 8, then one for 8–22, two for 23–37, and so on by fifteen.
/// `None` when the minutes are negative, not a number, or more than a day.
pub fn units_for_total(minutes: f64) -> Option<u32> {
    let can_be = (0.0..=MINUTES_A_DAY).contains(&minutes);
    can_be.then(|| if minutes < 8.0 { 0 } else { whole_units(minutes + 7.0) })
}

/// Units by service under the 8-minute rule: the day's total decides how many; each service first gets its full quarters of an hour,
/// then the rest goes, one each, to those with the most minutes left over. Equal leftovers: more minutes first, then the order given.
/// `None` when minutes cannot be.
pub fn allocate(timed: &[Timed]) -> Option<Allocation> {
    if timed.iter().any(|t| units_for_total(t.minutes).is_none()) {
        return None;
    }
    let total = units_for_total(timed.iter().map(|t| t.minutes).sum())?;
    let mut units: Vec<u32> = timed.iter().map(|t| whole_units(t.minutes)).collect();
    let left: Vec<f64> = timed.iter().zip(&units).map(|(t, n)| t.minutes - f64::from(*n) * 15.0).collect();
    let mut order: Vec<usize> = (0..timed.len()).collect();
    order.sort_by(|&a, &b| {
        let minutes = |i: usize| (left[i], timed[i].minutes);
        minutes(b).partial_cmp(&minutes(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(&b))
    });
    let rest = total.saturating_sub(units.iter().sum()) as usize;
    for &i in order.iter().take(rest) {
        units[i] += 1;
    }
    let tied = match (rest.checked_sub(1).and_then(|last| order.get(last)), order.get(rest)) {
        (Some(&last), Some(&next)) if left[last] == left[next] => {
            timed.iter().zip(&left).filter(|(_, l)| **l == left[last]).map(|(t, _)| t.code.clone()).collect()
        }
        _ => Vec::new(),
    };
    let units = timed.iter().zip(units).map(|(t, units)| Units { code: t.code.clone(), units }).collect();
    Some(Allocation { units, tied })
}

/// Units by service under the midpoint rule: each service alone, one more unit from 8 minutes left over.
/// `None` when minutes cannot be.
pub fn by_midpoint(timed: &[Timed]) -> Option<Vec<Units>> {
    timed.iter().map(|t| units_for_total(t.minutes).map(|units| Units { code: t.code.clone(), units })).collect()
}

/// Full quarters of an hour. The caller has checked that the minutes are between 0 and a day.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,447 minutes fit")]
fn whole_units(minutes: f64) -> u32 {
    (minutes / 15.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn timed(pairs: &[(&str, f64)]) -> Vec<Timed> {
        pairs.iter().map(|(code, minutes)| Timed { code: (*code).to_string(), minutes: *minutes }).collect()
    }

    fn given(allocation: &Allocation) -> Vec<u32> {
        allocation.units.iter().map(|u| u.units).collect()
    }

    #[test]
    fn units_step_at_the_manuals_lines() {
        let lines = [
            (7, 0),
            (8, 1),
            (22, 1),
            (23, 2),
            (37, 2),
            (38, 3),
            (52, 3),
            (53, 4),
            (67, 4),
            (68, 5),
            (127, 8),
            (128, 9),
        ];
        for (minutes, units) in lines {
            assert_eq!(units_for_total(f64::from(minutes)), Some(units), "{minutes} minutes");
        }
    }

    #[test]
    fn the_manuals_example_of_four_services_gives_the_rest_to_the_largest_leftovers() {
        let day = timed(&[("A", 18.0), ("B", 13.0), ("C", 10.0), ("D", 8.0)]);
        assert_eq!(allocate(&day).map(|a| given(&a)), Some(vec![1, 1, 1, 0]));
    }

    #[test]
    fn three_sevens_earn_one_unit_and_say_that_it_is_a_choice() {
        let allocation = allocate(&timed(&[("A", 7.0), ("B", 7.0), ("C", 7.0)])).expect("minutes that can be");
        assert_eq!(given(&allocation), vec![1, 0, 0]);
        assert_eq!(allocation.tied, vec!["A", "B", "C"]);
    }

    #[test]
    fn minutes_that_cannot_be_are_refused() {
        assert_eq!(units_for_total(-1.0), None);
        assert_eq!(units_for_total(f64::NAN), None);
        assert_eq!(allocate(&timed(&[("A", 15.0), ("B", -2.0)])), None);
        assert_eq!(by_midpoint(&timed(&[("A", 2000.0)])), None);
    }

    #[test]
    fn a_day_without_timed_care_has_no_units() {
        assert_eq!(allocate(&[]).map(|a| a.units.len()), Some(0));
    }

    proptest! {
        #[test]
        fn what_is_allocated_is_what_the_total_earns(minutes in proptest::collection::vec(0u16..120, 0..8)) {
            let day: Vec<Timed> =
                minutes.iter().enumerate().map(|(i, m)| Timed { code: i.to_string(), minutes: f64::from(*m) }).collect();
            let total: u32 = minutes.iter().map(|m| u32::from(*m)).sum();
            let allocation = allocate(&day).expect("under a day");
            prop_assert_eq!(given(&allocation).iter().sum::<u32>(), units_for_total(f64::from(total)).expect("under a day"));
        }
    }
}
