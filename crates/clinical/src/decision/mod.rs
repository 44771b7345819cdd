//! Published decision rules that need arithmetic, as pure functions with typed inputs and explained results.
//!
//! Every answer is three-valued: `Some(true)`, `Some(false)`, or `None` for whatever is not known (not sure, declined, not asked,
//! not tested). An unknown never counts as "no": a rule that an unknown could still turn returns `None`, which means *refer or
//! finish the examination*, never *negative*.

mod blood_pressure;
mod c_spine;
mod clot;
mod ottawa;

pub use blood_pressure::{Pressure, PressureClass, Setting};
pub use c_spine::{CSpine, DecidedAt, LowRisk, Mechanism, NeckInjury};
pub use clot::{Constans, Last, Point, Points, WellsDvt, WellsPe};
pub use ottawa::{AnkleInjury, Circumstances, KneeInjury, Xray};

/// Yes, no, or not known.
pub type Known = Option<bool>;

/// Kleene "or": yes if one is yes, no if all are no, otherwise not known.
pub fn any(answers: impl IntoIterator<Item = Known>) -> Known {
    let mut result = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

/// Kleene "and": no if one is no, yes if all are yes, otherwise not known.
pub fn all(answers: impl IntoIterator<Item = Known>) -> Known {
    any(answers.into_iter().map(|a| a.map(|yes| !yes))).map(|some_no| !some_no)
}

/// The statements of `named` that are yes, and those that are not known.
fn sorted(named: &[(&'static str, Known)]) -> (Vec<&'static str>, Vec<&'static str>) {
    let of = |wanted: Known| named.iter().filter(|(_, answer)| *answer == wanted).map(|(name, _)| *name).collect();
    (of(Some(true)), of(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_yes_decides_an_or_and_an_unknown_keeps_it_open() {
        assert_eq!(any([Some(false), None, Some(true)]), Some(true));
        assert_eq!(any([Some(false), None]), None);
        assert_eq!(any([Some(false), Some(false)]), Some(false));
    }

    #[test]
    fn one_no_decides_an_and_and_an_unknown_keeps_it_open() {
        assert_eq!(all([Some(true), None, Some(false)]), Some(false));
        assert_eq!(all([Some(true), None]), None);
        assert_eq!(all([]), Some(true));
    }
}
