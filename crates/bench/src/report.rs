//! The table: what was measured, its floor or peer, and what was aimed at.
use crate::{Result, Size};
use std::{fmt::Write, path::Path};

/// One row.
struct Line {
    what: String,
    here: String,
    beside: String,
    ratio: String,
    aim: &'static str,
    holds: Option<bool>,
}

/// What a run found.
pub(crate) struct Report {
    size: String,
    /// Where the table goes: a run over a million clients leaves that of the usual run where it is.
    page: &'static str,
    lines: Vec<Line>,
}

/// What is aimed at.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    /// The ratio is at least this.
    AtLeast(f64, &'static str),
    /// The ratio is at most this.
    AtMost(f64, &'static str),
    /// Shown, not judged.
    Shown,
}

impl Report {
    pub(crate) fn new(size: &Size) -> Report {
        let clients = size.grown;
        let size =
            format!("{} clients, then {}, then {}; loads of {:?}", size.first, size.clients, size.grown, size.load);
        let page = if clients >= 1_000_000 { "docs/performance-big.md" } else { "docs/performance.md" };
        Report { size, page, lines: Vec::new() }
    }

    /// Adds a row; `ratio` is held against the aim.
    pub(crate) fn line(&mut self, what: &str, here: String, beside: String, ratio: f64, aim: Aim) {
        let (holds, aim) = match aim {
            Aim::AtLeast(least, text) => (Some(ratio >= least), text),
            Aim::AtMost(most, text) => (Some(ratio <= most), text),
            Aim::Shown => (None, ""),
        };
        let ratio = if ratio.is_nan() { String::new() } else { format!("{ratio:.2}") };
        println!("{what}: {here}; {beside}; {ratio} {aim}");
        self.lines.push(Line { what: what.into(), here, beside, ratio, aim, holds });
    }

    /// Prints the table and writes it to its page in `docs/`.
    pub(crate) fn tell(&self) -> Result<()> {
        let mut table = String::from("| what | here | floor or peer | ratio | aim | |\n|---|---|---|---|---|---|\n");
        for line in &self.lines {
            let holds = line.holds.map_or("", |holds| if holds { "holds" } else { "**does not hold**" });
            let Line { what, here, beside, ratio, aim, .. } = line;
            writeln!(table, "| {what} | {here} | {beside} | {ratio} | {aim} | {holds} |")?;
        }
        println!("\n{table}");
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let busy = load.split(' ').take(3).collect::<Vec<_>>().join(", ");
        let text = format!(
            "{HEAD}\n## The last run\n{}; {cores} cores, shared by the program and the load generator; the machine's load \
             (1, 5, 15 minutes) at the end of the run: {busy}.\n\n{table}",
            self.size
        );
        Ok(std::fs::write(top.join(self.page), text)?)
    }
}

/// What stands above the table.
const HEAD: &str = include_str!("head.md");
