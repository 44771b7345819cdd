//! The judgements as JSON in, JSON out: what the command line, the API and the pages share. Pure; the clock comes as an argument.

pub mod course;
pub mod hypothesis;
mod json;
pub mod plan;
mod read;
mod room;
pub mod scope;
pub mod score;
pub mod screen;
pub mod shorthand;
pub mod units;

pub use json::JudgeError;
pub use room::routes;

#[cfg(test)]
mod tests;
