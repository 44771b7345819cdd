//! How old the last backup is: for the owner, who answers for it.
use super::{store, verb};
use crate::door::{Error, Result};
use db::Reader;
use jiff::Timestamp;
use serde::Serialize;

/// From how many hours on a backup counts as old; a daily one that failed once shows.
const OLD_H: i64 = 48;

/// The last backup that was written and checked, by whichever process.
#[derive(Serialize, Debug)]
pub(crate) struct Backup {
    /// When; nothing where none was ever made.
    pub(crate) made_at: Option<Timestamp>,
    /// Whole hours since.
    pub(crate) hours: i64,
    /// Is there none, is it old, or is it dated after now?
    pub(crate) wanting: bool,
}

/// Finds it in the trail, as of this instant.
///
/// # Errors
/// The database's.
pub(crate) fn backup(db: &mut Reader<'_>, now: Timestamp) -> Result<Backup> {
    let Some(at) = store::last(db, verb::BACKUP)? else {
        return Ok(Backup { made_at: None, hours: 0, wanting: true });
    };
    let hours = (now.as_microsecond() - at).div_euclid(3_600_000_000);
    let made_at = Timestamp::from_microsecond(at).map_err(Error::fault)?;
    Ok(Backup { made_at: Some(made_at), hours, wanting: !(0..=OLD_H).contains(&hours) })
}
