//! SQLite: threads that own connections to one file, one of which writes.

mod error;
mod writer;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::catalog::Catalog;
use crate::db::Look;
use crate::link::{About, Link};
use crate::row::Cells;
use crate::statement::{Statement, Statements};
use crate::value::Cell;
use crate::{Engine, Error, Row, Settings};

pub(crate) use error::plain;
pub(crate) use writer::{Checkpoints, write};

/// What a connection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Look,
    Act,
}

/// One connection and what it knows.
pub(crate) struct Lite {
    connection: Connection,
    catalog: Arc<Catalog>,
    statements: Statements,
    /// The columns of what was asked, by its text: SQLite gives a name only one call at a time.
    columns: HashMap<String, Arc<[String]>>,
    failed: bool,
}

/// So many texts' columns are kept.
const MOST: usize = 1024;

/// Opens the file, creating it for its owner alone, and sets what every connection must have.
pub(crate) fn connect(path: &Path) -> Result<Connection, Error> {
    private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(plain)?;
    connection.busy_timeout(PATIENCE).map_err(plain)?;
    // A plan made once stands: else a value that is bound anew can have its statement parsed and planned again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(plain)?;
    let pragmas = "pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = on; \
                   pragma checkpoint_fullfsync = on; pragma foreign_keys = on; pragma recursive_triggers = on; \
                   pragma secure_delete = on; pragma trusted_schema = off; pragma temp_store = memory;";
    alone(|| connection.execute_batch(pragmas).map_err(plain))?;
    Ok(connection)
}

/// How long somebody else's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tries again while the file is busy. To turn a new file to a write-ahead log the engine needs it alone, and where several do so
/// at once it refuses instead of waiting.
fn alone(mut set: impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
    const STEP: Duration = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        match set() {
            Err(Error::Busy) if waited < PATIENCE => {
                std::thread::sleep(STEP);
                waited += STEP;
            }
            end => return end,
        }
    }
}

/// Makes an empty file that only its owner may read, unless there is one.
fn private(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(Error::Fault(format!("{}: {e}", path.display()))),
    }
}

impl Lite {
    pub(crate) fn open(path: &Path, catalog: Arc<Catalog>, settings: &Settings, what: Use) -> Result<Lite, Error> {
        let connection = connect(path)?;
        connection.set_prepared_statement_cache_capacity(512);
        let set = |pragma: &str, value: i64| connection.pragma_update(None, pragma, value).map_err(plain);
        set("cache_size", -1024 * i64::from(settings.cache_mb))?;
        set("mmap_size", (1 << 20) * i64::from(settings.mmap_mb))?;
        if what == Use::Look {
            set("query_only", 1)?;
        } else {
            // Checkpoints run beside the acts, not in their commits.
            set("wal_autocheckpoint", 0)?;
            set("journal_size_limit", writer::CUT_TO)?;
            if settings.limit_mb > 0 {
                let page: i64 = connection.pragma_query_value(None, "page_size", |r| r.get(0)).map_err(plain)?;
                set("max_page_count", (1 << 20) * i64::from(settings.limit_mb) / page)?;
            }
        }
        Ok(Lite {
            connection,
            catalog,
            statements: Statements::new(Engine::Sqlite),
            columns: HashMap::new(),
            failed: false,
        })
    }

    /// Runs a statement that is this crate's own and has no parameters.
    fn command(&self, text: &str) -> Result<(), Error> {
        let mut prepared = self.connection.prepare_cached(text).map_err(plain)?;
        prepared.raw_execute().map(drop).map_err(plain)
    }

    /// Serves one look on a snapshot of its own.
    pub(crate) fn serve(&mut self, look: Look) {
        self.failed = false;
        match self.command("begin") {
            Ok(()) => look(Ok(self)),
            Err(e) => look(Err(e)),
        }
        if !self.connection.is_autocommit() {
            // Were this to fail, the next `begin` would fail and say so.
            let _ = self.command("rollback");
        }
    }

    fn query(
        &mut self,
        text: &str,
        cells: &[Cell<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), rusqlite::Error> {
        let mut prepared = self.connection.prepare_cached(text)?;
        for (at, cell) in cells.iter().enumerate() {
            prepared.raw_bind_parameter(at + 1, Bound(*cell))?;
        }
        let columns = match self.columns.get(text) {
            Some(columns) => columns.clone(),
            None => {
                let columns: Arc<[String]> = prepared.column_names().map(str::to_owned).collect();
                if self.columns.len() >= MOST {
                    self.columns.clear();
                }
                self.columns.insert(text.to_owned(), columns.clone());
                columns
            }
        };
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next()? {
            if !each(&Row(&Named { row, columns: &columns })) {
                break;
            }
        }
        Ok(())
    }

    fn execute(&self, text: &str, cells: &[Cell<'_>]) -> Result<u64, rusqlite::Error> {
        let mut prepared = self.connection.prepare_cached(text)?;
        for (at, cell) in cells.iter().enumerate() {
            prepared.raw_bind_parameter(at + 1, Bound(*cell))?;
        }
        Ok(prepared.raw_execute()? as u64)
    }

    fn ready(&self) -> Result<(), Error> {
        if self.failed {
            return Err(Error::Statement("an earlier statement of this look or act failed".to_owned()));
        }
        Ok(())
    }
}

impl Link for Lite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }
    fn statement(&mut self, sql: &str) -> Result<Arc<Statement>, Error> {
        self.statements.get(sql)
    }
    fn each(&mut self, text: &str, cells: &[Cell<'_>], each: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), Error> {
        self.ready()?;
        let went = self.query(text, cells, each);
        self.failed |= went.is_err();
        went.map_err(|e| self.name(e, text, About::default()))
    }
    fn change(&mut self, text: &str, cells: &[Cell<'_>], about: About<'_>) -> Result<u64, Error> {
        self.ready()?;
        let went = self.execute(text, cells);
        self.failed |= went.is_err();
        went.map_err(|e| self.name(e, text, about))
    }
    fn columns(&mut self, text: &str) -> Result<Vec<String>, Error> {
        let prepared = self.connection.prepare_cached(text).map_err(|e| self.name(e, text, About::default()))?;
        Ok(prepared.column_names().map(str::to_owned).collect())
    }
    fn failed(&self) -> bool {
        self.failed
    }
}

/// A row and the names of its columns.
struct Named<'r> {
    row: &'r rusqlite::Row<'r>,
    columns: &'r [String],
}

impl Cells for Named<'_> {
    fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
    fn cell(&self, place: usize) -> Result<Cell<'_>, Error> {
        cell(self.row, place)
    }
}

/// What stands at this place of a row.
pub(crate) fn cell<'r>(row: &'r rusqlite::Row<'_>, place: usize) -> Result<Cell<'r>, Error> {
    Ok(match row.get_ref(place).map_err(plain)? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(v) => Cell::Int(v),
        ValueRef::Real(v) => Cell::Real(v),
        ValueRef::Blob(v) => Cell::Blob(v),
        ValueRef::Text(v) => match std::str::from_utf8(v) {
            Ok(text) => Cell::Text(text),
            Err(_) => {
                let name = row.as_ref().column_name(place).unwrap_or_default().to_owned();
                return Err(Error::Column { name, found: "text that is not UTF-8".to_owned() });
            }
        },
    })
}

/// A cell on its way into a statement.
pub(crate) struct Bound<'a>(pub(crate) Cell<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Cell::Null => ValueRef::Null,
            Cell::Int(v) => ValueRef::Integer(v),
            Cell::Real(v) => ValueRef::Real(v),
            Cell::Text(v) => ValueRef::Text(v.as_bytes()),
            Cell::Blob(v) => ValueRef::Blob(v),
        }))
    }
}
