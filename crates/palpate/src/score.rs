//! `palpate score`: one questionnaire, test or decision rule from JSON on standard input.
use crate::outcome::Outcome;
use clap::Args;
use std::io::Read;
use std::process::ExitCode;

/// More than any form; an endless pipe is not read to its end.
const MOST_INPUT: u64 = 1 << 20;

/// Score a questionnaire, a test or a decision rule: JSON on standard input, JSON on standard output (docs/score.md).
///
/// Without an id, the ids are listed. What cannot be scored ends with status 2 and says why: {"valid": false, "error": …}.
#[derive(Args, Debug)]
pub(crate) struct Score {
    /// The instrument, test or rule, such as odi, tug or wells_dvt.
    id: Option<String>,
}

impl Score {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let knowledge = app::knowledge().map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Outcome::Fault(format!("the knowledge in this program has problems: {}", lines.join("; ")))
        })?;
        let Some(id) = self.id else {
            for id in app::judge::score::ids(&knowledge) {
                say!("{id}");
            }
            return Ok(ExitCode::SUCCESS);
        };
        let mut input = String::new();
        std::io::stdin()
            .take(MOST_INPUT)
            .read_to_string(&mut input)
            .map_err(|error| Outcome::Input(format!("standard input cannot be read as text: {error}")))?;
        Ok(match app::judge::score::score_json(&knowledge, &id, &input) {
            Ok(json) => {
                say!("{json}");
                ExitCode::SUCCESS
            }
            Err(refused) => {
                say!("{}", refused.json());
                ExitCode::from(refused.exit())
            }
        })
    }
}
