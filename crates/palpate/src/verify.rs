//! `palpate verify`: recomputes every seal of the record.
#![allow(clippy::print_stdout, reason = "a command line speaks to its terminal")]
use crate::{outcome::Outcome, place::Data};
use clap::Args;
use db::Db;
use std::process::ExitCode;

/// Recompute every seal, and name what was altered, removed or added behind the program's back.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    data: Data,
}

impl Verify {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let db = Db::open(&self.data.place()?, &app::migrations(), &db::Settings::default())?;
        let report = db.look(|db| db::verify(db, &[])).wait()?;
        for fault in &report.faults {
            println!("{fault}");
        }
        println!(
            "{} rows in {} seals of {} chains; {} erased",
            report.rows, report.seals, report.chains, report.erased
        );
        db.close();
        if report.faults.is_empty() {
            println!(
                "Nothing was altered by anybody who did not also recompute the chain. Against that, use a checkpoint."
            );
            return Ok(ExitCode::SUCCESS);
        }
        Err(Outcome::No(format!("{} faults were found", report.faults.len() as u64 + report.more)))
    }
}
