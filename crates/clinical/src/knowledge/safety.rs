//! The safety rules: `knowledge/safety/*.toml` beside the tables of areas and families.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::regions::Regions;
use super::{Body, Defaults, FactId, FactTable, Families, Place, Problem, Provenance, Source};
use crate::area::{Areas as AreaMask, Families as FamilyMask};
use crate::predicate::{self, Predicate};

/// Every safety rule.
#[derive(Clone, Debug, Default)]
pub struct Safety {
    /// The rules, in the order of the files.
    pub rules: Vec<Rule>,
    index: BTreeMap<String, usize>,
}

/// One rule: when it holds, and what then.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `S001` and on; never given to another rule.
    pub key: String,
    /// What it is about, in a few words.
    pub title: String,
    /// When it holds.
    pub when: Predicate,
    /// The condition as written, for a reader.
    pub when_text: String,
    /// What follows.
    pub effects: Vec<Effect>,
    /// Why.
    pub rationale: String,
    /// What to do, in one or two sentences to the practitioner.
    pub action: String,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

/// One consequence of a rule: what hands may do, and how soon somebody else must see the client.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The families it concerns.
    pub families: FamilyMask,
    /// Where.
    pub at: Vec<Where>,
    /// Whose places are meant by a place of the client's own; empty means every fact that made the rule hold.
    pub of: Vec<FactId>,
    /// What hands may do.
    pub hands: Hands,
    /// How soon somebody else must see the client.
    pub refer: Refer,
    /// The most pressure there, 1 to 5, for every family.
    pub cap: Option<u8>,
    /// What ends it.
    pub ends_by: EndsBy,
    /// Whether the practitioner may go on with a reason.
    pub overridable: bool,
    /// When this effect holds beyond its rule.
    pub condition: Option<Predicate>,
    /// The condition as written.
    pub condition_text: Option<String>,
    /// Positions not to lie in.
    pub forbid: Vec<Position>,
    /// Positions one of which is asked for.
    pub require: Vec<Position>,
    /// What it says in one line.
    pub text: String,
    /// The source gives no exact time: its longest stated one is used, or none until cleared.
    pub vague: bool,
}

/// A place an effect speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Always these areas.
    Fixed(AreaMask),
    /// Where the client has it.
    Site,
    /// The limb on which the client has it.
    Limb,
    /// The quarter of the body that drains with it.
    Quadrant,
    /// It and its neighbours.
    Adjacent,
}

/// What hands may do, mildest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hands {
    /// Nothing stands against it; what is said is a habit or a note.
    #[default]
    None,
    /// With care as said.
    Precaution,
    /// Not here; elsewhere it may be possible.
    AvoidHere,
    /// Not this technique.
    NotThisTechnique,
    /// No hands-on treatment.
    NoTreatment,
}

/// How soon somebody else must see the client, least urgent first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Refer {
    /// No need.
    #[default]
    #[serde(rename = "none")]
    None,
    /// At the next opportunity.
    #[serde(rename = "routine")]
    Routine,
    /// Within two weeks.
    #[serde(rename = "two_weeks")]
    TwoWeeks,
    /// Within 24 to 48 hours.
    #[serde(rename = "48h")]
    Within48h,
    /// Today.
    #[serde(rename = "same_day")]
    SameDay,
    /// Now, by ambulance or in an emergency department.
    #[serde(rename = "emergency")]
    Emergency,
}

/// What ends an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndsBy {
    /// The passing of the time in its condition.
    Time,
    /// The client saying that it is over.
    SelfReport,
    /// The practitioner looking again.
    Recheck,
    /// A written clearance, or an assessment with its outcome.
    Clearance,
}

/// How a client lies or sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Face down.
    Prone,
    /// Face up and flat.
    SupineFlat,
    /// On a side.
    SideLying,
    /// On the left side.
    LeftSideLying,
    /// Half sitting.
    SemiReclined,
    /// Sitting.
    Seated,
    /// Head lower than the body.
    HeadDown,
    /// On the side that was operated on or holds a device.
    OnTheSide,
}

impl Hands {
    /// The word in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Hands::None => "none",
            Hands::Precaution => "precaution",
            Hands::AvoidHere => "avoid_here",
            Hands::NotThisTechnique => "not_this_technique",
            Hands::NoTreatment => "no_treatment",
        }
    }
}

impl Refer {
    /// The word in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Refer::None => "none",
            Refer::Routine => "routine",
            Refer::TwoWeeks => "two_weeks",
            Refer::Within48h => "48h",
            Refer::SameDay => "same_day",
            Refer::Emergency => "emergency",
        }
    }
}

impl EndsBy {
    /// The word in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EndsBy::Time => "time",
            EndsBy::SelfReport => "self_report",
            EndsBy::Recheck => "recheck",
            EndsBy::Clearance => "clearance",
        }
    }
}

impl Position {
    /// The word in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Position::Prone => "prone",
            Position::SupineFlat => "supine_flat",
            Position::SideLying => "side_lying",
            Position::LeftSideLying => "left_side_lying",
            Position::SemiReclined => "semi_reclined",
            Position::Seated => "seated",
            Position::HeadDown => "head_down",
            Position::OnTheSide => "on_the_side",
        }
    }
}

impl Safety {
    /// The rule with this key.
    #[must_use]
    pub fn rule(&self, key: &str) -> Option<&Rule> {
        self.rules.get(*self.index.get(key)?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    rule: Vec<WireRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRule {
    key: Spanned<String>,
    title: String,
    when: Spanned<String>,
    why: String,
    action: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    effect: Vec<WireEffect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireEffect {
    families: Option<Vec<String>>,
    at: Option<Vec<String>>,
    #[serde(default)]
    of: Vec<String>,
    hands: Spanned<Hands>,
    #[serde(default)]
    refer: Refer,
    cap: Option<u8>,
    ends_by: Option<EndsBy>,
    overridable: Option<bool>,
    #[serde(rename = "while")]
    condition: Option<Spanned<String>>,
    #[serde(default)]
    forbid: Vec<Position>,
    #[serde(default)]
    require: Vec<Position>,
    text: String,
    #[serde(default)]
    vague: bool,
}

/// The tables a rule is read over.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) facts: &'a FactTable,
    pub(super) regions: &'a Regions,
    pub(super) body: &'a Body,
    pub(super) families: &'a Families,
}

/// Reads every rule; each problem is said and reading goes on.
pub(super) fn read(files: &[(&str, &str)], tables: Tables<'_>, problems: &mut Vec<Problem>) -> Safety {
    let mut safety = Safety::default();
    for source in Source::of_kind(files, "safety") {
        if matches!(source.path, "safety/families.toml") {
            continue;
        }
        let Some(wire) = source.wire::<Wire>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        for wire in wire.rule {
            let place = source.place(&wire.key);
            let key = wire.key.get_ref().clone();
            if safety.index.insert(key.clone(), safety.rules.len()).is_some() {
                problems.push(place.problem(format!("two rules are called `{key}`")));
            }
            if let Some(rule) = rule(wire, &source, &defaults, tables, problems) {
                safety.rules.push(rule);
            } else {
                safety.index.remove(&key);
            }
        }
    }
    safety
}

fn rule(
    wire: WireRule,
    source: &Source<'_>,
    defaults: &Defaults,
    tables: Tables<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let place = source.place(&wire.key);
    let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
    let provenance = defaults.settle(own, &place, problems);
    let when = condition(&wire.when, source, tables, problems);
    if wire.effect.is_empty() {
        problems.push(place.problem("a rule without any effect"));
    }
    let effects = wire.effect.into_iter().filter_map(|e| effect(e, source, tables, problems)).collect();
    Some(Rule {
        key: wire.key.into_inner(),
        title: wire.title,
        when: when?,
        when_text: wire.when.into_inner(),
        effects,
        rationale: wire.why,
        action: wire.action,
        provenance,
        place,
    })
}

fn condition(
    text: &Spanned<String>,
    source: &Source<'_>,
    tables: Tables<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Predicate> {
    match predicate::parse(text.get_ref(), tables.facts, tables.regions) {
        Ok(predicate) => Some(predicate),
        Err(what) => {
            problems.push(source.place(text).problem(what));
            None
        }
    }
}

fn effect(wire: WireEffect, source: &Source<'_>, tables: Tables<'_>, problems: &mut Vec<Problem>) -> Option<Effect> {
    let place = source.place(&wire.hands);
    let families = match &wire.families {
        Some(keys) => tables.families.mask(keys, &place, problems),
        None => tables.families.all(),
    };
    let at = match &wire.at {
        Some(names) => names.iter().filter_map(|name| place_of(name, tables, &place, problems)).collect(),
        None => vec![Where::Fixed(tables.body.whole())],
    };
    let mut of = Vec::new();
    for key in &wire.of {
        match tables.facts.find(key) {
            Some(id) => of.push(id),
            None => problems.push(place.problem(format!("no fact is called `{key}`"))),
        }
    }
    if wire.cap.is_some_and(|cap| !(1..=5).contains(&cap)) {
        problems.push(place.problem("a cap is a pressure from 1 to 5"));
    }
    let hands = *wire.hands.get_ref();
    let condition = match &wire.condition {
        Some(text) => Some(condition(text, source, tables, problems)?),
        None => None,
    };
    let whole_stop = hands == Hands::NoTreatment || wire.refer >= Refer::SameDay;
    Some(Effect {
        families,
        at,
        of,
        hands,
        refer: wire.refer,
        cap: wire.cap,
        ends_by: wire.ends_by.unwrap_or(if whole_stop { EndsBy::Clearance } else { EndsBy::Recheck }),
        overridable: wire.overridable.unwrap_or(hands <= Hands::AvoidHere && wire.refer < Refer::SameDay),
        condition,
        condition_text: wire.condition.map(Spanned::into_inner),
        forbid: wire.forbid,
        require: wire.require,
        text: wire.text,
        vague: wire.vague,
    })
}

fn place_of(name: &str, tables: Tables<'_>, place: &Place, problems: &mut Vec<Problem>) -> Option<Where> {
    match name {
        "site" => Some(Where::Site),
        "limb" => Some(Where::Limb),
        "quadrant" => Some(Where::Quadrant),
        "adjacent" => Some(Where::Adjacent),
        _ => {
            if name == "pregnancy_points" {
                return Some(Where::Fixed(AreaMask::PREGNANCY_POINTS));
            }
            if name == "whole" {
                return Some(Where::Fixed(tables.body.whole()));
            }
            let found = tables.regions.covering(name).map(Where::Fixed);
            if found.is_none() {
                problems.push(place.problem(format!("no area is called `{name}`")));
            }
            found
        }
    }
}
