//! The regions as sets: what a name covers, which limb and quarter of the body a place belongs to, what lies next to it.

use super::regions::{Limb, Quadrant, Regions};
use crate::area::Areas;
use crate::site::{Side, Spot};

/// Sets worked out once from the table of regions.
#[derive(Clone, Debug, Default)]
pub struct Body {
    limbs: [Areas; 2],
    quarters: [Areas; 2],
    next: Vec<Areas>,
    whole: Areas,
}

impl Body {
    /// Works the sets out.
    #[must_use]
    pub(crate) fn of(regions: &Regions) -> Body {
        let mut body = Body { whole: Areas::PREGNANCY_POINTS, ..Body::default() };
        for (number, region) in regions.list().iter().enumerate() {
            let here = Areas::one(number, Side::Both);
            body.whole |= here;
            let (limb, quarter) = (&mut body.limbs, &mut body.quarters);
            match region.limb {
                Some(Limb::Arm) => limb[0] |= here,
                Some(Limb::Leg) => limb[1] |= here,
                None => {}
            }
            match (region.limb, region.quadrant) {
                (Some(Limb::Arm), _) | (None, Some(Quadrant::Upper)) => quarter[0] |= here,
                (Some(Limb::Leg), _) | (None, Some(Quadrant::Lower)) => quarter[1] |= here,
                (None, None) => {}
            }
            let next = region.adjacent.iter().filter_map(|key| regions.number(key));
            body.next.push(next.fold(here, |set, n| set | Areas::one(n, Side::Both)));
        }
        body
    }

    /// Every region there is, and the pregnancy points.
    #[must_use]
    pub fn whole(&self) -> Areas {
        self.whole
    }

    /// The whole limb of every place that lies on one; a place on the trunk or head stays itself.
    #[must_use]
    pub fn limb(&self, sites: Areas) -> Areas {
        spread(sites, &self.limbs)
    }

    /// The quarter of the body that drains with each place: arm and upper trunk, or leg and lower trunk, of that side.
    #[must_use]
    pub fn quadrant(&self, sites: Areas) -> Areas {
        spread(sites, &self.quarters)
    }

    /// Each place and what touches it, on the same side.
    #[must_use]
    pub fn adjacent(&self, sites: Areas) -> Areas {
        let mut reached = sites;
        for (number, next) in self.next.iter().enumerate() {
            if let Some(side) = sites.side_of(number) {
                reached |= next.on(side);
            }
        }
        reached
    }
}

fn spread(sites: Areas, parts: &[Areas]) -> Areas {
    let mut reached = sites;
    for part in parts {
        for side in [Side::Left, Side::Right] {
            if part.on(side).meets(sites) {
                reached |= part.on(side);
            }
        }
    }
    reached
}

impl Regions {
    /// What a name for a place covers, on both sides: a region, an area or a structure, by key, name or alias; also a figure's id
    /// with its side at the end (`achilles_l`).
    #[must_use]
    pub fn covering(&self, name: &str) -> Option<Areas> {
        if let Some(found) = self.exactly(name) {
            return Some(found);
        }
        let (stem, side) = name.trim().rsplit_once(['_', ' '])?;
        Some(self.exactly(stem)?.on(Side::parse(side)?))
    }

    fn exactly(&self, name: &str) -> Option<Areas> {
        let one = |set: Areas, number: usize| set | Areas::one(number, Side::Both);
        let areas = match self.named(name)? {
            Spot::Region(key) => self.number(key).into_iter().fold(Areas::NONE, one),
            Spot::Area(key) => self.members(key).iter().copied().fold(Areas::NONE, one),
            Spot::Structure(key) => {
                let regions = self.structure(key).into_iter().flat_map(|structure| &structure.regions);
                regions.filter_map(|key| self.number(key)).fold(Areas::NONE, one)
            }
        };
        (!areas.is_empty()).then_some(areas)
    }

    /// The places in words: whole areas by their name where all of them is meant, else region by region, sides named.
    #[must_use]
    pub fn say(&self, areas: Areas, body: &Body) -> Vec<String> {
        if areas.covers(body.whole() & every(self)) {
            return vec!["everywhere".into()];
        }
        let mut said = Vec::new();
        let mut left = areas;
        let mut known: Vec<(&str, Areas)> =
            self.areas().iter().map(|area| (area.name.as_str(), numbers(self.members(&area.key)))).collect();
        known.sort_by_key(|(_, set)| std::cmp::Reverse(count(self, *set)));
        for (name, set) in known {
            for side in [Side::Both, Side::Left, Side::Right] {
                let part = set.on(side);
                if areas.covers(part) && left.meets(part) && covers_mostly(self, left, part) {
                    said.push(with_side(name, side));
                    left = without(left, part, self);
                    break;
                }
            }
        }
        for (number, region) in self.list().iter().enumerate() {
            if let Some(side) = left.side_of(number) {
                said.push(with_side(&region.plain, side));
            }
        }
        if left.meets(Areas::PREGNANCY_POINTS) {
            said.push("points left out in pregnancy".into());
        }
        said
    }
}

fn numbers(list: &[usize]) -> Areas {
    list.iter().fold(Areas::NONE, |set, number| set | Areas::one(*number, Side::Both))
}

fn every(regions: &Regions) -> Areas {
    (0..regions.list().len()).fold(Areas::NONE, |set, number| set | Areas::one(number, Side::Both))
}

fn count(regions: &Regions, areas: Areas) -> usize {
    (0..regions.list().len()).filter(|number| areas.side_of(*number).is_some()).count()
}

/// Whether most of the part is still to be said, so that two overlapping names are not both printed.
fn covers_mostly(regions: &Regions, left: Areas, part: Areas) -> bool {
    2 * count(regions, left & part) > count(regions, part)
}

fn without(areas: Areas, part: Areas, regions: &Regions) -> Areas {
    let mut rest = areas & Areas::PREGNANCY_POINTS;
    for number in 0..regions.list().len() {
        for side in [Side::Left, Side::Right] {
            let one = Areas::one(number, side);
            if areas.meets(one) && !part.meets(one) {
                rest |= one;
            }
        }
    }
    rest
}

fn with_side(name: &str, side: Side) -> String {
    match side {
        Side::Both => name.to_owned(),
        Side::Left => format!("{name} (left)"),
        Side::Right => format!("{name} (right)"),
    }
}
