//! The techniques and their strokes: what each is, how strong, how long, where, by whom, and what may be said of it.

mod scales;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

pub use scales::{ContraClass, Endangerment, ForceStep, Grade, PainCeiling, PressureLevel, Scales};

use super::{Knowledge, Place, Problem, Provenance};
use crate::words::fold;

/// How strong a technique is, as the safety rules speak of it. The order is the order of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ForceClass {
    /// No contact.
    F0,
    /// Pressure 1.
    F1,
    /// Pressure 2.
    F2,
    /// Pressure 3.
    F3,
    /// Joint oscillation or glide without impulse; its grade decides further.
    FJ,
    /// Pressure 4.
    F4,
    /// Pressure 5, or a hard tool.
    F5,
    /// Thrust.
    FT,
}

/// A profession's usual right to a technique, before the law of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsualScope {
    /// Usually within scope.
    Usual,
    /// With further training, in some places, or on prescription.
    Conditional,
    /// Usually outside scope.
    Outside,
}

/// How a client may lie or sit for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Face down.
    Prone,
    /// On the back.
    Supine,
    /// On the side.
    SideLying,
    /// On the back with the upper body raised.
    SemiReclined,
    /// Sitting.
    Seated,
    /// Standing.
    Standing,
}

impl Position {
    /// Every one.
    pub const ALL: [Position; 6] = [
        Position::Prone,
        Position::Supine,
        Position::SideLying,
        Position::SemiReclined,
        Position::Seated,
        Position::Standing,
    ];

    /// The word in files and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Position::Prone => "prone",
            Position::Supine => "supine",
            Position::SideLying => "side_lying",
            Position::SemiReclined => "semi_reclined",
            Position::Seated => "seated",
            Position::Standing => "standing",
        }
    }

    /// What that word means.
    #[must_use]
    pub fn parse(word: &str) -> Option<Position> {
        Position::ALL.into_iter().find(|position| position.word() == word)
    }
}

/// The unit of a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoseUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Repetitions.
    Repetitions,
    /// Sets of repetitions.
    Sets,
    /// Strokes.
    Strokes,
    /// Passes over an area.
    Passes,
    /// Cycles over an area.
    Cycles,
    /// Points treated.
    Points,
    /// Bouts of oscillation.
    Bouts,
    /// Thrusts.
    Thrusts,
    /// Oscillations a second.
    PerSecond,
    /// Times a week.
    PerWeek,
    /// Weeks.
    Weeks,
    /// Visits.
    Visits,
    /// Percent of the strongest effort.
    Percent,
    /// Millimetres of mercury.
    MillimetresOfMercury,
    /// Degrees Celsius.
    Celsius,
    /// Grams of contact.
    Grams,
}

impl DoseUnit {
    /// As printed behind the number.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            DoseUnit::Seconds => "s",
            DoseUnit::Minutes => "min",
            DoseUnit::Repetitions => "reps",
            DoseUnit::Sets => "sets",
            DoseUnit::Strokes => "strokes",
            DoseUnit::Passes => "passes",
            DoseUnit::Cycles => "cycles",
            DoseUnit::Points => "points",
            DoseUnit::Bouts => "bouts",
            DoseUnit::Thrusts => "thrusts",
            DoseUnit::PerSecond => "/s",
            DoseUnit::PerWeek => "/week",
            DoseUnit::Weeks => "weeks",
            DoseUnit::Visits => "visits",
            DoseUnit::Percent => "%",
            DoseUnit::MillimetresOfMercury => "mmHg",
            DoseUnit::Celsius => "°C",
            DoseUnit::Grams => "g",
        }
    }
}

/// One parameter of a dose with its customary range.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// What is counted, such as `hold`.
    pub what: String,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// In what.
    pub unit: DoseUnit,
    /// An exception worth knowing.
    pub note: Option<String>,
}

/// A technique, or a stroke or form of one (`part_of`), with what it inherits filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Technique {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The key of the technique that it is a stroke or form of.
    pub part_of: Option<String>,
    /// The heading of the catalogue, such as `soft_tissue`.
    pub group: String,
    /// The safety families it always belongs to.
    pub families: Vec<String>,
    /// Least and most force.
    pub force: (ForceClass, ForceClass),
    /// Usual pressure, 1 to 5, least and most; none for joints, heat and cold.
    pub pressure: Option<(u8, u8)>,
    /// Its place when techniques are sorted by strength; for sorting only.
    pub rank: u8,
    /// What it is.
    pub definition: String,
    /// One neutral line on what is known of it.
    pub honest: String,
    /// Positions it is done in.
    pub positions: Vec<Position>,
    /// Keys of the areas it is done on.
    pub areas: Vec<String>,
    /// Dose parameters.
    pub doses: Vec<Dose>,
    /// Usual scope by profession key; a profession not here: not stated.
    pub scope: BTreeMap<String, UsualScope>,
    /// What the scope depends on.
    pub scope_note: Option<String>,
    /// Effects to be expected.
    pub expected: Vec<String>,
    /// Reactions that are common and pass.
    pub usual_reactions: Vec<String>,
    /// Adverse effects.
    pub adverse: Vec<String>,
    /// Rare serious harm.
    pub rare: Vec<String>,
    /// Keys of the contraindication classes that concern it.
    pub contra: Vec<String>,
    /// Cautions in words.
    pub caution: Vec<String>,
    /// Whether it needs a consent of its own.
    pub separate_consent: bool,
    /// A remark on a stroke or form.
    pub note: Option<String>,
    /// What may be typed for it.
    pub aliases: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// All techniques with their strokes, and the scales that they are described on.
#[derive(Clone, Debug, Default)]
pub struct Techniques {
    list: Vec<Technique>,
    scales: Scales,
    words: BTreeMap<String, usize>,
}

impl Techniques {
    /// Techniques and strokes, each technique before its strokes.
    #[must_use]
    pub fn list(&self) -> &[Technique] {
        &self.list
    }

    /// The scales: pressure, force, joint grades, pain ceiling, endangerment sites, contraindication classes.
    #[must_use]
    pub fn scales(&self) -> &Scales {
        &self.scales
    }

    /// The technique or stroke with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Technique> {
        self.list.iter().find(|technique| technique.key == key)
    }

    /// What a typed word means: a key, a name or an alias, however it is spelt.
    #[must_use]
    pub fn named(&self, word: &str) -> Option<&Technique> {
        self.list.get(*self.words.get(&fold(word))?)
    }

    /// Every word that names a technique, folded, with the technique.
    pub fn words(&self) -> impl Iterator<Item = (&str, &Technique)> {
        self.words.iter().filter_map(|(word, n)| Some((word.as_str(), self.list.get(*n)?)))
    }

    /// The technique that a stroke is a form of; the technique itself otherwise.
    #[must_use]
    pub fn whole<'a>(&'a self, technique: &'a Technique) -> &'a Technique {
        technique.part_of.as_deref().and_then(|key| self.get(key)).unwrap_or(technique)
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Techniques {
        wire::read(files, problems)
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.techniques;
        let classes: BTreeSet<&str> = own.scales.contra_classes.iter().map(|class| class.key.as_str()).collect();
        let mut used = BTreeSet::new();
        for technique in &own.list {
            let place = &technique.place;
            knowledge.sources.check(&technique.provenance, place, problems);
            for area in technique.areas.iter().filter(|area| knowledge.regions.members(area).is_empty()) {
                problems.push(place.problem(format!("`{area}` is no area of the body")));
            }
            for class in technique.contra.iter().filter(|class| !classes.contains(class.as_str())) {
                problems.push(place.problem(format!("`{class}` is no class of contraindication")));
            }
            used.extend(technique.contra.iter().map(String::as_str));
        }
        let ranks = own.scales.force.iter().map(|step| (step.class, step.rank));
        if ranks.clone().count() != 8 {
            problems.push(Place::new("techniques/scales.toml", 0).problem("each of the eight force classes once"));
        }
        own.scales.check(knowledge, &used, problems);
        for (word, technique) in own.words() {
            if let Some(spot) = knowledge.regions.named(word) {
                let (one, other) = (&technique.key, spot.key());
                let what = format!("`{word}` means two things: the technique `{one}` and the place `{other}`");
                problems.push(technique.place.problem(what));
            }
        }
    }
}

#[cfg(test)]
mod tests;
