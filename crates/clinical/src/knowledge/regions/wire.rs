//! Reading `regions/*.toml` and joining the lists.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::{
    Area, ClientArea, Limb, Quadrant, Region, RegionConsent, Regions, Sides, Spot, Structure, StructureKind, View, fold,
};
use crate::knowledge::{Defaults, Place, Problem, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    region: Vec<RegionWire>,
    #[serde(default)]
    area: Vec<AreaWire>,
    #[serde(default)]
    structure: Vec<StructureWire>,
    #[serde(default)]
    client_area: Vec<ClientAreaWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionWire {
    key: Spanned<String>,
    name: String,
    plain: String,
    group: String,
    sides: SidesWire,
    #[serde(default)]
    views: Vec<ViewWire>,
    areas: Vec<String>,
    client_area: String,
    limb: Option<LimbWire>,
    quadrant: Option<QuadrantWire>,
    #[serde(default)]
    muscles: Vec<String>,
    #[serde(default)]
    joints: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    adjacent: Vec<String>,
    consent: Option<ConsentWire>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaWire {
    key: Spanned<String>,
    name: String,
    #[serde(default)]
    includes: Vec<String>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StructureWire {
    key: Spanned<String>,
    name: String,
    kind: StructureKindWire,
    regions: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    adjacent: Vec<String>,
    level: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientAreaWire {
    key: String,
    plain: String,
}

/// A word of the files and the meaning it stands for.
macro_rules! word {
    ($wire:ident => $meaning:ident { $($variant:ident),+ }) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum $wire { $($variant),+ }
        impl From<$wire> for $meaning {
            fn from(wire: $wire) -> $meaning {
                match wire { $($wire::$variant => $meaning::$variant),+ }
            }
        }
    };
}

word!(SidesWire => Sides { Paired, Midline });
word!(ViewWire => View { Anterior, Posterior, RightLateral, LeftLateral, Soles });
word!(LimbWire => Limb { Arm, Leg });
word!(QuadrantWire => Quadrant { Upper, Lower });
word!(ConsentWire => RegionConsent { General, Discuss, Written });
word!(StructureKindWire => StructureKind { Segment, Vertebra, Bone, Joint, Muscle, Nerve });

pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Regions {
    let mut regions = Regions::default();
    for file in Source::of_kind(files, "regions") {
        let Some(wire) = file.wire::<FileWire>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        for entry in wire.region {
            let place = file.place(&entry.key);
            regions.list.push(region(entry, &defaults, place, problems));
        }
        for entry in wire.area {
            let place = file.place(&entry.key);
            let provenance = defaults.settle(Defaults::default(), &place, problems);
            let AreaWire { key, name, includes, holds, aliases } = entry;
            regions.areas.push(Area { key: key.into_inner(), name, includes, holds, aliases, provenance, place });
        }
        for entry in wire.structure {
            let place = file.place(&entry.key);
            let provenance = defaults.settle(Defaults::default(), &place, problems);
            regions.structures.push(Structure {
                key: entry.key.into_inner(),
                name: entry.name,
                kind: entry.kind.into(),
                regions: entry.regions,
                aliases: entry.aliases,
                adjacent: entry.adjacent,
                level: entry.level,
                provenance,
                place,
            });
        }
        regions.client_areas.extend(wire.client_area.into_iter().map(|w| ClientArea { key: w.key, plain: w.plain }));
    }
    join(&mut regions, problems);
    regions
}

fn region(entry: RegionWire, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Region {
    let own = Defaults { source: entry.source, confidence: entry.confidence, as_of: entry.as_of };
    Region {
        provenance: defaults.settle(own, &place, problems),
        key: entry.key.into_inner(),
        name: entry.name,
        plain: entry.plain,
        group: entry.group,
        sides: entry.sides.into(),
        views: entry.views.into_iter().map(View::from).collect(),
        areas: entry.areas,
        client_area: entry.client_area,
        limb: entry.limb.map(Limb::from),
        quadrant: entry.quadrant.map(Quadrant::from),
        muscles: entry.muscles,
        joints: entry.joints,
        aliases: entry.aliases,
        adjacent: entry.adjacent,
        consent: entry.consent.map(RegionConsent::from).unwrap_or_default(),
        place,
    }
}

/// Numbers the regions, sums the areas, gathers the words, and names what points nowhere or means two things.
fn join(regions: &mut Regions, problems: &mut Vec<Problem>) {
    for (number, region) in regions.list.iter().enumerate() {
        if regions.keys.insert(region.key.clone(), number).is_some() {
            problems.push(region.place.problem(format!("the region `{}` is given twice", region.key)));
        }
    }
    dangling(regions, problems);
    let area_keys: Vec<String> = regions.areas.iter().map(|area| area.key.clone()).collect();
    for key in area_keys {
        let mut members = BTreeSet::new();
        gather(regions, &key, &mut BTreeSet::new(), &mut members);
        regions.members.insert(key, members.into_iter().collect());
    }
    regions.words = words(regions, problems);
}

fn gather(regions: &Regions, area: &str, visited: &mut BTreeSet<String>, members: &mut BTreeSet<usize>) {
    if !visited.insert(area.to_owned()) {
        return;
    }
    members.extend(regions.list.iter().enumerate().filter(|(_, r)| r.areas.iter().any(|a| a == area)).map(|(n, _)| n));
    if let Some(area) = regions.areas.iter().find(|a| a.key == area) {
        members.extend(area.holds.iter().filter_map(|key| regions.keys.get(key)));
        for included in &area.includes {
            gather(regions, included, visited, members);
        }
    }
}

fn dangling(regions: &Regions, problems: &mut Vec<Problem>) {
    let areas: BTreeSet<&str> = regions.areas.iter().map(|a| a.key.as_str()).collect();
    let plain: BTreeSet<&str> = regions.client_areas.iter().map(|a| a.key.as_str()).collect();
    let structures: BTreeSet<&str> = regions.structures.iter().map(|s| s.key.as_str()).collect();
    for region in &regions.list {
        for area in region.areas.iter().filter(|area| !areas.contains(area.as_str())) {
            problems.push(region.place.problem(format!("`{area}` is no area")));
        }
        if !plain.contains(region.client_area.as_str()) {
            problems.push(region.place.problem(format!("`{}` is no client area", region.client_area)));
        }
        for other in &region.adjacent {
            match regions.list.iter().find(|r| r.key == *other) {
                None => problems.push(region.place.problem(format!("`{other}` is no region"))),
                Some(other) if !other.adjacent.contains(&region.key) => {
                    let (a, b) = (&region.key, &other.key);
                    problems.push(region.place.problem(format!("`{a}` touches `{b}`, but `{b}` does not touch `{a}`")));
                }
                Some(_) => {}
            }
        }
    }
    for area in &regions.areas {
        for key in area.includes.iter().filter(|key| !areas.contains(key.as_str())) {
            problems.push(area.place.problem(format!("`{key}` is no area")));
        }
        for key in area.holds.iter().filter(|key| !regions.keys.contains_key(*key)) {
            problems.push(area.place.problem(format!("`{key}` is no region")));
        }
    }
    for structure in &regions.structures {
        for key in structure.regions.iter().filter(|key| !regions.keys.contains_key(*key)) {
            problems.push(structure.place.problem(format!("`{key}` is no region")));
        }
        for key in structure.adjacent.iter().filter(|key| !structures.contains(key.as_str())) {
            problems.push(structure.place.problem(format!("`{key}` is no structure")));
        }
        if structure.regions.is_empty() || (structure.kind == StructureKind::Segment) != structure.level.is_some() {
            problems.push(structure.place.problem("a structure needs a region, and a segment, only it, a level"));
        }
    }
}

/// Aliases and names of regions and structures and aliases of areas must each mean one thing; the key of an area, which is a
/// token for programs, gives way to them.
fn words(regions: &Regions, problems: &mut Vec<Problem>) -> BTreeMap<String, Spot> {
    let mut words: BTreeMap<String, Spot> = BTreeMap::new();
    let mut add = |word: &str, spot: Spot, place: &Place| {
        let folded = fold(word);
        match words.get(&folded) {
            Some(taken) if *taken != spot => {
                let (one, other) = (taken.key(), spot.key());
                problems.push(place.problem(format!("`{word}` means two things: `{one}` and `{other}`")));
            }
            _ => drop(words.insert(folded, spot)),
        }
    };
    for region in &regions.list {
        for word in region.aliases.iter().chain([&region.key, &region.name]) {
            add(word, Spot::Region(region.key.clone()), &region.place);
        }
    }
    for structure in &regions.structures {
        for word in structure.aliases.iter().chain([&structure.key]) {
            add(word, Spot::Structure(structure.key.clone()), &structure.place);
        }
    }
    for area in &regions.areas {
        for word in &area.aliases {
            add(word, Spot::Area(area.key.clone()), &area.place);
        }
    }
    for area in &regions.areas {
        for word in [&area.key, &area.name] {
            words.entry(fold(word)).or_insert_with(|| Spot::Area(area.key.clone()));
        }
    }
    words
}
