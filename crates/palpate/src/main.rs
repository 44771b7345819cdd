//! `palpate`: one program, one file per subcommand.
mod backup;
mod checkpoint;
mod demo;
mod docs;
mod export;
mod init;
mod knowledge;
mod lock;
mod log;
mod migrate;
mod outcome;
mod place;
mod restore;
mod rounds;
mod score;
mod screen;
mod serve;
mod terminal;
mod user;
mod verify;
mod version;

use clap::{CommandFactory, Parser, Subcommand};
use outcome::Outcome;
use std::process::ExitCode;

/// The clinical record for people who treat with their hands.
///
/// Without an account anywhere and without a server of anybody's: one program, one file of data, on your own machine.
/// Begin with `palpate demo`, which makes up a practice and shows it in your browser.
///
/// Exit status: 0 done; 1 what was given cannot be taken; 2 the answer is no; 3 our fault.
#[derive(Parser)]
#[command(name = "palpate", version, max_term_width = 100)]
struct Palpate {
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
    Knowledge(knowledge::Knowledge),
    Score(score::Score),
    Screen(screen::Screen),
    Version(version::Version),
    #[command(hide = true)]
    Docs(docs::Docs),
}

fn main() -> ExitCode {
    let palpate = match Palpate::try_parse() {
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
        Command::Knowledge(knowledge) => knowledge.run(),
        Command::Score(score) => score.run(),
        Command::Screen(screen) => screen.run(),
        Command::Version(version) => version.run(),
        Command::Docs(docs) => docs.run(&Palpate::command()),
    };
    done.unwrap_or_else(|outcome: Outcome| outcome.tell())
}
