//! Reading `es/homecare.toml`, the Spanish of home care, beside the English.

use serde::Deserialize;
use toml::Spanned;

use super::{Homecare, ItemSpanish};
use crate::knowledge::education::Review;
use crate::knowledge::{Problem, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    reviewer: Option<String>,
    reviewed_on: Option<String>,
    #[serde(default)]
    item: Vec<WireItem>,
    #[serde(default)]
    bar: Vec<WireSentence>,
    #[serde(default)]
    universal: Vec<WireSentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireItem {
    key: Spanned<String>,
    name: String,
    purpose: String,
    steps: Vec<String>,
    #[serde(default)]
    cautions: Vec<String>,
    progression: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSentence {
    key: Spanned<String>,
    say: String,
}

/// Lays the Spanish beside the English; what has no English, or another number of steps, is a problem.
pub(super) fn lay_beside(files: &[(&str, &str)], homecare: &mut Homecare, problems: &mut Vec<Problem>) {
    let Some(source) = Source::at(files, "es/homecare.toml") else { return };
    let Some(wire) = source.wire::<WireFile>(problems) else { return };
    homecare.es_review = wire.reviewer.zip(wire.reviewed_on).map(|(by, on)| Review { by, on });
    let mut say = |key: &Spanned<String>, what: String| problems.push(source.place(key).problem(what));
    for row in wire.item {
        let Some(item) = homecare.items.iter_mut().find(|item| item.key == *row.key.get_ref()) else {
            say(&row.key, format!("Spanish of `{}`, which is not there in English", row.key.get_ref()));
            continue;
        };
        let same = row.steps.len() == item.steps.len()
            && row.cautions.len() == item.cautions.len()
            && row.progression.is_some() == item.progression.is_some();
        if !same {
            say(&row.key, "not as many steps, cautions or progressions as in English".to_owned());
        }
        let (name, purpose, steps, cautions) = (row.name, row.purpose, row.steps, row.cautions);
        item.es = Some(ItemSpanish { name, purpose, steps, cautions, progression: row.progression });
    }
    for row in wire.bar {
        match homecare.bars.iter_mut().find(|bar| bar.key == *row.key.get_ref()) {
            Some(bar) => bar.say_es = Some(row.say),
            None => say(&row.key, format!("Spanish of `{}`, which is not there in English", row.key.get_ref())),
        }
    }
    for row in wire.universal {
        match homecare.universal.iter_mut().find(|rule| rule.key == *row.key.get_ref()) {
            Some(rule) => rule.say_es = Some(row.say),
            None => say(&row.key, format!("Spanish of `{}`, which is not there in English", row.key.get_ref())),
        }
    }
}
