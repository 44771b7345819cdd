//! Yes, no, or not known: Kleene's three values, in which every rule is read.

/// What is known of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    No,
    /// Nobody has said, or what was said does not decide it.
    #[default]
    Unknown,
    /// It holds.
    Yes,
}

impl Truth {
    /// Both: the weaker of the two.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Either: the stronger of the two.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub fn negated(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }

    /// Whether at least `n` of what `yes` and `unknown` count hold: known once enough do, or once enough no longer can.
    #[must_use]
    pub fn at_least(n: usize, yes: usize, unknown: usize) -> Truth {
        if yes >= n {
            Truth::Yes
        } else if yes + unknown >= n {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, No, Unknown, Yes};

    #[test]
    fn one_no_decides_both_and_one_yes_decides_either() {
        for other in [No, Unknown, Yes] {
            assert_eq!(No.and(other), No);
            assert_eq!(Yes.or(other), Yes);
        }
        assert_eq!(Unknown.and(Yes), Unknown);
        assert_eq!(Unknown.or(No), Unknown);
        assert_eq!(Unknown.negated(), Unknown);
    }

    #[test]
    fn two_of_three_is_known_once_the_rest_cannot_change_it() {
        assert_eq!(Truth::at_least(2, 2, 0), Yes);
        assert_eq!(Truth::at_least(2, 1, 1), Unknown);
        assert_eq!(Truth::at_least(2, 1, 0), No);
    }
}
