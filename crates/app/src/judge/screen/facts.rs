//! Facts as JSON: a word, a number, or an object that says when, where and in what words.

use std::collections::BTreeMap;

use clinical::facts::{Answer, Facts, Occurrence, Site};
use clinical::knowledge::{Fact, Kind, Knowledge};
use clinical::medicine::{Mention, implied, look_up};
use clinical::time::{Reach, Since, Unit};
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::super::read::Faults;
use super::side;

/// The facts as read, and what the names of medicines added to them.
#[derive(Default)]
pub(in super::super) struct ReadFacts {
    pub(in super::super) facts: Facts,
    pub(in super::super) from_medicines: BTreeMap<String, Vec<String>>,
    pub(in super::super) asks: BTreeMap<String, Vec<String>>,
    pub(in super::super) unread_medicines: Vec<String>,
}

pub(in super::super) fn read(
    knowledge: &Knowledge,
    value: Option<&Value>,
    today: Date,
    faults: &mut Faults,
) -> ReadFacts {
    let mut read = ReadFacts::default();
    let fields = match value {
        None | Some(Value::Null) => return read,
        Some(Value::Object(fields)) => fields,
        Some(_) => {
            faults.add("facts", "an object: each fact by its key");
            return read;
        }
    };
    for (name, value) in fields {
        let field = format!("facts.{name}");
        let Some(fact) = knowledge.facts.find(name).and_then(|id| knowledge.facts.get(id)) else {
            let near = near(knowledge, name);
            faults.add(field, format!("no fact has this key; near: {}", near.join(", ")));
            continue;
        };
        match answer(knowledge, fact, value, today) {
            Ok(Some(answer)) => read.facts.set(fact.key.clone(), answer),
            Ok(None) => {}
            Err(what) => faults.add(field, what),
        }
    }
    medicines(knowledge, &mut read);
    read
}

fn near(knowledge: &Knowledge, name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split('_').filter(|word| word.len() > 2).collect();
    let score = |fact: &Fact| {
        let also = fact.also.iter().chain([&fact.key, &fact.clinical]);
        let text = also.map(|a| a.to_lowercase()).collect::<Vec<_>>().join(" ");
        words.iter().filter(|word| text.contains(&word.to_lowercase())).count()
    };
    let mut ranked: Vec<(usize, &str)> =
        knowledge.facts.facts.iter().map(|fact| (score(fact), fact.key.as_str())).filter(|(n, _)| *n > 0).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())));
    ranked.into_iter().take(5).map(|(_, key)| key.to_owned()).collect()
}

/// Each name is looked up; a class that makes a fact true sets it unless something was said of it.
fn medicines(knowledge: &Knowledge, read: &mut ReadFacts) {
    let Some(Answer::List(names)) = read.facts.get("medications").cloned() else { return };
    let mentions: Vec<Mention<'_>> = names.iter().flat_map(|name| look_up(&knowledge.medicines, name)).collect();
    let said = implied(&knowledge.medicines, &mentions);
    for (key, names) in said.sets {
        let Some(id) = knowledge.facts.find(&key) else { continue };
        let key = knowledge.facts.key(id).to_owned();
        if read.facts.get(&key).is_none() {
            read.facts.set(key.clone(), Answer::yes());
        }
        read.from_medicines.insert(key, names);
    }
    read.asks = said.asks;
    read.unread_medicines = mentions
        .iter()
        .filter_map(|mention| match mention {
            Mention::Unknown { words, .. } => Some(words.clone()),
            Mention::Known { .. } => None,
        })
        .collect();
}

/// One answer; `None` is "not asked".
fn answer(knowledge: &Knowledge, fact: &Fact, value: &Value, today: Date) -> Result<Option<Answer>, String> {
    match (value, &fact.kind) {
        (Value::Null, _) => Ok(None),
        (Value::Array(names), Kind::List) => Ok(Some(Answer::List(
            names
                .iter()
                .map(|name| name.as_str().map(str::to_owned).ok_or("a list of names"))
                .collect::<Result<_, _>>()?,
        ))),
        (Value::Array(several), Kind::YesNo) => several_times(knowledge, fact, several, today),
        (Value::Object(fields), _) => object(knowledge, fact, fields, today),
        (Value::Bool(yes), Kind::YesNo) => Ok(Some(if *yes { Answer::yes() } else { Answer::no() })),
        (Value::Number(number), Kind::Number { unit, low, high }) => {
            let value = number.as_f64().ok_or("not a number")?;
            if value < *low || value > *high {
                return Err(format!("{value} {unit} is not between {low} and {high}"));
            }
            Ok(Some(Answer::Number(value)))
        }
        (Value::String(text), _) => word(fact, text),
        _ => Err(expected(fact)),
    }
}

fn word(fact: &Fact, text: &str) -> Result<Option<Answer>, String> {
    match (text.trim().to_lowercase().as_str(), &fact.kind) {
        ("not asked" | "not_asked" | "unknown" | "", _) => Ok(None),
        ("unsure" | "not sure" | "not_sure", _) => Ok(Some(Answer::Unsure)),
        ("declined", _) => Ok(Some(Answer::Declined)),
        ("yes" | "true", Kind::YesNo) => Ok(Some(Answer::yes())),
        ("no" | "false", Kind::YesNo) => Ok(Some(Answer::no())),
        (_, Kind::Choice(words)) if words.iter().any(|word| word == text) => Ok(Some(Answer::Choice(text.to_owned()))),
        (_, Kind::Date) => text.parse().map(|day| Some(Answer::Date(day))).map_err(|_| expected(fact)),
        (_, Kind::List) => Ok(Some(Answer::List(vec![text.to_owned()]))),
        _ => Err(expected(fact)),
    }
}

fn expected(fact: &Fact) -> String {
    match &fact.kind {
        Kind::YesNo => "yes, no, unsure, declined or not asked; or an object with since, region, side".into(),
        Kind::Number { unit, low, high } => format!("a number in {unit}, from {low} to {high}"),
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
        Kind::Date => "a day like 2026-11-22".into(),
        Kind::List => "a list of names".into(),
    }
}

fn several_times(knowledge: &Knowledge, fact: &Fact, several: &[Value], today: Date) -> Result<Option<Answer>, String> {
    let mut all = Vec::new();
    for one in several {
        match answer(knowledge, fact, one, today)? {
            Some(Answer::Yes(occurrences)) => all.extend(occurrences),
            _ => return Err("a list holds only times that it was so".into()),
        }
    }
    Ok((!all.is_empty()).then_some(Answer::Yes(all)))
}

const OBJECT: [&str; 14] = [
    "answer",
    "on",
    "value",
    "unit",
    "since",
    "ended",
    "days_ago",
    "weeks_ago",
    "months_ago",
    "years_ago",
    "region",
    "side",
    "sites",
    "detail",
];

fn object(
    knowledge: &Knowledge,
    fact: &Fact,
    fields: &Map<String, Value>,
    today: Date,
) -> Result<Option<Answer>, String> {
    if let Some(key) = fields.keys().find(|key| !OBJECT.contains(&key.as_str())) {
        return Err(format!("`{key}` is not understood here; there are {}", OBJECT.join(", ")));
    }
    if let Kind::Number { unit, .. } = &fact.kind {
        if fields.get("unit").and_then(Value::as_str).is_some_and(|said| said != unit) {
            return Err(expected(fact));
        }
        return answer(knowledge, fact, fields.get("value").unwrap_or(&Value::Null), today);
    }
    if let Some(said) = fields.get("answer") {
        let mut plain = answer(knowledge, fact, said, today)?;
        if let (Some(Answer::No { on }), Some(said)) = (&mut plain, fields.get("on").filter(|said| !said.is_null())) {
            *on = Some(interval(said)?.from());
        }
        if !plain.as_ref().is_some_and(Answer::is_yes) {
            return Ok(plain);
        }
    }
    if fact.kind != Kind::YesNo {
        return Err(expected(fact));
    }
    let mut occurrence = Occurrence { since: since(fields, today)?, ..Occurrence::default() };
    if let Some(ended) = fields.get("ended").filter(|value| !value.is_null()) {
        occurrence.ended = Some(interval(ended)?);
    }
    if fields.contains_key("region") || fields.contains_key("side") {
        sites(knowledge, fields, &mut occurrence.sites)?;
    }
    for site in fields.get("sites").and_then(Value::as_array).into_iter().flatten() {
        let site = site.as_object().ok_or("each site is an object with region and side")?;
        sites(knowledge, site, &mut occurrence.sites)?;
    }
    occurrence.detail = fields.get("detail").and_then(Value::as_str).map(str::to_owned);
    Ok(Some(Answer::Yes(vec![occurrence])))
}

fn since(fields: &Map<String, Value>, today: Date) -> Result<Option<Since>, String> {
    if let Some(since) = fields.get("since").filter(|value| !value.is_null()) {
        return interval(since).map(Some);
    }
    let ago = [
        ("days_ago", Unit::Days),
        ("weeks_ago", Unit::Weeks),
        ("months_ago", Unit::Months),
        ("years_ago", Unit::Years),
    ];
    for (name, unit) in ago {
        let Some(count) = fields.get(name).filter(|value| !value.is_null()) else { continue };
        let bad = || format!("`{name}` is a number of {} ago, 0 or more", unit.word());
        let count = count.as_f64().filter(|count| (0.0..=30_000.0).contains(count)).ok_or_else(bad)?;
        // Parts of a week, month or year count by days.
        let (count, unit) = if count.fract() == 0.0 { (count, unit) } else { (count * days(unit), Unit::Days) };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 30 000, or a part of it in days"
        )]
        let reach = Reach { count: count.min(60_000.0) as u16, unit };
        return reach.before(today).map(|day| Some(Since::on(day))).ok_or_else(bad);
    }
    Ok(None)
}

fn days(unit: Unit) -> f64 {
    match unit {
        Unit::Days => 1.0,
        Unit::Weeks => 7.0,
        Unit::Months => 30.4,
        Unit::Years => 365.25,
    }
}

fn interval(value: &Value) -> Result<Since, String> {
    let read = |value: &Value| {
        let text = value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|year| year.to_string()));
        text.and_then(|text| Since::parse(&text)).ok_or_else(|| format!("{value} is not 2024, 2024-05 or 2024-05-17"))
    };
    match value {
        Value::Object(fields) => match (fields.get("from"), fields.get("to")) {
            (Some(from), Some(to)) => Ok(Since::between(read(from)?.from(), read(to)?.to())),
            _ => Err("an interval has from and to".into()),
        },
        other => read(other),
    }
}

/// The places of one site object: each drawn region that the name covers.
fn sites(knowledge: &Knowledge, fields: &Map<String, Value>, into: &mut Vec<Site>) -> Result<(), String> {
    let said = fields.get("side").and_then(Value::as_str).unwrap_or_default();
    let side = side(said).ok_or_else(|| format!("`{said}` is no side: left, right or both"))?;
    let region = fields.get("region").and_then(Value::as_str).unwrap_or_default().trim();
    if region.is_empty()
        || matches!(region, "nowhere" | "none" | "systemic")
        || knowledge.regions.covering(region).is_some()
    {
        into.push(Site { region: region.to_owned(), side });
        return Ok(());
    }
    let areas = knowledge.read_places(region, said).map_err(|_| {
        format!("no place is called `{region}`; near: {}", knowledge.regions.near(region, 5).join(", "))
    })?;
    for (number, drawn) in knowledge.regions.list().iter().enumerate() {
        if let Some(side) = areas.side_of(number) {
            into.push(Site { region: drawn.key.clone(), side });
        }
    }
    Ok(())
}
