//! What each entry of an overlay does to safety.

use std::collections::BTreeSet;

use super::change::{Change, What};
use super::implies::Tables;
use super::merge::{Gone, Laid, Merge, folder_of};
use super::rules::{is_urgent_rule, weigh};
use crate::knowledge::entries::{Entries, Entry};
use crate::knowledge::{Definition, Fact, FactId, Knowledge};
use crate::predicate::Predicate;

/// Kinds on which a verdict, a warning or a limit rests: another entry in the place of one must keep all it said, or it
/// counts as looser.
const HOLDS_BACK: &[&str] = &[
    "medicine",
    "class",
    "red_flag",
    "warning",
    "emergency_text",
    "universal",
    "bar",
    "endangerment",
    "contra_class",
    "screened",
    "never_claimed",
    "pain_ceiling",
    "course_rule",
];

/// Kinds that say who may do what: law. Whatever is said of it, an owner answers for it.
const LAW: &[&str] = &["activity", "exception", "licence", "certificate", "consent_rule", "separate_consent"];

/// Kinds at the level of urgent: what they said must still be said.
const URGENT: &[&str] = &["red_flag", "emergency_text"];

const REFUSED: &str = "loosening or retiring is refused at the level of urgent and above";

struct Scale<'a> {
    before: &'a Knowledge,
    after: &'a Knowledge,
    was: Entries,
    is: Entries,
    /// Facts that an urgent rule reads, by key.
    urgent: BTreeSet<String>,
}

/// Each entry of the overlay, weighed.
pub(super) fn changes(merge: &Merge, base: &[(&str, &str)], before: &Knowledge, after: &Knowledge) -> Vec<Change> {
    // Only the folders that the overlay touches are read as entries.
    let laid = merge.laid.iter().map(|laid| laid.kind.folder);
    let touched: BTreeSet<&str> = laid.chain(merge.gone.iter().map(|gone| gone.kind.folder)).collect();
    let whole = merge.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let whole: Vec<(&str, &str)> = whole.filter(|(path, _)| touched.contains(folder_of(path))).collect();
    let was = base.iter().filter(|(path, _)| touched.contains(folder_of(path))).copied();
    let scale = Scale {
        before,
        after,
        was: Entries::read(&was.collect::<Vec<_>>()),
        is: Entries::read(&whole),
        urgent: urgent_facts(before),
    };
    let laid = merge.laid.iter().map(|laid| scale.laid(laid));
    laid.chain(merge.gone.iter().map(|gone| scale.gone(gone))).collect()
}

impl Scale<'_> {
    fn laid(&self, laid: &Laid) -> Change {
        let word = laid.kind.word;
        let entry = self.is.get(word, &laid.key);
        let mut change = Change {
            what: What::Added,
            kind: word,
            key: laid.key.clone(),
            title: entry.map_or_else(String::new, |entry| entry.title.clone()),
            why: Vec::new(),
            sources: entry.map_or_else(Vec::new, |entry| entry.sources.clone()),
            refused: None,
            place: laid.place.clone(),
        };
        if LAW.contains(&word) {
            change.what = What::Loosened;
            change.why.push("who may do what is law, and nothing shows which side of it is tighter".into());
        } else if laid.there {
            change.what = What::Corrected;
            match word {
                "rule" => self.rule(&mut change),
                "fact" => self.fact(&mut change),
                _ if HOLDS_BACK.contains(&word) => self.kept(&mut change, entry),
                _ => {}
            }
        }
        change
    }

    fn rule(&self, change: &mut Change) {
        let (Some(old), Some(new)) = (self.before.safety.rule(&change.key), self.after.safety.rule(&change.key)) else {
            return;
        };
        let weighed = weigh(self.before, self.after, old, new);
        change.what = if weighed.looser.is_empty() { What::Tightened } else { What::Loosened };
        if weighed.urgent {
            change.refused = Some(format!("rule `{}`: {REFUSED}: {}", change.key, weighed.looser.join("; ")));
        } else if let Some(words) = weighed.unsaid.first() {
            change.refused = Some(format!(
                "rule `{}`: words at the level of urgent may be added to, and must stay: “{words}”",
                change.key
            ));
        }
        change.why = weighed.looser;
    }

    fn fact(&self, change: &mut Change) {
        let find = |knowledge: &'_ Knowledge| knowledge.facts.find(&change.key);
        let (Some(a), Some(b)) = (find(self.before), find(self.after)) else { return };
        let (Some(old), Some(new)) = (self.before.facts.get(a), self.after.facts.get(b)) else { return };
        let (form, words) = (self.form(old, new), wording(old, new));
        let read = self.is_read(a);
        if form.is_empty() && words.is_empty() {
            change.what = What::Tightened;
            return;
        }
        if !read {
            return;
        }
        change.what = What::Loosened;
        if !form.is_empty() && self.urgent.contains(&change.key) {
            let what = form.join(", ");
            change.refused = Some(format!("fact `{}`, which an urgent rule reads: {REFUSED} ({what})", change.key));
        }
        let said = form.iter().chain(&words);
        change.why = said.map(|name| format!("`{name}` is not what it was, and rules read the answer")).collect();
    }

    /// What of its form is another than it was.
    fn form(&self, old: &Fact, new: &Fact) -> Vec<&'static str> {
        let tables = Tables { old: &self.before.facts, new: &self.after.facts };
        let defined = match (&old.defined, &new.defined) {
            (None, None) => true,
            (Some(Definition::Holds(a)), Some(Definition::Holds(b))) => tables.same(a, b),
            (Some(Definition::Count(a)), Some(Definition::Count(b))) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| tables.same(a, b))
            }
            (Some(Definition::WeeksFromDue(a)), Some(Definition::WeeksFromDue(b))) => tables.same_fact(*a, *b),
            _ => false,
        };
        let group = |knowledge: &Knowledge, fact: &Fact| {
            let group = knowledge.facts.groups.get(fact.group);
            group.map(|group| (group.key.clone(), group.tier, group.ask_again_days.unwrap_or(u16::MAX)))
        };
        let asked = match (group(self.before, old), group(self.after, new)) {
            (Some((was, tier, days)), Some((is, now, again))) => was == is || (now <= tier && again <= days),
            _ => false,
        };
        let names = old.stands_for.iter().all(|name| new.stands_for.contains(name));
        let each = [
            (old.kind == new.kind, "unit, range, choice"),
            (defined, "holds, count"),
            (old.sited == new.sited && old.at == new.at, "sited, at"),
            (old.dated == new.dated, "dated"),
            (old.resolves == new.resolves, "resolves"),
            (old.who == new.who, "who"),
            (asked, "group"),
            (names, "stands_for"),
        ];
        each.into_iter().filter(|(same, _)| !same).map(|(_, name)| name).collect()
    }

    fn is_read(&self, fact: FactId) -> bool {
        let rules = self.before.safety.rules.iter();
        let mut conditions = rules.flat_map(|rule| {
            std::iter::once(&rule.when).chain(rule.effects.iter().filter_map(|effect| effect.condition.as_ref()))
        });
        conditions.any(|condition| condition.facts().contains(&fact))
            || self.before.facts.facts.iter().any(|other| defined_over(other).contains(&fact))
    }

    /// Another entry in the place of one that holds something back.
    fn kept(&self, change: &mut Change, now: Option<&Entry>) {
        let (Some(old), Some(new)) = (self.was.get(change.kind, &change.key), now) else { return };
        let lost: Vec<&str> = old
            .says
            .iter()
            .filter(|(name, said)| !new.says.iter().any(|(other, now)| other == name && now.keeps(said)))
            .map(|(name, _)| name.as_str())
            .collect();
        if lost.is_empty() {
            change.what = What::Tightened;
            return;
        }
        change.what = What::Loosened;
        change.why = lost.iter().map(|name| format!("`{name}` does not say all that it said")).collect();
        let urgent = self.is_urgent(change.kind, old) && lost.iter().any(|name| *name != "name" && *name != "plain");
        if urgent {
            change.refused = Some(format!("{} `{}`: {REFUSED}: {}", change.kind, change.key, lost.join(", ")));
        }
    }

    fn gone(&self, gone: &Gone) -> Change {
        let word = gone.kind.word;
        let was = self.was.get(word, &gone.key);
        let urgent = match word {
            "rule" => self.before.safety.rule(&gone.key).is_some_and(is_urgent_rule),
            "fact" => self.urgent.contains(&gone.key),
            _ => was.is_some_and(|entry| self.is_urgent(word, entry)),
        };
        Change {
            what: What::Retired,
            kind: word,
            key: gone.key.clone(),
            title: was.map_or_else(String::new, |entry| entry.title.clone()),
            why: vec![gone.reason.clone()],
            sources: gone.sources.clone(),
            refused: urgent.then(|| format!("{word} `{}`: {REFUSED}", gone.key)),
            place: gone.place.clone(),
        }
    }

    /// Whether what an entry says reaches a rule at the level of urgent.
    fn is_urgent(&self, word: &str, entry: &Entry) -> bool {
        let says = |name: &str| entry.says.iter().find(|(field, _)| field == name).map(|(_, said)| said);
        let names = |name: &str| {
            let mut found = Vec::new();
            if let Some(said) = says(name) {
                said.each(name, &mut |_, word| found.push(word.to_owned()));
            }
            found
        };
        match word {
            _ if URGENT.contains(&word) => true,
            "warning" => names("level").iter().any(|level| level == "emergency" || level == "same_day"),
            "class" => names("sets").iter().any(|fact| self.urgent.contains(fact)),
            "medicine" => {
                let classes = names("class");
                let of = classes.iter().filter_map(|class| self.was.get("class", class));
                names("sets").iter().any(|fact| self.urgent.contains(fact))
                    || of.into_iter().any(|class| self.is_urgent("class", class))
            }
            _ => false,
        }
    }
}

/// The words of a question that are others than they were.
fn wording(old: &Fact, new: &Fact) -> Vec<&'static str> {
    let also = old.also.iter().all(|word| new.also.contains(word));
    let yes = match (&old.yes_when, &new.yes_when) {
        (None, _) => true,
        (Some(old), Some(new)) => new.contains(old.as_str()),
        (Some(_), None) => false,
    };
    let each = [(old.ask == new.ask, "ask"), (old.clinical == new.clinical, "is"), (yes, "yes"), (also, "also")];
    each.into_iter().filter(|(same, _)| !same).map(|(_, name)| name).collect()
}

fn defined_over(fact: &Fact) -> Vec<FactId> {
    match &fact.defined {
        Some(Definition::Holds(predicate)) => predicate.facts(),
        Some(Definition::Count(parts)) => parts.iter().flat_map(Predicate::facts).collect(),
        Some(Definition::WeeksFromDue(due)) => vec![*due],
        None => Vec::new(),
    }
}

/// The facts that an urgent rule reads, and those from which they follow.
fn urgent_facts(knowledge: &Knowledge) -> BTreeSet<String> {
    let mut open: Vec<FactId> = Vec::new();
    for rule in knowledge.safety.rules.iter().filter(|rule| is_urgent_rule(rule)) {
        open.extend(rule.when.facts());
        open.extend(rule.effects.iter().filter_map(|effect| effect.condition.as_ref()).flat_map(Predicate::facts));
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(fact) = knowledge.facts.get(id)
            && found.insert(fact.key.clone())
        {
            open.extend(defined_over(fact));
        }
    }
    found
}
