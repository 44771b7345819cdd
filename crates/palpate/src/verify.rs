//! `palpate verify`: recomputes every seal of the record.
use crate::{checkpoint::Checkpoint, outcome::Outcome, place::Data, terminal};
use app::{door::Outcome as Ended, upkeep::verb};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

/// Recompute every seal, and name what was altered, removed or added behind the program's back.
///
/// Alone it shows what was done by anybody who did not also recompute the chain. With a checkpoint, a signed list of
/// where each chain stood, it shows that as well, and what was cut off at the end. It says which of the two it checked.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    data: Data,
    /// The signed list of heads: written where there is none; else held against the data, and renewed when all is well.
    #[arg(long, value_name = "FILE", env = "PALPATE_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// The Ed25519 key that signs it, made where there is none; keep it away from the data [default: the checkpoint's
    /// name and .key]
    #[arg(long, value_name = "FILE", env = "PALPATE_CHECKPOINT_KEY")]
    key: Option<PathBuf>,
}

impl Verify {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let checkpoint = self.checkpoint.as_ref().map(|file| Checkpoint::new(file, self.key.as_deref()));
        let (earlier, signed_at) = match &checkpoint {
            Some(checkpoint) if checkpoint.exists() => {
                let (heads, at) = checkpoint.read()?;
                (heads, Some(at))
            }
            _ => (Vec::new(), None),
        };
        let terminal = terminal::open(&self.data)?;
        // Both in one snapshot: only what was checked is signed.
        let look = move |db: &mut db::Reader<'_>| Ok::<_, db::Error>((db::verify(db, &earlier)?, db::heads(db)?));
        let (report, heads) = terminal.db().look(look).wait()?;
        for fault in &report.faults {
            say!("{fault}");
        }
        say!("{} rows in {} seals of {} chains; {} erased", report.rows, report.seals, report.chains, report.erased);
        let faults = report.faults.len() as u64 + report.more;
        let ended = if faults == 0 { Ended::Done } else { Ended::Refused };
        // Of a record that was tampered with, the trail may be what cannot be written; the answer is given all the same.
        if let Err(why) = terminal.note(verb::VERIFY, "", ended, &format!("faults: {faults}")) {
            tracing::warn!(?why, "the trail of this check could not be written");
        }
        terminal.db().clone().close();
        if faults > 0 {
            return Err(Outcome::No(format!("{faults} faults were found")));
        }
        match (&checkpoint, signed_at) {
            (Some(checkpoint), Some(at)) => {
                checkpoint.write(&heads)?;
                say!(
                    "Checked against the seals and against the checkpoint of {at}: {} chains stand where they stood or go on from there. The checkpoint is renewed.",
                    report.earlier
                );
            }
            (Some(checkpoint), None) => {
                checkpoint.write(&heads)?;
                say!("Checked against the seals alone. The checkpoint is written; the next time it is checked too.");
            }
            (None, _) => say!(
                "Checked against the seals alone: nothing was altered by anybody who did not also recompute the chain. Against that, use --checkpoint."
            ),
        }
        Ok(ExitCode::SUCCESS)
    }
}
