//! `palpate know`: one entry of the knowledge, as it was written, with its sources.
use crate::outcome::Outcome;
use clap::Args;
use std::{collections::BTreeMap, process::ExitCode};
use toml::{Table, Value};

/// Show one entry of what the program knows, with where it is from: palpate know technique KEY.
///
/// Without a key, the keys of that kind; without a kind, the kinds and how many entries each has.
#[derive(Args, Debug)]
pub(crate) struct Know {
    /// The kind of entry, such as technique, condition, rule, fact, instrument, source.
    kind: Option<String>,
    /// The entry's key.
    key: Option<String>,
}

impl Know {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let kinds = kinds()?;
        let Some(kind) = self.kind else {
            for (kind, entries) in &kinds {
                say!("{kind}\t{}", entries.len());
            }
            return Ok(ExitCode::SUCCESS);
        };
        let entries = kinds.get(kind.as_str()).ok_or_else(|| Outcome::No(format!("there is no kind `{kind}`")))?;
        let Some(key) = self.key else {
            entries.keys().for_each(|key| say!("{key}"));
            return Ok(ExitCode::SUCCESS);
        };
        let (path, entry) = entries.get(&key).ok_or_else(|| Outcome::No(format!("there is no {kind} `{key}`")))?;
        say!("# {path}\n{}", toml::to_string_pretty(entry).map_err(|why| Outcome::Fault(why.to_string()))?);
        for source in sources(entry) {
            if let Some((_, cited)) = kinds.get("source").and_then(|all| all.get(source)) {
                say!("# {source}: {}", cited.get("citation").and_then(Value::as_str).unwrap_or_default());
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

type Entries = BTreeMap<String, (&'static str, Table)>;

/// Every entry that has a key, by its kind. A source that stands at the head of a file is shown with each of its entries.
fn kinds() -> Result<BTreeMap<String, Entries>, Outcome> {
    let mut kinds: BTreeMap<String, Entries> = BTreeMap::new();
    for (path, text) in app::knowledge_files() {
        let file: Table = text.parse().map_err(|_| Outcome::Fault(format!("{path} cannot be read")))?;
        let defaults: Vec<_> = file.iter().filter(|(_, value)| !value.is_array() || is_words(value)).collect();
        for (kind, value) in &file {
            for entry in value.as_array().into_iter().flatten().filter_map(Value::as_table) {
                let Some(key) = entry.get("key").and_then(Value::as_str) else { continue };
                let mut entry = entry.clone();
                for (name, value) in
                    defaults.iter().filter(|(name, _)| matches!(name.as_str(), "source" | "confidence" | "as_of"))
                {
                    entry.entry((*name).clone()).or_insert_with(|| (*value).clone());
                }
                kinds.entry(kind.clone()).or_default().insert(key.to_owned(), (path, entry));
            }
        }
    }
    Ok(kinds)
}

fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|all| all.iter().all(Value::is_str))
}

fn sources(entry: &Table) -> impl Iterator<Item = &str> {
    entry.get("source").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
