use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::act::{Asked, Task};
use crate::catalog::Catalog;
use crate::link::Link;
use crate::pending::closed;
use crate::postgres::{self, Post, Server};
use crate::queue::{Queue, Refused};
use crate::sqlite::{Checkpoints, Lite, Use, write};
use crate::{Act, Engine, Error, Migration, Pending, Place, Reader, Settings, Writer, copy, migrate};

/// A look waiting for its turn. It is given the connection, or why there is none, and answers whoever asked.
pub(crate) type Look = Box<dyn FnOnce(Result<&mut dyn Link, Error>) + Send>;

/// An open database: a handle, to be cloned freely. Its threads end when the last one is dropped.
#[derive(Clone)]
pub struct Db {
    house: Arc<House>,
}

/// The queues, and the threads that serve them.
struct House {
    place: Place,
    migrations: Vec<Migration>,
    catalog: Arc<Catalog>,
    looks: Arc<Queue<Look>>,
    acts: Arc<Queue<Box<dyn Task>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.looks.close();
        self.acts.close();
    }
}

impl Db {
    /// Opens the place. A SQLite file is made if need be (for its owner alone), copied before a pending migration, and
    /// migrated. A PostgreSQL schema is only opened: an unknown, older or newer version is an [`Error::Migration`].
    pub fn open(place: &Place, migrations: &[Migration], settings: &Settings) -> Result<Db, Error> {
        let catalog = Arc::new(Catalog::read(migrations)?);
        let house = House {
            place: place.clone(),
            migrations: migrations.to_vec(),
            catalog: catalog.clone(),
            looks: Arc::new(Queue::new(settings.queue)),
            acts: Arc::new(Queue::new(settings.queue)),
            threads: Mutex::new(Vec::new()),
        };
        match place {
            Place::File(path) => {
                migrate::migrate_file(path, migrations, &catalog)?;
                house.serve_file(path, settings)?;
            }
            Place::Postgres { url, schema } => {
                let server = Server::new(url, schema, settings)?;
                postgres::check(&server, migrations)?;
                house.serve_schema(&server, settings)?;
            }
        }
        Ok(Db { house: Arc::new(house) })
    }

    /// Brings the place's schema up to `migrations` under a lock; the names of those applied now. On PostgreSQL it also
    /// makes the schema and its role.
    pub fn migrate(place: &Place, migrations: &[Migration]) -> Result<Vec<String>, Error> {
        let catalog = Catalog::read(migrations)?;
        match place {
            Place::File(path) => migrate::migrate_file(path, migrations, &catalog),
            Place::Postgres { url, schema } => {
                postgres::migrate(&Server::new(url, schema, &Settings::default())?, migrations, &catalog)
            }
        }
    }

    /// Which engine keeps the data.
    pub fn engine(&self) -> Engine {
        match self.house.place {
            Place::File(_) => Engine::Sqlite,
            Place::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Runs `work` on one snapshot that it can only look at.
    pub fn look<T, E>(&self, work: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static) -> Pending<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, pending) = Pending::new();
        let look: Look = Box::new(move |link| {
            // Whoever asked may have gone: then there is nothing to do.
            if reply.is_closed() {
                return;
            }
            let panicked = || Err(Error::Fault("the work of a look panicked".to_owned()).into());
            let answer = match link {
                Err(e) => Err(e.into()),
                Ok(link) => {
                    let work = std::panic::AssertUnwindSafe(|| work(&mut Reader::new(link)));
                    std::panic::catch_unwind(work).unwrap_or_else(|_| panicked())
                }
            };
            let _ = reply.send(answer);
        });
        match self.house.looks.push(look) {
            Ok(()) => {}
            Err(Refused::Full(look)) => look(Err(Error::Busy)),
            Err(Refused::Closed(look)) => look(Err(closed())),
        }
        pending
    }

    /// Runs `work` as one act: all of it is on disk before the answer, or nothing of it. `work` may run more than once
    /// and must do the same each time.
    pub fn act<T, E>(&self, act: Act, work: impl Fn(&mut Writer<'_>) -> Result<T, E> + Send + 'static) -> Pending<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (task, pending) = Asked::queue(act, work);
        match self.house.acts.push(task) {
            Ok(()) => {}
            Err(Refused::Full(task)) => task.answer(Err(Error::Busy)),
            Err(Refused::Closed(task)) => task.answer(Err(closed())),
        }
        pending
    }

    /// Copies everything, as it stands at one moment, into a new SQLite file that only its owner may read. Acts go on
    /// meanwhile. Blocks this thread.
    pub fn copy_to_sqlite(&self, path: &Path) -> Result<(), Error> {
        let house = &self.house;
        match &house.place {
            Place::File(from) => copy::file_to_file(from, path),
            Place::Postgres { url, schema } => {
                let server = Server::new(url, schema, &Settings::default())?;
                copy::schema_to_file(&server, &house.migrations, &house.catalog, path)
            }
        }
    }

    /// Fills an empty place on either engine from such a file, also from one of an older version. `verify` finds there
    /// what it would have found in the file.
    pub fn copy_from_sqlite(place: &Place, migrations: &[Migration], from: &Path) -> Result<(), Error> {
        let catalog = Catalog::read(migrations)?;
        match place {
            Place::File(path) => copy::restore_file(from, path, migrations, &catalog),
            Place::Postgres { url, schema } => {
                let server = Server::new(url, schema, &Settings::default())?;
                postgres::migrate(&server, migrations, &catalog)?;
                copy::file_to_schema(from, &server, migrations, &catalog)
            }
        }
    }

    /// Finishes what is queued, lets nothing more in from any handle, and waits until the threads are done.
    pub fn close(self) {
        self.house.looks.close();
        self.house.acts.close();
        let threads = std::mem::take(&mut *self.house.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread's panic has ended its work already; there is nothing left to close for it.
            let _ = thread.join();
        }
    }
}

impl House {
    fn serve_file(&self, path: &Path, settings: &Settings) -> Result<(), Error> {
        let writer = Lite::open(path, self.catalog.clone(), settings, Use::Act)?;
        let (checkpoints, keep_checkpoints) = Checkpoints::new(path)?;
        let acts = self.acts.clone();
        self.spawn("db-act", move || write(writer, &acts, &checkpoints))?;
        self.spawn("db-checkpoint", keep_checkpoints)?;
        for _ in 0..settings.reader_threads() {
            let mut reader = Lite::open(path, self.catalog.clone(), settings, Use::Look)?;
            let looks = self.looks.clone();
            self.spawn("db-look", move || {
                while let Some(look) = looks.take(1).pop() {
                    reader.serve(look);
                }
            })?;
        }
        Ok(())
    }

    fn serve_schema(&self, server: &Server, settings: &Settings) -> Result<(), Error> {
        for _ in 0..settings.writer_threads() {
            let mut post = Post::new(server.clone(), self.catalog.clone());
            let acts = self.acts.clone();
            self.spawn("db-act", move || {
                while let Some(task) = acts.take(1).pop() {
                    post.act(task);
                }
            })?;
        }
        for _ in 0..settings.reader_threads() {
            let mut post = Post::new(server.clone(), self.catalog.clone());
            let looks = self.looks.clone();
            self.spawn("db-look", move || {
                while let Some(look) = looks.take(1).pop() {
                    post.serve(look);
                }
            })?;
        }
        Ok(())
    }

    fn spawn(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }
}
