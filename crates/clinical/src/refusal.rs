//! What was typed cannot be taken, and why, in words a page can translate.

use std::borrow::Cow;
use std::fmt;

/// One field that cannot be taken as typed.
///
/// `key` names the sentence (`refusal-number-too-high`), `args` fill its places; the words themselves are the page's, in the
/// reader's language. A refusal never repeats a client's data beyond what was typed in that field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field of the form or the JSON that is meant; empty when the whole is.
    pub field: Cow<'static, str>,
    /// The key of the sentence.
    pub key: &'static str,
    /// What fills the places of the sentence, by name.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal of `field` with the sentence `key`.
    pub fn new(field: impl Into<Cow<'static, str>>, key: &'static str) -> Refusal {
        Refusal { field: field.into(), key, args: Vec::new() }
    }

    /// The same refusal with one more place filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.args.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}
