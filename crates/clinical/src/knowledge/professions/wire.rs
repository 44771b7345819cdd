//! The TOML form of `professions/*.toml` and its reading.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::super::{Defaults, Problem, Reading, Source, education};
use super::{
    Activity, Certificate, ConsentRule, ConsentText, Exception, Jurisdiction, Licence, Limit, May, Profession,
    Professions, Retention, Sentence, SeparateConsent, Signature, Standing, Topic, When, Words,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    profession: Vec<WireProfession>,
    #[serde(default)]
    certificate: Vec<WireCertificate>,
    #[serde(default)]
    activity: Vec<WireActivity>,
    #[serde(default)]
    exception: Vec<WireException>,
    #[serde(default)]
    jurisdiction: Vec<WireJurisdiction>,
    #[serde(default)]
    licence: Vec<WireLicence>,
    #[serde(default)]
    ethics: Vec<WireSentence>,
    #[serde(default)]
    consent_element: Vec<WireSentence>,
    #[serde(default)]
    separate_consent: Vec<WireSeparate>,
    #[serde(default)]
    consent_rule: Vec<WireConsentRule>,
    #[serde(default)]
    retention: Vec<WireRetention>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireProfession {
    key: Spanned<String>,
    name: String,
    words: Words,
    field: String,
    note: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireCertificate {
    key: Spanned<String>,
    name: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireJurisdiction {
    key: Spanned<String>,
    name: String,
    country: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRetention {
    key: Spanned<String>,
    jurisdiction: String,
    what: String,
    years: Option<u32>,
    minors: Option<String>,
    note: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSeparate {
    key: Spanned<String>,
    name: String,
    activity: Option<String>,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    techniques: Vec<String>,
    #[serde(default)]
    thrust: bool,
    form: String,
    what: String,
    risks: Vec<String>,
    instead: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireConsentRule {
    key: Spanned<String>,
    jurisdiction: String,
    profession: String,
    activity: Option<String>,
    signatures: Vec<Signature>,
    when: When,
    valid_months: Option<u32>,
    #[serde(default)]
    must_say: Vec<String>,
    note: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireActivity {
    key: Spanned<String>,
    name: String,
    #[serde(default)]
    techniques: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    conditional: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    needs: BTreeMap<String, String>,
    #[serde(default)]
    block_for: Vec<String>,
    #[serde(default)]
    refer_to: Vec<String>,
    why: Option<String>,
    note: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireException {
    activity: Spanned<String>,
    profession: String,
    jurisdiction: String,
    may: May,
    needs: Option<String>,
    why: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireTopic {
    topic: String,
    hours: Option<u32>,
    #[serde(default)]
    once: bool,
    #[serde(default)]
    additional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLimit {
    mode: String,
    at_most: Option<u32>,
    at_least: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLicence {
    key: Spanned<String>,
    jurisdiction: String,
    profession: String,
    standing: Standing,
    kind: Option<String>,
    regulator: Option<String>,
    cycle_months: Option<u32>,
    ce_hours: Option<u32>,
    ethics_hours: Option<u32>,
    #[serde(default)]
    topics: Vec<WireTopic>,
    #[serde(default)]
    limits: Vec<WireLimit>,
    #[serde(default)]
    first_renewal_exempt: bool,
    #[serde(default)]
    also: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSentence {
    key: Spanned<String>,
    name: Option<String>,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

fn activity(reading: &mut Reading<'_, '_>, wire: WireActivity) -> Activity {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let mut may = BTreeMap::new();
    for (professions, level) in [(wire.yes, May::Yes), (wire.conditional, May::Conditional), (wire.no, May::No)] {
        for profession in professions {
            if may.insert(profession.clone(), level).is_some() {
                reading.problems.push(place.problem(format!("`{profession}` stands under two answers")));
            }
        }
    }
    Activity {
        key: wire.key.into_inner(),
        name: wire.name,
        techniques: wire.techniques,
        may,
        needs: wire.needs,
        block_for: wire.block_for,
        refer_to: wire.refer_to,
        why: wire.why,
        note: wire.note,
        provenance,
        place,
    }
}

fn exception(reading: &mut Reading<'_, '_>, wire: WireException) -> Exception {
    let (place, provenance) = reading.settle(&wire.activity, wire.source, wire.confidence, wire.as_of);
    Exception {
        activity: wire.activity.into_inner(),
        profession: wire.profession,
        jurisdiction: wire.jurisdiction,
        may: wire.may,
        needs: wire.needs,
        why: wire.why,
        provenance,
        place,
    }
}

fn licence(reading: &mut Reading<'_, '_>, wire: WireLicence) -> Licence {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let topic = |topic: WireTopic| Topic {
        topic: topic.topic,
        hours: topic.hours,
        once: topic.once,
        additional: topic.additional,
    };
    let limit = |limit: WireLimit| Limit { mode: limit.mode, at_most: limit.at_most, at_least: limit.at_least };
    Licence {
        key: wire.key.into_inner(),
        jurisdiction: wire.jurisdiction,
        profession: wire.profession,
        standing: wire.standing,
        kind: wire.kind.unwrap_or_else(|| "licence".to_owned()),
        regulator: wire.regulator,
        cycle_months: wire.cycle_months,
        ce_hours: wire.ce_hours,
        ethics_hours: wire.ethics_hours,
        topics: wire.topics.into_iter().map(topic).collect(),
        limits: wire.limits.into_iter().map(limit).collect(),
        first_renewal_exempt: wire.first_renewal_exempt,
        also: wire.also,
        note: wire.note,
        provenance,
        place,
    }
}

fn sentence(reading: &mut Reading<'_, '_>, wire: WireSentence) -> Sentence {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Sentence { key: wire.key.into_inner(), name: wire.name, say: wire.say, provenance, place }
}

fn profession(reading: &mut Reading<'_, '_>, wire: WireProfession) -> Profession {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Profession {
        key: wire.key.into_inner(),
        name: wire.name,
        words: wire.words,
        field: wire.field,
        note: wire.note,
        provenance,
        place,
    }
}

fn certificate(reading: &mut Reading<'_, '_>, wire: WireCertificate) -> Certificate {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Certificate { key: wire.key.into_inner(), name: wire.name, provenance, place }
}

fn jurisdiction(reading: &mut Reading<'_, '_>, wire: WireJurisdiction) -> Jurisdiction {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Jurisdiction { key: wire.key.into_inner(), name: wire.name, country: wire.country, provenance, place }
}

fn retention(reading: &mut Reading<'_, '_>, wire: WireRetention) -> Retention {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Retention {
        key: wire.key.into_inner(),
        jurisdiction: wire.jurisdiction,
        what: wire.what,
        years: wire.years,
        minors: wire.minors,
        note: wire.note,
        provenance,
        place,
    }
}

fn separate_consent(reading: &mut Reading<'_, '_>, wire: WireSeparate) -> SeparateConsent {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let text = ConsentText { name: wire.name.clone(), what: wire.what, risks: wire.risks, instead: wire.instead };
    SeparateConsent {
        key: wire.key.into_inner(),
        name: wire.name,
        activity: wire.activity,
        regions: wire.regions,
        techniques: wire.techniques,
        thrust: wire.thrust,
        text: education::Words::english(text),
        form: wire.form,
        provenance,
        place,
    }
}

fn consent_rule(reading: &mut Reading<'_, '_>, wire: WireConsentRule) -> ConsentRule {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    ConsentRule {
        key: wire.key.into_inner(),
        jurisdiction: wire.jurisdiction,
        profession: wire.profession,
        activity: wire.activity,
        signatures: wire.signatures,
        when: wire.when,
        valid_months: wire.valid_months,
        must_say: education::Words::english(wire.must_say),
        note: wire.note,
        provenance,
        place,
    }
}

/// Reads `professions/*.toml`.
pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Professions {
    let mut all = Professions::default();
    for source in Source::of_kind(files, "professions") {
        let Some(wire) = source.wire::<WireFile>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let reading = &mut Reading { source, defaults, problems };
        all.list.extend(wire.profession.into_iter().map(|row| profession(reading, row)));
        all.certificates.extend(wire.certificate.into_iter().map(|row| certificate(reading, row)));
        all.activities.extend(wire.activity.into_iter().map(|row| activity(reading, row)));
        all.exceptions.extend(wire.exception.into_iter().map(|row| exception(reading, row)));
        all.jurisdictions.extend(wire.jurisdiction.into_iter().map(|row| jurisdiction(reading, row)));
        all.licences.extend(wire.licence.into_iter().map(|row| licence(reading, row)));
        all.ethics.extend(wire.ethics.into_iter().map(|row| sentence(reading, row)));
        all.consent_elements.extend(wire.consent_element.into_iter().map(|row| sentence(reading, row)));
        all.separate_consents.extend(wire.separate_consent.into_iter().map(|row| separate_consent(reading, row)));
        all.consent_rules.extend(wire.consent_rule.into_iter().map(|row| consent_rule(reading, row)));
        all.retention.extend(wire.retention.into_iter().map(|row| retention(reading, row)));
    }
    super::spanish::lay_beside(&mut all, files, problems);
    all
}
