//! What was done last time, offered line by line: nothing of it counts as done until it is tapped.
use super::{Applied, applied, note, store};
use crate::door::{Ask, Chart, Result};
use crate::ui::Said;
use db::Reader;
use jiff::Timestamp;
use serde::Serialize;

/// One application of the last time, with the fields that record it again.
#[derive(Clone, Serialize)]
pub(super) struct Line {
    pub(super) shown: Applied,
    pub(super) fields: Vec<(&'static str, String)>,
    /// Is the like recorded in this session already?
    pub(super) done: bool,
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
    let lines = lines(db, ask, &last, now)?;
    let on = listed.effective_at.map(super::instant).transpose()?;
    Ok((!lines.is_empty()).then(|| Again { on, kind: Said::key(super::kind_word(&listed.kind)), lines }))
}

/// The lines of a session, each marked where the like stands among `now`.
pub(super) fn lines(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    now: &[store::Application],
) -> Result<Vec<Line>> {
    let knowledge = ask.house.knowledge.clone();
    let was = store::applications(db, session)?;
    let like = |one: &store::Application| {
        now.iter().any(|new| (&new.technique, &new.site, &new.side) == (&one.technique, &one.site, &one.side))
    };
    Ok(was
        .iter()
        .map(|one| Line {
            // What stood against it then says nothing of today: it is weighed anew when it is recorded.
            shown: Applied { marks: Vec::new(), reason: String::new(), ..applied(&knowledge, one) },
            fields: vec![
                ("technique", one.technique.clone()),
                ("site", one.site.clone()),
                ("side", one.side.clone()),
                ("pressure", one.pressure.map(|pressure| pressure.to_string()).unwrap_or_default()),
                ("grade", one.grade.clone()),
                ("minutes", one.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
                ("detail", one.detail.clone()),
            ],
            done: like(one),
        })
        .collect())
}
