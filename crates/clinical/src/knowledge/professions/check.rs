//! What only the whole can tell of the professions: keys that lead nowhere, rows that stand twice.

use std::collections::BTreeSet;

use super::super::{Knowledge, Place, Problem, Provenance};
use super::{Activity, Licence, May, Professions};
use crate::knowledge::techniques::UsualScope;

impl Professions {
    fn statements(&self) -> impl Iterator<Item = (&str, &Place, &Provenance)> {
        let list = self.list.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let certificates = self.certificates.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let activities = self.activities.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let places = self.jurisdictions.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let licences = self.licences.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let sentences = self.ethics.iter().chain(&self.consent_elements);
        let sentences = sentences.map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let rules = self.consent_rules.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let retention = self.retention.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        list.chain(certificates)
            .chain(activities)
            .chain(places)
            .chain(licences)
            .chain(sentences)
            .chain(rules)
            .chain(retention)
    }
}

/// Names every problem.
pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let all = &knowledge.professions;
    let mut seen = BTreeSet::new();
    for (key, place, provenance) in all.statements() {
        knowledge.sources.check(provenance, place, problems);
        if !seen.insert((place.file.as_str(), key)) {
            problems.push(place.problem(format!("`{key}` stands twice in this file")));
        }
    }
    for exception in &all.exceptions {
        knowledge.sources.check(&exception.provenance, &exception.place, problems);
        known_activity(all, &exception.activity, &exception.place, problems);
        known_profession(all, &exception.profession, &exception.place, problems);
        known_place(all, &exception.jurisdiction, &exception.place, problems);
        if let Some(needs) = &exception.needs {
            known_certificate(all, needs, &exception.place, problems);
        }
    }
    for activity in &all.activities {
        check_activity(all, activity, problems);
    }
    let mut techniques = BTreeSet::new();
    for activity in &all.activities {
        for technique in activity.techniques.iter().filter(|key| !techniques.insert(key.as_str())) {
            problems.push(activity.place.problem(format!("the technique `{technique}` belongs to two activities")));
        }
    }
    agrees_with_techniques(knowledge, problems);
    for licence in &all.licences {
        check_licence(all, licence, problems);
    }
    for consent in &all.separate_consents {
        knowledge.sources.check(&consent.provenance, &consent.place, problems);
        if let Some(activity) = &consent.activity {
            known_activity(all, activity, &consent.place, problems);
        }
        for region in consent.regions.iter().filter(|key| knowledge.regions.covering(key).is_none()) {
            problems.push(consent.place.problem(format!("no region or area is called `{region}`")));
        }
        for technique in consent.techniques.iter().filter(|key| knowledge.techniques.get(key).is_none()) {
            problems.push(consent.place.problem(format!("no technique is called `{technique}`")));
        }
        if consent.regions.is_empty() && consent.techniques.is_empty() && !consent.thrust {
            problems.push(consent.place.problem("a consent to nothing"));
        }
    }
    for rule in &all.consent_rules {
        known_profession(all, &rule.profession, &rule.place, problems);
        known_place(all, &rule.jurisdiction, &rule.place, problems);
        if let Some(activity) = &rule.activity {
            known_activity(all, activity, &rule.place, problems);
        }
        if rule.signatures.is_empty() {
            problems.push(rule.place.problem("a consent that nobody signs"));
        }
    }
    for row in &all.retention {
        known_place(all, &row.jurisdiction, &row.place, problems);
    }
    for place in all.jurisdictions.iter().filter(|place| all.jurisdiction(&place.country).is_none()) {
        problems.push(place.place.problem(format!("no place is called `{}`", place.country)));
    }
}

fn check_activity(all: &Professions, activity: &Activity, problems: &mut Vec<Problem>) {
    let place = &activity.place;
    let named = activity.may.keys().chain(activity.needs.keys()).chain(&activity.block_for).chain(&activity.refer_to);
    for profession in named {
        known_profession(all, profession, place, problems);
    }
    for certificate in activity.needs.values() {
        known_certificate(all, certificate, place, problems);
    }
    if activity.refer_to.is_empty() {
        problems.push(place.problem("nobody to refer to"));
    }
}

/// A technique's own line on scope and its activity may not contradict each other.
fn agrees_with_techniques(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let all = &knowledge.professions;
    for technique in knowledge.techniques.list().iter().filter(|technique| technique.part_of.is_none()) {
        let Some(activity) = all.activity_of(&technique.key) else {
            problems.push(technique.place.problem(format!("`{}` is of no activity of scope.toml", technique.key)));
            continue;
        };
        for (profession, usual) in &technique.scope {
            known_profession(all, profession, &technique.place, problems);
            let usual = match usual {
                UsualScope::Usual => May::Yes,
                UsualScope::Conditional => May::Conditional,
                UsualScope::Outside => May::No,
            };
            if activity.may.get(profession).is_some_and(|may| *may != usual) {
                let key = &activity.key;
                problems.push(
                    technique.place.problem(format!("scope of `{profession}` differs from the activity `{key}`")),
                );
            }
        }
    }
}

fn check_licence(all: &Professions, licence: &Licence, problems: &mut Vec<Problem>) {
    known_profession(all, &licence.profession, &licence.place, problems);
    known_place(all, &licence.jurisdiction, &licence.place, problems);
    if let (Some(total), Some(ethics)) = (licence.ce_hours, licence.ethics_hours)
        && ethics > total
    {
        problems.push(licence.place.problem("more hours of ethics than hours"));
    }
    for limit in licence.limits.iter().filter(|limit| limit.at_most.is_none() == limit.at_least.is_none()) {
        problems.push(licence.place.problem(format!("`{}` is bounded either above or below", limit.mode)));
    }
}

fn known_activity(all: &Professions, key: &str, place: &Place, problems: &mut Vec<Problem>) {
    if all.activity(key).is_none() {
        problems.push(place.problem(format!("no activity is called `{key}`")));
    }
}

fn known_profession(all: &Professions, key: &str, place: &Place, problems: &mut Vec<Problem>) {
    if all.profession(key).is_none() {
        problems.push(place.problem(format!("no profession is called `{key}`")));
    }
}

fn known_certificate(all: &Professions, key: &str, place: &Place, problems: &mut Vec<Problem>) {
    if all.certificate(key).is_none() {
        problems.push(place.problem(format!("no certificate is called `{key}`")));
    }
}

fn known_place(all: &Professions, key: &str, place: &Place, problems: &mut Vec<Problem>) {
    if all.jurisdiction(key).is_none() {
        problems.push(place.problem(format!("no place is called `{key}`")));
    }
}
