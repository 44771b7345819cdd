//! The sheets: which lines stand on each.

use super::{ANSWERS, Answer, Kind, Line, RESULTS, SEEN, special_tests};
use crate::knowledge::Knowledge;
use crate::knowledge::links::Node;
use crate::motion::{FunctionalTest, Landmark, Motion};
use crate::words::fold;

/// A sheet by what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The motions of a joint, by its key.
    Joint(String),
    /// Special tests.
    Tests,
    /// Tension of nerves.
    Nerves,
    /// Functional tests with their norms.
    Function,
    /// Control of a few movements, 0 to 3.
    Movements,
    /// Plumb line, levels, how marked.
    Posture,
    /// Lengths and girths.
    Girth,
    /// Signs of gait.
    Gait,
    /// How the client lives.
    Lifestyle,
}

/// The sheets that are of no joint, in the order in which they are offered.
const OTHERS: [(&str, Sheet); 8] = [
    ("tests", Sheet::Tests),
    ("nerves", Sheet::Nerves),
    ("function", Sheet::Function),
    ("movements", Sheet::Movements),
    ("posture", Sheet::Posture),
    ("gait", Sheet::Gait),
    ("girth", Sheet::Girth),
    ("lifestyle", Sheet::Lifestyle),
];

impl Sheet {
    /// The sheet of a name: `posture`, or a joint's key.
    #[must_use]
    pub fn parse(knowledge: &Knowledge, name: &str) -> Option<Sheet> {
        let other = OTHERS.into_iter().find(|(known, _)| *known == name).map(|(_, sheet)| sheet);
        other.or_else(|| knowledge.motions.joint(name).map(|joint| Sheet::Joint(joint.key.clone())))
    }

    /// The name by which it stands in an address.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Sheet::Joint(joint) => joint,
            other => OTHERS.iter().find(|(_, sheet)| sheet == other).map_or("", |(name, _)| name),
        }
    }

    /// Every sheet that is of no joint.
    pub fn others() -> impl Iterator<Item = Sheet> {
        OTHERS.into_iter().map(|(_, sheet)| sheet)
    }

    /// Its lines.
    #[must_use]
    pub fn lines<'k>(&self, knowledge: &'k Knowledge) -> Vec<Line<'k>> {
        let motions = &knowledge.motions;
        match self {
            Sheet::Joint(joint) => {
                let of_joint = motions.motions().filter(|motion| motion.joint == *joint);
                of_joint.map(line_of_motion).collect()
            }
            Sheet::Tests => special(knowledge),
            Sheet::Nerves => {
                marks(knowledge, "nerve", |one| of_landmark(Kind::Nerve, one, true, Answer::Word(RESULTS)))
            }
            Sheet::Function => motions.tests().map(line_of_test).collect(),
            Sheet::Movements => match motions.scale("movement_control") {
                Some(scale) => {
                    marks(knowledge, "movement", |one| of_landmark(Kind::Movement, one, false, Answer::Graded(scale)))
                }
                None => Vec::new(),
            },
            Sheet::Posture => posture(knowledge),
            Sheet::Girth => girth(knowledge),
            Sheet::Lifestyle => lifestyle(knowledge),
            Sheet::Gait => {
                let sided = |one: &Landmark| !matches!(one.key.as_str(), "gait_wide" | "gait_small_steps");
                marks(knowledge, "gait", |one| of_landmark(Kind::Gait, one, sided(one), Answer::Word(SEEN)))
            }
        }
    }
}

fn marks<'k>(knowledge: &'k Knowledge, group: &str, line: impl Fn(&'k Landmark) -> Line<'k>) -> Vec<Line<'k>> {
    let mut lines = Vec::new();
    for landmark in knowledge.motions.landmarks(group) {
        lines.push(line(landmark));
    }
    lines
}

fn line_of_motion(motion: &Motion) -> Line<'_> {
    Line {
        kind: Kind::Motion,
        key: motion.key.clone(),
        name: &motion.movement,
        how: &motion.note,
        paired: !motion.midline,
        answer: Answer::Moved(motion),
        sources: &motion.provenance.sources,
        certainty: motion.provenance.confidence,
    }
}

fn line_of_test(test: &FunctionalTest) -> Line<'_> {
    Line {
        kind: Kind::Test,
        key: test.key.clone(),
        name: &test.name,
        how: &test.method,
        paired: test.paired,
        answer: Answer::Timed(test),
        sources: &test.provenance.sources,
        certainty: test.provenance.confidence,
    }
}

fn of_landmark<'k>(kind: Kind, one: &'k Landmark, paired: bool, answer: Answer<'k>) -> Line<'k> {
    Line {
        kind,
        key: one.key.clone(),
        name: &one.name,
        how: &one.how,
        paired,
        answer,
        sources: &one.provenance.sources,
        certainty: one.provenance.confidence,
    }
}

/// The key under which the result of a special test is kept: its name in small letters and digits.
#[must_use]
pub fn key_of_test(name: &str) -> String {
    let words = fold(name);
    let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("_")
}

fn special(knowledge: &Knowledge) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (name, of) in special_tests(knowledge) {
        let Some((condition, first)) = of.first() else { continue };
        lines.push(Line {
            kind: Kind::Test,
            key: key_of_test(name),
            name,
            how: first.note.as_deref().unwrap_or_default(),
            paired: !first.midline,
            answer: Answer::Word(RESULTS),
            sources: &first.sources,
            certainty: condition.provenance.confidence,
        });
    }
    lines
}

/// Centimetres in front of the plumb line (+) or behind it (−).
const PLUMB: Answer<'static> = Answer::Number("cm", -30.0, 30.0);

fn posture(knowledge: &Knowledge) -> Vec<Line<'_>> {
    let mut lines = marks(knowledge, "plumb_line", |one| of_landmark(Kind::Posture, one, false, PLUMB));
    lines.extend(marks(knowledge, "view", |one| of_landmark(Kind::Posture, one, false, Answer::Level)));
    if let Some(scale) = knowledge.motions.scale("posture_severity") {
        let sided = |one: &Landmark| ["winging", "genu_", "pes_"].iter().any(|word| one.key.starts_with(word));
        let graded = |one| of_landmark(Kind::Posture, one, sided(one), Answer::Graded(scale));
        lines.extend(marks(knowledge, "deviation", graded));
    }
    lines
}

fn girth(knowledge: &Knowledge) -> Vec<Line<'_>> {
    let tape = |most: f64| Answer::Number("cm", 1.0, most);
    let mut lines = marks(knowledge, "measure", |one| of_landmark(Kind::Girth, one, true, tape(150.0)));
    let girths = marks(knowledge, "girth", |one| {
        let series = one.key.ends_with("_series");
        of_landmark(Kind::Girth, one, true, if series { Answer::Girths } else { tape(200.0) })
    });
    // A volume is worked out of a series, never typed.
    lines.extend(girths.into_iter().filter(|line| line.key != "limb_volume"));
    lines
}

/// What is told of a life, then what published links start from.
fn lifestyle(knowledge: &Knowledge) -> Vec<Line<'_>> {
    let mut lines = marks(knowledge, "lifestyle", |one| of_landmark(Kind::Lifestyle, one, false, by_unit(&one.unit)));
    for factor in knowledge.links.factors() {
        let own = Node::Factor(factor.key.clone());
        let Some(link) = knowledge.links.list().iter().find(|link| link.from == own) else { continue };
        lines.push(Line {
            kind: Kind::Factor,
            key: factor.key.clone(),
            name: &factor.name,
            how: "",
            paired: false,
            answer: Answer::Word(ANSWERS),
            sources: &link.provenance.sources,
            certainty: link.provenance.confidence,
        });
    }
    lines
}

/// How something of a life is answered: a number within what can be, or words where there is no unit.
fn by_unit(unit: &str) -> Answer<'_> {
    match unit {
        "" => Answer::Said,
        "h" => Answer::Number(unit, 0.0, 24.0),
        "days" => Answer::Number(unit, 0.0, 7.0),
        "points" => Answer::Number(unit, 0.0, 10.0),
        count => Answer::Number(count, 0.0, 200.0),
    }
}
