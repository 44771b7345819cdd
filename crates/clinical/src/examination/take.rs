//! What was typed on a sheet becomes what is kept, or everything that is wrong with it.

use std::collections::BTreeMap;

use super::{Answer, GIRTH_STEP, Kind, LEVEL_UNITS, LEVELS, Line};
use crate::Refusal;
use crate::knowledge::Knowledge;
use crate::motion::{Segment, volume_ml};
use crate::site::Side;
use crate::taking::{Subject, Taken, Typed};

/// One thing observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What it is about.
    pub kind: Kind,
    /// The key of its entry in the knowledge.
    pub key: String,
    /// The side; none where it has none.
    pub side: Option<Side>,
    /// A mark of its scale, or a word of its list; else empty.
    pub grade: String,
    /// A number, in `unit`.
    pub value: Option<f64>,
    /// The unit of the number; else empty.
    pub unit: String,
    /// Pain with it, 0 to 10.
    pub pain: Option<u8>,
    /// Words.
    pub note: String,
}

/// Everything that one sheet gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examined {
    /// What is kept as observed.
    pub observed: Vec<Observed>,
    /// What is kept as a measure: degrees, times, strength of grip.
    pub measured: Vec<Taken>,
}

/// Longest words of a line, in characters.
const WORDS: usize = 1_000;

/// Takes a sheet. An empty line is left out. For motions, `way` and `tool` of the sheet say how all were measured.
///
/// # Errors
/// Everything that is wrong, at once; that nothing was filled in at all.
pub fn take(knowledge: &Knowledge, lines: &[Line<'_>], typed: &Typed<'_>) -> Result<Examined, Vec<Refusal>> {
    let mut taking = Taking { knowledge, typed, examined: Examined::default(), refusals: Vec::new() };
    for line in lines {
        for side in line.sides() {
            taking.line(line, *side);
        }
    }
    if taking.refusals.is_empty() && taking.examined == Examined::default() {
        taking.refusals.push(Refusal::new("", "examination-blank"));
    }
    if taking.refusals.is_empty() { Ok(taking.examined) } else { Err(taking.refusals) }
}

/// A sheet being read.
struct Taking<'a> {
    knowledge: &'a Knowledge,
    typed: &'a Typed<'a>,
    examined: Examined,
    refusals: Vec<Refusal>,
}

impl Taking<'_> {
    fn line(&mut self, line: &Line<'_>, side: Option<Side>) {
        let field = line.field(side, "");
        match line.answer {
            Answer::Moved(motion) => self.moved(line, motion, side),
            Answer::Timed(test) => self.measure(&Subject::Test(test), &field, side),
            Answer::Word(words) => self.word(line, side, |word| words.contains(&word)),
            Answer::Graded(scale) => self.word(line, side, |word| scale.grades.iter().any(|grade| grade.mark == word)),
            Answer::Number(unit, least, most) => self.number(line, side, unit, (least, most)),
            Answer::Level => self.level(line, side),
            Answer::Girths => self.girths(line, side),
            Answer::Said => self.said(line, side),
        }
    }

    /// One observation of a line, to be filled in.
    fn observed(line: &Line<'_>, side: Option<Side>) -> Observed {
        let none = String::new;
        let key = line.key.clone();
        Observed { kind: line.kind, key, side, grade: none(), value: None, unit: none(), pain: None, note: none() }
    }

    fn moved(&mut self, line: &Line<'_>, motion: &crate::motion::Motion, side: Option<Side>) {
        let value = line.field(side, "");
        self.measure(&Subject::Motion(motion), &value, side);
        let end = self.mark("end_feel", &line.field(side, "end"));
        let pain = self.pain(&line.field(side, "pain"));
        if !end.is_empty() || pain.is_some() {
            self.examined.observed.push(Observed { grade: end, pain, ..Self::observed(line, side) });
        }
        let strength = self.mark("muscle_strength", &line.field(side, "strength"));
        if !strength.is_empty() {
            let kind = Kind::Strength;
            self.examined.observed.push(Observed { kind, grade: strength, ..Self::observed(line, side) });
        }
    }

    /// A number that is a measure; its refusals are laid beside the field of the sheet.
    fn measure(&mut self, subject: &Subject<'_>, field: &str, side: Option<Side>) {
        let value = self.typed.one(field);
        if value.is_empty() {
            return;
        }
        let side = side.map(|side| side.to_string()).unwrap_or_default();
        let own = [("value", value), ("side", &side), ("way", self.typed.one("way")), ("tool", self.typed.one("tool"))];
        let own: BTreeMap<String, Vec<String>> =
            own.into_iter().map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).collect();
        match subject.take(self.knowledge, &Typed(&own)) {
            Ok(taken) => self.examined.measured.push(taken),
            Err(untaken) => self.refusals.extend(untaken.refusals.into_iter().map(|refusal| {
                let here = if refusal.field == "value" { field.to_owned().into() } else { refusal.field.clone() };
                Refusal { field: here, ..refusal }
            })),
        }
    }

    fn mark(&mut self, scale: &str, field: &str) -> String {
        let typed = self.typed.one(field);
        let known = |mark: &str| {
            self.knowledge.motions.scale(scale).is_some_and(|scale| scale.grades.iter().any(|grade| grade.mark == mark))
        };
        if !typed.is_empty() && !known(typed) {
            self.refusals.push(Refusal::new(field.to_owned(), "ui-choose"));
        }
        typed.to_owned()
    }

    fn pain(&mut self, field: &str) -> Option<u8> {
        let typed = self.typed.one(field);
        let pain = typed.parse().ok().filter(|pain| (0..=10).contains(pain));
        if pain.is_none() && !typed.is_empty() {
            self.refusals.push(Refusal::new(field.to_owned(), "finding-pain"));
        }
        pain
    }

    fn word(&mut self, line: &Line<'_>, side: Option<Side>, known: impl Fn(&str) -> bool) {
        let field = line.field(side, "");
        let typed = self.typed.one(&field);
        let note = self.note(&line.field(side, "note"));
        if typed.is_empty() {
            if !note.is_empty() {
                self.refusals.push(Refusal::new(field, "examination-note-alone"));
            }
            return;
        }
        if !known(typed) {
            self.refusals.push(Refusal::new(field, "ui-choose"));
        }
        self.examined.observed.push(Observed { grade: typed.to_owned(), note, ..Self::observed(line, side) });
    }

    fn number(&mut self, line: &Line<'_>, side: Option<Side>, unit: &str, range: (f64, f64)) {
        let field = line.field(side, "");
        if let Some(value) = self.within(&field, range) {
            let own = Self::observed(line, side);
            self.examined.observed.push(Observed { value: Some(value), unit: unit.to_owned(), ..own });
        }
    }

    fn within(&mut self, field: &str, (least, most): (f64, f64)) -> Option<f64> {
        match self.typed.number(field)? {
            Ok(value) if (least..=most).contains(&value) => Some(value),
            Ok(_) => {
                let refusal = Refusal::new(field.to_owned(), "measure-range");
                self.refusals.push(refusal.with("least", least).with("most", most));
                None
            }
            Err(refusal) => {
                self.refusals.push(refusal);
                None
            }
        }
    }

    fn level(&mut self, line: &Line<'_>, side: Option<Side>) {
        let (field, by) = (line.field(side, ""), line.field(side, "by"));
        let typed = self.typed.one(&field);
        let value = self.within(&by, (0.0, 45.0));
        let unit = self.typed.one(&line.field(side, "unit"));
        if typed.is_empty() {
            if value.is_some() {
                self.refusals.push(Refusal::new(field, "examination-which-side"));
            }
            return;
        }
        if !LEVELS.contains(&typed) {
            self.refusals.push(Refusal::new(field, "ui-choose"));
        }
        if value.is_some() && !LEVEL_UNITS.contains(&unit) {
            self.refusals.push(Refusal::new(by, "examination-unit-needed"));
        }
        let unit = if value.is_some() { unit.to_owned() } else { String::new() };
        let own = Self::observed(line, side);
        self.examined.observed.push(Observed { grade: typed.to_owned(), value, unit, ..own });
    }

    /// A row of girths, and the volume between the first and the last.
    fn girths(&mut self, line: &Line<'_>, side: Option<Side>) {
        let field = line.field(side, "");
        let typed = self.typed.one(&field);
        if typed.is_empty() {
            return;
        }
        let words = typed.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty());
        let girths: Option<Vec<f64>> = words.map(|word| word.replace(',', ".").parse().ok()).collect();
        let pairs = girths.as_deref().map(|girths| {
            let segment = |pair: &[f64]| match pair {
                [lower, upper] => Segment::read(*upper, *lower, GIRTH_STEP),
                _ => None,
            };
            girths.windows(2).map(segment).collect::<Option<Vec<Segment>>>()
        });
        match pairs.flatten().and_then(|segments| volume_ml(&segments)) {
            Some(ml) => self.examined.observed.push(Observed {
                value: Some(ml.round()),
                unit: "ml".to_owned(),
                note: typed.to_owned(),
                ..Self::observed(line, side)
            }),
            None => self.refusals.push(Refusal::new(field, "examination-girths")),
        }
    }

    fn note(&mut self, field: &str) -> String {
        let typed = self.typed.one(field);
        if typed.chars().count() > WORDS {
            self.refusals.push(Refusal::new(field.to_owned(), "examination-words"));
        }
        typed.to_owned()
    }

    fn said(&mut self, line: &Line<'_>, side: Option<Side>) {
        let note = self.note(&line.field(side, ""));
        if !note.is_empty() {
            self.examined.observed.push(Observed { note, ..Self::observed(line, side) });
        }
    }
}
