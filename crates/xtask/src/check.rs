//! `cargo x check`: what can be seen without running the program's tests.

use crate::run::{self, Stop, must, program};

/// Formatting and lints.
pub(crate) fn check(rest: &[String]) -> Result<(), Stop> {
    run::takes_nothing(rest)?;
    must(program("cargo", ["fmt", "--all", "--check"]))?;
    must(program("cargo", ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}
