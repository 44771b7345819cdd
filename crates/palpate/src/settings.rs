//! Settings from a file: the weakest of three voices, below the environment and the command line.
use crate::outcome::Outcome;
use clap::Command;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

/// How the environment's names begin; the rest, in lower case, is the key in the file.
const PREFIX: &str = "PALPATE_";

/// Gives the command line the values of the settings file, if one is named, as its defaults.
pub(crate) fn with_file(program: Command, words: &[OsString]) -> Result<Command, Outcome> {
    let Some(file) = named(words) else { return Ok(program) };
    let mut values = read(&file, &known(&program))?;
    // Where the data is, is one question: whoever answers it nearer by is not contradicted by the other key.
    let answered = |flag: &str, name: &str| {
        std::env::var_os(name).is_some() || words.iter().any(|word| word.to_string_lossy().starts_with(flag))
    };
    if answered("--data", "PALPATE_DATA") || answered("--database-url", "PALPATE_DATABASE_URL") {
        values.remove("PALPATE_DATA");
        values.remove("PALPATE_DATABASE_URL");
    }
    Ok(set(program, &values))
}

/// The file that the command line or the environment names.
fn named(words: &[OsString]) -> Option<PathBuf> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--settings" {
            return words.next().map(PathBuf::from);
        }
        if let Some(file) = word.to_string_lossy().strip_prefix("--settings=") {
            return Some(PathBuf::from(file));
        }
    }
    std::env::var_os("PALPATE_SETTINGS").map(PathBuf::from)
}

/// The environment's names of every setting.
fn known(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned()));
    own.chain(command.get_subcommands().flat_map(known)).filter(|name| name != "PALPATE_SETTINGS").collect()
}

/// Reads the file: `key = value`, where a list becomes its parts with commas between.
fn read(file: &Path, known: &BTreeSet<String>) -> Result<BTreeMap<String, &'static str>, Outcome> {
    let wrong = |why: &dyn std::fmt::Display| Outcome::Input(format!("{}: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|why| wrong(&why))?;
    let table: toml::Table = text.parse().map_err(|why: toml::de::Error| wrong(&why.message()))?;
    let mut values = BTreeMap::new();
    for (key, value) in &table {
        let name = format!("{PREFIX}{}", key.to_uppercase());
        if !known.contains(&name) {
            return Err(wrong(&format!("there is no setting `{key}`; docs/generated/settings.md lists them")));
        }
        let value = word(value)
            .or_else(|| Some(value.as_array()?.iter().map(word).collect::<Option<Vec<_>>>()?.join(",")))
            .ok_or_else(|| wrong(&format!("`{key}` is a text, a number, or a list of them")))?;
        // The command line borrows its defaults for as long as the program runs; they are read once.
        values.insert(name, &*value.leak());
    }
    Ok(values)
}

fn word(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn set(command: Command, values: &BTreeMap<String, &'static str>) -> Command {
    let command = command.mut_args(|arg| {
        let value = arg.get_env().and_then(|name| values.get(name.to_string_lossy().as_ref()).copied());
        match value {
            Some(value) => arg.default_value(value),
            None => arg,
        }
    });
    command.mut_subcommands(|inner| set(inner, values))
}
