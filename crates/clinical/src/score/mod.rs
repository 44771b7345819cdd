//! Questionnaires and scales: what an instrument is, and how its answers become a score.
//!
//! An instrument is data ([`crate::knowledge`], `knowledge/instruments/*.toml`); the arithmetic kinds stand in [`Kind`], each one
//! function of [`tally`]. A form is never scored against its missing-answer rule: the result then says why.

mod instrument;
mod items;
mod psqi;
mod tally;
mod unscoreable;

pub use instrument::{Alarm, Band, Edge, Grouping, Instrument, Items, Kind, Licence, Missing, Recode, Scale, Texts};
pub use tally::{Raised, ScaleScore, Scored};
pub use unscoreable::Unscoreable;
