//! The screen: which safety rules hold for a client today, and what that means for a technique at a place.
//!
//! A screen is the list of effects that hold. What it says of one technique at one place is read from it ([`Screen::judge`]); a
//! phase of healing needs no question of its own, since the rules count from the dates in the facts: screen with a later day to
//! look ahead.

mod before_hands;
mod card;
mod held;
mod question;
pub mod reading;
mod verdict;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use crate::area::{Areas, Families};
use crate::facts::{Answer, Facts, Occurrence};
use crate::knowledge::{Hands, Knowledge, Refer};
use crate::predicate::Known;

pub use before_hands::before_hands;
pub use card::{Card, Line, LineKind};
pub use held::{Held, Open};
pub use question::{Question, Wanted};
pub use verdict::{Action, Proposal, Verdict};

/// What surrounds a screening besides the facts.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day.
    pub today: Date,
    /// The client's age in years, where the facts do not say it.
    pub age: Option<u8>,
    /// What was written down by others: clearances, and red flags that were assessed.
    pub clearances: Vec<Clearance>,
    /// Where the client's complaints are; they open the questions of those regions.
    pub complaints: Areas,
    /// A written case is being read: what it does not say is taken as "no", and a time or place it does not state is read on the
    /// side of caution. Never for a person in front of you.
    pub closed_world: bool,
}

/// Somebody entitled has looked and said what may be done: it turns a block into its precaution, and a red flag into a note of
/// who assessed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// The key of the rule, or of a fact: then every rule that the fact made hold.
    pub of: String,
    /// Who, and with what profession, as written.
    pub by: String,
    /// The day it was given.
    pub on: Date,
    /// The last day it holds; `None` for as long as the matter lasts.
    pub until: Option<Date>,
    /// What it allows; `None` for everything.
    pub families: Option<Families>,
    /// Where it allows it; `None` for everywhere.
    pub areas: Option<Areas>,
}

impl Context {
    /// A day, with nothing else known.
    #[must_use]
    pub fn on(today: Date) -> Context {
        Context { today, age: None, clearances: Vec::new(), complaints: Areas::NONE, closed_world: false }
    }
}

/// The effects that hold today, gravest first, and the rules that are still open.
#[derive(Clone, Debug)]
pub struct Screen<'k> {
    knowledge: &'k Knowledge,
    found: Arc<Findings>,
}

/// What a screening found, without the knowledge that it was read over: to be kept while a request lasts.
#[derive(Debug)]
pub struct Findings {
    held: Vec<Held>,
    open: Vec<Open>,
    complaints: Areas,
    /// The groups of the table whose facts opened a complaint of their own.
    yes_groups: Vec<usize>,
}

/// Screens a client. Pure and total: any facts, any context.
#[must_use]
pub fn screen<'k>(knowledge: &'k Knowledge, facts: &Facts, context: &Context) -> Screen<'k> {
    let facts = &supplied(knowledge, facts, context);
    let known = Known::new(knowledge, facts, context.today, context.closed_world);
    let (mut held, open) = held::find(knowledge, &known, &context.clearances);
    held.sort_by(|a, b| b.weight().cmp(&a.weight()).then(a.rule.cmp(&b.rule)).then(a.effect.cmp(&b.effect)));
    let mut yes_groups: Vec<usize> = facts
        .iter()
        .filter(|(_, answer)| answer.is_yes())
        .filter_map(|(key, _)| Some(knowledge.facts.get(knowledge.facts.find(key)?)?.group))
        .collect();
    yes_groups.sort_unstable();
    yes_groups.dedup();
    let found = Findings { held, open, complaints: context.complaints, yes_groups };
    Screen { knowledge, found: Arc::new(found) }
}

/// The facts, with what goes without saying: the age, and what a complaint of a place is.
fn supplied<'f>(knowledge: &Knowledge, facts: &'f Facts, context: &Context) -> Cow<'f, Facts> {
    let mut facts = Cow::Borrowed(facts);
    if let (Some(age), None) = (context.age, facts.get("age")) {
        facts.to_mut().set("age", Answer::Number(f64::from(age)));
    }
    let complained = knowledge.facts.facts.iter().filter(|fact| fact.complaint_areas.meets(context.complaints));
    for fact in complained {
        if facts.get(&fact.key).is_none() {
            facts.to_mut().add(&fact.key, Occurrence::default());
        }
    }
    facts
}

impl Findings {
    /// The screen again, over the same knowledge: what was found names rules and facts by their places in it.
    #[must_use]
    pub fn over(self: Arc<Self>, knowledge: &Knowledge) -> Screen<'_> {
        Screen { knowledge, found: self }
    }
}

impl<'k> Screen<'k> {
    /// What was found, to be kept.
    #[must_use]
    pub fn findings(&self) -> Arc<Findings> {
        self.found.clone()
    }

    /// What the screen was read over.
    #[must_use]
    pub fn knowledge(&self) -> &'k Knowledge {
        self.knowledge
    }

    /// Every effect that holds, gravest first.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        &self.found.held
    }

    /// Every effect that an answer could still bring about.
    #[must_use]
    pub fn open(&self) -> &[Open] {
        &self.found.open
    }

    /// The most urgent referral.
    #[must_use]
    pub fn refer(&self) -> Refer {
        self.held().iter().map(|held| held.refer).max().unwrap_or_default()
    }

    /// Whether nothing hands-on may be done at all today: no treatment that nobody has cleared, or somebody else must see the
    /// client today.
    #[must_use]
    pub fn stops(&self) -> bool {
        let no_hands = |held: &Held| held.hands_for(held.families, held.areas) == Hands::NoTreatment;
        self.held().iter().any(|held| no_hands(held) || held.refer >= Refer::SameDay)
    }
}

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;
