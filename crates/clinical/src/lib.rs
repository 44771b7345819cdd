//! What a clinician means: values, facts, rules, scoring, screening, planning.
//!
//! Everything here is pure: no clock, no disk, no randomness, no network. What the profession knows arrives as the texts of
//! the `knowledge/` folder ([`knowledge::Knowledge::parse`]); what is true of a client arrives as values; what comes out is a
//! judgement with its reasons and sources.

pub mod application;
pub mod area;
pub mod birth;
pub mod care_units;
pub mod ce;
pub mod change;
pub mod consent;
pub mod decision;
pub mod examination;
pub mod facts;
pub mod force;
pub mod goal;
pub mod hypothesis;
pub mod knowledge;
pub mod liking;
pub mod measure;
pub mod medicine;
pub mod motion;
pub mod name;
pub(crate) mod names;
pub mod palpation;
pub mod plan;
pub mod predicate;
mod refusal;
pub mod same_person;
pub mod scope;
pub mod score;
pub mod screen;
pub mod shorthand;
pub mod site;
pub mod taking;
pub mod time;
pub mod truth;
pub mod what_followed;
pub mod words;

pub use refusal::Refusal;
