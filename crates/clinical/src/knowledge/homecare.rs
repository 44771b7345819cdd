//! Home care: exercises, self-massage and habits, with their dose and with what bars them.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use crate::area::Areas;
use crate::predicate::{Known, Missing, Predicate};
use crate::truth::Truth;

use super::education::Review;
use super::regions::Regions;
use super::{FactId, Knowledge, Place, Problem, Provenance};

mod spanish;
mod wire;

pub(crate) use wire::read;

/// What sort of thing is done at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A movement, stretch or strengthening.
    Exercise,
    /// One's own hands, a ball or a roller.
    SelfMassage,
    /// Warmth, cold, rest, breathing, walking, the desk.
    Lifestyle,
}

/// How the body is placed; it decides by itself that some clients need another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// On a chair.
    Sitting,
    /// On the feet.
    Standing,
    /// Flat on the back.
    LyingBack,
    /// On the front.
    LyingFront,
    /// On one side.
    LyingSide,
    /// On hands and knees.
    HandsAndKnees,
    /// On one or both knees.
    Kneeling,
    /// As is comfortable.
    Any,
}

/// On what the item and its dose rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The dose is that of the exercise guideline.
    Acsm,
    /// A guideline or review supports the item for a named complaint.
    Guideline,
    /// Habit of the field.
    Convention,
}

/// A lowest and a highest value; the same twice is one value.
pub type Range = [f64; 2];

/// How much and how often. What is not given is not limited by the entry.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// Times the movement is done in one set.
    pub repetitions: Option<Range>,
    /// Sets.
    pub sets: Option<Range>,
    /// How long the end is held, seconds.
    pub hold_s: Option<Range>,
    /// How long the way back takes, seconds.
    pub lower_s: Option<Range>,
    /// How long the whole takes, minutes.
    pub minutes: Option<Range>,
    /// Whether the numbers are for each side.
    #[serde(default)]
    pub per_side: bool,
    /// Times a day.
    pub times_per_day: Option<Range>,
    /// Days a week.
    pub days_per_week: Option<Range>,
    /// Every second day.
    #[serde(default)]
    pub every_other_day: bool,
    /// Once in so many minutes, while awake.
    pub every_min: Option<Range>,
    /// For how many weeks.
    pub weeks: Option<Range>,
}

impl Dose {
    fn ranges(&self) -> impl Iterator<Item = Range> {
        [
            self.repetitions,
            self.sets,
            self.hold_s,
            self.lower_s,
            self.minutes,
            self.times_per_day,
            self.days_per_week,
            self.every_min,
            self.weeks,
        ]
        .into_iter()
        .flatten()
    }
}

struct Shown(Range);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = self.0;
        if (low - high).abs() < f64::EPSILON { write!(f, "{low}") } else { write!(f, "{low}–{high}") }
    }
}

/// In English, as it stands on a programme: `3 × 10–15, each side, 3 days a week`.
impl fmt::Display for Dose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        match (self.sets, self.repetitions) {
            (Some(sets), Some(times)) => parts.push(format!("{} × {}", Shown(sets), Shown(times))),
            (None, Some(times)) => parts.push(format!("{} times", Shown(times))),
            (Some(sets), None) => parts.push(format!("{} sets", Shown(sets))),
            (None, None) => {}
        }
        let mut say = |words: &str, range: Option<Range>| {
            if let Some(range) = range {
                parts.push(words.replace("{}", &Shown(range).to_string()));
            }
        };
        say("hold {} s", self.hold_s);
        say("lower over {} s", self.lower_s);
        say("{} min", self.minutes);
        say("every {} min", self.every_min);
        if self.per_side {
            parts.push("each side".to_owned());
        }
        let mut say = |words: &str, range: Option<Range>| {
            if let Some(range) = range {
                parts.push(words.replace("{}", &Shown(range).to_string()));
            }
        };
        say("{} × a day", self.times_per_day);
        say("{} days a week", self.days_per_week);
        say("for {} weeks", self.weeks);
        if self.every_other_day {
            parts.push("every other day".to_owned());
        }
        f.write_str(&parts.join(", "))
    }
}

/// What happens to an item when a bar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It stays, done as the words of the bar say.
    Adapt,
    /// It is not given.
    LeaveOut,
}

/// A reason not to give an item, or to give it otherwise.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The key items name it by.
    pub key: String,
    /// What follows.
    pub then: Then,
    /// When it holds.
    pub when: Predicate,
    /// Whether it counts only where the item works; a place nobody said counts everywhere.
    pub here: bool,
    /// What the client reads; plain words, no codes.
    pub say: String,
    /// The same in Spanish.
    pub say_es: Option<String>,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// An item in Spanish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSpanish {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What to do, as many steps as in English.
    pub steps: Vec<String>,
    /// Cautions, as many as in English.
    pub cautions: Vec<String>,
    /// What comes next.
    pub progression: Option<String>,
}

/// One thing to do at home.
#[derive(Clone, Debug)]
pub struct Item {
    /// The key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What sort of thing.
    pub kind: Kind,
    /// Areas of the body it works on.
    pub regions: Vec<String>,
    /// What it is for, in plain words.
    pub purpose: String,
    /// How the body is placed.
    pub position: Position,
    /// What to do, step by step.
    pub steps: Vec<String>,
    /// How much, to begin with.
    pub dose: Dose,
    /// Keys of [`Bar`].
    pub bars: Vec<String>,
    /// Cautions that hang on no recorded fact.
    pub cautions: Vec<String>,
    /// What comes next when it is easy.
    pub progression: Option<String>,
    /// The name of the drawing that shows it, where there is one.
    pub figure: Option<String>,
    /// On what it rests.
    pub basis: Basis,
    /// The words in Spanish.
    pub es: Option<ItemSpanish>,
    /// Where the statement comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A sentence that stands on every programme.
#[derive(Clone, Debug)]
pub struct Universal {
    /// The key.
    pub key: String,
    /// What the client reads.
    pub say: String,
    /// The same in Spanish.
    pub say_es: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// A claim that is not made, with what is known instead.
#[derive(Clone, Debug)]
pub struct NeverClaimed {
    /// The key.
    pub key: String,
    /// The words to look for, small letters.
    pub phrase: String,
    /// What is known.
    pub say: String,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where the entry stands.
    pub place: Place,
}

/// All of home care.
#[derive(Clone, Debug, Default)]
pub struct Homecare {
    /// The items, in the order of the folder.
    pub items: Vec<Item>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// What stands on every programme.
    pub universal: Vec<Universal>,
    /// What is never claimed.
    pub never_claimed: Vec<NeverClaimed>,
    /// Who reviewed the Spanish; until then it is shown with the English beneath.
    pub es_review: Option<Review>,
}

/// Whether an item may be given, and why not.
#[derive(Clone, Debug, Default)]
pub struct Fit<'k> {
    /// Bars that hold, in the order of the item. What was said without its time counts as now, without its place as here.
    pub holding: Vec<&'k Bar>,
    /// Facts nobody answered that would make a bar hold. They leave nothing out; they are asked.
    pub open: BTreeSet<FactId>,
}

impl Fit<'_> {
    /// Whether a bar holds that leaves the item out.
    #[must_use]
    pub fn left_out(&self) -> bool {
        self.holding.iter().any(|bar| bar.then == Then::LeaveOut)
    }
}

impl Homecare {
    /// The item with this key.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// The bar with this key.
    #[must_use]
    pub fn bar(&self, key: &str) -> Option<&Bar> {
        self.bars.iter().find(|bar| bar.key == key)
    }

    /// Whether `item` suits the client whose facts `known` holds.
    #[must_use]
    pub fn fit<'k>(&'k self, item: &Item, known: &Known<'_>, regions: &Regions) -> Fit<'k> {
        let places = item.regions.iter().filter_map(|name| regions.covering(name)).fold(Areas::NONE, |a, b| a | b);
        let mut fit = Fit::default();
        for bar in item.bars.iter().filter_map(|key| self.bar(key)) {
            let mut witnesses = Vec::new();
            match known.holds(&bar.when, &mut witnesses) {
                Truth::No => {}
                Truth::Yes => {
                    let elsewhere = |sites: Areas| !sites.is_empty() && !sites.meets(places);
                    let all_elsewhere =
                        !witnesses.is_empty() && witnesses.iter().all(|witness| witness.sites.is_some_and(elsewhere));
                    if !(bar.here && all_elsewhere) {
                        fit.holding.push(bar);
                    }
                }
                Truth::Unknown => {
                    let mut missing = Vec::new();
                    known.open(&bar.when, &mut missing);
                    if missing.iter().any(|(_, what)| *what != Missing::Answer) {
                        fit.holding.push(bar);
                    }
                    fit.open.extend(missing.iter().filter(|(_, what)| *what == Missing::Answer).map(|(fact, _)| *fact));
                }
            }
        }
        fit
    }

    fn statements(&self) -> impl Iterator<Item = (&Place, &Provenance)> {
        let items = self.items.iter().map(|item| (&item.place, &item.provenance));
        let bars = self.bars.iter().map(|bar| (&bar.place, &bar.provenance));
        let universal = self.universal.iter().map(|rule| (&rule.place, &rule.provenance));
        let claims = self.never_claimed.iter().map(|claim| (&claim.place, &claim.provenance));
        items.chain(bars).chain(universal).chain(claims)
    }
}

/// What only the whole can tell: bars that do not exist, positions without their bar, doses upside down.
pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let homecare = &knowledge.homecare;
    for (place, provenance) in homecare.statements() {
        knowledge.sources.check(provenance, place, problems);
    }
    let mut seen = BTreeSet::new();
    for item in &homecare.items {
        if !seen.insert(item.key.as_str()) {
            problems.push(item.place.problem(format!("the item `{}` stands twice", item.key)));
        }
        check_item(knowledge, item, problems);
    }
    let mut seen = BTreeSet::new();
    for bar in &homecare.bars {
        if !seen.insert(bar.key.as_str()) {
            problems.push(bar.place.problem(format!("the bar `{}` stands twice", bar.key)));
        }
        if !homecare.items.iter().any(|item| item.bars.contains(&bar.key)) {
            problems.push(bar.place.problem("a bar that no item names"));
        }
    }
}

fn check_item(knowledge: &Knowledge, item: &Item, problems: &mut Vec<Problem>) {
    let homecare = &knowledge.homecare;
    for region in item.regions.iter().filter(|name| knowledge.regions.covering(name).is_none()) {
        problems.push(item.place.problem(format!("no area is called `{region}`")));
    }
    for bar in item.bars.iter().filter(|key| homecare.bar(key).is_none()) {
        problems.push(item.place.problem(format!("no bar is called `{bar}`")));
    }
    if item.steps.is_empty() {
        problems.push(item.place.problem("no steps"));
    }
    if item.dose == Dose::default() {
        problems.push(item.place.problem("no dose"));
    }
    for [low, high] in item.dose.ranges().filter(|[low, high]| *low <= 0.0 || low > high) {
        problems.push(item.place.problem(format!("a dose from {low} to {high}")));
    }
    let pregnant: Vec<FactId> =
        ["pregnant", "gestation_weeks"].iter().filter_map(|key| knowledge.facts.find(key)).collect();
    let reads = |bar: &Bar| bar.when.facts().iter().any(|fact| pregnant.contains(fact));
    let pregnancy = item.bars.iter().filter_map(|key| homecare.bar(key)).any(reads);
    if matches!(item.position, Position::LyingBack | Position::LyingFront) && !pregnancy {
        problems.push(item.place.problem("lying flat, and no bar for pregnancy"));
    }
    let clot = |key: &String| homecare.bar(key).is_some_and(|bar| bar.key == "blood_clot");
    if item.kind == Kind::SelfMassage && !item.bars.iter().any(clot) && item.key != "suboccipital_release" {
        problems.push(item.place.problem("self-massage, and no bar for a blood clot"));
    }
}
