//! Which questions are worth asking today: those whose answer could change what is proposed.

use std::collections::BTreeMap;

use crate::knowledge::{FactId, Hands, Refer, Tier, Where, Who};
use crate::predicate::Missing;
use crate::screen::{Action, Open, Proposal, Screen};

/// A group of facts to ask about in one go.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The group's place in the table of facts.
    pub group: usize,
    /// What is wanted, in the order of the table.
    pub wanted: Vec<Wanted>,
    /// The gravest action that an answer could bring.
    pub could: Action,
}

/// One thing to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Of which fact.
    pub fact: FactId,
    /// What of it.
    pub what: Missing,
}

/// The most questions for one visit.
const MOST: usize = 3;

impl Screen<'_> {
    /// At most three grouped questions, gravest first, then those that decide most rules: only such as could lift what is
    /// proposed to "avoid" or worse, and only of tiers that are asked today.
    #[must_use]
    pub fn questions(&self, proposals: &[Proposal]) -> Vec<Question> {
        let mut groups: BTreeMap<usize, (Action, usize, Vec<Wanted>)> = BTreeMap::new();
        let now: Vec<Action> = proposals.iter().map(|proposal| self.action_of(proposal)).collect();
        for open in self.open() {
            let Some(could) = self.could(open, proposals, &now) else {
                continue;
            };
            for (fact, what) in &open.missing {
                self.want(&mut groups, could, Wanted { fact: *fact, what: *what }, proposals);
            }
        }
        for held in self.held().iter().filter(|held| held.place_unknown) {
            let could = Action::of(held.hands, held.refer);
            for fact in &held.facts {
                if self.knowledge().facts.get(*fact).is_some_and(|f| f.sited) {
                    self.want(&mut groups, could, Wanted { fact: *fact, what: Missing::Place }, proposals);
                }
            }
        }
        let mut ranked: Vec<_> = groups.into_iter().collect();
        ranked.sort_by(|(a, (could_a, rules_a, _)), (b, (could_b, rules_b, _))| {
            could_b.cmp(could_a).then(rules_b.cmp(rules_a)).then(a.cmp(b))
        });
        let question = |(group, (could, _, mut wanted)): (usize, (Action, usize, Vec<Wanted>))| {
            wanted.sort_unstable();
            wanted.dedup();
            Question { group, wanted, could }
        };
        ranked.into_iter().take(MOST).map(question).collect()
    }

    fn want(
        &self,
        groups: &mut BTreeMap<usize, (Action, usize, Vec<Wanted>)>,
        could: Action,
        wanted: Wanted,
        proposals: &[Proposal],
    ) {
        let Some(fact) = self.knowledge().facts.get(wanted.fact) else { return };
        if !self.is_asked_today(wanted.fact, proposals) {
            return;
        }
        let entry = groups.entry(fact.group).or_insert((could, 0, Vec::new()));
        entry.0 = entry.0.max(could);
        entry.1 += 1;
        entry.2.push(wanted);
    }

    /// What an open effect could do to the worst-hit proposal, if it would worsen it to "avoid" or beyond.
    /// `now` is what holds for each of them.
    fn could(&self, open: &Open, proposals: &[Proposal], now: &[Action]) -> Option<Action> {
        let effect = self.knowledge().safety.rules.get(open.rule)?.effects.get(open.effect)?;
        let could = Action::of(effect.hands, effect.refer);
        let everywhere = effect.refer >= Refer::Within48h;
        let worsens = proposals.iter().zip(now).any(|(p, now)| {
            let hit = everywhere || (open.families.meets(p.families) && open.areas.meets(p.areas));
            hit && could > *now
        });
        let local = effect.at.iter().all(|at| !matches!(at, Where::Fixed(_)));
        let grave =
            effect.refer >= Refer::Within48h || effect.hands >= Hands::AvoidHere || (local && could > Action::Allow);
        (worsens && grave && could >= Action::AvoidRegion).then_some(could)
    }

    fn action_of(&self, proposal: &Proposal) -> Action {
        let refer = self.refer();
        let hands = self
            .held()
            .iter()
            .filter(|held| held.areas.meets(proposal.areas) && held.families.meets(proposal.families))
            .map(|held| held.hands_for(proposal.families, proposal.areas))
            .max()
            .unwrap_or_default();
        Action::of(hands, refer)
    }

    /// Whether a fact is of a tier that is asked today: at each visit and once in the history always; of a complaint where it
    /// or the region is open; of a technique where it is proposed.
    pub(super) fn is_asked_today(&self, fact: FactId, proposals: &[Proposal]) -> bool {
        let knowledge = self.knowledge();
        let Some(fact) = knowledge.facts.get(fact) else { return false };
        let Some(group) = knowledge.facts.groups.get(fact.group) else { return false };
        if fact.who == Who::Program {
            return false;
        }
        if self.found.yes_groups.binary_search(&fact.group).is_ok() {
            return true;
        }
        match group.tier {
            Tier::Today | Tier::History => true,
            Tier::Complaint => group.opens_areas.meets(self.found.complaints),
            Tier::Technique => proposals.iter().any(|p| group.opens_families.meets(p.families)),
        }
    }
}
