//! PostgreSQL: two pools of threads that own connections, one that looks and one that acts.

mod act;
mod error;
mod schema;
mod tls;
mod values;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::Host;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::catalog::Catalog;
use crate::db::Look;
use crate::link::{About, Link};
use crate::statement::{Statement, Statements};
use crate::value::Cell;
use crate::{Engine, Error, Row, Settings};

pub(crate) use error::plain;
pub(crate) use schema::{check, migrate};

/// How to reach the server, and whose data is meant there.
#[derive(Clone)]
pub(crate) struct Server {
    config: Config,
    tls: Option<tls::Maker>,
    pub(crate) schema: String,
}

impl Server {
    pub(crate) fn new(url: &str, schema: &str, settings: &Settings) -> Result<Server, Error> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if schema.is_empty() || schema.len() > 50 || !schema.chars().all(good) || schema.starts_with("pg_") {
            return Err(Error::Fault("a schema's name is 1 to 50 lower-case letters, digits and _".to_owned()));
        }
        // The driver's words could repeat the password.
        let wrong = |_| Error::Fault("the connection string of PostgreSQL cannot be read".to_owned());
        let (url, wanted) = tls::Wanted::take(url)?;
        let mut config: Config = url.parse().map_err(wrong)?;
        config.ssl_mode(wanted.mode.driver());
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(settings.connect_s.max(1).into()));
        }
        if config.get_application_name().is_none() {
            config.application_name("palpate");
        }
        let near = |host: &Host| match host {
            Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
            _ => true,
        };
        let near = config.get_hosts().iter().all(near) && config.get_hostaddrs().iter().all(|ip| ip.is_loopback());
        if !near && wanted.mode == tls::Mode::Prefer {
            return Err(Error::Fault(
                "PostgreSQL is on another machine: say sslmode=verify-full&sslrootcert=FILE in its address (require \
                 encrypts to whoever answers; disable is for a network that is itself trusted)"
                    .to_owned(),
            ));
        }
        Ok(Server { config, tls: wanted.maker()?, schema: schema.to_owned() })
    }

    pub(crate) fn connect(&self) -> Result<Client, Error> {
        let client = match &self.tls {
            None => self.config.connect(NoTls),
            Some(tls) => self.config.connect(tls.clone()),
        };
        let mut client = client.map_err(|e| error::away(&e))?;
        let sets = "set standard_conforming_strings = on; set client_min_messages = warning";
        client.batch_execute(sets).map_err(|e| error::away(&e))?;
        Ok(client)
    }

    /// The practice's role and schema for this transaction, to ride with its BEGIN.
    pub(crate) fn scope(&self) -> String {
        format!("set local role \"{0}_app\"; set local search_path to \"{0}\"", self.schema)
    }
}

/// A connection and what it knows; made when it is first needed, and again when it was lost.
pub(crate) struct Post {
    server: Server,
    client: Option<Client>,
    catalog: Arc<Catalog>,
    statements: Statements,
    prepared: HashMap<String, postgres::Statement>,
    failed: bool,
    /// The engine gave up on a transaction that may succeed when it is run again.
    again: bool,
}

/// Statements prepared on a connection; beyond this all are dropped and made again.
const MOST: usize = 1024;

impl Post {
    pub(crate) fn new(server: Server, catalog: Arc<Catalog>) -> Post {
        let statements = Statements::new(Engine::Postgres);
        Post { server, client: None, catalog, statements, prepared: HashMap::new(), failed: false, again: false }
    }

    /// Serves one look on a snapshot of its own.
    pub(crate) fn serve(&mut self, look: Look) {
        let begin = format!("begin isolation level repeatable read read only; {}", self.server.scope());
        match self.begin(&begin) {
            Ok(_) => look(Ok(self)),
            Err(e) => look(Err(e)),
        }
        self.rollback();
    }

    /// Runs `work` on one snapshot, here and now.
    pub(crate) fn snapshot<T>(&mut self, work: impl FnOnce(&mut dyn Link) -> Result<T, Error>) -> Result<T, Error> {
        self.begin(&format!("begin isolation level repeatable read read only; {}", self.server.scope()))?;
        let went = work(self);
        self.rollback();
        went
    }

    /// Sends what begins a transaction. A connection that turns out to be lost is made anew, once: nothing has
    /// happened on it yet.
    fn begin(&mut self, text: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        (self.failed, self.again) = (false, false);
        let had_one = self.connected()?;
        match self.simple(text) {
            Err(Error::Down(_)) if had_one => {
                self.connected()?;
                self.failed = false;
                self.simple(text)
            }
            went => went,
        }
    }

    fn simple(&mut self, text: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        let went = self.transaction()?.simple_query(text);
        went.map_err(|e| self.note(e))
    }

    fn rollback(&mut self) {
        if let Some(client) = self.client.as_mut()
            && client.batch_execute("rollback").is_err()
        {
            self.lose();
        }
    }

    fn lose(&mut self) {
        self.client = None;
        self.prepared.clear();
    }

    /// Sees to it that there is a connection; whether there was one before.
    fn connected(&mut self) -> Result<bool, Error> {
        if self.client.as_ref().is_some_and(Client::is_closed) {
            self.lose();
        }
        let had_one = self.client.is_some();
        if !had_one {
            self.client = Some(self.server.connect()?);
        }
        Ok(had_one)
    }

    /// What the error means; remembers what it says about the transaction and the connection.
    fn note(&mut self, e: postgres::Error) -> Error {
        self.failed = true;
        self.again |= error::passes(&e);
        if error::stale(&e) {
            self.prepared.clear();
        }
        let meaning = plain(&e);
        if matches!(meaning, Error::Down(_)) {
            self.lose();
        }
        meaning
    }

    fn ready(&mut self, text: &str) -> Result<postgres::Statement, Error> {
        if self.failed {
            return Err(Error::Statement("an earlier statement of this look or act failed".to_owned()));
        }
        if let Some(known) = self.prepared.get(text) {
            return Ok(known.clone());
        }
        let prepared = self.transaction()?.prepare(text).map_err(|e| self.note(e))?;
        if self.prepared.len() >= MOST {
            self.prepared.clear();
        }
        self.prepared.insert(text.to_owned(), prepared.clone());
        Ok(prepared)
    }

    /// The client of the running transaction; a new one would know nothing of it.
    fn transaction(&mut self) -> Result<&mut Client, Error> {
        self.client.as_mut().ok_or_else(|| Error::Down("the server went away".to_owned()))
    }

    fn query(&mut self, text: &str, cells: &[Cell<'_>], each: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), Error> {
        let prepared = self.ready(text)?;
        let mut show = || {
            let client = self.client.as_mut()?;
            Some(client.query_raw(&prepared, parameters(cells)).and_then(|mut rows| {
                while let Some(row) = rows.next()? {
                    if !each(&Row(&row)) {
                        break;
                    }
                }
                Ok(())
            }))
        };
        match show() {
            None => Err(Error::Down("the server went away".to_owned())),
            Some(went) => went.map_err(|e| self.note(e)),
        }
    }
}

fn parameters<'c>(cells: &'c [Cell<'c>]) -> Vec<&'c (dyn ToSql + Sync)> {
    cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect()
}

impl Link for Post {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }
    fn statement(&mut self, sql: &str) -> Result<Arc<Statement>, Error> {
        self.statements.get(sql)
    }
    fn each(&mut self, text: &str, cells: &[Cell<'_>], each: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), Error> {
        self.query(text, cells, each).map_err(|e| error::with(e, text))
    }
    fn change(&mut self, text: &str, cells: &[Cell<'_>], _: About<'_>) -> Result<u64, Error> {
        let prepared = self.ready(text).map_err(|e| error::with(e, text))?;
        let went = self.transaction()?.execute(&prepared, &parameters(cells));
        went.map_err(|e| error::with(self.note(e), text))
    }
    fn columns(&mut self, text: &str) -> Result<Vec<String>, Error> {
        let prepared = self.ready(text).map_err(|e| error::with(e, text))?;
        Ok(prepared.columns().iter().map(|c| c.name().to_owned()).collect())
    }
    fn failed(&self) -> bool {
        self.failed
    }
}
