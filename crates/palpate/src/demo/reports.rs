//! Published case reports of one client each, entered as far as each goes. What a report does not state stays empty:
//! no day, no technique, no answer is made up.
use super::{browser::Door, people::Person};
use crate::outcome::Outcome;
use jiff::{ToSpan, civil::Date};
use serde_json::Value;

/// A jaw, ten sessions, before and after.
const JAW: &str = include_str!("../../../../vectors/reports/r01_jaw.json");
/// A torn neck artery, two days after a massage.
const NECK: &str = include_str!("../../../../vectors/reports/r29_neck_artery.json");
/// A reading or a session of which nobody said the day.
const NO_DAY: (&str, &str) = ("not_stated", "yes");

/// Enters each of them on a chart of this practitioner's.
pub(super) fn enter(door: &Door, by: &mut Person, today: Date) -> Result<(), Outcome> {
    jaw(door, by, &read(JAW)?)?;
    neck(door, by, &read(NECK)?, today)
}

fn read(report: &str) -> Result<Value, Outcome> {
    serde_json::from_str(report).map_err(|error| Outcome::Fault(format!("a case report cannot be read: {error}")))
}

/// Sends a form as this practitioner, some seconds later.
fn send(door: &Door, by: &mut Person, url: &str, fields: &[(&str, &str)]) -> Result<String, Outcome> {
    door.clock.pass(15);
    door.send(&mut by.browser, url, fields)
}

/// The client of a report: who published it, and their sex; the age alone gives no birthday.
fn client(door: &Door, by: &mut Person, report: &Value) -> Result<String, Outcome> {
    let name = format!("Case report {}", text(&report["id"]));
    let about = [text(&report["citation"]["journal"]), &number(&report["citation"]["year"])].join(" ");
    let fields = [
        ("legal_name", name.as_str()),
        ("clinical_sex", text(&report["client"]["sex"])),
        ("identifier", text(&report["citation"]["doi"])),
        ("insurer", about.trim()),
    ];
    let made = send(door, by, "/clients", &fields)?;
    Ok(made.split('/').take(3).collect::<Vec<_>>().join("/"))
}

fn jaw(door: &Door, by: &mut Person, report: &Value) -> Result<(), Outcome> {
    let chart = client(door, by, report)?;
    let with = report["complaint"]["associated"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
    let words = format!("{}; with {}", text(&report["complaint"]["text"]), with.join(" and "));
    send(door, by, &format!("{chart}/complaints"), &[("words", &words), ("site1", "jaw")])?;
    measure(door, by, &chart, report, "baseline")?;
    let minutes = number(&report["plan"]["session_minutes"]);
    let home = report["home_care"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(", ");
    let home = format!(
        "Home care, as reported: {home}. Which visit each was given at, how often and how well it was done: not stated."
    );
    let sessions = report["plan"]["sessions"].as_i64().unwrap_or(0);
    for nth in 1..=sessions {
        let fields = [("kind", "treatment"), NO_DAY, ("unreported", "yes")];
        let session = send(door, by, &format!("{chart}/sessions"), &fields)?;
        send(door, by, &format!("{session}/end"), &[("outcome", "finished"), ("minutes", &minutes)])?;
        let secret = by.password.clone();
        // With the last account stands what the report says of all of them.
        let plan = if nth == sessions { home.as_str() } else { "" };
        send(door, by, &format!("{session}/sign"), &[("plan", plan), ("secret", &secret)])?;
    }
    measure(door, by, &chart, report, "final")
}

/// Pain as stated, and mouth opening in millimetres; on which day, nobody said.
fn measure(door: &Door, by: &mut Person, chart: &str, report: &Value, when: &str) -> Result<(), Outcome> {
    for outcome in report["outcomes"].as_array().into_iter().flatten() {
        let Some(value) = outcome[when].as_f64() else { continue };
        match text(&outcome["instrument"]) {
            "maximal mouth opening" => {
                let opening = format!("{:.0}", value * 10.0);
                send(door, by, &format!("{chart}/measures/jaw_opening"), &[("value", &opening), NO_DAY])?
            }
            _ => {
                let pain = format!("{value:.0}");
                send(door, by, &format!("{chart}/measures/nprs"), &[("i2", &pain), ("site", "jaw"), NO_DAY])?
            }
        };
    }
    Ok(())
}

/// What is found in the report's words, as statements of intake: fact, answer, days since, the words.
const FOUND: [(&str, &str, i64, &str); 9] = [
    ("neck_pain", "yes", 2, "at the back of the neck, sudden, during a massage"),
    ("neck_trauma_minor", "yes", 2, "the massage during which the pain began"),
    ("neck_pain_unlike_before", "yes", 1, "unlike the usual migraine"),
    ("headache_new", "yes", 1, "both temples, gradual"),
    ("headache_usual_pattern", "no", 0, ""),
    ("nausea_new", "yes", 1, "with vomiting"),
    ("dizziness_new", "no", 0, "no vertigo"),
    ("cranial_nerve_sign", "no", 0, "unremarkable at the first examination"),
    ("fever", "no", 0, ""),
];

/// Seen, not treated. No focal sign is stated, so the rules come to: no hands, a doctor today. That is the least; who is
/// worried goes further at once, as here, and nothing normal that is found takes the warning away.
fn neck(door: &Door, by: &mut Person, report: &Value, today: Date) -> Result<(), Outcome> {
    let chart = client(door, by, report)?;
    let words = text(&report["complaint"]["text"]);
    send(door, by, &format!("{chart}/complaints"), &[("words", words), ("site1", "neck")])?;
    let state = |by: &mut Person, fact: &str, answer: &str| {
        send(door, by, &format!("{chart}/facts/{fact}"), &[("answer", answer), ("source", "practitioner")])
    };
    for (fact, answer, days, detail) in FOUND {
        let since = if days > 0 { today.saturating_sub(days.days()).to_string() } else { String::new() };
        let fields = [("answer", answer), ("since", &since), ("detail", detail), ("source", "practitioner")];
        send(door, by, &format!("{chart}/facts/{fact}"), &fields)?;
    }
    for sign in report["baseline"].as_array().into_iter().flatten() {
        let value = number(&sign["value"]);
        match text(&sign["instrument"]) {
            "blood pressure" => {
                let (upper, lower) = text(&sign["value"]).split_once('/').unwrap_or_default();
                state(by, "sbp", upper)?;
                state(by, "dbp", lower)?
            }
            "heart rate" => state(by, "heart_rate", &value)?,
            "respiratory rate" => state(by, "resp_rate", &value)?,
            "SpO2" => state(by, "spo2", &value)?,
            _ => continue,
        };
    }
    // What the screen says is kept with the check; nothing beyond the report is answered.
    send(door, by, &format!("{chart}/check"), &[("fever", "no")])?;
    let session = send(door, by, &format!("{chart}/sessions"), &[("kind", "seen")])?;
    let told = "Seen, not treated. The screen says: no hands, a doctor today. Sudden neck pain during work on the neck, then \
                vomiting: we called emergency care without waiting. A full, painless range and a normal first look at the \
                nerves do not take the warning away.";
    let adverse = [
        ("code", "other"),
        ("severity", "severe"),
        (
            "detail",
            "Neck pain that began during a massage elsewhere, two days before; told on as an event of that treatment.",
        ),
    ];
    send(door, by, &format!("{session}/responses"), &adverse)?;
    send(door, by, &format!("{session}/end"), &[("outcome", "escalated"), ("detail", told)])?;
    let secret = by.password.clone();
    send(door, by, &format!("{session}/sign"), &[("subjective", words), ("objective", told), ("secret", &secret)])?;
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A whole number as digits; nothing where there is none.
fn number(value: &Value) -> String {
    value.as_i64().map_or_else(String::new, |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reports_hold_the_figures_that_are_shown() {
        let (jaw, neck) = (read(JAW).unwrap(), read(NECK).unwrap());
        let figures: Vec<(f64, f64)> = jaw["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| Some((one["baseline"].as_f64()?, one["final"].as_f64()?)))
            .collect();
        assert_eq!(figures, [(7.0, 3.0), (3.1, 3.8)]);
        assert_eq!((&jaw["plan"]["sessions"], &jaw["plan"]["session_minutes"]), (&10.into(), &45.into()));
        assert!(jaw["sessions"].as_array().unwrap().is_empty(), "no session's content was reported");
        for report in [jaw, neck] {
            assert_eq!(report["client"]["n"], 1, "a group is no client");
            assert!(!text(&report["citation"]["title"]).is_empty());
        }
    }
}
