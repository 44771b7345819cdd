//! `palpate know`: one entry of the knowledge, as it was written, with its sources.
use crate::{outcome::Outcome, place::Data, terminal};
use app::versions::Files;
use clap::Args;
use clinical::knowledge::entries::{Entries, Entry, KINDS, Kind, Said};
use serde_json::{Map, Value, json};
use std::{process::ExitCode, sync::Arc};

/// How many keys nearly right are offered.
const NEAR: usize = 6;

/// Show one entry of what the program knows, with where it is from: palpate know rule S011.
///
/// Without a key, the keys of that kind; without a kind, the kinds and how many entries each has. With --at the
/// knowledge that was in force when something was recorded: the digest stands with the record.
#[derive(Args, Debug)]
pub(crate) struct Know {
    /// The kind of entry: technique, condition, fact, rule, instrument, medicine, region, evidence, source and others.
    kind: Option<String>,
    /// The entry's key.
    key: Option<String>,
    /// The beginning of a digest, at least six characters; or "here", what is in force in the practice.
    #[arg(long, value_name = "DIGEST")]
    at: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

impl Know {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let entries = match &self.at {
            None => Entries::read(&app::knowledge_files()),
            Some(at) => self.at(at)?,
        };
        let Some(kind) = &self.kind else {
            self.kinds(&entries);
            return Ok(ExitCode::SUCCESS);
        };
        let kind = Kind::named(kind).ok_or_else(|| {
            let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
            Outcome::No(format!("there is no kind `{kind}`; the kinds are {}", words.join(", ")))
        })?;
        let Some(key) = &self.key else {
            self.keys(&entries, kind);
            return Ok(ExitCode::SUCCESS);
        };
        let entry = entries.get(kind.word, key).ok_or_else(|| unknown(&entries, kind, key))?;
        if self.json {
            say!("{:#}", in_json(&entries, entry));
        } else {
            print(&entries, entry);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The knowledge of another time, or of a practice, from its database.
    fn at(&self, at: &str) -> Result<Entries, Outcome> {
        let terminal = terminal::open(&self.data)?;
        let found = if at == "here" {
            let carried = Arc::new(carried()?);
            terminal.knowledge_in_force(&carried).map(|version| version.entries().clone())
        } else {
            terminal.kept_knowledge(at).map(|kept| entries_of(&kept.files))
        };
        terminal.db().clone().close();
        Ok(found?)
    }

    fn kinds(&self, entries: &Entries) {
        let counts = KINDS.iter().map(|kind| (kind.word, entries.count(kind.word)));
        if self.json {
            let counts: Map<String, Value> = counts.map(|(kind, n)| (kind.to_owned(), n.into())).collect();
            say!("{:#}", Value::Object(counts));
        } else {
            counts.for_each(|(kind, n)| say!("{n:>5}  {kind}"));
        }
    }

    fn keys(&self, entries: &Entries, kind: &Kind) {
        let all = entries.of_kind(kind.word);
        if self.json {
            let all: Vec<Value> = all.map(|entry| json!({ "key": entry.key, "title": entry.title })).collect();
            say!("{:#}", Value::Array(all));
        } else {
            all.for_each(|entry| say!("{}\t{}", entry.key, entry.title));
        }
    }
}

/// What the program carries, read.
pub(crate) fn carried() -> Result<clinical::knowledge::Knowledge, Outcome> {
    app::knowledge().map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Outcome::Fault(format!("the knowledge cannot be read: {first}"))
    })
}

fn entries_of(files: &Files) -> Entries {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Entries::read(&files)
}

fn unknown(entries: &Entries, kind: &Kind, key: &str) -> Outcome {
    let near = entries.near(kind.word, key, NEAR);
    let near = if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) };
    Outcome::No(format!("there is no {} `{key}`{near}", kind.word))
}

fn print(entries: &Entries, entry: &Entry) {
    say!("{} {} · {}\n", entry.kind.word, entry.key, entry.title);
    for (name, said) in &entry.says {
        say(name, said, 1);
    }
    if !entry.group.is_empty() {
        say!("  group: {}", entry.group);
    }
    say!("");
    if !entry.confidence.is_empty() {
        say!("Certainty: {} ({})", certainty(&entry.confidence), entry.confidence);
    }
    if !entry.as_of.is_empty() {
        say!("Held against its sources: {}", entry.as_of);
    }
    say!("Stands in: knowledge/{}:{}", entry.place.file, entry.place.line);
    for key in &entry.sources {
        let Some(source) = entries.get("source", key) else { continue };
        say!("Source {key}: {}", field(source, "citation"));
        let at = field(source, "url_or_doi");
        if !at.is_empty() {
            say!("  {at}");
        }
    }
    let naming: Vec<String> = entries.naming(entry).map(|one| format!("{} {}", one.kind.word, one.key)).collect();
    if !naming.is_empty() {
        say!("Named by: {}", naming.join(", "));
    }
}

fn say(name: &str, said: &Said, depth: usize) {
    let indent = "  ".repeat(depth);
    match said {
        Said::Text(words) | Said::Number(words) => say!("{indent}{name}: {words}"),
        Said::Truth(truth) => say!("{indent}{name}: {}", if *truth { "yes" } else { "no" }),
        Said::List(list) if list.iter().all(|one| matches!(one, Said::Text(_) | Said::Number(_))) => {
            let words: Vec<String> = list.iter().map(plain).collect();
            say!("{indent}{name}: {}", words.join(", "));
        }
        Said::List(list) => list.iter().for_each(|one| say(name, one, depth)),
        Said::Parts(parts) => {
            say!("{indent}{name}:");
            parts.iter().for_each(|(name, said)| say(name, said, depth + 1));
        }
    }
}

fn plain(said: &Said) -> String {
    match said {
        Said::Text(words) | Said::Number(words) => words.clone(),
        Said::Truth(truth) => truth.to_string(),
        Said::List(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Said::Parts(parts) => {
            parts.iter().map(|(name, said)| format!("{name} {}", plain(said))).collect::<Vec<_>>().join(", ")
        }
    }
}

fn field(entry: &Entry, name: &str) -> String {
    entry.says.iter().find(|(field, _)| field == name).map(|(_, said)| plain(said)).unwrap_or_default()
}

fn certainty(letter: &str) -> &'static str {
    match letter {
        "H" => "high: a guideline, a validated rule or a good review",
        "M" => "middle: textbooks or guidelines agree, without good data",
        _ => "low: convention, one author, or our own reading",
    }
}

fn in_json(entries: &Entries, entry: &Entry) -> Value {
    let sources: Vec<Value> = entry
        .sources
        .iter()
        .map(|key| match entries.get("source", key) {
            Some(source) => {
                json!({ "key": key, "citation": field(source, "citation"), "url_or_doi": field(source, "url_or_doi") })
            }
            None => json!({ "key": key }),
        })
        .collect();
    let naming: Vec<Value> =
        entries.naming(entry).map(|one| json!({ "kind": one.kind.word, "key": one.key, "title": one.title })).collect();
    json!({
        "kind": entry.kind.word,
        "key": entry.key,
        "title": entry.title,
        "says": entry.says.iter().map(|(name, said)| (name.clone(), value(said))).collect::<Map<String, Value>>(),
        "sources": sources,
        "certainty": entry.confidence,
        "as_of": entry.as_of,
        "file": entry.place.file,
        "line": entry.place.line,
        "named_by": naming,
    })
}

fn value(said: &Said) -> Value {
    match said {
        Said::Text(words) => words.clone().into(),
        Said::Number(words) => words.parse().map(Value::Number).unwrap_or_else(|_| words.clone().into()),
        Said::Truth(truth) => (*truth).into(),
        Said::List(list) => list.iter().map(value).collect(),
        Said::Parts(parts) => parts.iter().map(|(name, said)| (name.clone(), value(said))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Entries {
        Entries::read(&app::knowledge_files())
    }

    #[test]
    fn an_unknown_key_is_answered_with_those_near_and_an_unknown_kind_with_the_kinds() {
        let know = |kind: &str, key: &str| {
            let data = Data { data: None, database_url: None, schema: String::new() };
            let (kind, key) = (Some(kind.to_owned()), Some(key.to_owned()));
            Know { kind, key, at: None, json: true, data }.run()
        };
        let Err(Outcome::No(said)) = know("technique", "swedsh") else { panic!("it is no key") };
        assert!(said.contains("near:") && said.contains("swedish"), "{said}");
        let Err(Outcome::No(said)) = know("spell", "x") else { panic!("it is no kind") };
        assert!(said.contains("technique"), "{said}");
        assert!(know("rules", "S011").is_ok());
    }

    #[test]
    fn an_entry_in_json_has_its_sources_in_words_and_what_names_it() {
        let entries = entries();
        let rule = in_json(&entries, entries.get("rule", "S011").unwrap());
        assert_eq!(rule["certainty"], "M");
        assert!(rule["sources"][0]["citation"].as_str().unwrap().len() > 20);
        assert!(rule["says"]["effect"].is_array());
        let fact = in_json(&entries, entries.get("fact", "vte_confirmed").unwrap());
        assert!(fact["named_by"].as_array().unwrap().iter().any(|one| one["key"] == "S011"));
    }
}
