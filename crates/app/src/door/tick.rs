//! What is done by itself: acts by `system`, each due every so often, by one of however many processes.
use super::{
    Outcome,
    error::{Error, Result},
    house::{House, draw, random},
    id::ActId,
    routes::Routes,
    store,
    trail::Line,
};
use db::{Act, Chain, Reader, Writer};
use jiff::tz::TimeZone;

/// Who does it, in the record and the trail.
pub const SYSTEM: &str = "system";

/// What an act by itself is told: when it is. It may run more than once.
pub struct Tick {
    /// This instant, in microseconds UTC.
    pub at: i64,
    pub(crate) act: ActId,
}

impl Tick {
    /// The id of the nth thing of a kind that this act makes; the same on every run.
    pub(crate) fn id(&self, kind: &str, n: u32) -> String {
        self.act.id(kind, n)
    }

    /// Where the day of the practice begins and ends.
    pub(crate) fn zone(db: &mut Reader<'_>) -> Result<TimeZone> {
        let (practice, _) = store::practice(db)?.ok_or_else(|| Error::fault("no practice"))?;
        Ok(practice.zone)
    }
}

/// The act: how many things it did, in the trail's words; 0 leaves no line.
pub(crate) type Due = fn(&mut Writer<'_>, &Tick) -> Result<u64>;
/// Which addresses are asked first, each with what it is for.
pub(crate) type Addresses = fn(&mut Reader<'_>) -> Result<Vec<(String, String)>>;
/// The act with what they answered.
pub(crate) type Answered = fn(&mut Writer<'_>, &Tick, &[Brought]) -> Result<u64>;

/// What is done when it is due.
#[derive(Clone, Copy)]
pub(crate) enum Work {
    /// The act alone.
    Act(Due),
    /// Addresses are asked before the act, with nothing locked meanwhile.
    Asking(Addresses, Answered),
}

/// Why an address brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// Nobody answered in time, or not as who they should be.
    NoAnswer,
    /// It is a machine of the own network, which is not asked unless the settings allow it.
    Private,
    /// It answered with something else than the thing itself.
    Refused,
    /// It leads on to another host.
    Elsewhere,
    /// It is larger than what is taken.
    TooLarge,
}

/// The way out to other machines. The program gives it; the rooms know no network.
pub trait Reach {
    /// What stands at this address, at most so many bytes.
    ///
    /// # Errors
    /// Why nothing was brought.
    fn fetch(&self, url: &str, most: usize) -> std::result::Result<Vec<u8>, Unreached>;
}

/// The most bytes that are taken from one address.
const MOST: usize = 2 << 20;

/// What one address answered.
#[derive(Clone)]
pub(crate) struct Brought {
    /// What it is for.
    pub(crate) of: String,
    pub(crate) url: String,
    pub(crate) got: std::result::Result<Vec<u8>, Unreached>,
}

/// One row of the list.
#[derive(Clone)]
pub struct Ticking {
    /// What the trail says was done.
    pub verb: &'static str,
    /// Seconds between two times.
    pub every_s: i64,
    pub(crate) work: Work,
}

/// Does this at the next chance, however long it would be until then.
pub(crate) fn hasten(db: &mut Writer<'_>, verb: &str, now: i64) -> Result<()> {
    store::next_due(db, verb, now)
}

impl House {
    /// Does what is due, and what no other process has taken; how many acts that were. One that fails is logged and
    /// does not keep the others.
    pub fn tick(&self, routes: &Routes) -> usize {
        self.tick_reaching(routes, None)
    }

    /// The same with a way out; without one no address is asked.
    pub fn tick_reaching(&self, routes: &Routes, reach: Option<&dyn Reach>) -> usize {
        routes.ticks().filter(|tick| self.tick_one(tick, reach)).count()
    }

    fn tick_one(&self, tick: &Ticking, reach: Option<&dyn Reach>) -> bool {
        match self.perform_tick(tick, reach) {
            Ok(done) => done,
            Err(why) => {
                tracing::error!(verb = tick.verb, ?why, "what is done by itself was not done");
                false
            }
        }
    }

    /// What the addresses of this act answer; asked in no transaction, so that a slow one holds nobody up.
    fn ask_addresses(&self, work: Work, reach: Option<&dyn Reach>) -> Result<Vec<Brought>> {
        let (Work::Asking(addresses, _), Some(reach)) = (work, reach) else { return Ok(Vec::new()) };
        let all = self.db().look(addresses).wait()?;
        let brought = all.into_iter().map(|(of, url)| Brought { got: reach.fetch(&url, MOST), of, url });
        Ok(brought.collect())
    }

    fn perform_tick(&self, tick: &Ticking, reach: Option<&dyn Reach>) -> Result<bool> {
        let now = (self.clock)().as_microsecond();
        let verb = tick.verb;
        // Asked without the chain's lock first: mostly nothing is due.
        if !self.db().look(move |db| is_due(db, verb, now)).wait()? {
            return Ok(false);
        }
        let brought = self.ask_addresses(tick.work, reach)?;
        let id = draw(now / 1_000)?;
        let chain = Chain::practice();
        let act =
            Act { id: id.to_string(), by: SYSTEM.into(), at: now, secret: random()?, chains: vec![chain.clone()] };
        let (work, next) = (tick.work, now + tick.every_s * 1_000_000);
        let perform = move |db: &mut Writer<'_>| {
            if !is_due(db, verb, now)? {
                return Ok(false);
            }
            store::next_due(db, verb, next)?;
            let tick = Tick { at: now, act: id.clone() };
            let count = match work {
                Work::Act(due) => due(db, &tick)?,
                Work::Asking(_, answered) => answered(db, &tick, &brought)?,
            };
            if count > 0 {
                store::line(db, &chain, &tick.act.id("tra", 0), &line(verb, now, count))?;
            }
            Ok(true)
        };
        self.db().act(act, perform).wait()
    }
}

/// Is there a practice, and is this due in it?
fn is_due(db: &mut Reader<'_>, verb: &str, now: i64) -> Result<bool> {
    Ok(store::practice(db)?.is_some() && store::due_at(db, verb)?.is_none_or(|due| due <= now))
}

fn line(verb: &'static str, at: i64, count: u64) -> Line {
    Line {
        who: SYSTEM.into(),
        at,
        verb,
        chart: String::new(),
        subject: String::new(),
        outcome: Outcome::Done,
        reason: count.to_string(),
        answer: None,
        token: None,
    }
}
