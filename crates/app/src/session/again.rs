//! What was done last time, offered line by line: nothing of it counts as done until it is tapped.
use super::view::{Applied, applied, instant, kind_word};
use super::{liked, note, respond, store};
use crate::door::{Ask, Chart, Result};
use crate::intake::today::{Today, today};
use crate::ui::Said;
use clinical::application::{self, Typed};
use db::Reader;
use jiff::Timestamp;
use serde::Serialize;

/// One application that is offered, with the fields that record it.
#[derive(Clone, Serialize)]
pub(super) struct Line {
    pub(super) shown: Applied,
    pub(super) fields: Vec<(&'static str, String)>,
    /// Is the like recorded in this session already?
    pub(super) done: bool,
    /// Does something recorded stand against it today? It then asks why all the same.
    pub(super) blocked: bool,
    /// What the client said of it last time, or what is found at the place.
    pub(super) said: Vec<Said>,
    /// Why its pressure is what it is, where the client's own words made it so.
    pub(super) liked: Option<Said>,
}

impl Line {
    /// Is this the same technique at the same place?
    pub(super) fn is_like(&self, one: &store::Application) -> bool {
        let field = |name: &str| self.fields.iter().find(|(of, _)| *of == name).map_or("", |(_, value)| value);
        (field("technique"), field("site"), field("side")) == (one.technique.as_str(), &one.site, &one.side)
    }
}

/// What was done last time.
#[derive(Clone, Serialize)]
pub(super) struct Again {
    pub(super) on: Option<Timestamp>,
    pub(super) kind: Said,
    pub(super) lines: Vec<Line>,
}

/// The chart's last signed session.
pub(super) fn last(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<String>> {
    note::store::last_session(db, ask.chart())
}

/// What this session can take over from the last signed one; nothing where that holds nothing.
pub(super) fn offer(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    now: &[store::Application],
) -> Result<Option<Again>> {
    let Some(last) = last(db, ask)?.filter(|last| last != session) else { return Ok(None) };
    let Some(listed) = store::one(db, ask.chart(), &last)? else { return Ok(None) };
    let lines = lines(db, ask, session, &last, now)?;
    let on = listed.effective_at.map(instant).transpose()?;
    Ok((!lines.is_empty()).then(|| Again { on, kind: Said::key(kind_word(&listed.kind)), lines }))
}

/// The lines of the session `last`, each marked where the like stands among `now`, with what the client said of it.
pub(super) fn lines(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    last: &str,
    now: &[store::Application],
) -> Result<Vec<Line>> {
    let was = store::applications(db, last)?;
    let responses = store::responses(db, last)?;
    let mut lines = offered(db, ask, session, &was, now)?;
    // What made the pressure what it is stands with it already.
    for (line, one) in lines.iter_mut().zip(&was).filter(|(line, _)| line.liked.is_none()) {
        let of = responses.iter().filter(|response| response.about == one.of);
        line.said = of.map(respond::said).collect();
    }
    Ok(lines)
}

/// Applications as lines to be tapped in `session`, each with the pressure that this client liked and as they lay last time.
pub(super) fn offered(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    offered: &[store::Application],
    now: &[store::Application],
) -> Result<Vec<Line>> {
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let likings = liked::likings(db, ask, session)?;
    let today = today(db, ask)?;
    let lines = offered.iter().map(|one| {
        let (pressure, liked) = match likings.offer(ask, &today, one) {
            Some((pressure, why)) => (Some(pressure), Some(why)),
            None => (one.pressure, None),
        };
        let mut one = store::Application { pressure, ..one.clone() };
        if one.position.is_empty() {
            one.position = likings.position(&one);
        }
        // How somebody lay before is offered no more where only that stands against it today.
        if is_blocked(ask, &today, &one) {
            let other = store::Application { position: String::new(), ..one.clone() };
            one = if is_blocked(ask, &today, &other) { one } else { other };
        }
        let mut line = Line { liked, ..line(ask, &today, &one) };
        line.done = now.iter().any(|new| line.is_like(new));
        line
    });
    Ok(lines.collect())
}

fn line(ask: &Ask<Chart>, today: &Today, one: &store::Application) -> Line {
    Line {
        // What stood against it then says nothing of today: it is weighed anew.
        shown: Applied { marks: Vec::new(), reason: String::new(), ..applied(&ask.house.knowledge, one) },
        fields: vec![
            ("technique", one.technique.clone()),
            ("site", one.site.clone()),
            ("side", one.side.clone()),
            ("pressure", one.pressure.map(|pressure| pressure.to_string()).unwrap_or_default()),
            ("grade", one.grade.clone()),
            ("minutes", one.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
            ("position", one.position.clone()),
            ("detail", one.detail.clone()),
        ],
        done: false,
        blocked: is_blocked(ask, today, one),
        said: Vec::new(),
        liked: None,
    }
}

/// Does something recorded stand against this today?
pub(super) fn is_blocked(ask: &Ask<Chart>, today: &Today, one: &store::Application) -> bool {
    let pressure = one.pressure.map(|pressure| pressure.to_string()).unwrap_or_default();
    let typed = Typed {
        technique: &one.technique,
        site: &one.site,
        side: &one.side,
        pressure: &pressure,
        grade: &one.grade,
        position: &one.position,
        ..Typed::default()
    };
    application::parse(&ask.house.knowledge, &typed).is_ok_and(|application| today.blocks(&application))
}
