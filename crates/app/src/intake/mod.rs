//! Intake: what is known of a client. Coded statements, medicines by the name the client knows, the questions of today;
//! what the rules make of them; and what somebody entitled has cleared.
pub(crate) mod answer;
pub(crate) mod by_client;
pub(crate) mod check;
mod clearance;
mod medicine;
mod store;
pub(crate) mod today;
mod verdict;

use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Panel, Said, Words, filters};
use answer::{Answered, Row};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::{Kind, Tier, Who};
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/intake", "intake.show", Right::ReadChart, show)
        .look("/clients/{client}/intake/{group}", "intake.group", Right::ReadChart, show_group)
        .act("/clients/{client}/intake/{group}", "intake.answer", Right::WriteChart, prepare_group, answer_group)
        .join(answer::routes())
        .join(check::routes())
        .join(medicine::routes())
        .join(clearance::routes())
        .join(verdict::routes())
}

/// One group in the list.
#[derive(Serialize)]
struct GroupRow {
    key: String,
    title: String,
    tier: Said,
    url: String,
    answered: usize,
    asked: usize,
    yes: Vec<String>,
}

#[derive(Template, Serialize)]
#[template(path = "intake/page.html")]
struct Intake {
    base: String,
    groups: Vec<GroupRow>,
    medicines: Vec<String>,
    unmatched: Vec<String>,
    /// Facts that a medicine makes one ask about.
    ask: Vec<(String, String)>,
    checked: Option<jiff::Timestamp>,
    writes: bool,
}

impl Page for Intake {
    fn title(&self, words: &Words) -> String {
        words.t("intake-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

/// The tiers with their words.
const TIERS: [(Tier, &str); 4] = [
    (Tier::Today, "intake-tier-today"),
    (Tier::History, "intake-tier-history"),
    (Tier::Complaint, "intake-tier-complaint"),
    (Tier::Technique, "intake-tier-technique"),
];

fn tier_word(tier: Tier) -> &'static str {
    TIERS.iter().find(|(one, _)| *one == tier).map_or("intake-tier-history", |(_, word)| word)
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Intake> {
    let chart = ask.chart();
    let knowledge = ask.house.knowledge.clone();
    let today = today::today(db, ask)?;
    let known = &today.known;
    let table = &knowledge.facts;
    let groups = table.groups.iter().enumerate().map(|(at, group)| {
        let facts = table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program);
        let (mut answered, mut asked, mut yes) = (0, 0, Vec::new());
        for fact in facts {
            asked += 1;
            if let Some(answer) = known.facts.get(&fact.key) {
                answered += 1;
                if answer.is_yes() {
                    yes.push(fact.clinical.clone());
                }
            }
        }
        GroupRow {
            key: group.key.clone(),
            title: group.title.clone(),
            tier: Said::key(tier_word(group.tier)),
            url: chart.url(&format!("intake/{}", group.key)),
            answered,
            asked,
            yes,
        }
    });
    let groups = groups.filter(|group| group.asked > 0).collect();
    let question = |key: &String| {
        let fact = table.get(table.find(key)?)?;
        Some((fact.clinical.clone(), chart.url(&format!("facts/{key}"))))
    };
    Ok(Intake {
        base: chart.url(""),
        groups,
        medicines: store::medications(db, chart.client())?.into_iter().map(|one| one.name).collect(),
        unmatched: known.unmatched.clone(),
        ask: known.asked_by_medicine.iter().filter_map(question).collect(),
        checked: known.checked_at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok()),
        writes: writes(ask),
    })
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// The questions of one group, with what was answered.
#[derive(Template, Serialize)]
#[template(path = "intake/group.html")]
struct Group {
    base: String,
    url: String,
    title: String,
    tier: Said,
    rows: Vec<Row>,
    form: Filled,
    writes: bool,
}

impl Page for Group {
    fn title(&self, words: &Words) -> String {
        words.t("intake-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

/// The name of the group is in the path; every other field is `key=yes|no|unsure|declined`, or a number, a word, a date.
type Form = Vec<(String, String)>;

fn show_group(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Group> {
    group_page(db, ask, named(&form, "group"), Vec::new())
}

fn named<'a>(form: &'a Form, name: &str) -> &'a str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn group_page(db: &mut Reader<'_>, ask: &Ask<Chart>, key: &str, refusals: Vec<(Refusal, String)>) -> Result<Group> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let at = table.groups.iter().position(|group| group.key == key).ok_or(Error::NotFound)?;
    let group = &table.groups[at];
    let chart = ask.chart();
    let current = store::current(db, chart.client())?;
    let facts = table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program);
    let rows: Vec<Row> = facts.map(|fact| answer::row(chart, fact, &current)).collect();
    let typed: Vec<(String, String)> = rows.iter().map(|row| (row.key.clone(), row.standing.clone())).collect();
    let (refusals, again): (Vec<Refusal>, Vec<String>) = refusals.into_iter().unzip();
    let typed = typed.into_iter().map(|(key, value)| {
        let refused = refusals.iter().position(|refusal| refusal.field == key.as_str());
        let value = refused.map_or(value, |at| again[at].clone());
        (key, value)
    });
    let form = Filled::sent(typed.collect::<Vec<_>>(), refusals.clone());
    Ok(Group {
        base: chart.url("intake"),
        url: chart.url(&format!("intake/{key}")),
        title: group.title.clone(),
        tier: Said::key(tier_word(group.tier)),
        rows,
        form,
        writes: writes(ask),
    })
}

/// The answers of a group that changed something, ready to be recorded.
struct Answers {
    group: String,
    new: Vec<store::New>,
}

fn prepare_group(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Answers> {
    let key = named(&form, "group").to_string();
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let at = table.groups.iter().position(|group| group.key == key).ok_or(Error::NotFound)?;
    // "None of these": an explicit no for each question shown that was left without an answer.
    let none = form.iter().any(|(name, value)| name == "rest" && value == "no");
    let current = store::current(db, ask.chart().client())?;
    let (mut new, mut refusals) = (Vec::new(), Vec::new());
    for fact in table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program) {
        let typed = named(&form, &fact.key).trim();
        let unanswered = !current.iter().any(|one| one.fact == fact.key);
        let typed =
            if typed.is_empty() && none && unanswered && matches!(fact.kind, Kind::YesNo) { "no" } else { typed };
        if typed.is_empty() {
            continue;
        }
        match answer::read(fact, typed) {
            Ok(answered) => new.extend(answer::change(ask, fact, &answered, &current, source(&form))),
            Err(refusal) => refusals.push((refusal, typed.to_string())),
        }
    }
    if !refusals.is_empty() {
        let shown = group_page(db, ask, &key, refusals)?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    Ok(Answers { group: key, new })
}

/// Who said so, with the words: the client, told to the desk, the practitioner found it, a document.
const SOURCES: [(&str, &str); 4] = [
    ("client", "source-client"),
    ("desk", "source-desk"),
    ("practitioner", "source-practitioner"),
    ("document", "source-document"),
];

fn source(form: &Form) -> &'static str {
    let typed = named(form, "source");
    SOURCES.iter().find(|(key, _)| *key == typed).map_or("client", |(key, _)| key)
}

fn source_word(source: &str) -> &'static str {
    SOURCES.iter().find(|(key, _)| *key == source).map_or("source-client", |(_, word)| word)
}

fn answer_group(db: &mut Writer<'_>, ask: &Ask<Chart>, answers: &Answers) -> Result<Done> {
    for new in &answers.new {
        store::state(db, ask, new)?;
    }
    Ok(Done::to(ask.chart().url("intake")).about(&answers.group))
}

/// An answer that stands is replaced by one that says something else.
impl Answered {
    fn key(&self) -> &'static str {
        match self {
            Answered::Yes => "yes",
            Answered::No => "no",
            Answered::Unsure => "unsure",
            Answered::Declined => "declined",
            Answered::Number(_) | Answered::Words(_) => "value",
        }
    }
}

/// The card *Today with …* on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "intake/panel.html")]
struct TodayPanel {
    action: Said,
    card: Vec<today::CardLine>,
    not_asked: usize,
}

/// What holds today, on the overview of a chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let today = today::today(db, ask)?;
    let body = TodayPanel {
        action: check::action_word(today.worst().word()),
        card: today.card().to_vec(),
        not_asked: today.open(),
    };
    Ok(Some(Panel::new("screen-title", body).link(ask.chart().url("screen"), "screen-why")))
}
