//! What a complaint makes one ask before hands are laid on: the fewest questions that could tell of an emergency.

use crate::facts::{Answer, Facts};
use crate::knowledge::{FactId, Kind, Knowledge, Refer, Tier, Who};
use crate::predicate::{Known, Missing, Predicate};
use crate::screen::{Context, supplied};
use crate::truth::Truth;

static NO: Answer = Answer::No { on: None };

/// The facts that a complaint opens whose answer could still tell of an emergency, in the order of the table. A no to each of
/// them rules out every emergency that such answers can rule out, and none of them could be left out. A session begins when they
/// are answered.
///
/// Where an injury must come before its signs, the injury alone is asked about; its signs follow once it is a yes. What is asked
/// at other times (today, in the history) is taken as no here: its own question asks it.
#[must_use]
pub fn before_hands(knowledge: &Knowledge, facts: &Facts, context: &Context) -> Vec<FactId> {
    let facts = &supplied(knowledge, facts, context);
    let mut known = Known::new(knowledge, facts, context.today, context.closed_world);
    let mut open = emergencies(knowledge, &known);
    let (mut asked, others): (Vec<FactId>, Vec<FactId>) =
        missing(&known, &open).into_iter().partition(|fact| is_opened(knowledge, context, *fact));
    for fact in others.iter().chain(&asked) {
        known.assume(*fact, Some(&NO));
    }
    let ruled_out = |known: &Known<'_>, emergency: &Conditions<'_>| truth(known, emergency) == Truth::No;
    open.retain(|emergency| ruled_out(&known, emergency));
    // From the last to the first: what the others rule out without it need not be asked.
    for at in (0..asked.len()).rev() {
        let Some(fact) = asked.get(at).copied() else { continue };
        known.assume(fact, None);
        if open.iter().all(|emergency| ruled_out(&known, emergency)) {
            asked.remove(at);
        } else {
            known.assume(fact, Some(&NO));
        }
    }
    asked
}

/// The conditions of an effect, all of which must hold.
type Conditions<'k> = (&'k Predicate, Option<&'k Predicate>);

fn truth(known: &Known<'_>, (when, also): &Conditions<'_>) -> Truth {
    let mut seen = Vec::new();
    let when = known.holds(when, &mut seen);
    if when == Truth::No { when } else { when.and(also.map_or(Truth::Yes, |also| known.holds(also, &mut seen))) }
}

/// The emergencies that an answer could still bring about.
fn emergencies<'k>(knowledge: &'k Knowledge, known: &Known<'_>) -> Vec<Conditions<'k>> {
    let effects = knowledge.safety.rules.iter().flat_map(|rule| rule.effects.iter().map(move |effect| (rule, effect)));
    effects
        .filter(|(_, effect)| effect.refer == Refer::Emergency)
        .map(|(rule, effect)| (&rule.when, effect.condition.as_ref()))
        .filter(|emergency| truth(known, emergency) == Truth::Unknown)
        .collect()
}

/// The answers that are missing, in the order of the table.
fn missing(known: &Known<'_>, open: &[Conditions<'_>]) -> Vec<FactId> {
    let mut missing = Vec::new();
    for (when, also) in open {
        known.open(when, &mut missing);
        if let Some(also) = also {
            known.open(also, &mut missing);
        }
    }
    missing.retain(|(_, what)| *what == Missing::Answer);
    let mut facts: Vec<FactId> = missing.into_iter().map(|(fact, _)| fact).collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// Whether it is a yes-or-no question that a complaint of this client opens.
fn is_opened(knowledge: &Knowledge, context: &Context, fact: FactId) -> bool {
    let fact = knowledge.facts.get(fact).filter(|fact| fact.kind == Kind::YesNo && fact.who != Who::Program);
    let group = fact.and_then(|fact| knowledge.facts.groups.get(fact.group));
    group.is_some_and(|group| group.tier == Tier::Complaint && group.opens_areas.meets(context.complaints))
}
