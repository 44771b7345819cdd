//! A calendar by its address: asked again every quarter of an hour. What a failed asking leaves is the reading before, with its age.
use super::{Form, ahead, calendar, kept, page, store};
use crate::door::{Ask, Brought, Done, Error, Result, Right, Routes, Shown, Tick, Unreached, Whole, hasten, hex};
use crate::ui::{Filled, Said};
use axum::http::Uri;
use calendar::Unfit;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

pub(super) fn routes() -> Routes {
    Routes::new().act("/today/outside/address", "outside.follow", Right::EditDirectory, prepare, follow).tick_asking(
        REFRESH,
        15 * 60,
        addresses,
        refresh,
    )
}

/// What the trail says of a reading by itself.
const REFRESH: &str = "outside.refresh";

/// The longest address, in characters.
const LONGEST: usize = 1_000;

/// An address as it is shown: never whole, since whoever knows it can read the calendar.
#[derive(Serialize)]
pub(super) struct FeedView {
    pub(super) host: String,
    /// When it was asked last; nothing before the first time.
    pub(super) asked: Option<Timestamp>,
    /// Why that brought nothing.
    pub(super) problem: Option<Said>,
}

pub(super) fn view(feed: &store::Feed) -> FeedView {
    let host = feed.url.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    FeedView {
        host: host.unwrap_or_default(),
        asked: Some(feed.asked_at).filter(|at| *at > 0).and_then(|at| Timestamp::from_microsecond(at).ok()),
        problem: PROBLEMS.iter().find(|(key, _)| *key == feed.problem).map(|(_, word)| Said::key(*word)),
    }
}

/// Why an asking brought nothing, as it is kept, with its words.
const PROBLEMS: [(&str, &str); 7] = [
    ("no-answer", "outside-feed-no-answer"),
    ("private", "outside-feed-private"),
    ("refused", "outside-feed-refused"),
    ("elsewhere", "outside-feed-elsewhere"),
    ("too-large", "outside-feed-too-large"),
    ("no-calendar", "outside-feed-no-calendar"),
    ("too-many", "outside-feed-too-many"),
];

fn unreached(why: Unreached) -> &'static str {
    match why {
        Unreached::NoAnswer => "no-answer",
        Unreached::Private => "private",
        Unreached::Refused => "refused",
        Unreached::Elsewhere => "elsewhere",
        Unreached::TooLarge => "too-large",
    }
}

/// The address as it is asked: https, no name and password in it; `webcal:` is what calendars call the same. Plain http is for this
/// machine alone.
fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let url = typed.strip_prefix("webcal://").map_or_else(|| typed.to_owned(), |rest| format!("https://{rest}"));
    let uri: Uri = url.parse().ok().filter(|_| url.chars().count() <= LONGEST)?;
    let authority = uri.authority()?;
    let own = matches!(authority.host(), "127.0.0.1" | "localhost" | "[::1]");
    let scheme = uri.scheme_str()?;
    let plain = !authority.as_str().contains('@') && !authority.host().is_empty();
    ((scheme == "https" || (scheme == "http" && own)) && plain).then_some(url)
}

fn prepare(db: &mut Reader<'_>, _: &Ask<Whole>, form: Form) -> Result<(String, String)> {
    let mut refusals = Vec::new();
    if !store::people(db)?.iter().any(|(id, _)| *id == form.person) {
        refusals.push(Refusal::new("person", "ui-choose"));
    }
    let url = address(&form.address);
    if url.is_none() {
        refusals.push(Refusal::new("address", "outside-address-https"));
    }
    match url {
        Some(url) if refusals.is_empty() => Ok((form.person, url)),
        _ => {
            let filled = Filled::sent([("person", form.person), ("address", form.address)], refusals);
            Err(Error::Refused(Shown::new(page(db, filled)?)))
        }
    }
}

fn follow(db: &mut Writer<'_>, ask: &Ask<Whole>, (person, url): &(String, String)) -> Result<Done> {
    store::follow(db, ask, person, url)?;
    hasten(db, REFRESH, ask.micros())?;
    Ok(Done::to("/today/outside").about(person))
}

fn addresses(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    Ok(store::feeds(db)?.into_iter().map(|feed| (feed.person, feed.url)).collect())
}

/// Takes over what was brought; how many calendars are other than before.
fn refresh(db: &mut Writer<'_>, tick: &Tick, brought: &[Brought]) -> Result<u64> {
    let feeds = store::feeds(db)?;
    let mut drawn = 0;
    let mut changed = 0;
    for one in brought {
        // Given another address, or forgotten, while it was asked.
        let Some(feed) = feeds.iter().find(|feed| feed.person == one.of && feed.url == one.url) else { continue };
        let (problem, digest) = match taken(db, tick, feed, one, &mut drawn)? {
            Ok(digest) => ("", digest),
            Err(problem) => (problem, feed.digest.clone()),
        };
        changed += u64::from(problem.is_empty() && digest != feed.digest);
        store::asked(db, &feed.person, tick.at, problem, &digest)?;
    }
    Ok(changed)
}

/// The digest of what was read into this day, or why nothing was.
fn taken(
    db: &mut Writer<'_>,
    tick: &Tick,
    feed: &store::Feed,
    one: &Brought,
    drawn: &mut u32,
) -> Result<std::result::Result<String, &'static str>> {
    let bytes = match &one.got {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Err(unreached(*why))),
    };
    let zone = Tick::zone(db)?;
    let today = Timestamp::from_microsecond(tick.at).map_err(Error::fault)?.to_zoned(zone.clone()).date();
    let digest = hex(Sha256::new().chain_update(today.to_string()).chain_update(bytes).finalize());
    if digest == feed.digest {
        store::touch(db, &feed.person, tick.at)?;
        return Ok(Ok(digest));
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let read = match calendar::read(&text, &zone) {
        Ok(read) => read,
        Err(Unfit::NotOne) => return Ok(Err("no-calendar")),
        Err(Unfit::TooMany) => return Ok(Err("too-many")),
    };
    let left = kept(&read);
    let events = ahead(db, &zone, today, read)?;
    let id = || {
        *drawn += 1;
        tick.id("out", *drawn)
    };
    store::replace(db, (tick.at, id), &feed.person, &events, &left)?;
    Ok(Ok(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_https_and_holds_no_password() {
        assert_eq!(address(" https://cal.example/a.ics?k=1 ").as_deref(), Some("https://cal.example/a.ics?k=1"));
        assert_eq!(address("webcal://cal.example/a.ics").as_deref(), Some("https://cal.example/a.ics"));
        assert_eq!(address("http://127.0.0.1:8000/a.ics").as_deref(), Some("http://127.0.0.1:8000/a.ics"));
        for wrong in [
            "",
            "cal.example/a.ics",
            "http://cal.example/a",
            "https://me:word@cal.example/a",
            "file:///etc",
            "https://",
        ] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
