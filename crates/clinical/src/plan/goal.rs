//! Goals that can be measured: a target at least one change that matters away, and beyond measurement error.

use jiff::civil::Date;

use crate::knowledge::Knowledge;
use crate::measure::{Better, Size, Threshold};
use crate::score::{Instrument, Scale};

/// The latest value of a measure.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The key of the instrument.
    pub instrument: &'a str,
    /// The key of its scale.
    pub scale: &'a str,
    /// The value, in the unit of the scale.
    pub value: f64,
}

/// A goal: the measure, where it stands, the target and the day.
#[derive(Clone, Debug)]
pub struct ProposedGoal<'k> {
    /// The instrument.
    pub instrument: &'k Instrument,
    /// Its scale.
    pub scale: &'k Scale,
    /// The latest value.
    pub from: f64,
    /// The value to be reached.
    pub target: f64,
    /// The day by which.
    pub by: Date,
    /// The published sizes the target rests on: the change that matters, and the error where it is larger.
    pub rests_on: Vec<&'k Threshold>,
}

/// A goal for a measure; none where no size that matters is published, or the scale has no room for it.
pub(super) fn goal<'k>(knowledge: &'k Knowledge, measured: Measured<'_>, by: Date) -> Option<ProposedGoal<'k>> {
    let instrument = knowledge.instruments.get(measured.instrument)?;
    let scale = instrument.scale(measured.scale)?;
    let from = measured.value;
    let (least, most) = scale.range;
    if !from.is_finite() || from < least || from > most {
        return None;
    }
    let sizes = scale.mcid.iter().map(|size| (points(size, from), size));
    let (matters, size) = sizes.filter(|(points, _)| *points > 0.0).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let mut rests_on = vec![size];
    let mut gain = matters;
    if let Some((error, mdc)) = scale.mdc.as_ref().map(|mdc| (points(mdc, from), mdc)).filter(|(e, _)| *e > gain) {
        gain = error;
        rests_on.push(mdc);
    }
    let target = match scale.better {
        Better::Lower => from - gain,
        Better::Higher => from + gain,
    };
    (least..=most).contains(&target).then_some(ProposedGoal { instrument, scale, from, target, by, rests_on })
}

fn points(threshold: &Threshold, from: f64) -> f64 {
    match threshold.size {
        Size::Points(points) => points,
        Size::Percent(percent) => from * percent / 100.0,
    }
}
