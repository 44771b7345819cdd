//! `cargo x test` and `cargo x ci`.

use crate::postgres::Server;
use crate::run::{Stop, program, told};
use crate::{browser, check, needs};
use std::process::Command;
use std::time::Instant;

/// How many tests went well and how many did not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that went well.
    pub(crate) passed: u64,
    /// Tests that did not.
    pub(crate) failed: u64,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Reads the closing line of one of cargo's test programs: `test result: ok. 3 passed; 0 failed; …`.
    fn read_cargo(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("test result: ") {
            let rest = rest.split_once(". ").map_or("", |(_, counts)| counts);
            self.read_counts(rest, ';');
        }
    }

    /// Reads a plain closing line: `3 passed, 0 failed`.
    pub(crate) fn read_plain(&mut self, line: &str) {
        if line.ends_with(" failed") {
            self.read_counts(line, ',');
        }
    }

    fn read_counts(&mut self, counts: &str, between: char) {
        for part in counts.split(between) {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<u64>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<u64>().unwrap_or(0),
                _ => {}
            }
        }
    }
}

/// Every test of the workspace on both engines, then the journeys in the browser.
pub(crate) fn test(rest: &[String]) -> Result<(), Stop> {
    let word = match rest {
        [] => None,
        [word] if !word.starts_with('-') => Some(word.as_str()),
        _ => return Err(Stop::Usage("one word may follow: the tests whose name holds it are run".to_owned())),
    };
    every(word, false)
}

/// The tests whose name holds the word, all without one; with all patience when `long`.
fn every(word: Option<&str>, long: bool) -> Result<(), Stop> {
    let began = Instant::now();
    let needs = needs::ensure()?;
    let mut tally = {
        let server = Server::start(&needs.postgres)?;
        workspace(&server, word, long)?
    };
    tally.add(&browser::journeys(&needs, word, long)?);
    let seconds = began.elapsed().as_secs();
    println!("\nall tests, {} min {:02} s:", seconds / 60, seconds % 60);
    println!("{} passed, {} failed", tally.passed, tally.failed);
    match (tally.passed, tally.failed) {
        (_, 1..) => Err(Stop::No("not every test passes".to_owned())),
        (0, 0) => Err(Stop::No("no test was run".to_owned())),
        _ => Ok(()),
    }
}

/// Says to a program and all that it starts how patient they may be.
pub(crate) fn patience(command: &mut Command, long: bool) {
    if long {
        command.env("PALPATE_LONG", "1").env("PROPTEST_CASES", "5000");
    } else {
        command.env_remove("PALPATE_LONG");
    }
}

/// Cargo's own runner over the whole workspace; a program that doesn't compile or dies counts as one failure.
fn workspace(server: &Server, word: Option<&str>, long: bool) -> Result<Tally, Stop> {
    let mut cargo = program("cargo", ["test", "--workspace", "--no-fail-fast"]);
    cargo.args(word).env("PALPATE_TEST_POSTGRES", server.url());
    patience(&mut cargo, long);
    let mut tally = Tally::default();
    let well = told(cargo, |line| tally.read_cargo(line))?;
    if !well && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Everything that must hold before a change lands. `--long` sets PALPATE_LONG for every test and journey: those that
/// grow with patience (kills, generated inputs, sizes and themes of pages) then take all that they can use.
pub(crate) fn ci(rest: &[String]) -> Result<(), Stop> {
    let long = match rest {
        [] => false,
        [word] if word == "--long" => true,
        _ => return Err(Stop::Usage("only --long may follow".to_owned())),
    };
    check::check(&[])?;
    every(None, long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_both_runners_are_counted() {
        let mut tally = Tally::default();
        tally.read_cargo(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        tally.read_cargo(
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 1s",
        );
        tally.read_cargo("test seven passed; 9 failed ... ok");
        tally.read_plain("4 passed, 2 failed");
        tally.read_plain("a journey in which 5 passed");
        assert_eq!(tally, Tally { passed: 9, failed: 3 });
    }

    #[test]
    fn more_than_one_word_or_a_flag_is_refused_before_anything_runs() {
        for words in [vec!["a", "b"], vec!["--release"]] {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert!(matches!(test(&words), Err(Stop::Usage(_))));
        }
    }
}
