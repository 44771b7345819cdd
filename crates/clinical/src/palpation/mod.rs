//! What hands and eyes find at one place of the body, and how two days compare.
//!
//! A place that was not looked at is not a place without findings: "nothing found" is said, never inferred.

mod between;
#[cfg(test)]
mod tests;

use crate::Refusal;
use crate::application::spot;
use crate::knowledge::Knowledge;
use crate::knowledge::regions::Sides;
use crate::motion::Grade;
use crate::site::{Side, Spot};
use crate::taking::Typed;

pub use between::{Became, Between, Difference, Seen, between};

/// One place of the body chart: a region with its side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Key of the region.
    pub region: String,
    /// Left or right; none in the middle.
    pub side: Option<Side>,
}

impl Place {
    /// The place of the drawing's name for it: `trapezius_upper_r`, `sternum`. None where there is no such place.
    #[must_use]
    pub fn parse(knowledge: &Knowledge, id: &str) -> Option<Place> {
        let (region, side) = match id.rsplit_once('_') {
            Some((region, "r")) => (region, Some(Side::Right)),
            Some((region, "l")) => (region, Some(Side::Left)),
            _ => (id, None),
        };
        Place::of(knowledge, region, side)
    }

    /// A region on a side; none where the region is unknown, is paired and has no side, or has one and lies in the middle.
    #[must_use]
    pub fn of(knowledge: &Knowledge, region: &str, side: Option<Side>) -> Option<Place> {
        let paired = knowledge.regions.get(region)?.sides == Sides::Paired;
        let fits = if paired { matches!(side, Some(Side::Left | Side::Right)) } else { side.is_none() };
        fits.then(|| Place { region: region.to_owned(), side })
    }

    /// The drawing's name for it.
    #[must_use]
    pub fn id(&self) -> String {
        match self.side {
            Some(Side::Right) => format!("{}_r", self.region),
            Some(Side::Left) => format!("{}_l", self.region),
            _ => self.region.clone(),
        }
    }

    /// The same region of the other side; none in the middle.
    #[must_use]
    pub fn across(&self) -> Option<Place> {
        let side = match self.side? {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
            Side::Both => return None,
        };
        Some(Place { region: self.region.clone(), side: Some(side) })
    }
}

/// How pain feels, by the names under which it is kept.
pub const QUALITIES: [&str; 7] = ["aching", "sharp", "burning", "tingling", "numb", "throbbing", "stiff"];

/// Longest note, in characters.
pub const NOTE: usize = 2_000;

/// Whether a trigger point hurts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Its pain is the pain the client knows.
    Active,
    /// It hurts only when it is pressed.
    Latent,
}

impl Trigger {
    /// The name by which it is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Trigger::Active => "active",
            Trigger::Latent => "latent",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Trigger> {
        [Trigger::Active, Trigger::Latent].into_iter().find(|trigger| trigger.name() == name)
    }
}

/// What is graded by hand or eye, each on a scale of the knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// How it answers to pressure, 0 to 4.
    Tenderness,
    /// How firm the muscle is, 0 to 4.
    Tone,
    /// How deep a finger sinks in.
    Oedema,
    /// How a scar is.
    Scar,
    /// How warm it is to the hand.
    Temperature,
}

impl Sign {
    /// Every sign, in the order in which it is asked.
    pub const ALL: [Sign; 5] = [Sign::Tenderness, Sign::Tone, Sign::Oedema, Sign::Scar, Sign::Temperature];

    /// The name of its field and its column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sign::Tenderness => "tenderness",
            Sign::Tone => "tone",
            Sign::Oedema => "oedema",
            Sign::Scar => "scar",
            Sign::Temperature => "temperature",
        }
    }

    /// The key of its scale in the knowledge.
    #[must_use]
    pub fn scale(self) -> &'static str {
        match self {
            Sign::Tenderness => "tenderness",
            Sign::Tone => "tone_local",
            Sign::Oedema => "pitting",
            Sign::Scar => "scar",
            Sign::Temperature => "temperature",
        }
    }

    /// The grades it can have, from least to most.
    #[must_use]
    pub fn grades(self, knowledge: &Knowledge) -> &[Grade] {
        knowledge.motions.scale(self.scale()).map_or(&[], |scale| scale.grades.as_slice())
    }

    /// What a mark means.
    #[must_use]
    pub fn grade<'k>(self, knowledge: &'k Knowledge, mark: &str) -> Option<&'k Grade> {
        self.grades(knowledge).iter().find(|grade| grade.mark == mark)
    }
}

/// What was found at one place. What is empty was not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palpation {
    /// Looked at, and nothing found; then all else is empty but the note.
    pub nothing: bool,
    /// Pain there, 0 to 10, as the client says it.
    pub pain: Option<u8>,
    /// How it feels, one of [`QUALITIES`]; else empty.
    pub quality: String,
    /// The mark of each sign that was graded.
    pub signs: Vec<(Sign, String)>,
    /// A trigger point.
    pub trigger: Option<Trigger>,
    /// Where its pain is felt.
    pub refers: Vec<Place>,
    /// In the practitioner's words.
    pub note: String,
}

impl Palpation {
    /// The mark of a sign; empty where it was not graded.
    #[must_use]
    pub fn mark(&self, sign: Sign) -> &str {
        self.signs.iter().find(|(one, _)| *one == sign).map_or("", |(_, mark)| mark)
    }

    /// Does it say that anything was found? The least grade says that nothing was, but for a scar, which is there in any grade.
    #[must_use]
    pub fn found(&self, knowledge: &Knowledge) -> bool {
        let least = |sign: Sign| sign.grades(knowledge).first().map_or("", |grade| grade.mark.as_str());
        self.pain.is_some_and(|pain| pain > 0)
            || !self.quality.is_empty()
            || self.trigger.is_some()
            || self.signs.iter().any(|(sign, mark)| *sign == Sign::Scar || *mark != least(*sign))
            || (!self.nothing && self.pain.is_none() && self.signs.is_empty() && !self.note.is_empty())
    }

    /// Takes what was typed. Fields: `nothing`, `pain`, `quality`, one a sign, `trigger`, `refers` (several), `refers_to` (one
    /// more, in words), `note`.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn take(knowledge: &Knowledge, at: &Place, typed: &Typed<'_>) -> Result<Palpation, Vec<Refusal>> {
        let mut taking = Taking { knowledge, typed, refusals: Vec::new() };
        let note = taking.note();
        if !typed.one("nothing").is_empty() {
            taking.nothing_else();
            let found = Palpation { nothing: true, note, ..Palpation::default() };
            return if taking.refusals.is_empty() { Ok(found) } else { Err(taking.refusals) };
        }
        let trigger = taking.trigger();
        let found = Palpation {
            nothing: false,
            pain: taking.pain(),
            quality: taking.quality(),
            signs: taking.signs(),
            trigger,
            refers: taking.refers(at, trigger.is_some()),
            note,
        };
        if taking.refusals.is_empty() && found == Palpation::default() {
            taking.refusals.push(Refusal::new("pain", "finding-blank"));
        }
        if taking.refusals.is_empty() { Ok(found) } else { Err(taking.refusals) }
    }
}

/// One form being read.
struct Taking<'a> {
    knowledge: &'a Knowledge,
    typed: &'a Typed<'a>,
    refusals: Vec<Refusal>,
}

impl Taking<'_> {
    fn note(&mut self) -> String {
        let note = self.typed.one("note");
        if note.chars().count() > NOTE {
            self.refusals.push(Refusal::new("note", "ui-text-2000"));
        }
        note.to_owned()
    }

    /// "Nothing found" beside a finding: one of the two is a slip.
    fn nothing_else(&mut self) {
        let asked = ["pain", "quality", "trigger", "refers_to"].into_iter().chain(Sign::ALL.map(Sign::name));
        if asked.into_iter().any(|name| !self.typed.one(name).is_empty()) {
            self.refusals.push(Refusal::new("nothing", "finding-nothing-else"));
        }
    }

    fn pain(&mut self) -> Option<u8> {
        let typed = self.typed.one("pain");
        if typed.is_empty() {
            return None;
        }
        let pain = typed.parse().ok().filter(|pain| (0..=10).contains(pain));
        if pain.is_none() {
            self.refusals.push(Refusal::new("pain", "finding-pain"));
        }
        pain
    }

    fn quality(&mut self) -> String {
        let typed = self.typed.one("quality");
        if !typed.is_empty() && !QUALITIES.contains(&typed) {
            self.refusals.push(Refusal::new("quality", "ui-choose"));
        }
        typed.to_owned()
    }

    fn signs(&mut self) -> Vec<(Sign, String)> {
        let mut signs = Vec::new();
        for sign in Sign::ALL {
            let typed = self.typed.one(sign.name());
            if typed.is_empty() {
                continue;
            }
            if sign.grade(self.knowledge, typed).is_none() {
                self.refusals.push(Refusal::new(sign.name(), "ui-choose"));
            }
            signs.push((sign, typed.to_owned()));
        }
        signs
    }

    fn trigger(&mut self) -> Option<Trigger> {
        let typed = self.typed.one("trigger");
        let trigger = Trigger::parse(typed);
        if trigger.is_none() && !typed.is_empty() {
            self.refusals.push(Refusal::new("trigger", "ui-choose"));
        }
        trigger
    }

    fn refers(&mut self, at: &Place, has_trigger: bool) -> Vec<Place> {
        let mut places = Vec::new();
        for id in self.typed.0.get("refers").into_iter().flatten().filter(|id| !id.is_empty()) {
            match Place::parse(self.knowledge, id) {
                Some(place) => places.push(place),
                None => self.refusals.push(Refusal::new("refers", "application-site")),
            }
        }
        let word = self.typed.one("refers_to");
        if !word.is_empty() {
            match self.named(word, at.side) {
                Some(place) => places.push(place),
                None => self.refusals.push(Refusal::new("refers_to", "application-site")),
            }
        }
        places.retain(|place| place != at);
        places.sort_unstable();
        places.dedup();
        if !places.is_empty() && !has_trigger {
            self.refusals.push(Refusal::new("trigger", "finding-refers-trigger"));
        }
        places
    }

    /// A region in words, on the side of what refers to it.
    fn named(&self, word: &str, side: Option<Side>) -> Option<Place> {
        let Spot::Region(region) = spot(self.knowledge, word)? else { return None };
        Place::of(self.knowledge, &region, side).or_else(|| Place::of(self.knowledge, &region, None))
    }
}
