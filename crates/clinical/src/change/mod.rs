//! Is the client better? Measurement error is asked first: below it a change is never called better or worse, whatever its percentage.
//! Then come the published sizes of a change that matters, points and percent side by side where they differ.

mod course;
mod goal_attainment;
mod history;
mod reliable;
mod trend;

pub use course::{Course, CourseRule, Due, Plan, Proposal, State};
pub use goal_attainment::{Attained, attainment};
pub use history::{History, Noted};
pub use reliable::{Reliable, reliable_change};
pub use trend::Trend;

use crate::measure::{Better, MeasureId, Reading, Size, Threshold, reaches};
use crate::motion::FunctionalTest;
use crate::score::Scale;

/// The lines of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Which way is better.
    pub better: Better,
    /// Change beyond measurement error.
    pub mdc: Option<Threshold>,
    /// Changes that matter, as published.
    pub mcid: Vec<Threshold>,
}

impl From<&Scale> for Lines {
    fn from(scale: &Scale) -> Lines {
        Lines { better: scale.better, mdc: scale.mdc.clone(), mcid: scale.mcid.clone() }
    }
}

impl From<&FunctionalTest> for Lines {
    fn from(test: &FunctionalTest) -> Lines {
        Lines { better: test.better, mdc: test.mdc.clone(), mcid: test.mcid.clone() }
    }
}

/// What a change amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Beyond error, towards better.
    Better,
    /// Beyond error, towards worse.
    Worse,
    /// No more than error.
    WithinError,
    /// It cannot be said; [`Change::why`] says why not.
    Unknown,
}

impl Verdict {
    /// The word used in data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::WithinError => "within_error",
            Verdict::Unknown => "unknown",
        }
    }
}

/// What the verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// On the published measurement error.
    Error,
    /// No error is published; it passes the size that matters.
    OnlyMcid,
    /// No error is published, and it stays below the size that matters.
    NoErrorPublished,
    /// No line of any kind is published.
    NoLinePublished,
    /// One of the two is another question, time asked about, place or method.
    NotTheSameMeasure,
    /// One of the two rests on too few answers.
    TooFewAnswers,
    /// One of the two is not a number.
    NotANumber,
}

/// A change between two readings of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The first value.
    pub from: f64,
    /// The later value.
    pub to: f64,
    /// Points towards better; negative is worse.
    pub gain: f64,
    /// The gain in percent of the first value; none when that is 0.
    pub percent: Option<f64>,
    /// What it amounts to.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub why: Why,
    /// Each published size that matters and whether the gain reaches it; none for a percentage of nothing.
    pub matters: Vec<(Threshold, Option<bool>)>,
}

impl Lines {
    /// Judges the change between two values of the same measure.
    #[must_use]
    pub fn change(&self, from: f64, to: f64) -> Change {
        let gain = self.better.gain(from, to);
        let percent = (from != 0.0).then(|| 100.0 * gain / from);
        let (verdict, why) = self.verdict(gain, from);
        let matters = self.mcid.iter().map(|size| (size.clone(), size.size.reached(gain, from))).collect();
        Change { from, to, gain, percent, verdict, why, matters }
    }

    /// The same for two readings, which must be of one measure and both firm.
    #[must_use]
    pub fn between(&self, first: (&MeasureId, &Reading), later: (&MeasureId, &Reading)) -> Change {
        let mut change = self.change(first.1.value, later.1.value);
        if first.0 != later.0 {
            (change.verdict, change.why) = (Verdict::Unknown, Why::NotTheSameMeasure);
        } else if !(first.1.firm && later.1.firm) {
            (change.verdict, change.why) = (Verdict::Unknown, Why::TooFewAnswers);
        }
        change
    }

    /// The measurement error in points, from a first value.
    #[must_use]
    pub fn error(&self, from: f64) -> Option<f64> {
        self.mdc.as_ref().map(|mdc| in_points(mdc.size, from))
    }

    /// The published sizes that matter, given in points.
    pub fn points_that_matter(&self) -> impl Iterator<Item = f64> {
        self.mcid.iter().filter_map(|size| match size.size {
            Size::Points(points) => Some(points),
            Size::Percent(_) => None,
        })
    }

    fn verdict(&self, gain: f64, from: f64) -> (Verdict, Why) {
        let side = if gain > 0.0 { Verdict::Better } else { Verdict::Worse };
        if !gain.is_finite() {
            return (Verdict::Unknown, Why::NotANumber);
        }
        if let Some(error) = self.error(from) {
            let beyond = reaches(gain.abs(), error);
            return (if beyond { side } else { Verdict::WithinError }, Why::Error);
        }
        let largest = self.points_that_matter().fold(None, |most: Option<f64>, p| Some(most.map_or(p, |m| m.max(p))));
        match largest {
            _ if gain == 0.0 => (Verdict::WithinError, Why::Error),
            Some(points) if reaches(gain.abs(), points) => (side, Why::OnlyMcid),
            Some(_) => (Verdict::Unknown, Why::NoErrorPublished),
            None => (Verdict::Unknown, Why::NoLinePublished),
        }
    }
}

fn in_points(size: Size, from: f64) -> f64 {
    match size {
        Size::Points(points) => points,
        Size::Percent(percent) => percent * from.abs() / 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn line(size: Size) -> Threshold {
        Threshold { size, note: String::new(), sources: vec!["OSTELO08".into()] }
    }

    fn pain() -> Lines {
        Lines {
            better: Better::Lower,
            mdc: Some(line(Size::Points(2.0))),
            mcid: vec![line(Size::Points(2.0)), line(Size::Percent(30.0))],
        }
    }

    #[test]
    fn below_error_is_never_better_whatever_the_percentage() {
        let change = pain().change(3.0, 2.0);
        assert_eq!(change.verdict, Verdict::WithinError);
        let reached: Vec<_> = change.matters.iter().map(|(_, reached)| *reached).collect();
        assert_eq!(reached, [Some(false), Some(true)]);
    }

    #[test]
    fn at_the_error_itself_it_is_better_or_worse() {
        assert_eq!(pain().change(7.0, 5.0).verdict, Verdict::Better);
        assert_eq!(pain().change(5.0, 7.0).verdict, Verdict::Worse);
        assert_eq!(pain().change(7.0, 5.1).verdict, Verdict::WithinError);
    }

    #[test]
    fn a_first_value_of_nothing_has_no_percentage() {
        let change = pain().change(0.0, 3.0);
        assert_eq!((change.percent, change.verdict), (None, Verdict::Worse));
        assert_eq!(change.matters[1].1, None);
    }

    #[test]
    fn without_a_published_error_only_what_matters_is_called_better() {
        let lines = Lines { mdc: None, ..pain() };
        assert_eq!(lines.change(7.0, 5.0).why, Why::OnlyMcid);
        assert_eq!(lines.change(7.0, 6.0).verdict, Verdict::Unknown);
        assert_eq!(lines.change(7.0, 7.0).verdict, Verdict::WithinError);
    }

    #[test]
    fn another_recall_is_another_measure() {
        let id = |recall: &str| MeasureId { key: "nprs".into(), recall: recall.into(), ..MeasureId::default() };
        let reading = |value| Reading::firm(Timestamp::UNIX_EPOCH, value);
        let change = pain().between((&id("24 h"), &reading(8.0)), (&id("7 d"), &reading(2.0)));
        assert_eq!((change.verdict, change.why), (Verdict::Unknown, Why::NotTheSameMeasure));
        let few = Reading { firm: false, ..reading(2.0) };
        let change = pain().between((&id("24 h"), &reading(8.0)), (&id("24 h"), &few));
        assert_eq!(change.why, Why::TooFewAnswers);
    }

    #[test]
    fn decimals_are_read_as_people_wrote_them() {
        let lines = Lines { mdc: Some(line(Size::Points(10.0))), ..pain() };
        assert_eq!(lines.change(22.2, 12.2).verdict, Verdict::Better);
    }
}
