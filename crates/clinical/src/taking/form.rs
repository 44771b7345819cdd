//! Forms: answers item by item, finished totals, and activities in the client's own words.

use super::{Taken, Typed, Untaken, Value};
use crate::Refusal;
use crate::measure::MeasureId;
use crate::score::{Instrument, Kind, Scale, ScaleScore, Scored, Unscoreable};
use crate::words::fold;

/// The scale of one activity that the client named.
pub const ACTIVITY: &str = "activity";
/// How many activities a page asks for at most.
pub const ACTIVITIES: usize = 5;
/// The longest name of an activity, in letters.
const NAME: usize = 120;

/// Answers by item (`i1`, `i2`, …), or finished totals (`total_pain`) where somebody else holds the form.
pub(super) fn answers(form: &Instrument, typed: &Typed<'_>, has_none: bool) -> Result<Taken, Untaken> {
    let mut refusals = Vec::new();
    let given: Vec<Option<f64>> = (0..form.items.count).map(|i| answer(form, typed, i, &mut refusals)).collect();
    let totals = totals(form, typed, &mut refusals);
    let marked = given.iter().any(Option::is_some);
    let none = has_none && !typed.one("none").is_empty();
    if marked && none {
        refusals.push(Refusal::new("none", "measure-none-and-some"));
    }
    if !totals.is_empty() && (marked || none) {
        refusals.push(Refusal::new("", "measure-twice"));
    }
    let given = match (has_none, marked || none) {
        (true, true) => given.into_iter().map(|answer| Some(answer.unwrap_or(0.0))).collect(),
        _ => given,
    };
    let scored = form.score(&given);
    let alarm = alarm(&scored);
    let scores = if totals.is_empty() { of_scores(form, &scored, marked || none, &mut refusals) } else { totals };
    if !refusals.is_empty() || scores.is_empty() {
        return Err(Untaken { refusals, alarm });
    }
    let values = scores.iter().map(|(scale, score)| value(form, scale, score)).collect();
    Ok(Taken { values, items: listed(&given), alarm, site: String::new(), side: String::new() })
}

fn answer(form: &Instrument, typed: &Typed<'_>, i: usize, refusals: &mut Vec<Refusal>) -> Option<f64> {
    let field = format!("i{}", i + 1);
    match typed.number(&field)? {
        Ok(value) => match form.items.takes(i, value) {
            Ok(()) => Some(value),
            Err(why) => {
                refusals.push(refused(field, &why));
                None
            }
        },
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    }
}

fn refused(field: String, why: &Unscoreable) -> Refusal {
    match why {
        Unscoreable::OutOfRange { range: (least, most), .. } | Unscoreable::Beyond { range: (least, most), .. } => {
            Refusal::new(field, "measure-range").with("least", least).with("most", most)
        }
        Unscoreable::NotOffered { .. } => Refusal::new(field, "measure-not-offered"),
        _ => Refusal::new(field, "measure-missing"),
    }
}

fn totals<'f>(form: &'f Instrument, typed: &Typed<'_>, refusals: &mut Vec<Refusal>) -> Vec<(&'f Scale, ScaleScore)> {
    let mut found = Vec::new();
    for scale in &form.scales {
        let field = format!("total_{}", scale.key);
        match typed.number(&field) {
            None => {}
            Some(Err(refusal)) => refusals.push(refusal),
            Some(Ok(total)) => match form.entered(scale, total) {
                Ok(score) => found.push((scale, score)),
                Err(why) => refusals.push(refused(field, &why)),
            },
        }
    }
    found
}

/// The scales that have a score; where the whole has none, what is missing.
fn of_scores<'f>(
    form: &'f Instrument,
    scored: &Scored,
    touched: bool,
    refusals: &mut Vec<Refusal>,
) -> Vec<(&'f Scale, ScaleScore)> {
    if let Err(why) = scored.main()
        && refusals.is_empty()
    {
        match why {
            Unscoreable::Missing { items } if touched => {
                refusals.extend(items.iter().map(|item| Refusal::new(format!("i{item}"), "measure-missing")));
            }
            Unscoreable::Beyond { .. } => refusals.push(refused(String::new(), why)),
            _ => refusals.push(Refusal::new("", "measure-blank")),
        }
    }
    let scores = scored.scales.iter().filter_map(|(key, score)| Some((form.scale(key)?, score.as_ref().ok()?.clone())));
    if refusals.is_empty() { scores.collect() } else { Vec::new() }
}

fn alarm(scored: &Scored) -> String {
    scored.alarm.as_ref().filter(|alarm| alarm.raised == Some(true)).map_or_else(String::new, |alarm| alarm.key.clone())
}

fn value(form: &Instrument, scale: &Scale, score: &ScaleScore) -> Value {
    let main = form.scales.first().is_some_and(|first| first.key == scale.key);
    Value {
        measure: form.measure(scale),
        value: score.value,
        unit: scale.unit.clone(),
        firm: score.firm,
        loinc: if main { form.loinc.clone().unwrap_or_default() } else { String::new() },
    }
}

/// The answers that were given, a line an item.
fn listed(given: &[Option<f64>]) -> String {
    let lines = given.iter().enumerate().filter_map(|(i, answer)| answer.map(|value| format!("{} = {value}", i + 1)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Activities (`a1` with its rating `i1`, …): each is a measure of its own; the mean of two or more is comparable only
/// with a mean of the same activities.
pub(super) fn activities(form: &Instrument, typed: &Typed<'_>) -> Result<Taken, Untaken> {
    let mut refusals = Vec::new();
    let mut rated: Vec<(String, f64)> = Vec::new();
    for i in 0..ACTIVITIES.min(form.items.count) {
        let (name, field) = (format!("a{}", i + 1), format!("i{}", i + 1));
        let words = typed.one(&name).split_whitespace().collect::<Vec<_>>().join(" ");
        let rating = answer(form, typed, i, &mut refusals);
        match (words.is_empty(), rating) {
            (true, None) => {}
            (true, Some(_)) => refusals.push(Refusal::new(name, "measure-activity")),
            (false, None) if typed.one(&field).is_empty() => refusals.push(Refusal::new(field, "measure-missing")),
            (false, None) => {}
            (false, Some(_)) if words.chars().count() > NAME => {
                refusals.push(Refusal::new(name, "measure-activity-long").with("most", NAME));
            }
            (false, Some(_)) if rated.iter().any(|(known, _)| fold(known) == fold(&words)) => {
                refusals.push(Refusal::new(name, "measure-activity-twice"));
            }
            (false, Some(value)) => rated.push((words, value)),
        }
    }
    if rated.is_empty() && refusals.is_empty() {
        refusals.push(Refusal::new("a1", "measure-activity"));
    }
    let Some(scale) = form.scale("").filter(|_| refusals.is_empty()) else {
        return Err(Untaken { refusals, alarm: String::new() });
    };
    Ok(of_activities(form, scale, &rated))
}

fn of_activities(form: &Instrument, scale: &Scale, rated: &[(String, f64)]) -> Taken {
    let mut values = Vec::new();
    let given: Vec<Option<f64>> = rated.iter().map(|(_, value)| Some(*value)).collect();
    if let (true, Ok(mean)) = (rated.len() > 1, form.score(&given).main()) {
        let mut names: Vec<&str> = rated.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_by_key(|name| fold(name));
        let together = Value {
            measure: MeasureId { version: names.join("; "), ..form.measure(scale) },
            ..value(form, scale, mean)
        };
        values.push(together);
    }
    values.extend(rated.iter().map(|(name, rating)| Value {
        measure: MeasureId { scale: ACTIVITY.to_owned(), version: name.clone(), ..form.measure(scale) },
        value: *rating,
        unit: scale.unit.clone(),
        firm: true,
        loinc: String::new(),
    }));
    let items = rated.iter().map(|(name, rating)| format!("{name} = {rating}")).collect::<Vec<_>>().join("\n");
    Taken { values, items, alarm: String::new(), site: String::new(), side: String::new() }
}

impl Instrument {
    /// Is there a form to answer item by item, rather than only a finished number?
    #[must_use]
    pub fn has_items(&self) -> bool {
        self.scales.iter().any(|scale| scale.kind != Kind::Entered)
    }
}
