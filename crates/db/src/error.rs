use std::fmt;

/// What storage answers when it cannot do what was asked.
///
/// The texts name tables, columns, constraints and statements, never values: they may go to a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A constraint of the schema refused the change. `name` is the same on both engines: the name
    /// given in the migration, or PostgreSQL's customary one (`pain_pkey`, `pain_of_fkey`).
    Constraint {
        /// The constraint; for [`Kind::NotNull`] `table.column`.
        name: String,
        /// What kind of promise it keeps.
        kind: Kind,
    },
    /// Too much is waiting already. Nothing was done; try again.
    Busy,
    /// The server is away, or went away. Nothing is known to be kept; try again with the same act id.
    Down(String),
    /// The disk, or the size allowed to the file, is full. Nothing was kept.
    Full,
    /// A look tried to change something and the engine refused.
    ReadOnly,
    /// An append-only table refused an update, a delete or an unsealed insert; its name.
    RecordTable(String),
    /// A row does not hold what the reading code expects: a bug.
    Column {
        /// The column as the code named it.
        name: String,
        /// What was there instead: a type, never a value.
        found: String,
    },
    /// A statement, its parameters or the order of calls is wrong: a bug.
    Statement(String),
    /// The schema is not the one this program was made for, or a migration cannot be applied.
    Migration(String),
    /// Anything else: a panic in the work, a damaged file, an operating system's refusal.
    Fault(String),
}

/// The kinds of constraint that a schema can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Primary key, unique constraint or unique index.
    Unique,
    /// A row that is referred to does not exist, or is still referred to.
    Foreign,
    /// A condition on the row.
    Check,
    /// A value that must be there.
    NotNull,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Constraint { name, kind } => write!(f, "constraint {name} ({kind:?}) refused the change"),
            Error::Busy => f.write_str("storage is busy"),
            Error::Down(why) => write!(f, "storage is away: {why}"),
            Error::Full => f.write_str("storage is full"),
            Error::ReadOnly => f.write_str("a look may not change anything"),
            Error::RecordTable(name) => write!(f, "record table {name} only grows"),
            Error::Column { name, found } => write!(f, "column {name}: found {found}"),
            Error::Statement(what) => write!(f, "statement: {what}"),
            Error::Migration(what) => write!(f, "migration: {what}"),
            Error::Fault(what) => write!(f, "storage failed: {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Error {
        match e.kind() {
            std::io::ErrorKind::StorageFull => Error::Full,
            _ => Error::Fault(e.to_string()),
        }
    }
}
