use std::error::Error as StdError;

use postgres::error::{DbError, SqlState};

use super::values::WrongType;
use crate::{Error, Kind};

/// The SQLSTATE by which this crate's own triggers refuse.
const ONLY_GROWS: &str = "PLPA1";

/// What PostgreSQL's error means. Details that can hold values are left out.
pub(crate) fn plain(e: &postgres::Error) -> Error {
    if let Some(db) = e.as_db_error() {
        return of_server(db);
    }
    match e.source() {
        Some(source) if source.is::<WrongType>() => Error::Statement(source.to_string()),
        Some(source) if source.is::<std::io::Error>() => away(e),
        _ if e.is_closed() => away(e),
        _ => Error::Fault(e.to_string()),
    }
}

/// The server cannot be reached, or went away.
pub(super) fn away(e: &postgres::Error) -> Error {
    match e.as_db_error() {
        Some(db) if db.code() == &SqlState::TOO_MANY_CONNECTIONS => Error::Busy,
        Some(db) => Error::Down(format!("{} ({})", db.message(), db.code().code())),
        None => Error::Down(e.source().map_or_else(|| e.to_string(), |source| format!("{e}: {source}"))),
    }
}

/// Adds the statement's text to an error about statements.
pub(super) fn with(e: Error, text: &str) -> Error {
    match e {
        Error::Statement(what) => Error::Statement(format!("{what}: {text}")),
        other => other,
    }
}

/// Whether the same transaction may succeed when it is run again.
pub(super) fn passes(e: &postgres::Error) -> bool {
    let code = e.code();
    code == Some(&SqlState::T_R_SERIALIZATION_FAILURE) || code == Some(&SqlState::T_R_DEADLOCK_DETECTED) || stale(e)
}

/// Whether a prepared statement no longer fits the schema.
pub(super) fn stale(e: &postgres::Error) -> bool {
    e.as_db_error().is_some_and(|db| {
        db.code() == &SqlState::FEATURE_NOT_SUPPORTED && db.routine() == Some("RevalidateCachedQuery")
    })
}

fn of_server(db: &DbError) -> Error {
    let named = |kind| Error::Constraint { name: db.constraint().unwrap_or_default().to_owned(), kind };
    let column = || format!("{}.{}", db.table().unwrap_or_default(), db.column().unwrap_or_default());
    match db.code().code() {
        "23505" => named(Kind::Unique),
        "23503" => named(Kind::Foreign),
        "23514" => named(Kind::Check),
        "23502" => Error::Constraint { name: column(), kind: Kind::NotNull },
        "25006" => Error::ReadOnly,
        "42501" => refused(db.message()),
        ONLY_GROWS => {
            let table = db.message().strip_prefix("record table: ").unwrap_or(db.message());
            Error::RecordTable(table.to_owned())
        }
        "53100" => Error::Full,
        "40001" | "40P01" | "55P03" | "57014" | "53300" => Error::Busy,
        "57P01" | "57P02" | "57P03" => Error::Down(db.message().to_owned()),
        code if code.starts_with("08") => Error::Down(db.message().to_owned()),
        // Its message can quote a value.
        code if code.starts_with("22") => Error::Statement(format!("a value is not of its type ({code})")),
        code if code.starts_with("42") || code.starts_with("25") || code.starts_with("0A") => {
            Error::Statement(format!("{} ({code})", db.message()))
        }
        code => Error::Fault(format!("PostgreSQL {code}")),
    }
}

/// The role may not do it: on a table that only grows because the table refuses, elsewhere because it is not its own.
fn refused(message: &str) -> Error {
    match message.split_once(" for table ") {
        Some((_, table)) => Error::RecordTable(table.trim_matches('"').to_owned()),
        None => Error::Statement(message.to_owned()),
    }
}
