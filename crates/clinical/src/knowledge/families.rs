//! Which family of techniques a named technique belongs to at which force: `knowledge/safety/families.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::{Place, Problem, Source};
use crate::area::Families as Mask;
use crate::force::Force;
use crate::names::plain;

/// The families that rules speak of, the techniques that belong to them, and the words for force.
#[derive(Clone, Debug, Default)]
pub struct Families {
    /// The families; the place of each is its bit.
    pub families: Vec<Family>,
    /// The techniques.
    pub techniques: Vec<Technique>,
    names: BTreeMap<String, usize>,
    longest: usize,
    forces: BTreeMap<String, Force>,
    /// Words that stand for a force and say none, folded.
    as_usual: BTreeSet<String>,
    /// Acupressure points: folded code, region name, whether they are used before term.
    points: BTreeMap<String, (String, bool)>,
    firm: Mask,
    high_grade: Mask,
    thrust: Mask,
}

/// One family.
#[derive(Clone, Debug)]
pub struct Family {
    /// Upper case, as rules write it.
    pub key: String,
    /// In plain words.
    pub name: String,
    /// Not a technique but something used beside it (a cuff, a product): never meant by `ALL`.
    pub beside: bool,
}

/// One technique as rules see it.
#[derive(Clone, Debug)]
pub struct Technique {
    /// Snake case, unique; the same as in `knowledge/techniques` where it stands there too.
    pub key: String,
    /// In plain words.
    pub name: String,
    /// Its families at any force.
    pub families: Mask,
    /// The force meant where none is said.
    pub usual: Force,
    /// Where it stands.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    firm: Vec<String>,
    high_grade: Vec<String>,
    thrust: Vec<String>,
    #[serde(default)]
    as_usual: Vec<String>,
    #[serde(default)]
    family: Vec<WireFamily>,
    #[serde(default)]
    technique: Vec<WireTechnique>,
    #[serde(default)]
    force: Vec<WireForce>,
    #[serde(default)]
    points: Vec<WirePoints>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePoints {
    codes: Vec<String>,
    at: String,
    before_term: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFamily {
    key: String,
    name: String,
    #[serde(default)]
    beside: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireTechnique {
    key: Spanned<String>,
    name: String,
    families: Vec<String>,
    usual: String,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireForce {
    force: Spanned<String>,
    words: Vec<String>,
}

/// Reads the table; an unknown family, a force that is none and a name for two techniques are problems.
pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Families {
    let mut table = Families::default();
    let Some(source) = Source::at(files, "safety/families.toml") else { return table };
    let Some(wire) = source.wire::<Wire>(problems) else { return table };
    let top = Place::new(source.path, 0);
    for family in wire.family {
        table.families.push(Family { key: family.key, name: family.name, beside: family.beside });
    }
    if table.families.len() > Mask::MOST {
        problems.push(top.problem("more families than a set can hold"));
    }
    table.firm = table.mask(&wire.firm, &top, problems);
    table.high_grade = table.mask(&wire.high_grade, &top, problems);
    table.thrust = table.mask(&wire.thrust, &top, problems);
    for words in &wire.force {
        let place = source.place(&words.force);
        let Some(force) = Force::parse(words.force.get_ref()) else {
            problems.push(place.problem(format!("`{}` is no force", words.force.get_ref())));
            continue;
        };
        for word in &words.words {
            if table.forces.insert(plain(word), force).is_some_and(|before| before != force) {
                problems.push(place.problem(format!("`{word}` means two forces")));
            }
        }
    }
    table.as_usual = wire.as_usual.iter().map(|word| plain(word)).collect();
    for points in wire.points {
        for code in &points.codes {
            table.points.insert(plain(code), (points.at.clone(), points.before_term));
        }
    }
    for wire in wire.technique {
        let place = source.place(&wire.key);
        let families = table.mask(&wire.families, &place, problems);
        let usual = Force::parse(&wire.usual).unwrap_or_else(|| {
            problems.push(place.problem(format!("`{}` is no force", wire.usual)));
            Force::Pressure(3)
        });
        let index = table.techniques.len();
        let key = wire.key.into_inner();
        for name in [key.as_str(), wire.name.as_str()].into_iter().chain(wire.also.iter().map(String::as_str)) {
            let folded = plain(name);
            table.longest = table.longest.max(folded.split(' ').count());
            if table.names.insert(folded, index).is_some_and(|before| before != index) {
                problems.push(place.problem(format!("`{name}` means two techniques")));
            }
        }
        table.techniques.push(Technique { key, name: wire.name, families, usual, place });
    }
    table
}

impl Families {
    /// The set of families with these keys; `ALL` is every one that is a technique.
    pub(super) fn mask(&self, keys: &[String], place: &Place, problems: &mut Vec<Problem>) -> Mask {
        let mut mask = Mask::NONE;
        for key in keys {
            match self.family(key) {
                Some(family) => mask |= family,
                None => problems.push(place.problem(format!("no family is called `{key}`"))),
            }
        }
        mask
    }

    /// The family with this key, or every one for `ALL`.
    #[must_use]
    pub fn family(&self, key: &str) -> Option<Mask> {
        if key == "ALL" {
            return Some(self.all());
        }
        self.families.iter().position(|family| family.key == key).map(Mask::one)
    }

    /// Every family that is a technique.
    #[must_use]
    pub fn all(&self) -> Mask {
        let each = self.families.iter().enumerate().filter(|(_, family)| !family.beside);
        each.fold(Mask::NONE, |all, (index, _)| all | Mask::one(index))
    }

    /// The technique of this name.
    #[must_use]
    pub fn technique(&self, name: &str) -> Option<&Technique> {
        self.folded(&plain(name))
    }

    pub(crate) fn folded(&self, name: &str) -> Option<&Technique> {
        self.techniques.get(*self.names.get(name)?)
    }

    /// Every name of a technique, folded, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// How many words the longest name has.
    #[must_use]
    pub fn longest_name(&self) -> usize {
        self.longest
    }

    /// The families of a technique at a force: any at pressure 4 and beyond is firm work too, a joint grade III or IV is high
    /// grade, a grade V is a thrust.
    #[must_use]
    pub fn at(&self, families: Mask, force: Force) -> Mask {
        match force {
            Force::Pressure(pressure) if pressure >= 4 => families | self.firm,
            Force::Pressure(_) => families,
            Force::Grade(grade) if grade >= 5 => families | self.thrust,
            Force::Grade(grade) if grade >= 3 => families | self.high_grade,
            Force::Grade(_) => families,
        }
    }

    /// The region in which an acupressure point lies, and whether it is used before term.
    #[must_use]
    pub fn point(&self, code: &str) -> Option<(&str, bool)> {
        self.points.get(&plain(code)).map(|(at, before_term)| (at.as_str(), *before_term))
    }

    /// Whether a thrust is among them.
    #[must_use]
    pub fn thrusts(&self, families: Mask) -> bool {
        families.meets(self.thrust)
    }

    /// The force that a word means: `light`, `firm`, `P3`, `F4`, `III`, `grade 4`.
    #[must_use]
    pub fn force(&self, word: &str) -> Option<Force> {
        Force::parse(word).or_else(|| self.forces.get(&plain(word)).copied())
    }

    /// Whether a word stands for a force and says none, so that the usual of the technique is meant.
    #[must_use]
    pub fn as_usual(&self, word: &str) -> bool {
        self.as_usual.contains(&plain(word))
    }

    /// Every word for force, folded.
    pub fn force_words(&self) -> impl Iterator<Item = &str> {
        self.forces.keys().map(String::as_str)
    }

    /// The families in plain words; `any technique` for all of them.
    #[must_use]
    pub fn say(&self, mask: Mask) -> Vec<String> {
        if mask.covers(self.all()) {
            return vec!["any technique".into()];
        }
        mask.each().filter_map(|index| self.families.get(index)).map(|family| family.name.clone()).collect()
    }
}
