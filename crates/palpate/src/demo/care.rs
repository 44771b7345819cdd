//! What the client said yes to, what is planned with them, and what is written to others about them.
use super::{
    browser::Door,
    calendar::{Calendar, DAYS},
    people::Person,
    plan::Plan,
    stories::{Complaint, Course},
};
use crate::outcome::Outcome;
use jiff::{ToSpan, civil::Date};
use serde_json::Value;

/// Who signs for a minor.
pub(super) const GUARDIAN: &str = "Hazel Guardianstone";
/// The client a letter is about, one whose answer is awaited, and one whose answer is overdue: their places in the stories.
const LETTER: usize = 0;
const AWAITED: usize = 15;
const OVERDUE: usize = 5;

/// Sends a form some seconds later.
fn send(door: &Door, by: &mut Person, url: &str, fields: &[(&str, &str)]) -> Result<String, Outcome> {
    door.clock.pass(20);
    door.send(&mut by.browser, url, fields)
}

/// Is this client asked for consent in writing? Of the others nothing is on record, as happens.
pub(super) fn is_asked(client: usize, course: Option<Course>) -> bool {
    client % 6 != 4 && !matches!(course, Some(Course::SentOn(_)))
}

/// The sheet is read, answered with yes, and signed with the typed name; for a minor by the guardian.
pub(super) fn agree(door: &Door, by: &mut Person, chart: &str, name: &str, minor: bool) -> Result<(), Outcome> {
    let sheet = &door.read(&by.browser, &format!("{chart}/consent/new"))?["sheet"];
    let text = |key: &str| sheet[key].as_str().unwrap_or_default().to_string();
    let (digest, until) = (text("digest"), text("until"));
    let signer = if minor { GUARDIAN } else { name };
    let mut fields = vec![
        ("digest", digest.as_str()),
        ("signer", if minor { "guardian" } else { "client" }),
        ("signer_name", signer),
        ("typed", signer),
        ("until", &until),
        ("answer-general", "yes"),
    ];
    if minor {
        fields.push(("assent", "yes"));
    }
    send(door, by, &format!("{chart}/consent"), &fields)?;
    Ok(())
}

/// How many techniques of one's own a plan takes.
const OWN: usize = 3;

/// What is usually done about the complaint is planned, with the first goals and one thing to do at home.
pub(super) fn plan(
    door: &Door,
    by: &mut Person,
    chart: &str,
    complaint: &Complaint,
    review_on: Date,
) -> Result<(), Outcome> {
    let about = complaint.about;
    let page = door.read(&by.browser, &format!("{chart}/plan/new?about={about}"))?;
    let list = |key: &str| page[key].as_array().cloned().unwrap_or_default();
    let mut fields: Vec<(String, String)> =
        vec![("about".into(), about.into()), ("review_on".into(), review_on.to_string())];
    for (name, values) in page["form"]["values"].as_object().into_iter().flatten() {
        let chosen = matches!(name.as_str(), "use" | "home" | "review_on" | "about") || name.starts_with("goal");
        for value in values.as_array().into_iter().flatten().filter(|_| !chosen) {
            fields.push((name.clone(), said(value)));
        }
    }
    let aims = list("aims");
    // Well-being is planned for without a target.
    let sized = aims.iter().filter(|aim| about != "wellness" && aim["no_size"] == false).take(2);
    fields.extend(sized.map(|aim| (format!("goal{}", aim["n"]), said(&aim["id"]))));
    for (n, (technique, site, side, pressure, minutes)) in (1..).zip(complaint.applied.iter().take(OWN)) {
        let own =
            [("technique", technique), ("site", site), ("side", side), ("pressure", pressure), ("minutes", minutes)];
        fields.extend(own.map(|(name, value)| (format!("own{n}-{name}"), (*value).to_string())));
    }
    fields.extend(list("home").iter().take(1).map(|one| ("home".into(), said(&one["key"]))));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    send(door, by, &format!("{chart}/plan"), &fields)?;
    Ok(())
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// A letter that was signed, a referral whose answer is awaited, and one whose answer is overdue.
pub(super) fn write(
    door: &Door,
    people: &mut [Person],
    charts: &[String],
    plan: &Plan,
    calendar: &Calendar,
) -> Result<(), Outcome> {
    let mut practitioners: Vec<&mut Person> =
        people.iter_mut().filter(|person| person.role == "practitioner").collect();
    let today = calendar.date(DAYS - 1);
    let seen = plan.visits.iter().find(|visit| visit.client == OVERDUE).map_or(today, |visit| calendar.date(visit.day));
    let mut of = |client: usize, act: &mut dyn FnMut(&mut Person, &str) -> Result<(), Outcome>| {
        let by = plan.clients.get(client).and_then(|one| practitioners.get_mut(one.practitioner));
        match by.zip(charts.get(client)) {
            Some((by, chart)) => act(by, chart),
            None => Err(Outcome::Fault("a client of the demo is nobody's".into())),
        }
    };
    of(LETTER, &mut |by, chart| letter(door, by, chart))?;
    of(AWAITED, &mut |by, chart| {
        let why = "The jaw aches on waking in spite of the guard. Does it still fit?";
        referral(door, by, chart, ("Dr Coral Tidepool, dentist", why), today.saturating_add(7.days()))
    })?;
    of(OVERDUE, &mut |by, chart| {
        let why = "The right calf was painful, warm and red four days after a long flight. What was found?";
        referral(door, by, chart, ("Dr Basil Hollowmere, general practitioner", why), seen.saturating_add(7.days()))
    })
}

/// How it went, told to the doctor in the words that were composed from the record.
fn letter(door: &Door, by: &mut Person, chart: &str) -> Result<(), Outcome> {
    let to = [
        ("kind", "reply"),
        ("to", "other"),
        ("name", "Dr Basil Hollowmere"),
        ("role", "General practice"),
        ("organisation", "Hollowmere Surgery"),
    ];
    let draft = send(door, by, &format!("{chart}/letters"), &to)?;
    let page = door.read(&by.browser, &draft)?;
    let composed = |part: &str| page["form"]["values"][part][0].as_str().unwrap_or_default().to_string();
    let parts = ["who", "asked", "found", "changed", "question", "body"].map(|part| (part, composed(part)));
    let secret = by.password.clone();
    let mut fields: Vec<(&str, &str)> = parts.iter().map(|(part, text)| (*part, text.as_str())).collect();
    fields.push(("secret", &secret));
    send(door, by, &format!("{draft}/sign"), &fields)?;
    Ok(())
}

fn referral(door: &Door, by: &mut Person, chart: &str, (whom, why): (&str, &str), due_on: Date) -> Result<(), Outcome> {
    let due_on = due_on.to_string();
    let fields = [("direction", "out"), ("whom", whom), ("why", why), ("due_on", due_on.as_str())];
    send(door, by, &format!("{chart}/referrals"), &fields)?;
    Ok(())
}
