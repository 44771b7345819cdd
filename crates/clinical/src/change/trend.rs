//! A row of readings of one measure, with the band of error around the first and the line of what matters: what a chart draws.

use super::{Change, Lines};
use crate::measure::{MeasureId, Reading, Threshold};

/// Readings of one measure in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What is measured. All readings are of exactly this.
    pub measure: MeasureId,
    /// The readings, oldest first.
    pub readings: Vec<Reading>,
    /// Its lines.
    pub lines: Lines,
}

impl Trend {
    /// The trend of the readings that are of `measure`; the others are left out, not compared. None without any.
    #[must_use]
    pub fn of(measure: &MeasureId, lines: Lines, readings: &[(MeasureId, Reading)]) -> Option<Trend> {
        let same = readings.iter().filter(|(id, reading)| id == measure && reading.value.is_finite());
        let mut readings: Vec<Reading> = same.map(|(_, reading)| reading.clone()).collect();
        readings.sort_by_key(|reading| reading.at);
        (!readings.is_empty()).then(|| Trend { measure: measure.clone(), readings, lines })
    }

    /// The first reading that may be compared; the very first where none may.
    #[must_use]
    pub fn first(&self) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.firm).or_else(|| self.readings.first())
    }

    /// The latest reading.
    #[must_use]
    pub fn latest(&self) -> Option<&Reading> {
        self.readings.last()
    }

    /// From the first to the latest; none with a single reading.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let (first, latest) = (self.first()?, self.latest()?);
        (first.at != latest.at || first.value != latest.value || self.readings.len() > 1)
            .then(|| self.lines.between((&self.measure, first), (&self.measure, latest)))
    }

    /// The edges of the band within measurement error of the first reading, lower and upper, in the unit of the measure.
    #[must_use]
    pub fn error_band(&self) -> Option<(f64, f64)> {
        let first = self.first()?.value;
        let error = self.lines.error(first)?;
        Some((first - error, first + error))
    }

    /// The values from which a change matters, one for each published size.
    #[must_use]
    pub fn lines_that_matter(&self) -> Vec<(f64, &Threshold)> {
        let Some(first) = self.first() else { return Vec::new() };
        let towards = self.lines.better.gain(0.0, 1.0);
        let at = |size: &Threshold| first.value + towards * super::in_points(size.size, first.value);
        self.lines.mcid.iter().map(|size| (at(size), size)).collect()
    }

    /// The best reading so far.
    #[must_use]
    pub fn best(&self) -> Option<&Reading> {
        let firm = self.readings.iter().filter(|reading| reading.firm);
        firm.reduce(|best, next| if self.lines.better.gain(best.value, next.value) > 0.0 { next } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Verdict;
    use crate::measure::{Better, Size};
    use jiff::{SignedDuration, Timestamp};

    fn day(n: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * n)
    }

    fn lines() -> Lines {
        let line = |size| Threshold { size, note: String::new(), sources: vec!["OSTELO08".into()] };
        Lines { better: Better::Lower, mdc: Some(line(Size::Points(2.0))), mcid: vec![line(Size::Percent(30.0))] }
    }

    fn id(recall: &str) -> MeasureId {
        MeasureId { key: "nprs".into(), scale: "worst".into(), recall: recall.into(), ..MeasureId::default() }
    }

    #[test]
    fn readings_of_another_recall_are_left_out_and_the_rest_is_in_order() {
        let readings = [
            (id("24 h"), Reading::firm(day(9), 4.0)),
            (id("7 d"), Reading::firm(day(1), 1.0)),
            (id("24 h"), Reading::firm(day(0), 8.0)),
        ];
        let trend = Trend::of(&id("24 h"), lines(), &readings).expect("two readings");
        let values: Vec<f64> = trend.readings.iter().map(|reading| reading.value).collect();
        assert_eq!(values, [8.0, 4.0]);
        assert_eq!(trend.change().map(|change| change.verdict), Some(Verdict::Better));
        assert_eq!(trend.error_band(), Some((6.0, 10.0)));
        let matters: Vec<f64> = trend.lines_that_matter().into_iter().map(|(at, _)| at).collect();
        assert_eq!(matters, [8.0 - 2.4]);
        assert_eq!(trend.best().map(|reading| reading.value), Some(4.0));
    }

    #[test]
    fn one_reading_is_no_change_and_none_is_no_trend() {
        let one = [(id("24 h"), Reading::firm(day(0), 8.0))];
        assert_eq!(Trend::of(&id("24 h"), lines(), &one).and_then(|trend| trend.change()), None);
        assert_eq!(Trend::of(&id("now"), lines(), &one), None);
    }
}
