//! What a form asks: items with their words where these may be shown, totals where another paper holds them.
use super::store;
use crate::naming;
use crate::ui::{Choice, Filled, Said, Words};
use clinical::knowledge::Knowledge;
use clinical::score::{Instrument, Kind};
use clinical::taking::{ACTIVITIES, Subject, TOOLS};
use serde::Serialize;

/// One question.
#[derive(Serialize)]
pub(super) struct Item {
    pub(super) name: String,
    /// Its words; only its number where they may not be shown.
    pub(super) words: Said,
    /// steps, pills, check, number
    pub(super) kind: &'static str,
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) choices: Vec<Choice>,
}

/// One finished number that may be typed instead.
#[derive(Serialize)]
pub(super) struct Total {
    pub(super) name: String,
    pub(super) words: String,
    pub(super) range: Said,
}

/// Everything a form asks.
#[derive(Default, Serialize)]
pub(super) struct Asked {
    /// form, activities, number
    pub(super) kind: &'static str,
    pub(super) stem: String,
    pub(super) notice: String,
    pub(super) licence: String,
    pub(super) items: Vec<Item>,
    /// Is "none of these today" an answer?
    pub(super) none: bool,
    pub(super) totals: Vec<Total>,
    /// Numbers of the fields for activities.
    pub(super) activities: Vec<usize>,
    pub(super) has_site: bool,
    pub(super) has_side: bool,
    /// Is it asked who moved, and with what it was measured?
    pub(super) has_tool: bool,
    pub(super) sites: Vec<Choice>,
    pub(super) tools: Vec<Choice>,
    /// What the number may be.
    pub(super) range: Option<Said>,
    pub(super) unit: String,
}

impl Asked {
    pub(super) fn of(knowledge: &Knowledge, subject: &Subject<'_>) -> Asked {
        let place = Asked {
            has_site: subject.has_site(),
            has_side: subject.has_side(),
            sites: if subject.has_site() { naming::sites_or(knowledge, "measure-site-none") } else { Vec::new() },
            ..Asked::default()
        };
        match subject {
            Subject::Form(form) => Asked { none: subject.has_none(), ..of_form(form, subject.has_none(), place) },
            Subject::Motion(motion) => Asked {
                kind: "number",
                range: Some(range(motion.bounds(), &motion.unit)),
                unit: motion.unit.clone(),
                has_tool: true,
                tools: std::iter::once(Choice::new("", Said::key("measure-not-noted")))
                    .chain(TOOLS.iter().map(|tool| Choice::new(*tool, tool_word(tool))))
                    .collect(),
                ..place
            },
            Subject::Test(test) => {
                Asked { kind: "number", range: Some(range(test.range, &test.unit)), unit: test.unit.clone(), ..place }
            }
        }
    }
}

/// The words for a tool.
pub(super) fn tool_word(tool: &str) -> Said {
    Said::key(format!("measure-tool-{}", tool.to_lowercase()))
}

fn range((least, most): (f64, f64), unit: &str) -> Said {
    Said::key("measure-from-to").with("least", least).with("most", most).with("unit", unit)
}

fn of_form(form: &Instrument, has_none: bool, place: Asked) -> Asked {
    let texts = form.texts.as_ref();
    let stem = texts.map(|texts| texts.stem.clone()).unwrap_or_default();
    let notice = texts.map(|texts| texts.notice.clone()).unwrap_or_default();
    let licence = form.licence_note.clone();
    if form.items.up_to {
        return Asked {
            kind: "activities",
            stem,
            notice,
            licence,
            activities: (1..=ACTIVITIES.min(form.items.count)).collect(),
            ..place
        };
    }
    let items =
        if form.has_items() { (0..form.items.count).map(|i| item(form, i, has_none)).collect() } else { Vec::new() };
    // Where the words stand here, the form is filled in here; a total is for papers that others hold.
    let totals = form.scales.iter().filter(|scale| texts.is_none() || scale.kind == Kind::Entered);
    let totals = totals.map(|scale| Total {
        name: format!("total_{}", scale.key),
        words: scale.name.clone(),
        range: range(scale.range, &scale.unit),
    });
    Asked { kind: "form", stem, notice, licence, items, totals: totals.collect(), ..place }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the ends of items are small whole numbers, checked with the folder"
)]
fn item(form: &Instrument, i: usize, has_none: bool) -> Item {
    let (least, most) = form.items.range(i);
    let (least, most) = (least as i64, most as i64);
    let texts = form.texts.as_ref();
    let words = texts.and_then(|texts| texts.items.get(i));
    let words = words.map_or_else(|| Said::key("measure-item").with("n", i + 1), |text| Said::known(text.clone()));
    let choices: Vec<Choice> = texts.map_or_else(Vec::new, |texts| {
        let numbered = texts.choices.iter().zip(least..);
        numbered.map(|(choice, n)| Choice::new(n.to_string(), Said::known(choice.clone()))).collect()
    });
    let kind = if has_none {
        "check"
    } else if !choices.is_empty() {
        "pills"
    } else if texts.is_some() && !form.items.decimals && (least, most) == (0, 10) {
        "steps"
    } else {
        "number"
    };
    Item { name: format!("i{}", i + 1), words, kind, least, most, choices }
}

/// What it is called, in these words.
pub(super) fn name(words: &Words, subject: &Subject<'_>) -> Said {
    let Subject::Motion(motion) = subject else { return Said::known(subject.name()) };
    let [joint, movement] =
        [&motion.joint, &motion.movement].map(|part| words.known(&part.replace('_', " ")).words.to_owned());
    let mut joint = joint.chars();
    let first: String = joint.next().into_iter().flat_map(char::to_uppercase).collect();
    Said::plain(format!("{first}{}: {movement}", joint.as_str()))
}

/// What it measures, in plain words.
pub(super) fn about(subject: &Subject<'_>) -> String {
    match subject {
        Subject::Form(form) => form.about.clone(),
        Subject::Motion(motion) => motion.note.clone(),
        Subject::Test(test) => test.method.clone(),
    }
}

/// A new form: the activities that were rated last, and where and how it was measured last; never a value.
pub(super) fn begun(subject: &Subject<'_>, kept: &[store::Kept]) -> Filled {
    let Some(last) = kept.iter().max_by_key(|one| (one.at, &one.of)) else { return Filled::empty() };
    if matches!(subject, Subject::Form(form) if form.items.up_to) {
        let names = last.items.lines().filter_map(|line| line.rsplit_once(" = ").map(|(name, _)| name));
        return names.zip(1..).fold(Filled::empty(), |filled, (name, n)| filled.with(&format!("a{n}"), name));
    }
    let tool = clinical::taking::tool_of(&last.method);
    let way = last.method.strip_suffix(tool).unwrap_or_default().trim_end();
    Filled::empty().with("site", &last.site).with("side", &last.side).with("tool", tool).with("way", way)
}
