//! What the tests need beyond Rust: a PostgreSQL server's programs, a Chromium, Node with the packages of `e2e/`, and
//! strace, and pebble.
//! What is lacking is installed on Debian as root, saying so; anywhere else the commands are printed and nothing is
//! done. Nothing is ever skipped in silence.

use crate::run::{self, Stop, asked, fault, found, program};
use std::path::{Path, PathBuf};

/// The oldest major version of PostgreSQL that Palpate serves from.
const OLDEST_POSTGRES: u32 = 15;
/// The oldest major version of Node that runs the browser journeys; Debian 12's own.
const OLDEST_NODE: u32 = 18;

/// Where everything that the tests need was found.
pub(crate) struct Needs {
    /// The folder that holds `initdb`, `pg_ctl` and `postgres`.
    pub(crate) postgres: PathBuf,
    /// The browser's program file.
    pub(crate) chromium: PathBuf,
    /// Node's program file.
    pub(crate) node: PathBuf,
}

/// One thing that is lacking: what it is, and the Debian packages that bring it.
struct Lack {
    what: &'static str,
    packages: &'static [&'static str],
}

/// Finds what the tests need, having installed what lacks where that may be done unasked.
pub(crate) fn ensure() -> Result<Needs, Stop> {
    let lacks = lacks();
    if !lacks.is_empty() {
        install(&lacks)?;
    }
    let needs = Needs {
        postgres: postgres().ok_or_else(|| still("PostgreSQL's server programs"))?,
        chromium: chromium().ok_or_else(|| still("Chromium"))?,
        node: node().ok_or_else(|| still("Node"))?,
    };
    packages()?;
    Ok(needs)
}

fn still(what: &str) -> Stop {
    Stop::No(format!("{what} can't be found even after the installation"))
}

fn lacks() -> Vec<Lack> {
    let mut lacks = Vec::new();
    if postgres().is_none() {
        lacks.push(Lack { what: "a PostgreSQL server, version 15 or later", packages: &["postgresql"] });
    }
    if chromium().is_none() {
        lacks.push(Lack { what: "Chromium", packages: &["chromium"] });
    }
    if node().is_none() {
        lacks.push(Lack { what: "Node, version 18 or later, with npm", packages: &["nodejs", "npm"] });
    }
    // Shows that an answer follows its sync; a tool of Linux.
    if cfg!(target_os = "linux") && found("strace").is_none() {
        lacks.push(Lack { what: "strace", packages: &["strace"] });
    }
    // An ACME authority for tests, and names that lead to this machine.
    if cfg!(target_os = "linux") && (found("pebble").is_none() || found("pebble-challtestsrv").is_none()) {
        lacks.push(Lack { what: "pebble, an ACME authority for tests", packages: &["pebble"] });
    }
    lacks
}

/// Installs with `apt-get` as root on Debian; elsewhere prints what to type and stops.
fn install(lacks: &[Lack]) -> Result<(), Stop> {
    let packages: Vec<&str> = lacks.iter().flat_map(|lack| lack.packages.iter().copied()).collect();
    let what: Vec<&str> = lacks.iter().map(|lack| lack.what).collect();
    let what = what.join("; ");
    let debian = Path::new("/etc/debian_version").is_file() && found("apt-get").is_some();
    if !(debian && root()) {
        println!("The tests need what is not here: {what}.\nOn Debian or Ubuntu this brings it:\n");
        println!("  sudo apt-get update\n  sudo apt-get install --no-install-recommends {}\n", packages.join(" "));
        println!("Elsewhere install the same; PALPATE_POSTGRES_BIN and PALPATE_CHROMIUM may say where they are.");
        return Err(Stop::No("nothing was tested".to_owned()));
    }
    println!("Lacking, and so installed now: {what}.");
    let apt = |args: &[&str]| {
        let mut command = program("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=600"].iter().chain(args));
        command.env("DEBIAN_FRONTEND", "noninteractive");
        run::must(command)
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat())
}

/// Whether this process may do everything on this machine.
pub(crate) fn root() -> bool {
    asked(program("id", ["-u"])).as_deref() == Some("0")
}

/// The folder of PostgreSQL's server programs: what was named, then Debian's, newest first, then the search path.
fn postgres() -> Option<PathBuf> {
    let named = std::env::var_os("PALPATE_POSTGRES_BIN").map(PathBuf::from);
    let mut debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort_unstable_by(|a, b| b.cmp(a));
    let path = found("postgres").and_then(|file| Some(file.parent()?.to_path_buf()));
    named.into_iter().chain(debian.into_iter().map(|(_, folder)| folder)).chain(path).find(|folder| {
        ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
            && major(&asked(program(folder.join("postgres"), ["--version"])).unwrap_or_default())
                .is_some_and(|version| version >= OLDEST_POSTGRES)
    })
}

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("PALPATE_CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| found(name)))
}

fn node() -> Option<PathBuf> {
    found("npm")?;
    found("node").filter(|node| {
        major(&asked(program(node, ["--version"])).unwrap_or_default()).is_some_and(|version| version >= OLDEST_NODE)
    })
}

/// The packages of `e2e/`, exactly as locked; fetched again only when the lock has changed.
fn packages() -> Result<(), Stop> {
    let folder = run::top().join("e2e");
    let time = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let lock = time(&folder.join("package-lock.json"));
    let there = time(&folder.join("node_modules/.package-lock.json"));
    if there.is_some() && there >= lock {
        return Ok(());
    }
    let mut npm = program("npm", ["ci", "--no-audit", "--no-fund"]);
    npm.current_dir(&folder);
    if run::ends_well(npm)? {
        Ok(())
    } else {
        Err(fault("npm ci in e2e/", "the packages of the browser journeys could not be fetched"))
    }
}

/// The first whole number in a line such as `postgres (PostgreSQL) 15.8` or `v18.20.4`.
fn major(line: &str) -> Option<u32> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    let digits = line.get(start..)?.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_a_program_says_of_itself() {
        assert_eq!(major("postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)"), Some(15));
        assert_eq!(major("v18.20.4"), Some(18));
        assert_eq!(major("not a version"), None);
    }
}
