//! Professions: who may do what where, licences and continuing education, ethics, consent, how long records are kept.
//!
//! Law changes: every row carries its source and the month it was last checked. The judgements over it are
//! [`crate::scope`] and [`crate::ce`]; they warn on what is old or unknown and block almost nothing.

mod check;
mod spanish;
mod wire;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) use check::check;
pub(crate) use wire::read;

use super::{Place, Provenance, education};

/// How much of a finding a profession reads as a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// A finding and "tell the doctor"; condition names only as received.
    Findings,
    /// Clinical assessment within the field; no name of a disease.
    Assessment,
    /// Diagnosis within the field.
    Diagnosis,
}

/// A profession.
#[derive(Clone, Debug)]
pub struct Profession {
    /// The key, such as `lmt`.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// How much of a finding it reads as a name.
    pub words: Words,
    /// What it works with, in a few words.
    pub field: String,
    /// What else to know.
    pub note: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A certificate, endorsement or further licence a practitioner may hold.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// What the rule or the law says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// Usual.
    Yes,
    /// With the certificate named, or as the place allows.
    Conditional,
    /// Outside.
    No,
}

/// Something a practitioner does, as far as scope tells it apart.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Keys of the techniques it covers.
    pub techniques: Vec<String>,
    /// Profession → may; a profession that is not here is unknown.
    pub may: BTreeMap<String, May>,
    /// Profession → certificate that a conditional "may" asks for.
    pub needs: BTreeMap<String, String>,
    /// Professions that are blocked whatever anybody answers.
    pub block_for: Vec<String>,
    /// Professions to refer to.
    pub refer_to: Vec<String>,
    /// Why, in one sentence.
    pub why: Option<String>,
    /// What else to know.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// What one place says otherwise.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Key of [`Activity`].
    pub activity: String,
    /// Key of [`Profession`].
    pub profession: String,
    /// Key of [`Jurisdiction`].
    pub jurisdiction: String,
    /// What it says.
    pub may: May,
    /// The certificate it asks for.
    pub needs: Option<String>,
    /// In one or two sentences.
    pub why: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A place with law of its own.
#[derive(Clone, Debug)]
pub struct Jurisdiction {
    /// ISO 3166: `US-WA`, `CA-ON`, `ES`.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The country whose rules stand where it says nothing itself.
    pub country: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// What a place asks of whoever practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A licence.
    Licence,
    /// Registration or a protected title.
    Registration,
    /// A voluntary certificate or register.
    Voluntary,
    /// None known.
    None,
    /// Not looked up.
    Unknown,
}

/// Hours asked on one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The topic, such as `human_trafficking`.
    pub topic: String,
    /// Hours in a cycle; unknown where not given.
    pub hours: Option<u32>,
    /// Asked once, not in each cycle.
    pub once: bool,
    /// On top of the total.
    pub additional: bool,
}

/// A bound on hours of one kind, such as distance learning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The kind: `distance`, `online`, `self_study`, `in_person`, `hands_on`…
    pub mode: String,
    /// No more than so many hours of it count.
    pub at_most: Option<u32>,
    /// So many hours must be of it.
    pub at_least: Option<u32>,
}

/// A licence, registration or certificate with its renewal. What is not given is unknown, never zero.
#[derive(Clone, Debug)]
pub struct Licence {
    /// The key.
    pub key: String,
    /// Key of [`Jurisdiction`].
    pub jurisdiction: String,
    /// Key of [`Profession`].
    pub profession: String,
    /// What the place asks.
    pub standing: Standing,
    /// `licence`, `certification` or `membership`.
    pub kind: String,
    /// Who grants it.
    pub regulator: Option<String>,
    /// Months between renewals.
    pub cycle_months: Option<u32>,
    /// Hours of continuing education in a cycle.
    pub ce_hours: Option<u32>,
    /// Of these, hours of ethics.
    pub ethics_hours: Option<u32>,
    /// Hours on named topics.
    pub topics: Vec<Topic>,
    /// Bounds by kind of course.
    pub limits: Vec<Limit>,
    /// Whether the first renewal asks for no hours.
    pub first_renewal_exempt: bool,
    /// What else renewal asks for.
    pub also: Vec<String>,
    /// What else to know.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A sentence with a key: a topic of ethics, an element of consent.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The key.
    pub key: String,
    /// A short heading, where there is one.
    pub name: Option<String>,
    /// The words.
    pub say: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// What a client reads of something that needs a consent of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentText {
    /// What it is called.
    pub name: String,
    /// What is done.
    pub what: String,
    /// What may come of it, the usual first, the serious rare last.
    pub risks: Vec<String>,
    /// Other ways, leaving it out among them.
    pub instead: String,
}

/// What needs a consent of its own.
#[derive(Clone, Debug)]
pub struct SeparateConsent {
    /// The key.
    pub key: String,
    /// What it is called, for practitioners.
    pub name: String,
    /// Key of [`Activity`], where scope tells it apart.
    pub activity: Option<String>,
    /// Keys of regions or areas: work that lies wholly within them needs it.
    pub regions: Vec<String>,
    /// Keys of techniques that need it wherever they are done.
    pub techniques: Vec<String>,
    /// Whether any thrust needs it.
    pub thrust: bool,
    /// What the client reads.
    pub text: education::Words<ConsentText>,
    /// `written` or `written_and_spoken`.
    pub form: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// The client, or the guardian for a minor.
    Client,
    /// The practitioner.
    Practitioner,
}

/// When a consent is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Before the first session.
    FirstSession,
    /// Before each session.
    EachSession,
}

/// What a place demands of a consent.
#[derive(Clone, Debug)]
pub struct ConsentRule {
    /// The key.
    pub key: String,
    /// Key of [`Jurisdiction`].
    pub jurisdiction: String,
    /// Key of [`Profession`].
    pub profession: String,
    /// Key of [`Activity`]; none: every treatment.
    pub activity: Option<String>,
    /// Who signs.
    pub signatures: Vec<Signature>,
    /// When.
    pub when: When,
    /// For how many months it holds, where that is said.
    pub valid_months: Option<u32>,
    /// What it must say, in our words.
    pub must_say: education::Words<Vec<String>>,
    /// What else to know.
    pub note: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// How long something is kept.
#[derive(Clone, Debug)]
pub struct Retention {
    /// The key.
    pub key: String,
    /// Key of [`Jurisdiction`].
    pub jurisdiction: String,
    /// `records`, `policies`, `billing` or `education_proof`.
    pub what: String,
    /// Years; unknown where not given.
    pub years: Option<u32>,
    /// What holds for minors.
    pub minors: Option<String>,
    /// What else to know.
    pub note: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// All that is known of professions.
#[derive(Clone, Debug, Default)]
pub struct Professions {
    /// The professions.
    pub list: Vec<Profession>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
    /// What is told apart.
    pub activities: Vec<Activity>,
    /// What places say otherwise.
    pub exceptions: Vec<Exception>,
    /// Places.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Licences and their renewal.
    pub licences: Vec<Licence>,
    /// Topics of ethics.
    pub ethics: Vec<Sentence>,
    /// What every consent holds.
    pub consent_elements: Vec<Sentence>,
    /// What needs a consent of its own.
    pub separate_consents: Vec<SeparateConsent>,
    /// What places demand of a consent.
    pub consent_rules: Vec<ConsentRule>,
    /// How long things are kept.
    pub retention: Vec<Retention>,
}

impl Professions {
    /// The profession with this key.
    #[must_use]
    pub fn profession(&self, key: &str) -> Option<&Profession> {
        self.list.iter().find(|profession| profession.key == key)
    }

    /// The certificate with this key.
    #[must_use]
    pub fn certificate(&self, key: &str) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| certificate.key == key)
    }

    /// The activity with this key.
    #[must_use]
    pub fn activity(&self, key: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.key == key)
    }

    /// The activity that covers a technique.
    #[must_use]
    pub fn activity_of(&self, technique: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.techniques.iter().any(|key| key == technique))
    }

    /// The place with this key.
    #[must_use]
    pub fn jurisdiction(&self, key: &str) -> Option<&Jurisdiction> {
        self.jurisdictions.iter().find(|place| place.key == key)
    }

    /// The keys whose rows hold in a place, nearest first: the place itself, then its country.
    #[must_use]
    pub fn reach<'k>(&'k self, jurisdiction: &'k str) -> Vec<&'k str> {
        let mut reach = vec![jurisdiction];
        if let Some(place) = self.jurisdiction(jurisdiction).filter(|place| place.country != place.key) {
            reach.push(&place.country);
        }
        reach
    }

    /// The licence a place asks of a profession, if a row says so (certifications and memberships aside).
    #[must_use]
    pub fn licence(&self, profession: &str, jurisdiction: &str) -> Option<&Licence> {
        self.reach(jurisdiction).into_iter().find_map(|key| {
            let mut rows = self.licences.iter().filter(|row| row.kind == "licence");
            rows.find(|row| row.profession == profession && row.jurisdiction == key)
        })
    }

    /// What a place demands of a consent to an activity, and to treatment in general.
    pub fn consent_for<'k>(
        &'k self,
        profession: &'k str,
        jurisdiction: &'k str,
        activity: Option<&'k str>,
    ) -> impl Iterator<Item = &'k ConsentRule> {
        let reach = self.reach(jurisdiction);
        self.consent_rules.iter().filter(move |rule| {
            let fits = rule.activity.is_none() || rule.activity.as_deref() == activity;
            fits && rule.profession == profession && reach.contains(&rule.jurisdiction.as_str())
        })
    }

    /// How long records are kept in a place, as far as it is known: the place's own row before its country's.
    #[must_use]
    pub fn keep_records(&self, jurisdiction: &str) -> Option<&Retention> {
        self.reach(jurisdiction)
            .into_iter()
            .find_map(|key| self.retention.iter().find(|row| row.what == "records" && row.jurisdiction == key))
    }
}
