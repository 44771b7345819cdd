//! The one way in. A route names its right and its verb; the door signs in, opens what it is about, opens one
//! transaction, writes the trail, and only then calls the room's plain function.
//!
//! What a room sees of the door: [`Routes`] to say what it offers, [`Ask`] for who asks and when, a scope ([`Chart`],
//! [`Listed`], [`Whole`], [`Mine`], [`Nothing`]) as the proof that they may, [`Page`], [`Bytes`] and [`Done`] to answer,
//! [`Error`] to say no.
mod ask;
mod error;
mod form;
mod house;
mod http;
mod id;
mod kept;
mod metrics;
mod multipart;
mod packed;
mod render;
mod rights;
mod routes;
mod serve;
mod store;
mod tick;
mod trail;
mod view;

pub use ask::{Ask, Chart, Listed, Mine, Nothing, Person, Practice, Scope, Sitting, Whole};
pub use error::{Error, Result};
pub use house::{Clock, House, Panels, Settings};
pub use http::router;
pub use id::{ActId, hex};
pub use multipart::Upload;
pub use rights::{Right, Role, Roles};
pub use routes::{Route, Routes};
pub(crate) use tick::{Brought, hasten};
pub use tick::{Reach, SYSTEM, Tick, Ticking, Unreached};
pub use trail::Outcome;
pub use view::{Answer, Bytes, Done, Page, Shown};

pub(crate) use house::{draw, random};
pub(crate) use http::digest;
pub(crate) use kept::Kept;
pub(crate) use store::has_pin;
pub(crate) use store::{due_at, line, next_due};
pub(crate) use trail::Line;
