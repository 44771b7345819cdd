//! What a client typed under "medicines", read as medicines: "Eliquis 5mg twice daily" is apixaban.
//!
//! A pure look-up in [`Medicines`]. What is not found is never dropped: it comes back as [`Mention::Unknown`], a question for
//! the practitioner, with the names it may have meant.

use std::collections::BTreeMap;

use crate::knowledge::medicines::{Medicine, Medicines};

/// One thing found in the typed text.
#[derive(Clone, Debug)]
pub enum Mention<'k> {
    /// A medicine of the folder.
    Known {
        /// Which.
        medicine: &'k Medicine,
        /// The words that named it, as they were typed but folded.
        words: String,
    },
    /// Words that name no medicine of the folder: the practitioner asks.
    Unknown {
        /// The words, folded, without dose.
        words: String,
        /// Names one or two letters away, nearest first, at most three. A suggestion, never a match.
        near: Vec<&'k Medicine>,
    },
}

/// What a list of medicines says about the facts, each with the medicines that say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Implied {
    /// Facts that are true, with the names of the medicines.
    pub sets: BTreeMap<String, Vec<String>>,
    /// Facts to ask about, with the names of the medicines; none that is set already.
    pub asks: BTreeMap<String, Vec<String>>,
}

/// Words of dose, form and schedule in English and Spanish: they name no medicine.
const DOSE: &[&str] = &[
    "mg",
    "mcg",
    "ug",
    "g",
    "ml",
    "iu",
    "ui",
    "units",
    "unit",
    "unidades",
    "tablet",
    "tablets",
    "tab",
    "tabs",
    "capsule",
    "capsules",
    "cap",
    "caps",
    "pill",
    "pills",
    "puff",
    "puffs",
    "drop",
    "drops",
    "spray",
    "gel",
    "cream",
    "patch",
    "injection",
    "inhaler",
    "dose",
    "dosis",
    "comprimido",
    "comprimidos",
    "pastilla",
    "pastillas",
    "capsula",
    "capsulas",
    "gotas",
    "crema",
    "parche",
    "inyeccion",
    "inhalador",
    "once",
    "twice",
    "one",
    "two",
    "three",
    "half",
    "una",
    "uno",
    "dos",
    "tres",
    "media",
    "medio",
    "times",
    "time",
    "veces",
    "vez",
    "x",
    "a",
    "al",
    "per",
    "each",
    "every",
    "cada",
    "day",
    "days",
    "daily",
    "dia",
    "dias",
    "diario",
    "diaria",
    "week",
    "weekly",
    "semana",
    "semanal",
    "month",
    "monthly",
    "mes",
    "mensual",
    "hours",
    "hour",
    "hourly",
    "horas",
    "hora",
    "morning",
    "evening",
    "night",
    "noon",
    "bedtime",
    "manana",
    "noche",
    "tarde",
    "mediodia",
    "bd",
    "bid",
    "od",
    "tds",
    "tid",
    "qid",
    "qd",
    "prn",
    "po",
    "sos",
    "needed",
    "as",
    "when",
    "only",
    "with",
    "food",
    "con",
    "comida",
    "at",
    "in",
    "the",
    "en",
    "la",
    "el",
    "por",
    "de",
    "of",
    "on",
    "for",
    "low",
    "high",
    "baja",
    "alta",
    "strength",
    "sr",
    "xr",
    "xl",
    "er",
    "la",
    "cr",
    "mr",
    "ec",
    "retard",
    "i",
    "take",
    "tomo",
    "taking",
    "my",
    "mi",
    "some",
    "occasionally",
    "sometimes",
    "if",
    "si",
    "cuando",
    "necesito",
];

/// Words between two medicines.
const AND: &[&str] = &["and", "y", "plus", "e", "also", "tambien"];

/// Words that say "no medicine".
const NONE: &[&str] = &["no", "none", "nothing", "nil", "ninguno", "ninguna", "nada", "n", "na"];

/// What the typed text mentions, in its order.
#[must_use]
pub fn look_up<'k>(medicines: &'k Medicines, typed: &str) -> Vec<Mention<'k>> {
    let pieces = typed.split([',', ';', '\n', '+', '•', '|']);
    pieces.flat_map(|piece| look_up_piece(medicines, &fold(piece))).collect()
}

fn look_up_piece<'k>(medicines: &'k Medicines, folded: &str) -> Vec<Mention<'k>> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut named = false;
    let mut left: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some((medicine, length)) = longest_at(medicines, &words, at) {
            named = true;
            let spoken = words.get(at..at + length).unwrap_or_default().join(" ");
            found.push(Mention::Known { medicine, words: spoken });
            at += length;
            continue;
        }
        if AND.contains(word) {
            leave(medicines, &mut left, named, &mut found);
            named = false;
        } else if !is_dose(word) {
            left.push(word);
        }
        at += 1;
    }
    leave(medicines, &mut left, named, &mut found);
    found
}

/// Words beside a named medicine are how it is taken or what for; without one they are a medicine nobody knows here.
fn leave<'k>(medicines: &'k Medicines, left: &mut Vec<&str>, named: bool, found: &mut Vec<Mention<'k>>) {
    let words = std::mem::take(left);
    let said_none = words.iter().all(|word| NONE.contains(word));
    if named || said_none {
        return;
    }
    let words = words.join(" ");
    let near = near(medicines, &words);
    found.push(Mention::Unknown { words, near });
}

fn longest_at<'k>(medicines: &'k Medicines, words: &[&str], at: usize) -> Option<(&'k Medicine, usize)> {
    let most = medicines.longest_name_words().min(words.len() - at);
    (1..=most).rev().find_map(|length| {
        let phrase = words.get(at..at + length)?.join(" ");
        Some((medicines.named(&phrase)?, length))
    })
}

fn is_dose(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || DOSE.contains(&word)
}

/// Medicines with a name one letter away (two from eight letters on) from the whole or from a word of it.
fn near<'k>(medicines: &'k Medicines, words: &str) -> Vec<&'k Medicine> {
    let mut candidates: Vec<(usize, &Medicine)> = Vec::new();
    for typed in std::iter::once(words).chain(words.split(' ')).filter(|typed| typed.chars().count() >= 4) {
        let letters: Vec<char> = typed.chars().collect();
        let allowed = if letters.len() >= 8 { 2 } else { 1 };
        for (name, medicine) in medicines.names().filter(|(name, _)| name.chars().count() >= 4) {
            let distance = distance(&letters, &name.chars().collect::<Vec<_>>(), allowed);
            if distance <= allowed {
                candidates.push((distance, medicine));
            }
        }
    }
    candidates.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    let mut near: Vec<&Medicine> = Vec::new();
    for (_, medicine) in candidates {
        if near.len() < 3 && !near.iter().any(|other| other.key == medicine.key) {
            near.push(medicine);
        }
    }
    near
}

/// Letters to change, add, drop or swap with the neighbour to get from one word to the other; `most + 1` when it is more.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, other) in b.iter().enumerate() {
            let change = above[j] + usize::from(letter != other);
            let mut least = change.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0).min(most + 1)
}

/// What the mentions say about the facts.
#[must_use]
pub fn implied(medicines: &Medicines, mentions: &[Mention<'_>]) -> Implied {
    let mut implied = Implied::default();
    let known = || {
        mentions.iter().filter_map(|mention| match mention {
            Mention::Known { medicine, .. } => Some(*medicine),
            Mention::Unknown { .. } => None,
        })
    };
    for medicine in known() {
        for fact in medicines.sets(medicine) {
            enter(&mut implied.sets, fact, &medicine.name);
        }
    }
    for medicine in known() {
        for fact in medicines.asks(medicine).filter(|fact| !implied.sets.contains_key(*fact)) {
            enter(&mut implied.asks, fact, &medicine.name);
        }
    }
    implied
}

fn enter(map: &mut BTreeMap<String, Vec<String>>, fact: &str, medicine: &str) {
    let names = map.entry(fact.to_owned()).or_default();
    if !names.iter().any(|name| name == medicine) {
        names.push(medicine.to_owned());
    }
}

/// A name as it is compared: small letters, no accents, words parted by single spaces, nothing but letters and digits.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}' | '®' | '™' => {}
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'µ' | 'μ' => folded.push('u'),
            'ñ' => folded.push('n'),
            'ç' => folded.push('c'),
            'ß' => folded.push_str("ss"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_accent_or_marks() {
        assert_eq!(fold("  Apixabán® 5mg/día "), "apixaban 5mg dia");
        assert_eq!(fold("St John’s wort"), "st john s wort");
    }

    #[test]
    fn two_neighbouring_letters_swapped_are_one_step() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("warfrain"), &letters("warfarin"), 2), 1);
        assert_eq!(distance(&letters("warfarin"), &letters("heparin"), 2), 3);
        assert_eq!(distance(&letters("apixiban"), &letters("apixaban"), 2), 1);
    }
}
