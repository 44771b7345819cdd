//! The rooms in which clients are treated.
use super::store;
use crate::door::{Ask, Done, Error, Page, Result, Right, Routes, Shown, Whole};
use crate::ui::{Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/practice/rooms", "room.list", Right::Administer, list)
        .act("/practice/rooms", "room.add", Right::Administer, prepare, add)
        .act("/practice/rooms/{room}", "room.change", Right::Administer, prepare_change, change)
}

/// One of them.
#[derive(Clone, Serialize)]
pub(super) struct TreatmentRoom {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) active: bool,
}

impl TreatmentRoom {
    fn filled(&self) -> Filled {
        let form = Filled::empty().with("name", &self.name).of_version(self.version);
        if self.active { form.with("active", "yes") } else { form }
    }
}

#[derive(Template, Serialize)]
#[template(path = "appointments/rooms.html")]
struct RoomsPage {
    /// The form of a new one.
    form: Filled,
    /// The form of each that is there, by its address.
    rooms: Vec<(String, Filled)>,
    stale: bool,
}

impl Page for RoomsPage {
    fn title(&self, words: &Words) -> String {
        words.t("appointments-rooms-title")
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    room: String,
    name: String,
    active: String,
}

fn page(db: &mut Reader<'_>, form: Filled) -> Result<RoomsPage> {
    let rooms = store::rooms(db)?.into_iter().map(|room| (format!("/practice/rooms/{}", room.id), room.filled()));
    Ok(RoomsPage { form, rooms: rooms.collect(), stale: false })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, _: &Ask<Whole>, _: Query) -> Result<RoomsPage> {
    page(db, Filled::empty())
}

/// Why a room cannot have this name.
fn refusals(db: &mut Reader<'_>, form: &Form) -> Result<Vec<Refusal>> {
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return Ok(vec![Refusal::new("name", "ui-text-40")]);
    }
    let taken = store::rooms(db)?.iter().any(|room| room.id != form.room && room.name == name);
    Ok(if taken { vec![Refusal::new("name", "appointments-room-taken")] } else { vec![] })
}

fn prepare(db: &mut Reader<'_>, _: &Ask<Whole>, form: Form) -> Result<Form> {
    let refusals = refusals(db, &form)?;
    if refusals.is_empty() {
        return Ok(form);
    }
    Err(Error::Refused(Shown::new(page(db, Filled::sent([("name", form.name)], refusals))?)))
}

fn add(db: &mut Writer<'_>, ask: &Ask<Whole>, form: &Form) -> Result<Done> {
    let id = ask.id("roo");
    store::add_room(db, ask, &id, form.name.trim())?;
    Ok(Done::to("/practice/rooms").about(id))
}

fn prepare_change(db: &mut Reader<'_>, ask: &Ask<Whole>, form: Form) -> Result<Form> {
    let was = store::rooms(db)?.into_iter().find(|room| room.id == form.room).ok_or(Error::NotFound)?;
    if ask.version != Some(was.version) {
        return Err(Error::Stale(Shown::new(RoomsPage { stale: true, ..page(db, Filled::empty())? })));
    }
    let refusals = refusals(db, &form)?;
    if refusals.is_empty() {
        return Ok(form);
    }
    let mut shown = page(db, Filled::empty())?;
    let url = format!("/practice/rooms/{}", was.id);
    let typed = Filled::sent([("name", form.name), ("active", form.active)], refusals).of_version(was.version);
    shown.rooms.iter_mut().filter(|(at, _)| *at == url).for_each(|(_, filled)| *filled = typed.clone());
    Err(Error::Refused(Shown::new(shown)))
}

fn change(db: &mut Writer<'_>, ask: &Ask<Whole>, form: &Form) -> Result<Done> {
    let was = store::rooms(db)?.into_iter().find(|room| room.id == form.room).ok_or(Error::NotFound)?;
    if ask.version != Some(was.version) {
        return Err(Error::Moved);
    }
    store::change_room(db, ask, &was, form.name.trim(), form.active == "yes")?;
    Ok(Done::to("/practice/rooms").about(&was.id))
}
