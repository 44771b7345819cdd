//! The client's phone: their own way in, and what they find behind it. A client reaches one chart, their own; no address
//! names it, so none can be changed into another's.
mod after;
mod alert;
mod asked;
mod care;
mod consented;
mod entry;
mod home;
mod letterbox;
mod programme;
mod record;

use crate::door::{Person, Result, Routes};
use crate::ui::{Due, NavItem};
use db::Reader;

pub(crate) use after::panel as after;
pub(crate) use alert::panel as alerts;
pub(crate) use asked::{panel as told, told_places};
pub(crate) use programme::panel as programme;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .join(home::routes())
        .join(entry::routes())
        .join(asked::routes())
        .join(alert::routes())
        .join(care::routes())
        .join(consented::routes())
        .join(after::routes())
        .join(programme::routes())
        .join(letterbox::routes())
        .join(record::routes())
}

/// Where a client can go.
pub(crate) fn nav() -> Vec<NavItem> {
    vec![
        NavItem::new("nav-my", "/my", "home"),
        NavItem::new("my-plan", "/my/plan", "hand"),
        NavItem::new("my-home", "/my/home", "check"),
        NavItem::new("my-messages", "/my/messages", "mail"),
        NavItem::new("my-record", "/my/record", "clipboard"),
    ]
}

/// What clients said that waits for this person, gravest first.
pub(crate) fn due(db: &mut Reader<'_>, person: &Person) -> Result<Vec<Due>> {
    let mut due = alert::due(db, person)?;
    due.extend(letterbox::due(db, person)?);
    Ok(due)
}
