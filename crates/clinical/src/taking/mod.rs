//! Measuring: what was typed for a form, a motion or a test becomes values to keep, or everything that is wrong with it.

mod form;
mod number;

use std::collections::BTreeMap;

use crate::Refusal;
use crate::change::Lines;
use crate::knowledge::Knowledge;
use crate::measure::MeasureId;
use crate::motion::{FunctionalTest, Motion};
use crate::score::{Instrument, Missing};

pub use form::{ACTIVITIES, ACTIVITY};
pub use number::{TOOLS, tool_of};

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'k> {
    /// A questionnaire, a scale, a single question.
    Form(&'k Instrument),
    /// How far a joint moves.
    Motion(&'k Motion),
    /// A test of function that gives one number.
    Test(&'k FunctionalTest),
}

/// The fields of a form as they were sent.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a>(pub &'a BTreeMap<String, Vec<String>>);

impl<'a> Typed<'a> {
    /// The first value of a field without the spaces around it; empty where there is none.
    #[must_use]
    pub fn one(&self, name: &str) -> &'a str {
        self.0.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// The number in a field, with a point or a comma. None where the field is empty.
    pub(crate) fn number(&self, name: &str) -> Option<Result<f64, Refusal>> {
        let typed = self.one(name);
        let value = || typed.replace(',', ".").replace('\u{2212}', "-").parse::<f64>().ok().filter(|v| v.is_finite());
        (!typed.is_empty()).then(|| value().ok_or_else(|| Refusal::new(name.to_owned(), "measure-number")))
    }
}

/// One value to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What makes it comparable. `site` is left to [`Taken::site`] and [`Taken::side`].
    pub measure: MeasureId,
    /// The number, in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// False where it rests on fewer answers than its source asks for.
    pub firm: bool,
    /// Its LOINC code, where we are sure of one.
    pub loinc: String,
}

/// What one measuring gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// At least one value.
    pub values: Vec<Value>,
    /// The answers as given, a line an item: `3 = 2`, `chewing bread = 4`.
    pub items: String,
    /// What an answer raises that always needs a conversation, such as `self_harm`; else empty.
    pub alarm: String,
    /// Key of the region it is about; empty where it is of the whole person.
    pub site: String,
    /// `left`, `right`, `both`, or empty.
    pub side: String,
}

/// Why nothing can be kept as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Untaken {
    /// Everything that is wrong, beside its field.
    pub refusals: Vec<Refusal>,
    /// An alarm is raised all the same: it does not wait for a complete form.
    pub alarm: String,
}

impl<'k> Subject<'k> {
    /// The instrument, motion or test of that key.
    #[must_use]
    pub fn find(knowledge: &'k Knowledge, key: &str) -> Option<Subject<'k>> {
        let form = knowledge.instruments.get(key).map(Subject::Form);
        let motion = || knowledge.motions.motion(key).map(Subject::Motion);
        form.or_else(motion).or_else(|| knowledge.motions.test(key).map(Subject::Test))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Subject::Form(form) => form.name.clone(),
            Subject::Motion(motion) => capital(&format!("{}: {}", motion.joint, motion.movement).replace('_', " ")),
            Subject::Test(test) => test.name.clone(),
        }
    }

    /// Its lines of error and of change that matters, for one scale taken in one way. None for a scale it does not have.
    #[must_use]
    pub fn lines(&self, scale: &str, method: &str) -> Option<Lines> {
        match self {
            Subject::Form(form) if form.items.up_to && scale == ACTIVITY => {
                let main = form.scale("")?;
                Some(Lines { better: main.better, mdc: main.mdc_item.clone(), mcid: Vec::new() })
            }
            Subject::Form(form) => form.scale(scale).map(Lines::from),
            Subject::Motion(motion) => Some(number::lines(motion, method)),
            Subject::Test(test) => Some(Lines::from(*test)),
        }
    }

    /// Least and most that a scale can give; none where the table sets no end worth drawing.
    #[must_use]
    pub fn range(&self, scale: &str) -> Option<(f64, f64)> {
        match self {
            Subject::Form(form) if form.items.up_to && scale == ACTIVITY => Some(form.items.range(0)),
            Subject::Form(form) => form.scale(scale).map(|scale| scale.range),
            Subject::Motion(_) | Subject::Test(_) => None,
        }
    }

    /// Is it asked of one place on the body, so that the jaw and the low back are kept apart?
    #[must_use]
    pub fn has_site(&self) -> bool {
        matches!(self, Subject::Form(form) if matches!(form.key.as_str(), "nprs" | "vas"))
    }

    /// Is it asked of one side?
    #[must_use]
    pub fn has_side(&self) -> bool {
        self.has_site() || !matches!(self, Subject::Form(_))
    }

    /// Is a statement that is not marked a "no", so that a page without marks needs "none of these"?
    #[must_use]
    pub fn has_none(&self) -> bool {
        matches!(self, Subject::Form(form) if form.scales.iter().any(|scale| scale.missing == Missing::BlankIsNo))
    }

    /// Takes what was typed.
    ///
    /// # Errors
    /// Every refusal at once, and the alarm that an answer raises whether or not the rest can be taken.
    pub fn take(&self, knowledge: &Knowledge, typed: &Typed<'_>) -> Result<Taken, Untaken> {
        let place = place(self, knowledge, typed);
        let taken = match self {
            Subject::Form(form) if form.items.up_to => form::activities(form, typed),
            Subject::Form(form) => form::answers(form, typed, self.has_none()),
            Subject::Motion(motion) => number::motion(motion, typed),
            Subject::Test(test) => number::test(test, typed),
        };
        match (taken, place) {
            (Ok(taken), Ok((site, side))) => Ok(Taken { site, side, ..taken }),
            (Ok(taken), Err(refusals)) => Err(Untaken { refusals, alarm: taken.alarm }),
            (Err(untaken), Ok(_)) => Err(untaken),
            (Err(mut untaken), Err(refusals)) => {
                untaken.refusals.extend(refusals);
                Err(untaken)
            }
        }
    }
}

fn place(subject: &Subject<'_>, knowledge: &Knowledge, typed: &Typed<'_>) -> Result<(String, String), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let (mut site, mut side) = (String::new(), String::new());
    if subject.has_site() && !typed.one("site").is_empty() {
        match crate::application::spot(knowledge, typed.one("site")) {
            Some(spot) => site = spot.key().to_owned(),
            None => refusals.push(Refusal::new("site", "application-site")),
        }
    }
    if subject.has_side() && !typed.one("side").is_empty() {
        match crate::site::Side::parse(typed.one("side")) {
            Some(read) => side = read.to_string(),
            None => refusals.push(Refusal::new("side", "application-side")),
        }
    }
    if refusals.is_empty() { Ok((site, side)) } else { Err(refusals) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
