//! Reading typed values out of JSON, and saying what cannot be taken.

use clinical::decision::Known;
use serde_json::{Map, Value};

/// Why no judgement was given. Either way there is JSON to print: `{"valid": false, "error": …}` and whatever is known all the same.
#[derive(Debug, Clone, PartialEq)]
pub enum JudgeError {
    /// The input is no JSON object, or names what is not there: exit status 1.
    Input(String),
    /// The input was read, and there can be no judgement on it: exit status 2.
    No(String),
}

impl JudgeError {
    /// The JSON to print.
    #[must_use]
    pub fn json(&self) -> &str {
        match self {
            JudgeError::Input(json) | JudgeError::No(json) => json,
        }
    }

    /// The exit status of the program.
    #[must_use]
    pub fn exit(&self) -> u8 {
        match self {
            JudgeError::Input(_) => 1,
            JudgeError::No(_) => 2,
        }
    }
}

/// A refusal in words, with whatever must be shown all the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct No {
    pub(crate) error: String,
    pub(crate) shown: Map<String, Value>,
}

impl No {
    pub(crate) fn say(error: impl Into<String>) -> No {
        No { error: error.into(), shown: Map::new() }
    }

    /// The same refusal, showing `value` all the same.
    pub(crate) fn showing(mut self, key: &str, value: impl Into<Value>) -> No {
        self.shown.insert(key.to_owned(), value.into());
        self
    }

    pub(crate) fn json(self) -> String {
        let mut json = Map::new();
        json.insert("valid".into(), Value::Bool(false));
        json.insert("error".into(), Value::String(self.error));
        json.extend(self.shown);
        Value::Object(json).to_string()
    }
}

/// The fields of a JSON object.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub(crate) fn has(self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn text(self, key: &str) -> Result<&'a str, No> {
        match self.0.get(key) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(No::say(format!("`{key}` must be text"))),
        }
    }

    /// A number that must be there.
    pub(crate) fn number(self, key: &str) -> Result<f64, No> {
        let value = self.0.get(key).ok_or_else(|| No::say(format!("`{key}` is missing")))?;
        number(value).ok_or_else(|| No::say(format!("`{key}` must be a number")))
    }

    /// A number that may be null (not known); missing is an error.
    pub(crate) fn maybe_number(self, key: &str) -> Result<Option<f64>, No> {
        match self.0.get(key) {
            Some(Value::Null) => Ok(None),
            _ => self.number(key).map(Some),
        }
    }

    /// Yes, no or null (not known); missing is an error.
    pub(crate) fn known(self, key: &str) -> Result<Known, No> {
        match self.0.get(key) {
            None => Err(No::say(format!("`{key}` is missing"))),
            Some(value) => known(value).ok_or_else(|| No::say(format!("`{key}` must be true, false or null"))),
        }
    }

    /// Yes, no or null; missing counts as no, as the rule's own form has it.
    pub(crate) fn known_or_no(self, key: &str) -> Result<Known, No> {
        if self.has(key) { self.known(key) } else { Ok(Some(false)) }
    }

    /// Refuses any field that is not among `names`: a misspelt fact must not silently count as no.
    pub(crate) fn only(self, names: &[&str]) -> Result<(), No> {
        match self.0.keys().find(|key| !names.contains(&key.as_str()) && *key != "op") {
            Some(key) => Err(No::say(format!("`{key}` is not understood here"))),
            None => Ok(()),
        }
    }
}

/// A JSON number; text, true and false are none.
pub(crate) fn number(value: &Value) -> Option<f64> {
    value.as_f64().filter(|number| number.is_finite())
}

/// True, false, or null for not known.
pub(crate) fn known(value: &Value) -> Option<Known> {
    match value {
        Value::Bool(yes) => Some(Some(*yes)),
        Value::Null => Some(None),
        _ => None,
    }
}

/// A number as JSON: whole numbers without a point.
pub(crate) fn shown(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and small enough to be exact")]
    if number.fract() == 0.0 && number.abs() < EXACT { Value::from(number as i64) } else { Value::from(number) }
}

/// Yes, no or null.
pub(crate) fn tri(answer: Known) -> Value {
    answer.map_or(Value::Null, Value::Bool)
}

/// A result being put together.
#[derive(Debug, Default)]
pub(crate) struct Answer(pub(crate) Map<String, Value>);

impl Answer {
    pub(crate) fn valid() -> Answer {
        Answer::default().with("valid", true)
    }

    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Answer {
        self.0.insert(key.to_owned(), value.into());
        self
    }
}
