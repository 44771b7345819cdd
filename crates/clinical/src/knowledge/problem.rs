//! What is wrong in a knowledge file, and where.

use std::fmt;

/// Where an entry stands: its file within the folder and its line, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path within the knowledge folder, such as `safety/heart.toml`.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u32,
}

impl Place {
    /// A place in `file` at `line`.
    pub fn new(file: impl Into<String>, line: u32) -> Place {
        Place { file: file.into(), line }
    }

    /// A problem at this place.
    #[must_use]
    pub fn problem(&self, what: impl Into<String>) -> Problem {
        Problem { file: self.file.clone(), line: self.line, what: what.into() }
    }
}

/// One thing wrong in a knowledge file, in words its author can act on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The path within the knowledge folder.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}
