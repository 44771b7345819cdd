//! The steps of the intake, in their order, and which of them are done.
use super::store;
use crate::door::{Ask, Chart, Result};
use crate::intake::by_client::askable;
use crate::ui::Said;
use clinical::knowledge::{Knowledge, Tier};
use db::Reader;
use std::collections::BTreeSet;

/// One screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Why they come, and where it hurts.
    Where,
    /// On which side, and how much.
    Pain,
    /// A group of questions, by its place in the knowledge.
    Group(usize),
    /// Medicines by name.
    Medicines,
    /// How firmly they like to be treated.
    Liking,
}

/// The steps that are no group, with the words in their addresses and their titles.
const OWN: [(Step, &str, &str); 4] = [
    (Step::Where, "where", "my-where"),
    (Step::Pain, "pain", "my-pain"),
    (Step::Medicines, "medicines", "my-medicines"),
    (Step::Liking, "liking", "my-liking"),
];

impl Step {
    /// The step that an address names.
    pub(super) fn find(knowledge: &Knowledge, word: &str) -> Option<Step> {
        let own = OWN.iter().find(|(_, key, _)| *key == word).map(|(step, ..)| *step);
        let group = || knowledge.facts.groups.iter().position(|group| group.key == word);
        let asked = |at: &usize| askable(knowledge, *at).next().is_some();
        own.or_else(|| group().filter(asked).map(Step::Group))
    }
    /// The word in its address, which is also what the record says was gone through.
    pub(super) fn word(self, knowledge: &Knowledge) -> String {
        match self {
            Step::Group(at) => knowledge.facts.groups.get(at).map(|group| group.key.clone()).unwrap_or_default(),
            step => OWN.iter().find(|(one, ..)| *one == step).map_or("where", |(_, key, _)| key).into(),
        }
    }
    /// Its heading.
    pub(super) fn title(self, knowledge: &Knowledge) -> Said {
        match self {
            Step::Group(at) => Said::known(knowledge.facts.groups.get(at).map_or("", |group| group.title.as_str())),
            step => Said::key(OWN.iter().find(|(one, ..)| *one == step).map_or("my-where", |(.., title)| title)),
        }
    }
    /// Its page.
    pub(super) fn url(self, ask: &Ask<Chart>) -> String {
        ask.chart().url(&format!("intake/{}", self.word(&ask.house.knowledge)))
    }
}

/// After how many days the history is gone through again, where its group says nothing shorter.
const YEAR: i64 = 365;

/// The steps for this client, each with whether it is done: today's questions today, the history within a year or what its
/// group says, the rest once.
pub(super) fn steps(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<(Step, bool)>> {
    let knowledge = &ask.house.knowledge;
    let through = store::gone_through(db, ask)?;
    let areas = store::told(db, ask)?.areas;
    let within = |word: &str, days: i64| {
        through.iter().any(|(one, at)| {
            one == word && (ask.today - ask.date(*at)).get_days() < i32::try_from(days).unwrap_or(i32::MAX)
        })
    };
    let mut steps = vec![(Step::Where, within("where", 1))];
    if !areas.is_empty() {
        steps.push((Step::Pain, within("pain", 1)));
    }
    let opened = opened(knowledge, &areas);
    for tier in [Tier::Today, Tier::Complaint, Tier::History] {
        for (at, group) in knowledge.facts.groups.iter().enumerate() {
            let asked = group.tier == tier && askable(knowledge, at).next().is_some();
            let opened = tier != Tier::Complaint || opened.contains(&at);
            // Whoever cannot be pregnant is not asked whether they are.
            let fits = group.key != "pregnancy" || ask.chart().clinical_sex != "male";
            if asked && opened && fits {
                let days = if tier == Tier::History { group.ask_again_days.map_or(YEAR, i64::from) } else { 1 };
                steps.push((Step::Group(at), within(&group.key, days)));
            }
        }
    }
    steps.push((Step::Medicines, within("medicines", 90)));
    steps.push((Step::Liking, within("liking", YEAR)));
    Ok(steps)
}

/// The groups that a complaint in these plain areas opens.
fn opened(knowledge: &Knowledge, areas: &[(String, String)]) -> BTreeSet<usize> {
    let regions = &knowledge.regions;
    let hurts = |at: &usize| {
        regions.list().get(*at).is_some_and(|region| areas.iter().any(|(area, _)| *area == region.client_area))
    };
    let opens = |area: &String| regions.members(area).iter().any(&hurts);
    let groups = knowledge.facts.groups.iter().enumerate();
    groups
        .filter(|(_, group)| match group.opens_at.as_slice() {
            [] => !areas.is_empty(),
            at => at.iter().any(opens),
        })
        .map(|(at, _)| at)
        .collect()
}
