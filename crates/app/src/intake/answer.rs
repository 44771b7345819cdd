//! One statement: what may be answered, what was answered before, and all that can be said of it.
use super::{source_word, store, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::naming;
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::application::spot;
use clinical::knowledge::{Fact, Kind, Knowledge};
use clinical::site::Side;
use clinical::time::Since;
use db::{Reader, Writer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/facts/{fact}", "fact.show", Right::ReadChart, show)
        .act("/clients/{client}/facts/{fact}", "fact.state", Right::WriteChart, prepare, state)
        .act("/clients/{client}/facts/{fact}/withdraw", "fact.withdraw", Right::WriteChart, prepare_withdraw, state)
}

/// What was answered, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answered {
    Yes,
    No,
    Unsure,
    Declined,
    Number(f64),
    Words(String),
}

/// Reads an answer of the kind that the fact takes.
pub(super) fn read(fact: &Fact, typed: &str) -> std::result::Result<Answered, Refusal> {
    let refuse = |key: &'static str| Refusal::new(fact.key.clone(), key);
    match typed {
        "unsure" => return Ok(Answered::Unsure),
        "declined" => return Ok(Answered::Declined),
        _ => {}
    }
    match &fact.kind {
        Kind::YesNo => match typed {
            "yes" => Ok(Answered::Yes),
            "no" => Ok(Answered::No),
            _ => Err(refuse("ui-choose")),
        },
        Kind::Number { unit, low, high } => {
            let value: Option<f64> =
                typed.replace(',', ".").parse().ok().filter(|value| (*low..=*high).contains(value));
            let refusal = || refuse("fact-number").with("low", low).with("high", high).with("unit", unit);
            value.map(Answered::Number).ok_or_else(refusal)
        }
        Kind::Choice(words) if words.iter().any(|word| word == typed) => Ok(Answered::Words(typed.into())),
        Kind::Choice(_) => Err(refuse("ui-choose")),
        Kind::Date => match typed.parse::<Date>() {
            Ok(date) => Ok(Answered::Words(date.to_string())),
            Err(_) => Err(refuse("ui-date")),
        },
        Kind::List if typed.chars().count() <= 2_000 => Ok(Answered::Words(typed.into())),
        Kind::List => Err(refuse("ui-text-2000")),
    }
}

/// What has to be recorded so that this answer stands; nothing where it stands already.
///
/// A "no" takes back every "yes" before it; a "yes" beside a "yes" says nothing new here, a further time is said on the
/// statement's own page. A "no" that has grown too old to count is said anew; those of today are affirmed by the check itself.
pub(super) fn change(
    ask: &Ask<Chart>,
    fact: &Fact,
    answered: &Answered,
    current: &[store::Stated],
    source: &'static str,
) -> Vec<store::New> {
    let standing: Vec<&store::Stated> = current.iter().filter(|one| one.fact == fact.key).collect();
    let (value, words) = match answered {
        Answered::Number(value) => (Some(*value), String::new()),
        Answered::Words(words) => (None, words.clone()),
        _ => (None, String::new()),
    };
    let says = |one: &store::Stated| {
        one.answer == answered.key() && one.value == value && one.words == words && !one.is_aged(ask, fact)
    };
    if standing.iter().any(|one| says(one)) && (*answered == Answered::Yes || standing.len() == 1) {
        return Vec::new();
    }
    let new = |of: Option<String>| store::New {
        of,
        fact: fact.key.clone(),
        answer: answered.key(),
        value,
        words: words.clone(),
        source,
        ..store::New::default()
    };
    if standing.is_empty() { vec![new(None)] } else { standing.iter().map(|one| new(Some(one.of.clone()))).collect() }
}

/// One question with what was answered.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) key: String,
    pub(crate) ask: String,
    pub(crate) clinical: String,
    pub(crate) yes_when: String,
    /// What the form's field holds.
    pub(crate) standing: String,
    pub(crate) kind: &'static str,
    pub(crate) unit: String,
    pub(crate) choices: Vec<String>,
    pub(crate) more: String,
    pub(crate) said: Option<Said>,
    pub(crate) sited: bool,
    /// A yes whose place nobody said, though it has one.
    pub(crate) wants_place: bool,
}

pub(super) fn row(chart: &Chart, fact: &Fact, current: &[store::Stated]) -> Row {
    let one = current.iter().find(|one| one.fact == fact.key);
    let (kind, unit, choices) = match &fact.kind {
        Kind::YesNo => ("yes_no", String::new(), vec![]),
        Kind::Number { unit, .. } => ("number", unit.clone(), vec![]),
        Kind::Choice(words) => ("choice", String::new(), words.clone()),
        Kind::Date => ("date", String::new(), vec![]),
        Kind::List => ("list", String::new(), vec![]),
    };
    Row {
        key: fact.key.clone(),
        ask: if fact.ask.len() > 3 { fact.ask.clone() } else { fact.clinical.clone() },
        clinical: fact.clinical.clone(),
        yes_when: fact.yes_when.clone().unwrap_or_default(),
        standing: one.map(standing).unwrap_or_default(),
        kind,
        unit,
        choices,
        more: chart.url(&format!("facts/{}", fact.key)),
        said: one.map(|one| Said::key(answer_word(&one.answer))),
        sited: fact.sited,
        wants_place: fact.sited && one.is_some_and(|one| one.answer == "yes" && one.sites.is_empty()),
    }
}

fn standing(one: &store::Stated) -> String {
    match one.answer.as_str() {
        "value" => one.value.map_or_else(|| one.words.clone(), |value| value.to_string()),
        other => other.to_string(),
    }
}

/// The answers with their words.
const ANSWERS: [(&str, &str); 5] = [
    ("yes", "answer-yes"),
    ("no", "answer-no"),
    ("unsure", "answer-unsure"),
    ("declined", "answer-declined"),
    ("value", "answer-value"),
];

fn answer_word(answer: &str) -> &'static str {
    ANSWERS.iter().find(|(key, _)| *key == answer).map_or("answer-value", |(_, word)| word)
}

/// One line of a statement's history.
#[derive(Serialize)]
struct Line {
    of: String,
    answer: Said,
    value: String,
    since: String,
    ended: String,
    sites: String,
    detail: String,
    source: Said,
    by: String,
    at: Timestamp,
    withdrawn: String,
}

#[derive(Template, Serialize)]
#[template(path = "intake/fact.html")]
struct FactPage {
    url: String,
    group: String,
    row: Row,
    dated: bool,
    also: Vec<String>,
    source: String,
    lines: Vec<Line>,
    regions: Vec<Choice>,
    form: Filled,
    writes: bool,
}

impl Page for FactPage {
    fn title(&self, words: &Words) -> String {
        words.t("fact-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    fact: String,
    /// The answer that this takes the place of; empty for a further one.
    of: String,
    answer: String,
    since: String,
    ended: String,
    region: String,
    side: String,
    detail: String,
    source: String,
    reason: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<FactPage> {
    page(db, ask, &form.fact, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, key: &str, form: Filled) -> Result<FactPage> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let fact = table.find(key).and_then(|id| table.get(id)).ok_or(Error::NotFound)?;
    let chart = ask.chart();
    let current = store::current(db, chart.client())?;
    let lines = store::history(db, chart, key)?.into_iter().map(line).collect::<Result<_>>()?;
    Ok(FactPage {
        url: chart.url(&format!("facts/{key}")),
        group: table
            .groups
            .get(fact.group)
            .map(|group| chart.url(&format!("intake/{}", group.key)))
            .unwrap_or_default(),
        row: row(chart, fact, &current),
        dated: fact.dated,
        also: fact.also.clone(),
        source: fact.provenance.sources.join(", "),
        lines,
        regions: naming::sites(&knowledge),
        form,
        writes: writes(ask),
    })
}

fn line(one: store::Stated) -> Result<Line> {
    let value = if one.answer == "value" { standing(&one) } else { String::new() };
    let since = one.since.map(|(from, to)| if from == to { from } else { format!("{from} – {to}") });
    Ok(Line {
        of: one.of,
        answer: Said::key(answer_word(&one.answer)),
        value,
        since: since.unwrap_or_default(),
        ended: one.ended_on.unwrap_or_default(),
        sites: one.sites.replace(':', " ").replace(',', ", "),
        detail: one.detail,
        source: Said::key(source_word(&one.source)),
        by: one.by_name,
        at: Timestamp::from_microsecond(one.at).map_err(Error::fault)?,
        withdrawn: one.withdrawn.unwrap_or_default(),
    })
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::New> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let fact = table.find(&form.fact).and_then(|id| table.get(id)).ok_or(Error::NotFound)?;
    let mut refusals = Vec::new();
    let answered = read(fact, form.answer.trim()).map_err(|refusal| {
        refusals.push(Refusal { field: "answer".into(), ..refusal });
    });
    let mut date = |typed: &str, field: &'static str| {
        let typed = typed.trim();
        let since = if typed.is_empty() { None } else { Since::parse(typed) };
        let future = since.as_ref().is_some_and(|since| since.from() > ask.today);
        if (since.is_none() && !typed.is_empty()) || future {
            refusals.push(Refusal::new(field, "fact-since"));
        }
        since
    };
    let since = date(&form.since, "since");
    let ended = date(&form.ended, "ended");
    let sites = site(&knowledge, &form).map_err(|refusal| refusals.push(refusal)).unwrap_or_default();
    if form.detail.chars().count() > 2_000 {
        refusals.push(Refusal::new("detail", "ui-text-2000"));
    }
    let current = store::current(db, ask.chart().client())?;
    let of = current.iter().find(|one| one.fact == form.fact && one.of == form.of).map(|one| one.of.clone());
    match answered {
        Ok(answered) if refusals.is_empty() => {
            let (value, words) = match &answered {
                Answered::Number(value) => (Some(*value), String::new()),
                Answered::Words(words) => (None, words.clone()),
                _ => (None, String::new()),
            };
            Ok(store::New {
                // Where nothing is chosen and something stands that is no "yes", that is what is replaced.
                of: of.or_else(|| {
                    current.iter().find(|one| one.fact == form.fact && one.answer != "yes").map(|one| one.of.clone())
                }),
                fact: form.fact,
                answer: answered.key(),
                value,
                words,
                since: since.map(|since| (since.from(), since.to())),
                ended_on: ended.map(|ended| ended.to()),
                sites,
                detail: form.detail.trim().into(),
                source: super::SOURCES.iter().find(|(key, _)| *key == form.source).map_or("client", |(key, _)| key),
                withdrawn: None,
            })
        }
        _ => {
            let fields = [
                ("of", form.of.as_str()),
                ("answer", &form.answer),
                ("since", &form.since),
                ("ended", &form.ended),
                ("region", &form.region),
                ("side", &form.side),
                ("detail", &form.detail),
                ("source", &form.source),
            ];
            let shown = page(db, ask, &form.fact, Filled::sent(fields, refusals))?;
            Err(Error::Refused(Shown::new(shown)))
        }
    }
}

/// `region:side`; nothing where no region was chosen.
fn site(knowledge: &Knowledge, form: &Form) -> std::result::Result<String, Refusal> {
    if form.region.trim().is_empty() {
        return Ok(String::new());
    }
    let spot = spot(knowledge, form.region.trim()).ok_or_else(|| Refusal::new("region", "application-site"))?;
    let side = match form.side.trim() {
        "" => Side::Both,
        typed => Side::parse(typed).ok_or_else(|| Refusal::new("side", "application-side"))?,
    };
    Ok(format!("{}:{side}", spot.key()))
}

fn state(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &store::New) -> Result<Done> {
    store::state(db, ask, new)?;
    Ok(Done::to(ask.chart().url(&format!("facts/{}", new.fact))).about(&new.fact))
}

/// "Entered in error": the answer leaves the rules and stays in the record, with the reason.
fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::New> {
    let current = store::current(db, ask.chart().client())?;
    let one = current.iter().find(|one| one.of == form.of && one.fact == form.fact).ok_or(Error::NotFound)?;
    let reason = form.reason.trim();
    if reason.chars().count() < 3 || reason.chars().count() > 500 {
        let refusals = vec![Refusal::new("reason", "session-reason")];
        let shown = page(db, ask, &form.fact, Filled::sent([("reason", reason)], refusals))?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    let answer = ANSWERS.iter().find(|(key, _)| *key == one.answer).map_or("value", |(key, _)| key);
    Ok(store::New {
        of: Some(one.of.clone()),
        fact: one.fact.clone(),
        answer,
        value: one.value,
        words: one.words.clone(),
        source: "practitioner",
        withdrawn: Some(reason.into()),
        ..store::New::default()
    })
}
