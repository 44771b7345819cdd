//! The account of a session, composed from its structure in the author's language, to be read and mended before signing.
use super::{respond, store, view};
use crate::door::{Ask, Chart};
use crate::naming;
use crate::ui::say;
use jiff::Timestamp;

/// The four parts of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Soap {
    /// What the client says.
    pub(super) subjective: String,
    /// What was found and done.
    pub(super) objective: String,
    /// What it means.
    pub(super) assessment: String,
    /// What comes next.
    pub(super) plan: String,
}

/// Composes it. A part for which nothing is recorded stays empty: nothing is made up.
pub(super) fn compose(ask: &Ask<Chart>, applied: &[store::Application], responses: &[store::Response]) -> Soap {
    let words = ask.words;
    let said = |kind: &str| -> Vec<String> {
        responses.iter().filter(|one| one.kind == kind).map(|one| response(ask, one)).collect()
    };
    let subjective = said("feedback");
    let mut objective: Vec<String> = applied.iter().map(|one| application(ask, one)).collect();
    if !objective.is_empty() {
        objective.insert(0, words.t("note-done"));
    }
    let wrong = responses.iter().filter(|one| one.kind == "wrong").map(|one| stamped(ask, one));
    let wrong: Vec<String> = wrong.collect();
    if !wrong.is_empty() {
        objective.push(words.t("note-wrong"));
        objective.extend(wrong);
    }
    let mut assessment = said("response");
    let adverse = said("adverse");
    if !adverse.is_empty() {
        assessment.push(words.t("note-adverse"));
        assessment.extend(adverse);
    }
    Soap {
        subjective: subjective.join("\n"),
        objective: objective.join("\n"),
        assessment: assessment.join("\n"),
        plan: String::new(),
    }
}

/// One line for one application: `right upper trapezius: myofascial release, P3, 4 min`.
fn application(ask: &Ask<Chart>, one: &store::Application) -> String {
    let knowledge = &ask.house.knowledge;
    let mut line = String::from("- ");
    if let Some(side) = naming::side_key(&one.side) {
        line.push_str(&ask.words.t(side));
        line.push(' ');
    }
    line.push_str(ask.words.known(&naming::site(knowledge, &one.site)).words);
    line.push_str(": ");
    line.push_str(ask.words.known(&naming::technique(knowledge, &one.technique)).words);
    if let Some(pressure) = one.pressure {
        line.push_str(&format!(", P{pressure}"));
    }
    if !one.grade.is_empty() {
        line.push_str(&format!(", {} {}", ask.words.t("note-grade"), one.grade));
    }
    if let Some(minutes) = one.minutes {
        line.push_str(&format!(", {minutes} min"));
    }
    if let Some(position) = view::position_word(&one.position) {
        line.push_str(&format!(", {}", position.in_words(ask.words)));
    }
    if !one.detail.is_empty() {
        line.push_str(&format!(" ({})", one.detail));
    }
    line
}

/// What was done when something was wrong, with its time.
fn stamped(ask: &Ask<Chart>, one: &store::Response) -> String {
    let at = Timestamp::from_microsecond(one.at).unwrap_or(ask.at).to_zoned(ask.practice.zone.clone());
    let line = response(ask, one);
    let line = line.trim_start_matches("- ");
    format!("- {} {line}", say::time(ask.words.locale(), at.time()))
}

fn response(ask: &Ask<Chart>, one: &store::Response) -> String {
    let mut line = format!("- {}", respond::said(one).in_words(ask.words));
    if let Some(severity) = respond::severity_word(&one.severity) {
        line.push_str(&format!(", {}", ask.words.t(severity)));
    }
    if !one.detail.is_empty() {
        line.push_str(&format!(": {}", one.detail));
    }
    line
}
