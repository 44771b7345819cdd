//! Papers: old charts, scans of letters, pictures, and papers that lie in a cabinet. A file is known by its content, kept in the
//! record with its digest sealed, and only ever given out to be saved, never shown inside a page.
mod content;
mod file;
mod store;

use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{Choice, Filled, Panel, Said, Words, filters};
use askama::Template;
use db::Reader;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/clients/{client}/papers", "paper.list", Right::ReadChart, list).join(file::routes())
}

/// What a paper can be, with the words for it.
const KINDS: [(&str, &str); 5] = [
    ("old_chart", "paper-old-chart"),
    ("paper_intake", "paper-intake"),
    ("letter", "paper-letter"),
    ("picture", "paper-picture"),
    ("other", "paper-other"),
];

/// How many papers stand on the overview.
const ON_CHART: usize = 4;

/// One paper as it is read.
#[derive(Clone, Serialize)]
pub(crate) struct PaperView {
    pub(crate) of: String,
    /// Where the file is; empty where there is none.
    pub(crate) url: String,
    pub(crate) kind: Said,
    pub(crate) title: String,
    pub(crate) dated_on: Option<Date>,
    /// What it belongs to, where that is not the chart as a whole.
    pub(crate) about: Option<Said>,
    /// PDF, PNG, JPEG
    pub(crate) media: &'static str,
    /// In units of 1,000 bytes, rounded up.
    pub(crate) size_kb: i64,
    pub(crate) by: String,
    pub(crate) at: Option<Timestamp>,
}

/// The papers of a chart.
#[derive(Template, Serialize)]
#[template(path = "papers/list.html")]
struct List {
    base: String,
    papers: Vec<PaperView>,
    form: Filled,
    kinds: Vec<Choice>,
    /// The clearances and referrals that a paper can belong to.
    entries: Vec<Choice>,
    most_mb: usize,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("paper-list-title")
    }
    fn tab(&self) -> &'static str {
        "tab-papers"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    entry: String,
}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<List> {
    let form = Filled::empty().with("kind", if query.entry.is_empty() { "old_chart" } else { "letter" });
    page(db, ask, form.with("entry", query.entry))
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let chart = ask.chart();
    Ok(List {
        base: chart.url("papers"),
        papers: store::list(db, chart)?.into_iter().map(|one| view(ask, one)).collect(),
        form,
        kinds: KINDS.iter().map(|(key, word)| Choice::new(*key, Said::key(*word))).collect(),
        entries: entries(db, chart)?,
        most_mb: file::MOST >> 20,
        writes: ask.by.may(Right::WriteChart) && !chart.glass,
    })
}

/// What a paper can belong to: the chart as a whole, a clearance, a referral.
fn entries(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Choice>> {
    let said = |one: store::Entry| {
        let key = if one.about == "clearance" { "paper-about-clearance" } else { "paper-about-referral" };
        Choice::new(one.of, Said::key(key).with("whom", one.whom).with("on", one.on))
    };
    let all = store::entries(db, chart)?.into_iter().map(said);
    Ok(std::iter::once(Choice::new("", Said::key("paper-about-chart"))).chain(all).collect())
}

fn view(ask: &Ask<Chart>, one: store::Paper) -> PaperView {
    let kind = KINDS.iter().find(|(key, _)| *key == one.kind).map_or("paper-other", |(_, word)| word);
    let about = match one.about.as_str() {
        "clearance" => Some(Said::key("paper-of-clearance")),
        "referral" => Some(Said::key("paper-of-referral")),
        _ => None,
    };
    PaperView {
        url: if one.media.is_empty() { String::new() } else { ask.chart().url(&format!("papers/{}", one.of)) },
        kind: Said::key(kind),
        dated_on: one.dated_on.and_then(|on| on.parse().ok()),
        about,
        media: match content::Media::named(&one.media) {
            Some(content::Media::Png) => "PNG",
            Some(content::Media::Jpeg) => "JPEG",
            Some(content::Media::Pdf) => "PDF",
            None => "",
        },
        size_kb: (one.size_bytes + 999) / 1_000,
        by: one.by_name,
        at: Timestamp::from_microsecond(one.at).ok(),
        title: one.title,
        of: one.of,
    }
}

/// The papers that belong to entries of one kind (`clearance`, `referral`), by the `of` of the entry.
pub(crate) type Attached = BTreeMap<String, Vec<PaperView>>;

/// The papers of the chart's clearances, or of its referrals.
pub(crate) fn attached(db: &mut Reader<'_>, ask: &Ask<Chart>, about: &str) -> Result<Attached> {
    let mut all = Attached::new();
    for one in store::list(db, ask.chart())?.into_iter().filter(|one| one.about == about) {
        all.entry(one.entry.clone()).or_default().push(view(ask, one));
    }
    Ok(all)
}

/// The latest papers on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "papers/panel.html")]
struct OnChart {
    papers: Vec<PaperView>,
}

/// The papers, on the overview of a chart; nothing where there is none.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let papers: Vec<PaperView> =
        store::list(db, ask.chart())?.into_iter().take(ON_CHART).map(|one| view(ask, one)).collect();
    if papers.is_empty() {
        return Ok(None);
    }
    let panel = Panel::aside("paper-list-title", OnChart { papers });
    Ok(Some(panel.link(ask.chart().url("papers"), "paper-all")))
}

/// One paper of this chart.
fn one(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Paper> {
    store::list(db, ask.chart())?.into_iter().find(|one| one.of == of).ok_or(Error::NotFound)
}
