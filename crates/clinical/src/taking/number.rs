//! Motions and tests: one number, and how it was measured.

use super::{Taken, Typed, Untaken, Value};
use crate::Refusal;
use crate::change::Lines;
use crate::measure::MeasureId;
use crate::motion::{FunctionalTest, Motion};

/// With what a range is measured. `estimate` is by eye.
pub const TOOLS: [&str; 7] = ["goniometer", "inclinometer", "CROM", "smartphone", "tape", "ruler", "estimate"];

/// Who moves: the client, or the practitioner's hands.
const WAYS: [&str; 2] = ["active", "passive"];

/// The tool in a way of measuring: `goniometer` in `active goniometer`.
#[must_use]
pub fn tool_of(method: &str) -> &str {
    let rest = WAYS.iter().find_map(|way| method.strip_prefix(way)).unwrap_or(method);
    rest.trim_start()
}

/// The error of the tool, named in its note: without a tool of its own it is that of the most usual one.
pub(super) fn lines(motion: &Motion, method: &str) -> Lines {
    let tool = tool_of(method);
    let mut lines = motion.lines(tool);
    if let (Some(mdc), Some(error)) = (&mut lines.mdc, motion.error(tool)) {
        let words = [error.method.as_str(), mdc.note.as_str()].into_iter().filter(|word| !word.is_empty());
        mdc.note = words.collect::<Vec<_>>().join("; ");
    }
    lines
}

pub(super) fn motion(motion: &Motion, typed: &Typed<'_>) -> Result<Taken, Untaken> {
    let mut refusals = Vec::new();
    let (least, most) = motion.bounds();
    let value = one(typed, |value| (least..=most).contains(&value), (least, most), &mut refusals);
    let way = listed(typed, "way", &WAYS, &mut refusals);
    let tool = listed(typed, "tool", &TOOLS, &mut refusals);
    let method = [way, tool].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    taken(value, motion.measure("", &method), &motion.unit, refusals)
}

pub(super) fn test(test: &FunctionalTest, typed: &Typed<'_>) -> Result<Taken, Untaken> {
    let mut refusals = Vec::new();
    let value = one(typed, |value| test.can_be(value), test.range, &mut refusals);
    taken(value, test.measure(""), &test.unit, refusals)
}

fn one(
    typed: &Typed<'_>,
    can_be: impl Fn(f64) -> bool,
    (least, most): (f64, f64),
    refusals: &mut Vec<Refusal>,
) -> Option<f64> {
    match typed.number("value") {
        Some(Ok(value)) if can_be(value) => Some(value),
        Some(Ok(_)) => {
            refusals.push(Refusal::new("value", "measure-range").with("least", least).with("most", most));
            None
        }
        Some(Err(refusal)) => {
            refusals.push(refusal);
            None
        }
        None => {
            refusals.push(Refusal::new("value", "measure-missing"));
            None
        }
    }
}

/// A word of a short list, or empty: not stated is a way of its own.
fn listed<'t>(typed: &Typed<'t>, field: &'static str, words: &[&str], refusals: &mut Vec<Refusal>) -> &'t str {
    let word = typed.one(field);
    if !word.is_empty() && !words.contains(&word) {
        refusals.push(Refusal::new(field, "ui-choose"));
    }
    word
}

fn taken(value: Option<f64>, measure: MeasureId, unit: &str, refusals: Vec<Refusal>) -> Result<Taken, Untaken> {
    match value {
        Some(value) if refusals.is_empty() => {
            let value = Value { measure, value, unit: unit.to_owned(), firm: true, loinc: String::new() };
            let none = String::new;
            Ok(Taken { values: vec![value], items: none(), alarm: none(), site: none(), side: none() })
        }
        _ => Err(Untaken { refusals, alarm: String::new() }),
    }
}
