//! `palpate version`: what this program is, and what it carries.
use crate::outcome::Outcome;
use clap::Args;
use std::process::ExitCode;

/// Show the version of the program, of the data's form, and of the knowledge that it carries.
#[derive(Args, Debug)]
pub(crate) struct Version {}

impl Version {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        say!("palpate {}", env!("CARGO_PKG_VERSION"));
        let migrations = app::migrations();
        if let Some(last) = migrations.last() {
            say!("data: {} migrations, the last {}", migrations.len(), last.name);
        }
        match app::knowledge() {
            Ok(knowledge) => say!(
                "knowledge: {} instruments, {} facts",
                knowledge.instruments.iter().count(),
                knowledge.facts.facts.len()
            ),
            Err(problems) => say!("knowledge: {} problems; see palpate knowledge check", problems.len()),
        }
        Ok(ExitCode::SUCCESS)
    }
}
