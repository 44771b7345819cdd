use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::link::{Link, Writer};
use crate::seal::Sheet;
use crate::{Error, Pending};

/// One change to the practice's data: who, when, and which chains it may seal onto.
#[derive(Clone, PartialEq)]
pub struct Act {
    /// The act's own id, the same when it is tried again; a second act with it is refused (`seal_act`).
    pub id: String,
    /// Who does it.
    pub by: String,
    /// When the request came, in microseconds UTC.
    pub at: i64,
    /// Fresh randomness from which the salts of its rows are drawn; the same when the act runs again.
    pub secret: [u8; 32],
    /// The chains it may record on, locked in this order: the practice first.
    pub chains: Vec<Chain>,
}

// The secret stays out of logs: who knows the salts can guess what an erased row held.
impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Act").field("id", &self.id).field("by", &self.by).field("at", &self.at).finish_non_exhaustive()
    }
}

/// The name of a chain of seals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain(String);

impl Chain {
    /// The practice's own chain: people, rights, settings, appointments, and whatever must hold across charts.
    pub fn practice() -> Chain {
        Chain("practice".to_owned())
    }
    /// The chain of one chart.
    pub fn chart(id: &str) -> Chain {
        Chain(format!("chart:{id}"))
    }
    /// The chain of one running process: its lines of looks and sign-ins.
    pub fn process(id: &str) -> Chain {
        Chain(format!("process:{id}"))
    }
    /// The name as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An act waiting for its turn; its result is held back until the commit.
pub(crate) trait Task: Send {
    fn act(&self) -> &Act;
    /// Runs the work and keeps what it gave; whether that was a success. May be called again.
    fn run(&mut self, writer: &mut Writer<'_>) -> bool;
    /// Answers what the work gave, or the error instead of it.
    fn answer(self: Box<Self>, end: Result<(), Error>);
}

/// How one run of an act went.
pub(crate) enum Run {
    /// It did its work; what it recorded is on the sheet.
    Done(Sheet),
    /// It said no by itself: undo, and answer what it said.
    Refused,
    /// Undo, and answer this.
    Failed(Error),
}

/// Runs the act's work once, inside a transaction that the engine has prepared.
pub(crate) fn perform(task: &mut dyn Task, link: &mut dyn Link) -> Run {
    let act = task.act().clone();
    let mut sheet = Sheet::new(&act.secret);
    let went = catch_unwind(AssertUnwindSafe(|| task.run(&mut Writer::new(link, &act, &mut sheet))));
    match went {
        Err(_) => Run::Failed(Error::Fault("the work of an act panicked".to_owned())),
        Ok(false) => Run::Refused,
        Ok(true) if link.failed() => {
            Run::Failed(Error::Statement("an act went on after one of its statements failed".to_owned()))
        }
        Ok(true) => Run::Done(sheet),
    }
}

pub(crate) struct Asked<T, E, F> {
    act: Act,
    work: F,
    gave: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Asked<T, E, F>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: Fn(&mut Writer<'_>) -> Result<T, E> + Send + 'static,
{
    pub(crate) fn queue(act: Act, work: F) -> (Box<dyn Task>, Pending<T, E>) {
        let (reply, pending) = Pending::new();
        (Box::new(Asked { act, work, gave: None, reply }), pending)
    }
}

impl<T, E, F> Task for Asked<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: Fn(&mut Writer<'_>) -> Result<T, E> + Send,
{
    fn act(&self) -> &Act {
        &self.act
    }
    fn run(&mut self, writer: &mut Writer<'_>) -> bool {
        self.gave = None;
        let gave = (self.work)(writer);
        let went = gave.is_ok();
        self.gave = Some(gave);
        went
    }
    fn answer(self: Box<Self>, end: Result<(), Error>) {
        let never = || Err(Error::Fault("an act was answered before it ran".to_owned()).into());
        let answer = match end {
            Ok(()) => self.gave.unwrap_or_else(never),
            Err(e) => Err(e.into()),
        };
        // Whoever asked may have gone; what is kept is kept.
        let _ = self.reply.send(answer);
    }
}

/// The answer to an act whose id is sealed already.
pub(crate) fn repeated() -> Error {
    Error::Constraint { name: "seal_act".to_owned(), kind: crate::Kind::Unique }
}
