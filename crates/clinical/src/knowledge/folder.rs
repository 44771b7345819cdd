//! The project's own folder, read from disk for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Knowledge, Problem};

/// The texts of the folder, each with its path within it.
pub(crate) fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut texts = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let within = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                texts.push((within, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    texts.sort();
    texts
}

fn read() -> (Knowledge, Vec<Problem>) {
    let texts = texts();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut problems = Vec::new();
    let knowledge = Knowledge::read(&files, &mut problems);
    knowledge.check(&mut problems);
    (knowledge, problems)
}

/// The folder's knowledge, read once for all tests.
pub(crate) fn folder() -> &'static Knowledge {
    static FOLDER: OnceLock<Knowledge> = OnceLock::new();
    FOLDER.get_or_init(|| read().0)
}

#[test]
fn the_folder_has_no_problem() {
    let problems: Vec<String> = read().1.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
