//! Entries, words and numbers.

use super::{Each, Level, Palpated, Sets};

/// The entries of what was typed: parted by `·`, `;` or a new line, but not within quotation marks that are closed.
pub(super) fn entries(typed: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, character) in typed.char_indices() {
        match character {
            '"' => quoted = !quoted && closes(typed.get(at + 1..).unwrap_or("")),
            '·' | ';' | '\n' | '\r' if !quoted => {
                entries.push(typed.get(start..at).unwrap_or(""));
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    entries.push(typed.get(start..).unwrap_or(""));
    entries.into_iter().map(str::trim).filter(|entry| !entry.is_empty()).collect()
}

/// Whether a quotation that has begun closes before the line ends.
fn closes(rest: &str) -> bool {
    rest.split(['\n', '\r']).next().is_some_and(|line| line.contains('"'))
}

/// An entry and the quoted note at its end, if there is one.
pub(super) fn note(entry: &str) -> (&str, &str) {
    entry
        .strip_suffix('"')
        .and_then(|rest| rest.split_once('"'))
        .filter(|(_, note)| !note.contains('"'))
        .map_or((entry, ""), |(before, note)| (before.trim(), note.trim()))
}

/// `6`, `6.5`: at most six digits and one point.
pub(super) fn number(word: &str) -> Option<f64> {
    let sound = word.len() <= 7 && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (sound && word.bytes().any(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

/// `6` or `6>3`.
pub(super) fn numbers(word: &str) -> Option<(f64, Option<f64>)> {
    match word.split_once('>') {
        Some((before, after)) => Some((number(before)?, Some(number(after)?))),
        None => Some((number(word)?, None)),
    }
}

/// A token of an entry that is neither a place nor a technique.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    Time(u32),
    Pressure(u8),
    Sets(Sets),
    Pain(Level),
    Tenderness(Level),
    Found(Palpated),
    /// Of one of these shapes, but beyond its scale.
    Beyond,
}

/// Reads one word as a token.
pub(super) fn token(word: &str) -> Option<Token> {
    let word = word.to_lowercase();
    if let Some(found) = PALPATED.iter().find(|(name, _)| *name == word) {
        return Some(Token::Found(found.1));
    }
    if let Some(level) = word.strip_prefix('p').filter(|rest| is_digits(rest)) {
        return Some(level.parse().ok().filter(|p| (1..=5).contains(p)).map_or(Token::Beyond, Token::Pressure));
    }
    if let Some((count, each)) = word.split_once('x').filter(|(count, _)| is_digits(count)) {
        return sets(count, each);
    }
    if let Some(tender) = word.strip_prefix("t:") {
        let before = tender.parse().ok().filter(|value| *value <= 4 && is_digits(tender));
        return Some(before.map_or(Token::Beyond, |before| Token::Tenderness(Level { before, after: None })));
    }
    if let Some(tender) = word.strip_prefix('t').filter(|rest| rest.contains('>')).and_then(|rest| level(rest, 4)) {
        return Some(tender.map_or(Token::Beyond, Token::Tenderness));
    }
    if let Some(pain) = level(&word, 10) {
        return Some(pain.map_or(Token::Beyond, Token::Pain));
    }
    time(&word).map(|time| time.map_or(Token::Beyond, Token::Time))
}

/// The words for what hands find; the first of each is printed.
pub(super) const PALPATED: [(&str, Palpated); 11] = [
    ("tp", Palpated::TenderPoint),
    ("tight", Palpated::Tight),
    ("hypertonic", Palpated::Tight),
    ("tender", Palpated::Tender),
    ("spasm", Palpated::Spasm),
    ("guarding", Palpated::Spasm),
    ("swollen", Palpated::Swollen),
    ("warm", Palpated::Warm),
    ("stiff", Palpated::Stiff),
    ("numb", Palpated::Numb),
    ("tingling", Palpated::Numb),
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `6>3` or `6/10` on a scale from 0 to `most`: the outer none is another shape, the inner one a number beyond the scale.
fn level(word: &str, most: u8) -> Option<Option<Level>> {
    let within = |text: &str| text.parse().ok().filter(|value| *value <= most);
    if let Some((before, after)) = word.split_once('>') {
        return (is_digits(before) && is_digits(after))
            .then(|| Some(Level { before: within(before)?, after: Some(within(after)?) }));
    }
    let (value, scale) = word.split_once('/')?;
    (is_digits(value) && scale == most.to_string()).then(|| Some(Level { before: within(value)?, after: None }))
}

/// `3x30s`, `3x2m` or `3x10`.
fn sets(count: &str, each: &str) -> Option<Token> {
    let beyond = Some(Token::Beyond);
    let Some(count) = count.parse().ok().filter(|c| *c > 0) else { return beyond };
    let each = if is_digits(each) {
        each.parse().ok().filter(|n| *n > 0).map(Each::Times)
    } else {
        time(each)?.and_then(|seconds| u16::try_from(seconds).ok()).map(Each::Seconds)
    };
    each.map_or(beyond, |each| Some(Token::Sets(Sets { count, each })))
}

/// `4m`, `4min`, `90s`, `90sec`, in seconds: the outer none is another shape, the inner one more than four hours or nothing.
fn time(word: &str) -> Option<Option<u32>> {
    let end = word.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = word.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
    let seconds: u32 = match unit {
        "m" | "min" | "mins" | "'" => 60,
        "s" | "sec" | "secs" => 1,
        _ => return None,
    };
    let time = digits.parse::<u32>().ok().and_then(|n| n.checked_mul(seconds));
    Some(time.filter(|t| (1..=14_400).contains(t)))
}
