//! Finding the effects that hold, and those that an answer could still bring about.

use crate::area::{Areas, Families};
use crate::knowledge::{Effect, EndsBy, FactId, Hands, Knowledge, Refer, Rule, Where};
use crate::predicate::{Known, Missing, Witness};
use crate::screen::Clearance;
use crate::truth::Truth;

/// One effect that holds for the client today.
#[derive(Clone, Debug)]
pub struct Held {
    /// The rule's place in `knowledge.safety.rules`.
    pub rule: usize,
    /// The effect's place in the rule.
    pub effect: usize,
    /// The families it concerns.
    pub families: Families,
    /// The places it concerns.
    pub areas: Areas,
    /// What hands may do.
    pub hands: Hands,
    /// How soon somebody else must see the client.
    pub refer: Refer,
    /// The most pressure there.
    pub cap: Option<u8>,
    /// Where a clearance has turned a block into a precaution, for the families and places it names.
    pub cleared: Vec<(Families, Areas)>,
    /// The client has it somewhere, and nobody said where: it holds everywhere until somebody does.
    pub place_unknown: bool,
    /// The facts that made it hold.
    pub facts: Vec<FactId>,
}

/// An effect that an answer could still bring about.
#[derive(Clone, Debug)]
pub struct Open {
    /// The rule's place in `knowledge.safety.rules`.
    pub rule: usize,
    /// The effect's place in the rule.
    pub effect: usize,
    /// The families it would concern.
    pub families: Families,
    /// The places it could concern.
    pub areas: Areas,
    /// What is missing.
    pub missing: Vec<(FactId, Missing)>,
}

impl Held {
    /// For ordering: the graver the greater.
    pub(super) fn weight(&self) -> (Refer, Hands, u8) {
        (self.refer, self.hands, 5 - self.cap.unwrap_or(5).min(5))
    }

    /// What hands may do for these families at these places, a clearance counted in.
    pub(super) fn hands_for(&self, families: Families, areas: Areas) -> Hands {
        if self.is_cleared(families, areas) { self.hands.min(Hands::Precaution) } else { self.hands }
    }

    /// Whether a clearance covers all of it.
    pub(super) fn is_cleared(&self, families: Families, areas: Areas) -> bool {
        self.cleared.iter().any(|(f, a)| f.covers(families) && a.covers(areas))
    }
}

/// Reads every rule.
pub(super) fn find(knowledge: &Knowledge, known: &Known<'_>, clearances: &[Clearance]) -> (Vec<Held>, Vec<Open>) {
    let mut held = Vec::new();
    let mut open = Vec::new();
    let mut witnesses = Vec::new();
    for (number, rule) in knowledge.safety.rules.iter().enumerate() {
        witnesses.clear();
        let when = known.holds(&rule.when, &mut witnesses);
        if when == Truth::No {
            continue;
        }
        for (place, effect) in rule.effects.iter().enumerate() {
            let mut all = witnesses.clone();
            let also = effect.condition.as_ref().map_or(Truth::Yes, |c| known.holds(c, &mut all));
            match when.and(also) {
                Truth::No => {}
                // An effect at the places of certain facts has nothing to say where none of these made the rule hold.
                Truth::Yes if !effect.of.is_empty() && !all.iter().any(|w| effect.of.contains(&w.fact)) => {}
                Truth::Yes => {
                    let one = Found { knowledge, known, rule, number, effect, place };
                    held.push(one.hold(&all, clearances));
                }
                Truth::Unknown => {
                    let mut missing = Vec::new();
                    known.open(&rule.when, &mut missing);
                    if let Some(condition) = &effect.condition {
                        known.open(condition, &mut missing);
                    }
                    missing.sort_unstable();
                    missing.dedup();
                    let areas = fixed(effect).unwrap_or_else(|| knowledge.body.whole());
                    open.push(Open { rule: number, effect: place, families: effect.families, areas, missing });
                }
            }
        }
    }
    (held, open)
}

struct Found<'a> {
    knowledge: &'a Knowledge,
    known: &'a Known<'a>,
    rule: &'a Rule,
    number: usize,
    effect: &'a Effect,
    place: usize,
}

impl Found<'_> {
    fn hold(&self, witnesses: &[Witness], clearances: &[Clearance]) -> Held {
        let (areas, place_unknown) = self.areas(witnesses);
        let mut facts: Vec<FactId> = witnesses.iter().map(|w| w.fact).collect();
        facts.sort_unstable();
        facts.dedup();
        let cleared = self.cleared(&facts, clearances);
        let assessed = self.effect.refer > Refer::None
            && cleared.iter().any(|(f, a)| f.covers(self.effect.families) && a.covers(areas));
        Held {
            rule: self.number,
            effect: self.place,
            families: self.effect.families,
            areas,
            hands: self.effect.hands,
            refer: if assessed { Refer::None } else { self.effect.refer },
            cap: self.effect.cap,
            cleared,
            place_unknown,
            facts,
        }
    }

    /// The places the effect speaks of, and whether one of the client's own is not known.
    fn areas(&self, witnesses: &[Witness]) -> (Areas, bool) {
        let (sites, unknown) = self.sites(witnesses);
        let body = &self.knowledge.body;
        let mut areas = Areas::NONE;
        let mut place_unknown = false;
        for at in &self.effect.at {
            if !matches!(at, Where::Fixed(_)) && unknown {
                place_unknown = true;
                areas |= body.whole();
            }
            areas |= match at {
                Where::Fixed(areas) => *areas,
                Where::Site => sites,
                Where::Limb => body.limb(sites),
                Where::Quadrant => body.quadrant(sites),
                Where::Adjacent => body.adjacent(sites),
            };
        }
        (areas, place_unknown)
    }

    fn sites(&self, witnesses: &[Witness]) -> (Areas, bool) {
        let table = &self.knowledge.facts;
        let mut sites = Areas::NONE;
        let mut any = false;
        let mut unknown = false;
        for witness in witnesses {
            let meant = self.effect.of.is_empty() || self.effect.of.contains(&witness.fact);
            if !meant || !table.get(witness.fact).is_some_and(|fact| fact.sited) {
                continue;
            }
            any = true;
            match witness.sites {
                Some(areas) => sites |= areas,
                None => unknown = true,
            }
        }
        (sites, unknown || !any)
    }

    fn cleared(&self, facts: &[FactId], clearances: &[Clearance]) -> Vec<(Families, Areas)> {
        if self.effect.ends_by != EndsBy::Clearance {
            return Vec::new();
        }
        let today = self.known.today();
        clearances
            .iter()
            .filter(|c| c.on <= today && c.until.is_none_or(|until| today <= until))
            .filter(|c| {
                let table = &self.knowledge.facts;
                c.of == self.rule.key || facts.iter().any(|fact| table.key(*fact) == c.of)
            })
            .filter(|c| !self.happened_after(facts, c))
            .map(|c| {
                let families = c.families.unwrap_or(self.effect.families);
                (families, c.areas.unwrap_or(Areas::WHOLE))
            })
            .collect()
    }

    /// What began after the clearance was given is not covered by it.
    fn happened_after(&self, facts: &[FactId], clearance: &Clearance) -> bool {
        facts.iter().any(|fact| match self.known.answer(*fact) {
            Some(crate::facts::Answer::Yes(occurrences)) => {
                occurrences.iter().any(|o| o.since.is_some_and(|since| since.from() > clearance.on))
            }
            _ => false,
        })
    }
}

/// The places of an effect that does not depend on the client's own.
fn fixed(effect: &Effect) -> Option<Areas> {
    effect.at.iter().try_fold(Areas::NONE, |areas, at| match at {
        Where::Fixed(more) => Some(areas | *more),
        _ => None,
    })
}
