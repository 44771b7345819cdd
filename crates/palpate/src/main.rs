//! `palpate`: one program, one file per subcommand.
#[macro_use]
mod outcome;
mod acme;
mod backup;
mod cases;
mod checkpoint;
mod demo;
mod docs;
mod doctor;
mod export;
mod feeds;
mod init;
mod know;
mod knowledge;
mod lan;
mod lock;
mod log;
mod migrate;
mod place;
mod plan;
mod restore;
mod rounds;
mod score;
mod screen;
mod serve;
mod settings;
mod terminal;
mod ticks;
mod tls;
mod user;
mod verify;
mod version;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use outcome::Outcome;
use std::{ffi::OsString, path::PathBuf, process::ExitCode};

/// A page and the reading of the knowledge are many small texts; a fifth of their time was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The clinical record for people who treat with their hands.
///
/// Without an account anywhere and without a server of anybody's: one program, one file of data, on your own machine.
/// Begin with `palpate demo`, which makes up a practice and shows it in your browser.
///
/// Exit status: 0 done; 1 what was given cannot be taken; 2 the answer is no; 3 our fault.
#[derive(Parser)]
#[command(name = "palpate", version, max_term_width = 100)]
struct Palpate {
    /// A TOML file of settings; the environment and flags stand over it (docs/operating.md).
    #[arg(long, global = true, value_name = "FILE", env = "PALPATE_SETTINGS")]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Init(init::Init),
    Migrate(migrate::Migrate),
    Verify(verify::Verify),
    Backup(backup::Backup),
    Restore(restore::Restore),
    ExportChart(export::ExportChart),
    User(user::User),
    Doctor(doctor::Doctor),
    Knowledge(knowledge::Knowledge),
    Know(know::Know),
    Score(score::Score),
    Screen(screen::Screen),
    Plan(plan::Plan),
    Version(version::Version),
    #[command(hide = true)]
    Docs(docs::Docs),
}

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let program = match settings::with_file(Palpate::command(), &words) {
        Ok(program) => program,
        Err(outcome) => return outcome.tell(),
    };
    let typed = program.try_get_matches_from(words).and_then(|typed| Palpate::from_arg_matches(&typed));
    let palpate = match typed {
        Ok(palpate) => palpate,
        Err(error) => {
            // Help and version are not errors; a wrong flag is "cannot be taken", 1, and not clap's 2.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(1) } else { ExitCode::SUCCESS };
        }
    };
    log::start();
    let done = match palpate.command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Init(init) => init.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Verify(verify) => verify.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::ExportChart(export) => export.run(),
        Command::User(user) => user.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Know(know) => know.run(),
        Command::Knowledge(knowledge) => knowledge.run(),
        Command::Score(score) => score.run(),
        Command::Screen(screen) => screen.run(),
        Command::Plan(plan) => plan.run(),
        Command::Version(version) => version.run(),
        Command::Docs(docs) => docs.run(&Palpate::command()),
    };
    done.unwrap_or_else(|outcome: Outcome| outcome.tell())
}
