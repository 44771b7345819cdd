//! The words of a letter, composed from the record in the author's language, to be read and mended before signing. What
//! is not recorded is not said: an empty line stays empty, and "not asked" is never "no".
use super::{from, store::Text};
use crate::door::{Ask, Chart, Result};
use crate::intake::today::{self, Known, Today};
use crate::measures::told::{self, Told};
use crate::naming;
use crate::plan::for_client;
use crate::ui::{Arg, Locale, MarkKind, say};
use clinical::facts::Answer;
use clinical::knowledge::{Knowledge, Tier};
use db::Reader;
use std::rc::Rc;

/// Everything a letter can be composed from.
pub(super) struct Record {
    pub(super) today: Rc<Today>,
    pub(super) complaints: Vec<from::Complaint>,
    pub(super) visits: Vec<from::Visit>,
    pub(super) measures: Vec<Told>,
    pub(super) techniques: Vec<String>,
    pub(super) medicines: Vec<String>,
    /// What is given to do at home: the key, and what the practitioner added.
    pub(super) home: Vec<(String, String)>,
}

/// Reads it.
pub(super) fn record(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Record> {
    let chart = ask.chart();
    let knowledge = &ask.house.knowledge;
    let techniques = from::techniques(db, chart)?;
    Ok(Record {
        today: today::today(db, ask)?,
        complaints: from::complaints(db, chart)?,
        visits: from::visits(db, chart)?,
        measures: told::told(db, ask)?,
        techniques: techniques.iter().map(|key| naming::technique(knowledge, key)).collect(),
        medicines: from::medicines(db, chart)?,
        home: for_client::home(db, ask)?,
    })
}

/// Words of a key with arguments, without the marks that set people's data apart on a page: these go into a text.
pub(super) fn words(ask: &Ask<Chart>, key: &str, args: &[(&str, &str)]) -> String {
    let args: Vec<(&str, Arg)> = args.iter().map(|(name, text)| (*name, Arg::Text((*text).to_owned()))).collect();
    ask.words.t_args(key, &args).replace(['\u{2068}', '\u{2069}'], "")
}

/// A value with its unit: `7`, `48 °`.
pub(super) fn value(ask: &Ask<Chart>, value: f64, unit: &str) -> String {
    let number = say::number(ask.by.locale, value, 1);
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// The letter of this kind.
pub(super) fn compose(ask: &Ask<Chart>, record: &Record, kind: &str, complaint: &str) -> Text {
    let mut text = match kind {
        "programme" => Text { body: programme(ask, record), ..Text::default() },
        "receipt" => {
            Text { body: words(ask, "letter-receipt-body", &[("name", &ask.chart().name)]), ..Text::default() }
        }
        "chart" => Text { body: words(ask, "letter-chart-body", &[("name", &ask.chart().name)]), ..Text::default() },
        "handover" => handover(ask, record),
        _ => Text {
            asked: asked(ask, record, complaint),
            found: found(ask, record),
            changed: changed(ask, record),
            question: words(ask, &format!("letter-question-{kind}"), &[]),
            body: treated(ask, record),
            ..Text::default()
        },
    };
    if !matches!(kind, "programme" | "receipt" | "chart") {
        text.who = who(ask, record);
    }
    text
}

fn who(ask: &Ask<Chart>, record: &Record) -> String {
    let chart = ask.chart();
    let born = match chart.birth_on {
        Some(day) => words(ask, "letter-born", &[("on", &say::date(ask.by.locale, day))]),
        None => words(ask, "letter-born-unknown", &[]),
    };
    let mut line = format!("{}, {born}.", chart.legal_name);
    let took: Vec<&from::Visit> = record.visits.iter().filter(|visit| visit.took_place).collect();
    let count = took.len().to_string();
    if let Some(first) = took.iter().find_map(|visit| visit.effective_at) {
        let since = say::date(ask.by.locale, ask.date(first));
        line.push(' ');
        line.push_str(&words(ask, "letter-visits", &[("count", &count), ("since", &since)]));
    } else if !took.is_empty() {
        line.push(' ');
        line.push_str(&words(ask, "letter-visits-undated", &[("count", &count)]));
    }
    line
}

fn asked(ask: &Ask<Chart>, record: &Record, complaint: &str) -> String {
    let found = record.complaints.iter().find(|one| one.of == complaint);
    let Some(one) = found.or_else(|| record.complaints.first()) else { return String::new() };
    let mut line = words(ask, "letter-complaint", &[("words", &one.words)]);
    for (key, text) in [("letter-onset", &one.onset), ("letter-goal", &one.goal)] {
        if !text.is_empty() {
            line.push(' ');
            line.push_str(&words(ask, key, &[("words", text)]));
        }
    }
    line
}

/// At most so many names stand in one line; the rest is counted.
const NAMED: usize = 12;

fn listed(ask: &Ask<Chart>, mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let mut line = names.join("; ");
    if more > 0 {
        line.push_str(&words(ask, "letter-and-more", &[("count", &more.to_string())]));
    }
    line
}

/// The clinical words of the facts that pass.
fn facts(knowledge: &Knowledge, known: &Known, pass: impl Fn(&Answer, Tier) -> bool) -> Vec<String> {
    let table = &knowledge.facts;
    let named = known.facts.iter().filter_map(|(key, answer)| {
        let fact = table.get(table.find(key)?)?;
        let tier = table.groups.get(fact.group)?.tier;
        pass(answer, tier).then(|| fact.clinical.clone())
    });
    named.collect()
}

fn found(ask: &Ask<Chart>, record: &Record) -> String {
    let knowledge = &ask.house.knowledge;
    let yes = facts(knowledge, &record.today.known, |answer, _| answer.is_yes());
    let no = facts(knowledge, &record.today.known, |answer, tier| {
        matches!(answer, Answer::No { .. }) && tier == Tier::Complaint
    });
    let unsure = facts(knowledge, &record.today.known, |answer, _| matches!(answer, Answer::Unsure | Answer::Declined));
    let mut parts = Vec::new();
    for (key, names) in [("letter-said-yes", yes), ("letter-flags-no", no), ("letter-said-unsure", unsure)] {
        if !names.is_empty() {
            parts.push(words(ask, key, &[("names", &listed(ask, names))]));
        }
    }
    if !record.medicines.is_empty() {
        parts.push(words(ask, "letter-medicines", &[("names", &listed(ask, record.medicines.clone()))]));
    }
    if !facts(knowledge, &record.today.known, |_, tier| tier == Tier::Complaint).is_empty() {
        return parts.join(" ");
    }
    parts.push(words(ask, "letter-flags-not-asked", &[]));
    parts.join(" ")
}

/// How many measures are told in the lines; all stand in the table.
const TOLD: usize = 3;

fn changed(ask: &Ask<Chart>, record: &Record) -> String {
    let lines =
        record.measures.iter().filter_map(|one| Some((one, one.change.as_ref()?))).take(TOLD).map(|(one, change)| {
            let error =
                if change.error.is_empty() { ask.words.t("letter-error-unknown") } else { change.error.clone() };
            let difference = say::number(ask.by.locale, change.to - change.from, 1);
            let sign = if change.to > change.from { "+" } else { "" };
            words(
                ask,
                "letter-change",
                &[
                    ("name", &one.name),
                    ("from", &value(ask, change.from, &one.unit)),
                    ("to", &value(ask, change.to, &one.unit)),
                    ("difference", &format!("{sign}{difference}")),
                    ("error", &error),
                    ("verdict", &change.verdict),
                ],
            )
        });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { ask.words.t("letter-change-none") } else { lines.join(" ") }
}

fn treated(ask: &Ask<Chart>, record: &Record) -> String {
    let mut parts = Vec::new();
    if !record.techniques.is_empty() {
        parts.push(words(ask, "letter-techniques", &[("names", &record.techniques.join(", "))]));
    }
    let plan = record.visits.iter().rev().find_map(|visit| visit.note.as_ref());
    if let Some([.., plan]) = plan.filter(|[.., plan]| !plan.trim().is_empty()) {
        parts.push(words(ask, "letter-plan", &[("words", plan.trim())]));
    }
    parts.join("\n\n")
}

fn programme(ask: &Ask<Chart>, record: &Record) -> String {
    let spanish = ask.by.locale == Locale::Es;
    let mut parts = vec![format!("# {}", ask.words.t("letter-programme-do"))];
    let plan = record.visits.iter().rev().find_map(|visit| visit.note.as_ref()).map(|[.., plan]| plan.trim());
    parts.push(plan.filter(|plan| !plan.is_empty()).unwrap_or_default().to_owned());
    parts.push(format!("# {}", ask.words.t("letter-programme-rules")));
    let rules = ask.house.knowledge.homecare.universal.iter().map(|rule| {
        let said = rule.say_es.as_ref().filter(|_| spanish).unwrap_or(&rule.say);
        format!("- {said}")
    });
    parts.push(rules.collect::<Vec<_>>().join("\n"));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// From a block to whoever takes over: what, since when, what was not done.
fn handover(ask: &Ask<Chart>, record: &Record) -> Text {
    let stops = record.today.card().iter().filter(|line| line.kind == MarkKind::Stop);
    let mut because = Vec::new();
    for reason in stops.flat_map(|line| &line.reasons) {
        let line = format!("{} ({})", reason.text, reason.because.join("; "));
        if !because.contains(&line) {
            because.push(line);
        }
    }
    let at = ask.at.to_zoned(ask.practice.zone.clone());
    let now = format!("{}, {}", say::date(ask.by.locale, at.date()), say::time(ask.by.locale, at.time()));
    let none = ask.words.t("letter-handover-none");
    Text {
        asked: words(ask, "letter-handover-when", &[("at", &now)]),
        found: if because.is_empty() { none } else { because.join(" ") },
        changed: found(ask, record),
        question: ask.words.t("letter-question-handover"),
        body: ask.words.t("letter-handover-body"),
        ..Text::default()
    }
}

/// A claim that a text makes, and what is known.
#[derive(serde::Serialize)]
pub(super) struct Claim {
    /// The words that were found.
    pub(super) phrase: String,
    /// What is known instead.
    pub(super) known: String,
}

/// The claims in a text. Soft: the practitioner may keep every one of them.
pub(super) fn claims(ask: &Ask<Chart>, text: &Text) -> Vec<Claim> {
    let all = [&text.asked, &text.found, &text.changed, &text.question, &text.body]
        .map(|part| part.to_lowercase())
        .join("\n");
    let mut found = Vec::new();
    for claim in &ask.house.knowledge.homecare.never_claimed {
        let key = format!("letter-claim-{}", claim.key);
        let also = if ask.words.has(&key) { ask.words.t(&key) } else { String::new() };
        let mut phrases = std::iter::once(claim.phrase.as_str()).chain(also.split('|').map(str::trim));
        if let Some(phrase) = phrases.find(|phrase| !phrase.is_empty() && all.contains(*phrase)) {
            found.push(Claim { phrase: phrase.to_owned(), known: claim.say.clone() });
        }
    }
    found
}
