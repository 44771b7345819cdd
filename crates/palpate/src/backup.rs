//! `palpate backup`: the whole practice as one file.
use crate::{
    lock::Lock,
    outcome::Outcome,
    place::Data,
    terminal::{self, Passing, beside},
};
use app::upkeep::{Terminal, verb};
use clap::Args;
use db::{Db, Place, Report};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Write the whole practice into one file, while it is being worked in, and check what was written.
///
/// The file is a Palpate SQLite file whichever engine the data is in, for its owner alone (0600). Before it gets its
/// name it is opened, every seal in it is recomputed, and it is held against where the data stood when the copy began.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// The file to write; it must not be there yet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    lock: Lock,
}

impl Backup {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let terminal = terminal::open(&self.data)?;
        let made = make(&terminal, &self.file, &self.lock);
        terminal.db().clone().close();
        let report = made?;
        say!(
            "{}: {} rows in {} seals of {} chains, every seal recomputed{}",
            self.file.display(),
            report.rows,
            report.seals,
            report.chains,
            if self.lock.is_open() { "" } else { "; encrypted" }
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes the backup, checks it, gives it its name, and notes it in the trail.
pub(crate) fn make(terminal: &Terminal, to: &Path, lock: &Lock) -> Result<Report, Outcome> {
    if to.exists() {
        return Err(Outcome::No(format!("{} is there already; nothing was written", to.display())));
    }
    let unwritable = |why: std::io::Error| Outcome::Fault(format!("{} cannot be written: {why}", to.display()));
    let before = terminal.db().look(db::heads).wait()?;
    let copy = Passing(beside(to, ".copying"));
    let _ = fs::remove_file(&copy.0);
    terminal.db().copy_to_sqlite(&copy.0)?;
    let report = check(&copy.0, before)?;
    let whole = Passing(beside(to, ".writing"));
    let ready = if lock.is_open() {
        &copy.0
    } else {
        let _ = fs::remove_file(&whole.0);
        lock.shut(&copy.0, &whole.0)?;
        &whole.0
    };
    fs::File::open(ready).and_then(|file| file.sync_all()).map_err(unwritable)?;
    fs::rename(ready, to).map_err(unwritable)?;
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    terminal.note(verb::BACKUP, &name, app::door::Outcome::Done, &format!("rows: {}", report.rows))?;
    Ok(report)
}

/// Opens a copy of the copy, so that what is kept is what was written; recomputes every seal, and holds it against
/// where the data stood before.
fn check(copy: &Path, before: Vec<db::Head>) -> Result<Report, Outcome> {
    let tried = Passing(beside(copy, ".checking"));
    fs::copy(copy, &tried.0)?;
    let settings = db::Settings { readers: 1, ..db::Settings::default() };
    let db = Db::open(&Place::File(tried.0.clone()), &app::migrations(), &settings)?;
    let report = db.look(move |db| db::verify(db, &before)).wait()?;
    db.close();
    match report.faults.first() {
        None => Ok(report),
        Some(first) => Err(Outcome::No(format!(
            "no backup was kept, because what was copied has {} faults; the first: {first}. palpate verify tells whether the data has them too",
            report.faults.len() as u64 + report.more
        ))),
    }
}
