//! The check of today and the beginning of a session in one step: what is new, then what kind of visit it is.
use super::view::{Row, row};
use super::{again, liked, open, preset, store};
use crate::consent::gate::{Before, before};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::intake::today::{Gate, gate, today};
use crate::intake::{answer, check};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/begin", "session.ready", Right::WriteChart, show).act(
        "/clients/{client}/begin",
        "session.begin",
        Right::WriteChart,
        prepare,
        begin,
    )
}

/// What stands before a session.
#[derive(Template, Serialize)]
#[template(path = "session/begin.html")]
struct Begin {
    url: String,
    screen: String,
    clearances: String,
    asked: check::Asked,
    /// The last session, with what was done in it.
    last: Option<(Row, Vec<again::Line>)>,
    presets: Vec<(&'static str, Said)>,
    /// What this client liked: presets and what is offered in the session begin with it.
    liked: Vec<liked::LikedView>,
    /// What stands before hands, and what is missing.
    before: Before,
    form: Filled,
    writes: bool,
}

impl Page for Begin {
    fn title(&self, words: &Words) -> String {
        words.t("begin-title")
    }
    fn tab(&self) -> &'static str {
        "tab-sessions"
    }
}

impl Begin {
    fn asks(&self, rows: &[answer::Row]) -> bool {
        check::stands_open(rows, &self.form)
    }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: check::Form) -> Result<Begin> {
    page(db, ask, &[], vec![])
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &[(String, String)], refusals: Vec<Refusal>) -> Result<Begin> {
    let chart = ask.chart();
    let last = match again::last(db, ask)? {
        Some(session) => {
            let lines = again::lines(db, ask, "", &session, &[])?;
            store::one(db, chart, &session)?.map(|listed| row(ask, listed)).transpose()?.map(|row| (row, lines))
        }
        None => None,
    };
    Ok(Begin {
        url: chart.url("begin"),
        screen: chart.url("screen"),
        clearances: chart.url("clearances"),
        asked: check::asked(db, ask)?,
        last,
        presets: preset::choices(),
        liked: liked::told(db, ask)?,
        before: before(db, ask, "")?,
        form: Filled::sent(form.iter().map(|(name, value)| (name.clone(), value.clone())), refusals),
        writes: super::writes(ask),
    })
}

/// What was answered, where anything was, and what is then opened.
struct Beginning {
    checking: Option<check::Checking>,
    opening: open::Opening,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: check::Form) -> Result<Beginning> {
    let chosen = form.iter().find(|(name, _)| name == "begin").map_or("", |(_, value)| value);
    let opening = open::Opening::now(ask, chosen);
    let gate = gate(db, ask)?;
    // To begin says that nothing else is new; once that was said today, it is not said again. Who is only seen may not
    // have been asked.
    let hands_on = opening.as_ref().is_some_and(open::Opening::is_hands_on);
    let (checking, mut refusals) = check::read(db, ask, &form, hands_on && !gate.checked)?;
    if hands_on {
        refusals.extend(check::unanswered(db, ask, &form)?);
    }
    if hands_on && checking.is_none() && gate.stops {
        refusals.push(Refusal::new("begin", "session-stopped-by-screen"));
    }
    let typed = |name: &str| form.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
    let spoken = match &opening {
        Some(opening) if opening.asks_consent() => {
            open::consented(db, ask, typed("consent"), typed("spoken_at"), &mut refusals)?
        }
        _ => (Vec::new(), 0),
    };
    match opening {
        Some(opening) if refusals.is_empty() => Ok(Beginning { checking, opening: opening.spoken(spoken) }),
        opening => {
            if opening.is_none() {
                refusals.push(Refusal::new("begin", "ui-choose"));
            }
            Err(Error::Refused(Shown::new(page(db, ask, &form, refusals)?)))
        }
    }
}

/// Keeps the answers, and opens the session unless they stop it: then it goes to what stands against it.
fn begin(db: &mut Writer<'_>, ask: &Ask<Chart>, beginning: &Beginning) -> Result<Done> {
    let today = match &beginning.checking {
        Some(checking) => check::keep(db, ask, checking)?,
        None => today(db, ask)?,
    };
    let gate = Gate::of(&today, ask);
    // It was read before the check was kept: to have kept it is to be checked.
    let checked = gate.checked || beginning.checking.is_some();
    // A yes can open questions of its own: they come before hands too.
    if beginning.opening.is_hands_on() && gate.unanswered && !gate.stops {
        return Ok(Done::to(ask.chart().url("begin")).because("unanswered"));
    }
    if beginning.opening.is_hands_on() && (gate.stops || !checked) {
        return Ok(Done::to(ask.chart().url("screen")).because("stopped"));
    }
    open::open_over(db, ask, &beginning.opening, Some(today))
}
