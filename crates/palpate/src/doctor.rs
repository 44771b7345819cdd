//! `palpate doctor`: what is wrong with the machine and the data, in plain words.
use crate::{outcome::Outcome, place::Data, serve::clock, terminal, tls};
use app::upkeep::{Terminal, verb};
use clap::Args;
use db::Place;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Say in plain words what is wrong: clock, disk, file permissions, certificate, backups, seals, versions.
///
/// Each line begins with "well" or "look". Status 2 where there is something to look at.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    #[command(flatten)]
    data: Data,
    /// The certificate that serve is given.
    #[arg(long, value_name = "FILE", env = "PALPATE_CERT")]
    cert: Option<PathBuf>,
}

/// One thing that was looked at.
struct Finding {
    well: bool,
    says: String,
}

fn well(says: impl Into<String>) -> Finding {
    Finding { well: true, says: says.into() }
}

fn look(says: impl Into<String>) -> Finding {
    Finding { well: false, says: says.into() }
}

impl Doctor {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let now = clock();
        let mut found = vec![clock_runs(now), knowledge()];
        if let Place::File(file) = &self.data.place()? {
            found.push(permissions(file));
            found.push(disk(file));
        }
        if let Some(file) = &self.cert {
            found.push(certificate(file, now));
        }
        match terminal::open(&self.data) {
            Ok(terminal) => {
                found.push(well(format!("The data opens, in the form of palpate {}.", env!("CARGO_PKG_VERSION"))));
                let kept = kept(&terminal, now);
                terminal.db().clone().close();
                found.extend(kept?);
            }
            Err(Outcome::Input(why) | Outcome::No(why) | Outcome::Fault(why)) => {
                found.push(look(format!("The data does not open: {why}.")));
            }
        }
        let sick = found.iter().filter(|finding| !finding.well).count();
        for finding in &found {
            say!("{}  {}", if finding.well { "well" } else { "look" }, finding.says);
        }
        if sick == 0 { Ok(ExitCode::SUCCESS) } else { Err(Outcome::No(format!("{sick} to look at"))) }
    }
}

fn clock_runs(now: Timestamp) -> Finding {
    let today = now.to_zoned(TimeZone::UTC).date();
    if today.year() < 2026 {
        return look(format!(
            "The clock says {today}, before this program was made: set it, or records get wrong times."
        ));
    }
    well(format!("The clock says {}.", now.strftime("%Y-%m-%d %H:%M UTC")))
}

fn knowledge() -> Finding {
    match app::knowledge_checked() {
        Ok(_) => well("The knowledge in this program holds together."),
        Err(problems) => look(format!("The knowledge in this program has {} problems.", problems.len())),
    }
}

fn permissions(file: &Path) -> Finding {
    #[cfg(unix)]
    if let Ok(about) = std::fs::metadata(file) {
        use std::os::unix::fs::PermissionsExt;
        let mode = about.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return look(format!("{} can be read by others on this machine ({mode:o}): chmod 600.", file.display()));
        }
        return well(format!("{} is for its owner alone.", file.display()));
    }
    well("Who may read the data is left to the operating system.")
}

/// Free space where the data is, as `df` tells it, against the size of the data.
fn disk(file: &Path) -> Finding {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let told = Command::new("df").arg("-Pk").arg(folder).output().ok();
    let text = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let free = text.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    let size = std::fs::metadata(file).map_or(0, |about| about.len()) / 1024;
    match free {
        None => well("How much of the disk is free cannot be told on this system."),
        Some(free) if free < 1_000_000 || free < 3 * size => {
            look(format!("{} MB are free on the disk of the data: make room before it is full.", free / 1000))
        }
        Some(free) => well(format!("{} GB are free on the disk of the data.", free / 1_000_000)),
    }
}

fn certificate(file: &Path, now: Timestamp) -> Finding {
    let Some(until) = tls::ends_on(file) else {
        return look(format!("{} is no certificate that can be read.", file.display()));
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    match days(today, until) {
        left if left < 0 => look(format!("The certificate ended on {until}: browsers refuse it.")),
        left if left < 30 => look(format!("The certificate ends on {until}, in {left} days: renew it.")),
        left => well(format!("The certificate holds until {until}, {left} days from now.")),
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// What the trail tells of backups and checks.
fn kept(terminal: &Terminal, now: Timestamp) -> Result<Vec<Finding>, Outcome> {
    let hours = |at: i64| (now.as_microsecond() - at) / 3_600_000_000;
    let backup = match terminal.last(verb::BACKUP)?.map(hours) {
        None => look("No backup was ever made: palpate backup FILE, or serve --backup-dir DIR."),
        Some(age) if age < 0 => look("The last backup is dated after now: the clock was set back."),
        Some(age) if age > 48 => look(format!("The last backup is {} days old.", age / 24)),
        Some(age) => well(format!("The last backup is {age} hours old, and was checked.")),
    };
    let verified = match terminal.last(verb::VERIFY)?.map(hours) {
        None => look("The seals were never checked: palpate verify."),
        Some(age) if age > 24 * 31 => look(format!("The seals were last checked {} days ago.", age / 24)),
        Some(age) => well(format!("The seals were checked {age} hours ago and held.")),
    };
    Ok(vec![backup, verified])
}
