//! The plan of care: which techniques for these complaints, in what order and dose, and why; which are left out, and why;
//! goals that can be measured; how often; what to do at home.
//!
//! A plan proposes. Every proposal names the evidence it rests on and how sure that is; the practitioner and the client decide.

mod goal;
mod technique;

use jiff::Span;
use jiff::civil::Date;

pub use goal::{Measured, ProposedGoal};
pub use technique::{LeftOut, Proposed, Reason, Why};

use crate::area::Areas;
use crate::facts::Facts;
use crate::knowledge::Knowledge;
use crate::knowledge::evidence::StudiedCourse;
use crate::knowledge::homecare::{Bar, Basis, Item, Kind};
use crate::predicate::Known;
use crate::scope::Practitioner;
use crate::screen::Screen;
use crate::site::Side;

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Keys of the conditions or complaints.
    pub conditions: &'a [&'a str],
    /// The side complained of.
    pub side: Side,
    /// What is known of the client.
    pub facts: &'a Facts,
    /// The day.
    pub today: Date,
    /// Who would treat.
    pub practitioner: Practitioner<'a>,
    /// What was tried with this client, and what followed.
    pub tried: &'a [Tried<'a>],
    /// The latest values of measures.
    pub measured: &'a [Measured<'a>],
}

/// What followed a technique that was tried with this client, beyond measurement error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Change for the better.
    Better,
    /// No change beyond error.
    NoChange,
    /// Change for the worse.
    Worse,
}

/// A technique tried with this client.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'a> {
    /// Its key.
    pub technique: &'a str,
    /// What followed.
    pub followed: Followed,
}

/// How often, and when it is looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency<'k> {
    /// Visits, weeks and minutes, with their source.
    pub course: &'k StudiedCourse,
    /// The visits after which the course is looked at: halfway and at the end.
    pub look_after: (u8, u8),
    /// The day by which the course ends.
    pub until: Date,
}

/// Something to do at home that no known fact forbids.
#[derive(Clone, Debug)]
pub struct AtHome<'k> {
    /// The item.
    pub item: &'k Item,
    /// What to mind, from what is known.
    pub mind: Vec<&'k Bar>,
    /// How many questions are open whose answer could leave it out.
    pub open: usize,
}

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan<'k> {
    /// Techniques, the best supported first.
    pub proposed: Vec<Proposed<'k>>,
    /// Techniques that were considered and left out.
    pub left_out: Vec<LeftOut<'k>>,
    /// Goals for the measures taken.
    pub goals: Vec<ProposedGoal<'k>>,
    /// How often; none for a wellness visit.
    pub frequency: Option<Frequency<'k>>,
    /// Exercises and self-massage for the place, the better supported first, then habits for the whole person.
    pub at_home: Vec<AtHome<'k>>,
    /// Home care that a fact forbids, with what forbids it.
    pub not_at_home: Vec<(&'k Item, Vec<&'k Bar>)>,
}

/// Makes a plan. Unknown keys of conditions are passed over; with none known the plan is empty.
#[must_use]
pub fn plan<'k>(knowledge: &'k Knowledge, screen: &Screen<'k>, case: &Case<'_>) -> Plan<'k> {
    let conditions: Vec<_> = case.conditions.iter().filter_map(|key| knowledge.conditions.get(key)).collect();
    let (proposed, left_out) = technique::choose(knowledge, screen, case, &conditions);
    let frequency = conditions.iter().find(|c| c.key != "wellness").and_then(|condition| {
        let course = knowledge.evidence.course(&condition.key)?;
        let until = case.today.saturating_add(Span::new().weeks(i64::from(course.weeks)));
        Some(Frequency { course, look_after: course.looked_at_after(), until })
    });
    let by = frequency.as_ref().map_or(case.today, |frequency| frequency.until);
    let goals = case.measured.iter().filter_map(|measured| goal::goal(knowledge, *measured, by)).collect();
    let places = conditions.iter().flat_map(|condition| &condition.areas);
    let places = places.filter_map(|area| knowledge.regions.covering(area)).fold(Areas::NONE, |a, b| a | b);
    let whole = conditions.iter().all(|condition| condition.areas.iter().any(|area| area == "whole"));
    let (at_home, not_at_home) = home(knowledge, case, if whole { Areas::NONE } else { places });
    let conditions_known = !conditions.is_empty();
    Plan {
        proposed,
        left_out,
        goals,
        frequency,
        at_home: if conditions_known { at_home } else { Vec::new() },
        not_at_home: if conditions_known { not_at_home } else { Vec::new() },
    }
}

type HomeCare<'k> = (Vec<AtHome<'k>>, Vec<(&'k Item, Vec<&'k Bar>)>);

/// Items for these places, and habits for the whole person.
fn home<'k>(knowledge: &'k Knowledge, case: &Case<'_>, places: Areas) -> HomeCare<'k> {
    let known = Known::new(knowledge, case.facts, case.today, false);
    let mut at_home = Vec::new();
    let mut not_at_home = Vec::new();
    for item in &knowledge.homecare.items {
        let here = item.regions.iter().filter_map(|name| knowledge.regions.covering(name)).any(|a| a.meets(places));
        if item.kind != Kind::Lifestyle && !here {
            continue;
        }
        let fit = knowledge.homecare.fit(item, &known, &knowledge.regions);
        if fit.left_out() {
            not_at_home.push((item, fit.holding));
        } else {
            at_home.push(AtHome { item, mind: fit.holding, open: fit.open.len() });
        }
    }
    at_home.sort_by_key(|home| (home.item.kind == Kind::Lifestyle, home.item.basis != Basis::Guideline));
    (at_home, not_at_home)
}

#[cfg(test)]
mod tests;
