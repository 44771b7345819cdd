//! A letter onto paper: its words, what stands behind them, and who signs.
use super::compose::{self, Record, value};
use super::store::{Draft, Recipient};
use super::{physician, word};
use crate::door::{Ask, Chart, Error, Result};
use crate::measures::told::Told;
use crate::naming::made;
use crate::ui::{pose, say};
use clinical::facts::Answer;
use clinical::knowledge::Fact;
use sheet::{Block, Drawing, Paper, Point, Run, Sheet, Table, Trend};

/// How it stands: a draft, or this version signed over this head.
pub(super) enum Standing<'a> {
    /// Not signed; said on the paper.
    Draft,
    /// Signed now.
    Signed {
        /// Which version, from 1.
        version: usize,
        /// Where the chart's chain stands.
        head: &'a str,
    },
}

/// The PDF of a letter, for this instant.
pub(super) fn pdf(ask: &Ask<Chart>, record: &Record, draft: &Draft, standing: &Standing<'_>) -> Result<Vec<u8>> {
    sheet::write(&set(ask, record, draft, standing)).map_err(Error::fault)
}

fn t(ask: &Ask<Chart>, key: &str) -> String {
    ask.words.t(key)
}

fn set(ask: &Ask<Chart>, record: &Record, draft: &Draft, standing: &Standing<'_>) -> Sheet {
    let title = format!("{}: {}", t(ask, word(&draft.kind)), ask.chart().legal_name);
    let (version, head) = match standing {
        Standing::Draft => (t(ask, "letter-unsigned"), String::new()),
        Standing::Signed { version, head } => (
            compose::words(ask, "letter-version", &[("number", &version.to_string())]),
            compose::words(ask, "letter-head", &[("head", head)]),
        ),
    };
    let born =
        ask.chart().birth_on.map(|on| compose::words(ask, "letter-born", &[("on", &say::date(ask.by.locale, on))]));
    let foot = [Some(ask.chart().legal_name.clone()), born, Some(draft.id.clone()), Some(version), Some(head)];
    let foot: Vec<String> = foot.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let blocks = blocks(ask, record, draft, standing, &title);
    paper(ask, title, ask.by.name.clone(), blocks, &foot)
}

/// A paper of this practice, in the language of who asks for it.
fn paper(ask: &Ask<Chart>, title: String, author: String, blocks: Vec<Block>, foot: &[String]) -> Sheet {
    Sheet {
        blocks,
        title,
        author,
        language: ask.by.locale.tag().to_owned(),
        right_to_left: false,
        paper: Paper::of(&ask.practice.jurisdiction),
        made: made(ask.at),
        foot: foot.join(" · "),
        numbering: t(ask, "letter-page"),
    }
}

fn blocks(ask: &Ask<Chart>, record: &Record, draft: &Draft, standing: &Standing<'_>, title: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Lines(vec![ask.practice.name.clone(), ask.by.name.clone()]), Block::Rule];
    blocks.push(Block::Lines(address(ask, &draft.to)));
    if matches!(standing, Standing::Draft) {
        blocks.push(Block::Text(vec![Run::bold(t(ask, "letter-unsigned-say"))]));
    }
    blocks.push(Block::heading(1, title));
    let lines: Vec<(String, String)> = super::LINES
        .iter()
        .map(|(field, label)| (t(ask, label), super::line(&draft.text, field).to_owned()))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    if physician(&draft.kind) && !lines.is_empty() {
        blocks.push(Block::Facts(lines));
    }
    blocks.extend(body(&draft.text.body));
    match draft.kind.as_str() {
        "referral" | "reply" | "discharge" => blocks.extend(measures(ask, &record.measures)),
        "programme" => blocks.extend(programme(ask, record)),
        "receipt" => blocks.push(Block::Table(attendance(ask, record))),
        "chart" => blocks.extend(chart(ask, record, |fact| Some(fact.clinical.clone()))),
        _ => {}
    }
    if !sheet::can_be_set(&format!("{}{}{}", ask.chart().legal_name, draft.to.name, draft.text.body)) {
        blocks.push(Block::text(t(ask, "letter-in-latin")));
    }
    blocks.push(Block::Space(14.0));
    blocks.push(Block::Lines(signature(ask, standing)));
    blocks
}

fn address(ask: &Ask<Chart>, to: &Recipient) -> Vec<String> {
    let day = say::date_long(ask.by.locale, ask.today);
    [to.name.clone(), to.role.clone(), to.organisation.clone(), day]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

fn signature(ask: &Ask<Chart>, standing: &Standing<'_>) -> Vec<String> {
    let profession = ask.house.knowledge.professions.profession(&ask.by.profession).map(|one| one.name.clone());
    let name = [Some(ask.by.name.clone()), profession].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let at = ask.at.to_zoned(ask.practice.zone.clone());
    let now = format!("{}, {}", say::date(ask.by.locale, at.date()), say::time(ask.by.locale, at.time()));
    let signed = match standing {
        Standing::Draft => t(ask, "letter-unsigned"),
        Standing::Signed { .. } => compose::words(ask, "letter-signed-at", &[("at", &now)]),
    };
    vec![name, signed]
}

/// The free text: a line that begins with `# ` is a heading, `- ` a point of a list, an empty line parts paragraphs.
fn body(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut paragraph, mut items) = (Vec::new(), Vec::new());
    for line in text.lines().chain(std::iter::once("")) {
        let line = line.trim_end();
        let item = line.strip_prefix("- ");
        if item.is_none() && !items.is_empty() {
            blocks.push(Block::List { numbered: false, items: std::mem::take(&mut items) });
        }
        let goes_on = item.is_none() && !line.is_empty() && !line.starts_with("# ");
        if !goes_on && !paragraph.is_empty() {
            blocks.push(Block::text(std::mem::take(&mut paragraph).join("\n")));
        }
        if let Some(item) = item {
            items.push(item.to_owned());
        } else if let Some(heading) = line.strip_prefix("# ") {
            blocks.push(Block::heading(2, heading));
        } else if goes_on {
            paragraph.push(line.to_owned());
        }
    }
    blocks
}

/// The first measure with days as a drawing; every measure with a change in one table, its error beside it.
fn measures(ask: &Ask<Chart>, measures: &[Told]) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        measures.iter().find(|one| one.readings.len() > 1).map(|one| trend(ask, one).into()).into_iter().collect();
    let rows: Vec<Vec<String>> = measures
        .iter()
        .map(|one| match &one.change {
            Some(change) => vec![
                one.name.clone(),
                value(ask, change.from, &one.unit),
                value(ask, change.to, &one.unit),
                if change.error.is_empty() { t(ask, "letter-error-unknown") } else { change.error.clone() },
                change.verdict.clone(),
            ],
            None => vec![one.name.clone(), value(ask, one.latest, &one.unit)],
        })
        .collect();
    if !rows.is_empty() {
        let head =
            ["letter-col-measure", "letter-col-first", "letter-col-latest", "letter-col-error", "letter-col-read"];
        blocks.push(Block::Table(Table {
            caption: t(ask, "letter-measures"),
            head: head.map(|key| t(ask, key)).to_vec(),
            rows,
            named_rows: true,
        }));
    }
    blocks
}

fn trend(ask: &Ask<Chart>, one: &Told) -> Trend {
    let first = one.readings.first().map(|(on, _)| *on).unwrap_or(ask.today);
    let points: Vec<Point> = one
        .readings
        .iter()
        .map(|(on, reading)| Point {
            day: i64::from(first.until(*on).map(|span| span.get_days()).unwrap_or_default()),
            on: say::date(ask.by.locale, *on),
            value: *reading,
            shown: value(ask, *reading, &one.unit),
        })
        .collect();
    let ends = points.first().zip(points.last());
    let alt = ends.map(|(from, to)| {
        let args = [
            ("name", one.name.as_str()),
            ("from", &from.shown),
            ("first", &from.on),
            ("to", &to.shown),
            ("last", &to.on),
        ];
        compose::words(ask, "letter-trend-alt", &args)
    });
    let error = one.change.as_ref().and_then(|change| Some((change.error_points?, &change.error)));
    Trend {
        caption: one.name.clone(),
        alt: alt.unwrap_or_default(),
        head: [t(ask, "letter-col-day"), t(ask, "letter-col-value")],
        points,
        scale: one.scale,
        error: error.map(|(points, words)| (points, compose::words(ask, "letter-trend-error", &[("error", words)]))),
    }
}

/// How large a unit of a drawing of what is done at home stands, in points.
const DRAWN: f32 = 0.75;

/// What is done at home, each with its drawing where there is one, how much, and how.
fn programme(ask: &Ask<Chart>, record: &Record) -> Vec<Block> {
    let known = |text: &str| ask.words.known(text).words.to_string();
    let mut blocks = Vec::new();
    for (key, detail) in &record.home {
        let Some(item) = ask.house.knowledge.homecare.item(key) else { continue };
        blocks.push(Block::heading(2, known(&item.name)));
        if let Some((size, strokes)) = item.figure.as_deref().and_then(pose::strokes) {
            let (alt, height) = (known(&item.name), size.1 * DRAWN);
            blocks.push(Block::Drawing(Drawing { alt, size, height, strokes }));
        }
        let much = [item.dose.to_string(), detail.clone()].into_iter().filter(|part| !part.is_empty());
        blocks.push(Block::Text(vec![Run::bold(much.collect::<Vec<_>>().join(" · "))]));
        blocks.push(Block::List { numbered: true, items: item.steps.iter().map(|step| known(step)).collect() });
        blocks.extend(item.cautions.iter().map(|caution| Block::text(known(caution))));
    }
    blocks
}

fn attendance(ask: &Ask<Chart>, record: &Record) -> Table {
    let head = ["letter-col-day", "letter-col-minutes", "letter-col-with"].map(|key| t(ask, key)).to_vec();
    let took = record.visits.iter().filter(|visit| visit.took_place);
    let rows = took.map(|visit| {
        let minutes = visit.minutes.map(|minutes| say::number(ask.by.locale, minutes, 0)).unwrap_or_default();
        vec![day(ask, visit.effective_at), minutes, visit.by_name.clone()]
    });
    Table { caption: t(ask, "letter-attendance"), head, rows: rows.collect(), named_rows: true }
}

fn day(ask: &Ask<Chart>, at: Option<i64>) -> String {
    at.map_or_else(|| t(ask, "session-day-not-stated"), |at| say::date(ask.by.locale, ask.date(at)))
}

/// Everything, for a records request: what was said, what is taken, what was measured, every visit with its account.
fn chart(ask: &Ask<Chart>, record: &Record, name: impl Fn(&Fact) -> Option<String>) -> Vec<Block> {
    let table = &ask.house.knowledge.facts;
    let mut blocks = vec![Block::heading(2, t(ask, "letter-chart-facts"))];
    let rows: Vec<Vec<String>> = record
        .today
        .known
        .facts
        .iter()
        .filter_map(|(key, answer)| Some(vec![name(table.get(table.find(key)?)?)?, said(ask, answer)]))
        .collect();
    let head = vec![t(ask, "letter-col-question"), t(ask, "letter-col-answer")];
    blocks.push(Block::Table(Table { caption: String::new(), head, rows, named_rows: true }));
    if !record.medicines.is_empty() {
        blocks.push(Block::heading(2, t(ask, "letter-chart-medicines")));
        blocks.push(Block::List { numbered: false, items: record.medicines.clone() });
    }
    if !record.complaints.is_empty() {
        blocks.push(Block::heading(2, t(ask, "letter-chart-complaints")));
        let line = |one: &super::from::Complaint| {
            let parts = [&one.words, &one.onset, &one.goal].into_iter().filter(|part| !part.is_empty());
            parts.cloned().collect::<Vec<_>>().join(" · ")
        };
        blocks.push(Block::List { numbered: false, items: record.complaints.iter().map(line).collect() });
    }
    blocks.push(Block::heading(2, t(ask, "letter-measures")));
    for one in &record.measures {
        blocks.push(trend(ask, one).into());
    }
    blocks.push(Block::heading(2, t(ask, "letter-chart-visits")));
    let labels = ["note-subjective", "note-objective", "note-assessment", "note-plan"];
    for visit in &record.visits {
        blocks.push(Block::heading(3, format!("{} · {}", day(ask, visit.effective_at), visit.by_name)));
        match &visit.note {
            Some(parts) => {
                let parts = labels.iter().zip(parts).filter(|(_, text)| !text.trim().is_empty());
                blocks.extend(parts.map(|(label, text)| Block::labelled(format!("{}:", t(ask, label)), text.trim())));
            }
            None => blocks.push(Block::text(t(ask, "letter-chart-unsigned"))),
        }
    }
    blocks
}

/// The same for the client's own eyes, by themselves: the questions in the words in which they were put to them.
pub(super) fn own(ask: &Ask<Chart>, record: &Record) -> Result<Vec<u8>> {
    let chart_of = ask.chart();
    let title = format!("{}: {}", t(ask, "my-record"), chart_of.legal_name);
    let born = chart_of.birth_on.map(|on| compose::words(ask, "letter-born", &[("on", &say::date(ask.by.locale, on))]));
    let today = say::date_long(ask.by.locale, ask.today);
    let lines = [Some(ask.practice.name.clone()), Some(today), born.clone()];
    // What was never put to them is the practitioner's own note, and stands in the file.
    let plain = |fact: &Fact| (fact.ask.len() > 3).then(|| ask.words.known(&fact.ask).words.to_string());
    let mut blocks = vec![Block::Lines(lines.into_iter().flatten().collect()), Block::Rule, Block::heading(1, &title)];
    blocks.push(Block::text(t(ask, "my-record-paper")));
    blocks.extend(chart(ask, record, plain));
    if !sheet::can_be_set(&chart_of.legal_name) {
        blocks.push(Block::text(t(ask, "letter-in-latin")));
    }
    let foot: Vec<String> = [Some(chart_of.legal_name.clone()), born].into_iter().flatten().collect();
    sheet::write(&paper(ask, title, String::new(), blocks, &foot)).map_err(Error::fault)
}

fn said(ask: &Ask<Chart>, answer: &Answer) -> String {
    match answer {
        Answer::Yes(_) => t(ask, "answer-yes"),
        Answer::No { .. } => t(ask, "answer-no"),
        Answer::Unsure => t(ask, "answer-unsure"),
        Answer::Declined => t(ask, "letter-declined"),
        Answer::Number(number) => say::number(ask.by.locale, *number, 1),
        Answer::Choice(choice) => choice.clone(),
        Answer::Date(on) => say::date(ask.by.locale, *on),
        Answer::List(list) => list.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use sheet::Block;

    #[test]
    fn a_text_becomes_headings_paragraphs_and_lists() {
        let blocks = body("First line\nsecond line\n\n# Plan\n- one\n- two\nLast");
        let kinds: Vec<&str> = blocks
            .iter()
            .map(|block| match block {
                Block::Text(_) => "text",
                Block::Heading { .. } => "heading",
                Block::List { items, .. } if items.len() == 2 => "list of two",
                _ => "other",
            })
            .collect();
        assert_eq!(kinds, ["text", "heading", "list of two", "text"]);
    }
}
