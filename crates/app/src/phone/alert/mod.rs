//! What a client said that cannot wait: the fixed words that they read at once, and the alert that somebody of the practice,
//! by name, has to see to.
mod store;
mod words;

use crate::consent::by_client;
use crate::door::{Ask, Chart, Done, Error, Page, Person, Result, Right, Routes, Shown};
use crate::ui::{Due, Filled, Panel, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) use store::{Raising, raise};
pub(super) use words::{Urgency, of_question};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/help/{alert}", "my.help", Right::OwnIntake, help)
        .look("/clients/{client}/alerts", "alert.list", Right::ReadChart, list)
        .act("/clients/{client}/alerts/{alert}", "alert.acknowledge", Right::WriteChart, prepare, acknowledge)
}

/// The kinds with their words.
const KINDS: [(&str, &str); 6] = [
    ("red_flag", "alert-red-flag"),
    ("self_harm", "alert-self-harm"),
    ("reaction", "alert-reaction"),
    ("consent_question", "alert-consent-question"),
    ("consent_declined", "alert-consent-declined"),
    ("consent_withdrawn", "alert-consent-withdrawn"),
];

/// Is it about a consent? Then nobody reads fixed words, and it is talked about.
fn is_consent(kind: &str) -> bool {
    kind.starts_with("consent_")
}

fn kind_word(kind: &str) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == kind).map_or("alert-red-flag", |(_, word)| word)
}

/// What the client reads at once.
#[derive(Template, Serialize)]
#[template(path = "phone/alert/help.html")]
struct Help {
    words: words::Fixed,
    /// Who was told; empty where nobody treats the client yet.
    named: String,
    practice: String,
    /// Was it said within the questions, which go on?
    questions: bool,
    /// Is this a device of the practice, with somebody of the practice near?
    kept: bool,
}

impl Page for Help {
    fn title(&self, words: &Words) -> String {
        words.t("my-help-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    alert: String,
    words: String,
}

fn help(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Help> {
    let alert = store::one(db, ask.chart(), &form.alert)?;
    let alert = alert.filter(|alert| !is_consent(&alert.kind)).ok_or(Error::NotFound)?;
    Ok(Help {
        words: words::fixed(ask, &alert.kind, Urgency::from_key(&alert.urgency)),
        named: alert.named_name,
        practice: ask.practice.name.clone(),
        questions: alert.session.is_empty(),
        kept: ask.by.kept_to.is_some(),
    })
}

/// One alert as the practice reads it.
#[derive(Serialize)]
struct Line {
    url: String,
    kind: Said,
    urgency: Said,
    /// What was said yes to, in clinical words.
    about: Vec<Said>,
    session_url: Option<String>,
    /// The page of the consents, where it is about one.
    consent_url: Option<String>,
    at: Option<Timestamp>,
    named: String,
    /// Who saw to it, when, and what they did; nothing while it waits.
    seen: Option<(String, Option<Timestamp>, String)>,
}

#[derive(Template, Serialize)]
#[template(path = "phone/alert/list.html")]
struct List {
    waiting: Vec<Line>,
    seen: Vec<Line>,
    form: Filled,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("alert-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Form) -> Result<List> {
    page(db, ask, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let all = store::list(db, ask.chart())?.into_iter().map(|alert| line(ask, alert));
    let (waiting, seen) = all.partition(|line: &Line| line.seen.is_none());
    Ok(List { waiting, seen, form, writes: ask.by.may(Right::WriteChart) && !ask.chart().glass })
}

fn line(ask: &Ask<Chart>, alert: store::Alert) -> Line {
    let at = |micros: i64| Timestamp::from_microsecond(micros).ok();
    let session = (!alert.session.is_empty()).then(|| ask.chart().url(&format!("sessions/{}", alert.session)));
    Line {
        url: ask.chart().url(&format!("alerts/{}", alert.of)),
        kind: Said::key(kind_word(&alert.kind)),
        urgency: Said::key(Urgency::from_key(&alert.urgency).word()),
        about: alert.about.split(',').filter_map(|key| named(ask, &alert.kind, key)).collect(),
        session_url: session,
        consent_url: is_consent(&alert.kind).then(|| ask.chart().url("consent")),
        at: at(alert.at),
        named: alert.named_name,
        seen: alert.seen.map(|seen| (seen.by, at(seen.at), seen.words)),
    }
}

/// The words of a fact, of a warning after a session, or of what was asked.
fn named(ask: &Ask<Chart>, kind: &str, key: &str) -> Option<Said> {
    if is_consent(kind) {
        return Some(by_client::name(ask, key));
    }
    let knowledge = &ask.house.knowledge;
    let fact = knowledge.facts.find(key).and_then(|id| knowledge.facts.get(id)).map(|fact| fact.clinical.clone());
    let words = fact.or_else(|| knowledge.education.warning(key).map(|warning| warning.say.en.clone()));
    words.map(Said::known)
}

/// What was done about an alert.
struct Seen {
    alert: store::Alert,
    words: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Seen> {
    let alert =
        store::one(db, ask.chart(), &form.alert)?.filter(|alert| alert.seen.is_none()).ok_or(Error::NotFound)?;
    let words = form.words.trim();
    if !(3..=500).contains(&words.chars().count()) {
        let filled = Filled::sent([("words", words)], vec![Refusal::new("words", "session-reason")]);
        return Err(Error::Refused(Shown::new(page(db, ask, filled)?)));
    }
    Ok(Seen { words: words.into(), alert })
}

fn acknowledge(db: &mut Writer<'_>, ask: &Ask<Chart>, seen: &Seen) -> Result<Done> {
    if store::one(db, ask.chart(), &seen.alert.of)?.is_none_or(|alert| alert.seen.is_some()) {
        return Err(Error::Moved);
    }
    store::acknowledge(db, ask, &seen.alert, &seen.words)?;
    Ok(Done::to(ask.chart().url("alerts")).about(&seen.alert.of))
}

/// What waits, on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "phone/alert/panel.html")]
struct Waiting {
    waiting: Vec<Line>,
}

/// The alerts that nobody has seen to, on the overview of a chart; nothing where there is none.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let all = store::list(db, ask.chart())?.into_iter().filter(|alert| alert.seen.is_none());
    let waiting: Vec<Line> = all.map(|alert| line(ask, alert)).collect();
    if waiting.is_empty() {
        return Ok(None);
    }
    Ok(Some(Panel::new("alert-title", Waiting { waiting }).link(ask.chart().url("alerts"), "alert-see")))
}

/// The alerts that this person has to see to, and those of their clients that wait for somebody else: lines for Today.
pub(crate) fn due(db: &mut Reader<'_>, person: &Person) -> Result<Vec<Due>> {
    let waiting = store::waiting(db, &person.id)?;
    Ok(waiting
        .into_iter()
        .map(|one| Due {
            url: format!("/clients/{}/alerts", one.chart),
            client: one.client,
            words: if is_consent(&one.kind) {
                Said::key("alert-due-consent")
            } else if one.named == person.id || one.named.is_empty() {
                Said::key("alert-due")
            } else {
                Said::key("alert-due-of").with("name", one.named_name)
            },
            on: None,
            overdue: matches!(one.urgency.as_str(), "emergency" | "same_day"),
        })
        .collect())
}
