//! Consent: what the client read and answered, who signed it, until when it holds, and that it was taken back. It is asked
//! before hands; it never keeps anything out of the record.
pub(crate) mod by_client;
mod form;
pub(crate) mod gate;
pub(crate) mod plain;
mod printed;
mod request;
mod sheet;
mod store;

use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{Choice, Filled, Locale, Panel, Said, Words, filters, say};
use askama::Template;
use clinical::consent::{self, Drawn, GENERAL, MAJORITY_YEARS};
use db::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use form::spoken_at;
pub(crate) use printed::pdf;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/consent", "consent.list", Right::ReadChart, list)
        .look("/clients/{client}/consent/new", "consent.ask", Right::ReadChart, form::show)
        .look_by_post("/clients/{client}/consent/new", "consent.ask", Right::ReadChart, form::show)
        .look("/clients/{client}/consent/{consent}", "consent.show", Right::ReadChart, show)
        .look("/clients/{client}/consent/{consent}/pdf", "consent.pdf", Right::ReadChart, pdf)
        .join(form::routes())
        .join(request::routes())
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// Younger than the age at which one signs oneself. An unknown age is no minor's: the form asks who signs.
fn is_minor(ask: &Ask<Chart>) -> bool {
    ask.chart().age(ask.today).is_some_and(|age| age < MAJORITY_YEARS)
}

/// What an item is called on the practitioner's pages.
fn item_name(ask: &Ask<Chart>, item: &str) -> Said {
    item_name_in(ask, item, ask.words.locale())
}

/// The same in this language.
fn item_name_in(ask: &Ask<Chart>, item: &str, locale: Locale) -> Said {
    if item == GENERAL {
        return Said::key("consent-general");
    }
    let own = ask.house.knowledge.professions.separate_consents.iter().find(|one| one.key == item);
    own.map_or_else(|| Said::plain(item), |one| Said::plain(plain::told(&one.text, locale).0.name.clone()))
}

/// One answer as it is read.
#[derive(Serialize)]
pub(crate) struct Row {
    name: Said,
    item: String,
    /// The page of the occasion.
    url: String,
    state: Said,
    tone: &'static str,
    at: Option<Timestamp>,
    until: Option<Date>,
    words: String,
    /// It holds, so it can be taken back.
    stands: bool,
}

/// One occasion of asking in the list.
#[derive(Serialize)]
pub(crate) struct Occasion {
    url: String,
    at: Option<Timestamp>,
    by: String,
    form: Said,
    in_error: bool,
}

/// The consents of a chart.
#[derive(Template, Serialize)]
#[template(path = "consent/list.html")]
struct List {
    before: gate::Before,
    rows: Vec<Row>,
    occasions: Vec<Occasion>,
    /// Sheets on the client's phone that are not answered: the way to take each back, and since when it waits.
    sent: Vec<(String, Option<Timestamp>)>,
    form: Filled,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("consent-title")
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<List> {
    list_page(db, ask, Filled::empty())
}

/// Every occasion of asking, the latest first.
fn occasions(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Occasion>> {
    let occasions = store::list(db, ask.chart())?.into_iter().map(|one| Occasion {
        url: ask.chart().url(&format!("consent/{}", one.of)),
        at: Timestamp::from_microsecond(one.effective_at).ok(),
        form: Said::key(form_word(&one)),
        by: one.by_name,
        in_error: one.in_error.is_some(),
    });
    Ok(occasions.collect())
}

fn list_page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let sent = store::waiting(db, ask.chart())?.into_iter().map(|one| {
        (ask.chart().url(&format!("consent/phone/{}/back", one.of)), Timestamp::from_microsecond(one.at).ok())
    });
    Ok(List {
        occasions: occasions(db, ask)?,
        sent: sent.collect(),
        before: gate::before(db, ask, "")?,
        rows: rows(db, ask, None)?,
        form,
        writes: writes(ask),
    })
}

/// How it was given.
fn form_word(one: &store::Consent) -> &'static str {
    match (one.form.as_str(), one.device.as_str()) {
        ("spoken", _) => "consent-form-spoken",
        (_, "phone") => "consent-form-phone",
        (_, "kiosk") => "consent-form-kiosk",
        _ => "consent-form-written",
    }
}

/// The last answer to each thing that was asked, on all occasions or on one.
fn rows(db: &mut Reader<'_>, ask: &Ask<Chart>, of: Option<&str>) -> Result<Vec<Row>> {
    let mut last: Vec<store::Item> = Vec::new();
    for item in store::items(db, ask.chart())? {
        if of.is_some_and(|of| item.consent != of) {
            continue;
        }
        last.retain(|known| known.of != item.of && (of.is_some() || known.item != item.item));
        last.push(item);
    }
    last.sort_by_key(|item| (item.item != GENERAL, item.item.clone()));
    Ok(last.into_iter().map(|item| row(ask, item)).collect())
}

fn row(ask: &Ask<Chart>, item: store::Item) -> Row {
    let until: Option<Date> = item.until_on.parse().ok();
    let stands = item.answer == "yes" && until.is_some_and(|until| until >= ask.today);
    let (key, tone) = match item.answer.as_str() {
        "yes" if stands => ("consent-stands", "green"),
        "yes" => ("consent-why-expired", "amber"),
        "no" => ("consent-why-declined", "clay"),
        "question" => ("consent-why-question", "amber"),
        _ => ("consent-why-withdrawn", "clay"),
    };
    Row {
        name: item_name(ask, &item.item),
        url: ask.chart().url(&format!("consent/{}", item.consent)),
        state: Said::key(key),
        tone,
        at: Timestamp::from_microsecond(item.effective_at).ok(),
        until: until.filter(|_| item.answer == "yes"),
        words: item.words,
        item: item.item,
        stands,
    }
}

/// Who signed, with what.
#[derive(Serialize)]
struct Signed {
    who: Said,
    name: String,
    /// Data of a path: numbers and the letters M, Q, L.
    path: String,
    typed: String,
}

/// One occasion as it was signed.
#[derive(Template, Serialize)]
#[template(path = "consent/page.html")]
pub(crate) struct Shown {
    base: String,
    back: String,
    lang: &'static str,
    text: String,
    digest: String,
    form: Said,
    at: Option<Timestamp>,
    kept_at: Option<Timestamp>,
    by: String,
    rows: Vec<Row>,
    signed: Vec<Signed>,
    assent: Option<Said>,
    interpreter: String,
    words: String,
    in_error: Option<String>,
    typed: Filled,
    writes: bool,
}

impl Page for Shown {
    fn title(&self, words: &Words) -> String {
        words.t("consent-title")
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

#[derive(Deserialize)]
pub(crate) struct Named {
    consent: String,
}

pub(crate) fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Shown> {
    page(db, ask, &named.consent, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str, typed: Filled) -> Result<Shown> {
    let found = store::one(db, ask.chart(), of)?.ok_or(Error::NotFound)?;
    let in_error = found.in_error.is_some();
    let form = Said::key(form_word(&found));
    let path = |text: &str| Drawn::parse(text, "signature").map_or_else(|_| String::new(), |drawn| drawn.path());
    let mut signed = Vec::new();
    if !found.signature.is_empty() || !found.typed.is_empty() {
        signed.push(Signed {
            who: Said::key(signer_word(&found.signer)),
            path: path(&found.signature),
            name: found.signer_name,
            typed: found.typed,
        });
    }
    if !found.practitioner_signature.is_empty() || !found.practitioner_typed.is_empty() {
        signed.push(Signed {
            who: Said::key("consent-practitioner"),
            path: path(&found.practitioner_signature),
            name: found.practitioner_name,
            typed: found.practitioner_typed,
        });
    }
    let assent = match found.assent.as_str() {
        "yes" => Some(Said::key("consent-assent-yes")),
        "no" => Some(Said::key("consent-assent-no")),
        _ => None,
    };
    Ok(Shown {
        base: ask.chart().url(&format!("consent/{of}")),
        back: ask.chart().url("consent"),
        lang: Locale::parse(&found.locale).unwrap_or_default().folder(),
        text: found.text,
        digest: found.digest,
        form,
        at: Timestamp::from_microsecond(found.effective_at).ok(),
        kept_at: Timestamp::from_microsecond(found.at).ok(),
        by: found.by_name,
        rows: rows(db, ask, Some(of))?,
        signed,
        assent,
        interpreter: found.interpreter,
        words: found.words,
        in_error: found.in_error,
        typed,
        writes: writes(ask) && !in_error,
    })
}

/// Who may sign, with the words.
const SIGNERS: [(&str, &str); 3] = [
    ("client", "consent-signer-client"),
    ("guardian", "consent-signer-guardian"),
    ("representative", "consent-signer-representative"),
];

fn signer_word(signer: &str) -> &'static str {
    SIGNERS.iter().find(|(key, _)| *key == signer).map_or("consent-signer-client", |(_, word)| word)
}

/// Consent on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "consent/panel.html")]
struct OnChart {
    before: gate::Before,
    rows: Vec<Row>,
}

/// Consent, on the overview of a chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let body = OnChart { before: gate::before(db, ask, "")?, rows: rows(db, ask, None)? };
    Ok(Some(Panel::aside("consent-title", body).link(ask.chart().url("consent"), "consent-all")))
}

/// The last day on which a general consent given today can hold here.
fn latest(ask: &Ask<Chart>) -> Date {
    consent::terms(&ask.house.knowledge, &ask.by.profession, &ask.practice.jurisdiction, None, ask.today).until
}

/// The languages a sheet can be read in, but this one.
fn other_languages(lang: &str) -> Vec<Choice> {
    let others = [Locale::En, Locale::Es].into_iter().filter(|one| one.folder() != lang);
    others.map(|one| Choice::new(one.tag(), Said::plain(one.own_name()))).collect()
}

fn date_words(ask: &Ask<Chart>, day: Date) -> String {
    say::date(ask.words.locale(), day)
}

/// A civil date as it is kept.
fn date_of(kept: &str) -> Option<Date> {
    kept.parse().ok()
}
