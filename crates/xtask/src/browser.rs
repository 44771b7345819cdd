//! The browser journeys of `e2e/`: Node runs them against the program, in the Chromium that was found.

use crate::needs::Needs;
use crate::run::{Stop, fault, must, program, told, top};
use crate::test::{Tally, patience};
use std::path::PathBuf;

/// Builds the program and walks the journeys whose name holds `word`, all without one.
pub(crate) fn journeys(needs: &Needs, word: Option<&str>, long: bool) -> Result<Tally, Stop> {
    must(program("cargo", ["build", "--package", "palpate"]))?;
    let mut node = program(&needs.node, ["e2e/run.mjs"]);
    node.args(word).env("PALPATE_PROGRAM", built().join("debug/palpate")).env("PALPATE_CHROMIUM", &needs.chromium);
    patience(&mut node, long);
    let mut tally = Tally::default();
    let well = told(node, |line| tally.read_plain(line))?;
    if !well && tally.failed == 0 {
        return Err(fault("e2e/run.mjs", "it ended with a fault of its own, see above"));
    }
    Ok(tally)
}

/// The folder into which cargo builds.
fn built() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), |folder| top().join(folder))
}
