//! `palpate screen`: what the recorded facts say against a treatment, as JSON.
use crate::outcome::Outcome;
use clap::Args;
use std::{io::Read as _, process::ExitCode};

/// More than any case; an endless pipe is not read to its end.
const MOST_INPUT: u64 = 1 << 20;

/// Read facts and proposed treatments as JSON on standard input; print for each what stands against it, and why.
///
/// Facts are described in docs/facts.md, all fields in docs/screen.md. What is not asked stays unknown and comes back as questions; "unasked": "no" reads a
/// written case as a closed world and lists what was assumed. It does not diagnose and does not declare a treatment safe.
#[derive(Args, Debug)]
pub(crate) struct Screen {}

impl Screen {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let mut input = String::new();
        std::io::stdin()
            .take(MOST_INPUT)
            .read_to_string(&mut input)
            .map_err(|error| Outcome::Input(format!("standard input cannot be read as text: {error}")))?;
        let knowledge = app::knowledge().map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Outcome::Fault(format!("the knowledge in this program has problems: {}", lines.join("; ")))
        })?;
        match app::judge::screen::screen_json(&knowledge, &input, today()) {
            Ok(json) => {
                say!("{json}");
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                say!("{}", error.json());
                Ok(ExitCode::from(error.exit()))
            }
        }
    }
}

/// The day here and now: the one clock of the program is in its binary.
#[allow(clippy::disallowed_methods, reason = "a subcommand is where time enters")]
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
