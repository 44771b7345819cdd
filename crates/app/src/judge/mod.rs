//! The judgements as JSON in, JSON out: what the command line, the API and the pages share. Pure; the clock comes as an argument.

mod json;
pub mod score;
pub mod screen;

pub use json::JudgeError;
