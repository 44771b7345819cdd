//! May this practitioner do this here today, and what of their education is still owed.

use std::collections::BTreeSet;

use clinical::ce::{Category, Credit, Cycle, Hours, account, expiring};
use clinical::knowledge::Knowledge;
use clinical::scope::{Held, Practitioner, Reason, Standpoint, activities, may};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::json::shown;
use super::read::{Given, judged};

/// A practitioner as asked.
pub(super) struct Who<'a> {
    profession: &'a str,
    jurisdiction: &'a str,
    licence_until: Option<Date>,
    certificates: Vec<Held>,
}

const WHO: [&str; 4] = ["profession", "jurisdiction", "licence_until", "certificates"];

impl<'a> Who<'a> {
    /// Reads `profession`, `jurisdiction`, `licence_until` and `certificates`.
    pub(super) fn read(knowledge: &Knowledge, given: &Given<'a>) -> Option<Who<'a>> {
        let profession = given.must("profession", given.text("profession"));
        let jurisdiction = given.must("jurisdiction", given.text("jurisdiction"));
        if let Some(key) = profession.filter(|key| knowledge.professions.profession(key).is_none()) {
            given.fault("profession", format!("there is no profession `{key}`"));
        }
        let certificates: Option<Vec<Held>> = given.each("certificates").iter().map(held).collect();
        Some(Who {
            profession: profession?,
            jurisdiction: jurisdiction?,
            licence_until: given.day("licence_until"),
            certificates: certificates?,
        })
    }

    pub(super) fn practitioner(&self) -> Practitioner<'_> {
        Practitioner {
            profession: self.profession,
            jurisdiction: self.jurisdiction,
            licence_until: self.licence_until,
            certificates: &self.certificates,
        }
    }
}

fn held(given: &Given<'_>) -> Option<Held> {
    given.only(&["certificate", "until"]);
    let certificate = given.must("certificate", given.text("certificate"))?;
    Some(Held { certificate: certificate.to_owned(), until: given.day("until") })
}

/// The word for a standpoint.
pub(super) fn standpoint(standpoint: Standpoint) -> &'static str {
    match standpoint {
        Standpoint::Within => "within",
        Standpoint::Check => "check",
        Standpoint::NeedsCertificate => "needs_certificate",
        Standpoint::Outside => "outside",
        Standpoint::Blocked => "blocked",
    }
}

/// May this practitioner use this technique here today?
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn scope_json(knowledge: &Knowledge, input: &str, today: Date) -> Result<String, JudgeError> {
    judged("palpate.scope/1", input, |given| {
        given.only(&["practitioner", "technique", "region", "thrust", "today"]);
        let today = given.day("today").unwrap_or(today);
        let who = given.must("practitioner", given.inner("practitioner")).and_then(|inner| {
            inner.only(&WHO);
            Who::read(knowledge, &inner)
        });
        let name = given.must("technique", given.text("technique"))?;
        let Some(technique) = knowledge.techniques.get(name).or_else(|| knowledge.techniques.named(name)) else {
            given.fault("technique", format!("there is no technique `{name}`"));
            return None;
        };
        let whole = knowledge.techniques.whole(technique);
        let thrust = given.yes("thrust").unwrap_or(false) || technique.families.iter().any(|family| family == "HVLA");
        let region = given.text("region").unwrap_or_default();
        let who = who?;
        let practitioner = who.practitioner();
        let verdicts: Vec<_> = activities(&knowledge.professions, &whole.key, region, thrust)
            .into_iter()
            .map(|activity| (activity, may(&knowledge.professions, &practitioner, activity, today)))
            .collect();
        let worst = verdicts.iter().map(|(_, verdict)| verdict.standpoint).max().unwrap_or(Standpoint::Check);
        let each: Vec<Value> = verdicts
            .iter()
            .map(|(activity, verdict)| {
                let refer_to: Vec<&str> = verdict.refer_to.iter().map(|other| other.name.as_str()).collect();
                let reasons: Vec<Value> = verdict.reasons.iter().map(reason).collect();
                let stands = standpoint(verdict.standpoint);
                json!({ "activity": activity.key, "standpoint": stands, "reasons": reasons, "refer_to": refer_to })
            })
            .collect();
        let mut out = Map::new();
        out.insert("technique".into(), json!(technique.key));
        out.insert("standpoint".into(), json!(standpoint(worst)));
        out.insert("blocks".into(), json!(worst == Standpoint::Blocked));
        out.insert("activities".into(), json!(each));
        Some(out)
    })
}

fn reason(reason: &Reason<'_>) -> Value {
    let args: Map<String, Value> = reason.args.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "standpoint": standpoint(reason.standpoint),
        "key": reason.key,
        "args": args,
        "why": reason.why,
        "sources": reason.provenance.map(|from| &from.sources),
        "as_of": reason.provenance.map(|from| &from.as_of),
    })
}

/// Hours still owed by category, and what runs out when.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn ce_json(knowledge: &Knowledge, input: &str, today: Date) -> Result<String, JudgeError> {
    judged("palpate.ce/1", input, |given| {
        given.only(&[&WHO[..], &["cycle", "credits", "within_days", "today"]].concat());
        let today = given.day("today").unwrap_or(today);
        let who = Who::read(knowledge, given);
        let cycle = given.must("cycle", given.inner("cycle")).and_then(|inner| {
            inner.only(&["from", "to", "first"]);
            let (from, to) = (inner.must("from", inner.day("from")), inner.must("to", inner.day("to")));
            Some(Cycle { from: from?, to: to?, first: inner.yes("first").unwrap_or(false) })
        });
        let credits: Option<Vec<Credit>> = given.each("credits").iter().map(credit).collect();
        let who = who?;
        let Some(licence) = knowledge.professions.licence(who.profession, who.jurisdiction) else {
            given.fault(
                "jurisdiction",
                format!("no licence of `{}` is known at `{}`", who.profession, who.jurisdiction),
            );
            return None;
        };
        let account = account(licence, &credits?, cycle?);
        let needs: Vec<Value> = account
            .needs
            .iter()
            .map(|need| {
                let (category, of) = match &need.category {
                    Category::Total => ("total", None),
                    Category::Ethics => ("ethics", None),
                    Category::Topic(topic) => ("topic", Some(topic)),
                    Category::Mode(mode) => ("mode", Some(mode)),
                };
                let (asked, counted, owed) = (need.asked.map(hours), hours(need.counted), need.owed().map(hours));
                json!({ "category": category, "of": of, "asked": asked, "counted": counted, "owed": owed })
            })
            .collect();
        let days = given.count("within_days").unwrap_or(60);
        let soon: Vec<Value> = expiring(who.licence_until, &who.certificates, today, i64::from(days))
            .iter()
            .map(|expiry| json!({ "what": expiry.what, "on": expiry.on.to_string(), "days_left": expiry.days_left }))
            .collect();
        let mut out = Map::new();
        out.insert("settled".into(), json!(account.settled()));
        out.insert("exempt".into(), json!(account.exempt));
        out.insert("needs".into(), json!(needs));
        out.insert("beyond_bounds".into(), hours(account.beyond_bounds));
        out.insert("expires".into(), json!(soon));
        out.insert("sources".into(), json!(licence.provenance.sources));
        out.insert("as_of".into(), json!(licence.provenance.as_of));
        Some(out)
    })
}

fn hours(hours: Hours) -> Value {
    shown(f64::from(hours.in_hundredths()) / 100.0)
}

fn credit(given: &Given<'_>) -> Option<Credit> {
    given.only(&["on", "hours", "topics", "modes"]);
    let on = given.must("on", given.day("on"));
    let hours = given.must("hours", given.number("hours"))?;
    if !(0.0..=1_000.0).contains(&hours) {
        given.fault("hours", "from 0 to 1000");
        return None;
    }
    let set = |name: &str| -> BTreeSet<String> { given.texts(name).into_iter().map(str::to_owned).collect() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100 000")]
    let hundredths = (hours * 100.0).round() as u32;
    Some(Credit { on: on?, hours: Hours::hundredths(hundredths), topics: set("topics"), modes: set("modes") })
}
