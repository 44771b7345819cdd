//! `palpate user`: who may sign in, and a way back in for an owner.
use crate::{outcome::Outcome, place::Data, terminal};
use app::upkeep::{Reset, Terminal};
use clap::{Args, Subcommand};
use std::{fs, path::PathBuf, process::ExitCode};

/// List who may sign in, replace a password, or add an owner, when nobody can do it in the browser.
///
/// Whoever may read the data may do this; the trail keeps which user of the operating system it was.
#[derive(Args, Debug)]
pub(crate) struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Show everybody's login, name and roles
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Replace somebody's password, and sign them out everywhere
    Password {
        /// What they type to sign in.
        login: String,
        #[command(flatten)]
        data: Data,
        /// The new password is the first line of this file; without it one is drawn and shown once.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Add an owner beside those there are
    AddOwner {
        /// What they will type to sign in.
        login: String,
        /// Their name, as it stands on papers.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        data: Data,
        /// The password is the first line of this file; without it one is drawn and shown once.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
}

impl User {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        match self.what {
            What::List { data } => within(&data, |terminal| {
                for person in terminal.people()? {
                    let left = if person.active { "" } else { "\t(may not sign in)" };
                    say!("{}\t{}\t{}{left}", person.login, person.name, person.roles);
                }
                Ok(())
            }),
            What::Password { login, data, password_file } => within(&data, |terminal| {
                let (password, drawn) = password(password_file)?;
                match terminal.reset_password(&login, &password)? {
                    Reset::Nobody => Err(Outcome::No("there is nobody with this login".into())),
                    Reset::Done => {
                        say!("The password is replaced, and every browser of theirs is signed out.");
                        show(&password, drawn);
                        Ok(())
                    }
                }
            }),
            What::AddOwner { login, name, data, password_file } => within(&data, |terminal| {
                let (password, drawn) = password(password_file)?;
                terminal.add_owner(&login, &name, &password)?;
                say!("The owner is added.");
                show(&password, drawn);
                Ok(())
            }),
        }
    }
}

fn within(data: &Data, work: impl FnOnce(&Terminal) -> Result<(), Outcome>) -> Result<ExitCode, Outcome> {
    let terminal = terminal::open(data)?;
    let done = work(&terminal);
    terminal.db().clone().close();
    done.map(|()| ExitCode::SUCCESS)
}

fn show(password: &str, drawn: bool) {
    if drawn {
        say!("Password, shown this once: {password}");
    }
}

/// The password from the file, or one that is drawn: 80 bits in letters and digits that cannot be misread.
fn password(file: Option<PathBuf>) -> Result<(String, bool), Outcome> {
    if let Some(file) = file {
        let text = fs::read_to_string(&file)
            .map_err(|why| Outcome::Input(format!("{} cannot be read: {why}", file.display())))?;
        return Ok((text.lines().next().unwrap_or_default().trim().to_owned(), false));
    }
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|why| Outcome::Fault(why.to_string()))?;
    let letters: Vec<char> = "0123456789abcdefghjkmnpqrstvwxyz".chars().collect();
    let drawn: String = bytes.iter().filter_map(|byte| letters.get(usize::from(byte & 31))).collect();
    let grouped: Vec<&str> =
        [drawn.get(..4), drawn.get(4..8), drawn.get(8..12), drawn.get(12..)].into_iter().flatten().collect();
    Ok((grouped.join("-"), true))
}
