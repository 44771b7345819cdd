//! Overlays as they lie in the database, laid over what the program carries.
use super::{Texts, Version, pack};
use crate::door::{Error, Result};
use clinical::knowledge::{
    Knowledge, Problem,
    overlay::{Change, Laid, lay},
};
use std::sync::{Arc, OnceLock, atomic::AtomicBool};

/// One overlay as it was loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The id of the first row of this name: the same for all its versions.
    pub of: String,
    /// The word by which it is loaded again or taken out.
    pub name: String,
    /// When, in microseconds UTC.
    pub at: i64,
    /// Who loaded it: `os:` and a user of the machine.
    pub by: String,
    /// The owner who answers for it; empty where nothing in it needs one.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// What it did to what it was laid over then, a line each.
    pub changes: Vec<String>,
    /// The digest of its own files.
    pub digest: String,
}

/// A line of the history: an overlay loaded, loaded again, or taken out.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As it was loaded.
    pub loaded: Loaded,
    /// Who did it, by name where it is known.
    pub who: String,
    /// Why it was taken out; `None` where it was loaded.
    pub taken_out: Option<String>,
}

/// An overlay that is in force here.
pub struct InForce {
    /// As it was loaded.
    pub loaded: Loaded,
    /// What it does to what this program carries.
    pub changes: Vec<Change>,
}

/// An overlay that is loaded and does not fit what this program carries.
pub struct Unread {
    /// As it was loaded.
    pub loaded: Loaded,
    /// Why it does not.
    pub problems: Vec<Problem>,
}

/// Lays each over what was laid before it. One that does not fit is left out whole and named, so that the rest holds.
pub(super) fn lay_all(carried: &Arc<Knowledge>, loaded: Vec<(Loaded, Vec<u8>)>, mark: &str) -> Version {
    let mut files: pack::Files =
        crate::knowledge_files().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let mut version = Version {
        digest: String::new(),
        knowledge: carried.clone(),
        overlays: Vec::new(),
        unread: Vec::new(),
        mark: mark.to_owned(),
        files: Texts::Carried,
        entries: OnceLock::new(),
        kept: AtomicBool::new(false),
    };
    for (one, body) in loaded {
        match laid(&version.knowledge, &files, &one.name, &body) {
            Ok(laid) => {
                files = laid.files;
                version.knowledge = Arc::new(laid.knowledge);
                version.overlays.push(InForce { loaded: one, changes: laid.changes });
            }
            Err(problems) => version.unread.push(Unread { loaded: one, problems }),
        }
    }
    if version.overlays.is_empty() {
        version.digest = crate::knowledge_digest().to_owned();
    } else {
        version.digest = pack::digest_of(&pack::borrowed(&files));
        version.files = Texts::Merged(files);
    }
    version
}

fn laid(over: &Knowledge, files: &pack::Files, name: &str, body: &[u8]) -> std::result::Result<Laid, Vec<Problem>> {
    let own = pack::unpack(body).map_err(|_| {
        vec![Problem { file: name.to_owned(), line: 0, what: "what was kept of it is not whole".into() }]
    })?;
    lay(over, &pack::borrowed(files), name, &pack::borrowed(&own))
}

/// What laying these files, as an overlay of this name, over `version` would do. An overlay of the same name that is in
/// force is left out first: this one takes its place.
pub(crate) fn tried(
    carried: &Arc<Knowledge>,
    loaded: Vec<(Loaded, Vec<u8>)>,
    name: &str,
    files: &[(&str, &str)],
) -> std::result::Result<(Version, Laid), Vec<Problem>> {
    let others = loaded.into_iter().filter(|(one, _)| one.name != name).collect();
    let version = lay_all(carried, others, "");
    let base = match &version.files {
        Texts::Carried => crate::knowledge_files(),
        Texts::Merged(files) => pack::borrowed(files),
    };
    let laid = lay(&version.knowledge, &base, name, files)?;
    Ok((version, laid))
}

/// A name for an overlay: what stands in its files' paths.
pub(crate) fn name(text: &str) -> Result<String> {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
    if (1..=40).contains(&text.len()) && plain {
        return Ok(text.to_owned());
    }
    Err(Error::Unreadable("an overlay is named with 1 to 40 small letters, digits, _ and -".into()))
}
