//! Where the leaves meet: every room is a folder, `door` is the only way in.
//!
//! Begin with [`door`]; then read one room, [`signin`] or `clients`. [`routes`] is the whole site as data.
pub mod appointments;
pub mod assessment;
pub mod chart;
pub mod clients;
pub mod complaint;
pub mod consent;
pub mod day;
pub mod door;
pub mod home;
pub mod intake;
pub mod judge;
pub mod letters;
pub mod measures;
mod naming;
pub mod outbox;
pub mod outcomes;
pub mod outside;
pub mod papers;
pub mod people;
pub mod phone;
pub mod plan;
pub mod reference;
pub mod reports;
pub mod session;
pub mod setup;
pub mod signin;
pub mod trail;
pub mod ui;
pub mod upkeep;
pub mod versions;

mod panels;

pub use panels::panels;

use clinical::knowledge::{Knowledge, Problem};
use include_dir::{Dir, include_dir};

/// The whole site, as data. The router, the documents and the promises are made from it.
pub fn routes() -> door::Routes {
    door::Routes::new()
        .join(home::routes())
        .join(day::routes())
        .join(appointments::routes())
        .join(outside::routes())
        .join(signin::routes())
        .join(outbox::routes())
        .join(setup::routes())
        .join(people::routes())
        .join(intake::routes())
        .join(session::routes())
        .join(clients::routes())
        .join(chart::routes())
        .join(trail::routes())
        .join(complaint::routes())
        .join(measures::routes())
        .join(outcomes::routes())
        .join(assessment::routes())
        .join(reference::routes())
        .join(reports::routes())
        .join(plan::routes())
        .join(consent::routes())
        .join(letters::routes())
        .join(phone::routes())
        .join(papers::routes())
        .join(judge::routes())
}

/// What the profession knows, as the program carries it.
static KNOWLEDGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../knowledge");

/// The migrations, in their order.
static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../migrations");

/// Reads the knowledge that the program carries. That it holds together was checked when the program was tested.
///
/// # Errors
/// Every problem of a single entry, by file and line.
pub fn knowledge() -> Result<Knowledge, Vec<Problem>> {
    Knowledge::parse_checked_before(&knowledge_files())
}

/// The same, checked as a whole again.
///
/// # Errors
/// Every problem in it, by file and line. `palpate knowledge check` shows the same.
pub fn knowledge_checked() -> Result<Knowledge, Vec<Problem>> {
    Knowledge::parse(&knowledge_files())
}

/// The texts of it, each with its path, as the program carries them.
pub fn knowledge_files() -> Vec<(&'static str, &'static str)> {
    let mut files = Vec::new();
    collect(&KNOWLEDGE, &mut files);
    files.sort_unstable();
    files
}

/// The digest of the knowledge that the program carries: what a verdict was read over.
pub fn knowledge_digest() -> &'static str {
    static DIGEST: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| versions::digest_of(&knowledge_files()));
    &DIGEST
}

fn collect(folder: &Dir<'static>, into: &mut Vec<(&'static str, &'static str)>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8())
            && path.ends_with(".toml")
        {
            into.push((path, text));
        }
    }
    for inner in folder.dirs() {
        collect(inner, into);
    }
}

/// The migrations that the program carries.
pub fn migrations() -> Vec<db::Migration> {
    let mut all: Vec<db::Migration> = MIGRATIONS
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".sql")?;
            Some(db::Migration { name, sql: file.contents_utf8()? })
        })
        .collect();
    all.sort_unstable_by_key(|migration| migration.name);
    all
}
