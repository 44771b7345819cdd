//! What the client marked by themselves, on the drawing: told, not examined, and shown as that.
use super::shown::VIEWS;
use crate::door::{Ask, Chart, Result};
use crate::phone::told_places;
use crate::ui::{
    Said,
    body::{Figure, RegionMark},
};
use clinical::palpation::Place;
use clinical::site::Side;
use db::Reader;
use jiff::Timestamp;
use serde::Serialize;

/// What the client said of where it hurts.
#[derive(Serialize)]
pub(super) struct Told {
    /// Plain areas, each with its side where one was said.
    pub(super) areas: Vec<(String, Option<Said>)>,
    pub(super) pain: Option<i64>,
    pub(super) at: Option<Timestamp>,
    #[serde(skip)]
    places: Vec<Place>,
}

/// Reads it; nothing where they marked no area.
pub(super) fn told(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Told>> {
    let Some(told) = told_places(db, ask)? else { return Ok(None) };
    let places = told.areas.iter().flat_map(|(area, side)| places(ask, area, side)).collect();
    Ok(Some(Told { areas: told.named, pain: told.pain, at: told.at, places }))
}

/// The regions of a plain area, on the sides that were said; on both where none was.
fn places(ask: &Ask<Chart>, area: &str, side: &str) -> Vec<Place> {
    let sides: &[Option<Side>] = match side {
        "left" => &[Some(Side::Left)],
        "right" => &[Some(Side::Right)],
        _ => &[Some(Side::Left), Some(Side::Right), None],
    };
    let regions = ask.house.knowledge.regions.list().iter().filter(|region| region.client_area == area);
    let places = regions.flat_map(|region| sides.iter().map(|side| Place { region: region.key.clone(), side: *side }));
    places.filter(|place| VIEWS.iter().any(|view| Figure::shows(*view, &place.id()))).collect()
}

impl Told {
    /// Puts it among what was found.
    pub(super) fn onto(&self, marks: &mut Vec<RegionMark>) {
        for place in &self.places {
            let id = place.id();
            match marks.iter_mut().find(|mark| mark.id == id) {
                Some(mark) => mark.told = true,
                None => marks.push(RegionMark { id, told: true, ..RegionMark::default() }),
            }
        }
    }
}
