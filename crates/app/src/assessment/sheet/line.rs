//! A line of a sheet as it is shown: what is asked, how it is done, what is usual, what was seen last.
use super::store::Kept;
use crate::door::{Ask, Chart};
use crate::measures::beside::Last;
use crate::naming;
use crate::ui::{Choice, Said};
use clinical::examination::{Answer, GIRTH_STEP, Kind, LEVEL_UNITS, Line, Observed, Sheet};
use clinical::knowledge::Certainty;
use clinical::motion::{FunctionalTest, Grade, Motion, Sex};
use clinical::site::Side;
use serde::Serialize;

/// One line.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) key: String,
    pub(super) name: Said,
    pub(super) how: String,
    /// Numbers of its sources in the list below the sheet.
    pub(super) refs: Vec<usize>,
    pub(super) certainty: Said,
    /// What begins with this line.
    pub(super) heading: Option<Said>,
    /// moved, number, word, graded, level, girths, said
    pub(super) answer: &'static str,
    pub(super) choices: Vec<Choice>,
    pub(super) unit: String,
    /// What is usual, with its source.
    pub(super) usual: Option<Said>,
    pub(super) caution: String,
    /// Can words be added to it?
    pub(super) noted: bool,
    pub(super) sides: Vec<OnSide>,
}

/// A line on one side.
#[derive(Serialize)]
pub(super) struct OnSide {
    pub(super) side: Option<Said>,
    pub(super) field: String,
    /// What was seen or measured last, the newest first.
    pub(super) last: Vec<Said>,
}

/// What is known of the chart before the sheet is filled in.
pub(super) struct Before<'a> {
    pub(super) kept: &'a [Kept],
    pub(super) measured: &'a [Last],
}

pub(super) fn shown(ask: &Ask<Chart>, line: &Line<'_>, before: &Before<'_>, cited: &mut Vec<String>) -> Shown {
    let (answer, choices, unit) = asked(ask, &line.answer);
    // The name of a line of a life says the unit, in the reader's language.
    let unit = if line.kind == Kind::Lifestyle { String::new() } else { unit };
    let sides = line.sides().iter().map(|side| OnSide {
        side: side.map(|side| Said::key(side_key(side))),
        field: line.field(*side, ""),
        last: last(ask, line, *side, before),
    });
    Shown {
        key: line.key.clone(),
        name: Said::known(in_words(line.name)),
        how: line.how.to_owned(),
        refs: refs(line.sources, cited),
        certainty: certainty(line.certainty),
        heading: None,
        answer,
        choices,
        unit,
        usual: usual(ask, &line.answer, cited),
        caution: caution(&line.answer),
        noted: matches!(line.kind, Kind::Test | Kind::Nerve),
        sides: sides.collect(),
    }
}

/// A movement stands as one word in the knowledge: `lateral_flexion`.
fn in_words(name: &str) -> String {
    name.replace('_', " ")
}

fn side_key(side: Side) -> &'static str {
    match side {
        Side::Left => "side-left",
        Side::Right => "side-right",
        Side::Both => "side-both",
    }
}

/// How it is answered: the shape, what can be chosen, the unit.
fn asked(ask: &Ask<Chart>, answer: &Answer<'_>) -> (&'static str, Vec<Choice>, String) {
    match answer {
        Answer::Moved(motion) => ("moved", Vec::new(), motion.unit.clone()),
        Answer::Timed(test) => ("number", Vec::new(), test.unit.clone()),
        Answer::Number(unit, ..) => ("number", Vec::new(), (*unit).to_owned()),
        Answer::Word(words) => {
            let choice = |word: &&str| Choice::new(*word, Said::key(format!("examination-word-{word}")));
            ("word", words.iter().map(choice).chain([not_done()]).collect(), String::new())
        }
        Answer::Graded(scale) => {
            ("graded", std::iter::once(not_done()).chain(grades(ask, &scale.grades)).collect(), String::new())
        }
        Answer::Level => {
            let levels = clinical::examination::LEVELS.iter();
            let choice = |word: &&str| Choice::new(*word, Said::key(format!("examination-level-{word}")));
            ("level", levels.map(choice).chain([not_done()]).collect(), String::new())
        }
        Answer::Girths => ("girths", Vec::new(), "cm".to_owned()),
        Answer::Said => ("said", Vec::new(), String::new()),
    }
}

pub(super) fn not_done() -> Choice {
    Choice::new("", Said::key("examination-not-done"))
}

/// The grades of a scale, each with its mark where that is one, and its word.
pub(super) fn grades(ask: &Ask<Chart>, grades: &[Grade]) -> Vec<Choice> {
    grades.iter().map(|grade| Choice::new(grade.mark.as_str(), Said::plain(graded(ask, grade)))).collect()
}

fn graded(ask: &Ask<Chart>, grade: &Grade) -> String {
    let word = ask.words.known(&grade.word).words;
    if grade.mark.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{} · {word}", grade.mark)
    } else {
        word.to_owned()
    }
}

/// The units of a level.
pub(super) fn level_units() -> Vec<Choice> {
    LEVEL_UNITS.map(|unit| Choice::new(unit, Said::key(format!("examination-unit-{unit}")))).into()
}

fn caution(answer: &Answer<'_>) -> String {
    match answer {
        Answer::Timed(test) => test.caution.clone(),
        _ => String::new(),
    }
}

/// What is usual for this person, before anything is measured.
fn usual(ask: &Ask<Chart>, answer: &Answer<'_>, cited: &mut Vec<String>) -> Option<Said> {
    let age = ask.chart().age(ask.today).and_then(|years| u32::try_from(years).ok());
    let sex = Sex::read(&ask.chart().clinical_sex);
    match answer {
        Answer::Moved(motion) => usual_motion(motion, age.zip(sex), cited),
        Answer::Timed(test) => usual_test(test, f64::from(age?), sex),
        Answer::Girths => Some(Said::key("examination-girths-help").with("step", GIRTH_STEP)),
        _ => None,
    }
}

fn usual_motion(motion: &Motion, whom: Option<(u32, Sex)>, cited: &mut Vec<String>) -> Option<Said> {
    if let Some(norm) = whom.and_then(|(age, sex)| motion.norm(age, sex)) {
        let said = Said::key("examination-usual-age").with("mean", norm.mean).with("unit", &motion.unit);
        return Some(said.with("refs", numbers(&refs(&norm.sources, cited))));
    }
    let said = Said::key("examination-usual-textbook").with("value", motion.standard?).with("unit", &motion.unit);
    Some(said.with("refs", numbers(&refs(&motion.provenance.sources, cited))))
}

/// The numbers of these sources in the list of what was cited, which grows by those not yet in it.
fn refs(sources: &[String], cited: &mut Vec<String>) -> Vec<usize> {
    let mut numbers = Vec::new();
    for source in sources {
        let at = cited.iter().position(|one| one == source).unwrap_or_else(|| {
            cited.push(source.clone());
            cited.len() - 1
        });
        numbers.push(at + 1);
    }
    numbers
}

fn numbers(refs: &[usize]) -> String {
    refs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn certainty(certainty: Certainty) -> Said {
    Said::key(match certainty {
        Certainty::High => "examination-certainty-high",
        Certainty::Medium => "examination-certainty-medium",
        Certainty::Low => "examination-certainty-low",
    })
}

fn usual_test(test: &FunctionalTest, age: f64, sex: Option<Sex>) -> Option<Said> {
    let norm = test.norm(age, sex)?;
    match (norm.mean, norm.below) {
        (Some(mean), _) => Some(Said::key("examination-usual-mean").with("mean", mean).with("unit", &test.unit)),
        (None, Some(line)) => Some(Said::key("examination-usual-below").with("line", line).with("unit", &test.unit)),
        (None, None) => None,
    }
}

fn last(ask: &Ask<Chart>, line: &Line<'_>, side: Option<Side>, before: &Before<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    let of_side = side.map(|side| side.to_string()).unwrap_or_default();
    if let Some(one) = before.measured.iter().find(|one| one.key == line.key && one.side == of_side) {
        let on = one.on.map(|on| on.to_string()).unwrap_or_default();
        said.push(Said::key("examination-last").with("value", one.value).with("unit", &one.unit).with("on", on));
        said.extend(one.reference.clone());
        said.extend(one.past.clone().map(Said::known));
    }
    let kinds: &[Kind] = if line.kind == Kind::Motion { &[Kind::Motion, Kind::Strength] } else { &[line.kind] };
    for kind in kinds {
        let latest = before
            .kept
            .iter()
            .rfind(|one| one.observed.kind == *kind && one.observed.key == line.key && one.observed.side == side);
        if let Some(one) = latest {
            said.push(Said::key("examination-last-seen").with("on", ask.date(one.seen_at)));
            said.extend(observed(ask, &one.observed));
        }
    }
    said
}

/// An observation in words, without its name and side.
pub(super) fn observed(ask: &Ask<Chart>, one: &Observed) -> Vec<Said> {
    let mut said = Vec::new();
    if !one.grade.is_empty() {
        said.push(grade_said(ask, one));
    }
    if let Some(value) = one.value {
        let unit = if one.kind == Kind::Lifestyle { "" } else { one.unit.as_str() };
        said.push(Said::key("examination-value").with("value", value).with("unit", unit));
    }
    said.extend(one.pain.map(|pain| Said::key("body-pain").with("pain", pain)));
    if !one.note.is_empty() {
        said.push(Said::plain(one.note.clone()));
    }
    said
}

fn grade_said(ask: &Ask<Chart>, one: &Observed) -> Said {
    let motions = &ask.house.knowledge.motions;
    let scale = match one.kind {
        Kind::Motion => "end_feel",
        Kind::Strength => "muscle_strength",
        Kind::Movement => "movement_control",
        Kind::Posture => "posture_severity",
        _ => "",
    };
    let grade = motions.scale(scale).and_then(|scale| scale.grades.iter().find(|grade| grade.mark == one.grade));
    match (grade, one.kind) {
        (Some(grade), Kind::Motion) => Said::key("examination-end-is").with("grade", graded(ask, grade)),
        (Some(grade), Kind::Strength) => Said::key("examination-strength-is").with("grade", graded(ask, grade)),
        (Some(grade), _) => Said::plain(graded(ask, grade)),
        (None, Kind::Posture) => Said::key(format!("examination-level-{}", one.grade)),
        (None, _) => Said::key(format!("examination-word-{}", one.grade)),
    }
}

/// What an observation is of, in words.
pub(super) fn named(ask: &Ask<Chart>, one: &Observed) -> Vec<Said> {
    let knowledge = &ask.house.knowledge;
    let motions = &knowledge.motions;
    let of_motion = || {
        let motion = motions.motion(&one.key)?;
        let joint = motions.joint(&motion.joint).map_or(motion.joint.as_str(), |joint| joint.name.as_str());
        Some(Said::all_known([joint.to_owned(), in_words(&motion.movement)]))
    };
    let landmark = || motions.landmark(&one.key).map(|landmark| Said::known(landmark.name.clone()));
    let special = || {
        let mut tests = knowledge.conditions.list().iter().flat_map(|condition| &condition.tests);
        let test = tests.find(|test| clinical::examination::key_of_test(&test.name) == one.key)?;
        Some(Said::known(test.name.clone()))
    };
    let factor = || knowledge.links.factor(&one.key).map(|factor| Said::known(factor.name.clone()));
    let name =
        of_motion().or_else(landmark).or_else(factor).or_else(special).unwrap_or_else(|| Said::plain(one.key.clone()));
    let side = one.side.map(|side| side.to_string()).unwrap_or_default();
    std::iter::once(name).chain(naming::side(&side)).collect()
}

/// The lines of a posture under the view that each is seen from; those of a life apart from what links start from.
pub(super) fn under_headings(sheet: &Sheet, mut lines: Vec<Shown>) -> Vec<Shown> {
    let mut before = "";
    for line in &mut lines {
        let heading = match (sheet, line.answer) {
            (Sheet::Posture, "number") => "examination-from-the-side",
            (Sheet::Posture, "level") => "examination-front-and-back",
            (Sheet::Posture, _) => "examination-how-marked",
            (Sheet::Lifestyle, "word") => "examination-factors",
            _ => continue,
        };
        if heading != before {
            line.heading = Some(Said::key(heading));
            before = heading;
        }
    }
    lines
}

/// The sources as they are cited, in the order of their numbers.
pub(super) fn citations(ask: &Ask<Chart>, cited: &[String]) -> Vec<String> {
    let citation = |key: &String| ask.house.knowledge.sources.get(key).map(|source| source.citation.clone());
    cited.iter().map(|key| citation(key).unwrap_or_else(|| key.clone())).collect()
}
