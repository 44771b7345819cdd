//! Where on the body and with which techniques, as sets that can be compared at once.

use std::ops::{BitAnd, BitOr, BitOrAssign};

use crate::site::Side;

/// A set of sided regions: a region's number in [`crate::knowledge::regions::Regions`] is its bit on each side. The midline
/// of the body has both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Areas {
    left: u128,
    right: u128,
}

impl Areas {
    /// The most regions a set can hold; the last bit is kept for [`Areas::PREGNANCY_POINTS`].
    pub const MOST: usize = 127;
    /// Nowhere.
    pub const NONE: Areas = Areas { left: 0, right: 0 };
    /// Everywhere, the pregnancy points too.
    pub const WHOLE: Areas = Areas { left: u128::MAX, right: u128::MAX };
    /// The acupressure points that are left out before term by convention, as a place of their own: pressing such a point
    /// meets it, work on the region around it does not.
    pub const PREGNANCY_POINTS: Areas = Areas { left: 1 << Areas::MOST, right: 1 << Areas::MOST };

    /// One region on one side.
    #[must_use]
    pub fn one(number: usize, side: Side) -> Areas {
        let bit = if number < Areas::MOST { 1 << number } else { 0 };
        Areas { left: bit, right: bit }.on(side)
    }

    /// Whether this is nowhere.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Areas::NONE
    }

    /// Whether the two share a region on the same side.
    #[must_use]
    pub fn meets(self, other: Areas) -> bool {
        !(self & other).is_empty()
    }

    /// Whether every region of `other` is in this set on the same side.
    #[must_use]
    pub fn covers(self, other: Areas) -> bool {
        self & other == other
    }

    /// What of this set is not in `other`.
    #[must_use]
    pub fn without(self, other: Areas) -> Areas {
        Areas { left: self.left & !other.left, right: self.right & !other.right }
    }

    /// What of this set is on `side`.
    #[must_use]
    pub fn on(self, side: Side) -> Areas {
        match side {
            Side::Left => Areas { right: 0, ..self },
            Side::Right => Areas { left: 0, ..self },
            Side::Both => self,
        }
    }

    /// On which side the region of this number is in the set.
    #[must_use]
    pub fn side_of(self, number: usize) -> Option<Side> {
        if number >= Areas::MOST {
            return None;
        }
        match (self.left >> number & 1 == 1, self.right >> number & 1 == 1) {
            (true, true) => Some(Side::Both),
            (true, false) => Some(Side::Left),
            (false, true) => Some(Side::Right),
            (false, false) => None,
        }
    }
}

impl BitOr for Areas {
    type Output = Areas;
    fn bitor(self, other: Areas) -> Areas {
        Areas { left: self.left | other.left, right: self.right | other.right }
    }
}

impl BitOrAssign for Areas {
    fn bitor_assign(&mut self, other: Areas) {
        *self = *self | other;
    }
}

impl BitAnd for Areas {
    type Output = Areas;
    fn bitand(self, other: Areas) -> Areas {
        Areas { left: self.left & other.left, right: self.right & other.right }
    }
}

/// A set of technique families; the place of each in the table is its bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Families(u64);

impl Families {
    /// No family.
    pub const NONE: Families = Families(0);
    /// The most families a set can hold.
    pub const MOST: usize = 64;

    /// One family of the table.
    #[must_use]
    pub fn one(index: usize) -> Families {
        if index < Families::MOST { Families(1 << index) } else { Families::NONE }
    }

    /// Whether the two share a family.
    #[must_use]
    pub fn meets(self, other: Families) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every family of `other` is in this set.
    #[must_use]
    pub fn covers(self, other: Families) -> bool {
        other.0 & !self.0 == 0
    }

    /// The places of the families that are here.
    pub fn each(self) -> impl Iterator<Item = usize> {
        (0..Families::MOST).filter(move |index| self.0 >> index & 1 == 1)
    }
}

impl BitOr for Families {
    type Output = Families;
    fn bitor(self, other: Families) -> Families {
        Families(self.0 | other.0)
    }
}

impl BitOrAssign for Families {
    fn bitor_assign(&mut self, other: Families) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_and_right_of_one_region_do_not_meet_and_both_covers_each() {
        let left = Areas::one(5, Side::Left);
        let right = Areas::one(5, Side::Right);
        assert!(!left.meets(right));
        assert!(Areas::one(5, Side::Both).covers(left | right));
        assert_eq!((left | right).on(Side::Left), left);
        assert_eq!(right.side_of(5), Some(Side::Right));
    }

    #[test]
    fn a_region_beyond_what_a_set_holds_is_nowhere() {
        assert!(Areas::one(Areas::MOST, Side::Both).is_empty());
        assert_eq!(Families::one(Families::MOST), Families::NONE);
    }
}
