//! Putting a sheet before the client on their own phone: as it will be read, in every language, with the practitioner's signature
//! where the place wants both.
use super::form::{Sent, also, new_page, signature};
use super::{date_words, latest, sheet, store};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::Locale;
use clinical::Refusal;
use clinical::taking::Typed;
use db::{Reader, Writer};
use jiff::civil::Date;

pub(super) fn routes() -> Routes {
    Routes::new().act("/clients/{client}/consent/phone", "consent.send", Right::WriteChart, prepare, send).act(
        "/clients/{client}/consent/phone/{request}/back",
        "consent.unsend",
        Right::WriteChart,
        prepare_back,
        back,
    )
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<store::Request> {
    let (typed, also) = (Typed(&sent), also(ask, &sent));
    let mut sheets = Vec::new();
    for locale in [Locale::En, Locale::Es] {
        sheets.push(sheet::compose(db, ask, locale, &also)?);
    }
    if !sheets.iter().any(|sheet| sheet.digest == typed.one("digest")) {
        let page = new_page(db, ask, &sent, vec![Refusal::new("", "consent-text-changed")])?;
        return Err(Error::Stale(Shown::new(page)));
    }
    let mut refusals = Vec::new();
    if !store::has_phone(db, ask.chart())? {
        refusals.push(Refusal::new("", "consent-no-phone"));
    }
    let last = latest(ask);
    let until = typed.one("until").parse::<Date>().ok().filter(|on| *on >= ask.today && *on <= last);
    if until.is_none() {
        refusals.push(Refusal::new("until", "consent-until").with("most", date_words(ask, last)));
    }
    let hers = sheets.iter().any(|sheet| sheet.practitioner_signs);
    let signed = signature(&typed, ("practitioner_signature", "practitioner_typed"), hers, &mut refusals);
    let Some(until) = until.filter(|_| refusals.is_empty()) else {
        return Err(Error::Refused(Shown::new(new_page(db, ask, &sent, refusals)?)));
    };
    Ok(store::Request {
        sheets: serde_json::to_string(&sheets).map_err(Error::fault)?,
        until_on: until.to_string(),
        profession: ask.by.profession.clone(),
        practitioner_name: ask.by.name.clone(),
        practitioner_signature: signed.0,
        practitioner_typed: signed.1,
        ..store::Request::default()
    })
}

/// Keeps it; what waited before is taken back, so that one sheet is read and not two.
fn send(db: &mut Writer<'_>, ask: &Ask<Chart>, request: &store::Request) -> Result<Done> {
    for before in store::waiting(db, ask.chart())? {
        end(db, ask, &before, ("taken_back", ""))?;
    }
    let id = ask.id("cor");
    store::request(db, ask, (&id, &id), request, ("asked", ""))?;
    Ok(Done::to(ask.chart().url("consent")).about(id))
}

/// What became of a request.
pub(super) fn end(db: &mut Writer<'_>, ask: &Ask<Chart>, request: &store::Request, became: (&str, &str)) -> Result<()> {
    let later = store::Request { sheets: String::new(), ..request.clone() };
    store::request(db, ask, (&ask.id("cor"), &request.of), &later, became)
}

/// The request of this name, where it still waits.
pub(super) fn one(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<Option<store::Request>> {
    Ok(store::waiting(db, ask.chart())?.into_iter().find(|one| one.of == of))
}

fn prepare_back(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<String> {
    let of = Typed(&sent).one("request").to_string();
    one(db, ask, &of)?.ok_or(Error::NotFound)?;
    Ok(of)
}

fn back(db: &mut Writer<'_>, ask: &Ask<Chart>, of: &String) -> Result<Done> {
    let request = one(db, ask, of)?.ok_or(Error::Moved)?;
    end(db, ask, &request, ("taken_back", ""))?;
    Ok(Done::to(ask.chart().url("consent")).about(of))
}
