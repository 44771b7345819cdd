//! Keeping what was found at a place, correcting it, taking it back.
use super::{place, store};
use crate::assessment::{Sent, when};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::palpation::{Palpation, Place, Trigger};
use clinical::taking::Typed;
use db::{Reader, Writer};

pub(super) fn routes() -> Routes {
    const ONE: &str = "/clients/{client}/body/{place}/{finding}";
    const WITHDRAW: &str = "/clients/{client}/body/{place}/{finding}/withdraw";
    Routes::new()
        .act("/clients/{client}/body/{place}", "finding.record", Right::WriteChart, prepare, record)
        .act(ONE, "finding.amend", Right::WriteChart, prepare_amend, amend)
        .act(WITHDRAW, "finding.withdraw", Right::WriteChart, prepare_withdraw, withdraw)
}

/// The form of a finding that is on record.
pub(super) fn filled(one: &store::Kept) -> Filled {
    let found = &one.found;
    let mut filled = Filled::empty()
        .with("quality", &found.quality)
        .with("trigger", found.trigger.map_or("", Trigger::name))
        .with("note", &found.note);
    if let Some(pain) = found.pain {
        filled = filled.with("pain", pain.to_string());
    }
    for (sign, mark) in &found.signs {
        filled = filled.with(sign.name(), mark);
    }
    found.refers.iter().fold(filled, |filled, place| filled.with("refers", place.id()))
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<store::New> {
    let at = place::opened(ask, Typed(&sent).one("place"))?;
    read(db, ask, &at, "", &sent, ask.micros())
}

/// What was typed as it is kept, or the page with everything that is wrong with it.
fn read(db: &mut Reader<'_>, ask: &Ask<Chart>, at: &Place, of: &str, sent: &Sent, else_at: i64) -> Result<store::New> {
    let typed = Typed(sent);
    let mut refusals = Vec::new();
    let found = Palpation::take(&ask.house.knowledge, at, &typed).unwrap_or_else(|all| {
        refusals.extend(all);
        Palpation::default()
    });
    let found_at = when(ask, typed.one("on"), else_at).unwrap_or_else(|refusal| {
        refusals.push(refusal);
        else_at
    });
    if refusals.is_empty() {
        return Ok(store::New { place: at.clone(), found_at, found });
    }
    refuse(db, ask, at, of, sent, refusals)
}

fn refuse<T>(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    at: &Place,
    of: &str,
    sent: &Sent,
    refusals: Vec<Refusal>,
) -> Result<T> {
    let fields = sent.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone())));
    let page = place::page(db, ask, at, of, Some(Filled::sent(fields, refusals)))?;
    Err(Error::Refused(Shown::new(page)))
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &store::New) -> Result<Done> {
    let id = store::keep(db, ask, None, new)?;
    Ok(Done::to(ask.chart().url("body")).about(id))
}

/// The finding that an address names, where it stands and is of the place named.
fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: &Sent) -> Result<store::Kept> {
    let typed = Typed(sent);
    let at = place::opened(ask, typed.one("place"))?;
    let kept = store::one(db, ask.chart(), typed.one("finding"))?;
    if kept.place == at { Ok(kept) } else { Err(Error::NotFound) }
}

fn prepare_amend(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<(String, store::New)> {
    let was = standing(db, ask, &sent)?;
    let new = read(db, ask, &was.place, &was.of, &sent, was.found_at)?;
    Ok((was.of, new))
}

fn amend(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, new): &(String, store::New)) -> Result<Done> {
    store::one(db, ask.chart(), of)?;
    store::keep(db, ask, Some(of), new)?;
    Ok(Done::to(super::shown::url(ask, &new.place)).about(of))
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<(String, String)> {
    let was = standing(db, ask, &sent)?;
    let reason = Typed(&sent).one("reason").to_owned();
    if !(3..=500).contains(&reason.chars().count()) {
        let mut sent = sent;
        let form = filled(&was);
        for name in ["quality", "trigger", "note", "pain", "tenderness", "tone", "oedema", "scar", "temperature"] {
            sent.insert(name.into(), vec![form.value(name).to_owned()]);
        }
        sent.insert("refers".into(), was.found.refers.iter().map(Place::id).collect());
        return refuse(db, ask, &was.place, &was.of, &sent, vec![Refusal::new("reason", "finding-reason")]);
    }
    Ok((was.of, reason))
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, reason): &(String, String)) -> Result<Done> {
    let was = store::one(db, ask.chart(), of)?;
    store::withdraw(db, ask, &was, reason)?;
    Ok(Done::to(super::shown::url(ask, &was.place)).about(of).because(reason))
}
