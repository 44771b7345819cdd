//! What an entry says, as a tree of words.

use toml::{Table, Value};

/// One value as it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Words.
    Text(String),
    /// A number, as printed.
    Number(String),
    /// Yes or no.
    Truth(bool),
    /// Several.
    List(Vec<Said>),
    /// Parts with a name each.
    Parts(Vec<(String, Said)>),
}

impl Said {
    /// Visits every text in it, with the name of the field in which it stands.
    pub fn each<'a>(&'a self, field: &'a str, visit: &mut impl FnMut(&'a str, &'a str)) {
        match self {
            Said::Text(text) => visit(field, text),
            Said::List(list) => list.iter().for_each(|said| said.each(field, visit)),
            Said::Parts(parts) => parts.iter().for_each(|(name, said)| said.each(name, visit)),
            Said::Number(_) | Said::Truth(_) => {}
        }
    }

    /// Whether everything that `old` says is still said: texts and numbers alike, lists with all they held.
    #[must_use]
    pub fn keeps(&self, old: &Said) -> bool {
        match (old, self) {
            (Said::List(old), Said::List(new)) => old.iter().all(|one| new.iter().any(|other| other.keeps(one))),
            (Said::Parts(old), Said::Parts(new)) => keep(old, new),
            (old, new) => old == new,
        }
    }
}

/// Whether every named part of `old` is in `new`, and says still what it said.
pub(in crate::knowledge) fn keep(old: &[(String, Said)], new: &[(String, Said)]) -> bool {
    old.iter().all(|(name, said)| new.iter().any(|(other, now)| other == name && now.keeps(said)))
}

fn of(value: &Value, text: &str) -> Said {
    match value {
        Value::String(words) => Said::Text(words.clone()),
        Value::Boolean(truth) => Said::Truth(*truth),
        Value::Array(list) => Said::List(list.iter().map(|value| of(value, text)).collect()),
        Value::Table(table) => Said::Parts(parts(table, text)),
        Value::Integer(number) => Said::Number(number.to_string()),
        Value::Float(number) => Said::Number(number.to_string()),
        Value::Datetime(moment) => Said::Text(moment.to_string()),
    }
}

/// The fields of a table, in the order in which the text names them.
pub(super) fn parts(table: &Table, text: &str) -> Vec<(String, Said)> {
    let mut named: Vec<(usize, &String, &Value)> =
        table.iter().map(|(name, value)| (first(text, name), name, value)).collect();
    named.sort_by_key(|(at, ..)| *at);
    named.into_iter().map(|(_, name, value)| (name.clone(), of(value, text))).collect()
}

/// Where a name is first given a value in the text, or opens a table.
fn first(text: &str, name: &str) -> usize {
    let given = |(at, found): (usize, &str)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text.get(at + found.len()..).unwrap_or_default();
        let whole = before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '"'));
        (whole && (after.trim_start().starts_with('=') || after.starts_with(']'))).then_some(at)
    };
    text.match_indices(name).find_map(given).unwrap_or(usize::MAX)
}

/// The text or number at a name; empty where there is none.
pub(super) fn word(table: &Table, name: &str) -> String {
    match table.get(name) {
        Some(Value::String(word)) => word.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The texts in a list.
pub(super) fn words(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(Into::into).collect()
}
