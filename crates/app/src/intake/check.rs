//! The questions of today: one screen before hands are laid on, and one tap when nothing is new.
use super::today::{self, Today};
use super::{answer, store, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::knowledge::{Fact, Kind, Tier, Who};
use db::{Reader, Writer};
use serde::Serialize;
use std::rc::Rc;

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/check", "check.show", Right::ReadChart, show).act(
        "/clients/{client}/check",
        "check.record",
        Right::WriteChart,
        prepare,
        record,
    )
}

/// What is asked at every visit, and what holds already.
#[derive(Serialize)]
pub(crate) struct Asked {
    /// When it was last answered.
    pub(crate) since: Option<jiff::Timestamp>,
    /// Was that today?
    pub(crate) checked: bool,
    /// Does anything stop all hands-on work?
    pub(crate) stops: bool,
    /// The questions of today, group by group.
    pub(crate) groups: Vec<(String, Vec<answer::Row>)>,
    /// What a complaint makes one ask before hands are laid on.
    pub(crate) before_hands: Vec<answer::Row>,
    /// What is worth asking besides, each with its page.
    pub(crate) questions: Vec<(String, Vec<(String, String)>)>,
    /// The card *Today with …*.
    pub(crate) card: Vec<today::CardLine>,
}

#[derive(Template, Serialize)]
#[template(path = "intake/check.html")]
struct Check {
    url: String,
    base: String,
    asked: Asked,
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

/// Each question's key with its answer; `rest=no` answers what was left open of today, `complaint_rest=no` what was left open of
/// the complaints.
pub(crate) type Form = Vec<(String, String)>;

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Check> {
    page(db, ask, super::named(&form, "then"), vec![])
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, then: &str, refusals: Vec<Refusal>) -> Result<Check> {
    let chart = ask.chart();
    Ok(Check {
        url: chart.url("check"),
        base: chart.url(""),
        asked: asked(db, ask)?,
        form: Filled::sent::<&str, &str>([], refusals),
        writes: writes(ask),
        then: then.into(),
    })
}

/// Does a group stand open: is a yes in it, or something refused?
pub(crate) fn stands_open(rows: &[answer::Row], form: &Filled) -> bool {
    rows.iter().any(|row| row.standing == "yes" || form.refusal(&row.key).is_some())
}

impl Check {
    fn asks(&self, rows: &[answer::Row]) -> bool {
        stands_open(rows, &self.form)
    }
}

/// What has to be asked of this client today.
pub(crate) fn asked(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Asked> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let chart = ask.chart();
    let today = today::today(db, ask)?;
    let screen = today.screen();
    let current = &today.known.stated;
    let groups = today::groups(&knowledge, Tier::Today)
        .map(|at| {
            let facts = table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program);
            let rows = facts.map(|fact| answer::row(chart, fact, current)).collect();
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
    let before_hands = today.before_hands().into_iter().map(|fact| answer::row(chart, fact, current)).collect();
    Ok(Asked {
        before_hands,
        since: today.known.checked_at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok()),
        checked: today.known.is_checked(ask),
        stops: screen.stops(),
        groups,
        questions,
        card: today.card().to_vec(),
    })
}

/// What was answered today.
pub(crate) struct Checking {
    new: Vec<store::New>,
    facts: String,
}

/// Reads the answers, with all that is refused of them. `nothing`: nothing is new, so every question of today that was
/// left open is answered with no. Nothing to keep where nothing was answered.
pub(crate) fn read(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    form: &Form,
    nothing: bool,
) -> Result<(Option<Checking>, Vec<Refusal>)> {
    let knowledge = ask.house.knowledge.clone();
    let table = &knowledge.facts;
    let today = today::today(db, ask)?;
    let current = &today.known.stated;
    let mut typed: Vec<(&Fact, &str)> = Vec::new();
    for at in today::groups(&knowledge, Tier::Today) {
        for fact in table.facts.iter().filter(|fact| fact.group == at && fact.who != Who::Program) {
            let said = super::named(form, &fact.key).trim();
            let yes_no = matches!(fact.kind, Kind::YesNo);
            let stands_yes = current.iter().any(|one| one.fact == fact.key && one.answer == "yes");
            // A "yes" of an earlier day stands until it is ended; "nothing new" does not take it back.
            let said = if said.is_empty() && nothing && yes_no && !stands_yes { "no" } else { said };
            typed.extend(Some((fact, said)).filter(|_| !said.is_empty()));
        }
    }
    for fact in today.before_hands() {
        typed.extend(typed_before_hands(form, &fact.key).map(|said| (fact, said)));
    }
    let (mut new, mut affirmed, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
    for (fact, said) in typed {
        affirmed.push(fact.key.as_str());
        match answer::read(fact, said) {
            Ok(answered) => new.extend(answer::change(ask, fact, &answered, current, "client")),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let answered = nothing || !affirmed.is_empty();
    Ok((answered.then(|| Checking { new, facts: affirmed.join(",") }), refusals))
}

/// What was said of a question of the complaints: by itself, or with the rest of them.
fn typed_before_hands<'f>(form: &'f Form, key: &str) -> Option<&'f str> {
    let typed = super::named(form, key).trim();
    let rest = super::named(form, "complaint_rest");
    Some(typed).filter(|typed| !typed.is_empty()).or(Some(rest).filter(|rest| *rest == "no"))
}

/// What is refused while a question is left open that a complaint makes one ask before hands are laid on.
pub(crate) fn unanswered(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &Form) -> Result<Option<Refusal>> {
    let today = today::today(db, ask)?;
    let open = today.before_hands().iter().any(|fact| typed_before_hands(form, &fact.key).is_none());
    Ok(open.then(|| Refusal::new("complaint_rest", "check-complaint-first")))
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<(Checking, String)> {
    let then = super::named(&form, "then");
    let nothing = super::named(&form, "rest") == "no";
    let (checking, mut refusals) = read(db, ask, &form, nothing)?;
    if checking.is_none() && refusals.is_empty() {
        refusals.push(Refusal::new("rest", "check-answer"));
    }
    match checking {
        Some(checking) if refusals.is_empty() => Ok((checking, then.into())),
        _ => Err(Error::Refused(Shown::new(page(db, ask, then, refusals)?))),
    }
}

/// Keeps the answers and what the screen then says, and gives it.
pub(crate) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, checking: &Checking) -> Result<Rc<Today>> {
    for new in &checking.new {
        store::state(db, ask, new)?;
    }
    gone_through(db, ask, checking.facts.clone())
}

/// Keeps that these questions were gone through, with what the screen then says, and gives it.
pub(super) fn gone_through(db: &mut Writer<'_>, ask: &Ask<Chart>, facts: String) -> Result<Rc<Today>> {
    let today = today::today(db, ask)?;
    let checked = store::Checked {
        facts,
        open: i64::try_from(today.open()).unwrap_or(i64::MAX),
        verdict: today.worst().word(),
        knowledge: ask.house.knowledge_digest(),
    };
    store::check(db, ask, &checked)?;
    Ok(today)
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, (checking, then): &(Checking, String)) -> Result<Done> {
    let today = keep(db, ask, checking)?;
    let chart = ask.chart();
    let to = match then.as_str() {
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
