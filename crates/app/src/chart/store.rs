//! The chart room in the database. All its SQL is here.
use crate::door::{Ask, Listed, Result, Scope};
use db::Writer;

/// Writes down who opened whose chart, why, and until when.
pub(super) fn break_glass(db: &mut Writer<'_>, ask: &Ask<Listed>, id: &str, reason: &str, until: i64) -> Result<()> {
    let columns = [("chart", ask.scope.client().into()), ("reason", reason.into()), ("until_at", until.into())];
    Ok(db.record(&ask.scope.chain(&ask.house), "glass", id, &columns)?)
}
