//! What places and techniques are called on a page, and the lists to choose them from: the same in every room.
use crate::ui::{Choice, Said, Words};
use clinical::knowledge::Knowledge;
use clinical::site::Side;

/// The name of a region, an area or a structure; its key where the knowledge no longer holds it.
pub(crate) fn site(knowledge: &Knowledge, key: &str) -> String {
    let regions = &knowledge.regions;
    let name = regions.get(key).map(|region| &region.name);
    let name = name.or_else(|| regions.area(key).map(|area| &area.name));
    let name = name.or_else(|| regions.structure(key).map(|structure| &structure.name));
    name.map_or_else(|| key.to_string(), Clone::clone)
}

/// A region with its side in the reader's language.
pub(crate) fn placed(words: &Words, knowledge: &Knowledge, region: &str, side: Option<Side>) -> String {
    let english = site(knowledge, region);
    let name = words.known(&english).words;
    let key = match side {
        Some(Side::Right) => "body-place-right",
        Some(Side::Left) => "body-place-left",
        Some(Side::Both) => "body-place-both",
        None => return name.to_owned(),
    };
    words.t_args(key, &[("region", name.into())])
}

/// The name of a technique; its key where the knowledge no longer holds it.
pub(crate) fn technique(knowledge: &Knowledge, key: &str) -> String {
    knowledge.techniques.get(key).map_or_else(|| key.to_string(), |technique| technique.name.clone())
}

/// The word for a side as a record keeps it; nothing where none is kept.
pub(crate) fn side(side: &str) -> Option<Said> {
    side_key(side).map(Said::key)
}

/// The key of that word.
pub(crate) fn side_key(side: &str) -> Option<&'static str> {
    match side {
        "left" => Some("side-left"),
        "right" => Some("side-right"),
        "both" => Some("side-both"),
        _ => None,
    }
}

/// Every area, then every region, to choose a place from.
pub(crate) fn sites(knowledge: &Knowledge) -> Vec<Choice> {
    let areas = knowledge.regions.areas().iter().map(|area| choice(&area.key, &area.name));
    areas.chain(knowledge.regions.list().iter().map(|region| choice(&region.key, &region.name))).collect()
}

/// The same after the choice of no place, in these words.
pub(crate) fn sites_or(knowledge: &Knowledge, none: &'static str) -> Vec<Choice> {
    std::iter::once(Choice::new("", Said::key(none))).chain(sites(knowledge)).collect()
}

/// Every technique and every stroke that is part of one, to choose from.
pub(crate) fn techniques(knowledge: &Knowledge) -> Vec<Choice> {
    knowledge.techniques.list().iter().map(|technique| choice(&technique.key, &technique.name)).collect()
}

/// The techniques without the strokes that are part of them.
pub(crate) fn whole_techniques(knowledge: &Knowledge) -> Vec<Choice> {
    let whole = knowledge.techniques.list().iter().filter(|technique| technique.part_of.is_none());
    whole.map(|technique| choice(&technique.key, &technique.name)).collect()
}

fn choice(key: &str, name: &str) -> Choice {
    Choice::new(key, Said::known(name))
}

/// An instant as it stands in a document's own data.
pub(crate) fn made(at: jiff::Timestamp) -> sheet::Instant {
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let number = |n: i8| u8::try_from(n).unwrap_or_default();
    sheet::Instant {
        year: u16::try_from(at.year()).unwrap_or_default(),
        month: number(at.month()),
        day: number(at.day()),
        hour: number(at.hour()),
        minute: number(at.minute()),
        second: number(at.second()),
    }
}
