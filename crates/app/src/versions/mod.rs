//! Which knowledge is in force, and which was: what the program carries, with what the practice laid over it.
//!
//! A process keeps nothing that another would have to be told: each request learns from the database, with the practice's
//! own row, which overlay was loaded last, and a process that has not read that one yet reads it then. Before anything
//! is recorded, the whole knowledge over which it was judged is kept once under its digest, compressed, so that it can
//! still be explained when program and overlays have long moved on.
mod overlay;
mod pack;
mod store;

pub use overlay::{Entry, InForce, Loaded, Unread};
pub(crate) use overlay::{name, tried};
pub use pack::{Files, digest_of};
pub(crate) use pack::{borrowed, pack, unpack};
pub(crate) use store::{HISTORY, NewOverlay, history, in_force, kept, record, withdraw};

use crate::door::Result;
use clinical::knowledge::{Knowledge, overlay::Change};
use db::{Reader, Writer};
use std::sync::{
    Arc, LazyLock, OnceLock,
    atomic::{AtomicBool, Ordering::Relaxed},
};

/// One whole knowledge: what is judged over, and what is recorded with a judgement.
pub struct Version {
    /// SHA-256 over every file in its order, in hexadecimal.
    pub digest: String,
    /// As it is judged over.
    pub knowledge: Arc<Knowledge>,
    /// The overlays that it holds, in the order in which they were laid.
    pub overlays: Vec<InForce>,
    /// Overlays that are loaded and do not fit this program; they are not in it.
    pub unread: Vec<Unread>,
    /// The last row of overlays when it was read; empty where there was none.
    mark: String,
    files: Texts,
    entries: OnceLock<clinical::knowledge::entries::Entries>,
    kept: AtomicBool,
}

enum Texts {
    /// What the program carries.
    Carried,
    /// That, with overlays.
    Merged(Files),
}

impl Version {
    /// What the program carries, without any overlay.
    pub(crate) fn carried(knowledge: Arc<Knowledge>) -> Version {
        Version {
            digest: crate::knowledge_digest().to_owned(),
            knowledge,
            overlays: Vec::new(),
            unread: Vec::new(),
            mark: String::new(),
            files: Texts::Carried,
            entries: OnceLock::new(),
            kept: AtomicBool::new(false),
        }
    }

    /// What is in force where `mark` is the last row of overlays: `carried` with every overlay that fits it.
    pub(crate) fn read(db: &mut Reader<'_>, carried: &Version, mark: &str) -> Result<Version> {
        let loaded = in_force(db)?;
        Ok(overlay::lay_all(&carried.knowledge, loaded, mark))
    }

    /// Whether this is what stands where `mark` is the last row of overlays.
    pub(crate) fn stands_at(&self, mark: &str) -> bool {
        self.mark == mark
    }

    /// Every loosening and retirement in it, with who answers for it: what every page shows.
    pub fn loosened(&self) -> impl Iterator<Item = (&InForce, &Change)> {
        let each = self.overlays.iter().flat_map(|one| one.changes.iter().map(move |change| (one, change)));
        each.filter(|(_, change)| change.needs_owner())
    }

    /// Every entry as it stands in the files, to be read and browsed.
    pub fn entries(&self) -> &clinical::knowledge::entries::Entries {
        static CARRIED: OnceLock<clinical::knowledge::entries::Entries> = OnceLock::new();
        match &self.files {
            Texts::Carried => CARRIED.get_or_init(|| entries_of(&crate::knowledge_files())),
            Texts::Merged(files) => self.entries.get_or_init(|| entries_of(&borrowed(files))),
        }
    }

    /// Keeps it in the database unless it is there.
    pub(crate) fn keep(&self, db: &mut Writer<'_>, at: i64) -> Result<()> {
        if self.kept.load(Relaxed) || store::is_kept(db, &self.digest)? {
            return Ok(());
        }
        match &self.files {
            Texts::Carried => store::keep(db, &self.digest, &PACKED, at),
            Texts::Merged(files) => store::keep(db, &self.digest, &pack(&borrowed(files)), at),
        }
    }

    /// It is committed: nobody needs to look again.
    pub(crate) fn is_kept(&self) {
        self.kept.store(true, Relaxed);
    }
}

/// What the program carries, compressed once for all databases.
static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| pack(&crate::knowledge_files()));

fn entries_of(files: &[(&str, &str)]) -> clinical::knowledge::entries::Entries {
    clinical::knowledge::entries::Entries::read(files)
}
