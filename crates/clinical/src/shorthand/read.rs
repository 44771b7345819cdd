//! Reading one entry.

use super::token::{self, Token};
use super::{AdverseEntry, Dosed, Entry, Item, Level, MeasureEntry, Palpated, RangeEntry, Unclear, Why, Work};
use crate::knowledge::Knowledge;
use crate::site::{Side, Site, Spot};
use crate::words::fold;

/// The most words that name one place or technique.
const LONGEST: usize = 6;
/// How many readings an unclear word offers.
const READINGS: usize = 4;

pub(super) fn item(knowledge: &Knowledge, entry: &str) -> Item {
    let (shorthand, note) = token::note(entry);
    let words: Vec<&str> = shorthand.split_whitespace().collect();
    let read = match words.as_slice() {
        ["!", rest @ ..] if note.is_empty() => adverse(knowledge, rest),
        [first, rest @ ..] if first.eq_ignore_ascii_case("rom") && note.is_empty() => range(knowledge, entry, rest),
        [first, rest @ ..] if note.is_empty() => measure(knowledge, first, rest),
        _ => None,
    };
    read.unwrap_or_else(|| Reading::of(knowledge, &words, note).settle(entry))
}

fn adverse(knowledge: &Knowledge, words: &[&str]) -> Option<Item> {
    let entry = |what: &[&str], site| {
        let what = what.join(" ");
        Item::Read(Entry::Adverse(AdverseEntry { what, site }))
    };
    if words.is_empty() || place(knowledge, words).is_some() {
        return None;
    }
    for at in 1..words.len() {
        let (what, rest) = words.split_at_checked(at)?;
        if let Some(site) = place(knowledge, rest) {
            return Some(entry(what, Some(site)));
        }
    }
    Some(entry(words, None))
}

/// Words that name, all together, a place with or without a side.
fn place(knowledge: &Knowledge, words: &[&str]) -> Option<Site> {
    let side = words.first().and_then(|first| Side::parse(first));
    let named = |words: &[&str]| knowledge.regions.named(&words.join(" ")).cloned();
    let with_side = side.and_then(|side| Some((Some(side), named(words.get(1..)?)?)));
    let (side, spot) = with_side.or_else(|| Some((None, named(words)?)))?;
    Some(Site { side, spot, structure: None })
}

fn measure(knowledge: &Knowledge, first: &str, rest: &[&str]) -> Option<Item> {
    let plain: String = first.to_lowercase().chars().filter(|c| *c != '-').collect();
    let known = knowledge.instruments.get(&plain).is_some() || knowledge.motions.test(&plain).is_some();
    let (side, value) = match rest {
        [value] => (None, value),
        [side, value] => (Some(Side::parse(side)?), value),
        _ => return None,
    };
    let (before, after) = token::numbers(value).filter(|_| known)?;
    Some(Item::Read(Entry::Measure(MeasureEntry { key: plain, side, before, after })))
}

/// `cerv rotR 55>68`, `hip flex R 95`, `slr L 60>75`.
fn range(knowledge: &Knowledge, entry: &str, words: &[&str]) -> Option<Item> {
    let (value, words) = words.split_last()?;
    let (before, after) = token::numbers(value)?;
    let (side, words) = match words.split_last() {
        Some((last, words)) if Side::parse(last).is_some() => (Side::parse(last), words),
        _ => (None, words),
    };
    let named = motion(knowledge, words, side).or_else(|| {
        let (last, before) = words.split_last()?;
        let (word, letter) = last.split_at_checked(last.len().checked_sub(1)?)?;
        let side = matches!(letter, "R" | "L").then(|| Side::parse(letter)).flatten().filter(|_| side.is_none())?;
        motion(knowledge, &[before, &[word]].concat(), Some(side))
    });
    let Some((motion, side)) = named else {
        let word = words.join(" ");
        let readings = near_motions(knowledge, words);
        return Some(Item::Unclear(Unclear { text: entry.to_owned(), why: Why::Motion, word, readings }));
    };
    Some(Item::Read(Entry::Range(RangeEntry { motion, side, before, after })))
}

fn motion(knowledge: &Knowledge, words: &[&str], side: Option<Side>) -> Option<(String, Option<Side>)> {
    let whole = fold(&words.join(" "));
    let key = knowledge.motions.motions().find(|motion| fold(&motion.key) == whole).map(|motion| motion.key.clone());
    let key = key.or_else(|| {
        let [joint, movement] = words else { return None };
        let (joint, movement) = (long(&JOINTS, joint), long(&MOVEMENTS, movement));
        knowledge.motions.of_joint(&joint, &movement).map(|motion| motion.key.clone())
    });
    Some((key?, side))
}

fn near_motions(knowledge: &Knowledge, words: &[&str]) -> Vec<String> {
    let Some(joint) = words.first().map(|word| long(&JOINTS, word)) else { return Vec::new() };
    let of_joint = knowledge.motions.motions().filter(|motion| motion.joint == joint);
    of_joint.map(|motion| motion.key.replace('_', " ")).collect()
}

/// The long form of a short word, or the word itself.
fn long(table: &[(&str, &str)], word: &str) -> String {
    let word = word.to_lowercase();
    table.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| (*long).to_owned())
}

const JOINTS: [(&str, &str); 14] = [
    ("cerv", "cervical"),
    ("neck", "cervical"),
    ("lumb", "lumbar"),
    ("trunk", "thoracolumbar"),
    ("tl", "thoracolumbar"),
    ("sh", "shoulder"),
    ("shld", "shoulder"),
    ("gh", "shoulder"),
    ("elb", "elbow"),
    ("fa", "forearm"),
    ("ank", "ankle"),
    ("subt", "subtalar"),
    ("toe", "great_toe"),
    ("tmj", "jaw"),
];

const MOVEMENTS: [(&str, &str); 17] = [
    ("flex", "flexion"),
    ("ext", "extension"),
    ("abd", "abduction"),
    ("add", "adduction"),
    ("ir", "internal_rotation"),
    ("er", "external_rotation"),
    ("rot", "rotation"),
    ("lf", "lateral_flexion"),
    ("latflex", "lateral_flexion"),
    ("pron", "pronation"),
    ("sup", "supination"),
    ("df", "dorsiflexion"),
    ("pf", "plantarflexion"),
    ("inv", "inversion"),
    ("ev", "eversion"),
    ("open", "opening"),
    ("lat", "lateral"),
];

/// What a run of words is.
#[derive(Clone, Copy)]
enum Piece<'k> {
    Technique(&'k str),
    Place(&'k Spot),
    Word,
}

/// What it costs to leave a word unread: more than any number of runs.
const UNREAD: usize = 1000;

/// Parts the words into runs so that the fewest stay unread, then into the fewest runs, then the longest first. No run goes on
/// past a comma.
fn pieces<'k, 'w, 't>(knowledge: &'k Knowledge, words: &'w [&'t str]) -> Vec<(Piece<'k>, &'w [&'t str])> {
    let mut best: Vec<(usize, usize, Piece<'k>)> = vec![(0, 0, Piece::Word); words.len() + 1];
    for at in (0..words.len()).rev() {
        let after = |count: usize| best.get(at + count).map_or(0, |(cost, _, _)| *cost);
        let word = words.get(at).map_or("", |word| word.trim_end_matches(','));
        let read = Side::parse(word).is_some() || token::token(word).is_some();
        let mut chosen = (after(1) + if read { 1 } else { UNREAD }, 1, Piece::Word);
        let whole = words.iter().skip(at).take_while(|word| !word.ends_with(',')).count() + 1;
        for count in 1..=LONGEST.min(words.len() - at).min(whole) {
            let Some(piece) = words.get(at..at + count).and_then(|run| named(knowledge, run)) else { continue };
            let cost = after(count) + 1;
            if cost <= chosen.0 {
                chosen = (cost, count, piece);
            }
        }
        if let Some(slot) = best.get_mut(at) {
            *slot = chosen;
        }
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    while let (Some((_, count, piece)), Some(rest)) = (best.get(at), words.get(at..).filter(|rest| !rest.is_empty())) {
        pieces.push((*piece, rest.get(..*count).unwrap_or(rest)));
        at += count.max(&1);
    }
    pieces
}

fn named<'k>(knowledge: &'k Knowledge, run: &[&str]) -> Option<Piece<'k>> {
    let phrase = run.join(" ");
    let phrase = phrase.trim_end_matches([',', '.']);
    let technique = knowledge.techniques.named(phrase).map(|technique| Piece::Technique(&technique.key));
    technique.or_else(|| knowledge.regions.named(phrase).map(Piece::Place))
}

/// What one entry of work says, gathered run by run.
struct Reading<'a> {
    knowledge: &'a Knowledge,
    side: Option<Side>,
    spot: Option<Spot>,
    structure: Option<String>,
    done: Vec<Dosed>,
    findings: Vec<Palpated>,
    pain: Option<Level>,
    tenderness: Option<Level>,
    left: Vec<&'a str>,
    first_left: bool,
    doses: usize,
    trouble: Option<(Why, &'a str)>,
    note: &'a str,
}

impl<'a> Reading<'a> {
    fn of(knowledge: &'a Knowledge, words: &[&'a str], note: &'a str) -> Reading<'a> {
        let mut reading = Reading {
            knowledge,
            side: None,
            spot: None,
            structure: None,
            done: Vec::new(),
            findings: Vec::new(),
            pain: None,
            tenderness: None,
            left: Vec::new(),
            first_left: false,
            doses: 0,
            trouble: None,
            note,
        };
        for (at, (piece, run)) in pieces(knowledge, words).into_iter().enumerate() {
            let word = run.last().copied().unwrap_or("");
            match piece {
                Piece::Technique(key) => {
                    let technique = key.to_owned();
                    reading.done.push(Dosed { technique, pressure: None, time_s: None, sets: None });
                }
                Piece::Place(spot) => reading.take_place(spot.clone(), word),
                Piece::Word if reading.take_word(word) => {}
                Piece::Word => {
                    reading.first_left |= at == 0;
                    reading.left.push(word);
                }
            }
        }
        reading
    }

    /// A place named after another belongs to it when one lies in the other.
    fn take_place(&mut self, spot: Spot, word: &'a str) {
        let Some(known) = self.spot.take() else {
            self.spot = Some(spot);
            return;
        };
        let regions = &self.knowledge.regions;
        let lies_in = |inner: &Spot, outer: &Spot| {
            let outer = regions.covered(outer);
            matches!(inner, Spot::Structure(_)) && regions.covered(inner).iter().any(|region| outer.contains(region))
        };
        if self.structure.is_none() && lies_in(&spot, &known) {
            self.structure = Some(spot.key().to_owned());
            self.spot = Some(known);
        } else if self.structure.is_none() && lies_in(&known, &spot) {
            self.structure = Some(known.key().to_owned());
            self.spot = Some(spot);
        } else {
            self.spot = Some(known);
            self.trouble.get_or_insert((Why::TwoPlaces, word));
        }
    }

    fn take_word(&mut self, word: &'a str) -> bool {
        let plain = word.trim_end_matches(',');
        if let Some(side) = Side::parse(plain).filter(|_| self.side.is_none()) {
            self.side = Some(side);
            return true;
        }
        let Some(token) = token::token(plain) else { return false };
        let last = self.done.last_mut();
        match token {
            Token::Beyond => drop(self.trouble.get_or_insert((Why::Number, word))),
            Token::Pain(level) if self.pain.is_none() => self.pain = Some(level),
            Token::Tenderness(level) if self.tenderness.is_none() => self.tenderness = Some(level),
            Token::Found(found) if !self.findings.contains(&found) => self.findings.push(found),
            Token::Time(_) | Token::Pressure(_) | Token::Sets(_) => {
                self.doses += 1;
                let taken = last.is_some_and(|dosed| dosed.take(token));
                if !taken {
                    self.trouble.get_or_insert((Why::Technique, word));
                }
            }
            Token::Pain(_) | Token::Tenderness(_) | Token::Found(_) => return false,
        }
        true
    }

    fn settle(mut self, entry: &str) -> Item {
        let text = || Item::Text(entry.to_owned());
        let levels = self.pain.is_some() || self.tenderness.is_some();
        let said = !self.done.is_empty() || !self.findings.is_empty() || levels;
        let meant = self.doses > 0 || (levels && !self.done.is_empty());
        if (self.first_left && !meant) || (!said && self.trouble.is_none()) {
            return text();
        }
        if self.done.is_empty() && !self.left.is_empty() && !meant {
            return text();
        }
        if let Some((why, word)) = self.trouble.filter(|_| meant || self.left.is_empty()) {
            return self.unclear(entry, why, word);
        }
        let Some(spot) = self.spot.take() else {
            let word = self.left.first().copied().unwrap_or("");
            return if meant || self.side.is_some() { self.unclear(entry, Why::Place, word) } else { text() };
        };
        if self.first_left || self.trouble.is_some() {
            let word = self.left.first().copied().unwrap_or("");
            return self.unclear(entry, Why::Technique, word);
        }
        let note = if self.left.is_empty() {
            self.note.to_owned()
        } else {
            [&self.left.join(" "), self.note].map(str::trim).join(" ").trim().replace('"', "'")
        };
        Item::Read(Entry::Work(Work {
            site: Site { side: self.side, spot, structure: self.structure },
            done: self.done,
            findings: self.findings,
            pain: self.pain,
            tenderness: self.tenderness,
            note,
        }))
    }

    fn unclear(&self, entry: &str, why: Why, word: &str) -> Item {
        let mut readings: Vec<String> = Vec::new();
        if !word.is_empty() && matches!(why, Why::Place | Why::Technique) {
            let near = self.knowledge.regions.near(word, READINGS).into_iter();
            readings.extend(near.filter(|_| why == Why::Place).map(str::to_owned));
            let folded = fold(word);
            let known = self.knowledge.techniques.words().map(|(known, _)| known);
            let begins = known.filter(|known| !folded.is_empty() && known.starts_with(&folded));
            readings.extend(begins.filter(|_| why == Why::Technique).take(READINGS).map(str::to_owned));
        }
        Item::Unclear(Unclear { text: entry.to_owned(), why, word: word.to_owned(), readings })
    }
}

impl Dosed {
    /// Takes a dose; false when it has one of that kind already.
    fn take(&mut self, token: Token) -> bool {
        match token {
            Token::Time(seconds) if self.time_s.is_none() => self.time_s = Some(seconds),
            Token::Pressure(pressure) if self.pressure.is_none() => self.pressure = Some(pressure),
            Token::Sets(sets) if self.sets.is_none() => self.sets = Some(sets),
            _ => return false,
        }
        true
    }
}
