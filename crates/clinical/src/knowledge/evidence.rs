//! What research knows of a technique for a condition, and how surely it is said.

mod course;

use std::collections::BTreeSet;

pub use course::StudiedCourse;
use serde::Deserialize;
use toml::Spanned;

use super::techniques::Technique;
use super::vocabulary::vocabulary;
use super::{Defaults, Knowledge, Place, Problem, Provenance, Source};

/// Which way the evidence points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Against its use.
    Against,
    /// Rather against.
    WeakAgainst,
    /// Not enough is known.
    Unclear,
    /// No difference from what it was compared with.
    NoDifference,
    /// Rather for.
    WeakFor,
    /// For its use.
    For,
}

impl Direction {
    /// In words for a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Direction::For => "for",
            Direction::WeakFor => "rather for",
            Direction::NoDifference => "no difference",
            Direction::Unclear => "not enough known",
            Direction::WeakAgainst => "rather against",
            Direction::Against => "against",
        }
    }
}

/// How sure the body of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Consensus or convention only.
    None,
    /// Very low certainty.
    VeryLow,
    /// Low certainty.
    Low,
    /// Moderate certainty.
    Moderate,
    /// High certainty.
    High,
}

impl Strength {
    /// In words for a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Strength::None => "no trials",
            Strength::VeryLow => "very low",
            Strength::Low => "low",
            Strength::Moderate => "moderate",
            Strength::High => "high",
        }
    }
}

/// One statement of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its key.
    pub key: String,
    /// The condition it is about; none for a technique as a whole.
    pub condition: Option<String>,
    /// A technique, or a subject of care.
    pub about: String,
    /// The outcome.
    pub outcome: String,
    /// What it was compared with.
    pub comparator: Option<String>,
    /// Which way it points.
    pub direction: Direction,
    /// How sure it is; the lower where sources differ.
    pub certainty: Strength,
    /// The higher, where sources differ.
    pub certainty_to: Option<Strength>,
    /// The year of the newest source.
    pub year: u16,
    /// What must be said with it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

impl Statement {
    /// The line shown with a technique: direction, certainty, year. Never a word like "strong" or "proven".
    #[must_use]
    pub fn line(&self) -> String {
        let certainty = match self.certainty_to {
            Some(to) => format!("{} to {}", self.certainty.words(), to.words()),
            None => self.certainty.words().to_owned(),
        };
        format!("{} · certainty {certainty} · {}", self.direction.words(), self.year)
    }
}

/// What a statement may be about when it is no single technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Keys of the techniques it stands for; none for care that is not given by hand.
    pub techniques: Vec<String>,
    place: Place,
}

/// All statements of evidence.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    list: Vec<Statement>,
    subjects: Vec<Subject>,
    courses: Vec<StudiedCourse>,
}

impl Evidence {
    /// All statements.
    #[must_use]
    pub fn list(&self) -> &[Statement] {
        &self.list
    }

    /// Groups of techniques, and care not given by hand.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The subject with this key.
    #[must_use]
    pub fn subject(&self, key: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.key == key)
    }

    /// How many visits, how often: as studied for a condition, else what we propose for any.
    #[must_use]
    pub fn course(&self, condition: &str) -> Option<&StudiedCourse> {
        let of = |key: Option<&str>| self.courses.iter().find(|course| course.condition.as_deref() == key);
        of(Some(condition)).or_else(|| of(None))
    }

    /// The statements about a condition, in the order of the files.
    pub fn on_condition(&self, condition: &str) -> impl Iterator<Item = &Statement> {
        self.list.iter().filter(move |statement| statement.condition.as_deref() == Some(condition))
    }

    /// The statement closest to a technique in a condition: about the stroke itself, then the technique, then a group of
    /// techniques that holds it.
    #[must_use]
    pub fn of(&self, technique: &Technique, condition: &str) -> Option<&Statement> {
        closest(technique, &self.with_subjects(Some(condition)))
    }

    /// What is known of a technique as a whole.
    #[must_use]
    pub fn headline(&self, technique: &Technique) -> Option<&Statement> {
        closest(technique, &self.with_subjects(None))
    }

    /// The statements about a condition, or about none, each with the group of techniques that it is about.
    pub(crate) fn with_subjects(&self, condition: Option<&str>) -> Vec<(&Statement, Option<&Subject>)> {
        let statements = self.list.iter().filter(|statement| statement.condition.as_deref() == condition);
        statements.map(|statement| (statement, self.subject(&statement.about))).collect()
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Evidence {
        let mut evidence = Evidence::default();
        for file in Source::of_kind(files, "evidence") {
            let Some(wire) = file.wire::<FileWire>(problems) else { continue };
            let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
            for entry in wire.evidence {
                let place = file.place(&entry.key);
                evidence.list.push(entry.meaning(&defaults, place, problems));
            }
            for entry in wire.course {
                evidence.courses.push(entry.meaning(&file, &defaults, problems));
            }
            for entry in wire.subject {
                let place = file.place(&entry.key);
                let (key, name, techniques) = (entry.key.into_inner(), entry.name, entry.techniques);
                evidence.subjects.push(Subject { key, name, techniques, place });
            }
        }
        evidence
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.evidence;
        for course in &own.courses {
            course.check(knowledge, problems);
        }
        let mut keys = BTreeSet::new();
        let about: BTreeSet<&str> = own.list.iter().map(|s| s.about.as_str()).collect();
        for subject in &own.subjects {
            let place = &subject.place;
            if knowledge.techniques.get(&subject.key).is_some() {
                problems.push(place.problem(format!("`{}` is a technique already", subject.key)));
            }
            if !about.contains(subject.key.as_str()) {
                problems.push(place.problem(format!("no statement is about `{}`", subject.key)));
            }
            for key in subject.techniques.iter().filter(|key| knowledge.techniques.get(key).is_none()) {
                problems.push(place.problem(format!("`{key}` is no technique")));
            }
        }
        for statement in &own.list {
            let place = &statement.place;
            knowledge.sources.check(&statement.provenance, place, problems);
            if !keys.insert(statement.key.as_str()) {
                problems.push(place.problem(format!("the statement `{}` is given twice", statement.key)));
            }
            if let Some(key) = statement.condition.as_deref().filter(|key| knowledge.conditions.get(key).is_none()) {
                problems.push(place.problem(format!("`{key}` is no condition")));
            }
            let technique = knowledge.techniques.get(&statement.about);
            if technique.is_none() && own.subject(&statement.about).is_none() {
                problems.push(place.problem(format!("`{}` is neither a technique nor a subject", statement.about)));
            }
            own.within_bounds(statement, technique, problems);
        }
        for condition in knowledge.conditions.list().iter().filter(|c| own.on_condition(&c.key).next().is_none()) {
            let inherited = condition.part_of.is_some();
            if condition.key != "post_surgical" && !inherited {
                problems.push(condition.place.problem(format!("no evidence is stated for `{}`", condition.key)));
            }
        }
    }

    /// Hands-on work is never said to rest on high certainty, and needles are no evidence for fingers.
    fn within_bounds(&self, statement: &Statement, technique: Option<&Technique>, problems: &mut Vec<Problem>) {
        let place = &statement.place;
        let by_hand = technique.is_some() || self.subject(&statement.about).is_some_and(|s| !s.techniques.is_empty());
        let most = statement.certainty_to.unwrap_or(statement.certainty);
        if by_hand && most == Strength::High {
            problems.push(place.problem("no hands-on technique rests on evidence of high certainty"));
        }
        if statement.certainty_to.is_some_and(|to| to <= statement.certainty) {
            problems.push(place.problem("`certainty_to` is not above `certainty`"));
        }
        if !(1950..=2100).contains(&statement.year) {
            problems.push(place.problem(format!("{} is no year of a source", statement.year)));
        }
    }
}

/// The one of these statements that is closest to a technique.
pub(crate) fn closest<'a>(
    technique: &Technique,
    about: &[(&'a Statement, Option<&'a Subject>)],
) -> Option<&'a Statement> {
    let whole = technique.part_of.as_deref();
    let nearness = |statement: &Statement, subject: Option<&Subject>| match () {
        () if statement.about == technique.key => Some(0),
        () if Some(statement.about.as_str()) == whole => Some(1),
        () => {
            let holds = |key: &str| subject.is_some_and(|subject| subject.techniques.iter().any(|t| t == key));
            (holds(&technique.key) || whole.is_some_and(holds)).then_some(2)
        }
    };
    let near = about.iter().filter_map(|(statement, subject)| Some((nearness(statement, *subject)?, *statement)));
    near.min_by_key(|(near, _)| *near).map(|(_, statement)| statement)
}

vocabulary!(DirectionWire => Direction {
    "for" = For, "weak_for" = WeakFor, "no_difference" = NoDifference, "unclear" = Unclear,
    "weak_against" = WeakAgainst, "against" = Against,
});
vocabulary!(StrengthWire => Strength {
    "high" = High, "moderate" = Moderate, "low" = Low, "very_low" = VeryLow, "none" = None,
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    evidence: Vec<StatementWire>,
    #[serde(default)]
    subject: Vec<SubjectWire>,
    #[serde(default)]
    course: Vec<course::CourseWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementWire {
    key: Spanned<String>,
    condition: Option<String>,
    about: String,
    outcome: String,
    comparator: Option<String>,
    direction: DirectionWire,
    certainty: StrengthWire,
    certainty_to: Option<StrengthWire>,
    year: u16,
    note: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectWire {
    key: Spanned<String>,
    name: String,
    #[serde(default)]
    techniques: Vec<String>,
}

impl StatementWire {
    fn meaning(self, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Statement {
        let own = Defaults { source: self.source, confidence: self.confidence, as_of: self.as_of };
        Statement {
            provenance: defaults.settle(own, &place, problems),
            key: self.key.into_inner(),
            condition: self.condition,
            about: self.about,
            outcome: self.outcome,
            comparator: self.comparator,
            direction: self.direction.into(),
            certainty: self.certainty.into(),
            certainty_to: self.certainty_to.map(Strength::from),
            year: self.year,
            note: self.note,
            place,
        }
    }
}

#[cfg(test)]
mod tests;
