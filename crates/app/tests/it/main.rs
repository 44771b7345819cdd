//! Scenarios through HTTP, on both engines; promises over all routes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, unreachable_pub)]
mod appointments;
mod begin;
mod clients;
mod complaint;
mod consent;
mod intake;
mod knowledge;
mod letters;
mod measures;
mod merge;
mod mode;
mod outcomes;
mod overview;
mod packed;
mod phone;
mod plan;
mod promises;
mod scoring;
mod session;
mod signin;
mod site;
mod tamper;
mod tick;
mod tongue;
mod trail;
mod watched;
