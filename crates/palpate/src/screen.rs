//! `palpate screen`: what the recorded facts say against a treatment, as JSON.
#![allow(clippy::print_stdout, reason = "a command line speaks to its terminal")]
use crate::outcome::Outcome;
use clap::Args;
use std::{io::Read as _, process::ExitCode};

/// Read facts and proposed treatments as JSON on standard input; print for each what stands against it, and why.
///
/// Facts are described in docs/facts.md. What is not asked stays unknown and comes back as questions; "unasked": "no" reads a
/// written case as a closed world and lists what was assumed. It does not diagnose and does not declare a treatment safe.
#[derive(Args, Debug)]
pub(crate) struct Screen {}

impl Screen {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let mut input = String::new();
        std::io::stdin().read_to_string(&mut input)?;
        let knowledge = app::knowledge().map_err(|problems| {
            Outcome::Fault(problems.first().map_or_else(String::new, ToString::to_string))
        })?;
        match app::judge::screen::screen_json(&knowledge, &input, today()) {
            Ok(json) => {
                println!("{json}");
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                println!("{}", error.json());
                Ok(ExitCode::from(error.exit()))
            }
        }
    }
}

/// The day here and now: the one clock of the program is in its binary.
#[allow(clippy::disallowed_methods, reason = "a subcommand is where time enters")]
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
