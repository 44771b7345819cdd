//! The client's phone: their own way in, and what they find behind it. A client reaches one chart, their own; no address
//! names it, so none can be changed into another's.
mod alert;
mod asked;
mod entry;
mod home;

use crate::door::Routes;
use crate::ui::NavItem;

pub(crate) use alert::{due, panel as alerts};
pub(crate) use asked::panel as told;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().join(home::routes()).join(entry::routes()).join(asked::routes()).join(alert::routes())
}

/// Where a client can go.
pub(crate) fn nav() -> Vec<NavItem> {
    vec![NavItem::new("nav-my", "/my", "home")]
}
