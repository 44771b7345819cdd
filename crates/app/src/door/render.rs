//! From what a room gave back to an answer: HTML in its shell or JSON, and the one page for every "no".
use super::{
    ask::{Ask, Scope},
    error::{Error, Result},
    house::House,
    serve::{Asked, Entered, Reply},
    view::{Answer, Done, Shown},
};
use crate::ui::{self, ChartHeader, Frame, Locale, Shell, filters};
use askama::Template;
use db::Reader;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

/// What stands around a page.
pub(crate) struct Surroundings {
    api: bool,
    if_match: bool,
    frame: Frame,
    shell: Shell,
    set_up: bool,
    pub(crate) chart: Option<ChartHeader>,
}

impl Surroundings {
    pub(crate) fn new(asked: &Asked, entered: &Entered) -> Surroundings {
        let house = &entered.house;
        let person = &entered.person;
        let mut shell = Shell {
            practice: entered.practice.name.clone(),
            demo: house.settings.demo,
            nav: (house.panels.nav)(person),
            knowledge: knowledge(house),
            ..Shell::default()
        };
        for item in &mut shell.nav {
            // What a client's address begins with, all their rooms begin with.
            let whole = item.url == "/my";
            item.current = asked.url == item.url || (!whole && asked.url.starts_with(&format!("{}/", item.url)));
        }
        // A device that is kept to one intake shows no way to anything else, nor whose it is.
        if person.is_known() && person.kept_to.is_none() {
            shell.person = Some(ui::Person { id: person.id.clone(), name: person.name.clone(), url: "/me".into() });
            shell.lock_url = Some("/lock".into());
        }
        let frame = frame(asked, person.locale, entered.practice.zone.clone());
        let set_up = entered.practice.name.is_empty();
        Surroundings { api: asked.api, if_match: asked.if_match, frame, shell, chart: None, set_up }
    }

    fn html(&self, status: u16, shown: &Shown) -> Result<Reply> {
        if self.api {
            return Ok(reply(status, "application/json", shown.json().map_err(Error::fault)?));
        }
        let title = shown.title(self.frame.words());
        let main = shown.html(&self.frame)?;
        let page = if self.shell.person.is_some() {
            let mut shell = Shell { title, chart: self.chart.clone(), ..self.shell.clone() };
            for tab in shell.chart.iter_mut().flat_map(|chart| &mut chart.tabs) {
                tab.current = tab.key == shown.tab();
            }
            ui::shell::render(&shell, &self.frame, &main)?
        } else {
            ui::shell::render_bare(&title, &self.frame, &main)?
        };
        Ok(reply(status, "text/html; charset=utf-8", page))
    }
}

/// What every page says of the knowledge in force, where a practice loosened or retired something, or an overlay of its
/// does not fit this program.
fn knowledge(house: &House) -> Option<ui::shell::Loosened> {
    let version = &house.version;
    let (loosened, unread) = (version.loosened().count(), version.unread.len());
    (loosened + unread > 0).then(|| {
        let mut owners: Vec<String> = version.loosened().map(|(one, _)| one.loaded.owner.clone()).collect();
        owners.dedup();
        ui::shell::Loosened { loosened, unread, owners: owners.join(", ") }
    })
}

fn frame(asked: &Asked, locale: Locale, zone: TimeZone) -> Frame {
    let act = super::house::draw(asked.at.as_millisecond()).map_or(0, |act| act.bits());
    let mut frame = Frame::new(locale, asked.at, zone, act);
    frame.path = asked.url.clone();
    frame
}

fn reply(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Reply {
    Reply { status, kind, body: body.into(), location: None, name: None, cookie: None, retry_s: None }
}

/// The header of the open chart, where the scope has one and somebody will see it.
pub(crate) fn header<S: Scope>(db: &mut Reader<'_>, ask: &Ask<S>, asked: &Asked) -> Result<Option<ChartHeader>> {
    if asked.api { Ok(None) } else { S::header(db, ask) }
}

/// What a look gave.
pub(crate) fn answer(around: &Surroundings, answer: Answer) -> Result<Reply> {
    match answer {
        Answer::Page(shown) => around.html(200, &shown),
        Answer::Bytes(file) => Ok(Reply { name: file.name, ..reply(200, file.kind, file.bytes) }),
        Answer::SeeOther(url) => Ok(Reply { location: Some(url), ..reply(303, "text/plain", "") }),
    }
}

/// What an act gave: on to the next page; for a program, where that is.
pub(crate) fn done(asked: &Asked, done: Done) -> Reply {
    let mut answer = if asked.api && done.refused {
        reply(401, "application/json", json!({ "done": false }).to_string())
    } else if asked.api {
        let location = format!("/api{}", done.to);
        let body = json!({ "done": true, "id": done.subject, "location": location }).to_string();
        Reply { location: Some(location), ..reply(200, "application/json", body) }
    } else {
        Reply { location: Some(done.to), ..reply(303, "text/plain", "") }
    };
    answer.cookie = done.cookie;
    answer
}

#[derive(Template, serde::Serialize)]
#[template(path = "door/refusal.html")]
struct Refusal {
    /// The heading.
    key: &'static str,
    /// What is said below it.
    say: String,
    /// The number to quote, the seconds to wait.
    number: String,
    /// Where a reason opens a closed chart.
    glass: Option<String>,
}

impl super::view::Page for Refusal {
    fn title(&self, words: &ui::Words) -> String {
        words.t(self.key)
    }
}

/// The answer is no, or we failed: one page with a way back, or the same in JSON.
pub(crate) fn error(around: &Surroundings, error: Error, verb: &'static str) -> Reply {
    let number = number(around.frame.now);
    let (status, key, location) = match &error {
        Error::Refused(shown) => return shown_or_fault(around, 422, shown, verb),
        Error::Stale(shown) => {
            return shown_or_fault(around, if around.if_match { 412 } else { 409 }, shown, verb);
        }
        Error::SignedOut if around.set_up => (401, "door-signed-out", Some("/set-up")),
        Error::SignedOut => (401, "door-signed-out", Some("/sign-in")),
        Error::Locked => (401, "door-locked", Some("/unlock")),
        Error::NotFound => (404, "door-not-found", None),
        Error::Forbidden => (403, "door-forbidden", None),
        Error::Closed { .. } => (403, "door-closed", None),
        Error::Foreign => (403, "door-foreign", None),
        Error::Unreadable(_) => (400, "door-unreadable", None),
        Error::Conflict => (409, "door-conflict", None),
        Error::Moved => (409, "door-moved", None),
        Error::Signed => (409, "door-signed", None),
        Error::TooLarge => (413, "door-too-large", None),
        Error::TooMany(_) => (429, "door-too-many", None),
        Error::Later(_) => (503, "door-later", None),
        Error::Constraint(_) | Error::Fault(_) => (500, "door-fault", None),
    };
    log(&error, verb, &number);
    if let (Some(to), false) = (location, around.api) {
        return Reply { location: Some(to.into()), ..reply(303, "text/plain", "") };
    }
    let retry_s = match &error {
        Error::TooMany(wait) => Some(*wait),
        Error::Later(_) => Some(1),
        _ => None,
    };
    let mut answer = if around.api {
        let why = if let Error::Unreadable(why) = &error { why.clone() } else { around.frame.words().t(key) };
        let body = json!({ "error": key.trim_start_matches("door-"), "say": why, "number": number }).to_string();
        reply(status, "application/json", body)
    } else {
        let glass = if let Error::Closed { client } = &error { Some(format!("/clients/{client}/open")) } else { None };
        let number = retry_s.map_or(number, |wait| wait.to_string());
        let page = Shown::new(Refusal { key, say: format!("{key}-say"), number, glass });
        around.html(status, &page).unwrap_or_else(|_| plain(status))
    };
    answer.retry_s = retry_s;
    answer
}

fn shown_or_fault(around: &Surroundings, status: u16, shown: &Shown, verb: &'static str) -> Reply {
    around.html(status, shown).unwrap_or_else(|why| {
        log(&why, verb, "0");
        plain(500)
    })
}

/// When not even the database answers: the same page, without knowing who asks.
pub(crate) fn bare_error(house: &House, asked: &Asked, why: Error, verb: &'static str) -> Reply {
    let around = Surroundings {
        api: asked.api,
        if_match: asked.if_match,
        frame: frame(asked, Locale::choose(None, asked.language.as_deref()), TimeZone::UTC),
        shell: Shell { demo: house.settings.demo, ..Shell::default() },
        set_up: false,
        chart: None,
    };
    error(&around, why, verb)
}

fn plain(status: u16) -> Reply {
    reply(status, "text/plain; charset=utf-8", "Palpate could not show this page.")
}

/// One line in the log, with the number that the person sees. What failed, never whose.
fn log(error: &Error, verb: &'static str, number: &str) {
    match error {
        Error::Fault(why) => tracing::error!(number, verb, why, "fault"),
        Error::Constraint(name) => tracing::error!(number, verb, constraint = name, "fault"),
        Error::Later(why) => tracing::warn!(verb, why, "later"),
        _ => {}
    }
}

/// A number to quote: short, and not the same twice in a day.
fn number(at: Timestamp) -> String {
    format!("{:07}", at.as_microsecond().unsigned_abs() / 100 % 10_000_000)
}
