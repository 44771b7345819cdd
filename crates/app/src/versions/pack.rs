//! The files of a knowledge as one compressed text, and their digest.
use crate::door::{Error, Result, hex};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// Every file with its path, in the order in which they are read.
pub type Files = Vec<(String, String)>;

/// More than any knowledge; what claims to be larger is not read to its end.
const MOST: u64 = 64 << 20;

/// The files, borrowed.
pub(crate) fn borrowed(files: &Files) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// SHA-256 over the length and the bytes of each path and each text in turn, in hexadecimal.
pub fn digest_of(files: &[(&str, &str)]) -> String {
    let mut hash = Sha256::default();
    for text in files.iter().flat_map(|(path, text)| [path, text]) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hex(hash.finalize())
}

/// As it is kept: each path and each text with its length before it, zlib.
pub(crate) fn pack(files: &[(&str, &str)]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    for text in files.iter().flat_map(|(path, text)| [path, text]) {
        // Writing into memory does not fail.
        let _ = packed.write_all(&(text.len() as u64).to_be_bytes());
        let _ = packed.write_all(text.as_bytes());
    }
    packed.finish().unwrap_or_default()
}

/// The files again.
///
/// # Errors
/// A fault where the bytes are not what [`pack`] made.
pub(crate) fn unpack(packed: &[u8]) -> Result<Files> {
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).take(MOST).read_to_end(&mut plain).map_err(Error::fault)?;
    let mut rest = plain.as_slice();
    let mut files = Vec::new();
    while !rest.is_empty() {
        let path = text(&mut rest)?;
        files.push((path, text(&mut rest)?));
    }
    Ok(files)
}

fn text(rest: &mut &[u8]) -> Result<String> {
    let broken = || Error::fault("a kept knowledge is not whole");
    let (length, after) = rest.split_first_chunk::<8>().ok_or_else(broken)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| broken())?;
    let (text, after) = after.split_at_checked(length).ok_or_else(broken)?;
    *rest = after;
    String::from_utf8(text.to_vec()).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_with_the_same_digest_in_a_quarter_of_the_room() {
        let files = crate::knowledge_files();
        let packed = pack(&files);
        let back = unpack(&packed).unwrap();
        assert_eq!(digest_of(&borrowed(&back)), crate::knowledge_digest());
        assert_eq!(borrowed(&back), files);
        let plain: usize = files.iter().map(|(_, text)| text.len()).sum();
        assert!(packed.len() * 3 < plain, "{} of {plain}", packed.len());
    }

    #[test]
    fn a_path_does_not_run_into_its_text() {
        assert_ne!(digest_of(&[("a", "bc")]), digest_of(&[("ab", "c")]));
    }

    #[test]
    fn bytes_that_are_none_of_ours_are_a_fault() {
        assert!(unpack(b"nothing").is_err());
        let half = pack(&[("a.toml", "b")]);
        assert!(unpack(half.get(..half.len() / 2).unwrap()).is_err());
    }
}
