//! The body chart: what is marked, and the way to every region, by drawing, by name and by list.
mod compare;
mod find;
mod place;
mod record;
mod shown;
pub(super) mod store;
mod told;

use super::{TAB, writes};
use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::ui::{
    Found, Panel, Said, Words,
    body::{Figure, Marked, Part, Quality, RegionMark},
    filters,
    shell::Tab,
};
use askama::Template;
use clinical::knowledge::regions::Sides;
use clinical::palpation::Place;
use clinical::site::Side;
use db::Reader;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Kept;

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/body", "finding.list", Right::ReadChart, show)
        .join(find::routes())
        .join(compare::routes())
        .join(place::routes())
        .join(record::routes())
}

/// A finding of an earlier day that nobody has looked at again.
#[derive(Serialize)]
struct Earlier {
    on: Date,
    name: String,
    url: String,
    said: Vec<Said>,
}

/// A link to a region of a side.
#[derive(Serialize)]
struct Way {
    name: String,
    url: String,
}

/// The regions of one heading.
#[derive(Serialize)]
struct Group {
    #[serde(skip)]
    of: String,
    name: Said,
    ways: Vec<Way>,
}

/// The whole chart.
#[derive(Template, Serialize)]
#[template(path = "assessment/body/chart.html")]
struct Body {
    base: String,
    parts: Vec<Tab>,
    figures: Vec<Figure>,
    qualities: Vec<Quality>,
    today: Vec<Marked>,
    /// Places that were looked at today and where nothing was found.
    clear: Vec<Way>,
    earlier: Vec<Earlier>,
    groups: Vec<Group>,
    /// What the client marked by themselves.
    told: Option<told::Told>,
    search: find::Search,
    /// Are there two days to hold against each other?
    comparable: bool,
    writes: bool,
}

impl Page for Body {
    fn title(&self, words: &Words) -> String {
        words.t("finding-chart-title")
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    part: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<Body> {
    page(db, ask, Part::parse(&query.part), find::Search::default())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, part: Part, search: find::Search) -> Result<Body> {
    let kept = store::of_chart(db, ask.chart())?;
    let latest = shown::latest(&kept);
    let mut marks: Vec<RegionMark> =
        latest.iter().filter_map(|(place, one)| shown::mark(ask, place, &one.found)).collect();
    let told = told::told(db, ask)?;
    if let Some(told) = &told {
        told.onto(&mut marks);
    }
    let is_today = |one: &&Kept| ask.date(one.found_at) == ask.today;
    let today: Vec<&Kept> = latest.values().copied().filter(is_today).collect();
    let views = shown::VIEWS.into_iter();
    Ok(Body {
        base: ask.chart().url("body"),
        parts: parts(ask, part),
        figures: views.map(|view| shown::figure(ask, view, part, &marks)).collect(),
        qualities: shown::qualities(&marks),
        today: worst_first(ask, &today),
        clear: today
            .iter()
            .filter(|one| !one.found.found(&ask.house.knowledge))
            .map(|one| way(ask, &one.place))
            .collect(),
        earlier: latest.values().filter(|one| !is_today(one)).filter_map(|one| earlier(ask, one)).collect(),
        groups: groups(ask),
        told,
        search,
        comparable: compare::days(ask, &kept).len() > 1,
        writes: writes(ask),
    })
}

fn parts(ask: &Ask<Chart>, open: Part) -> Vec<Tab> {
    let parts = [(Part::Whole, "finding-whole"), (Part::Upper, "finding-upper"), (Part::Lower, "finding-lower")];
    let tab = |(part, key): (Part, &'static str)| {
        let tail = if part == Part::Whole { "body".to_owned() } else { format!("body?part={}", part.name()) };
        Tab { key, url: ask.chart().url(&tail), current: part == open }
    };
    parts.map(tab).into()
}

fn worst_first(ask: &Ask<Chart>, kept: &[&Kept]) -> Vec<Marked> {
    let mut marked: Vec<Marked> = kept.iter().filter_map(|one| shown::marked(ask, one)).collect();
    marked.sort_by_key(|one| std::cmp::Reverse((one.mark.pain, one.mark.tension)));
    marked
}

fn way(ask: &Ask<Chart>, place: &Place) -> Way {
    Way { name: shown::name(ask, place), url: shown::url(ask, place) }
}

fn earlier(ask: &Ask<Chart>, one: &Kept) -> Option<Earlier> {
    let found = one.found.found(&ask.house.knowledge);
    found.then(|| Earlier {
        on: ask.date(one.found_at),
        name: shown::name(ask, &one.place),
        url: shown::url(ask, &one.place),
        said: shown::said(ask, &one.found),
    })
}

/// Every place, under the headings of the knowledge, in its order.
fn groups(ask: &Ask<Chart>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for region in ask.house.knowledge.regions.list() {
        let ways = places(&region.key, region.sides).into_iter().map(|place| way(ask, &place));
        match groups.iter_mut().find(|group| group.of == region.group) {
            Some(group) => group.ways.extend(ways),
            None => {
                groups.push(Group { of: region.group.clone(), name: shown::group(&region.group), ways: ways.collect() })
            }
        }
    }
    groups
}

/// The places of a region: one in the middle, or one a side.
fn places(region: &str, sides: Sides) -> Vec<Place> {
    let sides: &[Option<Side>] = match sides {
        Sides::Midline => &[None],
        Sides::Paired => &[Some(Side::Right), Some(Side::Left)],
    };
    sides.iter().map(|side| Place { region: region.to_owned(), side: *side }).collect()
}

/// A finding, as other rooms' pages tell it.
fn found(ask: &Ask<Chart>, one: &Kept) -> Found {
    Found {
        name: vec![Said::plain(shown::name(ask, &one.place))],
        said: shown::said(ask, &one.found),
        region: one.place.region.clone(),
        side: one.place.side.map(|side| side.to_string()).unwrap_or_default(),
    }
}

/// What hands found within a session.
pub(super) fn within(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Vec<Found>> {
    Ok(store::within(db, ask.chart(), session)?.iter().map(|one| found(ask, one)).collect())
}

/// The places that were marked today, the worst first.
pub(crate) fn marked_today(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Found>> {
    let kept = store::of_chart(db, ask.chart())?;
    let latest = shown::latest(&kept);
    let today = |one: &&Kept| ask.date(one.found_at) == ask.today && one.found.found(&ask.house.knowledge);
    let mut today: Vec<&Kept> = latest.values().copied().filter(today).collect();
    today.sort_by_key(|one| std::cmp::Reverse(one.found.pain));
    Ok(today.into_iter().map(|one| found(ask, one)).collect())
}

/// What was found today, for the overview of the chart.
#[derive(Template, Serialize)]
#[template(path = "assessment/body/panel.html")]
struct Today {
    marked: Vec<Marked>,
}

/// The places where something was found when they were looked at last.
pub(super) fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Place>> {
    let kept = store::of_chart(db, ask.chart())?;
    let latest = shown::latest(&kept);
    let found = latest.iter().filter(|(_, one)| one.found.found(&ask.house.knowledge));
    Ok(found.map(|(place, _)| (*place).clone()).collect())
}

/// The panel of what was found today; nothing where nothing was.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let kept = store::of_chart(db, ask.chart())?;
    let latest = shown::latest(&kept);
    let today: Vec<&Kept> = latest.values().copied().filter(|one| ask.date(one.found_at) == ask.today).collect();
    let marked = worst_first(ask, &today);
    let panel = || Panel::new("finding-today", Today { marked }).link(ask.chart().url("body"), "finding-chart-title");
    Ok((!today.is_empty()).then(panel))
}
