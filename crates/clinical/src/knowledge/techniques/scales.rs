//! The scales that techniques are described on.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::ForceClass;
use super::wire::ForceWire;
use crate::knowledge::{Defaults, Knowledge, Place, Problem, Provenance, Source};

/// One of the five pressures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressureLevel {
    /// 1 to 5.
    pub level: u8,
    /// Its name.
    pub name: String,
    /// What it does to the tissue.
    pub touch: String,
}

/// One force class with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceStep {
    /// The class.
    pub class: ForceClass,
    /// Its name.
    pub name: String,
    /// The pressure it counts as when limits are compared; 6 stands for a thrust.
    pub rank: u8,
}

/// A grade of joint work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// `I` to `V`, or `K1` to `K3`.
    pub key: String,
    /// Whose grading.
    pub system: String,
    /// What it is.
    pub meaning: String,
    /// The force class that it counts as for fragile bone and vessels.
    pub counts_as: ForceClass,
}

/// How much pain treatment may cause, on the 0 to 10 scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PainCeiling {
    /// Aim for no more than this.
    pub aim_at_most: u8,
    /// Stop at this.
    pub stop_at: u8,
    /// The rule in words.
    pub words: String,
}

/// A place where strong pressure and tools are kept off, whatever the technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endangerment {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Keys of the regions it lies in.
    pub regions: Vec<String>,
    /// What could be harmed there.
    pub holds: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// A class of reason against a technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContraClass {
    /// Its key, in capitals.
    pub key: String,
    /// In words.
    pub name: String,
    /// Where it stands in the folder.
    pub place: Place,
}

/// All scales.
#[derive(Clone, Debug, Default)]
pub struct Scales {
    /// The five pressures.
    pub pressure: Vec<PressureLevel>,
    /// The force classes.
    pub force: Vec<ForceStep>,
    /// The grades of joint work.
    pub grades: Vec<Grade>,
    /// The pain ceiling.
    pub pain_ceiling: PainCeiling,
    /// Endangerment sites.
    pub endangerment: Vec<Endangerment>,
    /// Classes of contraindication.
    pub contra_classes: Vec<ContraClass>,
}

impl Scales {
    /// The endangerment sites in a region.
    pub fn endangered(&self, region: &str) -> impl Iterator<Item = &Endangerment> {
        self.endangerment.iter().filter(move |site| site.regions.iter().any(|key| key == region))
    }

    pub(super) fn check(&self, knowledge: &Knowledge, used: &BTreeSet<&str>, problems: &mut Vec<Problem>) {
        for site in &self.endangerment {
            knowledge.sources.check(&site.provenance, &site.place, problems);
            for key in site.regions.iter().filter(|key| knowledge.regions.get(key).is_none()) {
                problems.push(site.place.problem(format!("`{key}` is no region")));
            }
        }
        let idle = |class: &&ContraClass| !used.contains(class.key.as_str()) && !GENERAL.contains(&class.key.as_str());
        for class in self.contra_classes.iter().filter(idle) {
            problems.push(class.place.problem(format!("no technique names the class `{}`", class.key)));
        }
        let PainCeiling { aim_at_most, stop_at, .. } = self.pain_ceiling;
        if !(0 < aim_at_most && aim_at_most < stop_at && stop_at <= 10) {
            let place = Place::new("techniques/scales.toml", 0);
            problems.push(place.problem("the pain ceiling needs an aim below its stop, both within 0 to 10"));
        }
    }
}

/// Classes that concern every technique and are therefore named by none.
const GENERAL: [&str; 3] = ["PSYCH_ACUTE", "INTOX", "LYMPHOED"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PressureWire {
    level: u8,
    name: String,
    touch: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForceStepWire {
    key: ForceWire,
    name: String,
    rank: u8,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeWire {
    key: Spanned<String>,
    system: String,
    meaning: String,
    counts_as: ForceWire,
    #[serde(default)]
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PainCeilingWire {
    aim_at_most: u8,
    stop_at: u8,
    unit: String,
    words: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndangermentWire {
    key: Spanned<String>,
    name: String,
    regions: Vec<String>,
    holds: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContraClassWire {
    key: Spanned<String>,
    name: String,
}

/// The parts of one file that describe scales.
pub(super) struct ScalesWire {
    pub(super) pressure: Vec<PressureWire>,
    pub(super) force: Vec<ForceStepWire>,
    pub(super) grade: Vec<GradeWire>,
    pub(super) pain_ceiling: Option<PainCeilingWire>,
    pub(super) endangerment: Vec<EndangermentWire>,
    pub(super) contra_class: Vec<ContraClassWire>,
}

impl ScalesWire {
    pub(super) fn add_to(
        self,
        scales: &mut Scales,
        file: &Source<'_>,
        defaults: &Defaults,
        problems: &mut Vec<Problem>,
    ) {
        let whole = Place::new(file.path, 0);
        scales.pressure.extend(self.pressure.into_iter().map(|w| PressureLevel {
            level: w.level,
            name: w.name,
            touch: w.touch,
        }));
        for w in self.force {
            let own = Defaults { source: w.source, confidence: w.confidence, as_of: None };
            defaults.settle(own, &whole, problems);
            scales.force.push(ForceStep { class: w.key.into(), name: w.name, rank: w.rank });
        }
        for w in self.grade {
            let own = Defaults { source: w.source, ..Defaults::default() };
            defaults.settle(own, &file.place(&w.key), problems);
            let (key, counts_as) = (w.key.into_inner(), w.counts_as.into());
            scales.grades.push(Grade { key, system: w.system, meaning: w.meaning, counts_as });
        }
        if let Some(w) = self.pain_ceiling {
            let own = Defaults { source: w.source, confidence: w.confidence, as_of: None };
            defaults.settle(own, &whole, problems);
            if w.unit != "pain 0-10" {
                problems.push(whole.problem("the unit of the pain ceiling is `pain 0-10`"));
            }
            scales.pain_ceiling = PainCeiling { aim_at_most: w.aim_at_most, stop_at: w.stop_at, words: w.words };
        }
        for w in self.endangerment {
            let place = file.place(&w.key);
            let own = Defaults { source: w.source, ..Defaults::default() };
            let provenance = defaults.settle(own, &place, problems);
            let EndangermentWire { key, name, regions, holds, .. } = w;
            let key = key.into_inner();
            scales.endangerment.push(Endangerment { key, name, regions, holds, provenance, place });
        }
        for w in self.contra_class {
            let place = file.place(&w.key);
            defaults.settle(Defaults::default(), &place, problems);
            scales.contra_classes.push(ContraClass { key: w.key.into_inner(), name: w.name, place });
        }
    }
}
