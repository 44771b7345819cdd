//! The workshop of Palpate: the commands with which the project is checked, tested and documented.
//! `cargo x help` lists them. It needs nothing beyond the standard library and a reader of JSON.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the workshop speaks to whoever sits at the terminal")]

mod browser;
mod check;
mod docs;
mod needs;
mod postgres;
mod run;
mod test;
mod tidy;

use run::Stop;
use std::process::ExitCode;

/// One command of the workshop: its name, what may follow it, what it does, and the function that does it.
struct Command {
    name: &'static str,
    takes: &'static str,
    about: &'static str,
    go: fn(&[String]) -> Result<(), Stop>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "check",
        takes: "",
        about: "formatting, lints, tidy, documents up to date, knowledge",
        go: check::check,
    },
    Command {
        name: "test",
        takes: "[word]",
        about: "every test on SQLite and PostgreSQL, then the browser; with a word, those that carry it",
        go: test::test,
    },
    Command {
        name: "ci",
        takes: "[--long]",
        about: "check and test; --long with all the kills, inputs, sizes and themes",
        go: test::ci,
    },
    Command { name: "tidy", takes: "", about: "the habits of the house, by reading the text", go: tidy::tidy },
    Command { name: "docs", takes: "", about: "makes docs/generated/ and docs/facts.md afresh", go: docs::docs },
    Command {
        name: "shots",
        takes: "[folder]",
        about: "the pictures of docs/using; into a folder, every page of the demo by role, size and theme",
        go: browser::shots,
    },
    Command {
        name: "bench",
        takes: "[clients] [--big] [--quick]",
        about: "each figure beside its floor, into docs/performance.md; alone on its machine",
        go: bench,
    },
    Command { name: "help", takes: "", about: "this list", go: help },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match words.split_first() {
        None => ("help", &[][..]),
        Some((first, rest)) => (first.as_str(), rest),
    };
    let name = if matches!(name, "-h" | "--help") { "help" } else { name };
    let done = match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.go)(rest),
        None => Err(Stop::Usage(format!("there is no `cargo x {name}`; `cargo x help` lists what there is"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("cargo x {name}: {stop}");
            ExitCode::from(stop.code())
        }
    }
}

fn help(rest: &[String]) -> Result<(), Stop> {
    run::takes_nothing(rest)?;
    println!("cargo x COMMAND\n");
    for command in COMMANDS {
        println!("  {:<16} {}", format!("{} {}", command.name, command.takes), command.about);
    }
    println!("\nIt ends with 0 done · 1 input or usage · 2 the answer is no · 3 the workshop's own fault.");
    Ok(())
}

/// Built as it is shipped, and run beside the program that it starts.
fn bench(rest: &[String]) -> Result<(), Stop> {
    run::must(run::program("cargo", ["build", "--release", "-p", "palpate", "-p", "bench"]))?;
    let words = ["run", "--release", "--quiet", "-p", "bench", "--"].into_iter().chain(rest.iter().map(String::as_str));
    run::must(run::program("cargo", words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_does_not_exist_is_named_nowhere_in_the_list() {
        let mut names: Vec<_> = COMMANDS.iter().map(|command| command.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "two commands share a name");
        assert!(help(&["extra".to_owned()]).is_err(), "help takes nothing");
    }
}
