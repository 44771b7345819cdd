//! Birth dates as people write them.
use jiff::civil::Date;

/// Months by the first letters of their names, in the languages of the pages: English, Spanish.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb"],
    &["mar"],
    &["apr", "abr"],
    &["may"],
    &["jun"],
    &["jul"],
    &["aug", "ago"],
    &["sep", "set"],
    &["oct"],
    &["nov"],
    &["dec", "dic"],
];

/// Every day that the text can mean: one for `1980-03-07`, `19800307`, `7 Mar 1980`, `17/3/1980`; two for `07/03/1980`,
/// the one with the day first before the one with the month first; none where it is no day.
pub fn readings(text: &str) -> Vec<Date> {
    let folded = crate::name::fold(text);
    let parts: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !matches!(*part, "" | "de" | "del" | "of"))
        .collect();
    let found = match parts[..] {
        [whole] if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) => {
            vec![day(&whole[..4], &whole[4..6], &whole[6..]), day(&whole[4..], &whole[2..4], &whole[..2])]
        }
        [y, m, d] if y.len() == 4 => vec![day(y, m, d)],
        [a, b, y] if y.len() == 4 => vec![day(y, b, a), day(y, a, b)],
        _ => vec![],
    };
    let mut days: Vec<Date> = Vec::new();
    for day in found.into_iter().flatten() {
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days
}

/// The day that the text means to somebody who writes the month first, or the day.
pub fn parse(text: &str, month_first: bool) -> Option<Date> {
    let readings = readings(text);
    if month_first { readings.last().copied() } else { readings.first().copied() }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let number = |text: &str| -> Option<i8> { if text.len() <= 2 { text.parse().ok() } else { None } };
    let named = || {
        let letters: String = month.chars().take(3).collect();
        let place = MONTHS.iter().position(|names| names.contains(&letters.as_str()))?;
        i8::try_from(place + 1).ok()
    };
    let ordinal = day.trim_end_matches(|c: char| c.is_alphabetic());
    let month = number(month).or_else(named)?;
    let date = Date::new(year.parse().ok()?, month, number(ordinal)?).ok()?;
    (1800..2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birth_date_is_read_however_it_is_written() {
        let seventh = date(1980, 3, 17);
        for text in [
            "1980-03-17",
            "19800317",
            "17031980",
            "17.3.1980",
            "17/03/1980",
            "03/17/1980",
            "17 Mar 1980",
            "March 17th, 1980",
            "17 de marzo de 1980",
            "17 3 1980",
        ] {
            assert_eq!(readings(text), [seventh], "{text}");
        }
    }

    #[test]
    fn an_unclear_one_has_two_readings_and_the_place_decides() {
        assert_eq!(readings("07/03/1980"), [date(1980, 3, 7), date(1980, 7, 3)]);
        assert_eq!(parse("07/03/1980", false), Some(date(1980, 3, 7)));
        assert_eq!(parse("07/03/1980", true), Some(date(1980, 7, 3)));
        assert_eq!(parse("1980-07-03", true), Some(date(1980, 7, 3)));
    }

    #[test]
    fn what_is_no_day_has_no_reading() {
        for text in ["", "80", "31/02/1980", "1980", "0000-01-01", "Maria", "600123456", "١٢٣٤٥٦٧٨", "1980-03-17-1"]
        {
            assert!(readings(text).is_empty(), "{text}");
        }
    }
}
