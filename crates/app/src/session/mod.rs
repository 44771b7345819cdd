//! Sessions: open one, record what was done and how it was answered, write it up, sign it. What is signed is only added
//! to: an addendum, a co-signature, "entered in error".
mod aftercare;
mod again;
mod begin;
mod compose;
mod liked;
mod log;
mod note;
mod open;
mod palette;
mod preset;
mod respond;
mod short;
mod store;
pub(crate) mod treated;
mod view;
mod wrong;

use crate::consent::gate;
use crate::door::{Answer, Ask, Chart, Error, Page, Person, Result, Right, Routes};
use crate::measures;
use crate::naming;
use crate::ui::{Brief, Choice, Filled, Found, Panel, Said, Words, filters, say};
use askama::Template;
use clinical::knowledge::techniques::Position;
use db::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use view::{Applied, NoteView, Responded, Row, applied, instant, note_view, responded, row};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/sessions", "session.list", Right::ReadChart, list)
        .look("/clients/{client}/sessions/beside", "session.compare", Right::ReadChart, beside)
        .look("/clients/{client}/sessions/{session}", "session.show", Right::ReadChart, show)
        .join(begin::routes())
        .join(open::routes())
        .join(log::routes())
        .join(short::routes())
        .join(respond::routes())
        .join(wrong::routes())
        .join(aftercare::routes())
        .join(note::routes())
}

#[derive(Template, Serialize)]
#[template(path = "session/list.html")]
struct List {
    base: String,
    begin: String,
    rows: Vec<Row>,
    form: Filled,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("session-list-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<List> {
    list_page(db, ask, Filled::empty())
}

fn list_page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let chart = ask.chart();
    let rows = store::list(db, chart, 200)?.into_iter().map(|one| row(ask, one)).collect::<Result<_>>()?;
    Ok(List { base: chart.url("sessions"), begin: chart.url("begin"), rows, form, writes: writes(ask) })
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// One session, whole.
#[derive(Template, Serialize)]
#[template(path = "session/page.html")]
struct Session {
    base: String,
    row: Row,
    unreported: bool,
    ended: Option<(Said, Option<f64>, String)>,
    applications: Vec<Applied>,
    responses: Vec<Responded>,
    note: Option<NoteView>,
    /// Form of the application being added.
    apply: Filled,
    respond: Filled,
    draft: Filled,
    techniques: Vec<Choice>,
    sites: Vec<Choice>,
    grades: [&'static str; 5],
    positions: Vec<Choice>,
    /// What is said of the pressure, in one touch.
    touches: Vec<Choice>,
    answers: Vec<Choice>,
    adverse: Vec<Choice>,
    writes: bool,
    needs_secret: bool,
    /// While hands are on: since when, for the timer.
    hands_on: Option<Timestamp>,
    /// The entry that was made last, with where it is undone.
    last: Option<Last>,
    /// The application that feedback is about: the last one.
    about: String,
    /// What can be recorded in one tap.
    palette: Option<palette::Palette>,
    /// Where something is measured within it, and what was.
    measures: String,
    measured: Vec<measures::Within>,
    /// What was found and observed while it was open.
    found: Vec<Found>,
    /// Where pain is recorded.
    pain: String,
    /// After its signature, the next that waits for one.
    next: bool,
    /// What stands before hands; none on a session that is over, or one without hands.
    before: Option<gate::Before>,
}

/// The entry that was made last.
#[derive(Clone, Serialize)]
struct Last {
    undo: String,
    what: Said,
}

impl Page for Session {
    fn title(&self, words: &Words) -> String {
        words.t("session-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

/// Which of the page's forms was refused, with what was typed into it.
enum Typed {
    Nothing,
    Apply(Filled),
    Respond(Filled),
    Draft(Filled),
}

#[derive(Deserialize)]
struct Named {
    session: String,
    #[serde(default)]
    then: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Session> {
    let next = named.then == "next";
    Ok(Session { next, ..page(db, ask, &named.session, Typed::Nothing)? })
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str, typed: Typed) -> Result<Session> {
    let chart = ask.chart();
    let found = store::one(db, chart, session)?.ok_or(Error::NotFound)?;
    let knowledge = ask.house.knowledge.clone();
    let applications = store::applications(db, session)?;
    let responses = store::responses(db, session)?;
    let note = note::store::note(db, session)?;
    let author = found.by == ask.by.id;
    let draft = match (&typed, &note) {
        (Typed::Draft(filled), _) => filled.clone(),
        (_, Some(_)) => Filled::empty(),
        _ => note::draft(db, ask, session, &applications, &responses)?,
    };
    let (apply, respond) = match typed {
        Typed::Apply(filled) => (filled, Filled::empty()),
        Typed::Respond(filled) => (Filled::empty(), filled),
        _ => (Filled::empty(), Filled::empty()),
    };
    let marks = match &note {
        Some(note) => note::store::marks(db, &note.id)?,
        None => Vec::new(),
    };
    let writes = writes(ask) && note.is_none();
    let hands_on = found.kind != "seen";
    let ended = store::end(db, session)?;
    let live = writes && hands_on && ended.is_none() && found.effective_at.is_some_and(|at| ask.date(at) == ask.today);
    let base = chart.url(&format!("sessions/{session}"));
    Ok(Session {
        before: (writes && hands_on).then(|| gate::before(db, ask, session)).transpose()?,
        palette: if writes && hands_on {
            Some(palette::palette(db, ask, session, &applications)?).filter(|palette| !palette.is_empty())
        } else {
            None
        },
        hands_on: found.effective_at.filter(|_| live).map(instant).transpose()?,
        last: if writes { last(ask, &base, &applications, &responses) } else { None },
        about: applications.last().map(|one| one.of.clone()).unwrap_or_default(),
        measured: measures::within(db, ask, session)?,
        found: (ask.house.panels.found)(db, ask, session)?,
        pain: chart.url("measures/nprs"),
        next: draft.holds("then", "next"),
        unreported: found.unreported,
        ended: ended.map(|end| (Said::key(open::outcome_word(&end.outcome)), end.minutes, end.detail)),
        applications: applications.iter().map(|one| applied(&knowledge, one)).collect(),
        responses: responses.iter().map(responded).collect::<Result<_>>()?,
        writes,
        note: note.map(|note| note_view(ask, &found, note, marks)).transpose()?,
        row: row(ask, found)?,
        apply,
        respond,
        draft,
        techniques: naming::techniques(&knowledge),
        sites: naming::sites(&knowledge),
        grades: clinical::application::GRADES,
        positions: positions(),
        touches: respond::touches(),
        answers: respond::answers(),
        adverse: respond::adverse(),
        needs_secret: author,
        measures: chart.url(&format!("measures?session={session}")),
        base,
    })
}

/// The ways to lie or sit, not noted first.
fn positions() -> Vec<Choice> {
    let all = Position::ALL.into_iter().map(Position::word);
    let all = all.map(|key| Choice::new(key, Said::key(format!("position-{key}"))));
    std::iter::once(Choice::new("", Said::key("position-none"))).chain(all).collect()
}

/// The entry that was made last, whichever kind it is of.
fn last(
    ask: &Ask<Chart>,
    base: &str,
    applications: &[store::Application],
    responses: &[store::Response],
) -> Option<Last> {
    let applied = applications.iter().map(|one| {
        let undo = format!("{base}/applications/{}/undo", one.of);
        (one.at, Last { undo, what: Said::known(naming::technique(&ask.house.knowledge, &one.technique)) })
    });
    let responded = responses.iter().map(|one| {
        let undo = format!("{base}/responses/{}/undo", one.of);
        (one.at, Last { undo, what: respond::said(one) })
    });
    applied.chain(responded).max_by_key(|(at, _)| *at).map(|(_, last)| last)
}

/// Two sessions side by side.
#[derive(Template, Serialize)]
#[template(path = "session/beside.html")]
struct Beside {
    base: String,
    rows: Vec<Row>,
    pair: Vec<Session>,
}

impl Page for Beside {
    fn title(&self, words: &Words) -> String {
        words.t("session-beside-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pair {
    a: String,
    b: String,
}

fn beside(db: &mut Reader<'_>, ask: &Ask<Chart>, pair: Pair) -> Result<Answer> {
    let list = list_page(db, ask, Filled::empty())?;
    let mut shown = Vec::new();
    for session in [&pair.a, &pair.b].into_iter().filter(|id| !id.is_empty()) {
        shown.push(page(db, ask, session, Typed::Nothing)?);
    }
    Ok(Beside { base: list.base, rows: list.rows, pair: shown }.into())
}

/// The last sessions on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "session/panel.html")]
struct Latest {
    rows: Vec<Row>,
}

/// The last sessions, on the overview of a chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let rows = store::list(db, ask.chart(), 5)?.into_iter().map(|one| row(ask, one)).collect::<Result<_>>()?;
    Ok(Some(Panel::new("session-list-title", Latest { rows }).link(ask.chart().url("sessions"), "session-all")))
}

/// What was done last time: when, and the first two lines of it; nothing where nothing is signed.
pub(crate) fn brief(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Brief>> {
    let Some(last) = again::last(db, ask)? else { return Ok(None) };
    let Some(at) = store::one(db, ask.chart(), &last)?.and_then(|listed| listed.effective_at) else { return Ok(None) };
    let done = store::applications(db, &last)?;
    let mut parts = vec![Said::plain(say::date_near(ask.by.locale, ask.date(at), ask.today))];
    parts.extend(done.iter().take(2).map(|one| {
        let shown = applied(&ask.house.knowledge, one);
        let side = shown.side.map(|side| side.in_words(ask.words)).unwrap_or_default();
        Said::plain(format!("{side} {}: {} {}", shown.site, shown.technique, shown.dose).trim().to_owned())
    }));
    Ok(Some(Brief::new("hand", "again-title", parts)))
}

/// Is this person in the middle of a session with a client? Opened within the last hours, and neither ended nor signed.
pub(crate) fn is_busy(db: &mut Reader<'_>, person: &Person, now: i64) -> Result<bool> {
    store::is_open(db, &person.id, now - BUSY)
}

/// For how long an open session keeps its practitioner's screen from being idled out, in microseconds: three hours.
const BUSY: i64 = 3 * 3_600_000_000;
