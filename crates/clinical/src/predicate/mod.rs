//! Conditions over facts, as a rule states them: `any of (fever, temp_c >= 38) and not known_unchanged`.

mod known;
mod parse;

use crate::area::Areas;
use crate::knowledge::FactId;
use crate::time::Reach;

pub use known::{Known, Missing, Witness};
pub(crate) use parse::parse;

/// A condition over facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// Every one of them.
    All(Vec<Predicate>),
    /// One or more of them.
    Any(Vec<Predicate>),
    /// So many of them or more.
    AtLeast(usize, Vec<Predicate>),
    /// Unless this is known to hold; only over facts that speak for resolution.
    Not(Box<Predicate>),
    /// One fact, asked in one way.
    Fact(FactId, Asked),
}

/// In what way a predicate asks a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Yes, and not over.
    Holds,
    /// Yes, over or not.
    Ever,
    /// It began or happened no longer ago than this.
    Within(Reach),
    /// It began or happened longer ago than this.
    Beyond(Reach),
    /// Yes, and there.
    At(Areas),
    /// Its number compares so.
    Number(Compare, f64),
    /// Its word is this one.
    Word(String),
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Compare {
    /// Whether `a` compares so with `b`.
    #[must_use]
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Compare::Less => a < b,
            Compare::AtMost => a <= b,
            Compare::Equal => (a - b).abs() < f64::EPSILON,
            Compare::AtLeast => a >= b,
            Compare::More => a > b,
        }
    }
}

impl Predicate {
    /// Every fact it reads, each once, in order.
    #[must_use]
    pub fn facts(&self) -> Vec<FactId> {
        let mut found = Vec::new();
        self.each(&mut |predicate| {
            if let Predicate::Fact(fact, _) = predicate {
                found.push(*fact);
            }
        });
        found.sort();
        found.dedup();
        found
    }

    /// Visits this and everything within.
    pub(crate) fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Predicate)) {
        visit(self);
        match self {
            Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
                for part in parts {
                    part.each(visit);
                }
            }
            Predicate::Not(part) => part.each(visit),
            Predicate::Fact(..) => {}
        }
    }
}
