//! A calendar as other programs write it (iCalendar, RFC 5545): its events with a time, and which were left out and why.
//! Read are the beginning, the end or the duration, the summary and whether it was called off; nothing else is taken.
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The most events of one calendar.
pub(super) const MOST: usize = 5_000;

/// One event with a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Event {
    pub(super) begins: Timestamp,
    /// In minutes; 0 where no end is given.
    pub(super) minutes: i64,
    pub(super) what: String,
}

/// Why an event was left out, or not read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It has no beginning that can be read.
    NoBeginning,
    /// It takes whole days: no visit.
    WholeDay,
    /// It names a time zone that there is not.
    UnknownZone,
    /// It repeats: only its first time was read.
    Repeats,
}

/// One that was left out, by the line on which it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Left {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) why: Why,
}

/// A calendar that was read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Calendar {
    pub(super) events: Vec<Event>,
    pub(super) left: Vec<Left>,
}

/// Why the whole is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It is no calendar.
    NotOne,
    /// It holds more events than are taken.
    TooMany,
}

/// Reads a calendar. Times without a zone are of `zone`, as the practice's clock shows them.
pub(super) fn read(text: &str, zone: &TimeZone) -> Result<Calendar, Unfit> {
    let lines = unfolded(text);
    if !lines.first().is_some_and(|(_, line)| line.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(Unfit::NotOne);
    }
    let mut calendar = Calendar::default();
    let mut open: Vec<String> = Vec::new();
    let mut event = Raw::default();
    for (number, line) in &lines {
        let Some((name, parameters, value)) = parts(line) else { continue };
        let in_event = open.last().is_some_and(|last| last == "VEVENT");
        match name.as_str() {
            "BEGIN" => {
                open.push(value.to_ascii_uppercase());
                if value.eq_ignore_ascii_case("VEVENT") {
                    event = Raw { line: *number, ..Raw::default() };
                }
            }
            "END" => {
                open.pop();
                if in_event {
                    event.read(zone, &mut calendar);
                }
            }
            // Alarms and other parts inside an event have a summary and times of their own.
            _ if in_event => event.take(&name, &parameters, value),
            _ => {}
        }
        if calendar.events.len() + calendar.left.len() > MOST {
            return Err(Unfit::TooMany);
        }
    }
    Ok(calendar)
}

/// The lines with their numbers; one that begins with a blank goes on with the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => lines.push((number, line.to_string())),
        }
    }
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

/// A line's name, parameters and value; a parameter in quotation marks may hold what parts the others.
fn parts(line: &str) -> Option<(String, String, &str)> {
    let mut quoted = false;
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    let (head, value) = line.split_at(colon);
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    Some((name.to_ascii_uppercase(), parameters.into(), value.get(1..)?))
}

/// An event as its lines say it.
#[derive(Default)]
struct Raw {
    line: usize,
    begins: Option<(String, String)>,
    ends: Option<(String, String)>,
    duration: String,
    what: String,
    off: bool,
    repeats: bool,
}

impl Raw {
    fn take(&mut self, name: &str, parameters: &str, value: &str) {
        match name {
            "DTSTART" => self.begins = Some((parameters.into(), value.into())),
            "DTEND" => self.ends = Some((parameters.into(), value.into())),
            "DURATION" => self.duration = value.into(),
            "SUMMARY" => self.what = plain(value),
            "STATUS" => self.off = value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" => self.repeats = true,
            _ => {}
        }
    }

    fn read(&self, zone: &TimeZone, into: &mut Calendar) {
        if self.off {
            return;
        }
        let mut leave = |why| into.left.push(Left { line: self.line, what: self.what.clone(), why });
        let begins = match self.begins.as_ref().map_or(Err(Why::NoBeginning), |(p, v)| instant(p, v, zone)) {
            Ok(begins) => begins,
            Err(why) => return leave(why),
        };
        if self.repeats {
            leave(Why::Repeats);
        }
        let end = self.ends.as_ref().and_then(|(p, v)| instant(p, v, zone).ok());
        let lasts = end.map(|end| end.duration_since(begins));
        let lasts = lasts.or_else(|| self.duration.parse::<SignedDuration>().ok()).unwrap_or_default();
        into.events.push(Event { begins, minutes: lasts.as_mins().clamp(0, 24 * 60), what: self.what.clone() });
    }
}

/// `20261124T101500Z`, the same without Z in the zone that TZID names, or without either on the practice's clock.
fn instant(parameters: &str, value: &str, zone: &TimeZone) -> Result<Timestamp, Why> {
    let parameter = |name: &str| {
        let all = parameters.split(';').filter_map(|part| part.split_once('='));
        all.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim_matches('"')).next()
    };
    if parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE")) || value.len() == 8 {
        return Err(Why::WholeDay);
    }
    let (local, utc) = value.strip_suffix('Z').map_or((value, false), |local| (local, true));
    let at = DateTime::strptime("%Y%m%dT%H%M%S", local).map_err(|_| Why::NoBeginning)?;
    let zone = match parameter("TZID") {
        _ if utc => TimeZone::UTC,
        Some(name) => TimeZone::get(name).map_err(|_| Why::UnknownZone)?,
        None => zone.clone(),
    };
    at.to_zoned(zone).map(|zoned| zoned.timestamp()).map_err(|_| Why::NoBeginning)
}

/// The text without what escapes its marks, on one line.
fn plain(value: &str) -> String {
    let text =
        value.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
    let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn madrid() -> TimeZone {
        TimeZone::get("Europe/Madrid").unwrap()
    }

    fn calendar(events: &[&str]) -> Calendar {
        let events: String = events.iter().map(|one| format!("BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n")).collect();
        read(&format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"), &madrid()).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_read_in_utc_in_its_zone_or_on_the_clock_of_the_practice() {
        let same =
            ["DTSTART:20261124T091500Z", "DTSTART;TZID=\"Europe/London\":20261124T091500", "DTSTART:20261124T101500"];
        for one in same {
            assert_eq!(calendar(&[one]).events[0].begins, at("2026-11-24T09:15:00Z"), "{one}");
        }
    }

    #[test]
    fn how_long_it_takes_is_said_by_an_end_or_a_duration() {
        let minutes = |lines: &str| calendar(&[&format!("DTSTART:20261124T091500Z\r\n{lines}")]).events[0].minutes;
        assert_eq!(minutes("DTEND:20261124T101500Z"), 60);
        assert_eq!(minutes("DURATION:PT1H30M"), 90);
        assert_eq!(minutes("SUMMARY:x"), 0);
        assert_eq!(minutes("DTEND:20261124T081500Z"), 0, "an end before the beginning is no end");
    }

    #[test]
    fn a_long_summary_goes_on_over_lines_and_an_alarm_does_not_change_it() {
        let one = "DTSTART:20261124T091500Z\r\nSUMMARY:Ana Ruiz\\, \r\n massage\r\nBEGIN:VALARM\r\nSUMMARY:alarm\r\nEND:VALARM";
        assert_eq!(calendar(&[one]).events[0].what, "Ana Ruiz, massage");
    }

    #[test]
    fn what_is_called_off_is_gone_and_what_cannot_be_read_is_told_by_its_line() {
        let all = calendar(&[
            "DTSTART:20261124T091500Z\r\nSTATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20261124\r\nSUMMARY:Closed",
            "DTSTART;TZID=Nowhere/Town:20261124T091500",
            "SUMMARY:no time",
            "DTSTART:20261124T091500Z\r\nRRULE:FREQ=WEEKLY",
        ]);
        assert_eq!(all.events.len(), 1);
        let why: Vec<(usize, Why)> = all.left.iter().map(|left| (left.line, left.why)).collect();
        assert_eq!(why, [(7, Why::WholeDay), (11, Why::UnknownZone), (14, Why::NoBeginning), (17, Why::Repeats)]);
    }

    #[test]
    fn what_is_no_calendar_is_not_read() {
        for other in ["", "<html>", "name,phone\n", "BEGIN:VCARD\r\nEND:VCARD"] {
            assert_eq!(read(other, &madrid()), Err(Unfit::NotOne));
        }
        let many = "BEGIN:VEVENT\nDTSTART:20261124T091500Z\nEND:VEVENT\n".repeat(MOST + 1);
        assert_eq!(read(&format!("BEGIN:VCALENDAR\n{many}END:VCALENDAR"), &madrid()), Err(Unfit::TooMany));
    }

    #[test]
    fn half_a_calendar_gives_what_is_whole() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T091500Z\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:2026";
        assert_eq!(read(text, &madrid()).unwrap().events.len(), 1);
    }
}
