//! The program as it is started: by its own binary, in folders of its own, on both engines where the data matters.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]
mod acme;
mod backup;
mod demo;
mod form_one;
mod program;
mod seals;
mod serving;
mod terminal;
