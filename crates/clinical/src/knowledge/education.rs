//! Teaching: one plain page per condition and technique, after-care cards, warning signs, emergency numbers and texts.
//!
//! Everything here is fixed text, written to be read by a client; nothing is computed from answers. Each text may stand in
//! Spanish as well, with whether somebody has reviewed it.

mod check;
mod wire;

use std::collections::BTreeSet;

use serde::Deserialize;

pub(crate) use check::check;
pub(crate) use wire::read;

use super::{Place, Provenance};

/// Who has read a translation, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: String,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
}

/// Words in English, and in Spanish where there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words<T> {
    /// English.
    pub en: T,
    /// Spanish.
    pub es: Option<T>,
    /// Who reviewed the Spanish; until then it is shown with the English beneath.
    pub es_review: Option<Review>,
}

impl<T> Words<T> {
    pub(crate) fn english(en: T) -> Words<T> {
        Words { en, es: None, es_review: None }
    }

    /// Spanish if there is any, else English; and whether the English is to be shown beneath.
    #[must_use]
    pub fn spanish(&self) -> (&T, bool) {
        match &self.es {
            Some(es) => (es, self.es_review.is_none()),
            None => (&self.en, false),
        }
    }
}

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A complaint or condition.
    Condition,
    /// A technique.
    Technique,
}

/// The words of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// Its heading.
    pub title: String,
    /// What it is.
    pub what: String,
    /// What helps, or what to do.
    pub helps: Vec<String>,
    /// What to expect.
    pub expect: String,
}

impl PageText {
    fn parts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.what.as_str())
            .chain(self.helps.iter().map(String::as_str))
            .chain(std::iter::once(self.expect.as_str()))
    }
}

/// One plain page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The key, `condition_…` or `technique_…`.
    pub key: String,
    /// What it is about.
    pub about: About,
    /// The key of the condition or technique.
    pub of: String,
    /// Its words.
    pub text: Words<PageText>,
    /// Keys of [`Warning`]: when to get help.
    pub get_help: Vec<String>,
    /// The age at which most people read the English easily, years.
    pub reading_age: u32,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// How soon somebody else must see it, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The emergency number, now.
    Emergency,
    /// A crisis line, now.
    Crisis,
    /// A doctor, today.
    SameDay,
    /// Within two days.
    TwoDays,
    /// An appointment.
    Doctor,
}

/// A sign that needs somebody else.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The key.
    pub key: String,
    /// How soon.
    pub level: Urgency,
    /// What the client reads.
    pub say: Words<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// The words of an after-care card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareText {
    /// What was done.
    pub name: String,
    /// Usual effects.
    pub effects: Vec<String>,
    /// What to do, and to leave.
    pub advice: Vec<String>,
}

/// After-care of a family of techniques.
#[derive(Clone, Debug)]
pub struct Aftercare {
    /// The family, such as `DEEP`.
    pub family: String,
    /// Its words.
    pub text: Words<CareText>,
    /// How long usual effects last, hours; none: the reference does not say.
    pub lasts_h: Option<[u32; 2]>,
    /// Keys of [`Warning`].
    pub warnings: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// What is added after work on an area.
#[derive(Clone, Debug)]
pub struct AftercareArea {
    /// The key.
    pub key: String,
    /// Its heading.
    pub name: Words<String>,
    /// Keys of areas of the body.
    pub areas: Vec<String>,
    /// Keys of [`Warning`].
    pub warnings: Vec<String>,
    /// A sentence of its own.
    pub say: Option<Words<String>>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A telephone line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who answers.
    pub name: String,
    /// The number, as it is dialled in the country.
    pub number: String,
}

/// The numbers of a country.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166, or `EU`.
    pub key: String,
    /// The emergency number.
    pub emergency: String,
    /// Crisis lines; empty: unknown.
    pub crisis: Vec<Line>,
    /// A line for medical advice; none: unknown.
    pub advice: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A fixed sentence for an emergency page; `{emergency}`, `{crisis}` and `{advice}` stand for numbers.
#[derive(Clone, Debug)]
pub struct EmergencyText {
    /// The key.
    pub key: String,
    /// The sentence.
    pub say: Words<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Education {
    /// The pages.
    pub pages: Vec<Page>,
    /// The warning signs.
    pub warnings: Vec<Warning>,
    /// After-care by family.
    pub aftercare: Vec<Aftercare>,
    /// After-care by area.
    pub aftercare_areas: Vec<AftercareArea>,
    /// Numbers by country.
    pub countries: Vec<Country>,
    /// Fixed sentences.
    pub texts: Vec<EmergencyText>,
}

/// The card handed out at the end of a visit.
#[derive(Clone, Debug, Default)]
pub struct Card<'k> {
    /// What was done, in the order given.
    pub families: Vec<&'k Aftercare>,
    /// What is added for the areas worked on.
    pub areas: Vec<&'k AftercareArea>,
    /// Warning signs, gravest first, each once.
    pub warnings: Vec<&'k Warning>,
    /// The longest usual effect that is known, hours.
    pub lasts_h: Option<u32>,
}

impl Education {
    /// The page about a condition or technique.
    #[must_use]
    pub fn page(&self, about: About, of: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.about == about && page.of == of)
    }

    /// The warning with this key.
    #[must_use]
    pub fn warning(&self, key: &str) -> Option<&Warning> {
        self.warnings.iter().find(|warning| warning.key == key)
    }

    /// The fixed sentence with this key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&EmergencyText> {
        self.texts.iter().find(|text| text.key == key)
    }

    /// The numbers for a place such as `US-WA` or `ES`; a place nobody listed is unknown.
    #[must_use]
    pub fn numbers(&self, place: &str) -> Option<&Country> {
        let country = place.split('-').next().unwrap_or(place);
        self.countries.iter().find(|row| row.key == country)
    }

    /// The sentence with its numbers filled in, or the one to use where a number is not known.
    ///
    /// `None` only when neither sentence is in the folder.
    #[must_use]
    pub fn sentence(&self, key: &str, place: &str, spanish: bool) -> Option<String> {
        let say = |text: &EmergencyText| {
            let words = if spanish { text.say.spanish().0 } else { &text.say.en };
            words.clone()
        };
        let country = self.numbers(place);
        let filled = self.text(key).and_then(|text| fill(&say(text), country));
        filled.or_else(|| self.text(&format!("{key}_unknown")).map(say))
    }

    /// The card for the families of technique and the areas of this visit.
    #[must_use]
    pub fn card<'k>(&'k self, families: &[&str], areas: &[&str]) -> Card<'k> {
        let mut card = Card::default();
        for family in families {
            let found = self.aftercare.iter().find(|care| care.family == *family);
            card.families.extend(found.filter(|care| !card.families.iter().any(|had| had.family == care.family)));
        }
        card.areas =
            self.aftercare_areas.iter().filter(|row| row.areas.iter().any(|a| areas.contains(&a.as_str()))).collect();
        let keys: BTreeSet<&str> = card
            .families
            .iter()
            .flat_map(|care| &care.warnings)
            .chain(card.areas.iter().flat_map(|area| &area.warnings))
            .map(String::as_str)
            .collect();
        card.warnings = self.warnings.iter().filter(|warning| keys.contains(warning.key.as_str())).collect();
        card.warnings.sort_by_key(|warning| warning.level);
        card.lasts_h = card.families.iter().filter_map(|care| care.lasts_h.map(|[_, most]| most)).max();
        card
    }
}

/// The sentence with its numbers, or none when one is not known.
fn fill(sentence: &str, country: Option<&Country>) -> Option<String> {
    let mut filled = sentence.to_owned();
    let emergency = country.map(|country| country.emergency.clone());
    let crisis = country.filter(|country| !country.crisis.is_empty()).map(|country| {
        let lines: Vec<String> = country.crisis.iter().map(crisis_line).collect();
        lines.join(", ")
    });
    let advice = country.and_then(|country| country.advice.clone());
    for (place, number) in [("{emergency}", emergency), ("{crisis}", crisis), ("{advice}", advice)] {
        if filled.contains(place) {
            filled = filled.replace(place, &number?);
        }
    }
    Some(filled)
}

fn crisis_line(line: &Line) -> String {
    if line.name.contains(&line.number) { line.name.clone() } else { format!("{} {}", line.name, line.number) }
}

/// The age at which most people read an English text easily, years: Flesch–Kincaid grade plus five, at least six.
///
/// An estimate by counting words, sentences and groups of vowels (Kincaid 1975); it says nothing of whether the text is good.
#[must_use]
pub fn reading_age<'a>(parts: impl Iterator<Item = &'a str>) -> u32 {
    let (mut words, mut sentences, mut syllables) = (0_u32, 0_u32, 0_u32);
    for sentence in parts.flat_map(|part| part.split(['.', '!', '?', ':', ';'])) {
        let before = words;
        for word in sentence.split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '\'' | '’'))) {
            if word.bytes().any(|b| b.is_ascii_alphabetic()) {
                words += 1;
                syllables += syllables_of(word);
            }
        }
        sentences += u32::from(words > before);
    }
    if words == 0 {
        return 6;
    }
    let (words, sentences, syllables) = (f64::from(words), f64::from(sentences), f64::from(syllables));
    let grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    let mut age = 6;
    while f64::from(age) + 0.5 <= grade + 5.0 {
        age += 1;
    }
    age
}

fn syllables_of(word: &str) -> u32 {
    let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()).collect();
    let vowel = |letter: &u8| b"aeiouy".contains(letter);
    let mut groups = 0;
    let mut in_group = false;
    for letter in &letters {
        if vowel(letter) && !in_group {
            groups += 1;
        }
        in_group = vowel(letter);
    }
    let silent_e = letters.ends_with(b"e") && !letters.ends_with(b"le") && groups > 1;
    std::cmp::max(1, groups - u32::from(silent_e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_in_short_sentences_read_early_and_long_ones_late() {
        assert_eq!(reading_age(["The cat sat. The dog ran."].into_iter()), 6);
        let late = "Contemporary rehabilitation necessitates individualised multidisciplinary evaluation";
        assert!(reading_age([late].into_iter()) > 20);
    }

    #[test]
    fn syllables_are_groups_of_vowels_without_a_silent_e() {
        assert_eq!(
            (syllables_of("move"), syllables_of("little"), syllables_of("the"), syllables_of("easy")),
            (1, 2, 1, 2)
        );
    }
}
