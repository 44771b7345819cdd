//! The sheet that a client reads and answers: composed from the plan that stands and what the place demands, in the client's
//! language. What is stored is the text itself, with its digest, so that nobody has to compose it again.
use super::{plain, store};
use crate::door::{Ask, Chart, Result, hex};
use crate::ui::{Arg, Locale, Words, say};
use clinical::consent::{self, GENERAL, Intended};
use clinical::knowledge::Knowledge;
use clinical::knowledge::education::Words as Told;
use clinical::knowledge::professions::SeparateConsent;
use db::Reader;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// For how many months a consent is proposed to hold, where the place allows so long. Our policy: twice a year is asked again.
const PROPOSED_MONTHS: i64 = 6;

/// A heading with its lines.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Part {
    pub(super) heading: String,
    pub(super) lines: Vec<String>,
}

/// One thing that is asked.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) name: String,
    /// What is done, what may come of it, what else there is, what the place demands to be said.
    pub(super) lines: Vec<String>,
    /// English beneath a translation that nobody has reviewed.
    pub(super) beneath: Vec<String>,
    /// The last day on which it can hold.
    pub(super) until: Date,
    /// Asked again before each session.
    pub(super) each_session: bool,
    pub(super) spoken_too: bool,
}

/// What stands in the client's language beside the text: the page's own words are the practitioner's.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Labels {
    pub(super) answer: String,
    pub(super) yes: String,
    pub(super) no: String,
    pub(super) question: String,
    pub(super) each_session: String,
    pub(super) spoken_too: String,
}

/// A whole sheet.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Sheet {
    /// The language it is written in.
    pub(super) lang: String,
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
    pub(super) asked: Vec<Asked>,
    pub(super) labels: Labels,
    /// Keys that the general consent names.
    pub(super) techniques: String,
    pub(super) sites: String,
    /// The day proposed for its end.
    pub(super) until: Date,
    pub(super) practitioner_signs: bool,
    pub(super) sources: String,
    pub(super) digest: String,
}

/// What is planned, else a wellness visit: relaxation over the whole body.
struct Intent {
    lines: Vec<(String, String)>,
    about: Vec<String>,
}

fn intent(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Intent> {
    let planned = store::planned(db, ask.chart())?;
    let mut about: Vec<String> = Vec::new();
    for key in planned.iter().flat_map(|one| one.about.split(',')).filter(|key| !key.is_empty()) {
        if !about.iter().any(|known| known == key) {
            about.push(key.into());
        }
    }
    let mut lines: Vec<(String, String)> = planned.into_iter().map(|one| (one.technique, one.sites)).collect();
    if lines.is_empty() {
        lines.push(("swedish".into(), "whole".into()));
    }
    Ok(Intent { lines, about })
}

/// The keys of the consents of their own that the plan needs.
pub(super) fn needed(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<String>> {
    let knowledge = &ask.house.knowledge;
    let intent = intent(db, ask)?;
    let mut keys: Vec<String> = Vec::new();
    for (technique, sites) in &intent.lines {
        for site in sites.split(',') {
            for one in consent::separate(knowledge, &Intended::at(knowledge, technique, site)) {
                if !keys.contains(&one.key) {
                    keys.push(one.key.clone());
                }
            }
        }
    }
    Ok(keys)
}

/// Composes the sheet: the plan's, and what the practitioner asks besides.
pub(super) fn compose(db: &mut Reader<'_>, ask: &Ask<Chart>, locale: Locale, also: &[String]) -> Result<Sheet> {
    let knowledge = ask.house.knowledge.clone();
    let words = Words::of(locale);
    let intent = intent(db, ask)?;
    let wanted = needed(db, ask)?;
    let own = knowledge.professions.separate_consents.iter();
    let own: Vec<_> = own.filter(|one| wanted.contains(&one.key) || also.contains(&one.key)).collect();
    let general = consent::terms(&knowledge, &ask.by.profession, &ask.practice.jurisdiction, None, ask.today);
    let until = ask.today.saturating_add(Span::new().months(PROPOSED_MONTHS)).min(general.until);
    let must_say: Vec<&Told<Vec<String>>> = general.rules.iter().map(|rule| &rule.must_say).collect();
    let mut asked = vec![Asked {
        key: GENERAL.into(),
        name: words.t("consent-general-asked"),
        lines: Vec::new(),
        beneath: Vec::new(),
        until: general.until,
        each_session: general.each_session,
        spoken_too: false,
    }];
    let mut practitioner_signs = general.practitioner_signs;
    let mut sources: Vec<&str> =
        general.rules.iter().flat_map(|rule| &rule.provenance.sources).map(String::as_str).collect();
    for one in own {
        let terms = consent::terms(&knowledge, &ask.by.profession, &ask.practice.jurisdiction, Some(one), ask.today);
        practitioner_signs |= terms.practitioner_signs;
        sources.extend(terms.rules.iter().flat_map(|rule| &rule.provenance.sources).map(String::as_str));
        sources.extend(one.provenance.sources.iter().map(String::as_str));
        asked.push(own_item(one, &terms, words, locale));
    }
    sources.sort_unstable();
    sources.dedup();
    let mut techniques: Vec<&str> = intent.lines.iter().map(|(key, _)| key.as_str()).collect();
    let mut sites: Vec<&str> = intent.lines.iter().flat_map(|(_, sites)| sites.split(',')).collect();
    techniques.sort_unstable();
    techniques.dedup();
    sites.sort_unstable();
    sites.dedup();
    let mut sheet = Sheet {
        lang: locale.folder().into(),
        title: words.t("consent-sheet-title"),
        parts: parts(ask, &knowledge, words, locale, &intent, &must_say),
        asked,
        labels: labels(words),
        techniques: techniques.join(","),
        sites: sites.join(","),
        until,
        practitioner_signs,
        sources: cited(&knowledge, &sources),
        digest: String::new(),
    };
    sheet.digest = hex(Sha256::digest(sheet.text()));
    Ok(sheet)
}

fn cited(knowledge: &Knowledge, sources: &[&str]) -> String {
    let citation = |key: &&str| knowledge.sources.get(key).map_or((*key).to_string(), |one| one.citation.clone());
    sources.iter().map(citation).collect::<Vec<_>>().join("; ")
}

fn labels(words: &Words) -> Labels {
    Labels {
        answer: words.t("consent-sheet-answer"),
        yes: words.t("consent-yes"),
        no: words.t("consent-no"),
        question: words.t("consent-question"),
        each_session: words.t("consent-each-session"),
        spoken_too: words.t("consent-spoken-too"),
    }
}

fn own_item(one: &SeparateConsent, terms: &consent::Terms<'_>, words: &Words, locale: Locale) -> Asked {
    let lines_of = |text: &clinical::knowledge::professions::ConsentText, must: Vec<String>, words: &Words| {
        let risks = words.t_args("consent-risks", &[("risks", Arg::from(text.risks.join(" ").as_str()))]);
        let instead = words.t_args("consent-instead", &[("instead", Arg::from(text.instead.as_str()))]);
        [text.what.clone(), risks, instead].into_iter().chain(must).collect::<Vec<String>>()
    };
    let (text, beneath) = plain::told(&one.text, locale);
    let must: Vec<String> =
        terms.rules.iter().flat_map(|rule| plain::told(&rule.must_say, locale).0.iter().cloned()).collect();
    let english = Words::of(Locale::En);
    let beneath = beneath.map(|text| {
        let must = terms.rules.iter().flat_map(|rule| rule.must_say.en.iter().cloned()).collect();
        let mut lines = lines_of(text, must, english);
        lines.insert(0, text.name.clone());
        lines
    });
    Asked {
        key: one.key.clone(),
        name: text.name.clone(),
        lines: lines_of(text, must, words),
        beneath: beneath.unwrap_or_default(),
        until: terms.until,
        each_session: terms.each_session,
        spoken_too: terms.spoken_too,
    }
}

fn parts(
    ask: &Ask<Chart>,
    knowledge: &Knowledge,
    words: &Words,
    locale: Locale,
    intent: &Intent,
    must_say: &[&Told<Vec<String>>],
) -> Vec<Part> {
    let profession = knowledge.professions.profession(&ask.by.profession).map_or("", |one| one.name.as_str());
    let with = |key: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
        words.t_args(key, &args)
    };
    let who = if profession.is_empty() {
        with("consent-who", &[("name", &ask.by.name), ("practice", &ask.practice.name)])
    } else {
        let args = [("name", ask.by.name.as_str()), ("profession", profession), ("practice", &ask.practice.name)];
        with("consent-who-profession", &args)
    };
    let mut planned = vec![who];
    if !intent.about.is_empty() {
        let about: Vec<String> = intent.about.iter().map(|key| plain::condition_name(knowledge, key, locale)).collect();
        planned.push(with("consent-for", &[("about", &about.join(", "))]));
    }
    let mut effects = Vec::new();
    for (technique, sites) in &intent.lines {
        let name = plain::technique_name(knowledge, technique, locale);
        let places = plain::places(knowledge, words, sites);
        let page = plain::technique(knowledge, technique, locale);
        let what = page.map_or("", |page| page.what.as_str());
        planned.push(with("consent-technique", &[("technique", &name), ("places", &places), ("what", what)]));
        effects.extend(page.map(|page| format!("{name}: {}", page.expect)));
    }
    effects.dedup();
    effects.push(words.t("consent-uncertain"));
    let mut decide: Vec<String> = DECIDE.iter().map(|key| words.t(key)).collect();
    for told in must_say {
        let (said, beneath) = plain::told(told, locale);
        decide.extend(said.iter().cloned());
        decide.extend(beneath.into_iter().flatten().cloned());
    }
    vec![
        Part { heading: words.t("consent-h-plan"), lines: planned },
        Part { heading: words.t("consent-h-effects"), lines: effects },
        Part { heading: words.t("consent-h-other"), lines: vec![words.t("consent-other")] },
        Part { heading: words.t("consent-h-decide"), lines: decide },
    ]
}

/// What every sheet says, whatever the place.
const DECIDE: [&str; 8] = [
    "consent-covered",
    "consent-sensitive",
    "consent-stop",
    "consent-chaperone",
    "consent-privacy",
    "consent-images",
    "consent-fees",
    "consent-back",
];

impl Sheet {
    /// The whole text, as it is kept.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        for part in &self.parts {
            lines.push(String::new());
            lines.push(part.heading.clone());
            lines.extend(part.lines.iter().map(|line| format!("- {line}")));
        }
        for one in &self.asked {
            lines.push(String::new());
            lines.push(format!("? {}", one.name));
            lines.extend(one.lines.iter().chain(&one.beneath).map(|line| format!("- {line}")));
            if one.each_session {
                lines.push(format!("- {}", self.labels.each_session));
            }
        }
        lines.join("\n")
    }
}

/// What is said aloud, as it is kept with a spoken consent.
pub(super) fn spoken(ask: &Ask<Chart>, items: &[String], at: jiff::civil::Time) -> String {
    let named: Vec<String> = items.iter().map(|key| super::item_name(ask, key).in_words(ask.words)).collect();
    let time = say::time(ask.words.locale(), at);
    let args = [("items", Arg::from(named.join(", ").as_str())), ("time", Arg::from(time.as_str()))];
    ask.words.t_args("consent-spoken-text", &args)
}
