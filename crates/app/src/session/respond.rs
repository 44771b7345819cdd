//! What comes back: a word on the pressure in one touch, comfort, an answer, an adverse effect, and what is done when something
//! is wrong. Each is stamped with its time.
use super::log::{Entry, back, prepare_undo};
use super::{Typed, page, store, wrong};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::{Choice, Filled, Said};
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    const RESPONSE: &str = "/clients/{client}/sessions/{session}/responses/{entry}/undo";
    Routes::new()
        .act("/clients/{client}/sessions/{session}/responses", "response.record", Right::WriteChart, prepare, respond)
        .act(RESPONSE, "response.undo", Right::WriteChart, prepare_undo, undo)
}

/// Every response that can be recorded: its kind, its code, its words.
const CODES: [(&str, &str, &str); 25] = [
    ("feedback", "lighter", "response-lighter"),
    ("feedback", "deeper", "response-deeper"),
    ("feedback", "right", "response-right"),
    ("feedback", "stop", "response-stop"),
    ("feedback", "comfort", "response-comfort"),
    ("response", "relaxed", "response-relaxed"),
    ("response", "less_pain", "response-less-pain"),
    ("response", "more_pain", "response-more-pain"),
    ("response", "easier_movement", "response-easier-movement"),
    ("response", "no_change", "response-no-change"),
    ("adverse", "soreness", "adverse-soreness"),
    ("adverse", "bruise", "adverse-bruise"),
    ("adverse", "headache", "adverse-headache"),
    ("adverse", "dizziness", "adverse-dizziness"),
    ("adverse", "faint", "adverse-faint"),
    ("adverse", "numbness", "adverse-numbness"),
    ("adverse", "skin_reaction", "adverse-skin-reaction"),
    ("adverse", "nausea", "adverse-nausea"),
    ("adverse", "distress", "adverse-distress"),
    ("adverse", "other", "adverse-other"),
    ("wrong", "hands_off", "wrong-hands-off"),
    ("wrong", "called", "wrong-called"),
    ("wrong", "first_aid", "wrong-first-aid"),
    ("wrong", "told", "wrong-told"),
    ("wrong", "better", "wrong-better"),
];

/// The kinds of response, with their words.
const KINDS: [(&str, &str); 4] = [
    ("feedback", "response-kind-feedback"),
    ("response", "response-kind-response"),
    ("adverse", "response-kind-adverse"),
    ("wrong", "response-kind-wrong"),
];

/// How bad an adverse effect was, with the words.
const SEVERITIES: [(&str, &str); 3] =
    [("mild", "severity-mild"), ("moderate", "severity-moderate"), ("severe", "severity-severe")];

pub(super) fn kind_word(kind: &str) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == kind).map_or("response-kind-response", |(_, word)| word)
}

pub(super) fn code_word(code: &str) -> &'static str {
    CODES.iter().find(|(_, key, _)| *key == code).map_or("adverse-other", |(.., word)| word)
}

pub(super) fn severity_word(severity: &str) -> Option<&'static str> {
    SEVERITIES.iter().find(|(key, _)| *key == severity).map(|(_, word)| *word)
}

/// One response in a word or two: `Lighter`, `Comfort 7 of 10`.
pub(super) fn said(one: &store::Response) -> Said {
    match one.level {
        Some(level) => Said::key("response-comfort-of").with("level", level),
        None => Said::key(code_word(&one.code)),
    }
}

/// What is said of the pressure, in one touch. Comfort has a scale of its own beside it.
pub(super) fn touches() -> Vec<Choice> {
    choices(|kind, code| kind == "feedback" && code != "comfort")
}

/// How the session was answered.
pub(super) fn answers() -> Vec<Choice> {
    choices(|kind, _| kind == "response")
}

/// Adverse effects, to choose from.
pub(super) fn adverse() -> Vec<Choice> {
    choices(|kind, _| kind == "adverse")
}

/// What is done when something is wrong, each stamped with its time.
pub(super) fn stamps() -> Vec<Choice> {
    choices(|kind, _| kind == "wrong")
}

fn choices(of: impl Fn(&str, &str) -> bool) -> Vec<Choice> {
    let all = CODES.iter().filter(|(kind, code, _)| of(kind, code));
    all.map(|(_, code, word)| Choice::new(*code, Said::key(*word))).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    session: String,
    code: String,
    severity: String,
    /// Comfort, 0 to 10.
    level: String,
    /// The `of` of the application that it was said of.
    about: String,
    /// When it was tapped, by the device's clock, where it waited there.
    told_at: String,
    detail: String,
    /// `wrong`: back to the page for when something is wrong.
    then: String,
}

impl Form {
    fn filled(self, refusals: Vec<Refusal>) -> Filled {
        let fields = [("code", self.code), ("severity", self.severity), ("level", self.level), ("detail", self.detail)];
        Filled::sent(fields, refusals)
    }
}

/// A response that can be recorded.
struct Responding {
    session: String,
    kind: &'static str,
    response: store::Response,
    wrong: bool,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Responding> {
    let session = store::unsigned(db, ask.chart(), &form.session)?;
    let mut refusals = Vec::new();
    let found = CODES.iter().find(|(_, code, _)| *code == form.code);
    if found.is_none() {
        refusals.push(Refusal::new("code", "ui-choose"));
    }
    let is_adverse = found.is_some_and(|(kind, ..)| *kind == "adverse");
    if is_adverse && severity_word(&form.severity).is_none() {
        refusals.push(Refusal::new("severity", "response-severity-needed"));
    }
    let level = form.level.parse().ok().filter(|level| (0..=10).contains(level)).filter(|_| form.code == "comfort");
    if form.code == "comfort" && level.is_none() {
        refusals.push(Refusal::new("level", "response-level-needed"));
    }
    if form.detail.chars().count() > 2_000 {
        refusals.push(Refusal::new("detail", "ui-text-2000"));
    }
    match found {
        Some((kind, code, _)) if refusals.is_empty() => {
            let known = store::applications(db, &form.session)?.iter().any(|one| one.of == form.about);
            Ok(Responding {
                wrong: form.then == "wrong",
                kind,
                response: store::Response {
                    kind: (*kind).into(),
                    code: (*code).into(),
                    severity: if is_adverse { form.severity } else { String::new() },
                    detail: form.detail.trim().into(),
                    level,
                    about: if known { form.about } else { String::new() },
                    told_at: told_at(ask, &form.told_at, session.at),
                    ..store::Response::default()
                },
                session: form.session,
            })
        }
        _ => {
            let session = form.session.clone();
            let page = page(db, ask, &session, Typed::Respond(form.filled(refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

/// When it was tapped, where the device says so and can be believed: not before the session was opened and not after now.
/// A clock that is wrong says nothing; the time of arrival stands then.
fn told_at(ask: &Ask<Chart>, typed: &str, opened: i64) -> Option<i64> {
    let told = typed.parse::<Timestamp>().ok()?.as_microsecond();
    (opened..=ask.micros()).contains(&told).then_some(told)
}

fn respond(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &Responding) -> Result<Done> {
    let session = store::unsigned(db, ask.chart(), &new.session)?;
    let response = store::Response { of: ask.id("res"), ..new.response.clone() };
    let effective_at = session.effective_at.map(|at| response.told_at.unwrap_or(at));
    store::respond(db, ask, &new.session, effective_at, &response)?;
    let done = if new.wrong { Done::to(wrong::url(ask, &new.session)) } else { back(ask, &new.session) };
    Ok(done.about(response.of).because(if new.kind == "wrong" { "wrong" } else { "" }))
}

fn undo(db: &mut Writer<'_>, ask: &Ask<Chart>, entry: &Entry) -> Result<Done> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    store::undo_response(db, ask, &entry.session, &entry.entry)?;
    Ok(back(ask, &entry.session).about(&entry.entry))
}
