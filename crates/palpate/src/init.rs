//! `palpate init`: an empty practice file, ready for set-up.
#![allow(clippy::print_stdout, reason = "a command line speaks to its terminal")]
use crate::{outcome::Outcome, place::Data};
use clap::Args;
use db::{Db, Place};
use std::process::ExitCode;

/// Make the file (or the schema on a PostgreSQL server) for a new practice.
#[derive(Args, Debug)]
pub(crate) struct Init {
    #[command(flatten)]
    data: Data,
}

impl Init {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let place = self.data.place()?;
        if let Place::File(file) = &place {
            if file.exists() {
                return Err(Outcome::No(format!("{} is there already; nothing was changed", file.display())));
            }
        }
        let done = Db::migrate(&place, &app::migrations())?;
        println!("Made, with {} migrations. Now: palpate serve", done.len());
        Ok(ExitCode::SUCCESS)
    }
}
