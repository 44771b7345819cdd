//! Reading what is meant to be done from how people write it: "deep tissue massage", "left arm and axilla", "light-moderate".

use crate::Refusal;
use crate::area::{Areas, Families};
use crate::force::Force;
use crate::knowledge::Knowledge;
use crate::knowledge::points::PointPregnancy;
use crate::names::{nearest, plain};
use crate::screen::Proposal;
use crate::site::Side;

/// A proposal as written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// One or several techniques, by key, name or alias.
    pub technique: &'a str,
    /// One or several places, by key, name or alias, with or without sides; acupressure points by their code.
    pub region: &'a str,
    /// The side, where the region does not say it.
    pub side: &'a str,
    /// How hard, in a word, as P1 to P5 or a grade; empty for the technique's usual.
    pub force: &'a str,
}

/// A proposal as understood.
#[derive(Clone, Debug)]
pub struct Read {
    /// The keys of the techniques found.
    pub techniques: Vec<String>,
    /// What it comes to.
    pub proposal: Proposal,
}

impl Knowledge {
    /// Reads a proposal.
    ///
    /// # Errors
    /// Every field that cannot be understood, with the nearest readings.
    pub fn read_proposal(&self, written: &Written<'_>) -> Result<Read, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let techniques = self.read_techniques(written.technique).map_err(|r| refusals.push(r)).ok();
        let areas = self.read_places(written.region, written.side).map_err(|r| refusals.push(r)).ok();
        let force = self.read_force(written.force).map_err(|r| refusals.push(r)).ok();
        match (techniques, areas, force) {
            (Some((keys, families, usual)), Some(areas), Some(force)) => {
                // A thrust named in the force is a thrust whatever the technique is called.
                let force = match (force, usual) {
                    (Some(said @ Force::Grade(_)), _) => said,
                    (Some(said), Force::Grade(5)) => Force::Grade(5).harder(said),
                    (Some(Force::Pressure(pressure)), Force::Grade(_)) => graded(pressure),
                    (Some(said), _) => said,
                    (None, usual) => usual,
                };
                let families = self.families.at(families, force);
                Ok(Read { techniques: keys, proposal: Proposal { families, areas, force } })
            }
            _ => Err(refusals),
        }
    }

    fn read_techniques(&self, text: &str) -> Result<(Vec<String>, Families, Force), Refusal> {
        let mut keys = Vec::new();
        let mut families = Families::NONE;
        let mut force: Option<Force> = None;
        let words = plain(text);
        spans(&words, self.families.longest_name(), |name| {
            let Some((key, own, usual)) = self.technique_families(name) else { return false };
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
            families |= own;
            force = Some(force.map_or(usual, |f| f.harder(usual)));
            true
        });
        match force {
            Some(force) => Ok((keys, families, force)),
            None => Err(Refusal::new("technique", "refusal-technique-unknown")
                .with("said", text)
                .with("near", nearest(text, self.families.names(), 5).join(", "))),
        }
    }

    /// The key, families and usual force of a technique by any of its names: those of the safety table first, then those of the
    /// catalogue.
    fn technique_families(&self, name: &str) -> Option<(&str, Families, Force)> {
        if let Some(technique) = self.families.folded(name) {
            return Some((&technique.key, technique.families, technique.usual));
        }
        let technique = self.techniques.named(name)?;
        let of = |families: Families, key: &String| families | self.families.family(key).unwrap_or(Families::NONE);
        // A stroke or form belongs to the families of the whole too, as the safety table has them.
        let whole = self.families.technique(&self.techniques.whole(technique).key);
        let families = technique.families.iter().fold(whole.map_or(Families::NONE, |row| row.families), of);
        let usual = if self.families.thrusts(families) { Force::Grade(5) } else { usual(technique.pressure) };
        (families != Families::NONE).then_some((&technique.key, families, usual))
    }

    /// The places that a text names. A side holds for the places after it until another is said; a side said last holds for
    /// those before it.
    ///
    /// # Errors
    /// No place is found, or the side is none.
    pub fn read_places(&self, text: &str, side: &str) -> Result<Areas, Refusal> {
        let Some(general) = Side::parse(side.trim()).or(side.trim().is_empty().then_some(Side::Both)) else {
            return Err(Refusal::new("side", "refusal-side-unknown").with("said", side));
        };
        let spaced = text.replace('_', " ");
        let words = plain(&spaced);
        let mut found: Vec<(Areas, Option<Side>)> = Vec::new();
        let mut current = None;
        let exact = self.regions.covering(text.trim());
        if let Some(areas) = exact {
            found.push((areas, None));
        } else {
            spans(&words, 6, |name| {
                if let Some(side) = side_word(name) {
                    let trailing = found.iter().all(|(_, said)| said.is_none()) && !found.is_empty();
                    if trailing {
                        for (_, said) in &mut found {
                            *said = Some(side);
                        }
                    }
                    current = Some(side);
                    return true;
                }
                if let Some(areas) = self.place(name) {
                    found.push((areas, current));
                    return true;
                }
                false
            });
        }
        let areas = found.iter().fold(Areas::NONE, |all, (areas, side)| all | areas.on(side.unwrap_or(general)));
        if areas.is_empty() {
            return Err(Refusal::new("region", "refusal-region-unknown")
                .with("said", text)
                .with("near", self.regions.near(&spaced, 5).join(", ")));
        }
        Ok(areas)
    }

    fn place(&self, name: &str) -> Option<Areas> {
        // "The surgical site" is where the client has it, wherever that is: every rule about a place of the client's own is met.
        if OWN_PLACES.contains(&name) || matches!(name, "whole body" | "full body" | "entire body" | "whole") {
            return Some(self.body.whole());
        }
        if let Some((at, before_term)) = self.families.point(name) {
            let areas = self.regions.covering(at)?;
            return Some(if before_term { areas } else { areas | Areas::PREGNANCY_POINTS });
        }
        if let Some(point) = self.points.point(&name.to_uppercase()) {
            let areas = self.regions.covering(&point.region)?;
            let cautioned = point.pregnancy == PointPregnancy::Cautioned;
            return Some(if cautioned { areas | Areas::PREGNANCY_POINTS } else { areas });
        }
        self.regions.covering(name).or_else(|| {
            let singular = name.strip_suffix('s')?;
            (singular.len() > 3).then(|| self.regions.covering(singular)).flatten()
        })
    }

    /// A force in words; `None` where nothing is said.
    fn read_force(&self, text: &str) -> Result<Option<Force>, Refusal> {
        if text.trim().is_empty() || self.families.as_usual(text) {
            return Ok(None);
        }
        if let Some(force) = self.families.force(text).or_else(|| of_five(text)) {
            return Ok(Some(force));
        }
        let mut hardest: Option<Force> = None;
        for part in plain(text).split(' ') {
            if let Some(force) = self.families.force(part) {
                hardest = Some(hardest.map_or(force, |h| h.harder(force)));
            }
        }
        hardest.map(Some).ok_or_else(|| {
            Refusal::new("force", "refusal-force-unknown")
                .with("said", text)
                .with("near", nearest(text, self.families.force_words(), 5).join(", "))
        })
    }
}

/// Names for a place that only the client's own facts can find: every rule about a place of the client's own is met.
const OWN_PLACES: [&str; 20] = [
    "affected limb",
    "affected area",
    "surgical site",
    "injured area",
    "incision",
    "scar",
    "site",
    "wound",
    "operated limb",
    "treated area",
    "radiation field",
    "injection site",
    "patch site",
    "device site",
    "tumour site",
    "tumor site",
    "fracture site",
    "injured limb",
    "lesion",
    "painful area",
];

/// A bare number from 1 to 5, also as `4/5`, `4 of 5`, `level 4`, `pressure 4`.
fn of_five(text: &str) -> Option<Force> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("level").or_else(|| text.strip_prefix("pressure")).unwrap_or(&text).trim();
    let number = ["/5", "of 5", "out of 5"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text).trim();
    let pressure: u8 = number.strip_suffix("out").unwrap_or(number).trim().parse().ok()?;
    (1..=5).contains(&pressure).then_some(Force::Pressure(pressure))
}

/// The harder end of the usual pressures; moderate where the catalogue gives none.
fn usual(pressure: Option<(u8, u8)>) -> Force {
    Force::Pressure(pressure.map_or(3, |(_, most)| most))
}

/// A pressure said of joint work, as the grade that bears alike on tissue.
fn graded(pressure: u8) -> Force {
    if pressure >= 4 { Force::Grade(4) } else { Force::Grade(2) }
}

fn side_word(word: &str) -> Option<Side> {
    matches!(word, "left" | "right" | "both" | "bilateral" | "l" | "r" | "rt" | "lt")
        .then(|| Side::parse(word))
        .flatten()
}

/// Offers the longest runs of words first, left to right; a run that is taken is not offered again.
fn spans(words: &str, longest: usize, mut take: impl FnMut(&str) -> bool) {
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).take(60).collect();
    let mut at = 0;
    while at < words.len() {
        let most = longest.max(1).min(words.len() - at);
        let taken = (1..=most).rev().find(|count| words.get(at..at + count).is_some_and(|run| take(&run.join(" "))));
        at += taken.unwrap_or(1);
    }
}
