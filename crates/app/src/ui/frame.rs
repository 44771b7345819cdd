//! What every page may know besides its own data: language, day, zone, theme and the identity of its next act.
//!
//! A page struct holds data only. The door renders it with `page.render_with_values(&frame)`; the filters in
//! [`super::filters`] read the frame from there.

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};

use askama::Values;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use serde::Serialize;

use super::{Locale, Words};

/// The name under which templates find the frame.
const KEY: &str = "frame";

/// Light, dark, or as the device has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device has it.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme` on the page, empty for the device's.
    #[must_use]
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Device => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The surroundings of one rendering of one page.
#[derive(Debug)]
pub struct Frame {
    /// Language and habits of writing.
    pub locale: Locale,
    /// Whether the page runs from right to left.
    pub rtl: bool,
    /// Light or dark.
    pub theme: Theme,
    /// The moment of the request.
    pub now: Timestamp,
    /// The practice's time zone.
    pub zone: TimeZone,
    /// The address of the page that is being shown: path only, never with a client's data in a query.
    pub path: String,
    act: u128,
    acts_given: AtomicU32,
}

impl Frame {
    /// A frame for a request made at `now` in the practice's `zone`; `act` is a fresh UUIDv7 from the door.
    #[must_use]
    pub const fn new(locale: Locale, now: Timestamp, zone: TimeZone, act: u128) -> Self {
        Self {
            locale,
            rtl: false,
            theme: Theme::Device,
            now,
            zone,
            path: String::new(),
            act,
            acts_given: AtomicU32::new(0),
        }
    }

    /// The words of the page's language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    /// An instant on the practice's clock.
    #[must_use]
    pub fn zoned(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    /// The practice's day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.zoned(self.now).date()
    }

    /// An act's identity for one form: UUIDv7 as text. Each form of a page gets its own, so that two forms of one
    /// page are two acts; the first is the one that the door gave.
    pub fn next_act(&self) -> String {
        let count = u128::from(self.acts_given.fetch_add(1, Ordering::Relaxed));
        // Only the last 32 bits move, which are random in a UUIDv7: time, version and variant stay.
        let low = u128::from(u32::MAX);
        let id = (self.act & !low) | (self.act.wrapping_add(count) & low);
        let hex = format!("{id:032x}");
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }

    /// The frame in a template's values; an error where a page was rendered without one.
    pub(super) fn of(values: &dyn Values) -> askama::Result<&Self> {
        askama::get_value(values, KEY)
    }
}

impl Values for Frame {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        (key == KEY).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_page_is_an_act_of_its_own() {
        let act = 0x0192_0000_0000_7abc_8def_0123_ffff_ffff;
        let frame = Frame::new(Locale::En, Timestamp::UNIX_EPOCH, TimeZone::UTC, act);
        assert_eq!(frame.next_act(), "01920000-0000-7abc-8def-0123ffffffff");
        assert_eq!(frame.next_act(), "01920000-0000-7abc-8def-012300000000");
        assert_eq!(frame.next_act(), "01920000-0000-7abc-8def-012300000001");
    }

    #[test]
    fn today_is_the_day_of_the_practice_and_not_of_greenwich() {
        let now: Timestamp = "2026-11-22T02:30:00Z".parse().unwrap();
        let zone = TimeZone::get("America/Chicago").unwrap();
        let frame = Frame::new(Locale::En, now, zone, 0);
        assert_eq!(frame.today(), jiff::civil::date(2026, 11, 21));
    }
}
