//! The browser journeys of `e2e/`: Node runs them against the program, in the Chromium that was found.

use crate::needs::{self, Needs};
use crate::run::{Stop, fault, must, program, told, top};
use crate::test::{Tally, patience};
use std::path::PathBuf;
use std::process::Command;

/// Walks the journeys whose name holds `word`, all without one, through the program that cargo built for its own tests just
/// before: built by itself it would have other features of the same libraries, and be compiled a second time.
pub(crate) fn journeys(needs: &Needs, word: Option<&str>, long: bool) -> Result<Tally, Stop> {
    let mut node = script(needs, "e2e/run.mjs");
    node.args(word);
    patience(&mut node, long);
    let mut tally = Tally::default();
    let well = told(node, |line| tally.read_plain(line))?;
    if !well && tally.failed == 0 {
        return Err(fault("e2e/run.mjs", "it ended with a fault of its own, see above"));
    }
    Ok(tally)
}

/// `cargo x shots [folder]`: the pictures of `docs/using/`; into a folder that is named, every page as each role sees it.
pub(crate) fn shots(rest: &[String]) -> Result<(), Stop> {
    let folder = match rest {
        [] => None,
        [folder] if !folder.starts_with('-') => Some(top().join(folder)),
        _ => return Err(Stop::Usage("one folder may follow, for pictures of every page".to_owned())),
    };
    let needs = needs::ensure()?;
    must(program("cargo", ["build", "--package", "palpate"]))?;
    let mut node = script(&needs, "e2e/shots.mjs");
    node.args(folder);
    must(node)
}

/// A script of `e2e/` with the program and the browser that was found.
fn script(needs: &Needs, path: &str) -> Command {
    let mut node = program(&needs.node, [path]);
    node.env("PALPATE_PROGRAM", built().join("debug/palpate")).env("PALPATE_CHROMIUM", &needs.chromium);
    node
}

/// The folder into which cargo builds.
fn built() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), |folder| top().join(folder))
}
