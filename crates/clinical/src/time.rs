//! When something happened, as far as it is known, and how long ago that is.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::truth::Truth;

/// A date as far as it is known: somewhere from the first to the last day, both included. `2024` is that whole year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Since {
    from: Date,
    to: Date,
}

impl Since {
    /// The interval between two days, whichever comes first.
    #[must_use]
    pub fn between(a: Date, b: Date) -> Since {
        Since { from: a.min(b), to: a.max(b) }
    }

    /// One known day.
    #[must_use]
    pub fn on(day: Date) -> Since {
        Since { from: day, to: day }
    }

    /// Reads `2024`, `2024-05` or `2024-05-17`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Since> {
        let mut parts = text.trim().splitn(3, '-');
        let year: i16 = number(parts.next()?, 4)?;
        let month: Option<i8> = match parts.next() {
            Some(part) => Some(number(part, 2)?),
            None => None,
        };
        let day: Option<i8> = match parts.next() {
            Some(part) => Some(number(part, 2)?),
            None => None,
        };
        match (month, day) {
            (None, _) => Some(Since::between(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            (Some(month), None) => {
                let first = Date::new(year, month, 1).ok()?;
                Some(Since::between(first, first.last_of_month()))
            }
            (Some(month), Some(day)) => Date::new(year, month, day).ok().map(Since::on),
        }
    }

    /// The first day it can have been.
    #[must_use]
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day it can have been.
    #[must_use]
    pub fn to(&self) -> Date {
        self.to
    }

    /// Whether it was no longer ago than `reach`, by interval arithmetic: yes if every day it can have been lies within,
    /// no if none does, else unknown. A day after `today` has not happened yet.
    #[must_use]
    pub fn within(&self, reach: Reach, today: Date) -> Truth {
        let Some(oldest) = reach.before(today) else {
            return Truth::from(self.from <= today);
        };
        if self.to < oldest || self.from > today {
            Truth::No
        } else if self.from >= oldest && self.to <= today {
            Truth::Yes
        } else if self.from >= oldest {
            // It may still lie ahead, but what is recorded as having happened has begun.
            Truth::Yes
        } else {
            Truth::Unknown
        }
    }
}

fn number<N: std::str::FromStr>(text: &str, digits: usize) -> Option<N> {
    if text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// A length of time looked back on; the last day counts (`12 weeks` reaches back 84 days, and the 84th is within).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// The unit of a [`Reach`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Months of the calendar.
    Months,
    /// Years of the calendar.
    Years,
}

impl Unit {
    /// The word for several of them.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }
}

impl Reach {
    /// The day this long before `day`; `None` beyond the calendar.
    #[must_use]
    pub fn before(self, day: Date) -> Option<Date> {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Days => count.days(),
            Unit::Weeks => count.weeks(),
            Unit::Months => count.months(),
            Unit::Years => i64::from(self.count.min(9_999)).years(),
        };
        day.checked_sub(span).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TWELVE_WEEKS: Reach = Reach { count: 12, unit: Unit::Weeks };

    #[test]
    fn the_eighty_fourth_day_is_within_twelve_weeks_and_the_eighty_fifth_is_not() {
        let today = date(2026, 11, 22);
        let ago = |days: u16| Since::on(Reach { count: days, unit: Unit::Days }.before(today).unwrap());
        assert_eq!(ago(84).within(TWELVE_WEEKS, today), Truth::Yes);
        assert_eq!(ago(85).within(TWELVE_WEEKS, today), Truth::No);
    }

    #[test]
    fn a_year_alone_leaves_open_whether_it_was_within_twelve_weeks() {
        let today = date(2026, 11, 22);
        assert_eq!(Since::parse("2026").unwrap().within(TWELVE_WEEKS, today), Truth::Unknown);
        assert_eq!(Since::parse("2025").unwrap().within(TWELVE_WEEKS, today), Truth::No);
        assert_eq!(Since::parse("2026-11").unwrap().within(TWELVE_WEEKS, today), Truth::Yes);
    }

    #[test]
    fn what_lies_ahead_is_not_within() {
        let today = date(2026, 11, 22);
        assert_eq!(Since::on(date(2026, 11, 23)).within(TWELVE_WEEKS, today), Truth::No);
    }

    #[test]
    fn only_a_year_a_month_or_a_day_is_read() {
        for bad in ["", "20", "2026-13", "2026-02-30", "2026-1", "soon", "+2026"] {
            assert_eq!(Since::parse(bad), None, "{bad}");
        }
    }
}
