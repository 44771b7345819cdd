//! The questions of today: one screen before hands are laid on, and one tap when nothing is new.
use super::{answer, store, today, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::{Kind, Tier, Who};
use db::{Reader, Writer};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/check", "check.show", Right::ReadChart, show).act(
        "/clients/{client}/check",
        "check.record",
        Right::WriteChart,
        prepare,
        record,
    )
}

#[derive(Template, Serialize)]
#[template(path = "intake/check.html")]
struct Check {
    url: String,
    base: String,
    since: Option<jiff::Timestamp>,
    groups: Vec<(String, Vec<answer::Row>)>,
    questions: Vec<(String, Vec<(String, String)>)>,
    card: Vec<today::CardLine>,
    form: Filled,
    writes: bool,
    /// Where to go on.
    then: String,
}

impl Page for Check {
    fn title(&self, words: &Words) -> String {
        words.t("check-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

type Form = Vec<(String, String)>;

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Check> {
    page(db, ask, super::named(&form, "then"), vec![])
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, then: &str, refusals: Vec<Refusal>) -> Result<Check> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let chart = ask.chart();
    let today = today::today(db, ask)?;
    let screen = today.screen();
    let current = store::current(db, chart.client())?;
    let groups = today::groups(&knowledge, Tier::Today)
        .map(|at| {
            let facts = table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program);
            let rows = facts.map(|fact| answer::row(chart, fact, &current)).collect();
            (table.groups[at].title.clone(), rows)
        })
        .collect();
    let questions = screen.questions(&today::anything(&screen));
    let questions = questions
        .iter()
        .filter_map(|question| {
            let group = table.groups.get(question.group)?;
            let wanted = question.wanted.iter().filter_map(|wanted| table.get(wanted.fact));
            let wanted = wanted.map(|fact| (fact.clinical.clone(), chart.url(&format!("facts/{}", fact.key))));
            Some((group.title.clone(), wanted.collect()))
        })
        .collect();
    Ok(Check {
        url: chart.url("check"),
        base: chart.url(""),
        since: today.known.checked_at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok()),
        groups,
        questions,
        card: today.card().to_vec(),
        form: Filled::sent::<&str, &str>([], refusals),
        writes: writes(ask),
        then: then.into(),
    })
}

/// What was answered today, and what the screen then says.
struct Checking {
    new: Vec<store::New>,
    facts: String,
    then: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Checking> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let current = store::current(db, ask.chart().client())?;
    // "Nothing new": every question of today that was left open is answered with no.
    let nothing = form.iter().any(|(name, value)| name == "rest" && value == "no");
    let (mut new, mut affirmed, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
    for at in today::groups(&knowledge, Tier::Today) {
        for fact in table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program) {
            let typed = super::named(&form, &fact.key).trim();
            let yes_no = matches!(fact.kind, Kind::YesNo);
            let stands_yes = current.iter().any(|one| one.fact == fact.key && one.answer == "yes");
            // A "yes" of an earlier day stands until it is ended; "nothing new" does not take it back.
            let typed = if typed.is_empty() && nothing && yes_no && !stands_yes { "no" } else { typed };
            if typed.is_empty() {
                continue;
            }
            affirmed.push(fact.key.as_str());
            match answer::read(fact, typed) {
                Ok(answered) => new.extend(answer::change(fact, &answered, &current, "client")),
                Err(refusal) => refusals.push(refusal),
            }
        }
    }
    let then = super::named(&form, "then");
    if affirmed.is_empty() && !nothing {
        refusals.push(Refusal::new("rest", "check-answer"));
    }
    if !refusals.is_empty() {
        let shown = page(db, ask, then, refusals)?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    Ok(Checking { new, facts: affirmed.join(","), then: then.into() })
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, checking: &Checking) -> Result<Done> {
    for new in &checking.new {
        store::state(db, ask, new)?;
    }
    let today = today::today(db, ask)?;
    let checked = store::Checked {
        facts: checking.facts.clone(),
        open: i64::try_from(today.open()).unwrap_or(i64::MAX),
        verdict: today.worst().word(),
        knowledge: ask.house.knowledge_digest(),
    };
    store::check(db, ask, &checked)?;
    let chart = ask.chart();
    let to = match checking.then.as_str() {
        _ if today.screen().stops() => chart.url("screen"),
        "sessions" => chart.url("sessions"),
        _ => chart.url(""),
    };
    Ok(Done::to(to).because(today.worst().word()))
}

/// The words of an action, for people: never "allowed", never "safe".
pub(super) const ACTIONS: [(&str, &str); 6] = [
    ("allow", "action-nothing-recorded"),
    ("allow-with-precaution", "action-with-care"),
    ("avoid-region", "action-leave-out"),
    ("do-not-treat", "action-not-today"),
    ("refer-urgent", "action-see-doctor"),
    ("refer-emergency", "action-emergency"),
];

/// What an action is called on a page.
pub(super) fn action_word(action: &str) -> Said {
    Said::key(ACTIONS.iter().find(|(key, _)| *key == action).map_or("action-nothing-recorded", |(_, word)| word))
}
