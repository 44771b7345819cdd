//! Whoever sits at the machine: the operating system's word for who it is, and the database opened for them.
use crate::{outcome::Outcome, place::Data, serve::clock};
use app::upkeep::Terminal;
use db::{Db, Place};
use std::{path::Path, sync::Arc};

/// Opens data that is there already, and stands before it as the operating system's user.
pub(crate) fn open(data: &Data) -> Result<Terminal, Outcome> {
    let place = data.place()?;
    if let Place::File(file) = &place
        && !file.is_file()
    {
        return Err(Outcome::No(format!("there is no data at {}; palpate init makes it", file.display())));
    }
    stand_before(&place)
}

/// The same, for a place that was made a moment ago.
pub(crate) fn stand_before(place: &Place) -> Result<Terminal, Outcome> {
    let settings = db::Settings { readers: 2, ..db::Settings::default() };
    let db = Db::open(place, &app::migrations(), &settings)?;
    Ok(Terminal::new(db, &user(), Arc::new(clock)))
}

/// The name of the operating system's user: by the owner of this process where the system tells it, else by the
/// environment.
pub(crate) fn user() -> String {
    let by_process = || {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let uid = std::fs::metadata("/proc/self").ok()?.uid().to_string();
            let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
            let line = known.lines().find(|line| line.split(':').nth(2) == Some(&uid));
            Some(line.and_then(|line| line.split(':').next()).map_or(uid.clone(), str::to_owned))
        }
        #[cfg(not(unix))]
        None::<String>
    };
    by_process()
        .or_else(|| std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Makes a new file that only its owner may read. One that is there is left alone.
pub(crate) fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// A path with an ending put after its name.
pub(crate) fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A file that goes when this does.
pub(crate) struct Passing(pub(crate) std::path::PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // It may never have come to be.
            let _ = std::fs::remove_file(beside(&self.0, ending));
        }
    }
}
