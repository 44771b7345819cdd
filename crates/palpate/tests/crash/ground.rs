//! Where the data of a test is: a folder or a schema of its own, gone when the test is over.
use db::{Db, Place};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// An empty folder.
pub(crate) fn folder() -> PathBuf {
    let name = format!("palpate_crash_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A PostgreSQL server to make schemas on, where the environment names one.
pub(crate) fn server() -> Option<String> {
    let url = std::env::var("PALPATE_TEST_POSTGRES").ok();
    if url.is_none() {
        println!("PALPATE_TEST_POSTGRES names no server: SQLite only; `cargo x test` runs both");
    }
    url
}

/// A practice's data.
pub(crate) struct Ground {
    pub(crate) place: Place,
    folder: PathBuf,
}

impl Ground {
    /// A file that is not there yet.
    pub(crate) fn file() -> Ground {
        let folder = folder();
        Ground { place: Place::File(folder.join("practice.palpate")), folder }
    }

    /// A schema of this server, in the program's form.
    pub(crate) fn schema(url: &str) -> Ground {
        let folder = folder();
        let schema = folder.file_name().unwrap().to_string_lossy().into_owned();
        let place = Place::Postgres { url: url.into(), schema };
        Db::migrate(&place, &app::migrations()).unwrap();
        Ground { place, folder }
    }

    /// How the program is told of it.
    pub(crate) fn arguments(&self) -> Vec<String> {
        match &self.place {
            Place::File(path) => vec!["--data".into(), path.to_string_lossy().into_owned()],
            Place::Postgres { url, schema } => {
                vec!["--database-url".into(), url.clone(), "--schema".into(), schema.clone()]
            }
        }
    }

    /// The same schema by another way to the server.
    pub(crate) fn arguments_by(&self, by: &str) -> Vec<String> {
        let Place::Postgres { schema, .. } = &self.place else { return self.arguments() };
        vec!["--database-url".into(), by.into(), "--schema".into(), schema.clone()]
    }

    /// The rows of a statement, as (act, text).
    pub(crate) fn rows(&self, sql: &'static str) -> Vec<(String, String)> {
        let db = Db::open(&self.place, &app::migrations(), &db::Settings::default()).unwrap();
        let found = db.look(move |db| {
            db.rows(sql, &[], |row| Ok::<_, db::Error>((row.text("act")?.to_string(), row.text("text")?.to_string())))
        });
        let rows = found.wait().unwrap();
        db.close();
        rows
    }

    /// A file for what is told beside the data.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Place::Postgres { url, schema } = &self.place
            && let Ok(mut server) = postgres::Client::connect(url, postgres::NoTls)
        {
            let _ = server.batch_execute(&format!("drop schema if exists {schema} cascade; drop role {schema}_app"));
        }
    }
}
