//! Printing entries as they would be typed.

use super::token::PALPATED;
use super::{Dosed, Each, Entry, Item, Level, Palpated, Work};
use crate::knowledge::Knowledge;
use crate::site::{Side, Site, Spot};

pub(super) fn item(knowledge: &Knowledge, item: &Item) -> String {
    match item {
        Item::Text(text) => text.clone(),
        Item::Unclear(unclear) => unclear.text.clone(),
        Item::Read(Entry::Work(work)) => self::work(knowledge, work),
        Item::Read(Entry::Measure(entry)) => {
            let side = side(entry.side);
            format!("{}{side} {}", entry.key, numbers(entry.before, entry.after))
        }
        Item::Read(Entry::Range(entry)) => {
            let (motion, side) = (entry.motion.replace('_', " "), side(entry.side));
            format!("rom {motion}{side} {}", numbers(entry.before, entry.after))
        }
        Item::Read(Entry::Adverse(entry)) => {
            let site = entry.site.as_ref().map(|site| format!(" {}", self::site(knowledge, site))).unwrap_or_default();
            format!("! {}{site}", entry.what)
        }
    }
}

fn work(knowledge: &Knowledge, work: &Work) -> String {
    let mut words = vec![site(knowledge, &work.site)];
    let last = work.done.len().saturating_sub(1);
    words.extend(work.done.iter().enumerate().map(|(at, dosed)| self::dosed(knowledge, dosed, at < last)));
    words.extend(work.findings.iter().map(|found| palpated(*found).to_owned()));
    words.extend(work.pain.map(|level| self::level(level, "", "/10")));
    words.extend(work.tenderness.map(|level| self::level(level, "t", "")));
    if !work.note.is_empty() {
        words.push(format!("\"{}\"", work.note));
    }
    words.join(" ")
}

fn site(knowledge: &Knowledge, site: &Site) -> String {
    let mut words: Vec<String> = site.side.map(|side| side.letter().to_string()).into_iter().collect();
    words.push(spot(knowledge, &site.spot));
    words.extend(site.structure.iter().map(|key| spot(knowledge, &Spot::Structure(key.clone()))));
    words.join(" ")
}

/// The word for a place: its first alias, else its name.
pub(super) fn spot(knowledge: &Knowledge, spot: &Spot) -> String {
    let regions = &knowledge.regions;
    let (aliases, name) = match spot {
        Spot::Region(key) => regions.get(key).map(|r| (r.aliases.as_slice(), r.name.as_str())),
        Spot::Area(key) => regions.area(key).map(|a| (a.aliases.as_slice(), a.name.as_str())),
        Spot::Structure(key) => regions.structure(key).map(|s| (s.aliases.as_slice(), s.name.as_str())),
    }
    .unwrap_or((&[], spot.key()));
    aliases.first().map_or(name, String::as_str).to_owned()
}

/// A technique with its dose. Without one, a comma parts it from the technique that follows, whose words may make another
/// technique with its own.
fn dosed(knowledge: &Knowledge, dosed: &Dosed, another_follows: bool) -> String {
    let technique = knowledge.techniques.get(&dosed.technique);
    let word = technique.map_or(dosed.technique.as_str(), |t| t.aliases.first().map_or(t.key.as_str(), String::as_str));
    let mut words = vec![word.to_owned()];
    words.extend(dosed.time_s.map(time));
    words.extend(dosed.pressure.map(|pressure| format!("p{pressure}")));
    words.extend(dosed.sets.map(|sets| match sets.each {
        Each::Seconds(seconds) => format!("{}x{seconds}s", sets.count),
        Each::Times(times) => format!("{}x{times}", sets.count),
    }));
    let parted = if another_follows && words.len() == 1 { "," } else { "" };
    words.join(" ") + parted
}

fn time(seconds: u32) -> String {
    if seconds.is_multiple_of(60) { format!("{}m", seconds / 60) } else { format!("{seconds}s") }
}

fn palpated(found: Palpated) -> &'static str {
    PALPATED.iter().find(|(_, meaning)| *meaning == found).map_or("", |(word, _)| word)
}

/// `6>3`, `6/10`; `t3>1`, `t:3` (`t3` alone would be a vertebra).
fn level(level: Level, letter: &str, scale: &str) -> String {
    let Level { before, after } = level;
    match after {
        Some(after) => format!("{letter}{before}>{after}"),
        None if letter.is_empty() => format!("{before}{scale}"),
        None => format!("{letter}:{before}"),
    }
}

fn numbers(before: f64, after: Option<f64>) -> String {
    after.map_or_else(|| before.to_string(), |after| format!("{before}>{after}"))
}

fn side(side: Option<Side>) -> String {
    side.map(|side| format!(" {}", side.letter())).unwrap_or_default()
}
