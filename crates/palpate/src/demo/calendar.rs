//! Six weeks of working days, and a clock that is moved through them.
use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// How many working days the demo tells of: six weeks.
pub(super) const DAYS: usize = 30;

/// The hands of a clock: they stand where they are put, and move on by a microsecond when they are read.
#[derive(Clone, Debug)]
pub(super) struct Hands(Arc<AtomicI64>);

impl Hands {
    /// A clock that shows this instant.
    pub(super) fn at(instant: Timestamp) -> Hands {
        Hands(Arc::new(AtomicI64::new(instant.as_microsecond())))
    }

    /// Reads it.
    pub(super) fn read(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.fetch_add(1, Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Puts it forward to this instant; it never goes back.
    pub(super) fn forward_to(&self, instant: Timestamp) {
        self.0.fetch_max(instant.as_microsecond(), Ordering::Relaxed);
    }

    /// Lets seconds pass.
    pub(super) fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

/// The demo's days: the last one is today, those before it are working days.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    days: Vec<civil::Date>,
    zone: TimeZone,
    now: Timestamp,
}

impl Calendar {
    /// The working days up to this instant.
    pub(super) fn up_to(now: Timestamp, zone: TimeZone) -> Calendar {
        let today = now.to_zoned(zone.clone()).date();
        let mut days = vec![today];
        let mut day = today;
        while days.len() < DAYS {
            day = day.saturating_sub(1.day());
            if !matches!(day.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday) {
                days.push(day);
            }
        }
        days.reverse();
        Calendar { days, zone, now }
    }

    /// The date of a working day, counted from 0; today where there is none.
    pub(super) fn date(&self, day: usize) -> civil::Date {
        self.days.get(day).or(self.days.last()).copied().unwrap_or_default()
    }

    /// The working days to come: three of them.
    pub(super) fn coming(&self) -> Vec<civil::Date> {
        let mut days = Vec::new();
        let mut day = self.date(DAYS - 1);
        while days.len() < 3 {
            day = day.saturating_add(1.day());
            if !matches!(day.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday) {
                days.push(day);
            }
        }
        days
    }

    /// The hour that it is on the practice's clock, kept to those at which there is a morning before it and an afternoon after.
    pub(super) fn hour(&self) -> i64 {
        i64::from(self.now.to_zoned(self.zone.clone()).hour()).clamp(10, 15)
    }

    /// The instant of a minute of a working day. Today's work is told as done within the hours before now.
    pub(super) fn instant(&self, day: usize, minute: i64) -> Timestamp {
        if day + 1 >= DAYS {
            // 09:00 to 18:00 becomes the last tenth of a day before now.
            let before = (18 * 60 - minute).max(0) * 60 / 4;
            return self.now.saturating_sub(before.seconds()).unwrap_or(self.now);
        }
        let at = self.date(day).to_datetime(civil::Time::midnight()).saturating_add(minute.minutes());
        at.to_zoned(self.zone.clone()).map_or(self.now, |zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_end_today_and_skip_weekends_before_it() {
        // A Sunday.
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let calendar = Calendar::up_to(now, TimeZone::UTC);
        assert_eq!(calendar.date(DAYS - 1).to_string(), "2026-11-22");
        assert_eq!(calendar.date(DAYS - 2).to_string(), "2026-11-20");
        assert_eq!(calendar.date(0).to_string(), "2026-10-13");
        let coming: Vec<String> = calendar.coming().iter().map(ToString::to_string).collect();
        assert_eq!(coming, ["2026-11-23", "2026-11-24", "2026-11-25"]);
        assert_eq!(calendar.hour(), 12);
        assert_eq!(calendar.instant(0, 9 * 60).to_string(), "2026-10-13T09:00:00Z");
        assert_eq!(calendar.instant(DAYS - 1, 18 * 60), now);
        assert!(calendar.instant(DAYS - 1, 9 * 60) < calendar.instant(DAYS - 1, 10 * 60));
    }

    #[test]
    fn the_clock_never_goes_back() {
        let clock = Hands::at(Timestamp::UNIX_EPOCH);
        clock.pass(60);
        clock.forward_to(Timestamp::UNIX_EPOCH);
        let first = clock.read();
        assert!(clock.read() > first && first.as_second() == 60);
    }
}
