//! What is done by itself: acts by `system`, each due every so often, by one of however many processes.
use super::{
    Outcome,
    error::Result,
    house::{House, draw, random},
    id::ActId,
    routes::Routes,
    store,
    trail::Line,
};
use db::{Act, Chain, Reader, Writer};

/// Who does it, in the record and the trail.
pub const SYSTEM: &str = "system";

/// What an act by itself is told: when it is. It may run more than once.
pub struct Tick {
    /// This instant, in microseconds UTC.
    pub at: i64,
    pub(crate) act: ActId,
}

/// The act: how many things it did, in the trail's words; 0 leaves no line.
pub(crate) type Due = fn(&mut Writer<'_>, &Tick) -> Result<u64>;

/// One row of the list.
#[derive(Clone)]
pub struct Ticking {
    /// What the trail says was done.
    pub verb: &'static str,
    /// Seconds between two times.
    pub every_s: i64,
    pub(crate) act: Due,
}

impl House {
    /// Does what is due, and what no other process has taken; how many acts that were. One that fails is logged and
    /// does not keep the others.
    pub fn tick(&self, routes: &Routes) -> usize {
        routes.ticks().filter(|tick| self.tick_one(tick)).count()
    }

    fn tick_one(&self, tick: &Ticking) -> bool {
        match self.perform_tick(tick) {
            Ok(done) => done,
            Err(why) => {
                tracing::error!(verb = tick.verb, ?why, "what is done by itself was not done");
                false
            }
        }
    }

    fn perform_tick(&self, tick: &Ticking) -> Result<bool> {
        let now = (self.clock)().as_microsecond();
        let verb = tick.verb;
        // Asked without the chain's lock first: mostly nothing is due.
        if !self.db().look(move |db| is_due(db, verb, now)).wait()? {
            return Ok(false);
        }
        let id = draw(now / 1_000)?;
        let chain = Chain::practice();
        let act =
            Act { id: id.to_string(), by: SYSTEM.into(), at: now, secret: random()?, chains: vec![chain.clone()] };
        let (due, next) = (tick.act, now + tick.every_s * 1_000_000);
        let work = move |db: &mut Writer<'_>| {
            if !is_due(db, verb, now)? {
                return Ok(false);
            }
            store::next_due(db, verb, next)?;
            let tick = Tick { at: now, act: id.clone() };
            let count = due(db, &tick)?;
            if count > 0 {
                store::line(db, &chain, &tick.act.id("tra", 0), &line(verb, now, count))?;
            }
            Ok(true)
        };
        self.db().act(act, work).wait()
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
