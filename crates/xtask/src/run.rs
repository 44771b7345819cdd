//! Running other programs in the open: what is run is printed first, and what goes wrong is one sentence.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a command of the workshop ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// What was typed can't be taken.
    Usage(String),
    /// The question was asked properly and the answer is no: a test fails, a check finds something, a need is lacking.
    No(String),
    /// The workshop itself failed.
    Fault(String),
}

impl Stop {
    /// The exit code that says which of the three it was.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Stop::Usage(_) => 1,
            Stop::No(_) => 2,
            Stop::Fault(_) => 3,
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Usage(what) | Stop::No(what) | Stop::Fault(what) => f.write_str(what),
        }
    }
}

/// A fault named by what was being done when it came.
pub(crate) fn fault(doing: &str, why: impl fmt::Display) -> Stop {
    Stop::Fault(format!("{doing}: {why}"))
}

/// Refuses any word after a command that takes none.
pub(crate) fn takes_nothing(rest: &[String]) -> Result<(), Stop> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Stop::Usage(format!("nothing is known to follow here, and `{word}` does"))),
    }
}

/// The top folder of the project, wherever the command was typed.
pub(crate) fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A program at the top of the project, with its arguments.
pub(crate) fn program<S: AsRef<OsStr>>(name: impl AsRef<OsStr>, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(top()).stdin(Stdio::null());
    command
}

/// The first `most` words of a command line, as a person would type them.
fn typed(command: &Command, most: usize) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).take(most);
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Prints a command line.
fn show(command: &Command) {
    println!("$ {}", typed(command, usize::MAX));
}

/// Runs a program in the open and says whether it ended well.
pub(crate) fn ends_well(mut command: Command) -> Result<bool, Stop> {
    show(&command);
    let name = command.get_program().to_string_lossy().into_owned();
    command.status().map(|status| status.success()).map_err(|why| fault(&format!("`{name}` could not be started"), why))
}

/// Runs a program in the open; that it fails is the answer no.
pub(crate) fn must(command: Command) -> Result<(), Stop> {
    let name = typed(&command, 2);
    if ends_well(command)? { Ok(()) } else { Err(Stop::No(format!("`{name}` says no, see above"))) }
}

/// Runs a program in the open, hands each line that it prints to `each`, and says whether it ended well.
pub(crate) fn told(mut command: Command, mut each: impl FnMut(&str)) -> Result<bool, Stop> {
    show(&command);
    let name = command.get_program().to_string_lossy().into_owned();
    let doing = format!("`{name}`");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|why| fault(&doing, why))?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            let line = line.map_err(|why| fault(&doing, why))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            each(&line);
        }
    }
    let _ = std::io::stdout().flush();
    child.wait().map(|status| status.success()).map_err(|why| fault(&doing, why))
}

/// What a program prints, if it can be started and ends well.
pub(crate) fn asked(mut command: Command) -> Option<String> {
    let out = command.stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Where a program is found on the search path.
pub(crate) fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_the_folder_of_the_workspace() {
        assert!(top().join("Cargo.lock").is_file());
    }

    #[test]
    fn each_line_of_a_program_is_handed_on_and_its_failure_is_told() {
        let mut lines = Vec::new();
        let well = told(program("sh", ["-c", "echo one; echo two; exit 3"]), |line| lines.push(line.to_owned()));
        assert_eq!(lines, ["one", "two"]);
        assert!(!well.unwrap());
        assert!(told(program("no-such-program", ["x"]), |_| ()).is_err());
    }
}
