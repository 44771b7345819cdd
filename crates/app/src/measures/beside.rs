//! Measures for the sheets of an assessment: what was measured last on each side, and keeping what a sheet measured.
use super::{form, store, view};
use crate::door::{Ask, Chart, Result};
use crate::ui::Said;
use clinical::motion::Sex;
use clinical::taking::{Subject, Taken};
use db::{Reader, Writer};
use jiff::civil::Date;
use serde::Serialize;

/// The latest value of one measure on one side.
pub(crate) struct Last {
    pub(crate) key: String,
    /// left, right, or empty
    pub(crate) side: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    /// Nothing where nobody stated the day.
    pub(crate) on: Option<Date>,
    /// Beside what it stands: the other side, people of this age and sex, the textbook.
    pub(crate) reference: Option<Said>,
    /// What lies on the worse side of a published line, where the value does.
    pub(crate) past: Option<String>,
}

/// The latest value of each motion and test of function, a side each.
pub(crate) fn latest(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Last>> {
    let kept = store::of_chart(db, ask.chart())?;
    let mut found: Vec<Last> = Vec::new();
    for one in kept.iter().rev() {
        let known = found.iter().any(|last| last.key == one.key && last.side == one.side);
        if let Some(last) = (!known).then(|| last(ask, one, &kept)).flatten() {
            found.push(last);
        }
    }
    Ok(found)
}

fn last(ask: &Ask<Chart>, one: &store::Kept, all: &[store::Kept]) -> Option<Last> {
    let knowledge = &ask.house.knowledge;
    let subject = Subject::find(knowledge, &one.key)?;
    let past = match subject {
        Subject::Form(_) => return None,
        Subject::Motion(_) => None,
        Subject::Test(test) => {
            let age = ask.chart().age(ask.today).map(f64::from);
            let sex = Sex::read(&ask.chart().clinical_sex);
            let past = age.and_then(|age| test.past_cut(age, sex, one.value)) == Some(true);
            test.cut.as_ref().filter(|_| past).map(|cut| cut.means.clone())
        }
    };
    Some(Last {
        key: one.key.clone(),
        side: one.side.clone(),
        value: one.value,
        unit: one.unit.clone(),
        on: one.effective_at.map(|at| ask.date(at)),
        reference: view::reference(ask, &subject, one, one.value, all),
        past,
    })
}

/// Keeps what a sheet measured at a time, outside any session.
pub(crate) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, taken: &Taken, at: i64) -> Result<String> {
    let when = store::Occasion { effective_at: Some(at), session: String::new(), moment: String::new() };
    store::record(db, ask, taken, &when)
}

/// The screens of mood and worry, and whether an answer of the latest asks for a talk before anything else.
#[derive(Serialize)]
pub(crate) struct Mood {
    pub(crate) alarm: Option<view::Alarm>,
    pub(crate) screens: Vec<Screen>,
}

/// One of them, with what it gave last.
#[derive(Serialize)]
pub(crate) struct Screen {
    pub(crate) name: Said,
    pub(crate) url: String,
    pub(crate) last: Option<f64>,
    pub(crate) on: Option<Date>,
}

/// Short first.
const SCREENS: [&str; 4] = ["phq4", "gad7", "phq9", "pss4"];

/// How the client's mood was screened.
pub(crate) fn mood(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Mood> {
    let kept = store::of_chart(db, ask.chart())?;
    let knowledge = &ask.house.knowledge;
    let screen = |key: &str| {
        let subject = Subject::find(knowledge, key)?;
        let last = kept.iter().rfind(|one| one.key == key && one.scale == "total");
        Some(Screen {
            name: form::name(ask.words, &subject),
            url: ask.chart().url(&format!("measures/{key}")),
            last: last.map(|one| one.value),
            on: last.and_then(|one| one.effective_at).map(|at| ask.date(at)),
        })
    };
    Ok(Mood { alarm: view::alarm(ask, &kept), screens: SCREENS.into_iter().filter_map(screen).collect() })
}
