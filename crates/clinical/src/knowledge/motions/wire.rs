//! Motions, tests, grades and landmarks as they stand in the files.

use serde::Deserialize;
use toml::Spanned;

use crate::knowledge::instruments::{ThresholdWire, better};
use crate::knowledge::{Defaults, Place, Problem};
use crate::measure::Better;
use crate::motion::{self, Cut, FunctionalTest, Sex, TestNorm};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) source: Vec<String>,
    pub(super) confidence: Option<String>,
    pub(super) as_of: Option<String>,
    #[serde(default)]
    pub(super) motion: Vec<Motion>,
    #[serde(default)]
    pub(super) test: Vec<Test>,
    #[serde(default)]
    pub(super) scale: Vec<Scale>,
    #[serde(default)]
    pub(super) landmark: Vec<Landmark>,
    #[serde(default)]
    pub(super) joint: Vec<Joint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Joint {
    pub(super) key: Spanned<String>,
    name: String,
    areas: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Motion {
    pub(super) key: Spanned<String>,
    #[serde(default)]
    midline: bool,
    joint: String,
    movement: String,
    unit: String,
    better: Option<String>,
    standard: Option<f64>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    norms: Vec<RangeNorm>,
    #[serde(default)]
    errors: Vec<Error>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeNorm {
    sex: String,
    ages: (u32, u32),
    mean: f64,
    interval: (f64, f64),
    #[serde(default)]
    checked: bool,
    #[serde(default)]
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Error {
    method: String,
    mdc: f64,
    mdc_low: Option<f64>,
    #[serde(default)]
    note: String,
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    pub(super) key: Spanned<String>,
    #[serde(default)]
    areas: Vec<String>,
    #[serde(default)]
    paired: bool,
    name: String,
    method: String,
    unit: String,
    better: String,
    range: (f64, f64),
    #[serde(default)]
    whole: bool,
    #[serde(default)]
    norms: Vec<Norm>,
    cut: Option<CutWire>,
    mdc: Option<ThresholdWire>,
    #[serde(default)]
    mcid: Vec<ThresholdWire>,
    #[serde(default)]
    caution: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Norm {
    sex: Option<String>,
    ages: (u32, u32),
    mean: Option<f64>,
    interval: Option<(f64, f64)>,
    below: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutWire {
    line: f64,
    inclusive: bool,
    age_from: Option<f64>,
    sex: Option<String>,
    means: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scale {
    pub(super) key: Spanned<String>,
    name: String,
    grades: Vec<Grade>,
    #[serde(default)]
    caution: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grade {
    mark: String,
    word: String,
    #[serde(default)]
    meaning: String,
    #[serde(default)]
    flag: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Landmark {
    pub(super) key: Spanned<String>,
    group: String,
    name: String,
    how: String,
    #[serde(default)]
    unit: String,
    mdc: Option<f64>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

/// One file being read: what it says for all, and where problems and places go.
pub(super) struct Reading<'a> {
    pub(super) defaults: Defaults,
    pub(super) problems: &'a mut Vec<Problem>,
    pub(super) places: &'a mut Vec<(String, Place)>,
}

impl Reading<'_> {
    pub(super) fn motion(&mut self, wire: Motion, place: Place) -> motion::Motion {
        let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let provenance = self.defaults.settle(own, &place, self.problems);
        let mut norms = Vec::new();
        for norm in wire.norms {
            let Some(sex) = self.sex(&norm.sex, &place) else { continue };
            let sources = if norm.source.is_empty() { provenance.sources.clone() } else { norm.source };
            norms.push(motion::RangeNorm {
                sex,
                ages: norm.ages,
                mean: norm.mean,
                interval: norm.interval,
                checked: norm.checked,
                sources,
            });
        }
        let direction = self.direction(wire.better.as_deref().unwrap_or("higher"), &place);
        let error = |e: Error| motion::MotionError {
            method: e.method,
            mdc: e.mdc,
            mdc_low: e.mdc_low,
            note: e.note,
            sources: e.source,
        };
        motion::Motion {
            key: self.keep(wire.key, place),
            midline: wire.midline,
            joint: wire.joint,
            movement: wire.movement,
            unit: wire.unit,
            better: direction,
            standard: wire.standard,
            note: wire.note,
            norms,
            errors: wire.errors.into_iter().map(error).collect(),
            provenance,
        }
    }

    pub(super) fn test(&mut self, wire: Test, place: Place) -> FunctionalTest {
        let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let provenance = self.defaults.settle(own, &place, self.problems);
        let better = self.direction(&wire.better, &place);
        let mut norms = Vec::new();
        for norm in wire.norms {
            let sex = norm.sex.and_then(|sex| self.sex(&sex, &place));
            norms.push(TestNorm { sex, ages: norm.ages, mean: norm.mean, interval: norm.interval, below: norm.below });
        }
        let cut = wire.cut.map(|cut| Cut {
            line: cut.line,
            inclusive: cut.inclusive,
            age_from: cut.age_from,
            sex: cut.sex.and_then(|sex| self.sex(&sex, &place)),
            means: cut.means,
        });
        let mut threshold = |wire: ThresholdWire| match wire.meaning(&provenance.sources) {
            Ok(threshold) => Some(threshold),
            Err(what) => {
                self.problems.push(place.problem(what));
                None
            }
        };
        let mdc = wire.mdc.and_then(&mut threshold);
        let mcid = wire.mcid.into_iter().filter_map(&mut threshold).collect();
        FunctionalTest {
            key: self.keep(wire.key, place),
            areas: wire.areas,
            paired: wire.paired,
            name: wire.name,
            method: wire.method,
            unit: wire.unit,
            better,
            range: wire.range,
            whole: wire.whole,
            norms,
            cut,
            mdc,
            mcid,
            caution: wire.caution,
            provenance,
        }
    }

    pub(super) fn scale(&mut self, wire: Scale, place: Place) -> motion::GradeScale {
        let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let provenance = self.defaults.settle(own, &place, self.problems);
        let grade = |g: Grade| motion::Grade { mark: g.mark, word: g.word, meaning: g.meaning, flag: g.flag };
        let grades = wire.grades.into_iter().map(grade).collect();
        motion::GradeScale {
            key: self.keep(wire.key, place),
            name: wire.name,
            grades,
            caution: wire.caution,
            provenance,
        }
    }

    pub(super) fn landmark(&mut self, wire: Landmark, place: Place) -> motion::Landmark {
        let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let provenance = self.defaults.settle(own, &place, self.problems);
        motion::Landmark {
            key: self.keep(wire.key, place),
            group: wire.group,
            name: wire.name,
            how: wire.how,
            unit: wire.unit,
            mdc: wire.mdc,
            provenance,
        }
    }

    pub(super) fn joint(&mut self, wire: Joint, place: Place) -> motion::Joint {
        let provenance = self.defaults.settle(Defaults::default(), &place, self.problems);
        motion::Joint { key: self.keep(wire.key, place), name: wire.name, areas: wire.areas, provenance }
    }

    fn direction(&mut self, word: &str, place: &Place) -> Better {
        better(word).unwrap_or_else(|word| {
            self.problems.push(place.problem(format!("`better` is `{word}`, neither lower nor higher")));
            Better::Higher
        })
    }

    fn sex(&mut self, text: &str, place: &Place) -> Option<Sex> {
        let sex = Sex::read(text);
        if sex.is_none() {
            self.problems.push(place.problem(format!("`{text}` is no sex: F or M")));
        }
        sex
    }

    fn keep(&mut self, key: Spanned<String>, place: Place) -> String {
        let key = key.into_inner();
        self.places.push((key.clone(), place));
        key
    }
}
