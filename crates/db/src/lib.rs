//! One SQL text, two engines: SQLite in a file, or a schema of PostgreSQL. Knows no client.
//!
//! A [`Db`] is looked at with [`look`](Db::look) and changed with [`act`](Db::act). Each runs as one transaction on a
//! thread that owns a connection. Whatever an act [`record`](Writer::record)s is sealed into a chain, and
//! [`verify`] finds any row altered, missing or added beside the seals.
//!
//! SQL is written once, in the subset that both engines share (`migrations/README.md`), with `:name` parameters.

mod act;
mod catalog;
mod copy;
mod db;
mod dialect;
mod error;
mod link;
mod migrate;
mod pending;
mod place;
mod postgres;
mod queue;
mod row;
mod seal;
mod sqlite;
mod statement;
mod tokens;
mod value;
mod verify;

pub use act::{Act, Chain};
pub use db::Db;
pub use error::{Error, Kind};
pub use link::{Reader, Shape, Writer};
pub use pending::Pending;
pub use place::{Engine, Migration, Place, SEAL, Settings};
pub use row::Row;
pub use value::{Params, Value};
pub use verify::{Fault, Flaw, Head, Report, heads, verify};
