//! Whether a safety rule that stands in the place of another is at least as tight: effect by effect, on both axes.

use super::implies::Tables;
use crate::knowledge::{Effect, EndsBy, Hands, Knowledge, Refer, Rule, Where};

/// What was found of a rule.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// What may let something through that the old held back, or cannot be shown not to.
    pub(super) looser: Vec<String>,
    /// Whether any of that is at the level of urgent or above.
    pub(super) urgent: bool,
    /// Words at that level that are no longer said.
    pub(super) unsaid: Vec<String>,
}

/// Urgent and above: seen the same day or at once, or no hands-on treatment.
pub(super) fn is_urgent(effect: &Effect) -> bool {
    effect.hands == Hands::NoTreatment || effect.refer >= Refer::SameDay
}

/// Whether anything that follows from the rule is urgent or above.
pub(super) fn is_urgent_rule(rule: &Rule) -> bool {
    rule.effects.iter().any(is_urgent)
}

/// Weighs `new` against `old`.
pub(super) fn weigh(before: &Knowledge, after: &Knowledge, old: &Rule, new: &Rule) -> Weighed {
    let tables = Tables { old: &before.facts, new: &after.facts };
    let mut weighed = Weighed::default();
    if !tables.implies(&old.when, &new.when) {
        weighed.looser.push("it cannot be shown to hold wherever it held before (`when`)".into());
        weighed.urgent = is_urgent_rule(old);
    }
    for effect in &old.effects {
        let nearest = new.effects.iter().map(|other| missing(after, tables, effect, other)).min_by_key(Vec::len);
        let missing = nearest.unwrap_or_else(|| vec!["no effect"]);
        if !missing.is_empty() {
            let what = missing.join(", ");
            weighed.looser.push(format!("nothing is as tight as “{}” was ({what})", effect.text));
            weighed.urgent |= is_urgent(effect);
        }
    }
    if is_urgent_rule(old) {
        let urgent = old.effects.iter().filter(|effect| is_urgent(effect)).map(|effect| &effect.text);
        let said =
            |words: &str| new.action.contains(words) || new.effects.iter().any(|effect| effect.text.contains(words));
        weighed.unsaid = urgent.chain([&old.action]).filter(|words| !said(words)).cloned().collect();
    }
    weighed
}

/// In what `new` falls short of `old`; empty where it is as tight in everything.
fn missing(after: &Knowledge, tables: Tables<'_>, old: &Effect, new: &Effect) -> Vec<&'static str> {
    let conditions = match (&old.condition, &new.condition) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => tables.implies(old, new),
    };
    let forbids = old.forbid.iter().all(|position| new.forbid.contains(position));
    let requires = old.require.is_empty()
        || (!new.require.is_empty() && new.require.iter().all(|position| old.require.contains(position)));
    let each = [
        (new.hands >= old.hands, "hands"),
        (new.refer >= old.refer, "refer"),
        (old.cap.is_none_or(|cap| new.cap.is_some_and(|now| now <= cap)), "cap"),
        (new.families.covers(old.families), "families"),
        (covers(after, tables, old, new), "at"),
        (ends_no_sooner(old.ends_by, new.ends_by), "ends_by"),
        (old.overridable || !new.overridable, "overridable"),
        (conditions, "while"),
        (forbids, "forbid"),
        (requires, "require"),
    ];
    each.into_iter().filter(|(holds, _)| !holds).map(|(_, name)| name).collect()
}

/// Whether every place of the old is a place of the new. The client's own place is the same only by the same facts.
fn covers(after: &Knowledge, tables: Tables<'_>, old: &Effect, new: &Effect) -> bool {
    let everywhere = |place: &Where| matches!(place, Where::Fixed(areas) if areas.covers(after.body.whole()));
    if new.at.iter().any(everywhere) {
        return true;
    }
    let of_same = match (old.of.is_empty(), new.of.is_empty()) {
        (true, empty) => empty,
        (false, true) => false,
        (false, false) => old.of.iter().all(|a| new.of.iter().any(|b| tables.same_fact(*a, *b))),
    };
    old.at.iter().all(|was| match was {
        Where::Fixed(was) => new.at.iter().any(|now| matches!(now, Where::Fixed(now) if now.covers(*was))),
        own => of_same && new.at.iter().any(|now| now == own || (*own == Where::Site && *now == Where::Adjacent)),
    })
}

/// What only time ends cannot be set against what somebody says; a practitioner's look is more than the client's word, and a
/// written clearance more than either.
fn ends_no_sooner(old: EndsBy, new: EndsBy) -> bool {
    old == new || new == EndsBy::Clearance || (old, new) == (EndsBy::SelfReport, EndsBy::Recheck)
}
