//! What the tests share: the texts of the knowledge folder and of the golden cases.
#![allow(dead_code, reason = "each test program uses a part")]

use std::fs;
use std::path::{Path, PathBuf};

/// The folder `name` at the top of the repository.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// Every file below `name` that ends with `.ext`: its path within the folder, with `/`, and its text, sorted.
pub fn texts(name: &str, ext: &str) -> Vec<(String, String)> {
    let root = folder(name);
    let mut found = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(&dir).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == ext) {
                let name = path.strip_prefix(&root).expect("below the root");
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("readable text")));
            }
        }
    }
    found.sort();
    found
}
