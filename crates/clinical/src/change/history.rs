//! The readings of one measure as a chart keeps them: some with the day they were taken, some without.

use super::{Lines, Trend};
use crate::measure::{MeasureId, Reading};
use jiff::Timestamp;

/// A reading as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// When it was true; none where nobody said.
    pub taken_at: Option<Timestamp>,
    /// When it was written down.
    pub noted_at: Timestamp,
    /// The value in the unit of its measure.
    pub value: f64,
    /// False where it rests on fewer answers than its source asks for.
    pub firm: bool,
}

/// What of the readings can be set in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The row, judged from the first to the latest.
    pub trend: Trend,
    /// True where the row stands in the order of time; false where no reading has a day, so that only the order of entry is known.
    pub dated: bool,
    /// Readings without a day, left out of a row that has days: nobody knows where among them they belong.
    pub left_out: usize,
}

impl History {
    /// Sets readings of one measure in a row. They come in the order of time, those without a day in the order of entry.
    /// None without any.
    #[must_use]
    pub fn of(measure: &MeasureId, lines: Lines, noted: &[Noted]) -> Option<History> {
        let dated = noted.iter().any(|one| one.taken_at.is_some());
        let used: Vec<&Noted> = noted.iter().filter(|one| one.taken_at.is_some() == dated).collect();
        let reading =
            |one: &&Noted| Reading { at: one.taken_at.unwrap_or(one.noted_at), value: one.value, firm: one.firm };
        let readings: Vec<Reading> = used.iter().map(reading).collect();
        let left_out = noted.len() - readings.len();
        (!readings.is_empty()).then(|| History {
            trend: Trend { measure: measure.clone(), readings, lines },
            dated,
            left_out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Verdict;
    use crate::measure::{Better, Size, Threshold};

    fn lines() -> Lines {
        let mdc = Threshold { size: Size::Points(2.0), note: String::new(), sources: Vec::new() };
        Lines { better: Better::Lower, mdc: Some(mdc), mcid: Vec::new() }
    }

    fn noted(taken: Option<i64>, noted: i64, value: f64) -> Noted {
        let at = |second| Timestamp::from_second(second).unwrap();
        Noted { taken_at: taken.map(at), noted_at: at(noted), value, firm: true }
    }

    #[test]
    fn readings_without_any_day_are_judged_in_the_order_of_entry() {
        let both = [noted(None, 100, 7.0), noted(None, 200, 3.0)];
        let history = History::of(&MeasureId::default(), lines(), &both).unwrap();
        assert_eq!((history.dated, history.left_out), (false, 0));
        let change = history.trend.change().unwrap();
        assert_eq!((change.from, change.to, change.verdict), (7.0, 3.0, Verdict::Better));
    }

    #[test]
    fn a_reading_without_a_day_does_not_stand_among_those_that_have_one() {
        let three = [noted(Some(10), 300, 6.0), noted(Some(20), 200, 5.0), noted(None, 100, 0.0)];
        let history = History::of(&MeasureId::default(), lines(), &three).unwrap();
        assert_eq!((history.dated, history.left_out), (true, 1));
        let change = history.trend.change().unwrap();
        assert_eq!((change.from, change.to, change.verdict), (6.0, 5.0, Verdict::WithinError));
    }

    #[test]
    fn no_reading_is_no_history_and_one_is_no_change() {
        assert!(History::of(&MeasureId::default(), lines(), &[]).is_none());
        let one = History::of(&MeasureId::default(), lines(), &[noted(None, 1, 7.0)]).unwrap();
        assert!(one.trend.change().is_none());
    }
}
