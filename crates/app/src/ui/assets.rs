//! Style, script, type and signs, embedded in the binary and served under an address that changes with their content.
//!
//! `/assets/<digest of all>/app.css` may be kept for ever. One digest stands for the whole folder, so that addresses
//! inside a file (a font in the style, a module in a module) stay relative and need no rewriting.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::LazyLock;

use flate2::{Compression, write::GzEncoder};
use include_dir::{Dir, File, include_dir};
use sha2::{Digest, Sha256};

/// Where the door mounts the assets.
pub const MOUNT: &str = "/assets/";

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (path, file) in files() {
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update((file.contents().len() as u64).to_be_bytes());
        hash.update(file.contents());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

/// Each file that gzip makes smaller, packed once and for all when the first is asked for.
static PACKED: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let packed = |file: &File<'_>| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(file.contents()).ok()?;
        packer.finish().ok().filter(|packed| packed.len() < file.contents().len())
    };
    files().into_iter().filter_map(|(path, file)| Some((path, packed(file)?))).collect()
});

/// One file as it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: &'static [u8],
    /// Its content packed with gzip, where that is smaller: not so for type, which is packed already.
    pub packed: Option<&'static [u8]>,
    /// Its `Content-Type`.
    pub content_type: &'static str,
    /// Its `ETag`, without quotes: the digest of all assets.
    pub etag: &'static str,
    /// Whether it was asked for by its digest, and so may be kept for ever.
    pub immutable: bool,
}

impl Asset {
    /// The `Cache-Control` to send with it.
    #[must_use]
    pub const fn cache_control(&self) -> &'static str {
        if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" }
    }
}

/// The asset of a path below [`MOUNT`], with or without the digest before it. Another digest than today's finds the
/// file of today, not to be kept.
#[must_use]
pub fn find(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    let (plain, immutable) = match path.split_once('/') {
        Some((digest, rest)) if is_digest(digest) => (rest, digest == *DIGEST),
        _ => (path, false),
    };
    let file = FILES.get_file(plain)?;
    let packed = PACKED.get(plain).map(Vec::as_slice);
    Some(Asset { bytes: file.contents(), packed, content_type: content_type(plain), etag: &DIGEST, immutable })
}

/// The address of an asset.
#[must_use]
pub fn url(path: &str) -> String {
    format!("{MOUNT}{}/{path}", *DIGEST)
}

/// Every path, sorted.
#[must_use]
pub fn paths() -> Vec<String> {
    files().into_iter().map(|(path, _)| path).collect()
}

fn files() -> Vec<(String, &'static File<'static>)> {
    let mut folders = vec![&FILES];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| (file.path().to_string_lossy().into_owned(), file)));
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

fn is_digest(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_finds_its_file_and_may_be_kept() {
        let url = url("app.css");
        let asset = find(url.strip_prefix(MOUNT).unwrap()).unwrap();
        assert!(asset.immutable);
        assert_eq!(asset.content_type, "text/css; charset=utf-8");
        assert_eq!(asset.bytes, find("app.css").unwrap().bytes);
    }

    #[test]
    fn the_style_travels_packed_and_unpacks_to_itself() {
        let style = find("app.css").unwrap();
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(style.packed.unwrap()), &mut unpacked).unwrap();
        assert_eq!(unpacked, style.bytes);
        assert!(style.packed.unwrap().len() * 3 < style.bytes.len());
    }

    #[test]
    fn an_address_of_another_version_is_not_kept() {
        assert!(!find("0123456789abcdef/app.css").unwrap().immutable);
    }

    #[test]
    fn nothing_outside_the_folder_is_found() {
        for path in ["", "/", "../Cargo.toml", "fonts", "fonts/../app.css", "nothing.css", "0123456789abcdef/"] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn every_file_has_a_content_type_of_its_own() {
        for path in paths() {
            assert_ne!(content_type(&path), "application/octet-stream", "{path}");
        }
    }

    #[test]
    fn each_family_of_type_carries_its_licence() {
        let paths = paths();
        for family in ["atkinson-hyperlegible-next", "source-serif-4"] {
            assert!(paths.contains(&format!("fonts/{family}-LICENSE.txt")));
            assert!(paths.iter().any(|path| path.starts_with(&format!("fonts/{family}")) && path.ends_with(".woff2")));
        }
    }
}
