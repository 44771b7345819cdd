//! `palpate migrate`: brings the data to this program's form.
use crate::{outcome::Outcome, place::Data};
use clap::Args;
use db::Db;
use std::process::ExitCode;

/// Bring the data to the form that this version needs.
///
/// A file is brought forward whenever it is opened, after a copy was put beside it. A PostgreSQL schema only here, by a
/// login that owns it; `serve` refuses one that is behind.
#[derive(Args, Debug)]
pub(crate) struct Migrate {
    #[command(flatten)]
    data: Data,
}

impl Migrate {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let done = Db::migrate(&self.data.place()?, &app::migrations())?;
        if done.is_empty() {
            say!("Nothing to do: the data is in this version's form.");
        }
        for name in done {
            say!("{name}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
