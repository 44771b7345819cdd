//! What only the whole of facts and rules can tell.

use std::collections::BTreeSet;

use super::{FactId, Kind, Knowledge, Problem, Who};
use crate::predicate::Predicate;

/// Checks facts and safety rules against each other and against the sources.
pub(super) fn safety(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
    let facts = &knowledge.facts;
    let read = read_by_something(knowledge);
    for (place, fact) in facts.facts.iter().enumerate() {
        knowledge.sources.check(&fact.provenance, &fact.place, problems);
        let id = u16::try_from(place).map(FactId).unwrap_or(FactId(u16::MAX));
        if !read.contains(&id) && fact.kind != Kind::List {
            problems.push(fact.place.problem(format!("no rule reads `{}`", fact.key)));
        }
        if fact.who == Who::Program && fact.defined.is_none() {
            problems.push(fact.place.problem(format!("nobody can answer `{}`", fact.key)));
        }
        for name in fact.at.iter().chain(&fact.complaint_at) {
            if knowledge.regions.covering(name).is_none() {
                problems.push(fact.place.problem(format!("no area is called `{name}`")));
            }
        }
        if !fact.at.is_empty() && !fact.sited {
            problems.push(fact.place.problem("a fact with a usual place needs sited = true"));
        }
    }
    for group in &facts.groups {
        for name in &group.opens_at {
            if knowledge.regions.covering(name).is_none() {
                problems.push(group.place.problem(format!("no area is called `{name}`")));
            }
        }
        for key in &group.opens_for {
            if knowledge.families.family(key).is_none() {
                problems.push(group.place.problem(format!("no family is called `{key}`")));
            }
        }
    }
    for rule in &knowledge.safety.rules {
        knowledge.sources.check(&rule.provenance, &rule.place, problems);
        let conditions = rule.effects.iter().filter_map(|effect| effect.condition.as_ref());
        for condition in std::iter::once(&rule.when).chain(conditions) {
            negates_only_what_resolves(knowledge, condition, &mut |what| problems.push(rule.place.problem(what)));
        }
    }
}

fn read_by_something(knowledge: &Knowledge) -> BTreeSet<FactId> {
    use super::Definition;
    let mut read = BTreeSet::new();
    for rule in &knowledge.safety.rules {
        read.extend(rule.when.facts());
        for effect in &rule.effects {
            read.extend(effect.condition.iter().flat_map(Predicate::facts));
        }
    }
    for fact in &knowledge.facts.facts {
        match &fact.defined {
            Some(Definition::Holds(predicate)) => read.extend(predicate.facts()),
            Some(Definition::Count(parts)) => read.extend(parts.iter().flat_map(Predicate::facts)),
            Some(Definition::WeeksFromDue(due)) => {
                read.insert(*due);
            }
            None => {}
        }
    }
    read
}

/// A rule may negate only facts that speak for resolution; anything else would let a "yes" make a verdict milder.
fn negates_only_what_resolves(knowledge: &Knowledge, condition: &Predicate, say: &mut impl FnMut(String)) {
    condition.each(&mut |predicate| {
        let Predicate::Not(part) = predicate else { return };
        for id in part.facts() {
            if !knowledge.facts.get(id).is_some_and(|fact| fact.resolves) {
                say(format!("`{}` is negated but does not speak for resolution", knowledge.facts.key(id)));
            }
        }
    });
}

impl Knowledge {
    /// The rules without a case, given every rule that some case brings about.
    #[must_use]
    pub fn without_cases(&self, seen: &BTreeSet<String>) -> Vec<Problem> {
        let bare = self.safety.rules.iter().filter(|rule| !seen.contains(&rule.key));
        bare.map(|rule| rule.place.problem(format!("`{}` has no case", rule.key))).collect()
    }
}
