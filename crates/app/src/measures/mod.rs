//! Measures: pain, questionnaires, ranges of motion and tests of function, each over time and judged with its error first.
pub(crate) mod beside;
pub(crate) mod by_client;
mod form;
mod kind;
mod panel;
mod record;
mod store;
pub(crate) mod told;
mod view;

use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::change::Change;
use clinical::measure::{MeasureId, Reading};
use clinical::taking::Subject;
use db::Reader;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) use kind::{Kind, kind};
pub(crate) use panel::{brief, panel};
pub(crate) use view::Series;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/measures", "measure.list", Right::ReadChart, list)
        .look("/clients/{client}/measures/{key}", "measure.show", Right::ReadChart, show)
        .join(record::routes())
        .join(by_client::routes())
}

/// Fields as they were sent, those of the path among them.
type Sent = BTreeMap<String, Vec<String>>;

/// In which session, and before or after the hands-on part.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct During {
    session: String,
    moment: String,
}

impl During {
    fn of(sent: &Sent) -> During {
        let one = |name: &str| sent.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
        During { session: one("session"), moment: one("moment") }
    }
    /// The tail of a link that keeps it. Only an id and a word of ours: nothing that was typed may come into an address.
    fn tail(&self) -> String {
        let is_id = self.session.len() == 30
            && self.session.starts_with("ses_")
            && self.session.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_id || !matches!(self.moment.as_str(), "" | "before" | "after") {
            return String::new();
        }
        format!("?session={}&moment={}", self.session, self.moment)
    }
}

/// Something that can be measured.
#[derive(Serialize)]
struct Offer {
    name: Said,
    url: String,
}

/// Every measure of the chart.
#[derive(Template, Serialize)]
#[template(path = "measures/list.html")]
struct List {
    series: Vec<Series>,
    alarm: Option<view::Alarm>,
    often: Vec<Offer>,
    forms: Vec<Offer>,
    motions: Vec<Offer>,
    tests: Vec<Offer>,
    during: During,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("measure-list-title")
    }
    fn tab(&self) -> &'static str {
        "tab-measures"
    }
}

/// What is asked of nearly everybody.
const OFTEN: [&str; 4] = ["nprs", "psfs", "rmdq", "jaw_opening"];

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, during: During) -> Result<List> {
    let kept = all_kept(db, ask)?;
    let knowledge = ask.house.knowledge.clone();
    let tail = during.tail();
    let offer = |key: &str| {
        let subject = Subject::find(&knowledge, key)?;
        Some(Offer { name: form::name(ask.words, &subject), url: ask.chart().url(&format!("measures/{key}{tail}")) })
    };
    let motions = &knowledge.motions;
    Ok(List {
        alarm: view::alarm(ask, &kept),
        series: view::all(ask, &kept),
        often: OFTEN.into_iter().filter_map(offer).collect(),
        forms: knowledge.instruments.iter().filter_map(|form| offer(&form.key)).collect(),
        motions: motions.motions().filter_map(|motion| offer(&motion.key)).collect(),
        tests: motions.tests().filter_map(|test| offer(&test.key)).collect(),
        during,
        writes: writes(ask),
    })
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// One instrument, motion or test: its form, its history, its trend.
#[derive(Template, Serialize)]
#[template(path = "measures/page.html")]
struct Measure {
    base: String,
    back: String,
    name: Said,
    about: String,
    asked: form::Asked,
    form: Filled,
    alarm: Option<view::Alarm>,
    series: Vec<Series>,
    taken: Vec<view::Occasion>,
    during: During,
    writes: bool,
}

impl Page for Measure {
    fn title(&self, words: &Words) -> String {
        self.name.in_words(words)
    }
    fn tab(&self) -> &'static str {
        "tab-measures"
    }
}

#[derive(Deserialize)]
struct Named {
    key: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    moment: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Measure> {
    let during = During { session: named.session, moment: named.moment };
    page(db, ask, &named.key, during, None, false)
}

/// The page, with what was typed where it was refused. `alarmed`: an answer of the refused form raised its alarm.
fn page(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    key: &str,
    during: During,
    typed: Option<Filled>,
    alarmed: bool,
) -> Result<Measure> {
    let knowledge = ask.house.knowledge.clone();
    let subject = Subject::find(&knowledge, key).ok_or(Error::NotFound)?;
    let kept = store::of_key(db, ask.chart(), key)?;
    let alarm = if alarmed { view::crisis(ask) } else { view::alarm(ask, &kept) };
    Ok(Measure {
        base: ask.chart().url(&format!("measures/{key}")),
        back: ask.chart().url(&format!("measures{}", during.tail())),
        name: form::name(ask.words, &subject),
        about: form::about(&subject),
        asked: form::Asked::of(&knowledge, &subject),
        form: typed.unwrap_or_else(|| form::begun(&subject, &kept)),
        alarm,
        series: view::all(ask, &kept),
        taken: view::occasions(ask, &subject, &kept),
        during,
        writes: writes(ask),
    })
}

/// One value that was measured within a session.
#[derive(Clone, Serialize)]
pub(crate) struct Within {
    pub(crate) name: String,
    /// Which scale, place and side.
    pub(crate) parts: Vec<Said>,
    /// Before or after the hands-on part, where that was said.
    pub(crate) moment: Option<Said>,
    pub(crate) value: f64,
    pub(crate) unit: String,
}

/// What was measured within a session, before it and after it.
pub(crate) fn within(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Vec<Within>> {
    let kept = store::of_session(db, ask.chart(), session)?;
    let knowledge = &ask.house.knowledge;
    Ok(kept.iter().filter_map(|one| view::within(knowledge, one)).collect())
}

/// One value on record, for rooms that aim by it.
pub(crate) struct Known {
    /// What it is a value of.
    pub(crate) measure: MeasureId,
    /// The value and when.
    pub(crate) reading: Reading,
    /// Was its day stated? Else `reading.at` is when it was written down.
    pub(crate) dated: bool,
    pub(crate) unit: String,
    /// What it is called, and what sets it apart.
    pub(crate) name: Vec<Said>,
    /// In which session, and before or after the hands-on part; empty where in none.
    pub(crate) session: String,
    pub(crate) moment: String,
}

/// Every value of a chart, in the order of time.
pub(crate) fn known(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Known>> {
    Ok(view::known(ask, &all_kept(db, ask)?))
}

/// Every measure of a chart over time.
pub(crate) fn series(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Series>> {
    Ok(view::all(ask, &all_kept(db, ask)?))
}

/// Every value of the chart as it is kept, read once for all that a page shows of them.
fn all_kept(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Rc<Vec<store::Kept>>> {
    ask.once(|| store::of_chart(db, ask.chart()))
}

/// The words for a tool of measuring.
pub(crate) fn tool_word(tool: &str) -> Said {
    form::tool_word(tool)
}

/// The key of what a change amounts to, error first.
pub(crate) fn change_word(change: &Change) -> &'static str {
    view::verdict(change)
}
