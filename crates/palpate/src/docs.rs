//! `palpate docs DIR`: the documents that the program writes about itself, for `cargo x docs`.
//! Whoever changes a route, a right, a command or a setting changes them by that, and nowhere else.
use crate::outcome::Outcome;
use app::door::{Right, Role};
use clap::{Arg, Args, Command};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Write the documents that are made from the program.
#[derive(Args, Debug)]
pub(crate) struct Docs {
    /// The folder into which they go, as below docs/.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Docs {
    /// `program` is the whole command line as clap knows it.
    pub(crate) fn run(self, program: &Command) -> Result<ExitCode, Outcome> {
        let generated = self.folder.join("generated");
        fs::create_dir_all(&generated)?;
        write(&generated, "routes.md", &routes())?;
        write(&generated, "rights.md", &rights())?;
        write(&generated, "commands.md", &commands(program))?;
        write(&generated, "settings.md", &settings(program))?;
        let knowledge = app::knowledge()
            .map_err(|problems| Outcome::Fault(problems.first().map_or_else(String::new, ToString::to_string)))?;
        write(&self.folder, "facts.md", &knowledge.facts_page())?;
        Ok(ExitCode::SUCCESS)
    }
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), Outcome> {
    Ok(fs::write(folder.join(name), format!("{}\n", text.trim_end()))?)
}

/// What stands at the head of each document.
fn head(title: &str, about: &str) -> String {
    format!("# {title}\n\n<!-- Made by `cargo x docs`; not to be edited. -->\n{about}\n\n")
}

fn routes() -> String {
    let about = "Every page and act, its JSON twin under `/api` at the same path. *Right* is what a person must hold, *about* \
                 what the door opens first, *trail* the verb that the trail keeps.";
    let mut text = head("Routes", about);
    text.push_str("| | path | trail | right | about | |\n|---|---|---|---|---|---|\n");
    let all = app::routes();
    let mut rows: Vec<_> = all.iter().collect();
    rows.sort_by_key(|route| (route.path, route.method.to_string()));
    for route in rows {
        let does = if route.acts { "act" } else { "look" };
        let (method, path, verb, scope) = (&route.method, route.path, route.verb, route.scope);
        let _ = writeln!(text, "| {method} | `{path}` | `{verb}` | {} | {scope} | {does} |", word(route.right));
    }
    text.push_str("\n## By itself\n\nActs by `system`, done by one process of however many serve the practice.\n\n");
    text.push_str("| trail | every |\n|---|---|\n");
    for tick in all.ticks() {
        let _ = writeln!(text, "| `{}` | {} min |", tick.verb, tick.every_s / 60);
    }
    text
}

fn rights() -> String {
    let about =
        "Which role brings which right. A person may hold several roles. An owner reads no chart by being owner.";
    let mut text = head("Rights", about);
    let _ = write!(text, "| right |");
    for role in Role::ALL {
        let _ = write!(text, " {} |", role.key());
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(Role::ALL.len()));
    for right in Right::ALL {
        let _ = write!(text, "| {} |", word(right));
        for role in Role::ALL {
            text.push_str(if role.may(right) { " yes |" } else { " · |" });
        }
        text.push('\n');
    }
    text
}

/// A right as people read it.
fn word(right: Right) -> String {
    serde_json::to_value(right)
        .ok()
        .and_then(|value| value.as_str().map(|key| key.replace('_', " ")))
        .unwrap_or_default()
}

/// The subcommands that are shown to people.
fn shown(program: &Command) -> impl Iterator<Item = &Command> {
    program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

/// The subcommands that do something themselves, each with the words that lead to it.
fn leaves<'c>(program: &'c Command, before: &str) -> Vec<(String, &'c Command)> {
    let mut found = Vec::new();
    for command in shown(program) {
        let name = format!("{before} {}", command.get_name());
        let inner = leaves(command, &name);
        if inner.is_empty() { found.push((name, command)) } else { found.extend(inner) }
    }
    found
}

/// The arguments of a subcommand that are shown to people.
fn arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_hide_set() && !matches!(arg.get_id().as_str(), "help" | "version"))
}

fn commands(program: &Command) -> String {
    let mut text = head("Commands", "Exit status: 0 done · 1 input or usage · 2 the answer is no · 3 our fault.");
    for (name, command) in leaves(program, "palpate") {
        let _ = writeln!(text, "## {name}\n");
        let about = command.get_long_about().or(command.get_about());
        let _ = writeln!(text, "{}\n", about.map(ToString::to_string).unwrap_or_default());
        if arguments(command).next().is_some() {
            text.push_str("| | default | |\n|---|---|---|\n");
        }
        for arg in arguments(command) {
            let _ = writeln!(text, "| {} | {} | {} |", typed(arg), default(arg), meaning(arg));
        }
        text.push('\n');
    }
    text
}

fn settings(program: &Command) -> String {
    let about = "Each setting can be given in a TOML file, in the environment or as a flag; the later named wins. In the file its key is the \
                 environment's name without `PALPATE_`, in lower case: `listen = \"127.0.0.1:8080\"`.";
    let mut text = head("Settings", about);
    let mut rows: BTreeMap<String, (&Arg, Vec<String>)> = BTreeMap::new();
    for (by, command) in leaves(program, "") {
        for arg in arguments(command) {
            if let Some(name) = arg.get_env() {
                let row = rows.entry(name.to_string_lossy().into_owned()).or_insert((arg, Vec::new()));
                row.1.push(by.trim().to_owned());
            }
        }
    }
    text.push_str("| environment | flag | default | what | read by |\n|---|---|---|---|---|\n");
    for (name, (arg, by)) in rows {
        let by = by.join(", ");
        let _ = writeln!(text, "| `{name}` | {} | {} | {} | {by} |", typed(arg), default(arg), meaning(arg));
    }
    text
}

/// An argument as it is typed.
fn typed(arg: &Arg) -> String {
    let names: Vec<String> = arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let names = if arg.get_action().takes_values() { names.join(" ") } else { String::new() };
    match arg.get_long() {
        Some(long) => format!("`{}`", format!("--{long} {names}").trim_end()),
        None => format!("`{names}`"),
    }
}

fn default(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    arg.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// What an argument is for, on one line.
fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    help.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_route_has_its_row_and_every_setting_its_meaning() {
        let text = routes();
        for route in app::routes().iter() {
            assert!(
                text.contains(&format!("| {} | `{}` | `{}` |", route.method, route.path, route.verb)),
                "{}",
                route.path
            );
        }
        let program = crate::Palpate::command();
        for line in settings(&program).lines().filter(|line| line.starts_with("| `")) {
            assert!(line.split('|').nth(4).is_some_and(|what| !what.trim().is_empty()), "{line}");
        }
    }

    #[test]
    fn a_command_is_shown_with_what_it_takes_and_a_hidden_one_is_not() {
        let text = commands(&crate::Palpate::command());
        assert!(text.contains("## palpate serve") && text.contains("`--listen ADDR:PORT`"));
        assert!(!text.contains("## palpate docs"));
    }
}
