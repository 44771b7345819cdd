//! What is known of a client, statement by statement: the answers to the questions of `knowledge/facts`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::site::Side;
use crate::time::Since;

/// Everything said of one client that rules can read, by the key of the fact. What is not here was not asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    answers: BTreeMap<String, Answer>,
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Asked and denied, on the day if it is known: a "no" grows old.
    No {
        /// The day it was said.
        on: Option<Date>,
    },
    /// Asked; the person was not sure. Unknown to every rule, and first on the practitioner's list.
    Unsure,
    /// Asked; the person would rather not say. Unknown to every rule.
    Declined,
    /// So it is, once or several times (two operations, two sore places). Never empty: a bare yes is one occurrence
    /// that says nothing more.
    Yes(Vec<Occurrence>),
    /// A measured value in the unit of the fact.
    Number(f64),
    /// One of the words of the fact.
    Choice(String),
    /// A civil date, such as the day a baby is due.
    Date(Date),
    /// Names as they were given, such as medicines. No rule reads them; what they mean is looked up and set beside them.
    List(Vec<String>),
}

/// One time that a "yes" holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Occurrence {
    /// When it began or happened, as far as it is known.
    pub since: Option<Since>,
    /// When it was over. What is over no longer holds as such, but still counts for "ever" and for how long ago it began.
    pub ended: Option<Since>,
    /// Where, if the fact has a place; empty where nobody said.
    pub sites: Vec<Site>,
    /// What else was said, in the words of who said it. No rule reads it.
    pub detail: Option<String>,
}

/// A place on the body: the name of a drawn region or a safety area, and the side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The key of a region of the drawing, or of a safety area, or a plain name that the area table knows.
    pub region: String,
    /// Which side.
    pub side: Side,
}

impl Answer {
    /// A bare yes.
    #[must_use]
    pub fn yes() -> Answer {
        Answer::Yes(vec![Occurrence::default()])
    }

    /// A bare no.
    #[must_use]
    pub fn no() -> Answer {
        Answer::No { on: None }
    }

    /// Whether this is some yes.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Answer::Yes(_))
    }
}

impl Facts {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Facts {
        Facts::default()
    }

    /// Records `answer` for `key`, in place of what stood there.
    pub fn set(&mut self, key: impl Into<String>, answer: Answer) {
        self.answers.insert(key.into(), answer);
    }

    /// The same facts with one more answer.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, answer: Answer) -> Facts {
        self.set(key, answer);
        self
    }

    /// Adds a yes: a further occurrence where there already is one, else in place of what stood there.
    pub fn add(&mut self, key: &str, occurrence: Occurrence) {
        if let Some(Answer::Yes(occurrences)) = self.answers.get_mut(key) {
            occurrences.push(occurrence);
        } else {
            self.set(key, Answer::Yes(vec![occurrence]));
        }
    }

    /// What was answered to `key`, if it was asked.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.answers.get(key)
    }

    /// Every answer, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(key, answer)| (key.as_str(), answer))
    }

    /// How many questions were answered in any way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}
