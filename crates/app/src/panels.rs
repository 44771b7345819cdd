//! What the rooms offer to the door and to each other's pages, joined. Rooms do not know each other; this file does.
use crate::door::{Ask, Chart, Panels, Person, Result, Right, Role};
use crate::ui::{
    Brief, ChartHeader, Due, NavItem, Panel,
    shell::{Action, Tab},
};
use crate::{assessment, clients, complaint, consent, intake, letters, measures, papers, phone, plan, session};
use db::Reader;
use jiff::civil::Date;

/// What the door asks the rooms for.
pub fn panels() -> Panels {
    Panels {
        header,
        chart,
        brief,
        nav,
        busy: session::is_busy,
        found: assessment::within,
        marked: assessment::marked_today,
        due,
    }
}

/// What one room shows on the overview of a chart; nothing where it has nothing to show.
type ChartPanel = fn(&mut Reader<'_>, &Ask<Chart>) -> Result<Option<Panel>>;

/// The panels of the overview, in the order in which they are read: what is unsafe today, the complaint, the goals, the
/// last sessions; then, aside, the trends, how the client likes it and whom to reach. A room lands its own by one line.
const CHART: &[ChartPanel] = &[
    phone::alerts,
    intake::panel,
    complaint::panel,
    plan::panel,
    assessment::panel,
    session::panel,
    measures::panel,
    consent::panel,
    phone::told,
    phone::programme,
    phone::after,
    letters::panel,
    papers::panel,
    clients::panel,
];

fn chart(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Panel>> {
    let mut shown = Vec::new();
    for panel in CHART {
        shown.extend(panel(db, ask)?);
    }
    Ok(shown)
}

/// Who comes next, in five lines at most.
fn brief(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Brief>> {
    let mut lines = Vec::new();
    lines.extend(complaint::brief(db, ask)?);
    lines.extend(plan::brief(db, ask)?);
    lines.extend(session::brief(db, ask)?);
    let consent = vec![consent::gate::header_line(db, ask)?];
    lines.push(Brief { icon: "sign", key: None, parts: consent, change: None, trend: None });
    lines.extend(measures::brief(db, ask)?);
    Ok(lines)
}

/// What waits for this person, gravest first: what clients said that cannot wait, then what is to be written and answered.
fn due(db: &mut Reader<'_>, person: &Person, today: Date) -> Result<Vec<Due>> {
    let mut due = phone::due(db, person)?;
    due.extend(letters::due(db, person, today)?);
    Ok(due)
}

fn nav(person: &Person) -> Vec<NavItem> {
    if person.kept_to.is_some() {
        return Vec::new();
    }
    if person.roles.has(Role::Client) {
        return phone::nav();
    }
    let rooms = [
        (Right::Directory, NavItem::new("nav-today", "/today", "today")),
        (Right::Directory, NavItem::new("nav-clients", "/clients", "clients")),
        (Right::ReadTrail, NavItem::new("nav-trail", "/trail", "trail")),
        (Right::Administer, NavItem::new("nav-practice", "/practice", "settings")),
    ];
    let mut open: Vec<NavItem> =
        rooms.into_iter().filter(|(right, _)| person.may(*right)).map(|(_, item)| item).collect();
    // What the program knows is for whoever works here.
    if !open.is_empty() {
        open.push(NavItem::new("nav-reference", "/reference", "reference"));
    }
    open
}

fn header(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<ChartHeader> {
    let chart = ask.chart();
    let tab = |key: &'static str, tail: &str| Tab { key, url: chart.url(tail), current: false };
    Ok(ChartHeader {
        name: chart.name.clone(),
        legal_name: Some(chart.legal_name.clone()).filter(|legal| *legal != chart.name),
        born: chart.birth_on,
        pronouns: Some(chart.pronouns.clone()).filter(|pronouns| !pronouns.is_empty()),
        lines: vec![consent::gate::header_line(db, ask)?],
        marks: intake::today::marks(db, ask)?,
        tabs: vec![
            tab("tab-overview", ""),
            tab("tab-intake", "intake"),
            tab("tab-complaints", "complaints"),
            tab("tab-assessment", "assessment"),
            tab("tab-measures", "measures"),
            tab("tab-plan", "plan"),
            tab("tab-sessions", "sessions"),
            tab("tab-outcomes", "outcomes"),
            tab("tab-letters", "letters"),
            tab("tab-papers", "papers"),
            tab("tab-trail", "trail"),
        ],
        action: ask.by.may(Right::WriteChart).then(|| Action {
            key: "chart-start",
            url: chart.url("begin"),
            icon: "start",
            posts: false,
        }),
    })
}
