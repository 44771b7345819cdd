//! The documents that are made from the program: `docs/generated/` and `docs/facts.md`.
//! The program writes them into a folder (`palpate docs DIR`); here they are put in place, or compared with what is there.

use crate::run::{self, Stop, fault, must, program};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `cargo x docs`: makes the documents afresh and puts them in place.
pub(crate) fn docs(rest: &[String]) -> Result<(), Stop> {
    run::takes_nothing(rest)?;
    let made = made()?;
    let docs = run::top().join("docs");
    for path in kept(&docs)?.into_keys().filter(|path| !made.contains_key(path)) {
        println!("docs/{path} is no longer made, and removed");
        std::fs::remove_file(docs.join(&path)).map_err(|why| fault(&path, why))?;
    }
    for (path, text) in &made {
        let file = docs.join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|why| fault(path, why))?;
        }
        std::fs::write(&file, text).map_err(|why| fault(path, why))?;
    }
    println!("docs: {} documents made", made.len());
    Ok(())
}

/// Whether the documents that are kept are those that would be made.
pub(crate) fn up_to_date() -> Result<(), Stop> {
    let made = made()?;
    let stale = differing(&made, &kept(&run::top().join("docs"))?);
    for path in &stale {
        println!("docs/{path} is not what the program says of itself");
    }
    if stale.is_empty() { Ok(()) } else { Err(Stop::No("`cargo x docs` has something to do".to_owned())) }
}

type Texts = BTreeMap<String, String>;

/// The documents as the program makes them now, by path below docs/.
fn made() -> Result<Texts, Stop> {
    let folder = Folder::new()?;
    let mut cargo = program("cargo", ["run", "--quiet", "--package", "palpate", "--", "docs"]);
    cargo.arg(&folder.0);
    must(cargo)?;
    texts(&folder.0, &folder.0)
}

/// The documents that are kept and were made: all of docs/generated/, and docs/facts.md.
fn kept(docs: &Path) -> Result<Texts, Stop> {
    let mut kept = texts(docs, &docs.join("generated"))?;
    if let Ok(facts) = std::fs::read_to_string(docs.join("facts.md")) {
        kept.insert("facts.md".to_owned(), facts);
    }
    Ok(kept)
}

/// Paths that only one side has, or whose text differs.
fn differing(made: &Texts, kept: &Texts) -> Vec<String> {
    let mut paths: Vec<String> =
        made.keys().chain(kept.keys()).filter(|path| made.get(*path) != kept.get(*path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Every text below a folder, by its path from `top`; nothing when the folder is not there.
fn texts(top: &Path, folder: &Path) -> Result<Texts, Stop> {
    let mut found = Texts::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.map_err(|why| fault("reading documents", why))?.path();
        if path.is_dir() {
            found.extend(texts(top, &path)?);
        } else {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).map_err(|why| fault(&name, why))?;
            found.insert(name, text);
        }
    }
    Ok(found)
}

/// A temporary folder that goes when it is no longer needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Folder, Stop> {
        let path = std::env::temp_dir().join(format!("palpate-docs-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|why| fault("a temporary folder", why))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn a_changed_a_missing_and_a_left_over_document_are_each_named() {
        let made = of(&[("facts.md", "new"), ("generated/routes.md", "same"), ("generated/settings.md", "made")]);
        let kept = of(&[("facts.md", "old"), ("generated/routes.md", "same"), ("generated/gone.md", "left")]);
        assert_eq!(differing(&made, &kept), ["facts.md", "generated/gone.md", "generated/settings.md"]);
        assert!(differing(&made, &made).is_empty());
    }
}
