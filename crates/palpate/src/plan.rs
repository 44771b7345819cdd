//! `palpate plan`: a plan of care from complaints, facts and who would treat, as JSON.
#![allow(clippy::print_stdout, reason = "a command line speaks to its terminal")]
use crate::outcome::Outcome;
use clap::Args;
use std::{io::Read as _, process::ExitCode};

/// More than any case; an endless pipe is not read to its end.
const MOST_INPUT: u64 = 1 << 20;

/// Read complaints, facts and who would treat as JSON on standard input; print techniques, goals, frequency and home care
/// (docs/plan.md).
///
/// Each proposal names the evidence it rests on and how sure that is; what is left out says why. It proposes: the practitioner and
/// the client decide.
#[derive(Args, Debug)]
pub(crate) struct Plan {}

impl Plan {
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
        match app::judge::plan::plan_json(&knowledge, &input, crate::screen::today()) {
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
