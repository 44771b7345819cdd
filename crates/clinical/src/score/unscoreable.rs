//! Why a form has no score.

use std::fmt;

/// Why a form or one of its scales cannot be scored. Items are counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Unscoreable {
    /// Not the number of answers that the form has.
    WrongCount {
        /// How many were given.
        given: usize,
        /// How many there must be (the most, where fewer are allowed).
        needed: usize,
    },
    /// An answer outside its range.
    OutOfRange {
        /// The item.
        item: usize,
        /// The answer given.
        value: f64,
        /// Least and most allowed.
        range: (f64, f64),
    },
    /// An answer between the ones that the form offers.
    NotOffered {
        /// The item.
        item: usize,
        /// The answer given.
        value: f64,
    },
    /// Too few answers.
    Missing {
        /// The items without an answer.
        items: Vec<usize>,
    },
    /// Nothing on the page. "None of these" is an answer; a blank page is not.
    Blank,
    /// Added up to what cannot be.
    Beyond {
        /// The sum.
        value: f64,
        /// Least and most possible.
        range: (f64, f64),
    },
    /// A total between two that the form can give.
    NotWhole {
        /// The total given.
        value: f64,
    },
    /// The number is worked out elsewhere; only totals are taken.
    OnlyEntered,
}

impl fmt::Display for Unscoreable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unscoreable::WrongCount { given, needed } => write!(f, "{given} answers given where the form has {needed}"),
            Unscoreable::OutOfRange { item, value, range: (least, most) } => {
                write!(f, "item {item}: {value} is not between {least} and {most}")
            }
            Unscoreable::NotOffered { item, value } => write!(f, "item {item}: {value} is not one of the choices"),
            Unscoreable::Missing { items } => {
                let names: Vec<String> = items.iter().map(usize::to_string).collect();
                write!(f, "not answered: item {}", names.join(", "))
            }
            Unscoreable::Blank => write!(f, "nothing was marked; if none applies, that must be said"),
            Unscoreable::Beyond { value, range: (least, most) } => {
                write!(f, "the answers come to {value}, which is not between {least} and {most}")
            }
            Unscoreable::NotWhole { value } => write!(f, "{value} is not a whole number, and this form gives no other"),
            Unscoreable::OnlyEntered => write!(f, "scored elsewhere with licensed weights: enter the finished number"),
        }
    }
}
