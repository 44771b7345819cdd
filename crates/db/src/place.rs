use std::path::PathBuf;

/// Where a practice's data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A SQLite file; beside it lie its `-wal` and `-shm`.
    File(PathBuf),
    /// A schema of a PostgreSQL server, with the role `<schema>_app` that may do what a practice does and no more.
    Postgres {
        /// The connection string. A server beyond this machine needs an `sslmode`: see docs/operating.md.
        url: String,
        /// Lower-case letters, digits and `_`, at most 50.
        schema: String,
    },
}

// A connection string may hold a password.
impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::File(path) => write!(f, "File({})", path.display()),
            Place::Postgres { schema, .. } => write!(f, "Postgres({schema})"),
        }
    }
}

/// Which engine keeps the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in this process.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// One step of the schema. Steps are only ever added at the end of the list, and never changed once applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// `NNNN_word`, as the file is called.
    pub name: &'static str,
    /// The text in the portable subset.
    pub sql: &'static str,
}

/// The first migration of every list: the tables of the seals, which this crate itself writes.
pub const SEAL: Migration = Migration { name: "0001_seal", sql: include_str!("../../../migrations/0001_seal.sql") };

/// How storage is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Threads that look. 0: one a core, at least two.
    pub readers: usize,
    /// Threads that act on PostgreSQL; SQLite has one writer always. 0: eight.
    pub writers: usize,
    /// Page cache of each SQLite connection, in MiB.
    pub cache_mb: u32,
    /// How much of the SQLite file is read through memory mapping, in MiB.
    pub mmap_mb: u32,
    /// How large the SQLite file may grow, in MiB. 0: as large as the disk allows.
    pub limit_mb: u32,
    /// How many looks, and how many acts, may wait before more are refused as busy.
    pub queue: usize,
    /// How long to wait for a connection to PostgreSQL, in seconds.
    pub connect_s: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { readers: 0, writers: 0, cache_mb: 64, mmap_mb: 1024, limit_mb: 0, queue: 1024, connect_s: 5 }
    }
}

impl Settings {
    pub(crate) fn reader_threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(2, usize::from);
        if self.readers == 0 { cores().max(2) } else { self.readers }
    }
    pub(crate) fn writer_threads(&self) -> usize {
        if self.writers == 0 { 8 } else { self.writers }
    }
}
