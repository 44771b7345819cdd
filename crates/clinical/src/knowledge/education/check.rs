//! What only the whole can tell of the teaching texts: keys that lead nowhere, a reading age that is not theirs.

use std::collections::BTreeSet;

use super::super::{Knowledge, Place, Problem, Provenance};
use super::{About, Education, Page, reading_age};

impl Education {
    fn statements(&self) -> impl Iterator<Item = (&str, &Place, &Provenance)> {
        let pages = self.pages.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let warnings = self.warnings.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let care = self.aftercare.iter().map(|row| (row.family.as_str(), &row.place, &row.provenance));
        let areas = self.aftercare_areas.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let countries = self.countries.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        let texts = self.texts.iter().map(|row| (row.key.as_str(), &row.place, &row.provenance));
        pages.chain(warnings).chain(care).chain(areas).chain(countries).chain(texts)
    }
}

/// Names every problem.
pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let all = &knowledge.education;
    let mut seen = BTreeSet::new();
    for (key, place, provenance) in all.statements() {
        knowledge.sources.check(provenance, place, problems);
        if !seen.insert((place.file.as_str(), key)) {
            problems.push(place.problem(format!("`{key}` stands twice in this file")));
        }
    }
    for page in &all.pages {
        check_page(knowledge, page, problems);
        known_warnings(all, &page.get_help, &page.place, problems);
    }
    for care in &all.aftercare {
        known_warnings(all, &care.warnings, &care.place, problems);
        if let Some([least, most]) = care.lasts_h
            && least > most
        {
            problems.push(care.place.problem(format!("lasts from {least} to {most} hours")));
        }
    }
    for area in &all.aftercare_areas {
        known_warnings(all, &area.warnings, &area.place, problems);
    }
    check_numbers(all, problems);
    covers_all(knowledge, problems);
}

/// Every condition and every technique has its page; a stroke or form has that of its technique.
fn covers_all(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let all = &knowledge.education;
    for condition in knowledge.conditions.list() {
        if all.page(About::Condition, &condition.key).is_none() {
            problems.push(condition.place.problem(format!("no page for clients on `{}`", condition.key)));
        }
    }
    for technique in knowledge.techniques.list().iter().filter(|technique| technique.part_of.is_none()) {
        if all.page(About::Technique, &technique.key).is_none() {
            problems.push(technique.place.problem(format!("no page for clients on `{}`", technique.key)));
        }
    }
    for area in &all.aftercare_areas {
        for name in area.areas.iter().filter(|name| knowledge.regions.covering(name).is_none()) {
            problems.push(area.place.problem(format!("no area is called `{name}`")));
        }
    }
    for care in all.aftercare.iter().filter(|care| knowledge.families.family(&care.family).is_none()) {
        problems.push(care.place.problem(format!("no family of techniques is called `{}`", care.family)));
    }
}

fn check_page(knowledge: &Knowledge, page: &Page, problems: &mut Vec<Problem>) {
    let age = reading_age(page.text.en.parts());
    if age.abs_diff(page.reading_age) > 1 {
        let said = page.reading_age;
        problems.push(page.place.problem(format!("reads as from {age} years, and {said} is stated")));
    }
    if page.about == About::Technique && knowledge.techniques.get(&page.of).is_none() {
        problems.push(page.place.problem(format!("no technique is called `{}`", page.of)));
    }
    if page.about == About::Condition && knowledge.conditions.get(&page.of).is_none() {
        problems.push(page.place.problem(format!("no condition is called `{}`", page.of)));
    }
    if page.get_help.is_empty() {
        problems.push(page.place.problem("a page that does not say when to get help"));
    }
}

fn known_warnings(all: &Education, keys: &[String], place: &Place, problems: &mut Vec<Problem>) {
    for key in keys.iter().filter(|key| all.warning(key).is_none()) {
        problems.push(place.problem(format!("no warning is called `{key}`")));
    }
}

fn check_numbers(all: &Education, problems: &mut Vec<Problem>) {
    let dialled = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    for country in &all.countries {
        let numbers = std::iter::once(&country.emergency).chain(country.crisis.iter().map(|line| &line.number));
        for number in numbers.chain(&country.advice).filter(|number| !dialled(number)) {
            problems.push(country.place.problem(format!("`{number}` cannot be dialled")));
        }
    }
    let places = ["{emergency}", "{crisis}", "{advice}"];
    for text in &all.texts {
        for words in std::iter::once(&text.say.en).chain(&text.say.es) {
            let rest = places.iter().fold(words.clone(), |rest, place| rest.replace(place, ""));
            if rest.contains('{') {
                problems.push(text.place.problem("a place that nothing fills"));
            }
        }
    }
}
