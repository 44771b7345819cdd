//! Lists of clients that were read and not yet forgotten. All their SQL is here.
use crate::door::Result;
use db::{Reader, Writer};

/// A list as it was read.
pub(super) struct Kept {
    pub(super) text: String,
    /// The lines that were taken over, comma-separated.
    pub(super) taken: String,
    pub(super) done: bool,
}

/// The list with this id, of this person.
pub(super) fn list(db: &mut Reader<'_>, id: &str, person: &str) -> Result<Option<Kept>> {
    db.row(
        "select text, taken, done from client_list where id = :id and person = :person",
        &[("id", id.into()), ("person", person.into())],
        |row| {
            let (text, taken) = (row.text("text")?.into(), row.text("taken")?.into());
            Ok(Kept { text, taken, done: row.int("done")? == 1 })
        },
    )
}

/// Keeps a list until it is forgotten.
pub(super) fn keep(db: &mut Writer<'_>, id: &str, person: &str, at: i64, text: &str) -> Result<()> {
    db.run(
        "insert into client_list (id, version, person, text, taken, done, changed_at)
         values (:id, 1, :person, :text, '', 0, :at)",
        &[("id", id.into()), ("person", person.into()), ("text", text.into()), ("at", at.into())],
    )?;
    Ok(())
}

/// Notes which lines were taken over; false where that was done already.
pub(super) fn taken(db: &mut Writer<'_>, id: &str, lines: &str) -> Result<bool> {
    let changed = db.run(
        "update client_list set version = version + 1, taken = :lines, done = 1 where id = :id and done = 0",
        &[("id", id.into()), ("lines", lines.into())],
    )?;
    Ok(changed == 1)
}

/// Forgets the lists that were read before `at` (µs); how many.
pub(super) fn forget(db: &mut Writer<'_>, at: i64) -> Result<u64> {
    Ok(db.run("delete from client_list where changed_at < :at", &[("at", at.into())])?)
}
