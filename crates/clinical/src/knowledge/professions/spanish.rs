//! Reading `es/consent.toml`, the Spanish of what a client consents to, beside the English.

use serde::Deserialize;
use toml::Spanned;

use super::super::education::{Review, Words};
use super::super::{Problem, Source};
use super::{ConsentText, Professions};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reviewer: Option<String>,
    reviewed_on: Option<String>,
    #[serde(default)]
    separate_consent: Vec<Separate>,
    #[serde(default)]
    consent_rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Separate {
    key: Spanned<String>,
    name: String,
    what: String,
    risks: Vec<String>,
    instead: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    key: Spanned<String>,
    must_say: Vec<String>,
}

/// Lays the Spanish beside the English, entry by entry.
pub(super) fn lay_beside(all: &mut Professions, files: &[(&str, &str)], problems: &mut Vec<Problem>) {
    let Some(source) = Source::at(files, "es/consent.toml") else { return };
    let Some(file) = source.wire::<File>(problems) else { return };
    let review = file.reviewer.zip(file.reviewed_on).map(|(by, on)| Review { by, on });
    let mut nowhere = |key: &Spanned<String>| {
        let what = format!("Spanish of `{}`, which is not there in English", key.get_ref());
        problems.push(source.place(key).problem(what));
    };
    for row in file.separate_consent {
        match all.separate_consents.iter_mut().find(|one| one.key == *row.key.get_ref()) {
            Some(one) => {
                let text = ConsentText { name: row.name, what: row.what, risks: row.risks, instead: row.instead };
                lay(&mut one.text, text, review.clone());
            }
            None => nowhere(&row.key),
        }
    }
    for row in file.consent_rule {
        match all.consent_rules.iter_mut().find(|one| one.key == *row.key.get_ref()) {
            Some(one) => lay(&mut one.must_say, row.must_say, review.clone()),
            None => nowhere(&row.key),
        }
    }
}

fn lay<T>(words: &mut Words<T>, spanish: T, review: Option<Review>) {
    words.es = Some(spanish);
    words.es_review = review;
}
