//! Which reading stands before a visit and which after it. Pure: what was followed by change is summed from these pairs.
use clinical::what_followed::Pair;
use jiff::civil::Date;

/// A reading of one measure, in the order of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<'a> {
    /// The day it was taken.
    pub(super) on: Date,
    pub(super) value: f64,
    /// The session it was taken in, and before or after the hands-on part; empty where in none.
    pub(super) session: &'a str,
    pub(super) moment: &'a str,
}

/// A visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'a> {
    pub(super) of: &'a str,
    pub(super) on: Date,
}

/// Before and after the hands-on part of the same session.
pub(super) fn within(readings: &[Taken<'_>], visits: &[Held<'_>]) -> Vec<Pair> {
    let pair = |visit: &Held<'_>| {
        let own = readings.iter().filter(|one| one.session == visit.of);
        let before = own.clone().rfind(|one| one.moment == "before")?;
        let after = own.clone().rfind(|one| one.moment == "after")?;
        Some(Pair { before: before.value, after: after.value })
    };
    visits.iter().filter_map(pair).collect()
}

/// Before a visit and at the next time of measuring on a later day. Two visits between the same two readings are one pair.
pub(super) fn between(readings: &[Taken<'_>], visits: &[Held<'_>]) -> Vec<Pair> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for visit in visits {
        // What was measured after the hands-on part of this very visit already holds its answer.
        let is_before = |one: &Taken<'_>| one.on <= visit.on && !(one.session == visit.of && one.moment == "after");
        let before = readings.iter().rposition(is_before);
        let after = readings.iter().position(|one| one.on > visit.on);
        if let (Some(before), Some(after)) = (before, after)
            && !places.contains(&(before, after))
        {
            places.push((before, after));
        }
    }
    let pair = |(before, after): (usize, usize)| {
        Some(Pair { before: readings.get(before)?.value, after: readings.get(after)?.value })
    };
    places.into_iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(n: i8) -> Date {
        date(2026, 11, n)
    }

    fn taken(on: i8, value: f64, session: &'static str, moment: &'static str) -> Taken<'static> {
        Taken { on: day(on), value, session, moment }
    }

    fn held(of: &'static str, on: i8) -> Held<'static> {
        Held { of, on: day(on) }
    }

    fn numbers(pairs: &[Pair]) -> Vec<(f64, f64)> {
        pairs.iter().map(|pair| (pair.before, pair.after)).collect()
    }

    #[test]
    fn within_a_session_before_is_paired_with_after_and_a_lone_reading_with_nothing() {
        let readings = [taken(3, 6.0, "a", "before"), taken(3, 3.0, "a", "after"), taken(10, 5.0, "b", "before")];
        assert_eq!(numbers(&within(&readings, &[held("a", 3), held("b", 10)])), [(6.0, 3.0)]);
    }

    #[test]
    fn between_visits_the_reading_after_the_hands_is_neither_the_start_nor_the_answer() {
        let readings = [taken(3, 6.0, "a", "before"), taken(3, 3.0, "a", "after"), taken(10, 5.0, "b", "before")];
        assert_eq!(numbers(&between(&readings, &[held("a", 3)])), [(6.0, 5.0)]);
    }

    #[test]
    fn two_visits_between_the_same_two_readings_count_once() {
        let readings = [taken(1, 8.0, "", ""), taken(20, 4.0, "", "")];
        let visits = [held("a", 3), held("b", 10)];
        assert_eq!(numbers(&between(&readings, &visits)), [(8.0, 4.0)]);
    }

    #[test]
    fn a_visit_without_a_later_reading_was_followed_by_nothing_we_know() {
        let readings = [taken(1, 8.0, "", "")];
        assert!(between(&readings, &[held("a", 3)]).is_empty());
        assert!(between(&[], &[held("a", 3)]).is_empty());
    }
}
