//! What the whole program shares: the database, the knowledge, the trail's thread, the clock.
use super::{
    ask::{Ask, Chart, Person},
    error::{Error, Result},
    id::ActId,
    trail::Lines,
};
use crate::ui::{Brief, ChartHeader, Due, Found, NavItem, Panel};
use crate::versions::Version;
use clinical::knowledge::Knowledge;
use db::{Chain, Db, Reader};
use jiff::{Timestamp, civil::Date};
use std::sync::{Arc, Mutex, PoisonError};

/// Where time comes from. The program's is the machine's; a test's is what the test says.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How the program was started, as far as the door must know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Do browsers reach it over TLS (its own, or a proxy's)? Then cookies are `Secure` and carry the `__Host-` prefix.
    pub tls: bool,
    /// The one address whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub behind_proxy: Option<std::net::IpAddr>,
    /// Minutes without a request after which a sign-in locks, or ends where it has no PIN.
    pub idle_min: i64,
    /// Hours after which a sign-in ends whatever happens.
    pub sign_in_h: i64,
    /// The one-time code that opens set-up, printed on the console; `None` once there is a practice.
    pub set_up_code: Option<String>,
    /// Is this a demonstration? Then the component page is there.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { tls: false, behind_proxy: None, idle_min: 30, sign_in_h: 16, set_up_code: None, demo: false }
    }
}

/// What the rooms offer to the door; `app::panels()` joins them.
#[derive(Clone, Copy)]
pub struct Panels {
    /// The head of an open chart: who, what must be known before hands are laid on, where one can go.
    pub header: fn(&mut Reader<'_>, &Ask<Chart>) -> Result<ChartHeader>,
    /// What the rooms show on the overview of a chart, in its order.
    pub chart: fn(&mut Reader<'_>, &Ask<Chart>) -> Result<Vec<Panel>>,
    /// What must be remembered of who comes next: what for, the goal, the last time, consent, the trend.
    pub brief: fn(&mut Reader<'_>, &Ask<Chart>) -> Result<Vec<Brief>>,
    /// The rooms that this person may enter.
    pub nav: fn(&Person) -> Vec<NavItem>,
    /// Is this person in the middle of a session with a client at this instant (µs)? Then nobody is idled out.
    pub busy: fn(&mut Reader<'_>, &Person, i64) -> Result<bool>,
    /// What was found while this session was open, in the order in which it was.
    pub found: fn(&mut Reader<'_>, &Ask<Chart>, session: &str) -> Result<Vec<Found>>,
    /// The places that were marked on the body chart today, the worst first.
    pub marked: fn(&mut Reader<'_>, &Ask<Chart>) -> Result<Vec<Found>>,
    /// What the rooms await of this person, or for them of others, on this day: lines for Today.
    pub due: fn(&mut Reader<'_>, &Person, Date) -> Result<Vec<Due>>,
}

/// The program, once for all its threads, with the knowledge that is in force for one request.
#[derive(Clone)]
pub struct House {
    pub(crate) db: Db,
    /// What the profession knows, as it is in force.
    pub knowledge: Arc<Knowledge>,
    /// That knowledge with its digest and its overlays.
    pub version: Arc<Version>,
    /// What the program carries, and the last version that was read from the database.
    carried: Arc<Version>,
    latest: Arc<Mutex<Arc<Version>>>,
    pub(crate) lines: Arc<Lines>,
    pub(crate) clock: Clock,
    /// How it was started.
    pub settings: Arc<Settings>,
    chain: Chain,
    /// What the rooms offer to the door.
    pub(crate) panels: Panels,
    /// What it counted since it started, for `/metrics`.
    pub counts: Arc<super::metrics::Counts>,
    /// What took long to work out.
    pub(crate) reports: Arc<super::kept::Reports>,
}

impl House {
    /// Opens the house on a database.
    ///
    /// # Errors
    /// Where the machine gives no randomness or no thread.
    pub fn open(
        db: Db,
        knowledge: Arc<Knowledge>,
        settings: Settings,
        clock: Clock,
        panels: Panels,
    ) -> Result<Arc<House>> {
        let run = draw(clock().as_millisecond())?;
        let chain = Chain::process(&run.to_string());
        let lines = Arc::new(Lines::start(db.clone(), chain.clone(), clock.clone())?);
        let carried = Arc::new(Version::carried(knowledge.clone()));
        Ok(Arc::new(House {
            db,
            knowledge,
            version: carried.clone(),
            latest: Arc::new(Mutex::new(carried.clone())),
            carried,
            lines,
            clock,
            settings: Arc::new(settings),
            chain,
            panels,
            counts: Arc::default(),
            reports: Arc::default(),
        }))
    }

    /// The same house with the knowledge that is in force where `mark` is the last row of overlays, empty for none. Read
    /// from the database where this process has not read it yet.
    pub(crate) fn with_knowledge_at(self: &Arc<House>, db: &mut Reader<'_>, mark: &str) -> Result<Arc<House>> {
        if self.version.stands_at(mark) {
            return Ok(self.clone());
        }
        let last = self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let version = if last.stands_at(mark) { last } else { self.read_version(db, mark)? };
        Ok(Arc::new(House { knowledge: version.knowledge.clone(), version, ..House::clone(self) }))
    }

    fn read_version(&self, db: &mut Reader<'_>, mark: &str) -> Result<Arc<Version>> {
        let version = Arc::new(Version::read(db, &self.carried, mark)?);
        for one in &version.unread {
            let why = one.problems.first().map(ToString::to_string).unwrap_or_default();
            tracing::error!(overlay = one.loaded.name, why, "an overlay does not fit this program and is not in force");
        }
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = version.clone();
        Ok(version)
    }

    /// The chain of this run of the program: looks, refusals, sign-ins.
    pub fn chain(&self) -> Chain {
        self.chain.clone()
    }

    /// The digest of the knowledge in force.
    pub fn knowledge_digest(&self) -> &str {
        &self.version.digest
    }

    /// The database, for what is not a request: verifying, backing up.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Waits until every line of the trail so far is written: for who reads it next.
    pub fn settle(&self) {
        self.lines.settle();
    }

    /// Writes the lines of the trail that wait, and takes no more.
    pub fn close(&self) {
        self.lines.close();
    }
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(bytes)
}

/// Draws an act's id.
pub(crate) fn draw(millis: i64) -> Result<ActId> {
    Ok(ActId::draw(millis, random()?))
}
