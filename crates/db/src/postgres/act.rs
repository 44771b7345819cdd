//! Acts: READ COMMITTED behind a lock on each chain, sealed and committed in one message.

use std::fmt::Write;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use postgres::{SimpleQueryMessage, SimpleQueryRow};

use super::Post;
use crate::act::{Run, Task, perform, repeated};
use crate::seal::{BEGINNING, FORM, Hash, Sheet, Stamp, seal_notes};
use crate::{Act, Chain, Error};

/// How often an act that the engine gave up on is run again.
const AGAIN: u32 = 3;

/// How one attempt at an act ended.
enum End {
    /// It is over: kept, or refused with its own answer (`Ok`), or failed.
    Over(Result<(), Error>),
    /// Nothing was kept, and it may succeed when it is run again.
    Again,
    /// The server went away when it had been told to commit.
    Unknown,
}

/// A chain as the act found it, and locked it.
struct Locked {
    n: i64,
    head: Hash,
}

impl Post {
    /// Runs the act and answers it.
    pub(crate) fn act(&mut self, mut task: Box<dyn Task>) {
        for attempt in 0..=AGAIN {
            if attempt > 0 {
                std::thread::sleep(jitter(attempt));
            }
            let mut end = self.attempt(task.as_mut());
            if let End::Unknown = end {
                end = self.ask(task.act());
            }
            match end {
                End::Over(end) => return task.answer(end),
                End::Again => {}
                End::Unknown => {
                    let why = "the server went away during a commit; whether it was kept is not known yet";
                    return task.answer(Err(Error::Down(why.to_owned())));
                }
            }
        }
        task.answer(Err(Error::Busy));
    }

    fn attempt(&mut self, task: &mut dyn Task) -> End {
        let act = task.act().clone();
        let went = match self.lock(&act) {
            Err(e) => (Run::Failed(e), Vec::new()),
            Ok(locked) => (perform(task, self), locked),
        };
        let end = match went {
            (Run::Done(sheet), locked) => return self.commit(&act, &sheet, &locked),
            (Run::Refused, _) => Ok(()),
            (Run::Failed(e), _) => Err(e),
        };
        self.rollback();
        if self.again { End::Again } else { End::Over(end) }
    }

    /// Begins, and locks the chains in their order, in one message (new chains want a second). Each statement of it
    /// sees what was committed before it, so the look for an earlier seal of this act sees what the lock waited for.
    fn lock(&mut self, act: &Act) -> Result<Vec<Locked>, Error> {
        if act.chains.iter().map(Chain::as_str).chain([act.id.as_str()]).any(|t| t.contains('\0')) {
            return Err(Error::Statement("the name of an act or a chain holds a NUL".to_owned()));
        }
        let mut text = format!("begin; {}", self.server.scope());
        for chain in &act.chains {
            locking(&mut text, act, chain);
        }
        let answers = self.begin(&text)?;
        let mut locked: Vec<Option<Locked>> = Vec::with_capacity(act.chains.len());
        let mut new = String::new();
        for (at, chain) in act.chains.iter().enumerate() {
            let standing = read(&answers, 3 + 2 * at)?;
            if answer(&answers, 4 + 2 * at).is_some() {
                return Err(repeated());
            }
            if standing.is_none() {
                let (head, name) = (hex(&BEGINNING), quoted(chain.as_str()));
                let _ = write!(
                    new,
                    "insert into chain (name, n, head) values ({name}, 0, {head}) on conflict (name) do nothing"
                );
                locking(&mut new, act, chain);
                new.push(';');
            }
            locked.push(standing);
        }
        if !new.is_empty() {
            self.lock_new(&new, &mut locked)?;
        }
        Ok(locked.into_iter().flatten().collect())
    }

    fn lock_new(&mut self, text: &str, locked: &mut [Option<Locked>]) -> Result<(), Error> {
        let answers = self.simple(text)?;
        for (at, gap) in locked.iter_mut().filter(|l| l.is_none()).enumerate() {
            // Three answers a chain: the insert, its row, and a seal of this act if another process was faster.
            *gap = read(&answers, 3 * at + 1)?;
            if answer(&answers, 3 * at + 2).is_some() {
                return Err(repeated());
            }
            if gap.is_none() {
                return Err(Error::Fault("a chain that was just made is not there".to_owned()));
            }
        }
        Ok(())
    }

    /// Seals and commits in one message. An error from the server means that nothing was kept; no answer means that
    /// this is not known.
    fn commit(&mut self, act: &Act, sheet: &Sheet, locked: &[Locked]) -> End {
        let (text, sealed) = sealing(act, sheet, locked);
        match self.simple(&text) {
            Ok(_) => End::Over(Ok(())),
            Err(Error::Down(_)) if sealed => End::Unknown,
            Err(Error::Down(why)) => End::Over(Err(Error::Down(format!(
                "{why}; whether the act was kept cannot be told, it sealed nothing"
            )))),
            Err(e) => {
                self.rollback();
                if self.again { End::Again } else { End::Over(Err(e)) }
            }
        }
    }

    /// Finds out on a new connection whether the act was kept. Locking its chains waits until the server is done with
    /// whatever the lost connection left behind.
    fn ask(&mut self, act: &Act) -> End {
        for attempt in 0..20 {
            std::thread::sleep(jitter(attempt.min(5)));
            match self.lock(act) {
                Ok(_) => {
                    self.rollback();
                    return End::Again;
                }
                Err(Error::Constraint { .. }) => {
                    self.rollback();
                    return End::Over(Ok(()));
                }
                Err(_) => self.rollback(),
            }
        }
        End::Unknown
    }
}

fn locking(text: &mut String, act: &Act, chain: &Chain) {
    let (chain, act) = (quoted(chain.as_str()), quoted(&act.id));
    let _ = write!(
        text,
        "; select n, encode(head, 'hex') from chain where name = {chain} for update\
         ; select 1 from seal where act = {act} and chain = {chain}"
    );
}

/// The seals of the act on its chains, then COMMIT; and whether there is a seal.
fn sealing(act: &Act, sheet: &Sheet, locked: &[Locked]) -> (String, bool) {
    let mut text = String::new();
    for (at, (chain, before)) in act.chains.iter().zip(locked).enumerate() {
        let notes = sheet.on(at);
        if notes.is_empty() {
            continue;
        }
        let stamp = Stamp { chain: chain.as_str(), n: before.n + 1, previous: &before.head, act: &act.id, at: act.at };
        let hash = hex(&seal_notes(&stamp, &notes));
        let (name, id, n, previous) = (quoted(stamp.chain), quoted(stamp.act), stamp.n, hex(stamp.previous));
        let _ = write!(
            text,
            "insert into seal (chain, n, act, at, previous, hash, form) \
             values ({name}, {n}, {id}, {}, {previous}, {hash}, {FORM}); \
             insert into sealed (chain, n, place, act, tbl, \"row\", digest) values ",
            act.at
        );
        for (place, note) in notes.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let (table, row, digest) = (quoted(note.table), quoted(&note.row), hex(&note.digest));
            let _ = write!(text, "{comma}({name}, {n}, {place}, {id}, {table}, {row}, {digest})");
        }
        let _ = write!(text, "; update chain set n = {n}, head = {hash} where name = {name}; ");
    }
    let sealed = !text.is_empty();
    text.push_str("commit");
    (text, sealed)
}

/// The text as a literal; connections are set to take no backslash escapes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len() + 11);
    text.push_str("'\\x");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text.push_str("'::bytea");
    text
}

/// The first row that the statement at this place of the message gave.
fn answer(messages: &[SimpleQueryMessage], statement: usize) -> Option<&SimpleQueryRow> {
    let mut at = 0;
    for message in messages {
        match message {
            SimpleQueryMessage::CommandComplete(_) => at += 1,
            SimpleQueryMessage::Row(row) if at == statement => return Some(row),
            _ => {}
        }
    }
    None
}

fn read(messages: &[SimpleQueryMessage], statement: usize) -> Result<Option<Locked>, Error> {
    let Some(row) = answer(messages, statement) else { return Ok(None) };
    let wrong = || Error::Column { name: "head".to_owned(), found: "not a SHA-256".to_owned() };
    let n = row.get(0).and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
    let text = row.get(1).filter(|text| text.len() == 64 && text.is_ascii()).ok_or_else(wrong)?;
    let mut head = BEGINNING;
    for (byte, at) in head.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(Some(Locked { n, head }))
}

/// A pause that grows with the attempts and differs between threads: up to 20 ms, 40 ms, 80 ms …
fn jitter(attempt: u32) -> Duration {
    let most = 10_000_u64 << attempt.min(8);
    Duration::from_micros(RandomState::new().build_hasher().finish() % most)
}
