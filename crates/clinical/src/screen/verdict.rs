//! What the screen says of one technique at one place and force.

use crate::area::{Areas, Families};
use crate::force::Force;
use crate::knowledge::{Hands, Position, Refer, techniques::Position as Lying};
use crate::screen::Screen;

/// What is meant to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// The families of the technique or techniques at this force.
    pub families: Families,
    /// The places.
    pub areas: Areas,
    /// How hard.
    pub force: Force,
}

/// The six words of the command line, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Nothing recorded stands against it.
    Allow,
    /// With the changes that are said.
    AllowWithPrecaution,
    /// Leave these places out; the rest may be possible.
    AvoidRegion,
    /// Not this treatment today.
    DoNotTreat,
    /// No treatment; to be seen today or within 48 hours.
    ReferUrgent,
    /// No treatment; emergency services or department now.
    ReferEmergency,
}

impl Action {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Action::Allow => "allow",
            Action::AllowWithPrecaution => "allow-with-precaution",
            Action::AvoidRegion => "avoid-region",
            Action::DoNotTreat => "do-not-treat",
            Action::ReferUrgent => "refer-urgent",
            Action::ReferEmergency => "refer-emergency",
        }
    }

    /// The action that follows from the two questions: how soon somebody else must see the client, and what hands may do.
    /// A routine or two-week referral never blocks by itself.
    #[must_use]
    pub fn of(hands: Hands, refer: Refer) -> Action {
        match (refer, hands) {
            (Refer::Emergency, _) => Action::ReferEmergency,
            (Refer::SameDay | Refer::Within48h, _) => Action::ReferUrgent,
            (_, Hands::NoTreatment | Hands::NotThisTechnique) => Action::DoNotTreat,
            (_, Hands::AvoidHere) => Action::AvoidRegion,
            (_, Hands::Precaution) => Action::AllowWithPrecaution,
            (_, Hands::None) => Action::Allow,
        }
    }
}

/// What the screen says of one proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What hands may do.
    pub hands: Hands,
    /// How soon somebody else must see the client, wherever the hands would be.
    pub refer: Refer,
    /// The most pressure, 1 to 5, at the places of the proposal.
    pub cap: Option<u8>,
    /// Whether the force proposed is beyond the cap.
    pub beyond_cap: bool,
    /// The places of the proposal to leave out.
    pub leave_out: Areas,
    /// The effects that bear on it, gravest first, as places in [`Screen::held`].
    pub reasons: Vec<usize>,
    /// Positions not to be in.
    pub forbid: Vec<Position>,
    /// Positions one of which is asked for.
    pub require: Vec<Position>,
    /// Whether an open question could still come to no treatment or worse.
    pub provisional: bool,
}

impl Verdict {
    /// The one word for it.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::of(self.hands, self.refer)
    }

    /// May the client lie or sit so? Not where a rule forbids it, nor where rules ask for others.
    #[must_use]
    pub fn lets_lie(&self, position: Lying) -> bool {
        let is = |rule: &Position| match rule {
            Position::Prone => position == Lying::Prone,
            Position::SupineFlat => position == Lying::Supine,
            Position::SideLying | Position::LeftSideLying => position == Lying::SideLying,
            Position::SemiReclined => position == Lying::SemiReclined,
            Position::Seated => position == Lying::Seated,
            // How far, and on which side: a position as it is noted does not say.
            Position::HeadDown | Position::OnTheSide => false,
        };
        !self.forbid.iter().any(is) && (self.require.is_empty() || self.require.iter().any(is))
    }
}

/// Below this pressure a thrust cannot be given at all.
const FIRM: u8 = 4;

impl Screen<'_> {
    /// What the screen says of one proposal.
    #[must_use]
    pub fn judge(&self, proposal: &Proposal) -> Verdict {
        let mut verdict = Verdict {
            hands: Hands::None,
            refer: self.refer(),
            cap: None,
            beyond_cap: false,
            leave_out: Areas::NONE,
            reasons: Vec::new(),
            forbid: Vec::new(),
            require: Vec::new(),
            provisional: false,
        };
        let thrust = self.knowledge().families.thrusts(proposal.families);
        let mut blocked = Areas::NONE;
        for (number, held) in self.held().iter().enumerate() {
            let here = held.areas.meets(proposal.areas);
            let concerns = here && held.families.meets(proposal.families);
            let capped = here && held.cap.is_some();
            if !concerns && !capped && held.refer < Refer::Within48h {
                continue;
            }
            verdict.reasons.push(number);
            if let Some(cap) = held.cap.filter(|_| capped) {
                verdict.cap = Some(verdict.cap.map_or(cap, |before| before.min(cap)));
                if thrust && cap < FIRM && !held.is_cleared(proposal.families, proposal.areas) {
                    blocked |= held.areas & proposal.areas;
                    verdict.leave_out |= held.areas & proposal.areas;
                }
            }
            if !concerns {
                continue;
            }
            self.positions(held.rule, held.effect, &mut verdict);
            let hands = held.hands_for(proposal.families, proposal.areas);
            match hands {
                Hands::None | Hands::Precaution | Hands::NoTreatment => {}
                Hands::AvoidHere => verdict.leave_out |= held.areas & proposal.areas,
                Hands::NotThisTechnique => {
                    blocked |= held.areas & proposal.areas;
                    verdict.leave_out |= held.areas & proposal.areas;
                }
            }
            // A technique blocked in a part of the places is a part to leave out; in all of them, no technique.
            verdict.hands = verdict.hands.max(hands.min(if hands == Hands::NotThisTechnique {
                Hands::AvoidHere
            } else {
                Hands::NoTreatment
            }));
        }
        if !blocked.is_empty() {
            let all = blocked.covers(proposal.areas);
            verdict.hands = verdict.hands.max(if all { Hands::NotThisTechnique } else { Hands::AvoidHere });
        }
        verdict.beyond_cap = verdict.cap.is_some_and(|cap| proposal.force.as_pressure() > cap);
        if verdict.beyond_cap {
            verdict.hands = verdict.hands.max(Hands::Precaution);
        }
        verdict.provisional = self.could_stop(proposal);
        verdict
    }

    fn positions(&self, rule: usize, effect: usize, verdict: &mut Verdict) {
        let Some(effect) = self.knowledge().safety.rules.get(rule).and_then(|r| r.effects.get(effect)) else { return };
        for position in &effect.forbid {
            if !verdict.forbid.contains(position) {
                verdict.forbid.push(*position);
            }
        }
        for position in &effect.require {
            if !verdict.require.contains(position) {
                verdict.require.push(*position);
            }
        }
    }

    /// Whether an open question of today's tiers could bring no treatment, or a referral of today or now.
    fn could_stop(&self, proposal: &Proposal) -> bool {
        self.open().iter().any(|open| {
            let effect = self.knowledge().safety.rules.get(open.rule).and_then(|r| r.effects.get(open.effect));
            effect.is_some_and(|e| e.hands == Hands::NoTreatment || e.refer >= Refer::SameDay)
                && open.areas.meets(proposal.areas)
                && open.missing.iter().any(|(fact, _)| self.is_asked_today(*fact, std::slice::from_ref(proposal)))
        })
    }
}
