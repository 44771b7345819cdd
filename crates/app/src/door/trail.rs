//! The trail: one line for every request of a signed-in person, looks too.
//!
//! The line of an act lands with the act. The lines of looks and of refusals go to one thread, which writes what has
//! come in the last moment as one act of its own, sealed into this process's chain. A line is with that thread before
//! the answer leaves; where the thread is so far behind that it takes no more, nothing is shown.
use super::{
    error::{Error, Result},
    house::Clock,
    id::ActId,
    store,
};
use db::{Act, Chain, Db};
use std::sync::{
    Mutex,
    mpsc::{Receiver, SyncSender, sync_channel},
};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How a request ended, for the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was shown, or it was done.
    Done,
    /// What was typed could not be taken.
    Refused,
    /// They may not.
    Denied,
}

impl Outcome {
    /// The word for it in the database.
    pub fn key(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Refused => "refused",
            Outcome::Denied => "denied",
        }
    }
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) who: String,
    pub(crate) at: i64,
    pub(crate) verb: &'static str,
    pub(crate) chart: String,
    pub(crate) subject: String,
    pub(crate) outcome: Outcome,
    pub(crate) reason: String,
    pub(crate) answer: Option<Answer>,
    /// The sign-in to mark as just seen.
    pub(crate) token: Option<String>,
}

impl Line {
    /// Somebody looked at a chart.
    pub(crate) fn looked(who: &str, at: i64, verb: &'static str, chart: &str) -> Line {
        Line {
            who: who.into(),
            at,
            verb,
            chart: chart.into(),
            subject: String::new(),
            outcome: Outcome::Done,
            reason: String::new(),
            answer: None,
            token: None,
        }
    }
}

/// What was answered to an act, so that a repeat gets the same.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) body: String,
    pub(crate) status: i64,
    pub(crate) location: String,
}

/// What is sent to the thread: a line, or the wish to hear when all before it is written.
enum Sent {
    Line(Line),
    Settle(SyncSender<()>),
}

/// Where lines go.
pub(crate) struct Lines {
    to: Mutex<Option<SyncSender<Sent>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How many lines may wait; beyond it the program answers "busy".
const WAITING: usize = 10_000;
/// How long a line waits for others.
const GATHER: Duration = Duration::from_millis(40);
/// How many lines one act writes.
const AT_ONCE: usize = 500;

impl Lines {
    /// Starts the thread that writes them into `chain`.
    pub(crate) fn start(db: Db, chain: Chain, clock: Clock) -> Result<Lines> {
        let (to, from) = sync_channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("trail".into())
            .spawn(move || write_all(&db, &chain, &clock, &from))
            .map_err(Error::fault)?;
        Ok(Lines { to: Mutex::new(Some(to)), thread: Mutex::new(Some(thread)) })
    }

    /// Hands a line over.
    pub(crate) fn send(&self, line: Line) -> Result<()> {
        let to = self.to.lock().map_err(|_| Error::fault("trail"))?;
        let to = to.as_ref().ok_or_else(|| Error::Later("stopping".into()))?;
        to.try_send(Sent::Line(line)).map_err(|_| Error::Later("the trail is full".into()))
    }

    /// Waits until every line handed over so far is written.
    pub(crate) fn settle(&self) {
        let (done, heard) = sync_channel(1);
        let sent = match self.to.lock() {
            Ok(to) => to.as_ref().is_some_and(|to| to.send(Sent::Settle(done)).is_ok()),
            Err(_) => false,
        };
        if sent {
            let _ = heard.recv();
        }
    }

    /// Writes what waits, and ends.
    pub(crate) fn close(&self) {
        if let Ok(mut to) = self.to.lock() {
            to.take();
        }
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

fn write_all(db: &Db, chain: &Chain, clock: &Clock, from: &Receiver<Sent>) {
    while let Ok(first) = from.recv() {
        let until = Instant::now() + GATHER;
        let (mut lines, mut waiting) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(sent) = next.take() {
            match sent {
                Sent::Line(line) => lines.push(line),
                // Who waits is not kept waiting for more.
                Sent::Settle(done) => {
                    waiting.push(done);
                    break;
                }
            }
            if lines.len() < AT_ONCE {
                next = from.recv_timeout(until.saturating_duration_since(Instant::now())).ok();
            }
        }
        if !lines.is_empty() {
            write(db, chain, clock, lines);
        }
        for done in waiting {
            let _ = done.send(());
        }
    }
}

/// Writes one gathering; tries again while the database is away, for as long as somebody may still wait for it.
fn write(db: &Db, chain: &Chain, clock: &Clock, lines: Vec<Line>) {
    let lines = std::sync::Arc::new(lines);
    for wait in [0, 50, 200, 1_000, 5_000, 10_000] {
        std::thread::sleep(Duration::from_millis(wait));
        let at = clock().as_microsecond();
        let Ok(id) = super::house::draw(at / 1_000) else { continue };
        let Ok(secret) = super::house::random::<32>() else { continue };
        let act = Act { id: id.to_string(), by: chain.as_str().into(), at, secret, chains: vec![chain.clone()] };
        let (lines, chain) = (lines.clone(), chain.clone());
        let written = db.act(act, move |db| write_lines(db, &chain, &id, &lines)).wait();
        match written {
            Ok(()) => return,
            Err(error) => tracing::warn!(?error, "the trail could not be written yet"),
        }
    }
    tracing::error!(lines = lines.len(), "lines of the trail were lost: the database stayed away");
}

fn write_lines(db: &mut db::Writer<'_>, chain: &Chain, id: &ActId, lines: &[Line]) -> Result<()> {
    for (n, line) in (0u32..).zip(lines) {
        store::line(db, chain, &id.id("tra", n), line)?;
        if let Some(token) = &line.token {
            store::seen(db, token, line.at)?;
        }
    }
    Ok(())
}
