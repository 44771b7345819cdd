//! Finding a region by its name, by what it is also called, or by what lies beneath it.
use super::{Body, Way, page, places, way};
use crate::door::{Ask, Chart, Result, Right, Routes};
use crate::ui::body::Part;
use clinical::knowledge::regions::Region;
use clinical::site::Spot;
use clinical::words::fold;
use db::Reader;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look_by_post("/clients/{client}/body", "finding.find", Right::ReadChart, find)
}

/// So many regions are offered at most.
const MOST: usize = 12;

/// What was looked for, and where it may be.
#[derive(Default, Serialize)]
pub(super) struct Search {
    pub(super) words: String,
    pub(super) ways: Vec<Way>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    find: String,
}

fn find(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<Body> {
    let words: String = query.find.trim().chars().take(60).collect();
    let regions = regions(ask, &words);
    let ways = regions.into_iter().flat_map(|region| places(&region.key, region.sides));
    let ways = ways.map(|place| way(ask, &place)).collect();
    page(db, ask, Part::Whole, Search { words, ways })
}

/// The regions that a word may mean, the surest first: what it names, what has it in its name, what sounds like it.
fn regions<'k>(ask: &'k Ask<Chart>, words: &str) -> Vec<&'k Region> {
    let knowledge = &ask.house.knowledge.regions;
    let sought = fold(words);
    if sought.is_empty() {
        return Vec::new();
    }
    let named = knowledge.named(words).into_iter();
    let of_word = knowledge.words().filter(|(word, _)| fold(word).starts_with(&sought)).map(|(_, spot)| spot);
    let near = knowledge.near(words, 5);
    let near = near.into_iter().filter_map(|word| knowledge.named(word));
    let has = |region: &&Region| {
        let own = [region.name.as_str(), region.plain.as_str()];
        let own = own.map(|text| fold(ask.words.known(text).words).contains(&sought));
        own.contains(&true) || region.muscles.iter().any(|muscle| fold(muscle).contains(&sought))
    };
    let in_name = knowledge.list().iter().filter(has);
    let mut found: Vec<&Region> = Vec::new();
    let spots = named.chain(of_word).flat_map(|spot| of_spot(ask, spot)).chain(in_name);
    for region in spots.chain(near.flat_map(|spot| of_spot(ask, spot))) {
        if found.len() < MOST && !found.iter().any(|one| one.key == region.key) {
            found.push(region);
        }
    }
    found
}

fn of_spot<'k>(ask: &'k Ask<Chart>, spot: &Spot) -> Vec<&'k Region> {
    let regions = &ask.house.knowledge.regions;
    regions.covered(spot).into_iter().filter_map(|key| regions.get(key)).collect()
}
