//! What serve does by itself, beside answering: signs where every chain stands, and writes backups.
use crate::{backup, checkpoint::Checkpoint, lock::Lock, outcome::Outcome, serve::clock};
use app::upkeep::{Terminal, verb};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::Duration,
};

/// How often it looks whether something is due.
const ROUND: Duration = Duration::from_secs(60);
/// How many rounds lie between two checkpoints: an hour.
const CHECKPOINT_EVERY: u32 = 60;
/// How long one process has a backup to itself, in seconds; where it died over it, another begins after that.
const LEASE_S: i64 = 6 * 3600;
const MICROS_AN_HOUR: i64 = 3_600_000_000;
const PREFIX: &str = "palpate-";

/// What is done by itself, and where it goes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Rounds {
    /// Sign where every chain stands into this file, each hour and at the end; verify --checkpoint reads it.
    #[arg(long, value_name = "FILE", env = "PALPATE_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// The Ed25519 key that signs it, made where there is none; keep it away from the data [default: the checkpoint's
    /// name and .key]
    #[arg(long, value_name = "FILE", env = "PALPATE_CHECKPOINT_KEY")]
    checkpoint_key: Option<PathBuf>,
    /// Write backups into this folder.
    #[arg(long, value_name = "DIR", env = "PALPATE_BACKUP_DIR")]
    backup_dir: Option<PathBuf>,
    /// Hours between two backups.
    #[arg(long, value_name = "HOURS", env = "PALPATE_BACKUP_EVERY", default_value_t = 24,
          value_parser = clap::value_parser!(u32).range(1..=8760))]
    backup_every: u32,
    /// How many of its own backups stay in that folder; the oldest go first.
    #[arg(long, value_name = "COUNT", env = "PALPATE_BACKUP_KEEP", default_value_t = 30,
          value_parser = clap::value_parser!(u32).range(1..))]
    backup_keep: u32,
    #[command(flatten)]
    lock: Lock,
}

/// The thread that makes the rounds.
pub(crate) struct Making {
    stop: Sender<()>,
    thread: JoinHandle<()>,
    rounds: Rounds,
    terminal: Terminal,
}

impl Rounds {
    /// Refuses at the start what could only fail later, and begins.
    pub(crate) fn begin(self, terminal: Terminal) -> Result<Making, Outcome> {
        if let Some(folder) = &self.backup_dir {
            fs::create_dir_all(folder)
                .map_err(|why| Outcome::Input(format!("{} cannot be a backup folder: {why}", folder.display())))?;
        }
        self.sign(&terminal)?;
        let (stop, told) = channel();
        let (rounds, before) = (self.clone(), terminal.clone());
        let thread = std::thread::Builder::new().name("rounds".into()).spawn(move || {
            let mut round = 0;
            loop {
                round += 1;
                rounds.make(&before, round);
                if told.recv_timeout(ROUND) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        })?;
        Ok(Making { stop, thread, rounds: self, terminal })
    }

    /// One round. What fails is logged and tried again the next time.
    fn make(&self, terminal: &Terminal, round: u32) {
        if round.is_multiple_of(CHECKPOINT_EVERY)
            && let Err(why) = self.sign(terminal)
        {
            tracing::error!(?why, "the checkpoint could not be signed");
        }
        match self.back_up(terminal) {
            Ok(None) => {}
            Ok(Some(rows)) => tracing::info!(rows, "a backup was written and checked"),
            Err(why) => tracing::error!(?why, "no backup could be made"),
        }
    }

    fn sign(&self, terminal: &Terminal) -> Result<(), Outcome> {
        let Some(file) = &self.checkpoint else { return Ok(()) };
        let heads = terminal.db().look(db::heads).wait()?;
        Checkpoint::new(file, self.checkpoint_key.as_deref()).write(&heads)
    }

    /// Makes a backup when one is due and no other process is at it. How many rows it holds.
    fn back_up(&self, terminal: &Terminal) -> Result<Option<u64>, Outcome> {
        let Some(folder) = &self.backup_dir else { return Ok(None) };
        if !self.is_due(terminal)? || !terminal.take(verb::BACKUP, LEASE_S)? {
            return Ok(None);
        }
        // Asked again: between the two, another process may have made one and let go.
        let made = if self.is_due(terminal)? { self.make_one(terminal, folder).map(Some) } else { Ok(None) };
        terminal.let_go(verb::BACKUP)?;
        made
    }

    /// Is the last backup, by whichever process, old enough?
    fn is_due(&self, terminal: &Terminal) -> Result<bool, Outcome> {
        let every = i64::from(self.backup_every) * MICROS_AN_HOUR;
        Ok(terminal.last(verb::BACKUP)?.is_none_or(|last| clock().as_microsecond() - last >= every))
    }

    fn make_one(&self, terminal: &Terminal, folder: &Path) -> Result<u64, Outcome> {
        let now = clock();
        let ending = if self.lock.is_open() { "palpate" } else { "palpate.age" };
        let name = format!("{PREFIX}{}.{ending}", now.strftime("%Y%m%d-%H%M%S"));
        let report = backup::make(terminal, &folder.join(name), &self.lock)?;
        thin(folder, self.backup_keep as usize)?;
        Ok(report.rows)
    }
}

/// Lets the oldest backups go, of those that bear our own name.
fn thin(folder: &Path, keep: usize) -> Result<(), Outcome> {
    let mut own: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('.'));
            made.is_some_and(|(at, ending)| at.len() == 15 && matches!(ending, "palpate" | "palpate.age"))
        })
        .collect();
    own.sort();
    let gone = own.len().saturating_sub(keep);
    for path in own.into_iter().take(gone) {
        fs::remove_file(path)?;
    }
    Ok(())
}

impl Making {
    /// Ends the rounds; signs a last time, after everything that was answered is written.
    pub(crate) fn end(self) -> Result<(), Outcome> {
        drop(self.stop);
        // A panic has ended its work already; the last signature is made all the same.
        let _ = self.thread.join();
        self.rounds.sign(&self.terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_its_own_go_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("palpate-thin-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let own = [
            "palpate-20260101-000000.palpate",
            "palpate-20260102-000000.palpate.age",
            "palpate-20260103-000000.palpate",
        ];
        for name in own.iter().chain(&["palpate-mine.palpate", "other.txt"]) {
            fs::write(folder.join(name), "").unwrap();
        }
        thin(&folder, 2).unwrap();
        let mut left: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, ["other.txt", own[1], own[2], "palpate-mine.palpate"]);
    }
}
