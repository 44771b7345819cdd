//! A practice's data as one SQLite file: out of either engine, and back into either.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::{ToSql, Type as PgType};
use rusqlite::{Connection, OpenFlags};

use crate::catalog::{Catalog, Growth, Table, Type};
use crate::link::{Link, insertion};
use crate::migrate::{applied, copy_file, pending, raise_file};
use crate::postgres::{Post, Server};
use crate::sqlite::{Bound, cell, connect, plain};
use crate::value::Cell;
use crate::{Engine, Error, Migration};

/// Copies the file as it stands at this moment, beside whatever is being done to it.
pub(crate) fn file_to_file(from: &Path, to: &Path) -> Result<(), Error> {
    let source = connect(from)?;
    whole(to, |part| copy_file(&source, part))
}

/// Copies the schema, in one snapshot, into a new file with the same migrations.
pub(crate) fn schema_to_file(
    server: &Server,
    migrations: &[Migration],
    catalog: &Arc<Catalog>,
    to: &Path,
) -> Result<(), Error> {
    whole(to, |part| {
        if part.exists() {
            std::fs::remove_file(part)?;
        }
        raise_file(part, migrations, catalog)?;
        let mut target = connect(part)?;
        target.pragma_update(None, "foreign_keys", "off").map_err(plain)?;
        let transaction = target.transaction().map_err(plain)?;
        for table in catalog.tables.iter().filter(|t| t.growth == Growth::Mutable) {
            transaction.execute(&format!("delete from \"{}\"", table.name), []).map_err(plain)?;
        }
        let mut post = Post::new(server.clone(), catalog.clone());
        post.snapshot(|link| catalog.tables.iter().try_for_each(|table| table_to_file(link, table, &transaction)))?;
        transaction.commit().map_err(plain)?;
        let astray = target.query_row("select count(*) from pragma_foreign_key_check", [], |row| row.get::<_, i64>(0));
        if astray.map_err(plain)? != 0 {
            return Err(Error::Fault("the copy holds rows that refer to nothing".to_owned()));
        }
        target.pragma_update(None, "journal_mode", "delete").map_err(plain)
    })
}

fn table_to_file(link: &mut dyn Link, table: &Table, target: &Connection) -> Result<(), Error> {
    let insert = insertion(Engine::Sqlite, &table.name, table.columns.iter().map(|c| c.name.as_str()));
    let mut insert = target.prepare(&insert).map_err(plain)?;
    let mut went = Ok(());
    link.each(&selection(table), &[], &mut |row| {
        went = (0..table.columns.len())
            .try_for_each(|at| insert.raw_bind_parameter(at + 1, Bound(row.0.cell(at)?)).map_err(plain));
        went = went.clone().and_then(|()| insert.raw_execute().map(drop).map_err(plain));
        went.is_ok()
    })?;
    went
}

/// Copies a file into a place that has none, and brings it up to `migrations`.
pub(crate) fn restore_file(from: &Path, to: &Path, migrations: &[Migration], catalog: &Catalog) -> Result<(), Error> {
    let source = backup(from, migrations)?;
    whole(to, |part| {
        copy_file(&source, part)?;
        raise_file(part, migrations, catalog)?;
        connect(part)?.pragma_update(None, "journal_mode", "delete").map_err(plain)
    })
}

/// Copies a file into a schema that holds nothing yet, in one transaction. The schema is migrated already.
pub(crate) fn file_to_schema(
    from: &Path,
    server: &Server,
    migrations: &[Migration],
    catalog: &Catalog,
) -> Result<(), Error> {
    let mut source = backup(from, migrations)?;
    // An older backup is migrated first, as a copy: the backup itself is never written to.
    let copy = Leftover(beside(from, ".restoring"));
    if !pending(migrations, &applied(&source)?)?.is_empty() {
        copy_file(&source, &copy.0)?;
        raise_file(&copy.0, migrations, catalog)?;
        source = backup(&copy.0, migrations)?;
    }
    let failed = |e: postgres::Error| crate::postgres::plain(&e);
    let mut client = server.connect()?;
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute(&format!("set local search_path to \"{}\"", server.schema)).map_err(failed)?;
    for table in catalog.tables.iter().rev() {
        let name = &table.name;
        if table.growth == Growth::Mutable && name != "chain" {
            transaction.execute(&format!("delete from \"{name}\""), &[]).map_err(failed)?;
        } else if transaction.query_opt(&format!("select 1 from \"{name}\" limit 1"), &[]).map_err(failed)?.is_some() {
            return Err(occupied());
        }
    }
    for table in &catalog.tables {
        table_to_schema(&source, table, &mut transaction)?;
    }
    transaction.commit().map_err(failed)
}

fn table_to_schema(source: &Connection, table: &Table, target: &mut postgres::Transaction<'_>) -> Result<(), Error> {
    let failed = |e: postgres::Error| crate::postgres::plain(&e);
    let names: Vec<String> = table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    let types: Vec<PgType> = table.columns.iter().map(|c| type_there(c.kind)).collect();
    let copy = format!("copy \"{}\" ({}) from stdin (format binary)", table.name, names.join(", "));
    let mut writer = BinaryCopyInWriter::new(target.copy_in(&copy).map_err(failed)?, &types);
    let mut read = source.prepare(&selection(table)).map_err(plain)?;
    let mut rows = read.raw_query();
    while let Some(row) = rows.next().map_err(plain)? {
        let cells = (0..types.len()).map(|at| cell(row, at)).collect::<Result<Vec<Cell<'_>>, Error>>()?;
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect();
        writer.write(&cells).map_err(failed)?;
    }
    writer.finish().map(drop).map_err(failed)
}

fn type_there(kind: Type) -> PgType {
    match kind {
        Type::Int => PgType::INT8,
        Type::Real => PgType::FLOAT8,
        Type::Text => PgType::TEXT,
        Type::Blob => PgType::BYTEA,
    }
}

fn selection(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    format!("select {} from \"{}\"", names.join(", "), table.name)
}

/// Opens a backup for reading, and says no to what is none or is newer than this program.
fn backup(path: &Path, migrations: &[Migration]) -> Result<Connection, Error> {
    let unreadable = |_| Error::Fault(format!("{} cannot be read as a backup", path.display()));
    let source = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unreadable)?;
    let found = applied(&source).map_err(|_| Error::Fault(format!("{} cannot be read as a backup", path.display())))?;
    if found.is_empty() {
        return Err(Error::Fault(format!("{} is not a backup", path.display())));
    }
    pending(migrations, &found)?;
    Ok(source)
}

fn occupied() -> Error {
    Error::Fault("there is data in this place already; restore goes to an empty one only".to_owned())
}

/// Makes a new file whole or not at all: in part under another name, then renamed.
fn whole(to: &Path, make: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    if std::fs::metadata(to).is_ok_and(|m| m.len() > 0) {
        return Err(occupied());
    }
    let part = Leftover(beside(to, ".part"));
    make(&part.0)?;
    std::fs::rename(&part.0, to)?;
    // The file's own pages are on disk; its name is when the folder is.
    #[cfg(unix)]
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The path with this at the end of its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file that is gone when this is, if it is still there under this name.
pub(crate) struct Leftover(pub(crate) PathBuf);

impl Drop for Leftover {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // It may never have come to be.
            let _ = std::fs::remove_file(beside(&self.0, ending));
        }
    }
}
