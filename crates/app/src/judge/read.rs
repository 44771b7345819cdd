//! Reading what a judgement is asked, field by field, noting every fault under the path of its field (`tried[2].followed`).

use std::cell::RefCell;

use clinical::site::Side;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::json::{JudgeError, No};

/// What cannot be taken, all of it: each with the path of its field.
#[derive(Default)]
pub(crate) struct Faults(Vec<(String, String)>);

impl Faults {
    pub(crate) fn add(&mut self, field: impl Into<String>, what: impl Into<String>) {
        self.0.push((field.into(), what.into()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn json(self) -> String {
        let error = match self.0.as_slice() {
            [(field, what)] => format!("{field}: {what}"),
            several => format!("{} things cannot be taken", several.len()),
        };
        let each: Vec<Value> = self.0.iter().map(|(field, what)| json!({ "field": field, "what": what })).collect();
        No::say(error).showing("problems", each).json()
    }
}

/// Reads the JSON object `input` with `meaning`, which notes what it cannot take; without a fault, what it gives is the answer.
pub(crate) fn judged(
    schema: &str,
    input: &str,
    meaning: impl FnOnce(&Given<'_>) -> Option<Map<String, Value>>,
) -> Result<String, JudgeError> {
    let fields = object(input)?;
    let faults = RefCell::new(Faults::default());
    let given = Given { fields: &fields, path: String::new(), faults: &faults };
    let answer = meaning(&given);
    let faults = faults.into_inner();
    match answer {
        Some(mut answer) if faults.is_empty() => {
            answer.insert("schema".into(), json!(schema));
            Ok(Value::Object(answer).to_string())
        }
        _ => Err(JudgeError::Input(faults.json())),
    }
}

/// The input as a JSON object.
pub(crate) fn object(input: &str) -> Result<Map<String, Value>, JudgeError> {
    let refuse = |what: String| Err(JudgeError::Input(No::say(what).json()));
    match serde_json::from_str::<Value>(input) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => refuse("the input must be a JSON object".into()),
        Err(error) => refuse(format!("the input is not JSON: {error}")),
    }
}

/// An object within what was asked, with the way to it.
pub(crate) struct Given<'a> {
    fields: &'a Map<String, Value>,
    path: String,
    faults: &'a RefCell<Faults>,
}

impl<'a> Given<'a> {
    /// Notes a fault of the field `name`.
    pub(crate) fn fault(&self, name: &str, what: impl Into<String>) {
        self.faults.borrow_mut().add(self.at(name), what);
    }

    /// The faults noted so far, for a reader of its own.
    pub(crate) fn faults(&self) -> &'a RefCell<Faults> {
        self.faults
    }

    fn at(&self, name: &str) -> String {
        match (self.path.is_empty(), name.is_empty()) {
            (true, _) => name.into(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}.{name}", self.path),
        }
    }

    /// Notes every field that is none of `names`: a misspelt one must not silently count as left out.
    pub(crate) fn only(&self, names: &[&str]) {
        for key in self.fields.keys().filter(|key| !names.contains(&key.as_str())) {
            self.fault(key, format!("not understood here; there are {}", names.join(", ")));
        }
    }

    /// The value of a field; null counts as left out.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn read<T>(&self, name: &str, what: &str, read: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        let value = self.value(name)?;
        let found = read(value);
        if found.is_none() {
            self.fault(name, what);
        }
        found
    }

    /// A field that must be there, as one of the readings below gives it.
    pub(crate) fn must<T>(&self, name: &str, found: Option<T>) -> Option<T> {
        if found.is_none() && self.value(name).is_none() {
            self.fault(name, "is missing");
        }
        found
    }

    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.read(name, "must be text", Value::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.read(name, "must be a number", super::json::number)
    }

    pub(crate) fn count(&self, name: &str) -> Option<u32> {
        self.read(name, "must be a whole number, 0 or more", |value| u32::try_from(value.as_u64()?).ok())
    }

    pub(crate) fn yes(&self, name: &str) -> Option<bool> {
        self.read(name, "must be true or false", Value::as_bool)
    }

    pub(crate) fn day(&self, name: &str) -> Option<Date> {
        self.read(name, "a day like 2026-11-22", |value| value.as_str()?.parse().ok())
    }

    /// A side; both where none is said.
    pub(crate) fn side(&self, name: &str) -> Option<Side> {
        self.read(name, "left, right or both", |value| Side::parse(value.as_str()?))
    }

    /// One of several words, with what it means.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Option<T> {
        let all = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        self.read(name, &format!("one of {all}"), |value| {
            let said = value.as_str()?;
            words.iter().find(|(word, _)| *word == said).map(|(_, meaning)| *meaning)
        })
    }

    /// Several texts; none where the field is left out.
    pub(crate) fn texts(&self, name: &str) -> Vec<&'a str> {
        let list = |value: &'a Value| value.as_array()?.iter().map(Value::as_str).collect();
        self.read(name, "must be a list of texts", list).unwrap_or_default()
    }

    /// An object in this one.
    pub(crate) fn inner(&self, name: &str) -> Option<Given<'a>> {
        let fields = self.read(name, "must be an object", Value::as_object)?;
        Some(Given { fields, path: self.at(name), faults: self.faults })
    }

    /// Several objects; none where the field is left out.
    pub(crate) fn each(&self, name: &str) -> Vec<Given<'a>> {
        let list = self.read(name, "must be a list of objects", Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut found = Vec::new();
        for (number, value) in list.iter().enumerate() {
            let path = format!("{}[{number}]", self.at(name));
            match value.as_object() {
                Some(fields) => found.push(Given { fields, path, faults: self.faults }),
                None => self.faults.borrow_mut().add(path, "must be an object"),
            }
        }
        found
    }

    /// Every field with its name.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'a String, Option<Given<'a>>)> + '_ {
        self.fields.keys().map(|name| (name, self.inner(name)))
    }
}
