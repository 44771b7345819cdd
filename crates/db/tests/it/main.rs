//! Each promise of storage, on both engines. PostgreSQL is tried when `PALPATE_TEST_POSTGRES` holds the connection
//! string of a superuser on a scratch server.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may stop at the first surprise")]

mod acts;
mod concurrency;
mod constraints;
mod copies;
mod faults;
mod ground;
mod growth;
mod killed;
mod migrations;
#[cfg(unix)]
mod outage;
#[cfg(unix)]
mod server;
mod tamper;
#[cfg(unix)]
mod tls;
