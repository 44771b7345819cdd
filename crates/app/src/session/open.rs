//! Opening a session and ending its hands-on part.
use super::log::Standing;
use super::{liked, list_page, preset, store};
use crate::consent::{gate, spoken_at};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::intake::today::{self, Today};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::application::{self, Typed};
use db::{Reader, Writer};
use jiff::civil::{Date, Time};
use serde::Deserialize;
use std::rc::Rc;

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/clients/{client}/sessions", "session.open", Right::WriteChart, prepare, open)
        .act("/clients/{client}/sessions/{session}/end", "session.end", Right::WriteChart, prepare_end, end)
        .act(
            "/clients/{client}/sessions/{session}/withdraw",
            "session.withdraw",
            Right::WriteChart,
            prepare_withdraw,
            withdraw,
        )
}

/// How the hands-on part ended, with the words for it.
const OUTCOMES: [(&str, &str); 4] = [
    ("finished", "session-finished"),
    ("stopped", "session-stopped"),
    ("escalated", "session-escalated"),
    ("seen", "session-seen"),
];

pub(super) fn outcome_word(outcome: &str) -> &'static str {
    OUTCOMES.iter().find(|(key, _)| *key == outcome).map_or("session-finished", |(_, word)| word)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    kind: String,
    preset: String,
    title: String,
    complaint: String,
    /// The day it took place, where not today; `not_stated` where nobody said.
    on: String,
    time: String,
    not_stated: Option<String>,
    unreported: Option<String>,
    /// What the plan needs a consent of its own for: `spoken` just now, or `left_out` today.
    consent: String,
    spoken_at: String,
}

/// A session that can be opened.
pub(super) struct Opening {
    kind: &'static str,
    title: String,
    complaint: String,
    effective_at: Option<i64>,
    unreported: bool,
    preset: Option<&'static preset::Preset>,
    /// What was said yes to aloud before hands, and when.
    spoken: Vec<String>,
    spoken_at: i64,
}

impl Opening {
    /// What begins now by this choice: a kind of visit, or the key of a preset.
    pub(super) fn now(ask: &Ask<Chart>, chosen: &str) -> Option<Opening> {
        let preset = preset::find(chosen);
        let kind = super::view::KINDS.iter().find(|(key, _)| *key == chosen).map(|(key, _)| *key);
        Some(Opening {
            kind: kind.or(preset.map(|_| "wellness"))?,
            title: preset.map(|preset| preset.key.to_string()).unwrap_or_default(),
            complaint: String::new(),
            effective_at: Some(ask.micros()),
            unreported: false,
            preset,
            spoken: Vec::new(),
            spoken_at: 0,
        })
    }

    /// The same, begun with what was just said yes to aloud.
    pub(super) fn spoken(self, (spoken, spoken_at): (Vec<String>, i64)) -> Opening {
        Opening { spoken, spoken_at, ..self }
    }

    /// Must what its plan lacks a consent of its own for be asked about? A preset holds nothing of the kind.
    pub(super) fn asks_consent(&self) -> bool {
        self.is_hands_on() && self.preset.is_none()
    }

    /// Are hands laid on in it?
    pub(super) fn is_hands_on(&self) -> bool {
        self.kind != "seen"
    }
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Opening> {
    let mut refusals = Vec::new();
    let preset = preset::find(&form.preset);
    if preset.is_none() && !form.preset.is_empty() {
        refusals.push(Refusal::new("preset", "ui-choose"));
    }
    let kind = match form.kind.as_str() {
        "" if preset.is_some() => Some("wellness"),
        kind => super::view::KINDS.iter().find(|(key, _)| *key == kind).map(|(key, _)| *key),
    };
    if kind.is_none() {
        refusals.push(Refusal::new("kind", "ui-choose"));
    }
    if form.title.chars().count() > 200 {
        refusals.push(Refusal::new("title", "ui-text-200"));
    }
    let effective_at = match effective(ask, &form) {
        Ok(at) => at,
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    };
    // The gate stands before hands, not before the record: what took place can be entered, and seeing is always possible.
    let hands_on = kind != Some("seen") && form.on.is_empty() && form.not_stated.is_none();
    if hands_on {
        let gate = today::gate(db, ask)?;
        if gate.stops {
            refusals.push(Refusal::new("kind", "session-stopped-by-screen"));
        } else if !gate.checked {
            refusals.push(Refusal::new("kind", "session-check-first"));
        } else if gate.unanswered {
            refusals.push(Refusal::new("kind", "session-complaint-first"));
        }
    }
    let mut spoken = (Vec::new(), 0);
    if hands_on && preset.is_none() {
        spoken = consented(db, ask, &form.consent, &form.spoken_at, &mut refusals)?;
    }
    match kind {
        Some(kind) if refusals.is_empty() => Ok(Opening {
            spoken: spoken.0,
            spoken_at: spoken.1,
            kind,
            title: preset.map_or_else(|| form.title.trim().to_string(), |preset| preset.key.to_string()),
            complaint: form.complaint,
            effective_at,
            unreported: form.unreported.is_some(),
            preset,
        }),
        _ => {
            let fields = [
                ("kind", form.kind),
                ("title", form.title),
                ("on", form.on),
                ("time", form.time),
                ("consent", form.consent),
                ("spoken_at", form.spoken_at),
            ];
            let page = list_page(db, ask, Filled::sent(fields, refusals))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

/// Something in the plan needs a consent of its own and has none: the client has just said yes, or it is left out today. Gives
/// what was said yes to, and when.
pub(super) fn consented(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    consent: &str,
    at: &str,
    refusals: &mut Vec<Refusal>,
) -> Result<(Vec<String>, i64)> {
    let sensitive = gate::before(db, ask, "")?.sensitive();
    if sensitive.is_empty() || consent == "left_out" {
        return Ok((Vec::new(), 0));
    }
    if consent != "spoken" {
        refusals.push(Refusal::new("consent", "consent-start-needed"));
        return Ok((Vec::new(), 0));
    }
    let at = spoken_at(ask, at.trim()).map_err(|refusal| refusals.push(refusal));
    Ok((sensitive, at.unwrap_or_default()))
}

/// When it took place: now, a day and time that were typed, or not stated.
fn effective(ask: &Ask<Chart>, form: &Form) -> std::result::Result<Option<i64>, Refusal> {
    if form.not_stated.is_some() {
        return Ok(None);
    }
    if form.on.is_empty() {
        return Ok(Some(ask.micros()));
    }
    let day: Date = form.on.parse().map_err(|_| Refusal::new("on", "ui-date"))?;
    let time: Time = match form.time.as_str() {
        "" => Time::midnight(),
        typed => typed.parse().map_err(|_| Refusal::new("time", "ui-time"))?,
    };
    let at = day.to_datetime(time).to_zoned(ask.practice.zone.clone()).map_err(|_| Refusal::new("on", "ui-date"))?;
    if at.timestamp() > ask.at {
        return Err(Refusal::new("on", "session-future"));
    }
    Ok(Some(at.timestamp().as_microsecond()))
}

/// Opens it, with the applications of its preset.
fn open(db: &mut Writer<'_>, ask: &Ask<Chart>, opening: &Opening) -> Result<Done> {
    open_over(db, ask, opening, None)
}

/// The same, over the screen of today where it was read.
pub(super) fn open_over(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    opening: &Opening,
    today: Option<Rc<Today>>,
) -> Result<Done> {
    let session = ask.id("ses");
    store::open(
        db,
        ask,
        &store::NewSession {
            of: &session,
            kind: opening.kind,
            title: &opening.title,
            complaint: &opening.complaint,
            effective_at: opening.effective_at,
            unreported: opening.unreported,
        },
    )?;
    if !opening.spoken.is_empty() {
        gate::speak(db, ask, &opening.spoken, opening.spoken_at, "")?;
    }
    if let Some(preset) = opening.preset {
        let standing = match today {
            Some(today) => Standing::over(db, ask, today)?,
            None => Standing::read(db, ask)?,
        };
        let likings = liked::likings(db, ask, &session)?;
        for (technique, site, pressure, minutes) in preset.applications {
            let mut application = store::Application {
                of: ask.id("app"),
                technique: (*technique).into(),
                site: (*site).into(),
                side: "both".into(),
                pressure: Some(*pressure),
                minutes: Some(*minutes),
                ..store::Application::default()
            };
            if let Some((liked, _)) = likings.offer(ask, standing.today(), &application) {
                application.pressure = Some(liked);
            }
            let pressure = application.pressure.unwrap_or(*pressure);
            application.marks = stands_against(ask, &standing, opening.effective_at, technique, site, pressure);
            store::apply(db, ask, &session, opening.effective_at, &application)?;
        }
    }
    Ok(Done::to(ask.chart().url(&format!("sessions/{session}"))).about(session))
}

/// What stands against one application of a preset: it is marked as one that was tapped would be.
fn stands_against(
    ask: &Ask<Chart>,
    standing: &Standing,
    at: Option<i64>,
    technique: &str,
    site: &str,
    pressure: i64,
) -> String {
    let pressure = pressure.to_string();
    let typed = Typed { technique, site, side: "both", pressure: &pressure, ..Typed::default() };
    let application = application::parse(&ask.house.knowledge, &typed);
    application.map(|application| standing.marks(ask, &application, at)).unwrap_or_default()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EndForm {
    session: String,
    outcome: String,
    minutes: String,
    detail: String,
}

/// How it ended.
struct Ended {
    session: String,
    outcome: &'static str,
    minutes: Option<f64>,
    detail: String,
}

fn prepare_end(db: &mut Reader<'_>, ask: &Ask<Chart>, form: EndForm) -> Result<Ended> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let mut refusals = Vec::new();
    let outcome = OUTCOMES.iter().find(|(key, _)| *key == form.outcome).map(|(key, _)| *key);
    if outcome.is_none() {
        refusals.push(Refusal::new("outcome", "ui-choose"));
    }
    let minutes = match form.minutes.trim() {
        "" => None,
        typed => typed.parse().ok().filter(|minutes| (0.0..=600.0).contains(minutes)),
    };
    if minutes.is_none() && !form.minutes.trim().is_empty() {
        refusals.push(Refusal::new("minutes", "session-minutes"));
    }
    if form.detail.chars().count() > 2_000 {
        refusals.push(Refusal::new("detail", "ui-text-2000"));
    }
    match outcome {
        Some(outcome) if refusals.is_empty() => {
            Ok(Ended { session: form.session, outcome, minutes, detail: form.detail.trim().into() })
        }
        _ => {
            let fields = [("minutes", form.minutes), ("detail", form.detail)];
            let page = super::page(db, ask, &form.session, super::Typed::Respond(Filled::sent(fields, refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

fn end(db: &mut Writer<'_>, ask: &Ask<Chart>, ended: &Ended) -> Result<Done> {
    store::unsigned(db, ask.chart(), &ended.session)?;
    store::end_session(db, ask, &ended.session, ended.outcome, ended.minutes, &ended.detail)?;
    Ok(Done::to(ask.chart().url(&format!("sessions/{}", ended.session))).about(&ended.session).because(ended.outcome))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    session: String,
    reason: String,
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, form: WithdrawForm) -> Result<(String, String)> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let reason = form.reason.trim().to_string();
    if reason.chars().count() < 3 || reason.chars().count() > 500 {
        let refusal = Refusal::new("reason", "session-reason");
        let page = super::page(
            db,
            ask,
            &form.session,
            super::Typed::Respond(Filled::sent([("reason", reason)], vec![refusal])),
        )?;
        return Err(Error::Refused(Shown::new(page)));
    }
    Ok((form.session, reason))
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (session, reason): &(String, String)) -> Result<Done> {
    store::unsigned(db, ask.chart(), session)?;
    store::withdraw_session(db, ask, session, reason)?;
    Ok(Done::to(ask.chart().url("sessions")).about(session).because(reason))
}
