use rusqlite::ffi;

use crate::link::About;
use crate::sqlite::{Bound, Lite};
use crate::value::Cell;
use crate::{Error, Kind};

/// What SQLite's error means, where no statement of a feature is concerned.
pub(crate) fn plain(e: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, _) = &e else {
        return match e {
            rusqlite::Error::SqlInputError { msg, sql, .. } => Error::Statement(format!("{msg}: {sql}")),
            other => Error::Fault(other.to_string()),
        };
    };
    match failure.extended_code & 0xff {
        ffi::SQLITE_FULL => Error::Full,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::Busy,
        ffi::SQLITE_READONLY => Error::ReadOnly,
        _ => Error::Fault(e.to_string()),
    }
}

impl Lite {
    /// What SQLite's error means for a feature's statement: constraints by the names of the migrations.
    pub(super) fn name(&self, e: rusqlite::Error, text: &str, about: About<'_>) -> Error {
        let rusqlite::Error::SqliteFailure(failure, Some(message)) = &e else { return plain(e) };
        let after = message.split_once("constraint failed: ").map_or("", |(_, rest)| rest);
        let refused = |name: String, kind| Error::Constraint { name, kind };
        match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                refused(self.unique(after), Kind::Unique)
            }
            ffi::SQLITE_CONSTRAINT_CHECK => refused(after.to_owned(), Kind::Check),
            ffi::SQLITE_CONSTRAINT_NOTNULL => refused(after.to_owned(), Kind::NotNull),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => refused(self.foreign(about), Kind::Foreign),
            ffi::SQLITE_CONSTRAINT_TRIGGER => {
                Error::RecordTable(message.strip_prefix("record table: ").unwrap_or(message).to_owned())
            }
            ffi::SQLITE_CONSTRAINT_DATATYPE => Error::Statement(format!("{message}: {text}")),
            code if code & 0xff == ffi::SQLITE_ERROR || code & 0xff == ffi::SQLITE_MISMATCH => {
                Error::Statement(format!("{message}: {text}"))
            }
            _ => plain(e),
        }
    }

    /// The name of the constraint over `t.a, t.b`, as SQLite lists a broken one's columns.
    fn unique(&self, listed: &str) -> String {
        if let Some(index) = listed.strip_prefix("index '") {
            return index.trim_end_matches('\'').to_owned();
        }
        let mut pairs = listed.split(", ").filter_map(|pair| pair.split_once('.'));
        let Some((table, first)) = pairs.next() else { return listed.to_owned() };
        let columns: Vec<&str> = std::iter::once(first).chain(pairs.map(|(_, column)| column)).collect();
        let known = self.catalog.table(table).and_then(|t| t.uniques.iter().find(|u| u.columns == columns));
        known.map_or_else(|| listed.to_owned(), |u| u.name.clone())
    }

    /// The name of the broken reference. SQLite doesn't say; where several are possible, the parents are looked up.
    fn foreign(&self, about: About<'_>) -> String {
        let Some(table) = about.table else { return "reference".to_owned() };
        let own = self.catalog.table(table).map(|t| t.foreign.as_slice()).unwrap_or_default();
        if let [only] = own {
            return only.name.clone();
        }
        for reference in own {
            let cells: Option<Vec<Cell<'_>>> =
                reference.columns.iter().map(|c| about.columns.iter().find(|(n, _)| n == c).map(|(_, v)| *v)).collect();
            let Some(cells) = cells.filter(|cells| !cells.contains(&Cell::Null)) else { continue };
            if self.has(&reference.parent, &reference.parent_columns, &cells) == Some(false) {
                return reference.name.clone();
            }
        }
        let children = || self.catalog.tables.iter().flat_map(|t| &t.foreign).filter(|f| f.parent == table);
        match (own.is_empty(), children().count()) {
            (true, 1) => children().map(|f| f.name.clone()).collect(),
            _ => format!("{table}: reference"),
        }
    }

    fn has(&self, table: &str, columns: &[String], cells: &[Cell<'_>]) -> Option<bool> {
        let conditions: Vec<String> =
            columns.iter().enumerate().map(|(at, c)| format!("\"{c}\" = ?{}", at + 1)).collect();
        let sql = format!("select 1 from \"{table}\" where {}", conditions.join(" and "));
        let mut prepared = self.connection.prepare(&sql).ok()?;
        prepared.exists(rusqlite::params_from_iter(cells.iter().map(|cell| Bound(*cell)))).ok()
    }
}
