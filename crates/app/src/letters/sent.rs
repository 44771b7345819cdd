//! How a letter left, and that one was entered in error.
use super::letter_page;
use super::store::{self, Draft, Letter, Sealed};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::{Choice, Filled, Said};
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().act("/clients/{client}/letters/{letter}/sent", "letter.send", Right::WriteChart, prepare, send).act(
        "/clients/{client}/letters/{letter}/error",
        "letter.error",
        Right::WriteChart,
        prepare_error,
        withdraw,
    )
}

/// The ways in which a letter leaves, with their words.
const HOWS: [(&str, &str); 5] = [
    ("printed", "letter-how-printed"),
    ("handed", "letter-how-handed"),
    ("posted", "letter-how-posted"),
    ("faxed", "letter-how-faxed"),
    ("emailed", "letter-how-emailed"),
];

pub(super) fn word(how: &str) -> &'static str {
    HOWS.iter().find(|(key, _)| *key == how).map_or("letter-how-printed", |(_, word)| word)
}

pub(super) fn hows() -> Vec<Choice> {
    HOWS.iter().map(|(key, word)| Choice::new(*key, Said::key(*word))).collect()
}

/// May the practice send it past the client's own hands? Where the client agreed to that contact, where it goes to the
/// client, and in an emergency.
pub(super) fn may_leave(letter: &Letter) -> bool {
    letter.kind == "handover" || letter.to.member == "client" || letter.to.may_contact
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    letter: String,
    how: String,
    whom: String,
    reason: String,
}

/// A letter that leaves.
struct Leaving {
    of: String,
    version: String,
    how: String,
    whom: String,
}

fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<Letter> {
    let last = store::versions(db, ask.chart(), of)?.into_iter().next().ok_or(Error::NotFound)?;
    if last.withdrawn.is_some() { Err(Error::Signed) } else { Ok(last) }
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Leaving> {
    let letter = standing(db, ask, &form.letter)?;
    let whom = form.whom.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut refusals = Vec::new();
    if !HOWS.iter().any(|(key, _)| *key == form.how) {
        refusals.push(Refusal::new("how", "ui-choose"));
    }
    if matches!(form.how.as_str(), "posted" | "faxed" | "emailed") && !may_leave(&letter) {
        refusals.push(Refusal::new("how", "letter-no-consent"));
    }
    if whom.is_empty() || whom.chars().count() > 200 {
        refusals.push(Refusal::new("whom", "ui-text-200"));
    }
    if refusals.is_empty() {
        return Ok(Leaving { of: letter.of, version: letter.id, how: form.how, whom });
    }
    let filled = Filled::sent([("how", form.how), ("whom", form.whom)], refusals);
    Err(Error::Refused(Shown::new(letter_page(db, ask, &form.letter, filled)?)))
}

fn send(db: &mut Writer<'_>, ask: &Ask<Chart>, leaving: &Leaving) -> Result<Done> {
    store::send(db, ask, &leaving.of, &leaving.version, &leaving.how, &leaving.whom)?;
    Ok(Done::to(ask.chart().url(&format!("letters/{}", leaving.of))).about(&leaving.version).because(&leaving.how))
}

fn prepare_error(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<(Letter, String)> {
    let letter = standing(db, ask, &form.letter)?;
    let reason = form.reason.trim().to_owned();
    if (3..=200).contains(&reason.chars().count()) {
        return Ok((letter, reason));
    }
    let filled = Filled::sent([("reason", form.reason)], vec![Refusal::new("reason", "ui-text-200")]);
    Err(Error::Refused(Shown::new(letter_page(db, ask, &form.letter, filled)?)))
}

/// Entered in error: it stays in the record, says so, and leaves no more.
fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (letter, reason): &(Letter, String)) -> Result<Done> {
    let was = Draft {
        kind: letter.kind.clone(),
        to: letter.to.clone(),
        complaint: letter.complaint.clone(),
        text: letter.text.clone(),
        ..Draft::default()
    };
    let sealed = Sealed { pdf: Vec::new(), digest: letter.digest.clone(), head: letter.head.clone() };
    store::sign(db, ask, (&ask.id("let"), &letter.of), &was, &sealed, Some(reason))?;
    Ok(Done::to(ask.chart().url(&format!("letters/{}", letter.of))).about(&letter.of).because(reason))
}
