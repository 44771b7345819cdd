//! The body: its regions, the areas that rules speak of, the structures within regions, and the plain areas a client sees.

mod wire;

use std::collections::BTreeMap;

use super::{Knowledge, Place, Problem, Provenance};
use crate::site::Spot;
use crate::words::fold;

/// Whether a region comes twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Left and right.
    Paired,
    /// One, in the middle.
    Midline,
}

/// A figure of the body drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Seen from the front.
    Anterior,
    /// Seen from behind.
    Posterior,
    /// Seen from the client's right.
    RightLateral,
    /// Seen from the client's left.
    LeftLateral,
    /// The soles, of a client who lies face down.
    Soles,
}

/// The limb a region is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limb {
    /// Upper limb; its lymph drains to the upper quadrant of its side.
    Arm,
    /// Lower limb; its lymph drains to the lower quadrant of its side.
    Leg,
}

/// The part of the trunk a region is in, above or below the line through the navel; with the side it is one of four quadrants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quadrant {
    /// Above.
    Upper,
    /// Below.
    Lower,
}

/// How consent for a region is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum RegionConsent {
    /// The general consent covers it.
    #[default]
    General,
    /// It is named when consent is discussed, with draping.
    Discuss,
    /// Its own written consent, as far as the place allows the work at all.
    Written,
}

/// A region of the body chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its key, which is also the region's id in the drawing.
    pub key: String,
    /// Its name for practitioners.
    pub name: String,
    /// Its name for clients.
    pub plain: String,
    /// The heading it is listed under.
    pub group: String,
    /// Paired or midline.
    pub sides: Sides,
    /// The figures that show it; empty when it is chosen from the list only.
    pub views: Vec<View>,
    /// Keys of the areas it belongs to directly.
    pub areas: Vec<String>,
    /// Key of the plain area a client sees it as.
    pub client_area: String,
    /// Its limb.
    pub limb: Option<Limb>,
    /// Its quadrant of the trunk.
    pub quadrant: Option<Quadrant>,
    /// Muscles, tendons and fasciae beneath.
    pub muscles: Vec<String>,
    /// Joints and ligaments beneath.
    pub joints: Vec<String>,
    /// What may be typed for it.
    pub aliases: Vec<String>,
    /// Keys of the regions that it touches.
    pub adjacent: Vec<String>,
    /// How consent is asked.
    pub consent: RegionConsent,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// A set of regions that rules, techniques and people speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its key: a token of the safety rules (`neck_post`, `whole`) or one of ours.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Keys of areas it is the sum of.
    pub includes: Vec<String>,
    /// Keys of regions it holds beyond those that name it.
    pub holds: Vec<String>,
    /// What may be typed for it.
    pub aliases: Vec<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// What kind of structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StructureKind {
    /// Two neighbouring vertebrae and what joins them.
    Segment,
    /// One vertebra.
    Vertebra,
    /// Another bone, such as a rib.
    Bone,
    /// A joint.
    Joint,
    /// A muscle, tendon or fascia.
    Muscle,
    /// A nerve.
    Nerve,
}

/// Something smaller than a region that a site may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What kind.
    pub kind: StructureKind,
    /// Keys of the regions it lies in; charted in the first.
    pub regions: Vec<String>,
    /// What may be typed for it.
    pub aliases: Vec<String>,
    /// Keys of the neighbouring joints.
    pub adjacent: Vec<String>,
    /// For a segment its place in the spine, counted from the head down.
    pub level: Option<u8>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// One of the plain areas of the client's map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientArea {
    /// Its key.
    pub key: String,
    /// Its words.
    pub plain: String,
}

/// Everything about places on the body.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    list: Vec<Region>,
    areas: Vec<Area>,
    structures: Vec<Structure>,
    client_areas: Vec<ClientArea>,
    keys: BTreeMap<String, usize>,
    members: BTreeMap<String, Vec<usize>>,
    words: BTreeMap<String, Spot>,
}

impl Regions {
    /// All regions, in the order of the files; a region's number here is its number in every mask.
    #[must_use]
    pub fn list(&self) -> &[Region] {
        &self.list
    }

    /// All areas.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// All structures.
    #[must_use]
    pub fn structures(&self) -> &[Structure] {
        &self.structures
    }

    /// The plain areas of the client's map.
    #[must_use]
    pub fn client_areas(&self) -> &[ClientArea] {
        &self.client_areas
    }

    /// The region with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Region> {
        self.list.get(self.number(key)?)
    }

    /// The number of the region with this key.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// The area with this key.
    #[must_use]
    pub fn area(&self, key: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.key == key)
    }

    /// The structure with this key.
    #[must_use]
    pub fn structure(&self, key: &str) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.key == key)
    }

    /// The numbers of all regions in an area, its included areas counted in; empty for an unknown area.
    #[must_use]
    pub fn members(&self, area: &str) -> &[usize] {
        self.members.get(area).map_or(&[], Vec::as_slice)
    }

    /// The keys of the regions that a spot covers: the region, the area's members, the structure's regions.
    #[must_use]
    pub fn covered(&self, spot: &Spot) -> Vec<&str> {
        match spot {
            Spot::Region(key) => self.get(key).map(|region| region.key.as_str()).into_iter().collect(),
            Spot::Area(key) => self.members(key).iter().filter_map(|n| self.list.get(*n)).map(|r| &*r.key).collect(),
            Spot::Structure(key) => {
                self.structure(key).map(|s| s.regions.iter().map(String::as_str).collect()).unwrap_or_default()
            }
        }
    }

    /// What a word for a place means: a key, a name or an alias, however it is spelt.
    #[must_use]
    pub fn named(&self, word: &str) -> Option<&Spot> {
        self.words.get(&fold(word))
    }

    /// Every word that names a place, folded, with what it means.
    pub fn words(&self) -> impl Iterator<Item = (&str, &Spot)> {
        self.words.iter().map(|(word, spot)| (word.as_str(), spot))
    }

    /// The words for places nearest to one that is not known, best first, at most `most`: those that begin with it, then those
    /// that hold it, then those that share its beginning.
    #[must_use]
    pub fn near(&self, word: &str, most: usize) -> Vec<&str> {
        let wanted = fold(word);
        if wanted.is_empty() {
            return Vec::new();
        }
        let start: String = wanted.chars().take(3).collect();
        let rank = |known: &str| match () {
            () if known.starts_with(&wanted) => Some(0),
            () if known.contains(&wanted) => Some(1),
            () if known.starts_with(&start) => Some(2),
            () => None,
        };
        let mut found: Vec<_> =
            self.words.keys().filter_map(|known| Some((rank(known)?, known.len(), &**known))).collect();
        found.sort_unstable();
        found.into_iter().take(most).map(|(_, _, known)| known).collect()
    }

    /// The segments next above and next below one, in that order, as far as there are any.
    #[must_use]
    pub fn adjacent_levels(&self, segment: &str) -> Vec<&Structure> {
        let Some(level) = self.structure(segment).and_then(|s| s.level) else { return Vec::new() };
        self.structures.iter().filter(|s| s.level.is_some_and(|l| l.abs_diff(level) == 1)).collect()
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Regions {
        wire::read(files, problems)
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.regions;
        for region in &own.list {
            knowledge.sources.check(&region.provenance, &region.place, problems);
        }
        for area in &own.areas {
            knowledge.sources.check(&area.provenance, &area.place, problems);
            if own.members(&area.key).is_empty() {
                problems.push(area.place.problem(format!("no region belongs to the area `{}`", area.key)));
            }
        }
        for structure in &own.structures {
            knowledge.sources.check(&structure.provenance, &structure.place, problems);
        }
    }
}

#[cfg(test)]
mod tests;
