//! The ground that the tests stand on: a small schema, a place of its own for each test, and ways to act on it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use db::{Act, Chain, Db, Engine, Error, Migration, Place, SEAL, Settings, Value, Writer};

/// What the tests write to: one record table with every type, and mutable tables with every kind of constraint.
pub(crate) const PAIN: Migration = Migration {
    name: "0002_pain",
    sql: "
create table client (id text not null, name text not null, version bigint not null, phone text,
  constraint client_pkey primary key (id), constraint client_phone unique (phone),
  constraint client_version check (version >= 0));
-- record: pain
create table pain (
  id text not null constraint pain_pkey primary key,
  of text not null, by text not null, at bigint not null, effective_at bigint not null,
  act text not null, salt bytea not null,
  client text not null constraint pain_client references client (id),
  score bigint not null constraint pain_score check (score between 0 and 10),
  depth double precision,
  words text,
  picture bytea
);
create index pain_of_client on pain (client, at);
create table visit (
  id text primary key, client text not null references client (id),
  place text references client (id), starts_at bigint not null, unique (client, starts_at)
);
",
};

pub(crate) const MIGRATIONS: [Migration; 2] = [SEAL, PAIN];

/// A place that is gone when the test is over.
pub(crate) struct Ground {
    pub(crate) place: Place,
    pub(crate) folder: PathBuf,
}

static COUNT: AtomicU64 = AtomicU64::new(0);

pub(crate) fn unique() -> String {
    format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("palpate_{}", unique()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The scratch server, or none, said once.
pub(crate) fn server() -> Option<String> {
    static SAID: std::sync::Once = std::sync::Once::new();
    let url = std::env::var("PALPATE_TEST_POSTGRES").ok();
    if url.is_none() {
        SAID.call_once(|| println!("PALPATE_TEST_POSTGRES is not set: SQLite only"));
    }
    url
}

impl Ground {
    pub(crate) fn sqlite() -> Ground {
        let folder = folder();
        Ground { place: Place::File(folder.join("practice.db")), folder }
    }

    pub(crate) fn postgres() -> Option<Ground> {
        Some(Ground { place: Place::Postgres { url: server()?, schema: unique() }, folder: folder() })
    }

    pub(crate) fn open(&self) -> Db {
        self.open_with(&Settings::default())
    }

    pub(crate) fn open_with(&self, settings: &Settings) -> Db {
        Db::migrate(&self.place, &MIGRATIONS).unwrap();
        Db::open(&self.place, &MIGRATIONS, settings).unwrap()
    }

    /// Runs SQL as an attacker would who holds the file, or is the server's superuser: no trigger stops it.
    pub(crate) fn tamper(&self, sql: &str) {
        match &self.place {
            Place::File(path) => {
                let raw = rusqlite::Connection::open(path).unwrap();
                raw.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
                let triggers: Vec<(String, String)> = raw
                    .prepare("select name, sql from sqlite_schema where type = 'trigger'")
                    .unwrap()
                    .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
                    .unwrap()
                    .collect::<Result<_, _>>()
                    .unwrap();
                raw.execute_batch("pragma foreign_keys = off").unwrap();
                for (name, _) in &triggers {
                    raw.execute_batch(&format!("drop trigger {name}")).unwrap();
                }
                raw.execute_batch(sql).unwrap();
                for (_, sql) in &triggers {
                    raw.execute_batch(sql).unwrap();
                }
            }
            Place::Postgres { url, schema } => {
                let mut raw = postgres::Client::connect(url, postgres::NoTls).unwrap();
                raw.batch_execute(&format!(
                    "set session_replication_role = replica; set search_path to {schema}; {sql}"
                ))
                .unwrap();
            }
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // Threads may still be closing their files.
        for _ in 0..50 {
            if std::fs::remove_dir_all(&self.folder).is_ok() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        if let Place::Postgres { url, schema } = &self.place
            && let Ok(mut raw) = postgres::Client::connect(url, postgres::NoTls)
        {
            let _ = raw.batch_execute(&format!("drop schema if exists {schema} cascade"));
            let _ = raw.batch_execute(&format!("drop owned by {schema}_app"));
            let _ = raw.batch_execute(&format!("drop role if exists {schema}_app"));
        }
    }
}

/// Runs the test on each engine there is.
pub(crate) fn on_both(test: impl Fn(&Ground)) {
    test(&Ground::sqlite());
    if let Some(ground) = Ground::postgres() {
        test(&ground);
    }
}

pub(crate) fn act(id: &str, chains: &[Chain]) -> Act {
    Act {
        id: id.into(),
        by: "usr_1".into(),
        at: 1_700_000_000_000_000,
        secret: [id.len() as u8; 32],
        chains: chains.to_vec(),
    }
}

/// A client and the act that makes it.
pub(crate) fn client(db: &Db, id: &'static str) {
    db.act(act(&format!("make-{id}"), &[]), move |w| {
        w.run(
            "insert into client (id, name, version) values (:id, :name, 0)",
            &[("id", id.into()), ("name", "A".into())],
        )
    })
    .wait()
    .unwrap();
}

/// A pain score on the client's chart.
pub(crate) fn score(w: &mut Writer<'_>, id: &str, client: &str, score: i64) -> Result<(), Error> {
    let columns = [
        ("of", id.into()),
        ("effective_at", Value::Int(1_699_999_999_000_000)),
        ("client", client.into()),
        ("score", score.into()),
        ("depth", Value::Real(score as f64 / 3.0)),
        ("words", if score % 2 == 0 { Value::Null } else { "tira, Ñandú 痛み".into() }),
        ("picture", if score % 3 == 0 { Value::Null } else { Value::Blob(vec![0, 1, 255, score as u8]) }),
    ];
    w.record(&Chain::chart(client), "pain", id, &columns)
}

/// Records one score in an act of its own.
pub(crate) fn keep(db: &Db, id: &str, of: &'static str, points: i64) -> Result<(), Error> {
    let row = format!("pai_{id}");
    db.act(act(id, &[Chain::chart(of)]), move |w| score(w, &row, of, points)).wait()
}

pub(crate) fn count(db: &Db, table: &'static str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    db.look(move |r| r.row::<_, Error>(&sql, &[], |row| row.int("n"))).wait().unwrap().unwrap()
}

pub(crate) fn is_sqlite(db: &Db) -> bool {
    db.engine() == Engine::Sqlite
}
