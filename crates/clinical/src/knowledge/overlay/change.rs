//! What an overlay does, entry by entry.

use crate::knowledge::Place;

/// What is done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It was not there before.
    Added,
    /// It stands in the place of another and may not let anything through that the other held back.
    Tightened,
    /// It stands in the place of another that no verdict rests on.
    Corrected,
    /// It may let something through that was held back, or it cannot be shown that it does not.
    Loosened,
    /// It is taken out.
    Retired,
}

impl What {
    /// The word for it in lists and in the record.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Tightened => "tightened",
            What::Corrected => "corrected",
            What::Loosened => "loosened",
            What::Retired => "retired",
        }
    }
}

/// One entry of an overlay, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is done.
    pub what: What,
    /// The kind of entry.
    pub kind: &'static str,
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Why it counts as loosened, a sentence each; or why it is retired.
    pub why: Vec<String>,
    /// Keys of the sources that speak for it.
    pub sources: Vec<String>,
    /// Why it may not be done at all, whoever answers for it.
    pub refused: Option<String>,
    /// Where it stands in the overlay.
    pub place: Place,
}

impl Change {
    /// Whether an owner of the practice must answer for it, by name and with a reason.
    #[must_use]
    pub fn needs_owner(&self) -> bool {
        matches!(self.what, What::Loosened | What::Retired)
    }

    /// One line for lists and for the record: `loosened rule S041 Sugar-lowering treatment: …`.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("{} {} {} {}", self.what.word(), self.kind, self.key, self.title);
        if !self.why.is_empty() {
            line.push_str(": ");
            line.push_str(&self.why.join("; "));
        }
        line.replace('\n', " ")
    }
}
