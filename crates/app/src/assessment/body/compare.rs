//! Two days of findings held against each other: drawn, and as a table.
use super::{shown, store};
use crate::assessment::TAB;
use crate::door::{Ask, Chart, Page, Result, Right, Routes};
use crate::ui::{
    Choice, Filled, Said, Words,
    body::{Figure, Part, Quality, RegionMark},
    filters, say,
};
use askama::Template;
use clinical::knowledge::Knowledge;
use clinical::knowledge::regions::View;
use clinical::measure::{Size, Threshold};
use clinical::palpation::{Became, Between, Difference, Seen, between};
use db::Reader;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) fn routes() -> Routes {
    const COMPARE: &str = "/clients/{client}/body/compare";
    Routes::new().look(COMPARE, "finding.compare", Right::ReadChart, show).look_by_post(
        COMPARE,
        "finding.compare",
        Right::ReadChart,
        show,
    )
}

/// One place between the two days.
#[derive(Serialize)]
struct Row {
    name: String,
    url: String,
    became: Said,
    tone: &'static str,
    before: Vec<Said>,
    after: Vec<Said>,
    differs: Vec<Said>,
}

/// One of the two days as it is drawn.
#[derive(Serialize)]
struct Day {
    on: Date,
    figures: Vec<Figure>,
}

#[derive(Template, Serialize)]
#[template(path = "assessment/body/compare.html")]
struct Compared {
    base: String,
    back: String,
    form: Filled,
    choices: Vec<Choice>,
    days: Vec<Day>,
    qualities: Vec<Quality>,
    rows: Vec<Row>,
    /// The error of a pain score and who says so.
    error: Option<(f64, String)>,
}

impl Page for Compared {
    fn title(&self, words: &Words) -> String {
        words.t("finding-compare-title")
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    first: String,
    second: String,
}

/// The days on which anything was looked at, the earliest first.
pub(super) fn days(ask: &Ask<Chart>, kept: &[store::Kept]) -> Vec<Date> {
    let days: BTreeSet<Date> = kept.iter().map(|one| ask.date(one.found_at)).collect();
    days.into_iter().collect()
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<Compared> {
    let knowledge = ask.house.knowledge.clone();
    let kept = store::of_chart(db, ask.chart())?;
    let days = days(ask, &kept);
    let chosen = |typed: &str| typed.parse::<Date>().ok().filter(|day| days.contains(day));
    let first = chosen(&query.first).or_else(|| days.first().copied());
    let second = chosen(&query.second).or_else(|| days.last().copied());
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) if first > second => (Some(second), Some(first)),
        both => both,
    };
    let error = pain_error(&knowledge);
    let seen: Vec<Seen> = kept.iter().map(|one| seen(ask, one)).collect();
    let all = match (first, second) {
        (Some(first), Some(second)) => {
            between(&knowledge, &seen, first, second, error.as_ref().map_or(0.0, |(points, _)| *points))
        }
        _ => Vec::new(),
    };
    let marks = |of: fn(&Between) -> Option<&Seen>| -> Vec<RegionMark> {
        all.iter().filter_map(of).filter_map(|seen| shown::mark(ask, &seen.place, &seen.found)).collect()
    };
    let (before, after) = (marks(|one| one.before.as_ref()), marks(|one| one.after.as_ref()));
    let views = views(&before, &after);
    let drawn = |on: Date, marks: &[RegionMark]| Day {
        on,
        figures: views.iter().map(|view| shown::figure(ask, *view, Part::Whole, marks)).collect(),
    };
    let shown_days = first.map(|on| drawn(on, &before)).into_iter().chain(second.map(|on| drawn(on, &after))).collect();
    let value = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(Compared {
        base: ask.chart().url("body/compare"),
        back: ask.chart().url("body"),
        form: Filled::empty().with("first", value(first)).with("second", value(second)),
        choices: days.iter().map(|day| choice(ask, *day)).collect(),
        days: shown_days,
        qualities: shown::qualities(&[before, after].concat()),
        rows: all.iter().map(|one| row(ask, one)).collect(),
        error,
    })
}

fn seen(ask: &Ask<Chart>, one: &store::Kept) -> Seen {
    Seen { place: one.place.clone(), on: ask.date(one.found_at), found: one.found.clone() }
}

fn choice(ask: &Ask<Chart>, day: Date) -> Choice {
    Choice::new(day.to_string(), Said::plain(say::date(ask.by.locale, day)))
}

/// Front and back, and each other view in which anything is marked.
fn views(before: &[RegionMark], after: &[RegionMark]) -> Vec<View> {
    let marked = |view: View| before.iter().chain(after).any(|mark| Figure::shows(view, &mark.id));
    let usual = |view: &View| matches!(view, View::Anterior | View::Posterior);
    // A side or the soles only where front and back do not show it.
    let unseen = |view: View| {
        let seen = |id: &str| Figure::shows(View::Anterior, id) || Figure::shows(View::Posterior, id);
        marked(view) && before.iter().chain(after).any(|mark| !seen(&mark.id) && Figure::shows(view, &mark.id))
    };
    shown::VIEWS.into_iter().filter(|view| usual(view) || unseen(*view)).collect()
}

/// The published error of a pain score of 0 to 10, and its source.
fn pain_error(knowledge: &Knowledge) -> Option<(f64, String)> {
    let scale = knowledge.instruments.get("nprs")?.scales.first()?;
    let Threshold { size: Size::Points(points), sources, .. } = scale.mdc.as_ref()? else { return None };
    let cited = sources.iter().filter_map(|key| knowledge.sources.get(key)).map(|source| source.citation.as_str());
    Some((*points, cited.collect::<Vec<_>>().join("; ")))
}

fn row(ask: &Ask<Chart>, one: &Between) -> Row {
    let (key, tone) = match one.became {
        Became::Appeared => ("finding-appeared", "clay"),
        Became::FirstSeen => ("finding-first-seen", "clay"),
        Became::Changed => ("finding-changed", "amber"),
        Became::Went => ("finding-went", "green"),
        Became::Same => ("finding-same", ""),
        Became::NotSeenAgain => ("finding-not-seen-again", ""),
    };
    let said = |seen: Option<&Seen>| match seen {
        Some(seen) if seen.found.found(&ask.house.knowledge) => shown::said(ask, &seen.found),
        Some(_) => vec![Said::key("finding-nothing")],
        None => vec![Said::key("finding-not-seen")],
    };
    let again = one.became != Became::NotSeenAgain;
    Row {
        name: shown::name(ask, &one.place),
        url: shown::url(ask, &one.place),
        became: Said::key(key),
        tone,
        before: said(one.before.as_ref()),
        after: said(one.after.as_ref().filter(|_| again)),
        differs: one.differs.iter().filter_map(|difference| differs(ask, difference)).collect(),
    }
}

/// What differs, where a number or a grade says by how much.
fn differs(ask: &Ask<Chart>, difference: &Difference) -> Option<Said> {
    match difference {
        Difference::Pain(Some(from), Some(to), beyond) => {
            let key = if *beyond { "finding-pain-beyond" } else { "finding-pain-within" };
            Some(Said::key(key).with("from", from).with("to", to))
        }
        Difference::Sign(sign, from, to) => Some(
            Said::key(format!("finding-from-to-{}", sign.name()))
                .with("from", shown::graded(ask, *sign, from))
                .with("to", shown::graded(ask, *sign, to)),
        ),
        Difference::Pain(..) | Difference::Quality(..) | Difference::Trigger => None,
    }
}
