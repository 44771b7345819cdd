//! Days, times, spans and numbers as a locale writes them. Months are always words: 03/04 is two days, 3 Apr is one.

use jiff::civil::{Date, Time};

use super::{Locale, Words};

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];
const MONTHS_SHORT: [&str; 12] = [
    "month-short-1",
    "month-short-2",
    "month-short-3",
    "month-short-4",
    "month-short-5",
    "month-short-6",
    "month-short-7",
    "month-short-8",
    "month-short-9",
    "month-short-10",
    "month-short-11",
    "month-short-12",
];
const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

fn word(words: &Words, table: &[&str], one_based: i8) -> String {
    let index = usize::from(one_based.unsigned_abs()).saturating_sub(1);
    table.get(index).map(|key| words.t(key)).unwrap_or_default()
}

/// `24 Nov 2026`, `Nov 24, 2026`.
#[must_use]
pub fn date(locale: Locale, day: Date) -> String {
    let words = Words::of(locale);
    let month = word(words, &MONTHS_SHORT, day.month());
    match locale {
        Locale::EnUs => format!("{month} {}, {}", day.day(), day.year()),
        Locale::En | Locale::Es => format!("{} {month} {}", day.day(), day.year()),
    }
}

/// `24 Nov` where the year is the reader's own, else [`date`].
#[must_use]
pub fn date_near(locale: Locale, day: Date, today: Date) -> String {
    if day.year() != today.year() {
        return date(locale, day);
    }
    let month = word(Words::of(locale), &MONTHS_SHORT, day.month());
    match locale {
        Locale::EnUs => format!("{month} {}", day.day()),
        Locale::En | Locale::Es => format!("{} {month}", day.day()),
    }
}

/// `Tuesday 24 November 2026`, `Tuesday, November 24, 2026`, `martes, 24 de noviembre de 2026`.
#[must_use]
pub fn date_long(locale: Locale, day: Date) -> String {
    let words = Words::of(locale);
    let weekday = word(words, &WEEKDAYS, day.weekday().to_monday_one_offset());
    let month = word(words, &MONTHS, day.month());
    match locale {
        Locale::En => format!("{weekday} {} {month} {}", day.day(), day.year()),
        Locale::EnUs => format!("{weekday}, {month} {}, {}", day.day(), day.year()),
        Locale::Es => format!("{weekday}, {} de {month} de {}", day.day(), day.year()),
    }
}

/// `14:05`, `2:05 pm`.
#[must_use]
pub fn time(locale: Locale, at: Time) -> String {
    match locale {
        Locale::En | Locale::Es => format!("{:02}:{:02}", at.hour(), at.minute()),
        Locale::EnUs => {
            let hour = match at.hour() % 12 {
                0 => 12,
                hour => hour,
            };
            let half = if at.hour() < 12 { "am" } else { "pm" };
            format!("{hour}:{:02}\u{a0}{half}", at.minute())
        }
    }
}

/// A number with at most `decimals` places and none that say nothing: `3`, `2.5`, Spanish `2,5`; a true minus sign;
/// groups of three from 10,000 on.
#[must_use]
pub fn number(locale: Locale, value: f64, decimals: usize) -> String {
    let (point, group) = match locale {
        Locale::En | Locale::EnUs => ('.', ','),
        Locale::Es => (',', '\u{202f}'),
    };
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let rest = rest.trim_end_matches('0');
    let mut out = String::with_capacity(digits.len() + 4);
    if value < 0.0 && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        out.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if whole.len() > 4 && index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(point);
        out.push_str(rest);
    }
    out
}

/// Whole years lived by `today`; none before birth. Who was born on 29 February has a birthday on 1 March otherwise.
#[must_use]
pub fn age(born: Date, today: Date) -> Option<u16> {
    let mut years = today.year() - born.year();
    if (today.month(), today.day()) < (born.month(), born.day()) {
        years -= 1;
    }
    u16::try_from(years).ok()
}

/// The name in the order in which the locale reads it aloud.
#[must_use]
pub fn name(_locale: Locale, given: &str, family: &str) -> String {
    // Every locale of today says the given name first; the parameter is here because the next may not.
    [given.trim(), family.trim()].join(" ").trim().to_owned()
}

/// One or two first letters for a round badge: of the first and the last word.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn a_day_reads_as_each_place_writes_it() {
        let day = civil::date(2026, 11, 24);
        assert_eq!(date(Locale::En, day), "24 Nov 2026");
        assert_eq!(date(Locale::EnUs, day), "Nov 24, 2026");
        assert_eq!(date(Locale::Es, day), "24 nov 2026");
        assert_eq!(date_long(Locale::En, day), "Tuesday 24 November 2026");
        assert_eq!(date_long(Locale::EnUs, day), "Tuesday, November 24, 2026");
        assert_eq!(date_long(Locale::Es, day), "martes, 24 de noviembre de 2026");
    }

    #[test]
    fn the_year_is_left_out_only_in_its_own_year() {
        let day = civil::date(2026, 1, 5);
        assert_eq!(date_near(Locale::En, day, civil::date(2026, 11, 24)), "5 Jan");
        assert_eq!(date_near(Locale::En, day, civil::date(2027, 1, 1)), "5 Jan 2026");
    }

    #[test]
    fn midnight_and_noon_are_twelve_on_a_twelve_hour_clock() {
        assert_eq!(time(Locale::EnUs, civil::time(0, 5, 0, 0)), "12:05\u{a0}am");
        assert_eq!(time(Locale::EnUs, civil::time(12, 0, 0, 0)), "12:00\u{a0}pm");
        assert_eq!(time(Locale::EnUs, civil::time(23, 59, 0, 0)), "11:59\u{a0}pm");
        assert_eq!(time(Locale::En, civil::time(9, 5, 0, 0)), "09:05");
    }

    #[test]
    fn numbers_carry_no_empty_places_and_a_true_minus() {
        assert_eq!(number(Locale::En, 3.0, 1), "3");
        assert_eq!(number(Locale::En, -2.5, 1), "\u{2212}2.5");
        assert_eq!(number(Locale::Es, 2.5, 2), "2,5");
        assert_eq!(number(Locale::En, -0.01, 1), "0");
        assert_eq!(number(Locale::En, 1234.0, 0), "1234");
        assert_eq!(number(Locale::En, 1_234_567.0, 0), "1,234,567");
        assert_eq!(number(Locale::En, 100.0, 0), "100");
    }

    #[test]
    fn a_birthday_comes_on_its_day_and_not_before() {
        let born = civil::date(2000, 2, 29);
        assert_eq!(age(born, civil::date(2026, 2, 28)), Some(25));
        assert_eq!(age(born, civil::date(2026, 3, 1)), Some(26));
        assert_eq!(age(born, civil::date(1999, 1, 1)), None);
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Amara Okafor"), "AO");
        assert_eq!(initials("María del Mar Ruiz"), "MR");
        assert_eq!(initials("Ñandú"), "Ñ");
        assert_eq!(initials(" "), "");
    }
}
