//! What is typed of an appointment, what it means, and what is in its way.
use super::store::{Appointment, Elsewhere, MINUTE};
use crate::ui::{Choice, Filled, Said};
use clinical::Refusal;
use jiff::{
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use serde::Deserialize;

/// The form, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) appointment: String,
    pub(super) on: String,
    pub(super) at: String,
    pub(super) minutes: String,
    pub(super) after_minutes: String,
    pub(super) person: String,
    pub(super) room: String,
    pub(super) what: String,
}

/// When, how long, with whom and where.
pub(super) struct Slot {
    pub(super) starts: DateTime,
    pub(super) zone: String,
    pub(super) starts_at: i64,
    pub(super) minutes: i64,
    pub(super) after_minutes: i64,
    pub(super) person: String,
    pub(super) room: Option<String>,
    pub(super) what: String,
}

/// Who and where can be chosen: id and name.
pub(super) struct Offered {
    pub(super) people: Vec<(String, String)>,
    pub(super) rooms: Vec<(String, String)>,
}

impl Offered {
    /// The practitioners, as choices.
    pub(super) fn people(&self) -> Vec<Choice> {
        self.people.iter().map(|(id, name)| Choice::new(id, Said::plain(name))).collect()
    }

    /// No room, or one of them.
    pub(super) fn rooms(&self) -> Vec<Choice> {
        let none = Choice::new("", Said::key("appointments-no-room"));
        std::iter::once(none).chain(self.rooms.iter().map(|(id, name)| Choice::new(id, Said::plain(name)))).collect()
    }
}

impl Typed {
    /// The form again, with what was refused of it.
    pub(super) fn filled(self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("on", self.on),
            ("at", self.at),
            ("minutes", self.minutes),
            ("after_minutes", self.after_minutes),
            ("person", self.person),
            ("room", self.room),
            ("what", self.what),
        ];
        Filled::sent(fields, refusals)
    }

    /// The form of an appointment as it stands.
    pub(super) fn of(appointment: &Appointment) -> Typed {
        Typed {
            appointment: appointment.id.clone(),
            on: appointment.on.to_string(),
            at: appointment.at.strftime("%H:%M").to_string(),
            minutes: appointment.minutes.to_string(),
            after_minutes: appointment.after_minutes.to_string(),
            person: appointment.person.clone(),
            room: appointment.room.clone().unwrap_or_default(),
            what: appointment.what.clone(),
        }
    }

    /// What it means on the practice's clock, or everything that is wrong with it.
    pub(super) fn read(&self, zone: &TimeZone, offered: &Offered) -> Result<Slot, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut refuse = |field: &'static str, key: &'static str| refusals.push(Refusal::new(field, key));
        let on = self.on.trim().parse::<Date>().ok();
        let at = self.at.trim().parse::<Time>().ok();
        let minutes = self.minutes.trim().parse().ok().filter(|minutes| (5..=600).contains(minutes));
        let after_minutes = match self.after_minutes.trim() {
            "" => Some(0),
            typed => typed.parse().ok().filter(|minutes| (0..=120).contains(minutes)),
        };
        let starts = on.zip(at).map(|(on, at)| on.to_datetime(at));
        let starts_at = starts.and_then(|starts| instant(zone, starts));
        let rules = [
            (on.is_none(), "on", "ui-date"),
            (at.is_none(), "at", "ui-time"),
            (starts.is_some() && starts_at.is_none(), "at", "appointments-no-such-time"),
            (minutes.is_none(), "minutes", "appointments-minutes"),
            (after_minutes.is_none(), "after_minutes", "appointments-after"),
            (offered.people.iter().all(|(id, _)| *id != self.person), "person", "ui-choose"),
            (!self.room.is_empty() && offered.rooms.iter().all(|(id, _)| *id != self.room), "room", "ui-choose"),
            (self.what.chars().count() > 200, "what", "ui-text-200"),
        ];
        rules.into_iter().filter(|(broken, ..)| *broken).for_each(|(_, field, key)| refuse(field, key));
        match (starts, starts_at, minutes, after_minutes) {
            (Some(starts), Some(starts_at), Some(minutes), Some(after_minutes)) if refusals.is_empty() => Ok(Slot {
                starts,
                zone: zone.iana_name().unwrap_or("UTC").into(),
                starts_at,
                minutes,
                after_minutes,
                person: self.person.clone(),
                room: Some(self.room.clone()).filter(|room| !room.is_empty()),
                what: self.what.trim().into(),
            }),
            _ => Err(refusals),
        }
    }
}

/// The instant of a time on the practice's clock; `None` where the clock leaps over it. Of a time that comes twice it is the first.
fn instant(zone: &TimeZone, starts: DateTime) -> Option<i64> {
    let ambiguous = zone.to_ambiguous_timestamp(starts);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => None,
        _ => ambiguous.compatible().ok().map(|at| at.as_microsecond()),
    }
}

impl Slot {
    /// When the practitioner and the room are free again.
    pub(super) fn free_at(&self) -> i64 {
        self.starts_at + (self.minutes + self.after_minutes) * MINUTE
    }

    /// What stands in another program's calendar holds its practitioner's time as an appointment does; one without an end holds
    /// at least its beginning.
    pub(super) fn clash_elsewhere(&self, zone: &TimeZone, near: &[Elsewhere]) -> Option<Refusal> {
        let taken = |one: &&Elsewhere| {
            self.starts_at < one.starts_at + one.minutes.max(1) * MINUTE && one.starts_at < self.free_at()
        };
        let one = near.iter().find(taken)?;
        let at = jiff::Timestamp::from_microsecond(one.starts_at).ok()?.to_zoned(zone.clone()).strftime("%H:%M");
        let refusal = Refusal::new("person", "appointments-clash-outside").with("name", &one.person_name);
        Some(refusal.with("at", at).with("minutes", one.minutes))
    }

    /// What of these appointments is in its way. The minutes kept free after a visit hold its practitioner and its room, not its client.
    pub(super) fn clashes(&self, near: &[Appointment], client: Option<&str>) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = Vec::new();
        for other in near.iter().filter(|other| other.state.holds()) {
            let busy =
                self.starts_at < other.ends_at() + other.after_minutes * MINUTE && other.starts_at < self.free_at();
            let there = self.starts_at < other.ends_at() && other.starts_at < self.starts_at + self.minutes * MINUTE;
            let same_room = self.room.is_some() && self.room == other.room;
            let found = [
                (busy && self.person == other.person, "person", "appointments-clash-person", &other.person_name),
                (
                    busy && same_room,
                    "room",
                    "appointments-clash-room",
                    other.room_name.as_ref().unwrap_or(&other.person_name),
                ),
                (
                    there && client.is_some() && client == other.client.as_deref(),
                    "at",
                    "appointments-clash-client",
                    &other.person_name,
                ),
            ];
            for (clashes, field, key, name) in found {
                if clashes && !refusals.iter().any(|refusal| refusal.key == key) {
                    let at = other.at.strftime("%H:%M");
                    refusals.push(
                        Refusal::new(field, key).with("name", name).with("at", at).with("minutes", other.minutes),
                    );
                }
            }
        }
        refusals
    }
}
