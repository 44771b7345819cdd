//! The pressure that this client liked, read from what they said of it, and how they lay the last time; both stand in what is
//! offered, the pressure with why, and neither against what the screen lets be done today.
mod store;

use super::again::is_blocked;
use super::store::Application;
use crate::door::{Ask, Chart, Result};
use crate::intake::today::{Today, today};
use crate::naming;
use crate::ui::Said;
use clinical::liking::{Heard, Liked, Word, settled};
use db::Reader;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A technique at a place.
type Work = (String, String);

/// What was heard of each technique at each place, over the last sessions, and how the client lay for it the last time.
#[derive(Default)]
pub(super) struct Likings {
    heard: BTreeMap<Work, Vec<Heard>>,
    positions: BTreeMap<Work, String>,
}

/// Reads it, once for a page; what is said within `session` itself is for the next time.
pub(super) fn likings(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Rc<Likings>> {
    ask.once(|| {
        let mut likings = Likings::default();
        let mut last = String::new();
        for one in store::said(db, ask.chart(), session)? {
            let work = (one.technique, one.site);
            if !one.position.is_empty() {
                likings.positions.insert(work.clone(), one.position);
            }
            let Some(pressure) = one.pressure else { continue };
            let times = likings.heard.entry(work).or_default();
            if one.of != last {
                times.push(Heard { pressure, said: Vec::new() });
                last = one.of;
            }
            if let (Some(time), Some(word)) = (times.last_mut(), word(&one.code, one.level)) {
                time.said.push(word);
            }
        }
        Ok(likings)
    })
}

fn word(code: &str, level: Option<u8>) -> Option<Word> {
    match code {
        "lighter" => Some(Word::Lighter),
        "deeper" => Some(Word::Deeper),
        "right" => Some(Word::Right),
        "stop" => Some(Word::Stop),
        "comfort" => level.map(Word::Comfort),
        _ => None,
    }
}

/// Why a pressure is what it is.
fn why(liked: Liked) -> Said {
    match liked.because {
        Word::Lighter => Said::key("liked-lighter"),
        Word::Deeper => Said::key("liked-deeper"),
        Word::Right => Said::key("liked-right"),
        Word::Stop => Said::key("liked-stop"),
        Word::Comfort(level) => Said::key("liked-comfort").with("level", i64::from(level)),
    }
}

/// What this client liked, as it is told before a session.
#[derive(Serialize)]
pub(super) struct LikedView {
    pub(super) technique: String,
    pub(super) site: String,
    pub(super) pressure: i64,
    pub(super) why: Said,
}

/// The most that is told of it.
const TOLD: usize = 8;

/// What this client liked at each place where something was said, as far as it may be done today.
pub(super) fn told(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<LikedView>> {
    let (likings, today) = (likings(db, ask, "")?, today(db, ask)?);
    let knowledge = &ask.house.knowledge;
    let view = |(technique, site): &(String, String)| {
        let one = Application { technique: technique.clone(), site: site.clone(), ..Application::default() };
        let (pressure, why) = likings.offer(ask, &today, &one)?;
        let (technique, site) = (naming::technique(knowledge, technique), naming::site(knowledge, site));
        Some(LikedView { technique, site, pressure, why })
    };
    Ok(likings.heard.keys().filter_map(view).take(TOLD).collect())
}

impl Likings {
    /// How the client lay for this the last time that it was noted; empty where it never was.
    pub(super) fn position(&self, one: &Application) -> String {
        self.positions.get(&(one.technique.clone(), one.site.clone())).cloned().unwrap_or_default()
    }

    /// The pressure to offer for this application and why; nothing where nothing was said, or the screen leaves no pressure.
    pub(super) fn offer(&self, ask: &Ask<Chart>, today: &Today, one: &Application) -> Option<(i64, Said)> {
        let liked = settled(self.heard.get(&(one.technique.clone(), one.site.clone()))?)?;
        let open = (1..=liked.pressure).rev().find(|pressure| {
            let one = Application { pressure: Some(i64::from(*pressure)), ..one.clone() };
            !is_blocked(ask, today, &one)
        })?;
        Some((i64::from(open), why(liked)))
    }
}
