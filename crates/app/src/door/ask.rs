//! Who asks, about what, and when. The clock is read once, before; a room finds the time here.
use super::{
    error::{Error, Result},
    house::House,
    id::ActId,
    multipart::Upload,
    rights::{Right, Role, Roles},
    store,
    trail::Line,
};
use crate::ui::{ChartHeader, Locale, Words};
use db::{Chain, Reader};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

/// Somebody who may sign in here.
#[derive(Clone, Debug)]
pub struct Person {
    /// `per_…`; empty for somebody not signed in.
    pub id: String,
    /// As it stands on notes and letters.
    pub name: String,
    /// What they are here.
    pub roles: Roles,
    /// The profession's key in the knowledge; empty where they do not treat.
    pub profession: String,
    /// The language they read.
    pub locale: Locale,
    /// The client whose intake their locked screen is kept to: then it opens that and nothing else.
    pub kept_to: Option<Sitting>,
}

/// A device of the practice that is kept to one client's intake.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Whose intake.
    pub client: String,
    /// Who says it: `client`, or `desk` where somebody writes down what they say.
    pub source: String,
    /// Since when, in microseconds UTC. What was said before is not shown.
    pub begun_at: i64,
}

impl Person {
    /// Somebody not signed in.
    pub fn nobody(locale: Locale) -> Person {
        Person {
            id: String::new(),
            name: String::new(),
            roles: Roles::default(),
            profession: String::new(),
            locale,
            kept_to: None,
        }
    }
    /// Are they signed in?
    pub fn is_known(&self) -> bool {
        !self.id.is_empty()
    }
    /// Does one of their roles bring this right? What [`Right::Everyone`] asks, nobody has too.
    pub fn may(&self, right: Right) -> bool {
        if self.kept_to.is_some() {
            return matches!(right, Right::Everyone | Right::OwnIntake);
        }
        right == Right::Everyone || (self.is_known() && (right == Right::Own || self.roles.may(right)))
    }
}

/// What holds for the whole practice.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Its name.
    pub name: String,
    /// Where its day begins and ends.
    pub zone: TimeZone,
    /// ISO 3166: `ES`, `US-TX`.
    pub jurisdiction: String,
    /// The language of its papers, where no person chose.
    pub locale: Locale,
    /// May every practitioner open every chart, or only those of their own clients?
    pub all_charts: bool,
    /// Is it a demonstration?
    pub demo: bool,
}

impl Practice {
    /// Before set-up.
    pub(crate) fn none() -> Practice {
        Practice {
            name: String::new(),
            zone: TimeZone::UTC,
            jurisdiction: String::new(),
            locale: Locale::default(),
            all_charts: false,
            demo: false,
        }
    }
}

/// One request to one room: who, when, about what. `S` says about what: a [`Chart`], the [`House`]'s directory, the practice.
pub struct Ask<S = Chart> {
    /// Who asks.
    pub by: Person,
    /// When, to the microsecond.
    pub at: Timestamp,
    /// The civil date in the practice.
    pub today: Date,
    /// The practice.
    pub practice: Practice,
    /// The words of the person's language.
    pub words: &'static Words,
    /// About what.
    pub scope: S,
    /// The version that the person saw of what they change, where it is mutable.
    pub version: Option<i64>,
    /// The file that came with the form, where the route takes one.
    pub file: Option<Upload>,
    /// What the whole program shares: the knowledge above all.
    pub house: Arc<House>,
    /// An opaque name of the browser's sign-in (the token's hash), where there is one.
    pub(crate) token: Option<String>,
    /// Where the request came from, for throttling.
    pub(crate) address: String,
    pub(crate) act: ActId,
    pub(crate) drawn: Cell<u32>,
    /// What was read once for this request; nothing on the writer, where the act itself may change it.
    pub(crate) read: Option<ReadOnce>,
}

/// Values that a request has read, whatever their types.
pub(crate) type ReadOnce = RefCell<Vec<Rc<dyn Any>>>;

impl<S> Ask<S> {
    /// A new id of this kind (`cli`, `ses`): the same on every run of the same act, and in the order of time.
    pub fn id(&self, kind: &str) -> String {
        let n = self.drawn.get();
        self.drawn.set(n + 1);
        self.act.id(kind, n)
    }
    /// This instant in microseconds, as records keep it.
    pub fn micros(&self) -> i64 {
        self.at.as_microsecond()
    }
    /// What `read` gives, read once for the request: its header, its panels and its page are made from the same reading.
    /// Two readings are told apart by their type. In an act's second half everything is read anew.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn once<T: 'static>(&self, read: impl FnOnce() -> Result<T>) -> Result<Rc<T>> {
        let Some(kept) = &self.read else { return read().map(Rc::new) };
        let found = kept.borrow().iter().find_map(|one| one.clone().downcast().ok());
        if let Some(found) = found {
            return Ok(found);
        }
        let new = Rc::new(read()?);
        kept.borrow_mut().push(new.clone());
        Ok(new)
    }
    /// The civil date of an instant, in the practice.
    pub fn date(&self, at: i64) -> Date {
        Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.practice.zone.clone()).date()
    }
}

impl Ask<Chart> {
    /// The chart.
    pub fn chart(&self) -> &Chart {
        &self.scope
    }
    /// Records a row of this chart. `of` names the entry by the id of its first row, which for the first is `id` itself;
    /// `effective_at` (µs) is when it was so, where that is known, which is not when it was written down.
    ///
    /// # Errors
    /// The database's.
    pub fn record<const N: usize>(
        &self,
        db: &mut db::Writer<'_>,
        table: &'static str,
        (id, of): (&str, &str),
        effective_at: impl Into<db::Value>,
        own: [(&'static str, db::Value); N],
    ) -> Result<()> {
        let common = [("of", of.into()), ("effective_at", effective_at.into()), ("client", self.scope.client().into())];
        let columns: Vec<_> = common.into_iter().chain(own).collect();
        Ok(db.record(&self.scope.chain(&self.house), table, id, &columns)?)
    }
}

/// About what a route is; the door opens it, and holding it is the proof that the person may.
pub trait Scope: Sized + 'static {
    /// The word for it in the list of routes.
    const NAME: &'static str;
    /// Opens it for this person, or says why not.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Closed`], or the database's.
    fn open(db: &mut Reader<'_>, opening: &Opening<'_>) -> Result<Self>;
    /// The chain that an act on it is sealed into.
    fn chain(&self, house: &House) -> Chain;
    /// The client whose chart it is; empty where it is none.
    fn client(&self) -> &str {
        ""
    }
    /// What stands above every page of it: a chart's header.
    ///
    /// # Errors
    /// The database's.
    fn header(_: &mut Reader<'_>, _: &Ask<Self>) -> Result<Option<ChartHeader>> {
        Ok(None)
    }
}

/// What a scope is opened with.
pub struct Opening<'a> {
    pub(crate) by: &'a Person,
    pub(crate) practice: &'a Practice,
    pub(crate) right: Right,
    pub(crate) at: Timestamp,
    /// The `{client}` of the path.
    pub(crate) client: &'a str,
    /// Reading or writing?
    pub(crate) writes: bool,
}

/// About nothing of the practice's: signing in, health, the words of the law.
pub struct Nothing;
impl Scope for Nothing {
    const NAME: &'static str = "nobody";
    fn open(_: &mut Reader<'_>, _: &Opening<'_>) -> Result<Self> {
        Ok(Nothing)
    }
    fn chain(&self, house: &House) -> Chain {
        house.chain()
    }
}

/// About what is the person's own: password, sign-ins, language.
pub struct Mine;
impl Scope for Mine {
    const NAME: &'static str = "own";
    fn open(_: &mut Reader<'_>, opening: &Opening<'_>) -> Result<Self> {
        match opening.by.may(opening.right) {
            _ if !opening.by.is_known() => Err(Error::SignedOut),
            true => Ok(Mine),
            false => Err(Error::Forbidden),
        }
    }
    fn chain(&self, _: &House) -> Chain {
        Chain::practice()
    }
}

/// About the practice: people, settings, directory, appointments.
pub struct Whole;
impl Scope for Whole {
    const NAME: &'static str = "practice";
    fn open(_: &mut Reader<'_>, opening: &Opening<'_>) -> Result<Self> {
        if opening.by.may(opening.right) { Ok(Whole) } else { Err(Error::Forbidden) }
    }
    fn chain(&self, _: &House) -> Chain {
        Chain::practice()
    }
}

/// One entry of the directory: who the client is, nothing clinical.
pub struct Listed {
    client: String,
    /// The name they go by.
    pub name: String,
}
impl Listed {
    /// The client's id.
    pub fn client(&self) -> &str {
        &self.client
    }
    /// A page of this entry.
    pub fn url(&self, tail: &str) -> String {
        url(&self.client, tail)
    }
}
impl Scope for Listed {
    const NAME: &'static str = "directory";
    fn open(db: &mut Reader<'_>, opening: &Opening<'_>) -> Result<Self> {
        if !opening.by.may(opening.right) {
            return Err(Error::Forbidden);
        }
        let found = store::listed(db, opening.client)?.ok_or(Error::NotFound)?;
        Ok(Listed { client: found.id, name: found.used_name })
    }
    fn chain(&self, _: &House) -> Chain {
        Chain::practice()
    }
    fn client(&self) -> &str {
        &self.client
    }
}

/// One client's chart, opened for one person. Holding it is the proof that they may.
#[derive(Clone, Debug)]
pub struct Chart {
    client: String,
    /// The name they go by.
    pub name: String,
    /// The name on papers, where it is another one.
    pub legal_name: String,
    /// Their pronouns, as they gave them.
    pub pronouns: String,
    /// Their birth date, where it is known.
    pub birth_on: Option<Date>,
    /// `female`, `male`, `intersex`, `unknown`: for reference values and rules.
    pub clinical_sex: String,
    /// Opened from outside the circle, with a reason.
    pub glass: bool,
    /// Opened by the client whose chart it is.
    pub own: bool,
}

impl Chart {
    /// The client's id: what the chart's rows carry.
    pub fn client(&self) -> &str {
        &self.client
    }
    /// A page of this chart, where this person finds it.
    pub fn url(&self, tail: &str) -> String {
        match tail {
            _ if !self.own => url(&self.client, tail),
            "" => "/my".into(),
            _ => format!("/my/{tail}"),
        }
    }
    /// The chart of the directory's entry; whoever makes one has found out that the person may.
    fn of(found: store::Found) -> Chart {
        Chart {
            client: found.id,
            name: found.used_name,
            legal_name: found.legal_name,
            pronouns: found.pronouns,
            birth_on: found.birth_on.and_then(|text| text.parse().ok()),
            clinical_sex: found.clinical_sex,
            glass: false,
            own: false,
        }
    }
    /// Whole years on this day; `None` where the birth date is not known.
    pub fn age(&self, today: Date) -> Option<i32> {
        let born = self.birth_on?;
        let years = i32::from(today.year()) - i32::from(born.year());
        let before = (today.month(), today.day()) < (born.month(), born.day());
        Some(years - i32::from(before))
    }
}

impl Scope for Chart {
    const NAME: &'static str = "chart";
    fn open(db: &mut Reader<'_>, opening: &Opening<'_>) -> Result<Self> {
        let Opening { by, right, practice, .. } = opening;
        if !by.may(*right) {
            // Without a chart right, not yours and not there are the same answer.
            return Err(Error::NotFound);
        }
        if matches!(right, Right::OwnChart | Right::OwnIntake) {
            // No path names it: it is the chart of whoever is signed in or sits at the device, and there is no other.
            let found = match &by.kept_to {
                Some(sitting) => store::listed(db, &sitting.client)?,
                None => store::own_chart(db, &by.id)?,
            };
            let found = found.ok_or(Error::NotFound)?;
            return Ok(Chart { own: true, ..Chart::of(found) });
        }
        let found = store::listed(db, opening.client)?.ok_or(Error::NotFound)?;
        let mut glass = false;
        if !practice.all_charts && !store::in_circle(db, &by.id, &found.id)? {
            glass = store::glass_is_broken(db, &by.id, &found.id, opening.at.as_microsecond())?;
            let supervises = by.roles.has(Role::Supervisor) && store::supervises(db, &by.id, &found.id)?;
            if !supervises && (!glass || opening.writes) {
                return Err(Error::Closed { client: found.id });
            }
        }
        Ok(Chart { glass, ..Chart::of(found) })
    }
    fn chain(&self, _: &House) -> Chain {
        Chain::chart(&self.client)
    }
    fn client(&self) -> &str {
        &self.client
    }
    fn header(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<ChartHeader>> {
        if ask.scope.own {
            return Ok(None);
        }
        (ask.house.panels.header)(db, ask).map(Some)
    }
}

fn url(client: &str, tail: &str) -> String {
    if tail.is_empty() { format!("/clients/{client}") } else { format!("/clients/{client}/{tail}") }
}

impl Ask<Whole> {
    /// The same request about one client's chart, for a card on a page of the practice; nothing where that chart is not open to the
    /// person. The trail gets a line of its own, because a chart was looked at.
    ///
    /// # Errors
    /// The database's, and the trail's.
    pub fn chart_of(&self, db: &mut Reader<'_>, client: &str) -> Result<Option<Ask<Chart>>> {
        let opening = Opening {
            by: &self.by,
            practice: &self.practice,
            right: Right::ReadChart,
            at: self.at,
            client,
            writes: false,
        };
        let scope = match Chart::open(db, &opening) {
            Ok(chart) => chart,
            Err(Error::NotFound | Error::Closed { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        self.house.lines.send(Line::looked(&self.by.id, self.micros(), "chart.glance", scope.client()))?;
        Ok(Some(Ask {
            by: self.by.clone(),
            at: self.at,
            today: self.today,
            practice: self.practice.clone(),
            words: self.words,
            scope,
            version: None,
            file: None,
            house: self.house.clone(),
            token: None,
            address: self.address.clone(),
            act: self.act.clone(),
            drawn: Cell::new(0),
            read: Some(ReadOnce::default()),
        }))
    }
}

impl<S: Scope> Ask<S> {
    /// Keeps what a mutable row was, before it is changed: as JSON, in the chain of what was asked about.
    ///
    /// # Errors
    /// The database's.
    pub fn keep(
        &self,
        db: &mut db::Writer<'_>,
        table: &str,
        row: &str,
        version: i64,
        was: &impl serde::Serialize,
    ) -> Result<()> {
        let was = serde_json::to_string(was).map_err(Error::fault)?;
        store::keep(db, &self.scope.chain(&self.house), &self.id("his"), table, row, version, &was)
    }
}
