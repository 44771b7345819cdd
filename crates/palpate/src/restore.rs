//! `palpate restore`: a backup, taken back into either engine.
use crate::{
    lock::{self, Key},
    outcome::Outcome,
    place::Data,
    serve::clock,
    terminal::{self, Passing, beside},
};
use app::{door::Outcome as Ended, upkeep::verb};
use clap::Args;
use db::{Db, Place};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Take a backup back, into a file or a PostgreSQL schema, and recompute every seal there.
///
/// It goes to an empty place. With --force a file that is there is put aside first, never deleted. A schema that holds
/// data stays as it is: give another name with --schema.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    backup: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    key: Key,
    /// Put the file that is there aside, and restore in its place. Stop serve before.
    #[arg(long)]
    force: bool,
}

impl Restore {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let place = self.data.place()?;
        let shut = lock::is_shut(&self.backup)
            .map_err(|why| Outcome::Input(format!("{} cannot be read: {why}", self.backup.display())))?;
        let opened;
        let backup = if shut {
            opened = Passing(self.within(&place));
            self.key.open(&self.backup, &opened.0)?;
            &opened.0
        } else {
            &self.backup
        };
        if let Place::File(file) = &place {
            self.make_room(file)?;
        }
        Db::copy_from_sqlite(&place, &app::migrations(), backup).map_err(no_room)?;
        let terminal = terminal::stand_before(&place)?;
        let report = terminal.db().look(|db| db::verify(db, &[])).wait()?;
        let faults = report.faults.len() as u64 + report.more;
        let ended = if faults == 0 { Ended::Done } else { Ended::Refused };
        let name = self.backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        terminal.note(verb::RESTORE, &name, ended, &format!("faults: {faults}"))?;
        terminal.db().clone().close();
        for fault in &report.faults {
            say!("{fault}");
        }
        say!("Restored {} rows in {} seals of {} chains.", report.rows, report.seals, report.chains);
        if faults > 0 {
            return Err(Outcome::No(format!("it was restored as it stood in the backup, with {faults} faults")));
        }
        say!("Every seal holds.");
        Ok(ExitCode::SUCCESS)
    }

    /// Where the decrypted backup lies for a moment: beside where the data goes, else beside the backup.
    fn within(&self, place: &Place) -> PathBuf {
        match place {
            Place::File(file) => beside(file, ".opened"),
            Place::Postgres { .. } => beside(&self.backup, ".opened"),
        }
    }

    fn make_room(&self, file: &Path) -> Result<(), Outcome> {
        if !file.exists() {
            return Ok(());
        }
        if !self.force {
            return Err(Outcome::No(format!(
                "{} is there already; nothing was changed. --force puts it aside first",
                file.display()
            )));
        }
        let aside = beside(file, &format!(".before-{}", clock().strftime("%Y%m%d-%H%M%S")));
        for ending in ["", "-wal", "-shm"] {
            let from = beside(file, ending);
            if from.exists() {
                fs::rename(&from, beside(&aside, ending))?;
            }
        }
        say!("What was there is now {}.", aside.display());
        Ok(())
    }
}

/// A place that is not empty is a no; the rest is as it is.
fn no_room(error: db::Error) -> Outcome {
    match error {
        db::Error::Fault(why) if why.contains("already") => Outcome::No(why),
        db::Error::Fault(why) if why.contains("backup") => Outcome::Input(why),
        other => other.into(),
    }
}
