//! The program is killed while it writes, and so is the database's server: nothing that was answered is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, unreachable_pub)]
mod ground;
mod killed;
mod order;
#[path = "../../../db/tests/it/server.rs"]
#[allow(dead_code, reason = "this wire can be cut in more ways than are tried here")]
mod server;
mod serving;
mod writing;
