//! `palpate init`: an empty practice file, ready for set-up.
use crate::{lan, outcome::Outcome, place::Data, terminal::beside};
use clap::Args;
use db::{Db, Place};
use std::process::ExitCode;

/// Make the file (or the schema on a PostgreSQL server) for a new practice.
#[derive(Args, Debug)]
pub(crate) struct Init {
    #[command(flatten)]
    data: Data,
    /// Make a certificate for this name in the practice's own network too, and a page on trusting it, in a folder beside
    /// the data; where the data is there already, only that.
    #[arg(long, value_name = "NAME")]
    lan: Option<String>,
}

impl Init {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let place = self.data.place()?;
        if let Place::File(file) = &place {
            if let Some(name) = &self.lan {
                lan::make(name, &beside(file, &format!(".{name}")))?;
            }
            if file.exists() && self.lan.is_some() {
                return Ok(ExitCode::SUCCESS);
            }
            if file.exists() {
                return Err(Outcome::No(format!("{} is there already; nothing was changed", file.display())));
            }
        }
        if let (Place::Postgres { .. }, Some(name)) = (&place, &self.lan) {
            lan::make(name, name.as_ref())?;
        }
        let done = Db::migrate(&place, &app::migrations())?;
        say!("Made, with {} migrations. Now: palpate serve", done.len());
        Ok(ExitCode::SUCCESS)
    }
}
