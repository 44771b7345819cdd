//! Sessions: open one, record what was done and how it was answered, write it up, sign it. What is signed is only added
//! to: an addendum, a co-signature, "entered in error".
mod again;
mod begin;
mod compose;
mod log;
mod note;
mod open;
mod preset;
mod store;

use crate::consent::gate;
use crate::door::{Answer, Ask, Chart, Error, Page, Person, Result, Right, Routes};
use crate::measures;
use crate::naming;
use crate::ui::{Choice, Filled, Panel, Said, Words, filters};
use askama::Template;
use clinical::knowledge::Knowledge;
use db::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/sessions", "session.list", Right::ReadChart, list)
        .look("/clients/{client}/sessions/beside", "session.compare", Right::ReadChart, beside)
        .look("/clients/{client}/sessions/{session}", "session.show", Right::ReadChart, show)
        .join(begin::routes())
        .join(open::routes())
        .join(log::routes())
        .join(note::routes())
}

/// How long after a session its account counts as late, in microseconds: a day.
const LATE: i64 = 24 * 3_600_000_000;

/// One session in the list.
#[derive(Serialize)]
struct Row {
    id: String,
    url: String,
    title: Option<Said>,
    kind: Said,
    /// When it took place; nothing where that is not stated.
    on: Option<Timestamp>,
    late: bool,
    /// open, unsigned, signed, error
    state: &'static str,
    applications: i64,
    adverse: i64,
    by: String,
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

fn row(ask: &Ask<Chart>, one: store::Listed) -> Result<Row> {
    Ok(Row {
        url: ask.chart().url(&format!("sessions/{}", one.of)),
        title: title(&one.title),
        kind: Said::key(kind_word(&one.kind)),
        on: one.effective_at.map(instant).transpose()?,
        late: one.effective_at.is_none_or(|effective| one.at - effective > LATE),
        state: one.state(),
        applications: one.applications,
        adverse: one.adverse,
        by: one.by_name,
        id: one.of,
    })
}

/// A preset's name by its key, else the words that were typed.
fn title(typed: &str) -> Option<Said> {
    let words = preset::find(typed).map_or_else(|| Said::plain(typed), |preset| Said::key(preset.word));
    (!typed.is_empty()).then_some(words)
}

fn instant(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(Error::fault)
}

/// The kinds of visit, with their words.
const KINDS: [(&str, &str); 3] =
    [("treatment", "session-kind-treatment"), ("wellness", "session-kind-wellness"), ("seen", "session-kind-seen")];

fn kind_word(kind: &str) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == kind).map_or("session-kind-treatment", |(_, word)| word)
}

/// One application as it is read.
#[derive(Serialize, Clone)]
struct Applied {
    of: String,
    technique: String,
    site: String,
    side: Option<Said>,
    dose: String,
    detail: String,
    marks: Vec<Said>,
    reason: String,
}

/// One response as it is read.
#[derive(Serialize, Clone)]
struct Responded {
    of: String,
    kind: Said,
    words: Said,
    severity: Option<Said>,
    detail: String,
    at: Timestamp,
}

/// The signed account as it is read.
#[derive(Serialize, Clone)]
struct NoteView {
    id: String,
    by: String,
    at: Timestamp,
    parts: Vec<(Said, String)>,
    gaps: Vec<Said>,
    marks: Vec<MarkView>,
    error: bool,
    may_cosign: bool,
}

/// What came after the signature.
#[derive(Serialize, Clone)]
struct MarkView {
    kind: Said,
    words: String,
    by: String,
    at: Timestamp,
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
    feedback: Vec<Choice>,
    adverse: Vec<Choice>,
    writes: bool,
    needs_secret: bool,
    /// What was done last time, to be taken over line by line.
    again: Option<again::Again>,
    /// Where something is measured within it, and what was.
    measures: String,
    measured: Vec<measures::Within>,
    /// Where pain is recorded.
    pain: String,
    /// After its signature, the next that waits for one.
    next: bool,
    /// What stands before hands; none on a session that is over, or one without hands.
    before: Option<gate::Before>,
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
    Ok(Session {
        before: (writes && hands_on).then(|| gate::before(db, ask, session)).transpose()?,
        base: chart.url(&format!("sessions/{session}")),
        again: if writes && hands_on { again::offer(db, ask, session, &applications)? } else { None },
        measured: measures::within(db, ask, session)?,
        pain: chart.url("measures/nprs"),
        next: draft.holds("then", "next"),
        unreported: found.unreported,
        ended: store::end(db, session)?
            .map(|end| (Said::key(open::outcome_word(&end.outcome)), end.minutes, end.detail)),
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
        feedback: log::feedback(),
        adverse: log::adverse(),
        needs_secret: author,
        measures: chart.url(&format!("measures?session={session}")),
    })
}

fn applied(knowledge: &Knowledge, one: &store::Application) -> Applied {
    let mut dose = Vec::new();
    if let Some(pressure) = one.pressure {
        dose.push(format!("P{pressure}"));
    }
    if !one.grade.is_empty() {
        dose.push(format!("grade {}", one.grade));
    }
    if let Some(minutes) = one.minutes {
        dose.push(format!("{minutes} min"));
    }
    Applied {
        of: one.of.clone(),
        technique: naming::technique(knowledge, &one.technique),
        site: naming::site(knowledge, &one.site),
        side: naming::side(&one.side),
        dose: dose.join(" · "),
        detail: one.detail.clone(),
        marks: one.marks.split(',').filter_map(|mark| log::mark_word(mark)).map(Said::key).collect(),
        reason: one.reason.clone(),
    }
}

fn responded(one: &store::Response) -> Result<Responded> {
    Ok(Responded {
        of: one.of.clone(),
        kind: Said::key(log::kind_word(&one.kind)),
        words: Said::key(log::code_word(&one.code)),
        severity: log::severity_word(&one.severity).map(Said::key),
        detail: one.detail.clone(),
        at: instant(one.at)?,
    })
}

fn note_view(
    ask: &Ask<Chart>,
    session: &store::Listed,
    note: note::store::Note,
    marks: Vec<note::store::Mark>,
) -> Result<NoteView> {
    let cosigned = marks.iter().any(|mark| mark.kind == "cosign");
    Ok(NoteView {
        may_cosign: !cosigned && ask.by.may(Right::CoSign) && session.by != ask.by.id,
        error: marks.iter().any(|mark| mark.kind == "error"),
        id: note.id,
        by: note.by_name,
        at: instant(note.at)?,
        parts: vec![
            (Said::key("note-subjective"), note.subjective),
            (Said::key("note-objective"), note.objective),
            (Said::key("note-assessment"), note.assessment),
            (Said::key("note-plan"), note.plan),
        ],
        gaps: note.gaps.split(',').filter_map(note::gap_word).map(Said::key).collect(),
        marks: marks
            .into_iter()
            .map(|mark| {
                let kind = Said::key(note::mark_word(&mark.kind));
                Ok(MarkView { kind, words: mark.words, by: mark.by_name, at: instant(mark.at)? })
            })
            .collect::<Result<_>>()?,
    })
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
struct Last {
    rows: Vec<Row>,
}

/// The last sessions, on the overview of a chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let rows = store::list(db, ask.chart(), 5)?.into_iter().map(|one| row(ask, one)).collect::<Result<_>>()?;
    Ok(Some(Panel::new("session-list-title", Last { rows }).link(ask.chart().url("sessions"), "session-all")))
}

/// Is this person in the middle of a session with a client? Opened within the last hours, and neither ended nor signed.
pub(crate) fn is_busy(db: &mut Reader<'_>, person: &Person, now: i64) -> Result<bool> {
    store::is_open(db, &person.id, now - BUSY)
}

/// For how long an open session keeps its practitioner's screen from being idled out, in microseconds: three hours.
const BUSY: i64 = 3 * 3_600_000_000;
