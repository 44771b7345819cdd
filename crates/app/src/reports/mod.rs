//! Published case reports, as reference. One about a group is shown here and nowhere else: a group is no client, and
//! what is known of seven people together is known of none of them.
use crate::door::{Ask, Error, Mine, Page, Result, Right, Routes};
use crate::ui::{Said, Words, filters};
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/reports", "report.show", Right::Own, show)
}

/// Each report as it was copied, figures and citation only.
const SINGLE: [&str; 2] = [
    include_str!("../../../../vectors/reports/r01_jaw.json"),
    include_str!("../../../../vectors/reports/r29_neck_artery.json"),
];
const GROUP: &str = include_str!("../../../../vectors/reports/r16_shoulder_group.json");

/// Who published it, and where it can be read.
#[derive(Serialize)]
struct Cited {
    id: String,
    title: String,
    /// Authors, journal, year, volume and pages, as far as they are known.
    source: String,
    url: String,
}

/// A mean with its spread and its range, in the unit of its row.
#[derive(Deserialize, Serialize, Clone)]
struct Spread {
    mean: f64,
    sd: f64,
    range: [f64; 2],
}

/// One measure of the group, before and after.
#[derive(Serialize)]
struct Row {
    name: Said,
    mode: Option<Said>,
    unit: Said,
    before: Spread,
    after: Spread,
}

#[derive(Template, Serialize)]
#[template(path = "reports/page.html")]
struct Reports {
    group: Cited,
    n: u32,
    women: u32,
    men: u32,
    age: Spread,
    months: Spread,
    rows: Vec<Row>,
    /// How the shoulder was rated at the end: excellent, good, and one word that could not be read.
    rated: [u32; 3],
    single: Vec<Cited>,
    demo: bool,
}

impl Page for Reports {
    fn title(&self, words: &Words) -> String {
        words.t("reports-title")
    }
}

#[derive(Deserialize)]
struct Empty {}

fn show(_: &mut Reader<'_>, ask: &Ask<Mine>, _: Empty) -> Result<Reports> {
    let group: Report<Group> = read(GROUP)?;
    let client = &group.client;
    let age = Spread { mean: client.age_mean, sd: client.age_sd, range: client.age_range };
    let rated = group.outcomes.iter().find_map(|one| Some([one.excellent?, one.good?, one.third_category?]));
    let single = SINGLE.iter().map(|text| Ok(read::<serde_json::Value>(text)?.cited())).collect::<Result<_>>()?;
    Ok(Reports {
        n: client.n,
        women: client.women,
        men: client.men,
        age,
        months: group.complaint.duration_months.clone().ok_or_else(|| Error::fault("a report has no duration"))?,
        rows: rows(&group),
        rated: rated.unwrap_or_default(),
        group: group.cited(),
        single,
        demo: ask.practice.demo,
    })
}

/// What was measured both before and at three months, in the report's order.
fn rows(group: &Report<Group>) -> Vec<Row> {
    let row = |before: &Reading| {
        let same =
            |one: &&Reading| one.mode == before.mode && one.movement == before.movement && one.name() == before.name();
        Some(Row {
            name: Said::key(before.name()?),
            mode: before.mode.as_deref().and_then(mode).map(Said::key),
            unit: Said::key(if before.movement.is_some() { "reports-degrees" } else { "reports-millilitres" }),
            before: before.spread()?,
            after: group.outcomes.iter().find(same)?.spread()?,
        })
    };
    group.baseline.iter().filter_map(row).collect()
}

fn mode(word: &str) -> Option<&'static str> {
    [("active", "reports-active"), ("passive", "reports-passive")].iter().find(|(key, _)| *key == word).map(|(_, k)| *k)
}

/// A report as it stands in its file, as far as this page reads it.
#[derive(Deserialize)]
#[serde(bound(deserialize = "C: Deserialize<'de>"))]
struct Report<C> {
    id: String,
    citation: Citation,
    client: C,
    complaint: Complaint,
    #[serde(default)]
    baseline: Vec<Reading>,
    #[serde(default)]
    outcomes: Vec<Reading>,
}

#[derive(Deserialize)]
struct Citation {
    #[serde(default)]
    authors: Vec<String>,
    title: String,
    journal: String,
    year: Option<u32>,
    volume: Option<String>,
    pages: Option<String>,
    urls: Vec<String>,
}

#[derive(Deserialize)]
struct Group {
    n: u32,
    men: u32,
    women: u32,
    age_mean: f64,
    age_sd: f64,
    age_range: [f64; 2],
}

#[derive(Deserialize)]
struct Complaint {
    duration_months: Option<Spread>,
}

#[derive(Deserialize)]
struct Reading {
    mode: Option<String>,
    movement: Option<String>,
    instrument: String,
    mean: Option<f64>,
    sd: Option<f64>,
    range: Option<[f64; 2]>,
    excellent: Option<u32>,
    good: Option<u32>,
    third_category: Option<u32>,
}

impl Reading {
    /// The word for what was measured.
    fn name(&self) -> Option<&'static str> {
        match self.movement.as_deref() {
            Some("abduction") => Some("reports-abduction"),
            Some("flexion (sagittal)") => Some("reports-flexion"),
            Some("lateral rotation") => Some("reports-rotation"),
            None if self.instrument.starts_with("joint capacity") => Some("reports-capacity"),
            _ => None,
        }
    }

    fn spread(&self) -> Option<Spread> {
        Some(Spread { mean: self.mean?, sd: self.sd?, range: self.range? })
    }
}

impl<C> Report<C> {
    fn cited(&self) -> Cited {
        let Citation { authors, title, journal, year, volume, pages, urls } = &self.citation;
        let year = year.map(|year| year.to_string());
        let parts = [Some(authors.join(", ")), Some(journal.clone()), year, volume.clone(), pages.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let url = urls.first().cloned().unwrap_or_default();
        Cited { id: self.id.clone(), title: title.clone(), source: parts.join(" · "), url }
    }
}

fn read<'a, C: Deserialize<'a>>(text: &'a str) -> Result<Report<C>> {
    serde_json::from_str(text).map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_shown_by_its_means_and_every_row_has_both_ends() {
        let group: Report<Group> = read(GROUP).unwrap();
        let rows = rows(&group);
        assert_eq!((group.client.n, rows.len()), (7, 7));
        let first = &rows[0];
        assert_eq!((first.before.mean, first.after.mean), (91.0, 151.0));
        assert_eq!((rows[6].before.range, rows[6].after.range), ([6.0, 15.0], [10.0, 20.0]));
    }

    #[test]
    fn each_report_says_who_published_it_and_where_it_can_be_read() {
        for text in SINGLE {
            let cited = read::<serde_json::Value>(text).unwrap().cited();
            assert!(cited.url.starts_with("https://") && !cited.source.is_empty(), "{}", cited.id);
        }
    }
}
