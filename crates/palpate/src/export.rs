//! `palpate export-chart`: everything of one chart, checkable where it arrives.
use crate::{
    outcome::Outcome,
    place::Data,
    terminal::{self, private},
};
use clap::Args;
use std::{
    io::{BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Write everything of one chart as JSON: directory entry, every record row as it was sealed, the trail, and the seals.
///
/// It goes to standard output, or to a new file that only its owner may read. The trail keeps that it was written out,
/// and by whom. docs/operating.md tells how the seals in it are checked.
#[derive(Args, Debug)]
pub(crate) struct ExportChart {
    /// The client's id (cli_…), as it stands in the address of the chart.
    #[arg(value_name = "CLIENT")]
    client: String,
    #[command(flatten)]
    data: Data,
    /// A file to write instead; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl ExportChart {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let terminal = terminal::open(&self.data)?;
        let chart = terminal.export_chart(&self.client)?;
        terminal.db().clone().close();
        let Some(chart) = chart else {
            return Err(Outcome::No("there is no client of this id".into()));
        };
        let mut out: Box<dyn Write> =
            match &self.to {
                Some(file) => Box::new(private(file).map_err(|why| {
                    Outcome::Input(format!("{} cannot be written as a new file: {why}", file.display()))
                })?),
                None => Box::new(std::io::stdout().lock()),
            };
        let mut out = BufWriter::new(&mut out);
        serde_json::to_writer_pretty(&mut out, &chart).map_err(|why| Outcome::Fault(why.to_string()))?;
        writeln!(out)?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
