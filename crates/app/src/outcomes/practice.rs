//! The practice's outcomes: what was followed by change, by condition, technique and practitioner. Small groups are not shown,
//! nothing within measurement error is called an effect, and nothing a cause.
use super::store::{self, Measured, Shared};
use super::summed::{Summed, summed};
use crate::door::{Ask, Kept, Page, Result, Right, Routes, Whole};
use crate::measures::{self, Kind};
use crate::naming;
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::change::Lines;
use clinical::what_followed::{Pair, Span, what_followed};
use db::Reader;
use jiff::{Span as Months, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn routes() -> Routes {
    Routes::new().look("/practice/outcomes", "outcome.practice", Right::Administer, show)
}

/// Fewer clients than these could be recognised by who knows the practice, and say little: our policy.
const FEWEST: usize = 5;

/// How far back one looks, in months; the first unless another was chosen.
const PERIODS: [i32; 3] = [12, 36, 120];

/// A day, in microseconds: a plan or a session of the day of the first reading belongs to its course.
const DAY: i64 = 86_400_000_000;

/// One group of courses.
#[derive(Serialize)]
struct Group {
    name: Said,
    clients: usize,
    summed: Summed,
}

/// The groups of one kind.
#[derive(Serialize)]
struct Groups {
    /// outcome-by-condition, outcome-by-technique, outcome-by-practitioner
    title: &'static str,
    groups: Vec<Group>,
    /// Groups of too few clients.
    hidden: usize,
}

/// The outcomes of the practice by one measure.
#[derive(Template, Serialize)]
#[template(path = "outcomes/practice.html")]
struct OfPractice {
    form: Filled,
    measures: Vec<Choice>,
    periods: Vec<Choice>,
    /// The measure that was chosen; none where nothing was measured yet.
    kind: Option<Kind>,
    fewest: usize,
    #[serde(flatten)]
    worked: Option<Kept<Worked>>,
}

/// What is worked out over the whole practice.
#[derive(Serialize)]
struct Worked {
    all: Option<Group>,
    tables: Vec<Groups>,
}

impl Page for OfPractice {
    fn title(&self, words: &Words) -> String {
        words.t("outcome-practice-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    measure: String,
    months: String,
}

/// The first and the last reading of one client's measure.
struct Course {
    chart: String,
    first: (i64, f64),
    last: (i64, f64),
}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, query: Query) -> Result<OfPractice> {
    let all = ask.kept("outcomes", || store::measured(db))?;
    let chosen = all.iter().find(|one| value(one) == query.measure).or_else(|| all.first()).cloned();
    let months = query.months.parse().ok().filter(|months| PERIODS.contains(months)).unwrap_or(PERIODS[0]);
    let kind_of = |one: &Measured| {
        measures::kind(ask.words, &ask.house.knowledge, (&one.key, &one.scale, &one.recall, &one.method))
    };
    let choice = |one: &Measured| {
        let name: Vec<String> = kind_of(one)?.name.iter().map(|part| part.in_words(ask.words)).collect();
        Some(Choice::new(value(one), Said::plain(name.join(" · "))))
    };
    let mut page = OfPractice {
        form: Filled::empty()
            .with("measure", chosen.as_ref().map(value).unwrap_or_default())
            .with("months", months.to_string()),
        measures: all.iter().filter_map(choice).collect(),
        periods: PERIODS
            .iter()
            .map(|months| Choice::new(months.to_string(), Said::key("outcome-years").with("count", months / 12)))
            .collect(),
        kind: chosen.as_ref().and_then(kind_of),
        fewest: FEWEST,
        worked: None,
    };
    if let (Some(measure), Some(kind)) = (&chosen, &page.kind) {
        let name = format!("outcomes {} {months}", value(measure));
        page.worked = Some(ask.kept(&name, || worked(db, ask, measure, &kind.lines, begin(ask, months)))?);
    }
    Ok(page)
}

fn worked(db: &mut Reader<'_>, ask: &Ask<Whole>, measure: &Measured, lines: &Lines, from: i64) -> Result<Worked> {
    let (courses, unit) = courses(db, ask, measure, from)?;
    let sum = Sum { courses: &courses, lines, unit: &unit };
    let all = sum.group(Said::key("outcome-all"), &(0..courses.len()).collect());
    Ok(Worked { all, tables: tables(db, ask, &sum, from)? })
}

/// How a measure is named in the address: four keys of the knowledge, nothing of a client.
fn value(one: &Measured) -> String {
    [one.key.as_str(), &one.scale, &one.recall, &one.method].join("|")
}

/// The instant at which the period begins, µs.
fn begin(ask: &Ask<Whole>, months: i32) -> i64 {
    let day: Date = ask.today.saturating_sub(Months::new().months(months));
    day.to_zoned(ask.practice.zone.clone()).map_or(i64::MIN, |at| at.timestamp().as_microsecond())
}

/// Every course that was measured on two days, and the unit.
fn courses(db: &mut Reader<'_>, ask: &Ask<Whole>, measure: &Measured, from: i64) -> Result<(Vec<Course>, String)> {
    let mut courses: Vec<Course> = Vec::new();
    let (mut unit, mut before) = (String::new(), None::<[String; 4]>);
    store::readings(db, measure, from, |reading| {
        let whose = [reading.chart, reading.version, reading.site, reading.side];
        let now = (reading.at, reading.value);
        match courses.last_mut() {
            Some(course) if before.as_ref().is_some_and(|before| before == &whose) => course.last = now,
            _ => {
                before = Some(whose.map(Into::into));
                courses.push(Course { chart: reading.chart.into(), first: now, last: now });
            }
        }
        if unit.is_empty() {
            reading.unit.clone_into(&mut unit);
        }
    })?;
    courses.retain(|course| ask.date(course.first.0) < ask.date(course.last.0));
    Ok((courses, unit))
}

/// What groups are summed over.
struct Sum<'a> {
    courses: &'a [Course],
    lines: &'a Lines,
    unit: &'a str,
}

impl Sum<'_> {
    /// The group of these courses; nothing where it has too few clients.
    fn group(&self, name: Said, of: &BTreeSet<usize>) -> Option<Group> {
        let courses: Vec<&Course> = of.iter().filter_map(|n| self.courses.get(*n)).collect();
        let clients = courses.iter().map(|course| course.chart.as_str()).collect::<BTreeSet<_>>().len();
        if clients < FEWEST {
            return None;
        }
        let pairs: Vec<Pair> =
            courses.iter().map(|course| Pair { before: course.first.1, after: course.last.1 }).collect();
        let followed = what_followed(self.lines, Span::BetweenVisits, &pairs);
        Some(Group { name, clients, summed: summed(self.lines, &pairs, &followed, self.unit) })
    }

    /// The courses of each key, by what their charts have in common at that time.
    fn by_key(&self, shared: &[Shared]) -> BTreeMap<String, (String, BTreeSet<usize>)> {
        let mut of_chart: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, course) in self.courses.iter().enumerate() {
            of_chart.entry(&course.chart).or_default().push(n);
        }
        let mut groups: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
        for one in shared {
            for n in of_chart.get(one.chart.as_str()).into_iter().flatten() {
                let meets = self
                    .courses
                    .get(*n)
                    .is_some_and(|course| one.first < course.last.0 && one.last >= course.first.0 - DAY);
                for key in one.key.split(',').filter(|key| meets && !key.is_empty()) {
                    let group = groups.entry(key.to_string()).or_insert_with(|| (one.name.clone(), BTreeSet::new()));
                    group.1.insert(*n);
                }
            }
        }
        groups
    }
}

fn tables(db: &mut Reader<'_>, ask: &Ask<Whole>, sum: &Sum<'_>, from: i64) -> Result<Vec<Groups>> {
    let knowledge = &ask.house.knowledge;
    let condition = |key: &str| knowledge.conditions.get(key).map_or_else(|| key.to_string(), |one| one.name.clone());
    let table = |title, shared: Vec<Shared>, name: &dyn Fn(&str, String) -> Said| {
        let all = sum.by_key(&shared);
        let count = all.len();
        let mut groups: Vec<Group> =
            all.into_iter().filter_map(|(key, (given, of))| sum.group(name(&key, given), &of)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.clients));
        Groups { title, hidden: count - groups.len(), groups }
    };
    let known = |name: String| Said::known(name);
    Ok(vec![
        table("outcome-by-condition", store::conditions(db)?, &|key, _| known(condition(key))),
        table("outcome-by-technique", store::techniques(db, from)?, &|key, _| known(naming::technique(knowledge, key))),
        table("outcome-by-practitioner", store::practitioners(db, from)?, &|_, name| Said::plain(name)),
    ])
}
