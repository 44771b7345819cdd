//! What is done at the machine itself rather than in the browser: backups, checkpoints, a way back in for an owner, a
//! chart on its way out. No sign-in stands before it, so each leaves a line in the trail by the operating system's user.
mod chart;
mod kept;
mod knowledge;
mod people;
mod store;

pub(crate) use chart::whole_chart;
pub(crate) use kept::{Backup, backup};
pub use knowledge::{Kept, Loading, Tried};
pub use people::{Listed, Reset};

use crate::door::{ActId, Clock, Error, Line, Outcome, Result, draw, due_at, line, next_due, random};
use db::{Act, Chain, Db, Writer};

/// The verbs that the trail keeps of it.
pub mod verb {
    /// A backup was written and checked.
    pub const BACKUP: &str = "backup.make";
    /// A backup was taken back into this place.
    pub const RESTORE: &str = "backup.restore";
    /// Every seal was recomputed.
    pub const VERIFY: &str = "seal.verify";
    /// A chart was written out.
    pub const EXPORT: &str = "chart.export";
    /// A password was replaced from the terminal.
    pub const PASSWORD: &str = "person.reset";
    /// An overlay of knowledge was loaded.
    pub const LOAD: &str = "knowledge.load";
    /// An overlay of knowledge was taken out.
    pub const UNLOAD: &str = "knowledge.unload";
    /// An owner was added from the terminal.
    pub const OWNER: &str = "person.owner";
}

/// Somebody at the machine's terminal, or the program by itself.
#[derive(Clone)]
pub struct Terminal {
    db: Db,
    who: String,
    clock: Clock,
}

impl Terminal {
    /// `user` is the name by which the operating system knows them; the trail says `os:user`.
    pub fn new(db: Db, user: &str, clock: Clock) -> Terminal {
        Terminal { db, who: format!("os:{user}"), clock }
    }

    /// The database they stand before.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// When this verb was last done, in microseconds UTC.
    ///
    /// # Errors
    /// The database's.
    pub fn last(&self, verb: &'static str) -> Result<Option<i64>> {
        self.db.look(move |db| store::last(db, verb)).wait()
    }

    /// Takes what is done outside the database, a backup, for itself: yes for one process of however many ask, until
    /// it [lets go](Terminal::let_go) or this many seconds have passed.
    ///
    /// # Errors
    /// The database's.
    pub fn take(&self, verb: &'static str, hold_s: i64) -> Result<bool> {
        self.write(move |db, _, _, at| {
            if due_at(db, verb)?.is_some_and(|due| due > at) {
                return Ok(false);
            }
            next_due(db, verb, at + hold_s * 1_000_000)?;
            Ok(true)
        })
    }

    /// Others may take it from now.
    ///
    /// # Errors
    /// The database's.
    pub fn let_go(&self, verb: &'static str) -> Result<()> {
        self.write(move |db, _, _, at| next_due(db, verb, at))
    }

    /// Writes one line of the trail: what was done outside the database, and how it ended.
    ///
    /// # Errors
    /// The database's.
    pub fn note(&self, verb: &'static str, subject: &str, outcome: Outcome, reason: &str) -> Result<()> {
        let (subject, reason) = (subject.to_owned(), reason.to_owned());
        self.write(move |db, act, who, at| {
            let line = said(who, at, verb, "", &subject, outcome, &reason);
            self::line(db, &Chain::practice(), &act.id("tra", 0), &line)
        })
    }

    /// One act on the practice's chain. `work` may run more than once.
    fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Writer<'_>, &ActId, &str, i64) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let at = (self.clock)().as_microsecond();
        let id = draw(at / 1_000)?;
        let who = self.who.clone();
        let act = Act { id: id.to_string(), by: who.clone(), at, secret: random()?, chains: vec![Chain::practice()] };
        self.db.act(act, move |db| work(db, &id, &who, at)).wait()
    }
}

fn said(who: &str, at: i64, verb: &'static str, chart: &str, subject: &str, outcome: Outcome, reason: &str) -> Line {
    Line {
        who: who.to_owned(),
        at,
        verb,
        chart: chart.to_owned(),
        subject: subject.to_owned(),
        outcome,
        reason: reason.to_owned(),
        answer: None,
        token: None,
    }
}

/// Refuses what does not fit, in one sentence.
fn refuse<T>(why: &str) -> Result<T> {
    Err(Error::Unreadable(why.to_owned()))
}
