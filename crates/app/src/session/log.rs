//! What is tapped during or after the session: each application and each response is a record at once; undo withdraws.
use super::{Typed, page, store};
use crate::consent::gate;
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::intake::today::against;
use crate::ui::{Choice, Filled, Said};
use clinical::Refusal;
use clinical::application::{self, Application};
use db::{Reader, Writer};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    const APPLICATION: &str = "/clients/{client}/sessions/{session}/applications/{entry}/undo";
    const RESPONSE: &str = "/clients/{client}/sessions/{session}/responses/{entry}/undo";
    Routes::new()
        .act(
            "/clients/{client}/sessions/{session}/applications",
            "application.record",
            Right::WriteChart,
            prepare,
            apply,
        )
        .act(APPLICATION, "application.undo", Right::WriteChart, prepare_undo, undo)
        .act(
            "/clients/{client}/sessions/{session}/responses",
            "response.record",
            Right::WriteChart,
            prepare_response,
            respond,
        )
        .act(RESPONSE, "response.undo", Right::WriteChart, prepare_undo, undo_response)
}

/// What may stand against an application and is recorded with it.
const MARKS: [(&str, &str); 3] =
    [("consent", "mark-no-consent"), ("block", "mark-against-block"), ("scope", "mark-outside-scope")];

pub(super) fn mark_word(mark: &str) -> Option<&'static str> {
    MARKS.iter().find(|(key, _)| *key == mark).map(|(_, word)| *word)
}

/// Every response that can be recorded: its kind, its code, its words.
const CODES: [(&str, &str, &str); 19] = [
    ("feedback", "lighter", "response-lighter"),
    ("feedback", "deeper", "response-deeper"),
    ("feedback", "right", "response-right"),
    ("feedback", "stop", "response-stop"),
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
];

/// The kinds of response, with their words.
const KINDS: [(&str, &str); 3] = [
    ("feedback", "response-kind-feedback"),
    ("response", "response-kind-response"),
    ("adverse", "response-kind-adverse"),
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

/// Feedback and other responses, to choose from.
pub(super) fn feedback() -> Vec<Choice> {
    choices(|kind| kind != "adverse")
}

/// Adverse effects, to choose from.
pub(super) fn adverse() -> Vec<Choice> {
    choices(|kind| kind == "adverse")
}

fn choices(of: impl Fn(&str) -> bool) -> Vec<Choice> {
    CODES.iter().filter(|(kind, ..)| of(kind)).map(|(_, code, word)| Choice::new(*code, Said::key(*word))).collect()
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    session: String,
    technique: String,
    site: String,
    side: String,
    pressure: String,
    grade: String,
    minutes: String,
    detail: String,
    reason: String,
}

impl Form {
    fn filled(self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("technique", self.technique),
            ("site", self.site),
            ("side", self.side),
            ("pressure", self.pressure),
            ("grade", self.grade),
            ("minutes", self.minutes),
            ("detail", self.detail),
            ("reason", self.reason),
        ];
        Filled::sent(fields, refusals)
    }
}

/// An application that can be recorded.
struct Apply {
    session: String,
    application: Application,
    reason: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Apply> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let typed = application::Typed {
        technique: &form.technique,
        site: &form.site,
        side: &form.side,
        pressure: &form.pressure,
        grade: &form.grade,
        minutes: &form.minutes,
        detail: &form.detail,
    };
    match application::parse(&ask.house.knowledge, &typed) {
        Ok(application) => {
            Ok(Apply { session: form.session, application, reason: form.reason.trim().chars().take(500).collect() })
        }
        Err(refusals) => {
            let session = form.session.clone();
            let page = page(db, ask, &session, Typed::Apply(form.filled(refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

/// What stands against an application in a session of this time: a consent that is missing, a block, the scope.
pub(super) fn marks(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    application: &Application,
    at: Option<i64>,
) -> Result<Vec<&'static str>> {
    let mut marks = against(db, ask, application)?;
    if gate::is_missing(db, ask, application, at)? {
        marks.insert(0, "consent");
    }
    Ok(marks)
}

fn apply(db: &mut Writer<'_>, ask: &Ask<Chart>, apply: &Apply) -> Result<Done> {
    let session = store::unsigned(db, ask.chart(), &apply.session)?;
    let side = apply.application.side.map(|side| side.to_string()).unwrap_or_default();
    let marks = marks(db, ask, &apply.application, session.effective_at)?;
    let application = store::Application {
        of: ask.id("app"),
        technique: apply.application.technique.clone(),
        site: apply.application.site.clone(),
        side,
        pressure: apply.application.pressure.map(i64::from),
        grade: apply.application.grade.unwrap_or_default().into(),
        minutes: apply.application.minutes,
        detail: apply.application.detail.clone(),
        // Recorded all the same, and marked with what stood against it.
        marks: marks.join(","),
        reason: apply.reason.clone(),
    };
    store::apply(db, ask, &apply.session, session.effective_at, &application)?;
    Ok(back(ask, &apply.session).about(application.of).because(&apply.reason))
}

fn back(ask: &Ask<Chart>, session: &str) -> Done {
    Done::to(ask.chart().url(&format!("sessions/{session}")))
}

/// Which entry of which session.
#[derive(Deserialize)]
struct Entry {
    session: String,
    entry: String,
}

fn prepare_undo(db: &mut Reader<'_>, ask: &Ask<Chart>, entry: Entry) -> Result<Entry> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    Ok(entry)
}

fn undo(db: &mut Writer<'_>, ask: &Ask<Chart>, entry: &Entry) -> Result<Done> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    store::undo_application(db, ask, &entry.session, &entry.entry)?;
    Ok(back(ask, &entry.session).about(&entry.entry))
}

fn undo_response(db: &mut Writer<'_>, ask: &Ask<Chart>, entry: &Entry) -> Result<Done> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    store::undo_response(db, ask, &entry.session, &entry.entry)?;
    Ok(back(ask, &entry.session).about(&entry.entry))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ResponseForm {
    session: String,
    code: String,
    severity: String,
    detail: String,
}

/// A response that can be recorded.
struct Responding {
    session: String,
    kind: &'static str,
    code: &'static str,
    severity: String,
    detail: String,
}

fn prepare_response(db: &mut Reader<'_>, ask: &Ask<Chart>, form: ResponseForm) -> Result<Responding> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let mut refusals = Vec::new();
    let code = CODES.iter().find(|(_, code, _)| *code == form.code);
    if code.is_none() {
        refusals.push(Refusal::new("code", "ui-choose"));
    }
    let is_adverse = code.is_some_and(|(kind, ..)| *kind == "adverse");
    if is_adverse && severity_word(&form.severity).is_none() {
        refusals.push(Refusal::new("severity", "response-severity-needed"));
    }
    if form.detail.chars().count() > 2_000 {
        refusals.push(Refusal::new("detail", "ui-text-2000"));
    }
    match code {
        Some((kind, code, _)) if refusals.is_empty() => Ok(Responding {
            session: form.session,
            kind,
            code,
            severity: if is_adverse { form.severity } else { String::new() },
            detail: form.detail.trim().into(),
        }),
        _ => {
            let fields = [("code", form.code), ("severity", form.severity), ("detail", form.detail)];
            let page = page(db, ask, &form.session, Typed::Respond(Filled::sent(fields, refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

fn respond(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &Responding) -> Result<Done> {
    let session = store::unsigned(db, ask.chart(), &new.session)?;
    let response = store::Response {
        of: ask.id("res"),
        at: ask.micros(),
        kind: new.kind.into(),
        code: new.code.into(),
        severity: new.severity.clone(),
        detail: new.detail.clone(),
    };
    store::respond(db, ask, &new.session, session.effective_at, &response)?;
    Ok(back(ask, &new.session).about(response.of))
}
