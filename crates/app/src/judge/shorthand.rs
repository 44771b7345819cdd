//! The shorthand of a session, read into entries and printed again.

use clinical::knowledge::Knowledge;
use clinical::shorthand::{Dosed, Each, Entry, Item, Level, Palpated, Unclear, Why, Work, parse, print};
use clinical::site::{Side, Site};
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::json::shown;
use super::read::judged;

/// Most that is read at once, in characters.
const LONGEST: usize = 20_000;

/// Reads what was typed. What has several readings offers them; what is none stays text.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn shorthand_json(knowledge: &Knowledge, input: &str) -> Result<String, JudgeError> {
    judged("palpate.shorthand/1", input, |given| {
        given.only(&["text"]);
        let text = given.must("text", given.text("text"))?;
        if text.chars().count() > LONGEST {
            given.fault("text", format!("at most {LONGEST} characters"));
            return None;
        }
        let items = parse(knowledge, text);
        let mut out = Map::new();
        out.insert("items".into(), items.iter().map(item).collect());
        out.insert("printed".into(), json!(print(knowledge, &items)));
        Some(out)
    })
}

fn item(item: &Item) -> Value {
    match item {
        Item::Text(text) => json!({ "kind": "text", "text": text }),
        Item::Unclear(unclear) => self::unclear(unclear),
        Item::Read(Entry::Work(work)) => self::work(work),
        Item::Read(Entry::Measure(entry)) => json!({
            "kind": "measure", "key": entry.key, "side": side(entry.side),
            "before": shown(entry.before), "after": entry.after.map(shown),
        }),
        Item::Read(Entry::Range(entry)) => json!({
            "kind": "range", "motion": entry.motion, "side": side(entry.side),
            "before": shown(entry.before), "after": entry.after.map(shown),
        }),
        Item::Read(Entry::Adverse(entry)) => json!({
            "kind": "adverse", "what": entry.what, "site": entry.site.as_ref().map(site),
        }),
    }
}

fn unclear(unclear: &Unclear) -> Value {
    let why = match unclear.why {
        Why::Place => "place",
        Why::TwoPlaces => "two_places",
        Why::Technique => "technique",
        Why::Number => "number",
        Why::Motion => "motion",
    };
    json!({ "kind": "unclear", "text": unclear.text, "why": why, "word": unclear.word, "readings": unclear.readings })
}

fn work(work: &Work) -> Value {
    let findings: Vec<&str> = work.findings.iter().map(|found| palpated(*found)).collect();
    let done: Vec<Value> = work.done.iter().map(dosed).collect();
    json!({
        "kind": "work", "site": site(&work.site), "done": done, "findings": findings,
        "pain": work.pain.map(level), "tenderness": work.tenderness.map(level), "note": work.note,
    })
}

fn dosed(dosed: &Dosed) -> Value {
    let sets = dosed.sets.map(|sets| match sets.each {
        Each::Seconds(seconds) => json!({ "count": sets.count, "seconds": seconds }),
        Each::Times(times) => json!({ "count": sets.count, "times": times }),
    });
    json!({ "technique": dosed.technique, "pressure": dosed.pressure, "time_s": dosed.time_s, "sets": sets })
}

fn level(level: Level) -> Value {
    json!({ "before": level.before, "after": level.after })
}

fn site(site: &Site) -> Value {
    json!({ "place": site.spot.key(), "side": side(site.side), "structure": site.structure })
}

fn side(side: Option<Side>) -> Option<String> {
    side.map(|side| side.to_string())
}

fn palpated(found: Palpated) -> &'static str {
    match found {
        Palpated::TenderPoint => "tender_point",
        Palpated::Tight => "tight",
        Palpated::Tender => "tender",
        Palpated::Spasm => "spasm",
        Palpated::Swollen => "swollen",
        Palpated::Warm => "warm",
        Palpated::Stiff => "stiff",
        Palpated::Numb => "numb",
    }
}
