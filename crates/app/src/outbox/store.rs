//! Keys of devices in the database. All their SQL is here, but for the making of one, which is part of signing in.
use crate::door::{Error, Result};
use db::Reader;

/// The key under which this person's device keeps what it has not sent.
pub(super) fn device_key(db: &mut Reader<'_>, person: &str) -> Result<Option<Vec<u8>>> {
    db.row("select key from device_key where person = :person", &[("person", person.into())], |row| {
        Ok::<_, Error>(row.blob("key")?.to_vec())
    })
}
