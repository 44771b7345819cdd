//! `cargo x check`: what can be seen without running the program's tests.

use crate::run::{self, Stop, must, program};
use crate::{docs, tidy};

/// Formatting, lints, tidy, and whether the made documents are up to date. Everything is looked at before it says no.
pub(crate) fn check(rest: &[String]) -> Result<(), Stop> {
    run::takes_nothing(rest)?;
    let outcomes = [
        must(program("cargo", ["fmt", "--all", "--check"])),
        must(program("cargo", ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])),
        tidy::tidy(&[]),
        docs::up_to_date(),
        knowledge(),
    ];
    let mut noes = Vec::new();
    for outcome in outcomes {
        match outcome {
            Err(Stop::No(why)) => noes.push(why),
            other => other?,
        }
    }
    if noes.is_empty() { Ok(()) } else { Err(Stop::No(noes.join("; "))) }
}

/// Whether every statement of the knowledge has its source and every rule its cases, by the program's own judgement.
fn knowledge() -> Result<(), Stop> {
    must(program("cargo", ["run", "--quiet", "--package", "palpate", "--", "knowledge", "check"]))
}
