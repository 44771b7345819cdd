//! One SQL text, two engines: SQLite in a file, or a schema of PostgreSQL. Knows no client.
//!
//! A [`Db`] is looked at with [`look`](Db::look) and changed with [`act`](Db::act). Each runs as one transaction on a
//! thread that owns a connection. Whatever an act [`record`](Writer::record)s is sealed into a chain, and
//! [`verify`] finds any row altered, missing or added beside the seals.
//!
//! SQL is written once, in the subset that both engines share (`migrations/README.md`), with `:name` parameters.
//!
//! ```
//! use db::{Act, Chain, Db, Error, Migration, Place, SEAL, Settings, verify};
//!
//! const PAIN: Migration = Migration {
//!     name: "0002_pain",
//!     sql: "-- record: pain
//!         create table pain (id text primary key, by text not null, at bigint not null, act text not null,
//!         salt bytea not null, score bigint not null);",
//! };
//! # let file = std::env::temp_dir().join(format!("palpate_doc_{}.db", std::process::id()));
//! # let place = Place::File(file.clone());
//! let db = Db::open(&place, &[SEAL, PAIN], &Settings::default())?;
//! let chart = Chain::chart("cli_1");
//! let act = Act { id: "act-1".into(), by: "usr_1".into(), at: 0, secret: [7; 32], chains: vec![chart.clone()] };
//! db.act(act, move |w| w.record(&chart, "pain", "pai_1", &[("score", 6.into())])).wait()?;
//!
//! let score = db.look(|r| r.row("select score from pain", &[], |row| row.int("score"))).wait()?;
//! assert_eq!(score, Some(6));
//! assert_eq!(db.look(|r| verify(r, &[])).wait()?.faults, []);
//! # db.close();
//! # std::fs::remove_file(file)?;
//! # Ok::<(), Error>(())
//! ```

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
pub use link::{Reader, Shape, Writer, hear};
pub use pending::Pending;
pub use place::{Engine, Migration, Place, SEAL, Settings};
pub use row::Row;
pub use value::{Params, Value};
pub use verify::{Fault, Flaw, Head, Report, heads, verify};
