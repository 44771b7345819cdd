//! Names as people type them and look for them: one folding for what is kept and for what is sought.
//!
//! Compatibility forms become plain ones (NFKD), case goes by way of the capital (so that `ß`, `ſ`, `ς` and `İ` fold as
//! the standard's full case folding has it), marks are removed in the scripts whose readers leave them out, katakana
//! becomes hiragana, and what cannot be seen (direction marks, soft hyphens, the Arabic stretch) goes. Beside each folded
//! word stands its transliteration into Latin letters.
use any_ascii::any_ascii;
use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The version of the folding. Keys made by another one are rebuilt.
pub const VERSION: i64 = 1;

/// The most letters of a word that count.
const LONGEST: usize = 64;

/// The most words of a query that count.
pub const MOST_WORDS: usize = 4;

/// Text without case, marks and width; spaces and signs stay where they are.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bare = false;
    for letter in text.nfkd() {
        if is_combining_mark(letter) {
            if !bare {
                out.push(letter);
            }
        } else if !is_unseen(letter) {
            bare = loses_its_marks(letter);
            out.extend(letter.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    // `İ` in lower case is an i with a dot that came back; what composes (が, Hangul) is put together again.
    out.nfc().filter(|letter| *letter != '\u{307}').map(hiragana).collect()
}

/// The words of a name, folded, in their order. Signs part words: `O'Brien` is `o` and `brien`.
pub fn words(text: &str) -> Vec<String> {
    pieces(&fold(text)).map(short).collect()
}

/// What a name is found by: each word; a word with signs in it as one too (`obrien`); each in Latin letters.
pub fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for name in names {
        let folded = fold(name);
        for chunk in folded.split_whitespace() {
            keys.extend(pieces(chunk).map(short));
            keys.insert(pieces(chunk).collect());
        }
    }
    let latin: Vec<String> = keys.iter().map(|key| transliterated(key)).collect();
    keys.extend(latin);
    keys.into_iter().map(|key| short(&key)).filter(|key| !key.is_empty()).collect()
}

/// The words that are looked for, longest first, each to be met by a key that begins with it; at most [`MOST_WORDS`].
pub fn sought(query: &str) -> Vec<String> {
    let folded = fold(query);
    let whole = folded.split_whitespace().map(|chunk| pieces(chunk).collect::<String>());
    let mut words: Vec<String> = whole.map(|word| short(&word)).filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(MOST_WORDS);
    words
}

/// Where a name stands in a list: by its reading where there is one.
pub fn list_key(name: &str, reading: &str) -> String {
    words(if reading.trim().is_empty() { name } else { reading }).join(" ")
}

/// A folded word in Latin letters: `мария` is `mariya`.
pub fn transliterated(word: &str) -> String {
    any_ascii(word).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The digits of a phone number, whatever digits it is written in.
pub fn digits(phone: &str) -> String {
    any_ascii(phone).chars().filter(char::is_ascii_digit).collect()
}

/// Every text that begins with a prefix: `from` itself or after it, and before `to`, in the order of code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The prefix.
    pub from: String,
    /// The first text after all that begin with it.
    pub to: String,
}

impl Range {
    /// What begins with `prefix`. The empty prefix begins everything.
    pub fn of(prefix: &str) -> Range {
        let mut rest: Vec<char> = prefix.chars().collect();
        while let Some(last) = rest.pop() {
            if let Some(next) = after(last) {
                let to = rest.into_iter().chain([next]).collect();
                return Range { from: prefix.into(), to };
            }
        }
        // Nothing comes after the last code point; no key begins with it, for it is no letter.
        Range { from: prefix.into(), to: char::MAX.to_string() }
    }
}

/// The next code point that can stand in a text: the surrogates are no characters.
fn after(letter: char) -> Option<char> {
    match letter {
        '\u{d7ff}' => Some('\u{e000}'),
        char::MAX => None,
        other => char::from_u32(u32::from(other) + 1),
    }
}

fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|piece| !piece.is_empty())
}

fn short(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        other => other,
    }
}

/// Zero-width signs, direction marks, the soft hyphen, the Arabic stretch.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Latin, Greek, Cyrillic, Hebrew, Arabic: readers of these look for a name without its marks.
fn loses_its_marks(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{52f}' | '\u{590}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
        | '\u{1c80}'..='\u{1c8f}' | '\u{1e00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' | '\u{a720}'..='\u{a7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(name: &str, query: &str) -> bool {
        let keys = keys([name]);
        let sought = sought(query);
        !sought.is_empty()
            && sought.iter().all(|word| {
                let range = Range::of(word);
                keys.range(range.from..range.to).next().is_some()
            })
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for (name, queries) in [
            ("Ñandú Pérez", &["nandu", "ÑANDÚ", "perez nan", "Pérez"][..]),
            ("Jürgen Straße", &["STRASSE", "strasse", "Straße jürgen", "jur"]),
            ("Sean O'Brien", &["o'brien", "OBrien", "brien", "o’brien sean", "O Brien"]),
            ("Ana García-Lorca", &["garcia-lorca", "Lorca", "garcía lorca ana"]),
            ("İpek Işık", &["ipek", "İPEK", "IPEK", "isik"]),
            ("محمد", &["محمد", "مُحَمَّد", "mhmd"]),
            ("山田 太郎", &["山", "太郎 山田"]),
            ("やまだ たろう", &["ヤマダ", "やま", "yamada"]),
            ("ｶﾞﾗﾝ", &["がらん", "ガ"]),
            ("Łukasz Ødegård", &["lukasz", "Łuk", "odegard"]),
            ("Γιώργος", &["γιωργος", "ΓΙΩΡΓΟΣ"]),
            ("Юлия", &["юлия", "yuliya"]),
            ("ﬁona", &["fiona"]),
        ] {
            for query in queries {
                assert!(finds(name, query), "{name} by {query}: {:?} {:?}", keys([name]), sought(query));
            }
        }
    }

    #[test]
    fn what_is_no_beginning_of_a_word_does_not_find_it() {
        for (name, query) in [("Ana García", "arcia"), ("Ana García", "ana lopez"), ("がらん", "から"), ("Ana", "...")]
        {
            assert!(!finds(name, query), "{name} by {query}");
        }
    }

    #[test]
    fn a_prefix_ends_at_the_next_code_point_and_never_at_a_surrogate() {
        assert_eq!(Range::of("ab"), Range { from: "ab".into(), to: "ac".into() });
        assert_eq!(Range::of("a\u{d7ff}").to, "a\u{e000}");
        assert_eq!(Range::of("a\u{10ffff}").to, "b");
        assert_eq!(Range::of("").to, "\u{10ffff}");
    }

    #[test]
    fn digits_are_read_in_any_script() {
        assert_eq!(digits("+34 (600) 12-34"), "346001234");
        assert_eq!(digits("٠٥٠ ١٢٣"), "050123");
    }

    #[test]
    fn a_list_goes_by_the_reading() {
        assert_eq!(list_key("Óscar de la Fuente", ""), "oscar de la fuente");
        assert_eq!(list_key("山田 太郎", "ヤマダ タロウ"), "やまだ たろう");
    }
}
