//! `cargo x bench`: each figure beside its floor, taken in one run, printed and written to `docs/performance.md`.
#![allow(clippy::print_stdout, reason = "it speaks to a terminal")]
mod acts;
mod every;
mod explain;
mod fill;
mod floor;
mod house;
mod judgement;
mod pages;
mod program;
mod report;
mod saves;
mod wire;

use report::Report;
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Whatever goes wrong ends the run.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How large and how long.
pub(crate) struct Size {
    /// Clients that growth is measured from.
    first: u64,
    /// Clients of most measurements.
    clients: u64,
    /// Clients that growth is measured to.
    grown: u64,
    /// How long each load runs.
    load: Duration,
    /// Are only the slowest pages to be explained?
    explains: bool,
}

fn size() -> Result<Size> {
    let mut size =
        Size { first: 1_000, clients: 10_000, grown: 100_000, load: Duration::from_secs(4), explains: false };
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "--big" => size.grown = 1_000_000,
            "--explain" => size.explains = true,
            "--quick" => size.load = Duration::from_millis(400),
            number => {
                size.clients =
                    number.parse().map_err(|_| "usage: cargo x bench [CLIENTS] [--big] [--quick] [--explain]")?;
                size.first = size.clients / 10;
                size.grown = size.clients.saturating_mul(10);
            }
        }
    }
    Ok(size)
}

fn run(folder: &std::path::Path) -> Result<()> {
    let size = size()?;
    if size.explains { explained(folder, &size) } else { measured(folder, &size)?.tell() }
}

/// The slowest pages over all of the clients, statement by statement.
fn explained(folder: &std::path::Path, size: &Size) -> Result<()> {
    let house = house::Running::open(folder)?;
    fill::clients(&house, 0..size.grown)?;
    fill::day(&house)?;
    let pages = every::pages(&house)?;
    let mut times: Vec<_> = every::times(&house, &pages)?.into_iter().collect();
    times.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    let slowest: Vec<String> = times.iter().take(8).filter_map(|(route, _)| pages.get(route).cloned()).collect();
    explain::tell(&house, &slowest)?;
    house.close();
    Ok(())
}

fn measured(folder: &std::path::Path, size: &Size) -> Result<Report> {
    let mut report = Report::new(size);
    judgement::measure(&mut report)?;
    program::measure(&mut report, folder)?;
    let house = house::Running::open(folder)?;
    println!("filling with {} clients", size.first);
    fill::clients(&house, 0..size.first)?;
    let long = fill::long(&house)?;
    fill::day(&house)?;
    let small = pages::typical(&house, size.first)?;
    let every = every::pages(&house)?;
    let few = every::times(&house, &every)?;
    println!("filling up to {} clients", size.clients);
    fill::clients(&house, size.first..size.clients)?;
    pages::against_the_floor(&mut report, &house, size)?;
    pages::long_standing(&mut report, &house, &long)?;
    pages::letter(&mut report, &house, size)?;
    println!("filling up to {} clients", size.grown);
    fill::clients(&house, size.clients..size.grown)?;
    let large = pages::typical(&house, size.grown)?;
    pages::growth(&mut report, size, &small, &large);
    let many = every::times(&house, &every)?;
    every::tell(&mut report, size, [&few, &many]);
    // Last: what is opened here would stand on the day.
    saves::measure(&mut report, &house, size, folder)?;
    acts::measure(&mut report, &house)?;
    house.close();
    program::start(&mut report, folder)?;
    Ok(report)
}

fn main() -> ExitCode {
    let folder: PathBuf = std::env::temp_dir().join(format!("palpate_bench_{}", std::process::id()));
    let done = std::fs::create_dir_all(&folder).map_err(Into::into).and_then(|()| run(&folder));
    let _ = std::fs::remove_dir_all(&folder);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("bench: {why}");
            ExitCode::from(3)
        }
    }
}
