//! What a client and the practice write to each other: nothing urgent, and each says when it was read.
mod store;

use crate::door::{Ask, Chart, Done, Error, Page, Person, Result, Right, Routes, Shown};
use crate::ui::{Due, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/messages", "my.messages", Right::OwnChart, show)
        .act("/my/messages", "my.write", Right::OwnChart, prepare, write)
        .act("/my/messages/{message}/read", "my.read", Right::OwnChart, prepare_read, read)
        .look("/clients/{client}/messages", "message.list", Right::ReadChart, show)
        .act("/clients/{client}/messages", "message.write", Right::WriteChart, prepare, write)
        .act("/clients/{client}/messages/{message}/read", "message.read", Right::WriteChart, prepare_read, read)
}

/// One message.
#[derive(Serialize)]
struct Line {
    url: String,
    by: String,
    mine: bool,
    at: Option<Timestamp>,
    words: String,
    /// The other side has read it.
    read: bool,
}

#[derive(Template, Serialize)]
#[template(path = "phone/letterbox/page.html")]
struct Letterbox {
    url: String,
    lines: Vec<Line>,
    form: Filled,
    /// Is it the client who reads?
    own: bool,
    writes: bool,
    emergency: String,
}

impl Page for Letterbox {
    fn title(&self, words: &Words) -> String {
        words.t("my-messages")
    }
    fn tab(&self) -> &'static str {
        if self.own { "" } else { "tab-overview" }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    message: String,
    words: String,
}

/// The side of whoever asks.
fn side(ask: &Ask<Chart>) -> &'static str {
    if ask.chart().own { "client" } else { "practice" }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Form) -> Result<Letterbox> {
    page(db, ask, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Letterbox> {
    let own = ask.chart().own;
    let lines = store::messages(db, ask.chart())?.into_iter().map(|one| Line {
        url: ask.chart().url(&format!("messages/{}/read", one.of)),
        mine: one.side == side(ask),
        by: one.by_name,
        at: Timestamp::from_microsecond(one.at).ok(),
        words: one.words,
        read: one.read,
    });
    let numbers = ask.house.knowledge.education.numbers(&ask.practice.jurisdiction);
    Ok(Letterbox {
        url: ask.chart().url("messages"),
        lines: lines.collect(),
        form,
        own,
        writes: own || (ask.by.may(Right::WriteChart) && !ask.chart().glass),
        emergency: numbers.map(|numbers| numbers.emergency.clone()).unwrap_or_default(),
    })
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<String> {
    let words = form.words.trim();
    if (1..=2_000).contains(&words.chars().count()) {
        return Ok(words.into());
    }
    let filled = Filled::sent([("words", words)], vec![Refusal::new("words", "my-message-words")]);
    Err(Error::Refused(Shown::new(page(db, ask, filled)?)))
}

/// Sends it. Who answers has read what waited.
fn write(db: &mut Writer<'_>, ask: &Ask<Chart>, words: &String) -> Result<Done> {
    let theirs = side(ask);
    for one in store::messages(db, ask.chart())?.iter().filter(|one| one.side != theirs && !one.read) {
        store::keep(db, ask, Some(&one.of), &one.side, &one.words, "read")?;
    }
    store::keep(db, ask, None, theirs, words, "sent")?;
    Ok(Done::to(ask.chart().url("messages")))
}

fn prepare_read(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Message> {
    waiting(db, ask, &form.message)
}

/// A message to this side that nobody has read.
fn waiting(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Message> {
    let all = store::messages(db, ask.chart())?;
    all.into_iter().find(|one| one.of == of && one.side != side(ask) && !one.read).ok_or(Error::NotFound)
}

fn read(db: &mut Writer<'_>, ask: &Ask<Chart>, message: &store::Message) -> Result<Done> {
    let message = waiting(db, ask, &message.of)?;
    store::keep(db, ask, Some(&message.of), &message.side, &message.words, "read")?;
    Ok(Done::to(ask.chart().url("messages")).about(message.of))
}

/// How many messages of the practice wait for the client.
pub(super) fn unread(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<usize> {
    Ok(store::messages(db, ask.chart())?.iter().filter(|one| one.side == "practice" && !one.read).count())
}

/// The clients of this person whose messages nobody has read: lines for Today.
pub(crate) fn due(db: &mut Reader<'_>, person: &Person) -> Result<Vec<Due>> {
    let waiting = store::waiting(db, &person.id)?;
    Ok(waiting
        .into_iter()
        .map(|(chart, client)| Due {
            url: format!("/clients/{chart}/messages"),
            client,
            words: Said::key("my-message-due"),
            on: None,
            overdue: false,
        })
        .collect())
}
