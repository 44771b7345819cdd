//! `palpate knowledge check`: whether every statement of the knowledge can be read and holds together.
use crate::outcome::Outcome;
use clap::{Args, Subcommand};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Look at what the profession knows, as this program has it.
#[derive(Args, Debug)]
pub(crate) struct Knowledge {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Name everything that is wrong in the knowledge, by file and line
    Check {
        /// A folder to check instead of what the program carries, while writing it.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

impl Knowledge {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let What::Check { folder } = self.what;
        let read = match folder {
            None => app::knowledge(),
            Some(folder) => {
                let texts = texts(&folder, &folder)?;
                if texts.is_empty() {
                    return Err(Outcome::Input(format!("{} holds no .toml file", folder.display())));
                }
                let files: Vec<(&str, &str)> =
                    texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
                clinical::knowledge::Knowledge::parse(&files)
            }
        };
        match read {
            Ok(_) => {
                say!("The knowledge holds together.");
                Ok(ExitCode::SUCCESS)
            }
            Err(problems) => {
                for problem in &problems {
                    say!("{problem}");
                }
                Err(Outcome::No(format!("{} problems in the knowledge", problems.len())))
            }
        }
    }
}

/// Every .toml file below a folder, sorted, each with its path from `top`.
fn texts(top: &Path, folder: &Path) -> Result<Vec<(String, String)>, Outcome> {
    let unreadable =
        |path: &Path, why: std::io::Error| Outcome::Input(format!("{} cannot be read: {why}", path.display()));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|why| unreadable(folder, why))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(texts(top, &path)?);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).map_err(|why| unreadable(&path, why))?;
            found.push((path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/"), text));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folder: PathBuf) -> Result<ExitCode, Outcome> {
        Knowledge { what: What::Check { folder: Some(folder) } }.run()
    }

    #[test]
    fn the_projects_own_folder_holds_together_and_is_what_the_program_carries() {
        assert!(check(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")).is_ok());
        assert!(Knowledge { what: What::Check { folder: None } }.run().is_ok());
    }

    #[test]
    fn a_folder_that_is_not_there_is_input_and_a_wrong_entry_is_a_no() {
        let folder = std::env::temp_dir().join(format!("palpate-knowledge-{}", std::process::id()));
        assert!(matches!(check(folder.clone()), Err(Outcome::Input(_))));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sources.toml"), "[[source]]\nkey = \"A\"\nunknown = 1\n").unwrap();
        let said = check(folder.clone());
        fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(said, Err(Outcome::No(_))));
    }
}
