//! What the door does around a room's function: sign in, open the scope, one transaction, the trail, the answer.
use super::{
    ask::{Ask, Opening, Person, Practice, ReadOnce, Scope},
    error::{Error, Result},
    form::{self, Fields},
    house::{self, House},
    id::ActId,
    multipart::Upload,
    render::{self, Surroundings},
    rights::Right,
    routes::{Look, Perform, Prepare},
    store,
    trail::{Answer as Kept, Line, Outcome},
    view::{Answer, Cookie, Done},
};
use crate::ui::{Locale, Words};
use crate::versions::Version;
use db::Reader;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::{
    cell::Cell,
    sync::{Arc, OnceLock},
    time::Instant,
};

/// A request, stripped of HTTP.
#[derive(Clone)]
pub(crate) struct Asked {
    /// What the path names: `{client}`.
    pub(crate) path: Vec<(String, String)>,
    pub(crate) fields: Fields,
    /// The file that came with them, where the route takes one.
    pub(crate) file: Option<Upload>,
    /// SHA-256 of the sign-in cookie's token.
    pub(crate) token: Option<String>,
    /// SHA-256 of a program's token.
    pub(crate) bearer: Option<String>,
    pub(crate) act: Option<ActId>,
    pub(crate) version: Option<i64>,
    /// Did the version come as `If-Match`?
    pub(crate) if_match: bool,
    pub(crate) at: Timestamp,
    /// The browser's language, for who is not signed in.
    pub(crate) language: Option<String>,
    /// SHA-256 of what was sent, with its path.
    pub(crate) digest: String,
    /// JSON wanted?
    pub(crate) api: bool,
    pub(crate) address: String,
    /// The path, without query.
    pub(crate) url: String,
}

impl Asked {
    fn client(&self) -> &str {
        self.path.iter().find(|(name, _)| name == "client").map_or("", |(_, value)| value)
    }
}

/// The answer, before it is HTTP.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) location: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) cookie: Option<Cookie>,
    pub(crate) retry_s: Option<i64>,
}

/// Who asks, in which practice: found once, before anything else.
#[derive(Clone)]
pub(crate) struct Entered {
    /// The house, with the knowledge that is in force.
    pub(crate) house: Arc<House>,
    pub(crate) person: Person,
    pub(crate) practice: Practice,
    /// The sign-in, when it is time to note that it was seen.
    seen: Option<String>,
    /// The client whose chart was opened; empty before, and where it was none.
    chart: String,
}

/// What a route says of itself: what the trail calls it, and what the person must hold.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    pub(crate) verb: &'static str,
    pub(crate) right: Right,
}

/// The two halves of an act.
pub(crate) struct Both<S, F, P> {
    pub(crate) prepare: Prepare<S, F, P>,
    pub(crate) perform: Perform<S, P>,
}
impl<S, F, P> Clone for Both<S, F, P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S, F, P> Copy for Both<S, F, P> {}

/// Answers a look.
pub(crate) async fn look<S, Q, A>(house: Arc<House>, asked: Asked, named: Named, show: Look<S, Q, A>) -> Reply
where
    S: Scope,
    Q: DeserializeOwned + Send + 'static,
    A: Into<Answer> + 'static,
{
    let Named { verb, right } = named;
    let inside = (house.clone(), asked.clone());
    let answered = house.db.look(move |db| {
        let (house, asked) = inside;
        let (mut entered, error) = match enter(db, &house, &asked, right, false) {
            Ok(entered) => (entered, None),
            Err((entered, error)) => (entered, Some(error)),
        };
        let mut around = Surroundings::new(&asked, &entered);
        let shown = match error {
            Some(error) => Err(error),
            None => ask::<S>(db, &asked, &entered, right, false).and_then(|ask| {
                entered.chart = ask.scope.client().into();
                let answer = form::decode(&asked.path, &asked.fields).and_then(|query| show(db, &ask, query));
                around.chart = render::header(db, &ask, &asked)?;
                answer
            }),
        };
        let (outcome, reason) = Outcome::of(shown.as_ref().err());
        let reply = match shown {
            Ok(answer) => render::answer(&around, answer.into())?,
            Err(error) => render::error(&around, error, verb),
        };
        Ok::<_, Error>((reply, entered, outcome, reason))
    });
    match answered.await {
        Ok((reply, entered, outcome, reason)) => match trail(&house, &asked, &entered, verb, outcome, reason) {
            Ok(()) => reply,
            Err(error) => render::bare_error(&house, &asked, error, verb),
        },
        Err(error) => render::bare_error(&house, &asked, error, verb),
    }
}

/// Answers an act.
pub(crate) async fn act<S, F, P>(house: Arc<House>, mut asked: Asked, named: Named, both: Both<S, F, P>) -> Reply
where
    S: Scope + Send,
    F: DeserializeOwned + Send + 'static,
    P: Send + 'static,
{
    if asked.act.is_none() {
        asked.act = house::draw(asked.at.as_millisecond()).ok();
    }
    let Named { verb, right } = named;
    let inside = (house.clone(), asked.clone());
    let prepared = house.db.look(move |db| {
        let (house, asked) = inside;
        let (mut entered, error) = match enter(db, &house, &asked, right, true) {
            Ok(entered) => (entered, None),
            Err((entered, error)) => (entered, Some(error)),
        };
        let mut around = Surroundings::new(&asked, &entered);
        let made = match error {
            Some(error) => Err(error),
            None => ask::<S>(db, &asked, &entered, right, true).and_then(|ask| {
                entered.chart = ask.scope.client().into();
                if let Some(done) = again(db, &asked, &entered)? {
                    return Ok(Step::Answered(done));
                }
                let form = form::decode(&asked.path, &asked.fields)?;
                let prepared = (both.prepare)(db, &ask, form);
                if prepared.is_err() {
                    around.chart = render::header(db, &ask, &asked)?;
                }
                prepared.map(|prepared| Step::Perform(prepared, ask.scope.chain(&house)))
            }),
        };
        Ok::<_, Error>(match made {
            Ok(step) => (step, entered, Outcome::Done, String::new()),
            Err(error) => {
                let (outcome, reason) = Outcome::of(Some(&error));
                (Step::Ended(render::error(&around, error, verb)), entered, outcome, reason)
            }
        })
    });
    let (step, entered, outcome, reason) = match prepared.await {
        Ok(found) => found,
        Err(error) => return render::bare_error(&house, &asked, error, verb),
    };
    let (prepared, chain) = match step {
        Step::Perform(prepared, chain) => (prepared, chain),
        Step::Answered(done) => return render::done(&asked, done),
        Step::Ended(reply) => {
            return match trail(&house, &asked, &entered, verb, outcome, reason) {
                Ok(()) => reply,
                Err(error) => render::bare_error(&house, &asked, error, verb),
            };
        }
    };
    let by = entered.person.id.clone();
    match perform(&house, &asked, named, by, chain, both.perform, prepared).await {
        Ok(done) => render::done(&asked, done),
        Err(error) => {
            let (outcome, reason) = Outcome::of(Some(&error));
            if let Err(error) = trail(&house, &asked, &entered, verb, outcome, reason) {
                return render::bare_error(&house, &asked, error, verb);
            }
            render::error(&Surroundings::new(&asked, &entered), error, verb)
        }
    }
}

enum Step<P> {
    Perform(P, db::Chain),
    Answered(Done),
    Ended(Reply),
}

/// The second half, on the writer: rights again, a repeat again, then the room's own, then its line.
async fn perform<S: Scope + Send, P: Send + 'static>(
    house: &Arc<House>,
    asked: &Asked,
    Named { verb, right }: Named,
    by: String,
    chain: db::Chain,
    perform: Perform<S, P>,
    prepared: P,
) -> Result<Done> {
    let Some(id) = asked.act.as_ref() else { return Err(Error::fault("an act without an id")) };
    let act = db::Act {
        id: id.to_string(),
        by: if by.is_empty() { "nobody".into() } else { by },
        at: asked.at.as_microsecond(),
        secret: house::random()?,
        chains: vec![chain.clone()],
    };
    let (house, asked) = (house.clone(), asked.clone());
    let db = house.db.clone();
    let used: Arc<OnceLock<Arc<Version>>> = Arc::default();
    let over = used.clone();
    let done = db.act(act, move |db| {
        let begun = Instant::now();
        let entered = enter(db, &house, &asked, right, true).map_err(|(_, error)| error)?;
        let ask = Ask { read: None, ..ask::<S>(db, &asked, &entered, right, true)? };
        if let Some(done) = again(db, &asked, &entered)? {
            return Ok(done);
        }
        // Whatever is recorded here was judged over this knowledge: it is kept with it, or neither is.
        ask.house.version.keep(db, ask.micros())?;
        let _ = over.set(ask.house.version.clone());
        let done = perform(db, &ask, &prepared)?;
        let chart = done.chart.clone().unwrap_or_else(|| ask.scope.client().to_string());
        let line = Line {
            who: done.who.clone().unwrap_or_else(|| entered.person.id.clone()),
            at: ask.micros(),
            verb,
            chart,
            subject: done.subject.clone(),
            outcome: if done.refused { Outcome::Refused } else { Outcome::Done },
            reason: done.reason.clone(),
            answer: Some(Kept { body: asked.digest.clone(), status: 303, location: done.to.clone() }),
            token: None,
        };
        store::line(db, &chain, &ask.id("tra"), &line)?;
        house.counts.held(verb, u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        Ok::<_, Error>(done)
    });
    let done = done.await?;
    if let Some(version) = used.get() {
        version.is_kept();
    }
    Ok(done)
}

/// Was this very act done before, by this person, with the same fields? Then its answer stands.
fn again(db: &mut Reader<'_>, asked: &Asked, entered: &Entered) -> Result<Option<Done>> {
    let Some(act) = &asked.act else { return Ok(None) };
    let Some(before) = store::answered(db, &act.to_string())? else { return Ok(None) };
    // A sign-in is done by nobody yet: what was sent has to be the same, and its cookie is not given twice.
    if before.body != asked.digest || (entered.person.is_known() && before.who != entered.person.id) {
        return Err(Error::Conflict);
    }
    Ok(Some(Done::to(before.location).about(before.subject)))
}

/// Finds out who asks. On an error, still tells in whose language to say so.
#[allow(clippy::result_large_err, reason = "who asks is needed on both ways")]
fn enter(
    db: &mut Reader<'_>,
    house: &Arc<House>,
    asked: &Asked,
    right: Right,
    acts: bool,
) -> std::result::Result<Entered, (Entered, Error)> {
    let mut entered = Entered {
        house: house.clone(),
        person: Person::nobody(Locale::choose(None, asked.language.as_deref())),
        practice: Practice::none(),
        seen: None,
        chart: String::new(),
    };
    let result = (|| {
        let Some((practice, overlay)) = store::practice(db)? else {
            // Only what anyone may do is possible before set-up.
            return if right == Right::Everyone { Ok(()) } else { Err(Error::SignedOut) };
        };
        entered.practice = practice;
        entered.house = house.with_knowledge_at(db, &overlay)?;
        match known(db, house, asked, (right, acts), &mut entered) {
            Err(Error::SignedOut | Error::Locked) if right == Right::Everyone => Ok(()),
            other => other,
        }?;
        if right != Right::Everyone && !entered.person.is_known() { Err(Error::SignedOut) } else { Ok(()) }
    })();
    match result {
        Ok(()) => Ok(entered),
        Err(error) => Err((entered, error)),
    }
}

fn known(
    db: &mut Reader<'_>,
    house: &House,
    asked: &Asked,
    (right, acts): (Right, bool),
    entered: &mut Entered,
) -> Result<()> {
    let now = asked.at.as_microsecond();
    if let Some(bearer) = &asked.bearer {
        let (person, may_act) = store::token(db, bearer, now)?.ok_or(Error::SignedOut)?;
        if acts && !may_act {
            return Err(Error::Forbidden);
        }
        entered.person = person;
        return Ok(());
    }
    let Some(token) = &asked.token else { return Ok(()) };
    let found = store::sign_in(db, token)?.ok_or(Error::SignedOut)?;
    if found.ends_at <= now {
        return Err(Error::SignedOut);
    }
    let minute = 60_000_000;
    if found.locked
        && right == Right::OwnIntake
        && let Some(sitting) = store::sitting(db, token, now)?
    {
        entered.person = Person { kept_to: Some(sitting), ..found.person };
        return Ok(());
    }
    let idle = now - found.seen_at > house.settings.idle_min * minute;
    if found.locked || (idle && !(house.panels.busy)(db, &found.person, now)?) {
        // An idle screen locks where there is a PIN to open it, and is signed out where there is none.
        let pin = found.locked || store::has_pin(db, &found.person.id)?;
        return Err(if pin { Error::Locked } else { Error::SignedOut });
    }
    if now - found.seen_at > minute {
        entered.seen = Some(token.clone());
    }
    entered.person = found.person;
    Ok(())
}

/// Opens the scope and makes the room's question.
fn ask<S: Scope>(db: &mut Reader<'_>, asked: &Asked, entered: &Entered, right: Right, writes: bool) -> Result<Ask<S>> {
    let opening = Opening {
        by: &entered.person,
        practice: &entered.practice,
        right,
        at: asked.at,
        client: asked.client(),
        writes,
    };
    let scope = S::open(db, &opening)?;
    let act = match &asked.act {
        Some(act) => act.clone(),
        None => house::draw(asked.at.as_millisecond())?,
    };
    Ok(Ask {
        by: entered.person.clone(),
        at: asked.at,
        today: asked.at.to_zoned(entered.practice.zone.clone()).date(),
        practice: entered.practice.clone(),
        words: Words::of(entered.person.locale),
        scope,
        version: asked.version,
        file: asked.file.clone(),
        house: entered.house.clone(),
        token: asked.token.clone(),
        address: asked.address.clone(),
        act,
        drawn: Cell::new(0),
        read: Some(ReadOnce::default()),
    })
}

impl Outcome {
    fn of(error: Option<&Error>) -> (Outcome, String) {
        match error {
            None => (Outcome::Done, String::new()),
            Some(Error::NotFound | Error::Forbidden | Error::Closed { .. } | Error::Foreign) => {
                (Outcome::Denied, String::new())
            }
            Some(Error::Stale(_)) => (Outcome::Refused, "stale".into()),
            Some(Error::Fault(_) | Error::Constraint(_)) => (Outcome::Refused, "fault".into()),
            Some(_) => (Outcome::Refused, String::new()),
        }
    }
}

/// Hands the line of a look, or of an act that was not done, to the trail. Who is not signed in is counted, not trailed.
fn trail(
    house: &House,
    asked: &Asked,
    entered: &Entered,
    verb: &'static str,
    outcome: Outcome,
    reason: String,
) -> Result<()> {
    if !entered.person.is_known() {
        return Ok(());
    }
    // A path that names no client is of no chart, or of the person's own.
    let client = if asked.client().is_empty() { entered.chart.as_str() } else { asked.client() };
    let chart = if client.len() == 30 && client.starts_with("cli_") { client } else { "" };
    house.lines.send(Line {
        who: entered.person.id.clone(),
        at: asked.at.as_microsecond(),
        verb,
        chart: chart.into(),
        subject: String::new(),
        outcome,
        reason,
        answer: None,
        token: entered.seen.clone(),
    })
}
