//! Whether one condition holds wherever another does, as far as that can be shown from how they are written.

use crate::knowledge::{FactId, FactTable};
use crate::predicate::{Asked, Compare, Predicate};
use crate::time::{Reach, Unit};

/// The tables over which the old and the new condition are read: the same fact may have another place in each.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) old: &'a FactTable,
    pub(super) new: &'a FactTable,
}

impl Tables<'_> {
    /// Whether it can be shown that `new` holds wherever `old` holds. `false` may mean only that it cannot be shown.
    pub(super) fn implies(self, old: &Predicate, new: &Predicate) -> bool {
        match (old, new) {
            (Predicate::Any(parts), _) => parts.iter().all(|part| self.implies(part, new)),
            (_, Predicate::All(parts)) => parts.iter().all(|part| self.implies(old, part)),
            (Predicate::Fact(a, asked), Predicate::Fact(b, asks)) => self.same_fact(*a, *b) && weaker(asked, asks),
            (Predicate::Not(a), Predicate::Not(b)) => self.same(a, b),
            (Predicate::AtLeast(n, old), Predicate::AtLeast(m, new)) => m <= n && self.each_has_its_own(old, new),
            _ => self.through_parts(old, new),
        }
    }

    /// Any part of the old that suffices, or any part of the new that is reached.
    fn through_parts(self, old: &Predicate, new: &Predicate) -> bool {
        let reached = match new {
            Predicate::Any(parts) => parts.iter().any(|part| self.implies(old, part)),
            _ => false,
        };
        reached
            || match old {
                Predicate::All(parts) => parts.iter().any(|part| self.implies(part, new)),
                Predicate::AtLeast(n, parts) => *n > 0 && parts.iter().all(|part| self.implies(part, new)),
                _ => false,
            }
    }

    /// Each of the old implies one of the new, and no two the same one.
    fn each_has_its_own(self, old: &[Predicate], new: &[Predicate]) -> bool {
        let mut left: Vec<&Predicate> = new.iter().collect();
        old.iter().all(|part| match left.iter().position(|other| self.implies(part, other)) {
            Some(at) => {
                left.remove(at);
                true
            }
            None => false,
        })
    }

    /// Written alike, over the same facts.
    pub(super) fn same(self, old: &Predicate, new: &Predicate) -> bool {
        let parts =
            |a: &[Predicate], b: &[Predicate]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b));
        match (old, new) {
            (Predicate::All(a), Predicate::All(b)) | (Predicate::Any(a), Predicate::Any(b)) => parts(a, b),
            (Predicate::AtLeast(n, a), Predicate::AtLeast(m, b)) => n == m && parts(a, b),
            (Predicate::Not(a), Predicate::Not(b)) => self.same(a, b),
            (Predicate::Fact(a, asked), Predicate::Fact(b, asks)) => self.same_fact(*a, *b) && asked == asks,
            _ => false,
        }
    }

    pub(super) fn same_fact(self, old: FactId, new: FactId) -> bool {
        self.old.get(old).is_some() && self.old.key(old) == self.new.key(new)
    }
}

/// Whether what `new` asks of a fact is so wherever what `old` asks is.
fn weaker(old: &Asked, new: &Asked) -> bool {
    match (old, new) {
        (Asked::Number(a, x), Asked::Number(b, y)) => number(*a, *x, *b, *y),
        (Asked::Word(a), Asked::Word(b)) => a == b,
        (Asked::Number(..) | Asked::Word(_), _) | (_, Asked::Number(..) | Asked::Word(_)) => false,
        (Asked::Within(a), Asked::Within(b)) => reaches(*b, *a),
        (Asked::Beyond(a), Asked::Beyond(b)) => reaches(*a, *b),
        (Asked::At(a), Asked::At(b)) => b.covers(*a),
        (_, Asked::Ever) => true,
        (old, new) => old == new,
    }
}

fn number(old: Compare, x: f64, new: Compare, y: f64) -> bool {
    match (old, new) {
        (Compare::Equal, _) => new.holds(x, y),
        (Compare::AtLeast, Compare::AtLeast) | (Compare::More, Compare::More | Compare::AtLeast) => y <= x,
        (Compare::AtLeast, Compare::More) => y < x,
        (Compare::AtMost, Compare::AtMost) | (Compare::Less, Compare::Less | Compare::AtMost) => y >= x,
        (Compare::AtMost, Compare::Less) => y > x,
        _ => false,
    }
}

/// Whether `long` surely reaches as far back as `short`, whatever the day: units are set against each other by their
/// shortest and longest length.
fn reaches(long: Reach, short: Reach) -> bool {
    if long.unit == short.unit {
        return long.count >= short.count;
    }
    let days = |reach: Reach, day: u32| u32::from(reach.count) * day;
    let (least, most) = (|unit| length(unit).0, |unit| length(unit).1);
    days(long, least(long.unit)) >= days(short, most(short.unit))
}

/// The shortest and the longest it can be, in days.
fn length(unit: Unit) -> (u32, u32) {
    match unit {
        Unit::Days => (1, 1),
        Unit::Weeks => (7, 7),
        Unit::Months => (28, 31),
        Unit::Years => (365, 366),
    }
}
