//! Reading `techniques/*.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::scales::{
    ContraClassWire, EndangermentWire, ForceStepWire, GradeWire, PainCeilingWire, PressureWire, ScalesWire,
};
use super::{Dose, DoseUnit, ForceClass, Position, Technique, Techniques, UsualScope, fold};
use crate::knowledge::{Defaults, Place, Problem, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    pressure: Vec<PressureWire>,
    #[serde(default)]
    force: Vec<ForceStepWire>,
    #[serde(default)]
    grade: Vec<GradeWire>,
    pain_ceiling: Option<PainCeilingWire>,
    #[serde(default)]
    endangerment: Vec<EndangermentWire>,
    #[serde(default)]
    contra_class: Vec<ContraClassWire>,
    #[serde(default)]
    technique: Vec<TechniqueWire>,
    #[serde(default)]
    variant: Vec<VariantWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TechniqueWire {
    key: Spanned<String>,
    name: String,
    group: String,
    families: Vec<String>,
    force: (ForceWire, ForceWire),
    pressure: Option<(u8, u8)>,
    rank: u8,
    definition: String,
    honest: String,
    positions: Vec<PositionWire>,
    areas: Vec<String>,
    doses: Vec<DoseWire>,
    scope: BTreeMap<String, ScopeWire>,
    scope_note: Option<String>,
    expected: Vec<String>,
    usual_reactions: Vec<String>,
    #[serde(default)]
    adverse: Vec<String>,
    #[serde(default)]
    rare: Vec<String>,
    contra: Vec<String>,
    #[serde(default)]
    caution: Vec<String>,
    #[serde(default)]
    separate_consent: bool,
    aliases: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantWire {
    key: Spanned<String>,
    of: String,
    name: String,
    force: Option<(ForceWire, ForceWire)>,
    pressure: Option<(u8, u8)>,
    families: Option<Vec<String>>,
    doses: Option<Vec<DoseWire>>,
    note: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoseWire {
    what: String,
    least: f64,
    most: f64,
    unit: UnitWire,
    note: Option<String>,
}

/// A word of the files and the meaning it stands for.
macro_rules! word {
    ($wire:ident => $meaning:ident { $($text:literal = $variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Deserialize)]
        pub(super) enum $wire { $(#[serde(rename = $text)] $variant),+ }
        impl From<$wire> for $meaning {
            fn from(wire: $wire) -> $meaning {
                match wire { $($wire::$variant => $meaning::$variant),+ }
            }
        }
    };
}

word!(ForceWire => ForceClass {
    "F0" = F0, "F1" = F1, "F2" = F2, "F3" = F3, "FJ" = FJ, "F4" = F4, "F5" = F5, "FT" = FT,
});
word!(ScopeWire => UsualScope { "y" = Usual, "c" = Conditional, "n" = Outside });
word!(PositionWire => Position {
    "prone" = Prone, "supine" = Supine, "side_lying" = SideLying, "semi_reclined" = SemiReclined, "seated" = Seated,
    "standing" = Standing,
});
word!(UnitWire => DoseUnit {
    "s" = Seconds, "min" = Minutes, "reps" = Repetitions, "sets" = Sets, "strokes" = Strokes, "passes" = Passes,
    "cycles" = Cycles, "points" = Points, "bouts" = Bouts, "thrusts" = Thrusts, "per_s" = PerSecond,
    "per_week" = PerWeek, "weeks" = Weeks, "visits" = Visits, "percent" = Percent, "mmHg" = MillimetresOfMercury,
    "C" = Celsius, "g" = Grams,
});

/// The families that the safety rules speak of.
const FAMILIES: [&str; 18] = [
    "SWED", "DEEP", "SPORT", "MFR", "JM", "HVLA", "STR", "MET", "NEURO", "SCS", "CST", "VM", "MLD", "REFLEX", "ACU",
    "HEAT", "COLD", "CUP",
];

pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Techniques {
    let mut techniques = Techniques::default();
    let mut variants: Vec<(VariantWire, Provenanced)> = Vec::new();
    for file in Source::of_kind(files, "techniques") {
        let Some(wire) = file.wire::<FileWire>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let FileWire { pressure, force, grade, pain_ceiling, endangerment, contra_class, .. } = wire;
        let scales = ScalesWire { pressure, force, grade, pain_ceiling, endangerment, contra_class };
        scales.add_to(&mut techniques.scales, &file, &defaults, problems);
        for entry in wire.technique {
            let place = file.place(&entry.key);
            techniques.list.push(technique(entry, &defaults, place, problems));
        }
        for mut entry in wire.variant {
            let place = file.place(&entry.key);
            let own = Defaults {
                source: std::mem::take(&mut entry.source),
                confidence: entry.confidence.take(),
                ..Defaults::default()
            };
            let provenance = defaults.settle(own, &place, problems);
            variants.push((entry, Provenanced { provenance, place }));
        }
    }
    for (entry, at) in variants {
        match techniques.list.iter().find(|t| t.key == entry.of && t.part_of.is_none()) {
            Some(whole) => {
                let stroke = stroke(entry, whole, at);
                techniques.list.push(stroke);
            }
            None => problems.push(at.place.problem(format!("`{}` is no technique", entry.of))),
        }
    }
    for technique in &techniques.list {
        plausible(technique, problems);
    }
    gather_words(&mut techniques, problems);
    techniques
}

struct Provenanced {
    provenance: crate::knowledge::Provenance,
    place: Place,
}

fn technique(entry: TechniqueWire, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Technique {
    let own = Defaults { source: entry.source, confidence: entry.confidence, as_of: entry.as_of };
    Technique {
        provenance: defaults.settle(own, &place, problems),
        key: entry.key.into_inner(),
        name: entry.name,
        part_of: None,
        group: entry.group,
        families: entry.families,
        force: (entry.force.0.into(), entry.force.1.into()),
        pressure: entry.pressure,
        rank: entry.rank,
        definition: entry.definition,
        honest: entry.honest,
        positions: entry.positions.into_iter().map(Position::from).collect(),
        areas: entry.areas,
        doses: entry.doses.into_iter().map(dose).collect(),
        scope: entry.scope.into_iter().map(|(profession, scope)| (profession, scope.into())).collect(),
        scope_note: entry.scope_note,
        expected: entry.expected,
        usual_reactions: entry.usual_reactions,
        adverse: entry.adverse,
        rare: entry.rare,
        contra: entry.contra,
        caution: entry.caution,
        separate_consent: entry.separate_consent,
        note: None,
        aliases: entry.aliases,
        place,
    }
}

fn stroke(entry: VariantWire, whole: &Technique, at: Provenanced) -> Technique {
    let mut stroke = whole.clone();
    stroke.part_of = Some(entry.of);
    stroke.key = entry.key.into_inner();
    stroke.name = entry.name;
    stroke.aliases = entry.aliases;
    stroke.note = entry.note;
    if let Some((least, most)) = entry.force {
        stroke.force = (least.into(), most.into());
        stroke.pressure = pressures(stroke.force);
    }
    stroke.pressure = entry.pressure.or(stroke.pressure);
    stroke.families = entry.families.unwrap_or(stroke.families);
    if let Some(doses) = entry.doses {
        stroke.doses = doses.into_iter().map(dose).collect();
    }
    stroke.provenance = at.provenance;
    stroke.place = at.place;
    stroke
}

/// The pressures that a range of force stands for, where it stands for any.
fn pressures((least, most): (ForceClass, ForceClass)) -> Option<(u8, u8)> {
    let level = |class| match class {
        ForceClass::F1 => Some(1),
        ForceClass::F2 => Some(2),
        ForceClass::F3 => Some(3),
        ForceClass::F4 => Some(4),
        ForceClass::F5 => Some(5),
        ForceClass::F0 | ForceClass::FJ | ForceClass::FT => None,
    };
    Some((level(least)?, level(most)?))
}

fn dose(wire: DoseWire) -> Dose {
    Dose { what: wire.what, least: wire.least, most: wire.most, unit: wire.unit.into(), note: wire.note }
}

fn plausible(technique: &Technique, problems: &mut Vec<Problem>) {
    let place = &technique.place;
    for family in technique.families.iter().filter(|family| !FAMILIES.contains(&family.as_str())) {
        problems.push(place.problem(format!("`{family}` is no family of techniques")));
    }
    if technique.force.0 > technique.force.1 {
        problems.push(place.problem("the least force is above the most"));
    }
    if let Some((least, most)) = technique.pressure
        && !(1 <= least && least <= most && most <= 5)
    {
        problems.push(place.problem("pressure goes from 1 to 5, the lesser first"));
    }
    for dose in technique.doses.iter().filter(|d| !(0.0 < d.least && d.least <= d.most && d.most.is_finite())) {
        problems.push(place.problem(format!("the dose `{}` needs a least above 0 and not above its most", dose.what)));
    }
}

fn gather_words(techniques: &mut Techniques, problems: &mut Vec<Problem>) {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for (number, technique) in techniques.list.iter().enumerate() {
        if !keys.insert(technique.key.as_str()) {
            problems.push(technique.place.problem(format!("the technique `{}` is given twice", technique.key)));
        }
        for word in technique.aliases.iter().chain([&technique.key]) {
            if let Some(taken) = words.insert(fold(word), number)
                && taken != number
                && let Some(taken) = techniques.list.get(taken)
            {
                let (one, other) = (&taken.key, &technique.key);
                problems.push(technique.place.problem(format!("`{word}` means two things: `{one}` and `{other}`")));
            }
        }
    }
    for (number, technique) in techniques.list.iter().enumerate() {
        words.entry(fold(&technique.name)).or_insert(number);
    }
    techniques.words = words;
}
