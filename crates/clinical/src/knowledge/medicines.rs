//! Medicines: which name belongs to which class, and what a class makes true or makes one ask.
//!
//! A name proves no illness. It sets the facts of its class (apixaban: takes an anticoagulant) and raises questions
//! (alendronate: is the bone thin?). Looking a typed text up is [`crate::medicine::look_up`].

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Defaults, Knowledge, Place, Problem, Provenance, Reading, Source};
use crate::medicine::fold;

/// A class of medicines as far as hands-on work is concerned.
#[derive(Clone, Debug)]
pub struct Class {
    /// The key other entries name it by.
    pub key: String,
    /// In words for a practitioner.
    pub name: String,
    /// Facts that are true of whoever takes one.
    pub sets: Vec<String>,
    /// Facts to ask about because one is taken.
    pub asks: Vec<String>,
    /// What it means for the work, one or two sentences.
    pub why: String,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// One medicine with the names people use for it.
#[derive(Clone, Debug)]
pub struct Medicine {
    /// The key.
    pub key: String,
    /// The generic name in English.
    pub name: String,
    /// The generic name in Spanish where it differs.
    pub name_es: Option<String>,
    /// Brands by country: `us`, `uk`, `es`.
    pub brands: BTreeMap<String, Vec<String>>,
    /// Other names and spellings.
    pub also: Vec<String>,
    /// Keys of [`Class`].
    pub classes: Vec<String>,
    /// Facts it sets beyond those of its classes.
    pub sets: Vec<String>,
    /// Facts it makes one ask about beyond those of its classes.
    pub asks: Vec<String>,
    /// What else to know, one or two sentences.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

impl Medicine {
    /// Every name, as written in the folder.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.name_es.as_deref())
            .chain(self.brands.values().flatten().map(String::as_str))
            .chain(self.also.iter().map(String::as_str))
    }
}

/// All medicines and their classes.
#[derive(Clone, Debug, Default)]
pub struct Medicines {
    /// The classes, in the order of the folder.
    pub classes: Vec<Class>,
    /// The medicines, in the order of the folder.
    pub list: Vec<Medicine>,
    by_name: BTreeMap<String, usize>,
    longest: usize,
}

impl Medicines {
    /// The class with this key.
    #[must_use]
    pub fn class(&self, key: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.key == key)
    }

    /// The medicine with exactly this folded name.
    #[must_use]
    pub fn named(&self, folded: &str) -> Option<&Medicine> {
        self.by_name.get(folded).and_then(|index| self.list.get(*index))
    }

    /// Every folded name with its medicine, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Medicine)> {
        self.by_name.iter().filter_map(|(name, index)| Some((name.as_str(), self.list.get(*index)?)))
    }

    /// How many words the longest name has.
    #[must_use]
    pub fn longest_name_words(&self) -> usize {
        self.longest
    }

    fn statements(&self) -> impl Iterator<Item = (&Place, &Provenance)> {
        let classes = self.classes.iter().map(|class| (&class.place, &class.provenance));
        classes.chain(self.list.iter().map(|medicine| (&medicine.place, &medicine.provenance)))
    }

    /// The facts true of whoever takes it: its own and those of its classes.
    pub fn sets<'a>(&'a self, medicine: &'a Medicine) -> impl Iterator<Item = &'a str> {
        let of_classes = medicine.classes.iter().filter_map(|key| self.class(key)).flat_map(|class| &class.sets);
        medicine.sets.iter().chain(of_classes).map(String::as_str)
    }

    /// The facts to ask about because it is taken: its own and those of its classes.
    pub fn asks<'a>(&'a self, medicine: &'a Medicine) -> impl Iterator<Item = &'a str> {
        let of_classes = medicine.classes.iter().filter_map(|key| self.class(key)).flat_map(|class| &class.asks);
        medicine.asks.iter().chain(of_classes).map(String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    class: Vec<WireClass>,
    #[serde(default)]
    medicine: Vec<WireMedicine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireClass {
    key: Spanned<String>,
    name: String,
    #[serde(default)]
    sets: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
    why: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireMedicine {
    key: Spanned<String>,
    name: String,
    name_es: Option<String>,
    #[serde(default)]
    brands: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    class: Vec<String>,
    #[serde(default)]
    sets: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

/// Reads `medicines/*.toml`.
pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Medicines {
    let mut medicines = Medicines::default();
    for source in Source::of_kind(files, "medicines") {
        let Some(wire) = source.wire::<WireFile>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let mut reading = Reading { source, defaults, problems };
        for class in wire.class {
            let (place, provenance) = reading.settle(&class.key, class.source, class.confidence, class.as_of);
            medicines.classes.push(Class {
                key: class.key.into_inner(),
                name: class.name,
                sets: class.sets,
                asks: class.asks,
                why: class.why,
                provenance,
                place,
            });
        }
        for wire in wire.medicine {
            let (place, provenance) = reading.settle(&wire.key, wire.source, wire.confidence, wire.as_of);
            medicines.list.push(Medicine {
                key: wire.key.into_inner(),
                name: wire.name,
                name_es: wire.name_es,
                brands: wire.brands,
                also: wire.also,
                classes: wire.class,
                sets: wire.sets,
                asks: wire.asks,
                note: wire.note,
                provenance,
                place,
            });
        }
    }
    index(&mut medicines, problems);
    medicines
}

/// Enters every name; one that two medicines share is a problem, since a typed name must mean one thing.
fn index(medicines: &mut Medicines, problems: &mut Vec<Problem>) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut longest = 0;
    for (index, medicine) in medicines.list.iter().enumerate() {
        for name in medicine.names() {
            let folded = fold(name);
            longest = longest.max(folded.split(' ').count());
            match by_name.get(&folded).and_then(|other| medicines.list.get(*other)) {
                Some(other) if other.key != medicine.key => {
                    problems.push(medicine.place.problem(format!("`{name}` is also a name of `{}`", other.key)));
                }
                Some(_) => {}
                None => {
                    by_name.insert(folded, index);
                }
            }
        }
    }
    medicines.by_name = by_name;
    medicines.longest = longest;
}

/// What only the whole can tell: classes that do not exist, keys used twice, countries nobody knows.
pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let medicines = &knowledge.medicines;
    let mut seen = BTreeMap::new();
    for (place, provenance) in medicines.statements() {
        knowledge.sources.check(provenance, place, problems);
    }
    for medicine in &medicines.list {
        if let Some(other) = seen.insert(medicine.key.as_str(), &medicine.place) {
            problems.push(
                medicine.place.problem(format!(
                    "the medicine `{}` stands already in {}:{}",
                    medicine.key, other.file, other.line
                )),
            );
        }
        for class in medicine.classes.iter().filter(|key| medicines.class(key).is_none()) {
            problems.push(medicine.place.problem(format!("no class of medicines is called `{class}`")));
        }
        for country in medicine.brands.keys().filter(|key| !["us", "uk", "es"].contains(&key.as_str())) {
            problems.push(medicine.place.problem(format!("brands are by `us`, `uk` or `es`, not `{country}`")));
        }
        for fact in medicine.sets.iter().chain(&medicine.asks) {
            known_fact(knowledge, fact, &medicine.place, problems);
        }
        let says_nothing = medicine.classes.is_empty() && medicine.sets.is_empty() && medicine.asks.is_empty();
        if says_nothing && medicine.note.is_none() {
            problems.push(medicine.place.problem("neither class nor fact nor note: it would say nothing"));
        }
    }
    let mut classes = BTreeMap::new();
    for class in &medicines.classes {
        if classes.insert(class.key.as_str(), ()).is_some() {
            problems.push(class.place.problem(format!("the class `{}` stands twice", class.key)));
        }
        for fact in class.sets.iter().chain(&class.asks) {
            known_fact(knowledge, fact, &class.place, problems);
        }
        if !medicines.list.iter().any(|medicine| medicine.classes.contains(&class.key)) {
            problems.push(class.place.problem(format!("no medicine is of the class `{}`", class.key)));
        }
    }
}

fn known_fact(knowledge: &Knowledge, key: &str, place: &Place, problems: &mut Vec<Problem>) {
    if knowledge.facts.find(key).is_none() {
        problems.push(place.problem(format!("no fact is called `{key}`")));
    }
}
