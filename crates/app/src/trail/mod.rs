//! The trail as it is read: who looked at what and who changed it, for the practice and for one chart.
mod export;
mod store;

pub(crate) use store::Seen;

use crate::door::{Ask, Bytes, Chart, Page, Result, Right, Routes, Whole};
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::Reader;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/trail", "trail.show", Right::ReadTrail, practice)
        .look("/trail/export", "trail.export", Right::ReadTrail, export_practice)
        .look("/clients/{client}/trail", "trail.chart", Right::ReadChart, chart)
        .look("/clients/{client}/trail/export", "trail.export_chart", Right::ReadChart, export_chart)
}

/// How many lines a page holds.
const PAGE: usize = 100;
/// How many lines a file holds at most; narrower dates make several.
const FILE: usize = 50_000;

/// What is asked for. Ids and days only, so it may stand in an address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Query {
    who: String,
    verb: String,
    outcome: String,
    chart: String,
    from: String,
    to: String,
    before: String,
    format: String,
}

/// What is asked for, understood.
struct Filter {
    who: String,
    verb: String,
    outcome: String,
    chart: String,
    /// From this instant on.
    from_at: i64,
    /// Up to before this instant.
    until_at: i64,
    /// Up to before this line.
    before: String,
}

impl Query {
    fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("who", &self.who),
            ("verb", &self.verb),
            ("outcome", &self.outcome),
            ("chart", &self.chart),
            ("from", &self.from),
            ("to", &self.to),
        ];
        Filled::sent(fields.map(|(name, value)| (name, value.as_str())), refusals)
    }

    /// The days become instants on the practice's clock: from the beginning of the first to the end of the last.
    fn understood<S>(&self, ask: &Ask<S>, refusals: &mut Vec<Refusal>) -> Filter {
        let mut day = |field: &'static str, text: &str| -> Option<Date> {
            let parsed = text.parse().ok();
            if parsed.is_none() && !text.is_empty() {
                refusals.push(Refusal::new(field, "trail-day-unreadable"));
            }
            parsed
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let begins = |day: Date| day.to_zoned(ask.practice.zone.clone()).map(|z| z.timestamp().as_microsecond()).ok();
        Filter {
            who: self.who.clone(),
            verb: self.verb.trim().into(),
            outcome: self.outcome.clone(),
            chart: self.chart.trim().into(),
            from_at: from.and_then(begins).unwrap_or(i64::MIN),
            until_at: to.and_then(|day| day.checked_add(1.day()).ok()).and_then(begins).unwrap_or(i64::MAX),
            before: self.before.clone(),
        }
    }

    /// The same question as an address, after a line.
    fn url(&self, path: &str, before: &str, format: &str) -> String {
        let fields = [
            ("who", self.who.as_str()),
            ("verb", &self.verb),
            ("outcome", &self.outcome),
            ("chart", &self.chart),
            ("from", &self.from),
            ("to", &self.to),
            ("before", before),
            ("format", format),
        ];
        let given: Vec<(&str, &str)> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = serde_html_form::to_string(&given).unwrap_or_default();
        if query.is_empty() { path.into() } else { format!("{path}?{query}") }
    }
}

#[derive(Template, Serialize)]
#[template(path = "trail/trail.html")]
struct TrailPage {
    form: Filled,
    /// Where the filter is sent.
    url: String,
    /// Of one chart, or of the practice?
    of_chart: bool,
    people: Vec<Choice>,
    verbs: Vec<Choice>,
    outcomes: Vec<Choice>,
    lines: Vec<store::Line>,
    /// The charts last opened with a reason; for the practice only.
    glass: Vec<store::Glass>,
    /// The address of the lines before these; empty where there are none.
    earlier: String,
    csv: String,
    json: String,
}

impl Page for TrailPage {
    fn title(&self, words: &Words) -> String {
        words.t("trail-title")
    }
    fn tab(&self) -> &'static str {
        if self.of_chart { "tab-trail" } else { "" }
    }
}

fn page<S>(db: &mut Reader<'_>, ask: &Ask<S>, query: &Query, path: &str, of_chart: bool) -> Result<TrailPage> {
    let mut refusals = Vec::new();
    let filter = query.understood(ask, &mut refusals);
    let names = ask.by.may(Right::Directory);
    let mut lines = if refusals.is_empty() { store::lines(db, &filter, names, PAGE + 1)? } else { Vec::new() };
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let earlier = match lines.last() {
        Some(last) if more => query.url(path, &last.id, ""),
        _ => String::new(),
    };
    let any = || Choice::new("", Said::key("trail-any"));
    let people = store::people(db)?.into_iter().map(|(id, name)| Choice::new(id, Said::plain(name)));
    let mut verbs: Vec<&'static str> = crate::routes().iter().map(|route| route.verb).collect();
    verbs.sort_unstable();
    verbs.dedup();
    let export = format!("{path}/export");
    Ok(TrailPage {
        form: query.filled(refusals),
        url: path.into(),
        of_chart,
        people: std::iter::once(any()).chain(people).collect(),
        verbs: std::iter::once(any())
            .chain(verbs.into_iter().map(|verb| Choice::new(verb, Said::plain(verb))))
            .collect(),
        outcomes: vec![
            any(),
            Choice::new("done", Said::key("trail-done")),
            Choice::new("refused", Said::key("trail-refused")),
            Choice::new("denied", Said::key("trail-denied")),
        ],
        csv: query.url(&export, "", "csv"),
        json: query.url(&export, "", "json"),
        lines,
        glass: Vec::new(),
        earlier,
    })
}

fn practice(db: &mut Reader<'_>, ask: &Ask<Whole>, query: Query) -> Result<TrailPage> {
    let shown = page(db, ask, &query, "/trail", false)?;
    let glass = if query.before.is_empty() { store::glass(db, ask.by.may(Right::Directory))? } else { Vec::new() };
    Ok(TrailPage { glass, ..shown })
}

/// One chart's lines, whatever chart was asked for besides.
fn chart(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<TrailPage> {
    let query = Query { chart: ask.chart().client().into(), ..query };
    page(db, ask, &query, &ask.chart().url("trail"), true)
}

fn export_practice(db: &mut Reader<'_>, ask: &Ask<Whole>, query: Query) -> Result<Bytes> {
    file(db, ask, &query)
}

fn export_chart(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<Bytes> {
    let query = Query { chart: ask.chart().client().into(), ..query };
    file(db, ask, &query)
}

fn file<S>(db: &mut Reader<'_>, ask: &Ask<S>, query: &Query) -> Result<Bytes> {
    let mut refusals = Vec::new();
    let filter = query.understood(ask, &mut refusals);
    if !refusals.is_empty() {
        return Err(crate::door::Error::Unreadable("from and to are days written as 2026-11-24".into()));
    }
    let lines = store::lines(db, &filter, ask.by.may(Right::Directory), FILE)?;
    let name = format!("trail-{}", ask.today);
    if query.format == "json" {
        let bytes = serde_json::to_vec_pretty(&lines).map_err(crate::door::Error::fault)?;
        return Ok(Bytes { kind: "application/json", name: Some(format!("{name}.json")), bytes });
    }
    let bytes = export::csv(&lines).into_bytes();
    Ok(Bytes { kind: "text/csv; charset=utf-8", name: Some(format!("{name}.csv")), bytes })
}

/// Who was at the chart that is open, day by day and person by person, the latest first, from at most `most` lines.
pub(crate) fn of_chart(db: &mut Reader<'_>, ask: &Ask<Chart>, most: usize) -> Result<Vec<Seen>> {
    let mut seen: Vec<Seen> = Vec::new();
    for line in store::glances(db, ask.chart().client(), most)? {
        let on = ask.date(line.at);
        let known = seen.iter_mut().rev().take_while(|one| one.on == on).find(|one| one.name == line.name);
        match known {
            Some(known) if line.act => known.acts += 1,
            Some(known) => known.looks += 1,
            None => {
                let (looks, acts) = (i64::from(!line.act), i64::from(line.act));
                seen.push(Seen { on, name: line.name, own: line.own, looks, acts });
            }
        }
    }
    Ok(seen)
}
