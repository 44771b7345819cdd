//! The statements that rules read, as questions: `knowledge/facts/*.toml`.

use std::collections::BTreeMap;
use std::ops::BitOr as _;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::families::Families;
use super::regions::Regions;
use super::{Defaults, Place, Problem, Provenance, Source};
use crate::area::{Areas, Families as Mask};
use crate::facts::Answer;
use crate::predicate::{self, Predicate};
use crate::time::{Reach, Unit};

/// Every fact and the groups in which they are asked.
#[derive(Clone, Debug, Default)]
pub struct FactTable {
    /// The groups, in the order of the files.
    pub groups: Vec<Group>,
    /// The facts, in the order of the files; a [`FactId`] is a place in this list.
    pub facts: Vec<Fact>,
    index: BTreeMap<String, FactId>,
}

/// A fact's place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub(crate) u16);

impl FactId {
    /// The place in [`FactTable::facts`].
    #[must_use]
    pub fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// Facts that are asked together, under one heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// Snake case, unique.
    pub key: String,
    /// The heading, in plain words.
    pub title: String,
    /// When its facts are asked.
    pub tier: Tier,
    /// For a complaint group: the safety areas whose complaint opens it; empty means any complaint.
    pub opens_at: Vec<String>,
    /// What those cover.
    pub(crate) opens_areas: Areas,
    /// For a technique group: the families whose use opens it.
    pub opens_for: Vec<String>,
    /// Those as a set.
    pub(crate) opens_families: Mask,
    /// Who may answer.
    pub who: Who,
    /// After how many days a "no" is asked again; `None` where it does not grow old.
    pub ask_again_days: Option<u16>,
    /// Names of red-flag bundles in the clinical reference that asking this group answers (`RF_HEAD`).
    pub stands_for: Vec<String>,
    /// Where the group stands.
    pub place: Place,
}

/// When a fact is asked (tiers T0 to T3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// T0: at every visit.
    Today,
    /// T1: once, and re-affirmed.
    History,
    /// T2: when a complaint or region opens it.
    Complaint,
    /// T3: when a technique is first put in the plan.
    Technique,
}

/// Who may answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The client, and the practitioner for them.
    Client,
    /// The practitioner alone: it is found by looking, testing or measuring.
    Practitioner,
    /// The program: it follows from other facts.
    Program,
}

/// One statement that rules can read.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Snake case, unique.
    pub key: String,
    /// Its group's place in [`FactTable::groups`].
    pub group: usize,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The short clinical wording.
    pub clinical: String,
    /// The question in plain words.
    pub ask: String,
    /// When to answer yes, where the wording leaves a doubt.
    pub yes_when: Option<String>,
    /// Other words for a yes, as found in charts and letters.
    pub also: Vec<String>,
    /// Whether the answer has a place on the body.
    pub sited: bool,
    /// The safety areas meant where no place is said, for a fact whose place goes without saying.
    pub at: Vec<String>,
    /// What those cover.
    pub(crate) usual: Areas,
    /// The safety areas of which a complaint is a yes to this: who comes with the low back has back pain.
    pub complaint_at: Vec<String>,
    /// What those cover.
    pub(crate) complaint_areas: Areas,
    /// Whether it matters when it was.
    pub dated: bool,
    /// Whether a yes speaks for resolution (imaged and clear, known and unchanged): the only facts a rule may negate.
    pub resolves: bool,
    /// The code of this statement in a code system, if it has one.
    pub code: Option<String>,
    /// Other keys that mean this fact elsewhere in the folder or in the clinical reference.
    pub stands_for: Vec<String>,
    /// How it follows from other facts.
    pub defined: Option<Definition>,
    /// Who may answer.
    pub who: Who,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

/// What kind of answer a fact takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A measured value.
    Number {
        /// The unit, as printed.
        unit: String,
        /// The lowest value that can be a living client's.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A civil date.
    Date,
    /// Names.
    List,
}

/// How a fact follows from others.
#[derive(Clone, Debug)]
pub enum Definition {
    /// It holds where the predicate does.
    Holds(Predicate),
    /// Its number is how many of these hold.
    Count(Vec<Predicate>),
    /// Weeks of pregnancy, counted back from the day in this fact on which the baby is due (280 days).
    WeeksFromDue(FactId),
}

impl FactTable {
    /// Whether an answer is a "no" that has grown older than its group lets it.
    #[must_use]
    pub fn aged(&self, id: FactId, answer: &Answer, today: Date) -> bool {
        let Answer::No { on: Some(on) } = answer else { return false };
        let group = self.get(id).and_then(|fact| self.groups.get(fact.group));
        let Some(days) = group.and_then(|group| group.ask_again_days) else { return false };
        Reach { count: days, unit: Unit::Days }.before(today).is_some_and(|oldest| *on < oldest)
    }

    /// The group with this key, or the one that answers this red-flag bundle.
    #[must_use]
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.key == key || group.stands_for.iter().any(|name| name == key))
    }

    /// The fact with this key, or the one that this key stands for.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<FactId> {
        self.index.get(key).copied()
    }

    /// The fact at `id`.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.place())
    }

    /// The key at `id`, or the empty text for an id of another table.
    #[must_use]
    pub fn key(&self, id: FactId) -> &str {
        self.get(id).map_or("", |fact| fact.key.as_str())
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
    group: Vec<WireGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireGroup {
    key: Spanned<String>,
    title: Option<String>,
    tier: Option<Tier>,
    #[serde(default)]
    opens_at: Vec<String>,
    #[serde(default)]
    opens_for: Vec<String>,
    who: Option<Who>,
    ask_again_days: Option<u16>,
    #[serde(default)]
    stands_for: Vec<String>,
    #[serde(default)]
    fact: Vec<WireFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFact {
    key: Spanned<String>,
    #[serde(rename = "is")]
    clinical: String,
    ask: String,
    yes: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    unit: Option<String>,
    range: Option<[f64; 2]>,
    choice: Option<Vec<String>>,
    kind: Option<String>,
    #[serde(default)]
    sited: bool,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    complaint_at: Vec<String>,
    #[serde(default)]
    dated: bool,
    #[serde(default)]
    resolves: bool,
    code: Option<String>,
    #[serde(default)]
    stands_for: Vec<String>,
    holds: Option<String>,
    count: Option<Vec<String>>,
    weeks_from_due: Option<String>,
    who: Option<Who>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

/// Reads every fact; each problem is said and reading goes on.
pub(super) fn read(
    files: &[(&str, &str)],
    regions: &Regions,
    families: &Families,
    problems: &mut Vec<Problem>,
) -> FactTable {
    let mut table = FactTable::default();
    let mut defined = Vec::new();
    for source in Source::of_kind(files, "facts") {
        let Some(wire) = source.wire::<Wire>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        for group in wire.group {
            let Some((at, who, facts)) = self::group(group, &source, &mut table, (regions, families), problems) else {
                continue;
            };
            for fact in facts {
                let place = source.place(&fact.key);
                let read = Reading { group: at, who, defaults: &defaults, regions, place };
                read.fact(fact, &mut table, &mut defined, problems);
            }
        }
    }
    for (id, wire) in defined {
        define(&mut table, id, wire, regions, problems);
    }
    table
}

/// What these names cover together; a name that covers nothing is found by the check of the whole.
fn covered(regions: &Regions, names: &[String]) -> Areas {
    names.iter().filter_map(|name| regions.covering(name)).fold(Areas::NONE, Areas::bitor)
}

/// Adds a group, or finds the one that is continued: its key alone, with more facts. Its place, who answers, its facts.
fn group(
    wire: WireGroup,
    source: &Source<'_>,
    table: &mut FactTable,
    (regions, families): (&Regions, &Families),
    problems: &mut Vec<Problem>,
) -> Option<(usize, Who, Vec<WireFact>)> {
    let place = source.place(&wire.key);
    let key = wire.key.into_inner();
    let there = table.groups.iter().position(|group| group.key == key);
    let (title, tier, who) = match (wire.title, wire.tier, wire.who, there) {
        (None, None, None, Some(at)) => return table.groups.get(at).map(|group| (at, group.who, wire.fact)),
        (Some(title), Some(tier), Some(who), None) => (title, tier, who),
        (.., Some(_)) => {
            problems
                .push(place.problem(format!("two groups are called `{key}`; to add facts to one, say its key alone")));
            return None;
        }
        _ => {
            problems.push(place.problem(format!("the group `{key}` needs its title, tier and who")));
            return None;
        }
    };
    let at = table.groups.len();
    table.groups.push(Group {
        key,
        title,
        tier,
        opens_areas: covered(regions, &wire.opens_at),
        opens_at: wire.opens_at,
        opens_families: wire.opens_for.iter().filter_map(|key| families.family(key)).fold(Mask::NONE, Mask::bitor),
        opens_for: wire.opens_for,
        who,
        ask_again_days: wire.ask_again_days,
        stands_for: wire.stands_for,
        place,
    });
    Some((at, who, wire.fact))
}

/// A definition as written, kept until every key is known.
enum WireDefinition {
    Holds(String),
    Count(Vec<String>),
    WeeksFromDue(String),
}

struct Reading<'a> {
    group: usize,
    who: Who,
    defaults: &'a Defaults,
    regions: &'a Regions,
    place: Place,
}

impl Reading<'_> {
    fn fact(
        self,
        wire: WireFact,
        table: &mut FactTable,
        defined: &mut Vec<(FactId, WireDefinition)>,
        problems: &mut Vec<Problem>,
    ) {
        let key = wire.key.into_inner();
        if !key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') || key.is_empty() {
            problems.push(self.place.problem(format!("`{key}` is not a key in snake_case")));
        }
        let Ok(number) = u16::try_from(table.facts.len()) else { return };
        let id = FactId(number);
        for name in wire.stands_for.iter().chain([&key]) {
            if table.index.insert(name.clone(), id).is_some() {
                problems.push(self.place.problem(format!("`{name}` means two facts")));
            }
        }
        let kind = kind(&wire.kind, wire.unit, wire.range, wire.choice, &self.place, problems);
        let own = Defaults { source: wire.source, confidence: wire.confidence, as_of: None };
        let definition = match (wire.holds, wire.count, wire.weeks_from_due) {
            (Some(text), None, None) => Some(WireDefinition::Holds(text)),
            (None, Some(texts), None) => Some(WireDefinition::Count(texts)),
            (None, None, Some(key)) => Some(WireDefinition::WeeksFromDue(key)),
            (None, None, None) => None,
            _ => {
                problems.push(self.place.problem("a fact is defined in one way only"));
                None
            }
        };
        if let Some(definition) = definition {
            defined.push((id, definition));
        }
        table.facts.push(Fact {
            key,
            group: self.group,
            kind,
            clinical: wire.clinical,
            ask: wire.ask,
            yes_when: wire.yes,
            also: wire.also,
            sited: wire.sited,
            usual: covered(self.regions, &wire.at),
            at: wire.at,
            complaint_areas: covered(self.regions, &wire.complaint_at),
            complaint_at: wire.complaint_at,
            dated: wire.dated,
            resolves: wire.resolves,
            code: wire.code,
            stands_for: wire.stands_for,
            defined: None,
            who: wire.who.unwrap_or(self.who),
            provenance: self.defaults.settle(own, &self.place, problems),
            place: self.place,
        });
    }
}

fn kind(
    said: &Option<String>,
    unit: Option<String>,
    range: Option<[f64; 2]>,
    choice: Option<Vec<String>>,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Kind {
    match (said.as_deref(), unit, range, choice) {
        (None, Some(unit), Some([low, high]), None) if low < high => Kind::Number { unit, low, high },
        (None, None, Some(_), None) => {
            problems.push(place.problem("a number without unit"));
            Kind::YesNo
        }
        (None, Some(_), _, None) => {
            problems.push(place.problem("a number needs its range, lowest first: range = [30, 300]"));
            Kind::YesNo
        }
        (None, None, None, Some(words)) => Kind::Choice(words),
        (Some("date"), None, None, None) => Kind::Date,
        (Some("list"), None, None, None) => Kind::List,
        (None, None, None, None) => Kind::YesNo,
        _ => {
            problems.push(place.problem("not clear what kind of answer this takes: unit and range, choice, or kind"));
            Kind::YesNo
        }
    }
}

fn define(table: &mut FactTable, id: FactId, wire: WireDefinition, regions: &Regions, problems: &mut Vec<Problem>) {
    let place = match table.get(id) {
        Some(fact) => fact.place.clone(),
        None => return,
    };
    let mut parse = |text: &str| match predicate::parse(text, table, regions) {
        Ok(predicate) => {
            // A definition may lean only on what is defined before it, so there is no circle.
            for used in predicate.facts() {
                let earlier = table.get(used).is_some_and(|f| f.who != Who::Program) || used < id;
                if !earlier {
                    problems.push(place.problem(format!("`{}` is defined only further down", table.key(used))));
                }
            }
            Some(predicate)
        }
        Err(what) => {
            problems.push(place.problem(what));
            None
        }
    };
    let definition = match wire {
        WireDefinition::Holds(text) => parse(&text).map(Definition::Holds),
        WireDefinition::Count(texts) => {
            texts.iter().map(|text| parse(text)).collect::<Option<Vec<_>>>().map(Definition::Count)
        }
        WireDefinition::WeeksFromDue(key) => {
            let due = table.find(&key);
            if due.is_none() {
                problems.push(place.problem(format!("no fact is called `{key}`")));
            }
            due.map(Definition::WeeksFromDue)
        }
    };
    if let Some(fact) = table.facts.get_mut(id.place()) {
        fact.defined = definition;
    }
}
