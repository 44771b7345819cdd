//! What of the plans that stand a client reads by themselves: which there are, each in plain words, and what is done at home.
use super::{plain, store, told};
use crate::door::{Answer, Ask, Chart, Result};
use db::Reader;

/// A plan that stands, by what it is for.
pub(crate) struct Standing {
    pub(crate) of: String,
    /// The conditions in plain words, in the language of whoever reads.
    pub(crate) about: String,
}

/// The plans that stand, the newest first.
pub(crate) fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Standing>> {
    let (knowledge, locale) = (&ask.house.knowledge, ask.words.locale());
    let stands = store::list(db, ask.chart())?.into_iter().filter(|plan| plan.state.is_empty());
    let about = |keys: &str| {
        let keys = keys.split(',').filter(|key| !key.is_empty());
        keys.map(|key| told::condition_name(knowledge, key, locale)).collect::<Vec<_>>().join(", ")
    };
    Ok(stands.map(|plan| Standing { about: about(&plan.about), of: plan.of }).collect())
}

/// One plan in plain words.
pub(crate) fn plain(db: &mut Reader<'_>, ask: &Ask<Chart>, query: plain::Query) -> Result<Answer> {
    Ok(plain::show(db, ask, query)?.into())
}

/// What is done at home: keys of the items in the plans that stand, each once, with what the practitioner added.
pub(crate) fn home(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<(String, String)>> {
    let mut items: Vec<(String, String)> = Vec::new();
    for plan in store::list(db, ask.chart())?.into_iter().filter(|plan| plan.state.is_empty()) {
        for item in plan.items.into_iter().filter(|item| item.kind == "home") {
            if !items.iter().any(|(key, _)| *key == item.key) {
                items.push((item.key, item.detail));
            }
        }
    }
    Ok(items)
}

/// What the plans that stand aim at: keys of measures.
pub(crate) fn aims(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<String>> {
    let stands = store::list(db, ask.chart())?.into_iter().filter(|plan| plan.state.is_empty());
    let goals = stands.flat_map(|plan| plan.items).filter(|item| item.kind == "goal");
    Ok(goals.map(|item| item.key).collect())
}
