//! The TOML form of `education/*.toml` and `es/education.toml`, and their reading.

use serde::Deserialize;
use toml::Spanned;

use super::super::{Defaults, Problem, Reading, Source};
use super::{
    About, Aftercare, AftercareArea, CareText, Country, Education, EmergencyText, Line, Page, PageText, Review,
    Urgency, Warning, Words,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    page: Vec<WirePage>,
    #[serde(default)]
    warning: Vec<WireWarning>,
    #[serde(default)]
    aftercare: Vec<WireAftercare>,
    #[serde(default)]
    aftercare_area: Vec<WireArea>,
    #[serde(default)]
    country: Vec<WireCountry>,
    #[serde(default)]
    text: Vec<WireText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePage {
    key: Spanned<String>,
    about: About,
    of: String,
    title: String,
    what: String,
    helps: Vec<String>,
    expect: String,
    get_help: Vec<String>,
    reading_age: u32,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireWarning {
    key: Spanned<String>,
    level: Urgency,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAftercare {
    key: Spanned<String>,
    name: String,
    effects: Vec<String>,
    lasts_h: Option<[u32; 2]>,
    advice: Vec<String>,
    warnings: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireArea {
    key: Spanned<String>,
    name: String,
    areas: Vec<String>,
    warnings: Vec<String>,
    say: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLine {
    name: String,
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireCountry {
    key: Spanned<String>,
    emergency: String,
    #[serde(default)]
    crisis: Vec<WireLine>,
    advice: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireText {
    key: Spanned<String>,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

fn page(reading: &mut Reading<'_, '_>, wire: WirePage) -> Page {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let text = PageText { title: wire.title, what: wire.what, helps: wire.helps, expect: wire.expect };
    Page {
        key: wire.key.into_inner(),
        about: wire.about,
        of: wire.of,
        text: Words::english(text),
        get_help: wire.get_help,
        reading_age: wire.reading_age,
        provenance,
        place,
    }
}

fn warning(reading: &mut Reading<'_, '_>, wire: WireWarning) -> Warning {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    Warning { key: wire.key.into_inner(), level: wire.level, say: Words::english(wire.say), provenance, place }
}

fn aftercare(reading: &mut Reading<'_, '_>, wire: WireAftercare) -> Aftercare {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let text = CareText { name: wire.name, effects: wire.effects, advice: wire.advice };
    Aftercare {
        family: wire.key.into_inner(),
        text: Words::english(text),
        lasts_h: wire.lasts_h,
        warnings: wire.warnings,
        provenance,
        place,
    }
}

fn area(reading: &mut Reading<'_, '_>, wire: WireArea) -> AftercareArea {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    AftercareArea {
        key: wire.key.into_inner(),
        name: Words::english(wire.name),
        areas: wire.areas,
        warnings: wire.warnings,
        say: wire.say.map(Words::english),
        provenance,
        place,
    }
}

fn country(reading: &mut Reading<'_, '_>, wire: WireCountry) -> Country {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    let crisis = wire.crisis.into_iter().map(|line| Line { name: line.name, number: line.number }).collect();
    let key = wire.key.into_inner();
    Country { key, emergency: wire.emergency, crisis, advice: wire.advice, provenance, place }
}

fn text(reading: &mut Reading<'_, '_>, wire: WireText) -> EmergencyText {
    let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
    EmergencyText { key: wire.key.into_inner(), say: Words::english(wire.say), provenance, place }
}

/// Reads `education/*.toml`, then lays `es/education.toml` beside it.
pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Education {
    let mut all = Education::default();
    for source in Source::of_kind(files, "education") {
        let Some(wire) = source.wire::<WireFile>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let reading = &mut Reading { source, defaults, problems };
        all.pages.extend(wire.page.into_iter().map(|row| page(reading, row)));
        all.warnings.extend(wire.warning.into_iter().map(|row| warning(reading, row)));
        all.aftercare.extend(wire.aftercare.into_iter().map(|row| aftercare(reading, row)));
        all.aftercare_areas.extend(wire.aftercare_area.into_iter().map(|row| area(reading, row)));
        all.countries.extend(wire.country.into_iter().map(|row| country(reading, row)));
        all.texts.extend(wire.text.into_iter().map(|row| text(reading, row)));
    }
    if let Some(source) = Source::at(files, "es/education.toml")
        && let Some(spanish) = source.wire::<SpanishFile>(problems)
    {
        spanish.lay_beside(&mut all, source, problems);
    }
    all
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanishFile {
    reviewer: Option<String>,
    reviewed_on: Option<String>,
    #[serde(default)]
    page: Vec<SpanishPage>,
    #[serde(default)]
    warning: Vec<SpanishSentence>,
    #[serde(default)]
    aftercare: Vec<SpanishCare>,
    #[serde(default)]
    aftercare_area: Vec<SpanishArea>,
    #[serde(default)]
    text: Vec<SpanishSentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanishPage {
    key: Spanned<String>,
    title: String,
    what: String,
    helps: Vec<String>,
    expect: String,
    reviewer: Option<String>,
    reviewed_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanishCare {
    key: Spanned<String>,
    name: String,
    effects: Vec<String>,
    advice: Vec<String>,
    reviewer: Option<String>,
    reviewed_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanishArea {
    key: Spanned<String>,
    name: String,
    say: Option<String>,
    reviewer: Option<String>,
    reviewed_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanishSentence {
    key: Spanned<String>,
    say: String,
    reviewer: Option<String>,
    reviewed_on: Option<String>,
}

impl SpanishFile {
    fn lay_beside(self, all: &mut Education, source: Source<'_>, problems: &mut Vec<Problem>) {
        let general = review(self.reviewer, self.reviewed_on);
        let settled = |by, on| review(by, on).or_else(|| general.clone());
        let mut nowhere = |key: &Spanned<String>| {
            let place = source.place(key);
            problems.push(place.problem(format!("Spanish of `{}`, which is not there in English", key.get_ref())));
        };
        for row in self.page {
            match all.pages.iter_mut().find(|page| page.key == *row.key.get_ref()) {
                Some(page) => {
                    let (title, what, helps, expect) = (row.title, row.what, row.helps, row.expect);
                    lay(
                        &mut page.text,
                        PageText { title, what, helps, expect },
                        settled(row.reviewer, row.reviewed_on),
                    );
                }
                None => nowhere(&row.key),
            }
        }
        for row in self.warning {
            match all.warnings.iter_mut().find(|warning| warning.key == *row.key.get_ref()) {
                Some(warning) => lay(&mut warning.say, row.say, settled(row.reviewer, row.reviewed_on)),
                None => nowhere(&row.key),
            }
        }
        for row in self.text {
            match all.texts.iter_mut().find(|text| text.key == *row.key.get_ref()) {
                Some(text) => lay(&mut text.say, row.say, settled(row.reviewer, row.reviewed_on)),
                None => nowhere(&row.key),
            }
        }
        for row in self.aftercare {
            match all.aftercare.iter_mut().find(|care| care.family == *row.key.get_ref()) {
                Some(care) => {
                    let (name, effects, advice) = (row.name, row.effects, row.advice);
                    lay(&mut care.text, CareText { name, effects, advice }, settled(row.reviewer, row.reviewed_on));
                }
                None => nowhere(&row.key),
            }
        }
        for row in self.aftercare_area {
            match all.aftercare_areas.iter_mut().find(|area| area.key == *row.key.get_ref()) {
                Some(area) => {
                    let review = settled(row.reviewer, row.reviewed_on);
                    lay(&mut area.name, row.name, review.clone());
                    if let (Some(say), Some(spanish)) = (&mut area.say, row.say) {
                        lay(say, spanish, review);
                    }
                }
                None => nowhere(&row.key),
            }
        }
    }
}

fn lay<T>(words: &mut Words<T>, spanish: T, review: Option<Review>) {
    words.es = Some(spanish);
    words.es_review = review;
}

fn review(by: Option<String>, on: Option<String>) -> Option<Review> {
    Some(Review { by: by?, on: on? })
}
