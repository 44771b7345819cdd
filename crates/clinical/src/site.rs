//! Where on the body: a side, and a site (a region, or a structure within one).

use std::fmt;

/// The client's own side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The client's left.
    Left,
    /// The client's right.
    Right,
    /// Left and right.
    Both,
}

impl Side {
    /// The letter of the shorthand: `L`, `R`, `B`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Side::Left => 'L',
            Side::Right => 'R',
            Side::Both => 'B',
        }
    }

    /// Reads `l`, `left`, `r`, `rt`, `right`, `b`, `both`, `bilateral`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Side> {
        match word.to_lowercase().as_str() {
            "l" | "lt" | "left" => Some(Side::Left),
            "r" | "rt" | "right" => Some(Side::Right),
            "b" | "bil" | "both" | "bilat" | "bilateral" => Some(Side::Both),
            _ => None,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Left => "left",
            Side::Right => "right",
            Side::Both => "both",
        })
    }
}

/// What the word for a place means: a key of one of the three lists of places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A region of the body chart, by key.
    Region(String),
    /// An area, which is a set of regions, by key.
    Area(String),
    /// A structure within a region (a joint, a segment, a muscle), by key.
    Structure(String),
}

impl Spot {
    /// The key, whichever list it is of.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Spot::Region(key) | Spot::Area(key) | Spot::Structure(key) => key,
        }
    }
}

/// Where something was found or done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The side, where one was said.
    pub side: Option<Side>,
    /// The place.
    pub spot: Spot,
    /// The key of a structure within the place, where one was named besides it.
    pub structure: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_read_from_its_letter_and_its_words() {
        assert_eq!(Side::parse("R"), Some(Side::Right));
        assert_eq!(Side::parse("Both"), Some(Side::Both));
        assert_eq!(Side::parse("x"), None);
    }
}
