//! Overlays of knowledge from the terminal: loaded, taken out, looked back at.
use super::{Terminal, refuse, said, store, verb};
use crate::door::{Outcome, Result, line};
use crate::versions::{self, Entry, Files, Loaded, NewOverlay, Version};
use clinical::knowledge::{Knowledge, Problem, overlay::Change};
use db::{Chain, Reader};
use std::sync::Arc;

/// What is to be loaded, and who answers for it.
#[derive(Clone, Debug)]
pub struct Loading {
    /// The word by which it is loaded again or taken out.
    pub name: String,
    /// Its files, with their paths within the folder.
    pub files: Files,
    /// The login of the owner who answers for it; empty where nobody is named.
    pub by: String,
    /// Why; empty where none is given.
    pub reason: String,
}

/// How loading ended.
#[derive(Debug)]
pub enum Tried {
    /// It holds from now on, in every process.
    Loaded(Vec<Change>),
    /// It cannot be laid over what is in force: every problem, by its own files and lines.
    Refused(Vec<Problem>),
    /// It loosens or retires what is held back, and an owner must answer for that with a reason.
    NeedsOwner(Vec<Change>),
}

/// A whole knowledge that was once in force.
#[derive(Debug)]
pub struct Kept {
    /// Its digest.
    pub digest: String,
    /// When something was first recorded over it, in microseconds UTC.
    pub kept_at: i64,
    /// The version of the program then.
    pub program: String,
    /// Every file with its path.
    pub files: Files,
}

impl Terminal {
    /// Lays a folder over what is in force, from now on.
    ///
    /// # Errors
    /// A name that is none, a login that is no owner's, or the database's.
    pub fn load_knowledge(&self, carried: &Arc<Knowledge>, loading: &Loading) -> Result<Tried> {
        let name = versions::name(&loading.name)?;
        let (login, carried) = (loading.by.trim().to_lowercase(), carried.clone());
        let found = self.db.look(move |db| overlays_and_owner(db, &login)).wait()?;
        if found.owner.is_none() && !loading.by.trim().is_empty() {
            return refuse("--by names nobody who is an owner of this practice and may sign in");
        }
        let same = found.in_force.iter().find(|(one, _)| one.name == name).map(|(one, _)| one.of.clone());
        let files = versions::borrowed(&loading.files);
        let (_, laid) = match versions::tried(&carried, found.in_force, &name, &files) {
            Ok(laid) => laid,
            Err(problems) => return Ok(Tried::Refused(problems)),
        };
        let answered = found.owner.is_some() && !loading.reason.trim().is_empty();
        if !answered && laid.changes.iter().any(Change::needs_owner) {
            return Ok(Tried::NeedsOwner(laid.changes));
        }
        let lines: Vec<String> = laid.changes.iter().map(Change::line).collect();
        let put = Put {
            of: same,
            name,
            owner: found.owner.unwrap_or_default(),
            reason: loading.reason.trim().to_owned(),
            changes: lines.join("\n"),
            digest: versions::digest_of(&files),
            body: versions::pack(&files),
            out: false,
        };
        self.put(put, carried)?;
        Ok(Tried::Loaded(laid.changes))
    }

    /// Takes an overlay out. What it tightened is loose again, so an owner answers for it with a reason.
    ///
    /// # Errors
    /// No overlay of this name, a login that is no owner's, no reason, or the database's.
    pub fn unload_knowledge(&self, carried: &Arc<Knowledge>, name: &str, by: &str, reason: &str) -> Result<()> {
        let login = by.trim().to_lowercase();
        let found = self.db.look(move |db| overlays_and_owner(db, &login)).wait()?;
        let Some((one, _)) = found.in_force.into_iter().find(|(one, _)| one.name == name) else {
            return refuse("no overlay of this name is loaded");
        };
        let Some(owner) = found.owner else {
            return refuse("--by names nobody who is an owner of this practice and may sign in");
        };
        if reason.trim().is_empty() {
            return refuse("taking knowledge out needs a reason: --reason");
        }
        let put = Put {
            of: Some(one.of),
            name: one.name,
            owner,
            reason: reason.trim().to_owned(),
            changes: String::new(),
            digest: one.digest,
            body: Vec::new(),
            out: true,
        };
        self.put(put, carried.clone())
    }

    /// Every overlay that was loaded or taken out, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub fn knowledge_history(&self) -> Result<Vec<Entry>> {
        self.db.look(|db| versions::history(db, versions::HISTORY)).wait()
    }

    /// What is in force in this practice with this program.
    ///
    /// # Errors
    /// The database's.
    pub fn knowledge_in_force(&self, carried: &Arc<Knowledge>) -> Result<Version> {
        let carried = Version::carried(carried.clone());
        self.db.look(move |db| Version::read(db, &carried, "here")).wait()
    }

    /// The whole knowledge whose digest begins so.
    ///
    /// # Errors
    /// What is no beginning of a digest, none or several that begin so, one that is not what its digest says, or the
    /// database's.
    pub fn kept_knowledge(&self, beginning: &str) -> Result<Kept> {
        let beginning = beginning.trim().to_lowercase();
        if beginning.len() < 6 || !beginning.bytes().all(|b| b.is_ascii_hexdigit()) {
            return refuse("a digest is given by at least its first six characters, 0-9 and a-f");
        }
        let mut found = self.db.look(move |db| versions::kept(db, &beginning)).wait()?;
        let (Some(one), true) = (found.pop(), found.is_empty()) else {
            return refuse("no knowledge is kept under a digest that begins so, or more than one is");
        };
        let files = versions::unpack(&one.body)?;
        if versions::digest_of(&versions::borrowed(&files)) != one.digest {
            return refuse("what is kept under this digest is not what was kept: the data was altered");
        }
        Ok(Kept { digest: one.digest, kept_at: one.kept_at, program: one.program, files })
    }

    /// Writes the row, keeps the whole that now holds, and leaves a line in the trail.
    fn put(&self, put: Put, carried: Arc<Knowledge>) -> Result<()> {
        let verb = if put.out { verb::UNLOAD } else { verb::LOAD };
        self.write(move |db, act, who, at| {
            let id = act.id("kno", 0);
            let new = NewOverlay {
                id: &id,
                of: put.of.as_deref().unwrap_or(&id),
                name: &put.name,
                owner: (&put.owner.0, &put.owner.1),
                reason: &put.reason,
                changes: &put.changes,
                digest: &put.digest,
                body: &put.body,
            };
            if put.out { versions::withdraw(db, &new, at) } else { versions::record(db, &new, at) }?;
            Version::read(db, &Version::carried(carried.clone()), &id)?.keep(db, at)?;
            let line = said(who, at, verb, "", &put.name, Outcome::Done, &put.reason);
            self::line(db, &Chain::practice(), &act.id("tra", 0), &line)
        })
    }
}

/// A row to be written.
struct Put {
    of: Option<String>,
    name: String,
    owner: (String, String),
    reason: String,
    changes: String,
    digest: String,
    body: Vec<u8>,
    out: bool,
}

struct Found {
    in_force: Vec<(Loaded, Vec<u8>)>,
    owner: Option<(String, String)>,
}

fn overlays_and_owner(db: &mut Reader<'_>, login: &str) -> Result<Found> {
    Ok(Found { in_force: versions::in_force(db)?, owner: store::owner(db, login)? })
}
