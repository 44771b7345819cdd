//! Cards that several rooms show alike: what matters today with a client, and days ticked in a week.

use jiff::civil::Date;
use serde::Serialize;

use super::{MarkKind, Said};

/// *Today with …*: everything that limits the work, merged by what it asks of the hands and not by rule. The same card on
/// Today, in the chart and in the session; at most five lines, gravest first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TodayCard {
    /// Name used.
    pub name: String,
    /// What to do and to leave, gravest first.
    pub lines: Vec<TodayLine>,
    /// Questions that could still change today's plan and were not asked.
    pub unasked: u16,
    /// Where those are asked.
    pub ask_url: Option<String>,
    /// Where "seen" is posted; none where it needs no answer or has had it.
    pub seen_url: Option<String>,
    /// Since when this practitioner has known all of it.
    pub known_since: Option<Date>,
}

/// One line of the card.
#[derive(Clone, Debug, Serialize)]
pub struct TodayLine {
    /// How grave.
    pub kind: MarkKind,
    /// What it is about.
    pub asks: Asks,
    /// What to do: `not above P3 anywhere`.
    pub words: Said,
    /// Why, each with who says so.
    pub reasons: Vec<Reason>,
}

/// What a line asks of the hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asks {
    /// How deep at most.
    Pressure,
    /// What and where to leave.
    Avoid,
    /// How the client lies or sits.
    Position,
    /// Oils, gloves, tapes.
    Products,
    /// What to ask before beginning.
    Ask,
}

impl Asks {
    /// The key of its word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pressure => "asks-pressure",
            Self::Avoid => "asks-avoid",
            Self::Position => "asks-position",
            Self::Products => "asks-products",
            Self::Ask => "asks-ask",
        }
    }
}

/// Fact → rule → source.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// What is recorded: `takes apixaban, since 2024`.
    pub fact: Said,
    /// What follows and why.
    pub rule: Said,
    /// Who says so.
    pub source: String,
}

/// Days of a week with what was done on them: a home programme, a diary.
#[derive(Clone, Debug, Serialize)]
pub struct Week {
    /// Oldest first.
    pub days: Vec<bool>,
}

impl Week {
    /// On how many days it was done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.days.iter().filter(|done| **done).count()
    }
}
