//! Referrals: whom the client was sent to and why, who sent the client here, and whether an answer came.
mod store;

use super::{complaints, instant, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Person, Result, Right, Routes, Shown};
use crate::intake::today;
use crate::papers;
use crate::ui::{Choice, Due, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/referrals", "referral.list", Right::ReadChart, list)
        .act("/clients/{client}/referrals", "referral.record", Right::WriteChart, prepare, keep)
        .act(
            "/clients/{client}/referrals/{referral}/answer",
            "referral.answer",
            Right::WriteChart,
            prepare_answer,
            keep,
        )
        .act("/clients/{client}/referrals/{referral}/close", "referral.close", Right::WriteChart, prepare_close, keep)
}

/// The reason that no rule names: it lies outside what the practitioner may do.
const SCOPE: &str = "scope";

/// One referral as it is read.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) list: String,
    url: String,
    pub(super) direction: Said,
    pub(super) whom: String,
    why: Vec<Said>,
    due_on: Option<Date>,
    pub(super) overdue: bool,
    pub(super) state: Said,
    of: String,
    open: bool,
    answer: String,
    by: String,
    at: Option<Timestamp>,
}

fn row(ask: &Ask<Chart>, one: store::Referral) -> Row {
    let rule = match one.rule.as_str() {
        "" => None,
        SCOPE => Some(Said::key("referral-scope")),
        key => {
            let rules = &ask.house.knowledge.safety.rules;
            let title = rules.iter().find(|rule| rule.key == key).map(|rule| format!("{} · {}", rule.key, rule.title));
            Some(Said::plain(title.unwrap_or_else(|| key.to_owned())))
        }
    };
    let why = Some(Said::plain(one.why)).filter(|why| *why != Said::plain(""));
    let due_on = one.due_on.and_then(|on| on.parse::<Date>().ok());
    let open = one.state == "open";
    Row {
        list: ask.chart().url("referrals"),
        url: ask.chart().url(&format!("referrals/{}", one.of)),
        direction: Said::key(if one.direction == "in" { "referral-in" } else { "referral-out" }),
        whom: one.whom,
        why: rule.into_iter().chain(why).collect(),
        overdue: open && due_on.is_some_and(|on| on < ask.today),
        due_on,
        state: Said::key(match one.state.as_str() {
            "answered" => "referral-answered",
            "closed" => "referral-closed",
            _ => "referral-awaited",
        }),
        open,
        answer: one.answer,
        of: one.of,
        by: one.by_name,
        at: instant(one.at),
    }
}

/// Those without an answer.
pub(super) fn open(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Row>> {
    let all = store::list(db, ask.chart())?.into_iter().filter(|one| one.state == "open");
    Ok(all.map(|one| row(ask, one)).collect())
}

/// One's own that await an answer past its day, whoever the client.
pub(super) fn overdue(db: &mut Reader<'_>, person: &Person, today: Date) -> Result<Vec<Due>> {
    let all = store::overdue(db, &person.id, &today.to_string())?.into_iter();
    let line = |one: store::Overdue| Due {
        url: format!("/clients/{}/referrals", one.chart),
        client: one.client,
        words: Said::key("letter-due-answer").with("whom", one.whom),
        on: one.due_on.parse().ok(),
        overdue: true,
    };
    Ok(all.map(line).collect())
}

#[derive(Template, Serialize)]
#[template(path = "letters/referral/page.html")]
struct Referrals {
    url: String,
    letters: String,
    rows: Vec<Row>,
    /// What was scanned of each.
    papers: papers::Attached,
    papers_url: String,
    form: Filled,
    directions: Vec<Choice>,
    reasons: Vec<Choice>,
    complaints: Vec<Choice>,
    writes: bool,
}

impl Page for Referrals {
    fn title(&self, words: &Words) -> String {
        words.t("referral-title")
    }
    fn tab(&self) -> &'static str {
        "tab-letters"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Referrals> {
    page(db, ask, Filled::empty().with("direction", "out"))
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Referrals> {
    let directions = [("out", "referral-out"), ("in", "referral-in")];
    Ok(Referrals {
        url: ask.chart().url("referrals"),
        letters: ask.chart().url("letters"),
        rows: store::list(db, ask.chart())?.into_iter().map(|one| row(ask, one)).collect(),
        papers: papers::attached(db, ask, "referral")?,
        papers_url: ask.chart().url("papers"),
        form,
        directions: directions.map(|(key, word)| Choice::new(key, Said::key(word))).to_vec(),
        reasons: reasons(db, ask)?,
        complaints: complaints(db, ask.chart())?,
        writes: writes(ask),
    })
}

/// Why: the rules that hold for this client now, or that it lies outside one's scope.
fn reasons(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Choice>> {
    let today = today::today(db, ask)?;
    let screen = today.screen();
    let mut reasons =
        vec![Choice::new("", Said::key("referral-no-rule")), Choice::new(SCOPE, Said::key("referral-scope"))];
    for held in screen.held() {
        let Some(rule) = ask.house.knowledge.safety.rules.get(held.rule) else { continue };
        if !reasons.iter().any(|one| one.value == rule.key) {
            reasons.push(Choice::new(rule.key.clone(), Said::plain(format!("{} · {}", rule.key, rule.title))));
        }
    }
    Ok(reasons)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    referral: String,
    direction: String,
    whom: String,
    rule: String,
    why: String,
    complaint: String,
    due_on: String,
    answer: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Referral> {
    let whom = form.whom.split_whitespace().collect::<Vec<_>>().join(" ");
    let due_on = form.due_on.trim().parse::<Date>().ok();
    let checks = [
        (!matches!(form.direction.as_str(), "in" | "out"), "direction", "ui-choose"),
        (whom.is_empty() || whom.chars().count() > 200, "whom", "ui-text-200"),
        (!reasons(db, ask)?.iter().any(|one| one.value == form.rule), "rule", "ui-choose"),
        (form.why.chars().count() > 2000, "why", "referral-long"),
        (form.rule.is_empty() && form.why.trim().is_empty(), "why", "referral-why-needed"),
        (!complaints(db, ask.chart())?.iter().any(|one| one.value == form.complaint), "complaint", "ui-choose"),
        (
            due_on.is_none() && (!form.due_on.trim().is_empty() || form.direction == "out"),
            "due_on",
            "referral-due-needed",
        ),
    ];
    let refused = checks.into_iter().filter(|(wrong, ..)| *wrong);
    let refusals: Vec<Refusal> = refused.map(|(_, field, key)| Refusal::new(field, key)).collect();
    if refusals.is_empty() {
        return Ok(store::Referral {
            id: ask.id("ref"),
            direction: form.direction,
            whom,
            rule: form.rule,
            why: form.why.trim().to_owned(),
            complaint: form.complaint,
            due_on: due_on.map(|on| on.to_string()),
            state: "open".into(),
            ..store::Referral::default()
        });
    }
    let fields = [
        ("direction", form.direction),
        ("whom", form.whom),
        ("rule", form.rule),
        ("why", form.why),
        ("complaint", form.complaint),
        ("due_on", form.due_on),
    ];
    Err(Error::Refused(Shown::new(page(db, ask, Filled::sent(fields, refusals))?)))
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, referral: &store::Referral) -> Result<Done> {
    store::keep(db, ask, referral)?;
    Ok(Done::to(ask.chart().url("referrals")).about(&referral.id).because(&referral.state))
}

fn awaited(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Referral> {
    let found = store::list(db, ask.chart())?.into_iter().find(|one| one.of == of).ok_or(Error::NotFound)?;
    if found.state == "open" { Ok(found) } else { Err(Error::Moved) }
}

fn ended(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form, state: &str) -> Result<store::Referral> {
    let was = awaited(db, ask, &form.referral)?;
    let answer = form.answer.trim().to_owned();
    if answer.is_empty() || answer.chars().count() > 2000 {
        let filled = Filled::sent([("answer", form.answer)], vec![Refusal::new("", "referral-answer-needed")]);
        return Err(Error::Refused(Shown::new(page(db, ask, filled)?)));
    }
    Ok(store::Referral { id: ask.id("ref"), state: state.into(), answer, ..was })
}

/// An answer came: what it says, in a line.
fn prepare_answer(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Referral> {
    ended(db, ask, form, "answered")
}

/// No answer is awaited any longer, and why.
fn prepare_close(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Referral> {
    ended(db, ask, form, "closed")
}
