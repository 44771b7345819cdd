//! Questionnaires as clients fill them in by themselves, before a visit and from time to time: only those whose words may be
//! shown, and none that has an answer which needs a conversation at once.
use super::{Sent, form, store};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::knowledge::Knowledge;
use clinical::taking::{Subject, Taken, Typed};
use db::{Reader, Writer};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().look("/my/forms/{key}", "my.form", Right::OwnChart, show).act(
        "/my/forms/{key}",
        "my.form-fill",
        Right::OwnChart,
        prepare,
        record,
    )
}

/// After how many days a questionnaire is asked again.
const EVERY: i32 = 14;

/// The questionnaire of that key, where a client may fill it in alone.
fn alone<'k>(knowledge: &'k Knowledge, key: &str) -> Option<Subject<'k>> {
    Subject::find(knowledge, key).filter(|subject| match subject {
        Subject::Form(form) => form.alarm.is_none() && form.texts.is_some(),
        Subject::Motion(_) | Subject::Test(_) => false,
    })
}

/// A questionnaire that is to be filled in.
#[derive(Serialize)]
pub(crate) struct Due {
    pub(crate) name: Said,
    pub(crate) url: String,
}

/// Those among `aims` and among what was measured before that nobody filled in for two weeks.
pub(crate) fn due(db: &mut Reader<'_>, ask: &Ask<Chart>, aims: &[String]) -> Result<Vec<Due>> {
    let kept = store::of_chart(db, ask.chart())?;
    let mut keys: Vec<&str> = aims.iter().map(String::as_str).chain(kept.iter().map(|one| one.key.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let fresh = |key: &str| {
        let days = |one: &store::Kept| (ask.today - ask.date(one.effective_at.unwrap_or(one.at))).get_days();
        kept.iter().any(|one| one.key == key && days(one) < EVERY)
    };
    let offer = |key: &&str| {
        let subject = alone(&ask.house.knowledge, key)?;
        let url = ask.chart().url(&format!("forms/{key}"));
        Some(Due { name: form::name(ask.words, &subject), url })
    };
    Ok(keys.iter().filter(|key| !fresh(key)).filter_map(offer).collect())
}

#[derive(Template, Serialize)]
#[template(path = "measures/by_client.html")]
struct Sheet {
    url: String,
    name: Said,
    about: String,
    asked: form::Asked,
    form: Filled,
}

impl Page for Sheet {
    fn title(&self, words: &Words) -> String {
        self.name.in_words(words)
    }
}

fn show(_: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Sheet> {
    page(ask, Typed(&sent).one("key"), Filled::empty())
}

fn page(ask: &Ask<Chart>, key: &str, form: Filled) -> Result<Sheet> {
    let knowledge = ask.house.knowledge.clone();
    let subject = alone(&knowledge, key).ok_or(Error::NotFound)?;
    Ok(Sheet {
        url: ask.chart().url(&format!("forms/{key}")),
        name: form::name(ask.words, &subject),
        about: form::about(&subject),
        asked: form::Asked { totals: Vec::new(), ..form::Asked::of(&knowledge, &subject) },
        form,
    })
}

fn prepare(_: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Taken> {
    let knowledge = ask.house.knowledge.clone();
    let key = Typed(&sent).one("key").to_string();
    let subject = alone(&knowledge, &key).ok_or(Error::NotFound)?;
    match subject.take(&knowledge, &Typed(&sent)) {
        Ok(taken) => Ok(taken),
        Err(untaken) => {
            let mut refusals = untaken.refusals;
            refusals.dedup();
            let fields = sent.iter().flat_map(|(name, all)| all.iter().map(move |one| (name.clone(), one.clone())));
            Err(Error::Refused(Shown::new(page(ask, &key, Filled::sent(fields, refusals))?)))
        }
    }
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, taken: &Taken) -> Result<Done> {
    let now = store::Occasion { effective_at: Some(ask.micros()), session: String::new(), moment: String::new() };
    let id = store::record(db, ask, taken, &now)?;
    Ok(Done::to(ask.chart().url("")).about(id))
}
