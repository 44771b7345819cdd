//! Are two entries of a directory likely one person? A question to a person before saving, never a decision.
//!
//! Our own rule, worked out by hand against the cases of `vectors/same_person.json`; no published weights are used, because
//! those are estimated on other populations. Name and birth date together decide; a phone only tips what is open, since
//! families share one.
use crate::name;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Who somebody says they are, as far as it tells people apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Every name they have: on papers, in use, as it sounds.
    pub names: Vec<String>,
    /// Their birth date, where it is known.
    pub birth_on: Option<Date>,
    /// Their phone number, however it is written; empty where it is not known.
    pub phone: String,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alike {
    Same,
    /// As one slip of the pen would leave it.
    Near,
    Other,
    /// Not known of one of them.
    Unknown,
}

/// Are these two likely one person?
pub fn likely(one: &Identity, other: &Identity) -> bool {
    let (name, born) = (names(one, other), births(one.birth_on, other.birth_on));
    let phone = phones(&one.phone, &other.phone);
    match (name, born) {
        (Alike::Same, Alike::Same | Alike::Near) | (Alike::Near, Alike::Same) => true,
        // Without a birth date, the same name is asked about, unless two phones speak against it.
        (Alike::Same, Alike::Unknown) => phone != Alike::Other,
        (Alike::Near, Alike::Near | Alike::Unknown) => phone == Alike::Same,
        _ => false,
    }
}

fn names(one: &Identity, other: &Identity) -> Alike {
    let mut found = Alike::Other;
    for mine in writings(one) {
        for theirs in &writings(other) {
            match compare(&mine, theirs) {
                Alike::Same => return Alike::Same,
                Alike::Near => found = Alike::Near,
                Alike::Other | Alike::Unknown => {}
            }
        }
    }
    found
}

/// Each name as its words: parted at every sign (`garcía lorca`) and at spaces alone (`obrien`), in its own letters and
/// in Latin ones.
fn writings(of: &Identity) -> BTreeSet<Vec<String>> {
    let mut all = BTreeSet::new();
    for name in &of.names {
        let whole = name.split_whitespace().map(|chunk| name::words(chunk).concat()).collect();
        for mut words in [name::words(name), whole] {
            let mut latin: Vec<String> = words.iter().map(|word| name::transliterated(word)).collect();
            for writing in [&mut words, &mut latin] {
                writing.retain(|word| !word.is_empty());
                writing.sort();
            }
            all.extend([words, latin]);
        }
    }
    all.retain(|words| !words.is_empty());
    all
}

/// Names as bags of words. The same: equal, or the shorter one, of two words at least, is all in the longer (a second
/// surname or a middle name left out). Near: as many words, and one of them a slip away.
fn compare(mine: &[String], theirs: &[String]) -> Alike {
    let (few, many) = if mine.len() <= theirs.len() { (mine, theirs) } else { (theirs, mine) };
    let mut rest: Vec<&String> = many.iter().collect();
    let mut odd: Vec<&String> = Vec::new();
    for word in few {
        match rest.iter().position(|other| *other == word) {
            Some(place) => {
                rest.remove(place);
            }
            None => odd.push(word),
        }
    }
    match (odd.as_slice(), rest.as_slice()) {
        ([], []) => Alike::Same,
        ([], _) if few.len() >= 2 => Alike::Same,
        ([mine], [theirs]) if few.len() >= 2 && slipped(mine, theirs) => Alike::Near,
        _ => Alike::Other,
    }
}

/// One letter left out, added, changed, or two beside each other swapped, in a word of four letters or more. Names of a
/// pair that differ only in the vowel they end with (Mario, Maria) are two names.
fn slipped(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().min(b.len()) < 4 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let left = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    match (a, b) {
        ([x], [y]) => end > 0 || !(is_vowel(*x) && is_vowel(*y)),
        ([x], []) | ([], [x]) => end > 0 || !is_vowel(*x),
        ([x1, x2], [y1, y2]) => x1 == y2 && x2 == y1,
        _ => false,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Near: one digit wrong, two digits beside each other swapped, or day and month in each other's place.
fn births(one: Option<Date>, other: Option<Date>) -> Alike {
    let (Some(one), Some(other)) = (one, other) else { return Alike::Unknown };
    if one == other {
        return Alike::Same;
    }
    if one.year() == other.year() && one.month() == other.day() && one.day() == other.month() {
        return Alike::Near;
    }
    let (a, b) = (one.to_string().into_bytes(), other.to_string().into_bytes());
    let differing: Vec<usize> = (0..a.len().min(b.len())).filter(|&i| a.get(i) != b.get(i)).collect();
    match differing[..] {
        [_] => Alike::Near,
        [i, j] if j == i + 1 && a.get(i) == b.get(j) && a.get(j) == b.get(i) => Alike::Near,
        _ => Alike::Other,
    }
}

/// The same where their last nine digits are, so that a country's code does not part them.
fn phones(one: &str, other: &str) -> Alike {
    let (one, other) = (name::digits(one), name::digits(other));
    if one.len() < 5 || other.len() < 5 {
        return Alike::Unknown;
    }
    let last = |digits: &str| digits.chars().rev().take(9).collect::<String>();
    if last(&one) == last(&other) { Alike::Same } else { Alike::Other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn identity(case: &Value) -> Identity {
        let text = |name: &str| case[name].as_str().unwrap_or_default().to_string();
        let names = case["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_string());
        Identity { names: names.collect(), birth_on: text("birth_on").parse().ok(), phone: text("phone") }
    }

    #[test]
    fn every_case_is_judged_as_a_receptionist_would_and_either_way_round() {
        let file: Value = serde_json::from_str(include_str!("../../../vectors/same_person.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 30);
        for case in cases {
            let (one, other) = (identity(&case["one"]), identity(&case["other"]));
            let expected = case["likely"].as_bool().unwrap();
            assert_eq!(likely(&one, &other), expected, "{}", case["why"]);
            assert_eq!(likely(&other, &one), expected, "the other way round: {}", case["why"]);
        }
    }
}
