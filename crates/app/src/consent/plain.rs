//! Words that a client reads: techniques and places in their language, with the English beneath where nobody has reviewed it.
use crate::ui::{Locale, Words};
use clinical::knowledge::Knowledge;
use clinical::knowledge::education::{About, PageText, Words as Told};

/// What of a told thing is read in this language, and what stands beneath it because nobody has reviewed the translation.
pub(crate) fn told<T>(words: &Told<T>, locale: Locale) -> (&T, Option<&T>) {
    if locale.folder() != "es" {
        return (&words.en, None);
    }
    let (said, beneath) = words.spanish();
    (said, beneath.then_some(&words.en))
}

/// The plain page of a technique: its own, or that of the technique it is a stroke of.
pub(crate) fn technique<'k>(knowledge: &'k Knowledge, key: &str, locale: Locale) -> Option<&'k PageText> {
    let education = &knowledge.education;
    let whole = || knowledge.techniques.get(key).map(|one| knowledge.techniques.whole(one).key.as_str());
    let page = education.page(About::Technique, key).or_else(|| education.page(About::Technique, whole()?));
    page.map(|page| told(&page.text, locale).0)
}

/// What a technique is called, in the client's language where the plain page has it.
pub(crate) fn technique_name(knowledge: &Knowledge, key: &str, locale: Locale) -> String {
    let own = knowledge.techniques.get(key).map_or(key, |one| one.name.as_str());
    technique(knowledge, key, locale).map_or_else(|| own.to_string(), |page| page.title.clone())
}

/// What a condition is called, in plain words.
pub(crate) fn condition_name(knowledge: &Knowledge, key: &str, locale: Locale) -> String {
    let page = knowledge.education.page(About::Condition, key).map(|page| told(&page.text, locale).0);
    let own = knowledge.conditions.get(key).map_or(key, |one| one.plain.as_str());
    page.map_or_else(|| own.to_string(), |page| page.title.clone())
}

/// What a place is called: an area in the page's language, anything else as the knowledge has it.
pub(crate) fn place(knowledge: &Knowledge, words: &Words, key: &str) -> String {
    let own = format!("place-{key}");
    if words.has(&own) {
        return words.t(&own);
    }
    let regions = &knowledge.regions;
    let name = regions.get(key).map(|region| region.plain.as_str());
    let name = name.or_else(|| regions.area(key).map(|area| area.name.as_str()));
    let name = name.or_else(|| regions.structure(key).map(|structure| structure.name.as_str()));
    name.unwrap_or(key).to_string()
}

/// Several places in one line.
pub(crate) fn places(knowledge: &Knowledge, words: &Words, keys: &str) -> String {
    let keys = keys.split(',').filter(|key| !key.is_empty());
    keys.map(|key| place(knowledge, words, key)).collect::<Vec<_>>().join(", ")
}
