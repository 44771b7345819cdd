//! The one writer: group commit, one savepoint an act.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::Connection;

use crate::act::{Run, Task, perform};
use crate::link::{About, Link};
use crate::queue::Queue;
use crate::seal::{BEGINNING, FORM, Sheet, Stamp, seal_notes};
use crate::sqlite::{Lite, connect};
use crate::value::Cell;
use crate::{Act, Error};

/// How many acts share one commit at most.
const BATCH: usize = 64;

/// Does what is queued until the queue is closed and empty.
pub(crate) fn write(mut link: Lite, queue: &Queue<Box<dyn Task>>, checkpoints: &Checkpoints) {
    loop {
        let tasks = queue.take(BATCH);
        if tasks.is_empty() {
            break;
        }
        batch(&mut link, tasks);
        checkpoints.after_commit(&link);
    }
    // Leaves one whole file behind when it can; what stays in the log is found at the next start.
    let _ = link.connection.execute_batch("pragma wal_checkpoint(truncate)");
}

/// How a round over the batch ended.
enum Round {
    /// All is on disk, apart from what was refused; an end for each act.
    Committed(Vec<Result<(), Error>>),
    /// The act at this place took the whole transaction with it.
    Lost(usize, Result<(), Error>),
    /// Nothing was kept.
    Failed(Error),
}

/// Runs the acts in one transaction and answers them after its commit. An act that ends the transaction is answered and
/// the others run again, so each round has fewer acts and this ends.
fn batch(link: &mut Lite, mut tasks: Vec<Box<dyn Task>>) {
    while !tasks.is_empty() {
        match round(link, &mut tasks) {
            Round::Committed(ends) => return tasks.into_iter().zip(ends).for_each(|(task, end)| task.answer(end)),
            Round::Lost(at, end) => tasks.remove(at).answer(end),
            Round::Failed(e) => return tasks.into_iter().for_each(|task| task.answer(Err(e.clone()))),
        }
    }
}

fn round(link: &mut Lite, tasks: &mut [Box<dyn Task>]) -> Round {
    if let Err(e) = link.command("begin immediate") {
        return Round::Failed(e);
    }
    let mut ends = Vec::with_capacity(tasks.len());
    for (at, task) in tasks.iter_mut().enumerate() {
        let end = one(link, task.as_mut());
        if link.connection.is_autocommit() {
            let lost = || Error::Statement("an act ended the transaction".to_owned());
            return Round::Lost(at, end.and_then(|kept| if kept { Err(lost()) } else { Ok(()) }));
        }
        ends.push(end.map(drop));
    }
    match link.command("commit") {
        Ok(()) => Round::Committed(ends),
        Err(e) => {
            abandon(link);
            Round::Failed(e)
        }
    }
}

/// Runs one act in its savepoint; whether there is something to keep. After this the transaction stands as the act
/// left it, or as it was before the act, or is gone.
fn one(link: &mut Lite, task: &mut dyn Task) -> Result<bool, Error> {
    link.failed = false;
    link.command("savepoint act")?;
    let went = match repeated(link, task.act()) {
        Err(e) => Run::Failed(e),
        Ok(()) => perform(task, link),
    };
    let end = match went {
        Run::Done(sheet) => seal(link, task.act(), &sheet).and_then(|()| link.command("release act")).map(|()| true),
        Run::Refused => Ok(false),
        Run::Failed(e) => Err(e),
    };
    if end != Ok(true) && !link.connection.is_autocommit() {
        let undone = link.command("rollback to act").and_then(|()| link.command("release act"));
        if undone.is_err() {
            abandon(link);
        }
    }
    end
}

fn abandon(link: &Lite) {
    if !link.connection.is_autocommit() {
        // Were even this to fail, the next `begin` would fail and say so.
        let _ = link.connection.execute_batch("rollback");
    }
}

/// Refuses an act that is sealed already, before its work can stumble over its own rows.
fn repeated(link: &mut Lite, act: &Act) -> Result<(), Error> {
    for chain in &act.chains {
        let mut found = false;
        let cells = [Cell::Text(&act.id), Cell::Text(chain.as_str())];
        link.each("select 1 from seal where act = ?1 and chain = ?2", &cells, &mut |_| {
            found = true;
            false
        })?;
        if found {
            return Err(crate::act::repeated());
        }
    }
    Ok(())
}

fn seal(link: &mut Lite, act: &Act, sheet: &Sheet) -> Result<(), Error> {
    for (place, chain) in act.chains.iter().enumerate() {
        let notes = sheet.on(place);
        if notes.is_empty() {
            continue;
        }
        let chain = chain.as_str();
        let (mut n, mut head) = (0, BEGINNING.to_vec());
        let mut unread = Ok(());
        link.each("select n, head from chain where name = ?1", &[Cell::Text(chain)], &mut |row| {
            unread = row.int("n").and_then(|last| row.blob("head").map(|hash| (n, head) = (last, hash.to_vec())));
            false
        })?;
        unread?;
        let stamp = Stamp { chain, n: n + 1, previous: &head, act: &act.id, at: act.at };
        let hash = seal_notes(&stamp, &notes);
        let (n, place_of) = (Cell::Int(stamp.n), |at: usize| Cell::Int(at as i64));
        let about = About { table: Some("seal"), columns: &[] };
        link.change(
            "insert into seal (chain, n, act, at, previous, hash, form) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            &[
                Cell::Text(chain),
                n,
                Cell::Text(&act.id),
                Cell::Int(act.at),
                Cell::Blob(&head),
                Cell::Blob(&hash),
                Cell::Int(FORM),
            ],
            about,
        )?;
        for (at, note) in notes.iter().enumerate() {
            link.change(
                "insert into sealed (chain, n, place, act, tbl, \"row\", digest) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[
                    Cell::Text(chain),
                    n,
                    place_of(at),
                    Cell::Text(&act.id),
                    Cell::Text(note.table),
                    Cell::Text(&note.row),
                    Cell::Blob(&note.digest),
                ],
                about,
            )?;
        }
        link.change(
            "insert into chain (name, n, head) values (?1, ?2, ?3) on conflict (name) do update set n = ?2, head = ?3",
            &[Cell::Text(chain), n, Cell::Blob(&hash)],
            about,
        )?;
    }
    Ok(())
}

/// Moves the log into the file on a thread of its own, so that no commit waits for it.
pub(crate) struct Checkpoints {
    poke: SyncSender<()>,
    log: std::path::PathBuf,
}

/// A log this long is worth moving, beside the acts…
const LONG: u64 = 4 << 20;
/// …and at this length the acts wait until it is: otherwise it could grow for as long as acts follow on each other.
const TOO_LONG: u64 = 64 << 20;
/// What the log is cut to when it begins anew, in bytes.
pub(super) const CUT_TO: i64 = 1 << 20;

impl Checkpoints {
    /// The writer's side, and the work of the thread.
    pub(crate) fn new(path: &Path) -> Result<(Checkpoints, impl FnOnce() + Send + 'static), Error> {
        let (poke, poked) = sync_channel(1);
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let connection = connect(path)?;
        Ok((Checkpoints { poke, log: log.into() }, move || checkpoint(&connection, &poked)))
    }

    fn after_commit(&self, link: &Lite) {
        let length = std::fs::metadata(&self.log).map_or(0, |m| m.len());
        if length >= TOO_LONG {
            // Waits for no look. Once all is moved the next act begins the log anew.
            let _ = link.connection.execute_batch("pragma wal_checkpoint(passive)");
        } else if length >= LONG {
            // One poke may wait; more would say nothing new.
            let _ = self.poke.try_send(());
        }
    }
}

fn checkpoint(connection: &Connection, poked: &Receiver<()>) {
    while poked.recv().is_ok() {
        // Busy or full: the log stays, and the next poke tries again.
        let _ = connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()));
    }
}
