//! `palpate knowledge`: whether what is known holds together, and what a practice lays over it.
use crate::{cases, know::carried, outcome::Outcome, place::Data, terminal};
use app::upkeep::{Loading, Terminal, Tried};
use app::versions::Files;
use clap::{Args, Subcommand};
use clinical::knowledge::{
    Knowledge as Whole, Problem,
    entries::{Entries, KINDS},
    overlay::{Change, lay},
    tongue::Tongue,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Check what the program knows, and lay a practice's own folder over it.
#[derive(Args, Debug)]
pub(crate) struct Knowledge {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Name everything that is wrong in the knowledge, by file and line, and count what there is
    Check {
        /// A folder: one laid over what the program carries, or a whole one (with regions and families of its own).
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Cases of the safety rules; a rule that none brings about is named [default for a folder that is laid over:
        /// its folder cases]
        #[arg(long, value_name = "DIR")]
        cases: Option<PathBuf>,
    },
    /// Lay a folder over what the program carries, from now on and in every process
    Load {
        /// The folder (docs/adding.md says what stands in it).
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The word by which it is loaded again or taken out [default: the folder's name]
        #[arg(long)]
        name: Option<String>,
        /// The login of the owner who answers for what it loosens or retires.
        #[arg(long, value_name = "LOGIN", default_value = "")]
        by: String,
        /// Why.
        #[arg(long, value_name = "WORDS", default_value = "")]
        reason: String,
        #[command(flatten)]
        data: Data,
    },
    /// Take a folder out again
    Unload {
        /// The word by which it was loaded.
        name: String,
        /// The login of the owner who answers for it.
        #[arg(long, value_name = "LOGIN")]
        by: String,
        /// Why.
        #[arg(long, value_name = "WORDS")]
        reason: String,
        #[command(flatten)]
        data: Data,
    },
    /// Show what was loaded and taken out, the newest first
    History {
        #[command(flatten)]
        data: Data,
    },
}

impl Knowledge {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        match self.what {
            What::Check { folder, cases } => check(folder.as_deref(), cases.as_deref()),
            What::Load { folder, name, by, reason, data } => {
                let loading = Loading { name: named(&folder, name), files: files(&folder)?, by, reason };
                within(&data, |terminal| load(terminal, &loading))
            }
            What::Unload { name, by, reason, data } => within(&data, |terminal| {
                terminal.unload_knowledge(&Arc::new(carried()?), &name, &by, &reason)?;
                say!("{name} is taken out; what the program carries holds in its place.");
                Ok(())
            }),
            What::History { data } => within(&data, history),
        }
    }
}

fn within(data: &Data, work: impl FnOnce(&Terminal) -> Result<(), Outcome>) -> Result<ExitCode, Outcome> {
    let terminal = terminal::open(data)?;
    let done = work(&terminal);
    terminal.db().clone().close();
    done.map(|()| ExitCode::SUCCESS)
}

fn check(folder: Option<&Path>, cases: Option<&Path>) -> Result<ExitCode, Outcome> {
    let carried_files = app::knowledge_files();
    let Some(folder) = folder else {
        let knowledge = app::knowledge_checked().map_err(|problems| told(&problems))?;
        return settled(&knowledge, &carried_files, None, cases);
    };
    let own = files(folder)?;
    let own: Vec<(&str, &str)> = own.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let is_there = |path: &str| own.iter().any(|(own, _)| *own == path);
    if is_there("safety/families.toml") && is_there("regions/areas.toml") {
        let knowledge = Whole::parse(&own).map_err(|problems| told(&problems))?;
        return settled(&knowledge, &own, None, cases);
    }
    let laid = lay(&carried()?, &carried_files, "checked", &own).map_err(|problems| told(&problems))?;
    tell(&laid.changes);
    let whole: Vec<(&str, &str)> = laid.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    if laid.changes.iter().any(Change::needs_owner) {
        say!("To load it, an owner answers for what it loosens or retires: --by LOGIN --reason WORDS");
    }
    let beside = folder.join("cases");
    settled(&laid.knowledge, &whole, Some(&laid.changes), cases.or(Some(&beside)))
}

/// Runs the cases, and counts. Over an overlay only its own rules need one.
fn settled(
    knowledge: &Whole,
    files: &[(&str, &str)],
    changes: Option<&[Change]>,
    folder: Option<&Path>,
) -> Result<ExitCode, Outcome> {
    let (spanish, faults) = Tongue::read(files, "es");
    if !faults.is_empty() {
        return Err(told(&faults));
    }
    if let Some(folder) = folder {
        let cases = cases::run(knowledge, folder)?;
        let bare = knowledge.without_cases(&cases.seen);
        let own = |problem: &Problem| match changes {
            None => true,
            Some(changes) => {
                let mut rules = changes.iter().filter(|change| change.kind == "rule");
                rules.any(|change| problem.what.starts_with(&format!("`{}`", change.key)))
            }
        };
        let problems: Vec<Problem> = cases.wrong.into_iter().chain(bare.into_iter().filter(own)).collect();
        if !problems.is_empty() {
            return Err(told(&problems));
        }
        say!("{:>5}  cases come out as they say", cases.count);
    }
    counted(files);
    say!("In Spanish (texts, translated, of these not reviewed, missing):");
    for (kind, count) in spanish.counts() {
        say!("  {kind}: {}, {}, {}, {}", count.texts, count.said, count.unreviewed, count.missing());
    }
    Ok(ExitCode::SUCCESS)
}

fn load(terminal: &Terminal, loading: &Loading) -> Result<(), Outcome> {
    match terminal.load_knowledge(&Arc::new(carried()?), loading)? {
        Tried::Loaded(changes) => {
            tell(&changes);
            say!("{} is loaded, and holds from now on.", loading.name);
            Ok(())
        }
        Tried::Refused(problems) => Err(told(&problems)),
        Tried::NeedsOwner(changes) => {
            tell(&changes);
            Err(Outcome::No(
                "nothing was loaded: this loosens or retires what is held back, so an owner must answer for it: --by LOGIN --reason WORDS".into(),
            ))
        }
    }
}

fn history(terminal: &Terminal) -> Result<(), Outcome> {
    for entry in terminal.knowledge_history()? {
        let loaded = &entry.loaded;
        let at = jiff::Timestamp::from_microsecond(loaded.at).map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
        let what = if entry.taken_out.is_some() { "taken out" } else { "loaded" };
        say!("{}  {what}: {}  by {}", at.unwrap_or_default(), loaded.name, entry.who);
        if !loaded.owner.is_empty() {
            say!("    {} answers for it: {}", loaded.owner, loaded.reason);
        }
        loaded.changes.iter().for_each(|line| say!("    {line}"));
    }
    Ok(())
}

fn tell(changes: &[Change]) {
    changes.iter().for_each(|change| say!("{}", change.line()));
}

fn told(problems: &[Problem]) -> Outcome {
    problems.iter().for_each(|problem| say!("{problem}"));
    Outcome::No(format!("{} problems in the knowledge", problems.len()))
}

fn counted(files: &[(&str, &str)]) {
    let entries = Entries::read(files);
    for kind in KINDS {
        let n = entries.count(kind.word);
        if n > 0 {
            say!("{n:>5}  {}", kind.word);
        }
    }
    say!("The knowledge holds together: {} entries.", entries.iter().count());
}

fn named(folder: &Path, name: Option<String>) -> String {
    let own = || folder.canonicalize().ok()?.file_name().map(|name| name.to_string_lossy().to_lowercase());
    name.or_else(own).unwrap_or_default()
}

fn files(folder: &Path) -> Result<Files, Outcome> {
    let texts = texts(folder, folder)?;
    if texts.is_empty() {
        return Err(Outcome::Input(format!("{} holds no .toml file", folder.display())));
    }
    Ok(texts)
}

/// Every .toml file below a folder, sorted, each with its path from `top`.
fn texts(top: &Path, folder: &Path) -> Result<Files, Outcome> {
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

    #[test]
    fn the_projects_own_folder_holds_together_and_is_what_the_program_carries() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let (folder, cases) = (root.join("knowledge"), root.join("vectors/safety"));
        assert!(check(Some(&folder), Some(&cases)).is_ok());
        assert!(check(None, None).is_ok());
    }

    #[test]
    fn a_folder_that_is_not_there_is_input_and_a_wrong_entry_is_a_no() {
        let folder = std::env::temp_dir().join(format!("palpate-knowledge-{}", std::process::id()));
        assert!(matches!(check(Some(&folder), None), Err(Outcome::Input(_))));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sources.toml"), "[[source]]\nkey = \"A\"\nunknown = 1\n").unwrap();
        let said = check(Some(&folder), None);
        fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(said, Err(Outcome::No(_))));
    }

    #[test]
    fn an_overlay_is_checked_over_what_the_program_carries_and_its_rules_need_cases() {
        let folder = std::env::temp_dir().join(format!("palpate-overlay-{}", std::process::id()));
        fs::create_dir_all(folder.join("safety")).unwrap();
        fs::create_dir_all(folder.join("cases")).unwrap();
        let rule = "as_of = \"2026-11\"\n[[rule]]\nkey = \"OURS1\"\ntitle = \"Fever here\"\nsource = [\"CONVENTION\"]\nconfidence = \"L\"\nwhen = \"fever\"\nwhy = \"w\"\naction = \"a\"\n[[rule.effect]]\nhands = \"precaution\"\ntext = \"Mask.\"\n";
        fs::write(folder.join("safety/ours.toml"), rule).unwrap();
        let bare = check(Some(&folder), None);
        let case = r#"{"today":"2026-11-22","cases":[{"id":"1","input":{"facts":{"fever":"yes"},"unasked":"no","proposed":[{"technique":"Swedish massage","region":"full body"}]},"accept":["do-not-treat"],"rule":"OURS1"}]}"#;
        fs::write(folder.join("cases/fever.json"), case).unwrap();
        let cased = check(Some(&folder), None);
        fs::write(folder.join("cases/fever.json"), case.replace("do-not-treat", "allow")).unwrap();
        let otherwise = check(Some(&folder), None);
        fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(bare, Err(Outcome::No(_))), "a rule without cases");
        assert!(cased.is_ok(), "{cased:?}");
        assert!(matches!(otherwise, Err(Outcome::No(_))));
    }
}
