//! Brings a place's schema up to the program's, forward only.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::catalog::Catalog;
use crate::copy::{Leftover, beside};
use crate::dialect::{rewrite, triggers};
use crate::sqlite::{connect, plain};
use crate::{Engine, Error, Migration};

/// The list of what was applied, and the sum of each text as it was then.
pub(crate) const VERSIONS: &str =
    "create table if not exists schema_version (name text not null primary key, sum text not null)";

/// The text's SHA-256 in hexadecimal.
pub(crate) fn sum(migration: &Migration) -> String {
    Sha256::digest(migration.sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which migrations are still to come, given what was applied (name, sum), in order of names.
pub(crate) fn pending<'m>(migrations: &'m [Migration], applied: &[(String, String)]) -> Result<&'m [Migration], Error> {
    if !migrations.is_sorted_by(|a, b| a.name < b.name) {
        return Err(Error::Migration("the list is not in the order of its numbers".to_owned()));
    }
    for (at, (name, sum_then)) in applied.iter().enumerate() {
        match migrations.get(at).filter(|m| m.name == name) {
            None => return Err(Error::Migration(format!("{name} was applied, but this program does not know it"))),
            Some(m) if sum(m) != *sum_then => {
                return Err(Error::Migration(format!("{name} was changed after it was applied")));
            }
            Some(_) => {}
        }
    }
    Ok(&migrations[applied.len()..])
}

/// What a migration does on the engine: its own text, then the triggers of the tables it makes that only grow.
pub(crate) fn script(migration: &Migration, catalog: &Catalog, engine: Engine) -> String {
    let mut script = rewrite(migration.sql, engine);
    script.push_str(";\n");
    let own = Catalog::of(migration);
    for table in catalog.tables.iter().filter(|t| own.contains(&t.name)) {
        script.push_str(&triggers(table, engine));
    }
    script
}

/// Migrates the file; the names of what was applied. A file that holds data is copied first.
pub(crate) fn migrate_file(path: &Path, migrations: &[Migration], catalog: &Catalog) -> Result<Vec<String>, Error> {
    static COPIES: AtomicU32 = AtomicU32::new(0);
    let connection = connect(path)?;
    // One look at the file for what was applied to it and for the copy: another process may be migrating it.
    connection.execute_batch("begin").map_err(plain)?;
    let before = applied(&connection)?;
    let waiting = pending(migrations, &before)?;
    let Some(first) = waiting.first() else { return Ok(Vec::new()) };
    if !before.is_empty() {
        let copy = beside(path, &format!(".before-{}", first.name));
        // Each makes a copy of its own; the last that is whole bears the name.
        let nth = COPIES.fetch_add(1, Ordering::Relaxed);
        let own = Leftover(beside(&copy, &format!(".{}-{nth}", std::process::id())));
        copy_file(&connection, &own.0)?;
        std::fs::rename(&own.0, &copy)?;
    }
    drop(connection);
    raise_file(path, migrations, catalog)
}

/// Migrates a file that is itself a copy, or new.
pub(crate) fn raise_file(path: &Path, migrations: &[Migration], catalog: &Catalog) -> Result<Vec<String>, Error> {
    let mut connection = connect(path)?;
    let mut done = Vec::new();
    // The lock is taken anew for each step, and what is still to do asked under it: another process may be at it too.
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(plain)?;
        let Some(next) = pending(migrations, &applied(&transaction)?)?.first() else { return Ok(done) };
        let failed = |e: rusqlite::Error| match plain(e) {
            Error::Full => Error::Full,
            other => Error::Migration(format!("{}: {other}", next.name)),
        };
        transaction.execute_batch(&format!("{VERSIONS} strict")).map_err(failed)?;
        transaction.execute_batch(&script(next, catalog, Engine::Sqlite)).map_err(failed)?;
        let line = "insert into schema_version (name, sum) values (?1, ?2)";
        transaction.execute(line, (next.name, sum(next))).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        done.push(next.name.to_owned());
    }
}

/// What was applied to the file, in order.
pub(crate) fn applied(connection: &Connection) -> Result<Vec<(String, String)>, Error> {
    let there = "select 1 from sqlite_schema where type = 'table' and name = 'schema_version'";
    if connection.query_row(there, [], |_| Ok(())).optional().map_err(plain)?.is_none() {
        return Ok(Vec::new());
    }
    let mut prepared = connection.prepare("select name, sum from schema_version order by name").map_err(plain)?;
    let rows = prepared.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(plain)?;
    rows.collect::<Result<_, _>>().map_err(plain)
}

/// Copies the whole file as it stands, into one that only its owner may read. An older copy of that name goes.
pub(crate) fn copy_file(from: &Connection, to: &Path) -> Result<(), Error> {
    if to.exists() {
        std::fs::remove_file(to)?;
    }
    let mut target = connect(to)?;
    let backup = rusqlite::backup::Backup::new(from, &mut target).map_err(plain)?;
    match backup.step(-1).map_err(plain)? {
        rusqlite::backup::StepResult::Done => {}
        _ => return Err(Error::Busy),
    }
    drop(backup);
    // One file, without a log beside it.
    target.pragma_update(None, "journal_mode", "delete").map_err(plain)?;
    Ok(())
}
