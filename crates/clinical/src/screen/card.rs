//! The card "Today with …": what holds, merged by what is to be done and not by rule.

use crate::area::{Areas, Families};
use crate::knowledge::{Hands, Position, Refer};
use crate::screen::{Held, Proposal, Screen};

/// The lines of the card, gravest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// At most one line of each kind.
    pub lines: Vec<Line>,
}

/// One line of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// The lowest cap of its effects.
    pub cap: Option<u8>,
    /// The places it is about.
    pub areas: Areas,
    /// The families it is about.
    pub families: Families,
    /// Positions it is about.
    pub positions: Vec<Position>,
    /// What its effects say, each once.
    pub texts: Vec<String>,
    /// The effects it merges, as places in [`Screen::held`].
    pub held: Vec<usize>,
}

/// What a line of the card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// No hands-on treatment, or somebody else must see the client now.
    Stop,
    /// Leave out a place or a technique.
    Avoid,
    /// The most pressure.
    Pressure,
    /// How to lie.
    Position,
    /// With care as said.
    Care,
    /// A note that stands in nobody's way.
    Note,
}

impl LineKind {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LineKind::Stop => "stop",
            LineKind::Avoid => "avoid",
            LineKind::Pressure => "pressure",
            LineKind::Position => "position",
            LineKind::Care => "care",
            LineKind::Note => "note",
        }
    }
}

impl Screen<'_> {
    /// The card of what holds for today's proposals: what bears on none of them is left out, save a referral. Without proposals,
    /// everything that holds.
    #[must_use]
    pub fn card(&self, proposals: &[Proposal]) -> Card {
        let mut lines: Vec<Line> = Vec::new();
        for (number, held) in self.held().iter().enumerate().filter(|(_, held)| bears(held, proposals)) {
            let Some(effect) =
                self.knowledge().safety.rules.get(held.rule).and_then(|rule| rule.effects.get(held.effect))
            else {
                continue;
            };
            let hands = held.hands_for(held.families, held.areas);
            let turns = !effect.forbid.is_empty() || !effect.require.is_empty();
            let kind = match (held.refer, hands) {
                (Refer::Emergency | Refer::SameDay | Refer::Within48h, _) | (_, Hands::NoTreatment) => LineKind::Stop,
                (_, Hands::AvoidHere | Hands::NotThisTechnique) => LineKind::Avoid,
                _ if held.cap.is_some() => LineKind::Pressure,
                _ if turns => LineKind::Position,
                (_, Hands::Precaution) => LineKind::Care,
                (_, Hands::None) => LineKind::Note,
            };
            let index = match lines.iter().position(|line| line.kind == kind) {
                Some(index) => index,
                None => {
                    lines.push(Line {
                        kind,
                        cap: None,
                        areas: Areas::NONE,
                        families: Families::NONE,
                        positions: Vec::new(),
                        texts: Vec::new(),
                        held: Vec::new(),
                    });
                    lines.len() - 1
                }
            };
            let Some(line) = lines.get_mut(index) else { continue };
            line.areas |= held.areas;
            line.families |= held.families;
            line.cap = match (line.cap, held.cap) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            line.positions
                .extend(effect.require.iter().filter(|p| !line.positions.contains(p)).copied().collect::<Vec<_>>());
            if !line.texts.contains(&effect.text) {
                line.texts.push(effect.text.clone());
            }
            line.held.push(number);
        }
        lines.sort_by_key(|line| line.kind);
        Card { lines }
    }
}

fn bears(held: &Held, proposals: &[Proposal]) -> bool {
    proposals.is_empty()
        || held.refer >= Refer::Within48h
        || proposals
            .iter()
            .any(|p| held.areas.meets(p.areas) && (held.cap.is_some() || held.families.meets(p.families)))
}
