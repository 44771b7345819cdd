//! What is booked: who comes when, to whom and where. The desk reads and writes it, so nothing clinical stands here.
mod form;
mod rooms;
mod state;
mod store;

pub(crate) use state::State;
pub(crate) use store::Appointment;

use crate::clients;
use crate::door::{Ask, Done, Error, Listed, Page, Result, Right, Role, Routes, Scope, Shown, Whole};
use crate::ui::{Choice, Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use form::{Offered, Slot, Typed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    const ONE: &str = "/appointments/{appointment}";
    Routes::new()
        .look("/appointments/new", "appointment.whom", Right::EditDirectory, whom)
        .look_by_post("/appointments/new", "appointment.find", Right::EditDirectory, find)
        .look("/clients/{client}/appointments/new", "appointment.new", Right::EditDirectory, blank)
        .act("/clients/{client}/appointments", "appointment.book", Right::EditDirectory, prepare_booking, book)
        .look("/appointments/pause", "appointment.free", Right::EditDirectory, blank_pause)
        .act("/appointments/pause", "appointment.pause", Right::EditDirectory, prepare_pause, pause)
        .look(ONE, "appointment.show", Right::Directory, show)
        .act(ONE, "appointment.move", Right::EditDirectory, prepare_move, shift)
        .act("/appointments/{appointment}/state", "appointment.step", Right::EditDirectory, prepare_step, step)
        .join(rooms::routes())
}

/// The appointments of one day in the practice, the first first; those called off or missed among them.
pub(crate) fn of_day<S>(db: &mut Reader<'_>, ask: &Ask<S>, day: Date) -> Result<Vec<Appointment>> {
    let midnight = |day: Date| day.to_zoned(ask.practice.zone.clone()).map(|at| at.timestamp().as_microsecond());
    let from = midnight(day).map_err(Error::fault)?;
    let until = day.tomorrow().and_then(midnight).map_err(Error::fault)?;
    store::between(db, from, until)
}

/// Those of one client that are not over at this instant (µs), the next first.
pub(crate) fn coming(db: &mut Reader<'_>, client: &str, from: i64) -> Result<Vec<Appointment>> {
    store::coming(db, client, from)
}

/// The rooms that can be booked, by id and name.
pub(crate) fn open_rooms(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    let rooms = store::rooms(db)?.into_iter().filter(|room| room.active);
    Ok(rooms.map(|room| (room.id, room.name)).collect())
}

/// Who can be booked, by id and name.
pub(crate) fn practitioners(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    store::practitioners(db)
}

fn offered(db: &mut Reader<'_>) -> Result<Offered> {
    Ok(Offered { people: store::practitioners(db)?, rooms: open_rooms(db)? })
}

/// When it was asked for: a day and a practitioner, never a client.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Wished {
    on: String,
    at: String,
    person: String,
    q: String,
}

impl Wished {
    fn filled(self) -> Filled {
        Filled::sent([("on", self.on), ("at", self.at), ("person", self.person), ("q", self.q)], Vec::new())
    }
}

#[derive(Template, Serialize)]
#[template(path = "appointments/whom.html")]
struct WhomPage {
    form: Filled,
    found: Vec<clients::Entry>,
    searched: bool,
    /// What is handed on to the booking: the day, the time, the practitioner.
    wish: String,
}

impl Page for WhomPage {
    fn title(&self, words: &Words) -> String {
        words.t("appointments-whom-title")
    }
}

/// The wish as a query, without anything that is not one of its three meanings.
fn wish<S: Scope>(db: &mut Reader<'_>, ask: &Ask<S>, wished: &Wished) -> Result<String> {
    let on = wished.on.parse::<Date>().unwrap_or(ask.today);
    let at = wished
        .at
        .parse::<jiff::civil::Time>()
        .map_or_else(|_| String::new(), |at| format!("&at={}", at.strftime("%H:%M")));
    let known = store::practitioners(db)?.into_iter().find(|(id, _)| *id == wished.person);
    Ok(format!("on={on}{at}{}", known.map_or_else(String::new, |(id, _)| format!("&person={id}"))))
}

fn whom(db: &mut Reader<'_>, ask: &Ask<Whole>, wished: Wished) -> Result<WhomPage> {
    let wish = wish(db, ask, &wished)?;
    Ok(WhomPage { form: wished.filled(), found: Vec::new(), searched: false, wish })
}

fn find(db: &mut Reader<'_>, ask: &Ask<Whole>, wished: Wished) -> Result<WhomPage> {
    let text: String = wished.q.chars().take(200).collect();
    let found = clients::find(db, &text)?;
    let wish = wish(db, ask, &wished)?;
    Ok(WhomPage { form: wished.filled(), found, searched: true, wish })
}

/// The form of one appointment: a new one, or one that is moved.
#[derive(Template, Serialize)]
#[template(path = "appointments/form.html")]
struct FormPage {
    form: Filled,
    people: Vec<Choice>,
    rooms: Vec<Choice>,
    /// Whose; nobody's where time is kept free.
    client_name: Option<String>,
    /// Their page in the directory.
    client_url: String,
    /// Where the form goes.
    url: String,
    /// The day it belongs to.
    back: String,
    /// The appointment as it stands, where it is one already.
    standing: Option<Appointment>,
    may_edit: bool,
    stale: bool,
    /// Their other appointments to come.
    coming: Vec<Appointment>,
}

impl Page for FormPage {
    fn title(&self, words: &Words) -> String {
        words.t(match (&self.standing, &self.client_name) {
            (Some(_), _) => "appointments-title",
            (None, Some(_)) => "appointments-new-title",
            (None, None) => "appointments-pause-title",
        })
    }
}

impl FormPage {
    /// The steps that can be taken from here.
    fn steps(&self) -> &'static [State] {
        self.standing.as_ref().map_or(&[], |standing| standing.state.next())
    }
}

fn day_url(on: &str) -> String {
    match on.parse::<Date>() {
        Ok(on) => format!("/today?on={on}"),
        Err(_) => "/today".into(),
    }
}

/// A new form: for whom it is, and where it goes.
fn new_page(db: &mut Reader<'_>, form: Filled, url: String) -> Result<FormPage> {
    let offered = offered(db)?;
    Ok(FormPage {
        back: day_url(form.value("on")),
        form,
        people: offered.people(),
        rooms: offered.rooms(),
        client_name: None,
        client_url: String::new(),
        url,
        standing: None,
        may_edit: true,
        stale: false,
        coming: Vec::new(),
    })
}

fn client_page(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Filled) -> Result<FormPage> {
    let coming = store::coming(db, ask.scope.client(), ask.micros())?;
    let page = new_page(db, form, ask.scope.url("appointments"))?;
    Ok(FormPage { client_name: Some(ask.scope.name.clone()), client_url: ask.scope.url("details"), coming, ..page })
}

/// What the form of a new appointment holds: an hour, with who asks if they treat, ten minutes free after it.
fn first<S: Scope>(ask: &Ask<S>, wished: &Wished, minutes: &str, after: &str) -> Filled {
    let on = wished.on.parse::<Date>().unwrap_or(ask.today);
    let own = if ask.by.roles.has(Role::Practitioner) { ask.by.id.clone() } else { String::new() };
    let person = if wished.person.is_empty() { own } else { wished.person.clone() };
    Typed {
        on: on.to_string(),
        at: wished.at.clone(),
        minutes: minutes.into(),
        after_minutes: after.into(),
        person,
        ..Typed::default()
    }
    .filled(Vec::new())
}

fn blank(db: &mut Reader<'_>, ask: &Ask<Listed>, wished: Wished) -> Result<FormPage> {
    client_page(db, ask, first(ask, &wished, "60", "10"))
}

fn blank_pause(db: &mut Reader<'_>, ask: &Ask<Whole>, wished: Wished) -> Result<FormPage> {
    new_page(db, first(ask, &wished, "30", "0"), "/appointments/pause".into())
}

/// The slot that was typed, or everything that is wrong with it and in its way.
fn slot<S: Scope>(
    db: &mut Reader<'_>,
    ask: &Ask<S>,
    typed: &Typed,
    client: Option<&str>,
) -> Result<std::result::Result<Slot, Vec<Refusal>>> {
    let slot = match typed.read(&ask.practice.zone, &offered(db)?) {
        Ok(slot) => slot,
        Err(refusals) => return Ok(Err(refusals)),
    };
    let mut clashes = slot.clashes(&store::near(db, &slot, client, &typed.appointment)?, client);
    clashes.extend(slot.clash_elsewhere(&ask.practice.zone, &store::elsewhere(db, &slot)?));
    Ok(if clashes.is_empty() { Ok(slot) } else { Err(clashes) })
}

fn prepare_booking(db: &mut Reader<'_>, ask: &Ask<Listed>, typed: Typed) -> Result<Typed> {
    match slot(db, ask, &typed, Some(ask.scope.client()))? {
        Ok(_) => Ok(typed),
        Err(refusals) => Err(Error::Refused(Shown::new(client_page(db, ask, typed.filled(refusals))?))),
    }
}

/// Looks again at what is in the way: the practice's chain is held now, so nobody books between this look and this booking.
fn book(db: &mut Writer<'_>, ask: &Ask<Listed>, typed: &Typed) -> Result<Done> {
    let client = ask.scope.client();
    let slot = match slot(db, ask, typed, Some(client))? {
        Ok(slot) => slot,
        Err(refusals) => {
            return Err(Error::Refused(Shown::new(client_page(db, ask, typed.clone().filled(refusals))?)));
        }
    };
    let id = ask.id("app");
    store::book(db, ask, &id, Some(client), &slot)?;
    Ok(Done::to(day_url(&typed.on)).about(id))
}

fn prepare_pause(db: &mut Reader<'_>, ask: &Ask<Whole>, typed: Typed) -> Result<Typed> {
    match slot(db, ask, &typed, None)? {
        Ok(_) => Ok(typed),
        Err(refusals) => {
            Err(Error::Refused(Shown::new(new_page(db, typed.filled(refusals), "/appointments/pause".into())?)))
        }
    }
}

fn pause(db: &mut Writer<'_>, ask: &Ask<Whole>, typed: &Typed) -> Result<Done> {
    let slot = slot(db, ask, typed, None)?.map_err(|_| Error::Moved)?;
    let id = ask.id("app");
    store::book(db, ask, &id, None, &slot)?;
    Ok(Done::to(day_url(&typed.on)).about(id))
}

#[derive(Deserialize)]
struct Named {
    appointment: String,
}

fn standing(db: &mut Reader<'_>, id: &str) -> Result<Appointment> {
    store::one(db, id)?.ok_or(Error::NotFound)
}

/// The page of one appointment: as it stands, or as somebody tried to move it.
fn one_page<S: Scope>(
    db: &mut Reader<'_>,
    ask: &Ask<S>,
    standing: Appointment,
    form: Option<Filled>,
) -> Result<FormPage> {
    let form = form.unwrap_or_else(|| Typed::of(&standing).filled(Vec::new())).of_version(standing.version);
    let client_url = standing.client.as_ref().map_or_else(String::new, |client| format!("/clients/{client}/details"));
    let page = new_page(db, form, format!("/appointments/{}", standing.id))?;
    Ok(FormPage {
        back: day_url(&standing.on.to_string()),
        client_name: standing.client_name.clone(),
        client_url,
        standing: Some(standing),
        may_edit: ask.by.may(Right::EditDirectory),
        ..page
    })
}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, named: Named) -> Result<FormPage> {
    let standing = standing(db, &named.appointment)?;
    one_page(db, ask, standing, None)
}

/// Refuses a change of what somebody else changed meanwhile: their version stands above, what was typed stays in the form.
fn as_seen(db: &mut Reader<'_>, ask: &Ask<Whole>, standing: &Appointment, form: Option<Filled>) -> Result<()> {
    if ask.version == Some(standing.version) {
        return Ok(());
    }
    let page = one_page(db, ask, standing.clone(), form)?;
    Err(Error::Stale(Shown::new(FormPage { stale: true, ..page })))
}

fn prepare_move(db: &mut Reader<'_>, ask: &Ask<Whole>, typed: Typed) -> Result<Typed> {
    let standing = standing(db, &typed.appointment)?;
    as_seen(db, ask, &standing, Some(typed.clone().filled(Vec::new())))?;
    match slot(db, ask, &typed, standing.client.as_deref())? {
        Ok(_) => Ok(typed),
        Err(refusals) => {
            let page = one_page(db, ask, standing, Some(typed.filled(refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

fn shift(db: &mut Writer<'_>, ask: &Ask<Whole>, typed: &Typed) -> Result<Done> {
    let was = standing(db, &typed.appointment)?;
    as_seen(db, ask, &was, Some(typed.clone().filled(Vec::new())))?;
    let slot = slot(db, ask, typed, was.client.as_deref())?.map_err(|_| Error::Moved)?;
    store::shift(db, ask, &was, &slot)?;
    Ok(Done::to(day_url(&typed.on)).about(&was.id).chart(was.client.unwrap_or_default()))
}

/// A step of one appointment.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    appointment: String,
    to: String,
}

/// The step that was asked for, where it can be taken from how far the appointment is.
fn taken(db: &mut Reader<'_>, ask: &Ask<Whole>, step: &Step) -> Result<(Appointment, State)> {
    let was = standing(db, &step.appointment)?;
    as_seen(db, ask, &was, None)?;
    let to = State::from_key(&step.to).filter(|to| was.state.next().contains(to));
    let refused = |key, was: &Appointment| Typed::of(was).filled(vec![Refusal::new("", key)]);
    let Some(to) = to else {
        let form = refused("appointments-step", &was);
        return Err(Error::Refused(Shown::new(one_page(db, ask, was, Some(form))?)));
    };
    if to.holds() && !was.state.holds() {
        // What was called off is booked again: its time may have been given to somebody else.
        let typed = Typed::of(&was);
        if let Err(refusals) = slot(db, ask, &typed, was.client.as_deref())? {
            return Err(Error::Refused(Shown::new(one_page(db, ask, was, Some(typed.filled(refusals)))?)));
        }
    }
    Ok((was, to))
}

fn prepare_step(db: &mut Reader<'_>, ask: &Ask<Whole>, step: Step) -> Result<Step> {
    taken(db, ask, &step)?;
    Ok(step)
}

fn step(db: &mut Writer<'_>, ask: &Ask<Whole>, step: &Step) -> Result<Done> {
    let (was, to) = taken(db, ask, step)?;
    store::step(db, ask, &was, to)?;
    let url = match (&was.client, to) {
        (Some(client), State::Started) if was.person == ask.by.id => format!("/clients/{client}/begin"),
        _ => day_url(&was.on.to_string()),
    };
    Ok(Done::to(url).about(&was.id).because(to.key()).chart(was.client.unwrap_or_default()))
}
