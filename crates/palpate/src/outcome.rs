#![allow(clippy::print_stderr, reason = "a command line speaks to its terminal")]
//! How a subcommand ends when it does not simply end: one sentence, one exit status.
use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};
use std::process::ExitCode;

/// Says a line to whoever started the program, as `println!` would, but for one thing: a reader who went away (`| head`, a closed
/// terminal) is no reason to fall over.
macro_rules! say {
    ($($words:tt)*) => { $crate::outcome::say(format_args!($($words)*)) };
}

/// What `say!` does.
pub(crate) fn say(line: Arguments<'_>) {
    match writeln!(stdout(), "{line}") {
        Err(why) if why.kind() != ErrorKind::BrokenPipe => eprintln!("palpate: cannot write the answer: {why}"),
        _ => {}
    }
}

/// Why it did not.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// What was given cannot be taken. 1.
    Input(String),
    /// The answer is no: faults were found, there is nothing there. 2.
    No(String),
    /// Our fault, or the machine's. 3.
    Fault(String),
}

impl Outcome {
    /// Says it, and gives the exit status.
    pub(crate) fn tell(self) -> ExitCode {
        let (status, sentence) = match self {
            Outcome::Input(why) => (1, why),
            Outcome::No(why) => (2, why),
            Outcome::Fault(why) => (3, why),
        };
        eprintln!("palpate: {sentence}");
        ExitCode::from(status)
    }
}

impl From<db::Error> for Outcome {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Down(why) => Outcome::No(format!("the database does not answer: {why}")),
            db::Error::Migration(why) => Outcome::No(why),
            db::Error::Busy => Outcome::No("the database is busy; try again".into()),
            other => Outcome::Fault(format!("{other}")),
        }
    }
}

impl From<app::door::Error> for Outcome {
    fn from(error: app::door::Error) -> Self {
        match error {
            app::door::Error::Unreadable(why) => Outcome::Input(why),
            app::door::Error::Later(why) => Outcome::No(format!("the database does not answer: {why}")),
            other => Outcome::Fault(format!("{other:?}")),
        }
    }
}

impl From<std::io::Error> for Outcome {
    fn from(error: std::io::Error) -> Self {
        Outcome::Fault(error.to_string())
    }
}
