//! What is booked in another program, read from its calendar into Today: who comes when, to be seen and not to be changed here.
mod calendar;
mod feed;
mod store;

pub(crate) use store::Outside;

use crate::clients;
use crate::door::{Ask, Done, Error, Page, Result, Right, Role, Routes, Shown, Whole};
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use calendar::{Calendar, Unfit, Why};
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/today/outside", "outside.show", Right::EditDirectory, show)
        .upload("/today/outside", "outside.read", Right::EditDirectory, prepare, keep)
        .act("/today/outside/{person}/forget", "outside.forget", Right::EditDirectory, prepare_forget, forget)
        .join(feed::routes())
}

/// How far ahead a calendar is read: what lies further away will be read again before.
const AHEAD_DAYS: i64 = 400;

/// The most bytes of a calendar.
const MOST_BYTES: usize = 2 << 20;

/// A calendar that was read.
#[derive(Serialize)]
struct ReadView {
    person: String,
    name: String,
    at: Option<Timestamp>,
    /// How many of its events lie ahead.
    taken: i64,
    /// What was left out: the line, the words, why.
    left: Vec<(String, String, Said)>,
    /// The address at which it is read again and again, where there is one.
    feed: Option<feed::FeedView>,
}

#[derive(Template, Serialize)]
#[template(path = "outside/page.html")]
struct OutsidePage {
    form: Filled,
    people: Vec<Choice>,
    read: Vec<ReadView>,
}

impl Page for OutsidePage {
    fn title(&self, words: &Words) -> String {
        words.t("outside-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    person: String,
    /// Where a calendar is read again and again.
    address: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, _: Form) -> Result<OutsidePage> {
    page(db, Filled::empty().with("person", if ask.by.roles.has(Role::Practitioner) { &ask.by.id } else { "" }))
}

fn page(db: &mut Reader<'_>, form: Filled) -> Result<OutsidePage> {
    let people = store::people(db)?.into_iter().map(|(id, name)| Choice::new(id, Said::plain(name)));
    let mut feeds: Vec<store::Feed> = store::feeds(db)?;
    let mut read: Vec<ReadView> = Vec::new();
    for one in store::calendars(db)? {
        let feed = feeds.iter().position(|feed| feed.person == one.person).map(|at| feeds.remove(at));
        read.push(ReadView {
            at: Timestamp::from_microsecond(one.read_at).ok(),
            left: one.left.lines().filter_map(left).collect(),
            person: one.person,
            name: one.name,
            taken: one.taken,
            feed: feed.as_ref().map(feed::view),
        });
    }
    // An address that has brought nothing yet.
    read.extend(feeds.iter().map(|feed| ReadView {
        person: feed.person.clone(),
        name: feed.name.clone(),
        at: None,
        taken: 0,
        left: Vec::new(),
        feed: Some(feed::view(feed)),
    }));
    Ok(OutsidePage { form, people: people.collect(), read })
}

/// What was left out, as it is kept: line, why and words, parted by tabs.
fn left(kept: &str) -> Option<(String, String, Said)> {
    let mut parts = kept.splitn(3, '\t');
    let (line, why, what) = (parts.next()?, parts.next()?, parts.next()?);
    let why = match why {
        "day" => "outside-whole-day",
        "zone" => "outside-unknown-zone",
        "repeats" => "outside-repeats",
        _ => "outside-no-beginning",
    };
    Some((line.into(), what.into(), Said::key(why)))
}

fn kept(calendar: &Calendar) -> String {
    let why = |why| match why {
        Why::WholeDay => "day",
        Why::UnknownZone => "zone",
        Why::Repeats => "repeats",
        Why::NoBeginning => "beginning",
    };
    let all = calendar.left.iter().take(100).map(|one| format!("{}\t{}\t{}", one.line, why(one.why), one.what));
    all.collect::<Vec<_>>().join("\n")
}

/// A calendar that can be kept.
struct Ready {
    person: String,
    events: Vec<store::Event>,
    left: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Whole>, form: Form) -> Result<Ready> {
    let bytes = ask.file.clone().unwrap_or_default().bytes;
    let mut refusals = Vec::new();
    if !store::people(db)?.iter().any(|(id, _)| *id == form.person) {
        refusals.push(Refusal::new("person", "ui-choose"));
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let read = if bytes.is_empty() {
        Err("outside-file-needed")
    } else if bytes.len() > MOST_BYTES {
        Err("outside-too-many")
    } else {
        calendar::read(&text, &ask.practice.zone).map_err(|unfit| match unfit {
            Unfit::NotOne => "outside-no-calendar",
            Unfit::TooMany => "outside-too-many",
        })
    };
    match read {
        Ok(calendar) if refusals.is_empty() => Ok(Ready {
            person: form.person,
            left: kept(&calendar),
            events: ahead(db, &ask.practice.zone, ask.today, calendar)?,
        }),
        other => {
            refusals.extend(other.err().map(|key| Refusal::new("file", key).with("most", calendar::MOST)));
            let filled = Filled::sent([("person", form.person)], refusals);
            Err(Error::Refused(Shown::new(page(db, filled)?)))
        }
    }
}

/// The events from today on, each with the client whom its words name, where they name exactly one.
fn ahead(db: &mut Reader<'_>, zone: &TimeZone, today: Date, calendar: Calendar) -> Result<Vec<store::Event>> {
    let until = today.saturating_add(Span::new().days(AHEAD_DAYS));
    let mut events = Vec::new();
    for event in calendar.events {
        let at = event.begins.as_microsecond();
        if (today..=until).contains(&event.begins.to_zoned(zone.clone()).date()) {
            let client = named(db, &event.what)?;
            events.push(store::Event { starts_at: at, minutes: event.minutes, what: event.what, client });
        }
    }
    events.sort_by_key(|event| event.starts_at);
    Ok(events)
}

/// The one client of the directory who is named by a part of the words, such as `Ana Ruiz - massage, 60 min`.
fn named(db: &mut Reader<'_>, what: &str) -> Result<Option<String>> {
    for part in what.split(['-', '–', '—', ':', '(', ')', ',', '/', '|']).map(str::trim) {
        if part.split_whitespace().count() < 2 {
            continue;
        }
        let found = clients::find(db, part)?;
        if let [one] = found.as_slice()
            && [Some(&one.name), one.legal_name.as_ref()].into_iter().flatten().any(|name| same(name, part))
        {
            return Ok(Some(one.id.clone()));
        }
    }
    Ok(None)
}

fn same(name: &str, part: &str) -> bool {
    clinical::name::fold(name) == clinical::name::fold(part)
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Whole>, ready: &Ready) -> Result<Done> {
    store::replace(db, (ask.micros(), || ask.id("out")), &ready.person, &ready.events, &ready.left)?;
    Ok(Done::to("/today/outside").about(&ready.person).because(ready.events.len().to_string()))
}

fn prepare_forget(db: &mut Reader<'_>, _: &Ask<Whole>, form: Form) -> Result<String> {
    let read = store::calendars(db)?.into_iter().any(|one| one.person == form.person);
    if read || store::feeds(db)?.into_iter().any(|one| one.person == form.person) {
        Ok(form.person)
    } else {
        Err(Error::NotFound)
    }
}

fn forget(db: &mut Writer<'_>, _: &Ask<Whole>, person: &String) -> Result<Done> {
    store::forget(db, person)?;
    Ok(Done::to("/today/outside").about(person))
}

/// What is booked elsewhere on a day, in the order of the clock.
pub(crate) fn of_day(db: &mut Reader<'_>, ask: &Ask<Whole>, day: Date) -> Result<Vec<Outside>> {
    let midnight = |day: Date| day.to_zoned(ask.practice.zone.clone()).map(|at| at.timestamp().as_microsecond());
    let from = midnight(day).map_err(Error::fault)?;
    let until = day.tomorrow().and_then(midnight).map_err(Error::fault)?;
    store::between(db, ask, from, until)
}
