//! What is tapped during or after the session: each application and each response is a record at once; undo withdraws.
use super::{Typed, page, store};
use crate::consent::gate;
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::intake::today::{Today, today};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::application::{self, Application};
use clinical::consent::Given;
use clinical::knowledge::techniques::Position;
use db::{Reader, Writer};
use serde::Deserialize;
use std::rc::Rc;

pub(super) fn routes() -> Routes {
    const APPLICATION: &str = "/clients/{client}/sessions/{session}/applications/{entry}/undo";
    Routes::new()
        .act(
            "/clients/{client}/sessions/{session}/applications",
            "application.record",
            Right::WriteChart,
            prepare,
            apply,
        )
        .act(APPLICATION, "application.undo", Right::WriteChart, prepare_undo, undo)
}

/// What may stand against an application and is recorded with it.
const MARKS: [(&str, &str); 3] =
    [("consent", "mark-no-consent"), ("block", "mark-against-block"), ("scope", "mark-outside-scope")];

pub(super) fn mark_word(mark: &str) -> Option<&'static str> {
    MARKS.iter().find(|(key, _)| *key == mark).map(|(_, word)| *word)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    session: String,
    technique: String,
    site: String,
    side: String,
    pressure: String,
    grade: String,
    minutes: String,
    position: String,
    detail: String,
    reason: String,
}

impl Form {
    fn filled(self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("technique", self.technique),
            ("site", self.site),
            ("side", self.side),
            ("pressure", self.pressure),
            ("grade", self.grade),
            ("minutes", self.minutes),
            ("position", self.position),
            ("detail", self.detail),
            ("reason", self.reason),
        ];
        Filled::sent(fields, refusals)
    }
}

/// An application that can be recorded.
struct Apply {
    session: String,
    application: Application,
    reason: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Apply> {
    store::unsigned(db, ask.chart(), &form.session)?;
    let typed = application::Typed {
        technique: &form.technique,
        site: &form.site,
        side: &form.side,
        pressure: &form.pressure,
        grade: &form.grade,
        minutes: &form.minutes,
        position: &form.position,
        detail: &form.detail,
    };
    match application::parse(&ask.house.knowledge, &typed) {
        Ok(application) => {
            Ok(Apply { session: form.session, application, reason: form.reason.trim().chars().take(500).collect() })
        }
        Err(refusals) => {
            let session = form.session.clone();
            let page = page(db, ask, &session, Typed::Apply(form.filled(refusals)))?;
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

/// What applications are marked by: the screen of today, and the consents that were given.
pub(super) struct Standing {
    today: Rc<Today>,
    given: Vec<Given>,
}

impl Standing {
    /// Reads it, once for all that is recorded in one act.
    pub(super) fn read(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Standing> {
        let today = today(db, ask)?;
        Standing::over(db, ask, today)
    }

    /// The same over the screen of today, where it was read.
    pub(super) fn over(db: &mut Reader<'_>, ask: &Ask<Chart>, today: Rc<Today>) -> Result<Standing> {
        Ok(Standing { today, given: gate::given(db, ask)? })
    }

    /// What holds for the client today.
    pub(super) fn today(&self) -> &Today {
        &self.today
    }

    /// What stands against an application in a session of this time: a consent that is missing, a block.
    pub(super) fn marks(&self, ask: &Ask<Chart>, application: &Application, at: Option<i64>) -> String {
        let consent = gate::is_missing(ask, &self.given, application, at).then_some("consent");
        let block = self.today.blocks(application).then_some("block");
        consent.into_iter().chain(block).collect::<Vec<_>>().join(",")
    }
}

fn apply(db: &mut Writer<'_>, ask: &Ask<Chart>, apply: &Apply) -> Result<Done> {
    let session = store::unsigned(db, ask.chart(), &apply.session)?;
    let standing = Standing::read(db, ask)?;
    let of = record(db, ask, &session, &standing, (&apply.application, &apply.reason))?;
    Ok(back(ask, &apply.session).about(of).because(&apply.reason))
}

/// Records one application in a session, marked with what stands against it, and gives its id.
pub(super) fn record(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &store::Listed,
    standing: &Standing,
    (done, reason): (&Application, &str),
) -> Result<String> {
    let marks = standing.marks(ask, done, session.effective_at);
    let application = store::Application {
        of: ask.id("app"),
        at: ask.micros(),
        technique: done.technique.clone(),
        site: done.site.clone(),
        side: done.side.map(|side| side.to_string()).unwrap_or_default(),
        pressure: done.pressure.map(i64::from),
        grade: done.grade.unwrap_or_default().into(),
        minutes: done.minutes,
        position: done.position.map(Position::word).unwrap_or_default().into(),
        detail: done.detail.clone(),
        // Recorded all the same, and marked with what stood against it.
        marks,
        reason: reason.into(),
    };
    store::apply(db, ask, &session.of, session.effective_at, &application)?;
    Ok(application.of)
}

pub(super) fn back(ask: &Ask<Chart>, session: &str) -> Done {
    Done::to(ask.chart().url(&format!("sessions/{session}")))
}

/// Which entry of which session.
#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) session: String,
    pub(super) entry: String,
}

pub(super) fn prepare_undo(db: &mut Reader<'_>, ask: &Ask<Chart>, entry: Entry) -> Result<Entry> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    Ok(entry)
}

fn undo(db: &mut Writer<'_>, ask: &Ask<Chart>, entry: &Entry) -> Result<Done> {
    store::unsigned(db, ask.chart(), &entry.session)?;
    store::undo_application(db, ask, &entry.session, &entry.entry)?;
    Ok(back(ask, &entry.session).about(&entry.entry))
}
