//! Complaints: what the client comes with, in their words, where, since when; changed by a new version, ended by one.
mod form;
mod store;

use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::naming;
use crate::ui::{Brief, Choice, Filled, Panel, Said, Words, filters};
use askama::Template;
use clinical::knowledge::Knowledge;
use db::Reader;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/complaints", "complaint.list", Right::ReadChart, list)
        .look("/clients/{client}/complaints/{complaint}", "complaint.show", Right::ReadChart, show)
        .join(form::routes())
}

/// How a complaint ends, with the words for it.
const OUTCOMES: [(&str, &str); 2] = [("resolved", "complaint-resolved"), ("ended", "complaint-ended")];

/// The words for a complaint that is of no place.
const NO_SITE: &str = "complaint-no-site";

/// One complaint as it is read.
#[derive(Serialize)]
struct Read {
    id: String,
    url: String,
    words: String,
    sites: Vec<Place>,
    onset: String,
    mechanism: String,
    aggravating: String,
    easing: String,
    day_pattern: String,
    goal: String,
    outcome: Option<Said>,
    ended_on: Option<Date>,
    by: String,
    at: Option<Timestamp>,
}

/// A place with its side.
#[derive(Serialize)]
struct Place {
    name: String,
    side: Option<Said>,
}

/// The complaints of a chart.
#[derive(Template, Serialize)]
#[template(path = "complaint/list.html")]
struct List {
    base: String,
    complaints: Vec<Read>,
    form: Filled,
    sites: Vec<Choice>,
    places: [u8; form::PLACES],
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("complaint-list-title")
    }
    fn tab(&self) -> &'static str {
        "tab-complaints"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<List> {
    list_page(db, ask, Filled::empty())
}

fn list_page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let knowledge = &ask.house.knowledge;
    Ok(List {
        base: ask.chart().url("complaints"),
        complaints: store::list(db, ask.chart())?.into_iter().map(|one| read(ask, one)).collect(),
        form,
        sites: naming::sites_or(knowledge, NO_SITE),
        places: form::places(),
        writes: writes(ask),
    })
}

/// A complaint that lasts, for rooms that plan by it.
pub(crate) struct Lasting {
    pub(crate) of: String,
    /// When it was recorded as it now stands (µs).
    pub(crate) at: i64,
    /// As the client puts it.
    pub(crate) words: String,
    /// Key of the place and side.
    pub(crate) sites: Vec<(String, String)>,
}

/// The complaints that last.
pub(crate) fn lasting(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Lasting>> {
    let all = store::list(db, ask.chart())?.into_iter().filter(|one| one.outcome.is_empty());
    Ok(all
        .map(|one| {
            let pairs = one.sites.split(',').filter_map(|pair| pair.split_once(':'));
            let sites = pairs.map(|(site, side)| (site.to_string(), side.to_string())).collect();
            Lasting { of: one.of, at: one.at, words: one.words, sites }
        })
        .collect())
}

/// What the client comes with, in their words; nothing where nothing lasts.
pub(crate) fn brief(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Brief>> {
    let words: Vec<Said> = lasting(db, ask)?.into_iter().map(|one| Said::plain(one.words)).take(2).collect();
    Ok((!words.is_empty()).then(|| Brief::new("body", "complaint-brief", words)))
}

/// What the client comes with, on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "complaint/panel.html")]
struct OnChart {
    complaints: Vec<Read>,
}

/// The complaints that last, on the overview of a chart; nothing where there is none, as a wellness client has none.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let lasting = store::list(db, ask.chart())?.into_iter().filter(|one| one.outcome.is_empty());
    let complaints: Vec<Read> = lasting.map(|one| read(ask, one)).collect();
    if complaints.is_empty() {
        return Ok(None);
    }
    let panel = Panel::new("complaint-list-title", OnChart { complaints });
    Ok(Some(panel.link(ask.chart().url("complaints"), "complaint-all")))
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

fn read(ask: &Ask<Chart>, one: store::Complaint) -> Read {
    let outcome = OUTCOMES.iter().find(|(key, _)| *key == one.outcome).map(|(_, word)| Said::key(*word));
    Read {
        url: ask.chart().url(&format!("complaints/{}", one.of)),
        sites: placed(&ask.house.knowledge, &one.sites),
        outcome,
        ended_on: one.ended_on.and_then(|on| on.parse().ok()),
        at: Timestamp::from_microsecond(one.at).ok(),
        id: one.of,
        words: one.words,
        onset: one.onset,
        mechanism: one.mechanism,
        aggravating: one.aggravating,
        easing: one.easing,
        day_pattern: one.day_pattern,
        goal: one.goal,
        by: one.by_name,
    }
}

fn placed(knowledge: &Knowledge, sites: &str) -> Vec<Place> {
    let pairs = sites.split(',').filter_map(|pair| pair.split_once(':'));
    pairs.map(|(site, side)| Place { name: naming::site(knowledge, site), side: naming::side(side) }).collect()
}

/// What was said of it before.
#[derive(Serialize)]
struct Earlier {
    at: Option<Timestamp>,
    by: String,
    words: String,
}

/// One complaint, to read, change and end.
#[derive(Template, Serialize)]
#[template(path = "complaint/page.html")]
struct Complaint {
    read: Read,
    earlier: Vec<Earlier>,
    form: Filled,
    sites: Vec<Choice>,
    places: [u8; form::PLACES],
    writes: bool,
}

impl Page for Complaint {
    fn title(&self, words: &Words) -> String {
        words.t("complaint-title")
    }
    fn tab(&self) -> &'static str {
        "tab-complaints"
    }
}

#[derive(Deserialize)]
struct Named {
    complaint: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Complaint> {
    page(db, ask, &named.complaint, None)
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str, typed: Option<Filled>) -> Result<Complaint> {
    let found = store::one(db, ask.chart(), of)?.ok_or(Error::NotFound)?;
    let earlier = store::earlier(db, of)?.into_iter();
    let earlier = earlier.map(|(at, by, words)| Earlier { at: Timestamp::from_microsecond(at).ok(), by, words });
    Ok(Complaint {
        form: typed.unwrap_or_else(|| form::filled(&found)),
        earlier: earlier.collect(),
        sites: naming::sites_or(&ask.house.knowledge, NO_SITE),
        places: form::places(),
        writes: writes(ask),
        read: read(ask, found),
    })
}
