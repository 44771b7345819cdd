//! Ids. An act has a UUIDv7, given by the form; what it makes has ids derived from that, the same on every run.
use super::error::{Error, Result};
use sha2::{Digest, Sha256};

/// Crockford's base 32, in lower case: no i, l, o, u to misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The id of one act: a UUIDv7, drawn when its form was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActId([u8; 16]);

impl ActId {
    /// From 48 bits of milliseconds and random bits.
    pub fn draw(millis: i64, random: [u8; 10]) -> ActId {
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        ActId(bytes)
    }

    /// Reads a UUID as text, with its hyphens.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it is none.
    pub fn parse(text: &str) -> Result<ActId> {
        let wrong = || Error::Unreadable("_act (Idempotency-Key) is not a UUID".into());
        let digits: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
        if text.len() != 36 || digits.len() != 32 {
            return Err(wrong());
        }
        let mut bytes = [0u8; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(ActId(bytes))
    }

    /// Its 128 bits.
    pub(crate) fn bits(&self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    /// The `n`th id of a `kind` that this act makes: the act's time, then `n`, then bits of SHA-256(act, n). So what one
    /// act makes sorts in the order in which it was made.
    pub fn id(&self, kind: &str, n: u32) -> String {
        let hash = Sha256::new().chain_update(self.0).chain_update(n.to_be_bytes()).finalize();
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&self.0[..6]);
        bytes[6..8].copy_from_slice(&u16::try_from(n).unwrap_or(u16::MAX).to_be_bytes());
        bytes[8..].copy_from_slice(&hash[..8]);
        format!("{kind}_{}", base32(u128::from_be_bytes(bytes)))
    }
}

impl std::fmt::Display for ActId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// 128 bits in 26 letters, the greatest first, so that text order is number order.
fn base32(mut bits: u128) -> String {
    let mut letters = [b'0'; 26];
    for letter in letters.iter_mut().rev() {
        *letter = ALPHABET[(bits & 31) as usize];
        bits >>= 5;
    }
    letters.iter().map(|&b| char::from(b)).collect()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    bytes.as_ref().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_reads_back_what_it_prints() {
        let act = ActId::draw(1_700_000_000_000, [9; 10]);
        assert_eq!(ActId::parse(&act.to_string()).unwrap(), act);
        assert_eq!(act.to_string().as_bytes()[14], b'7', "version 7");
    }

    #[test]
    fn an_id_is_the_same_on_every_run_and_keeps_the_order_of_time() {
        let (early, late) = (ActId::draw(1_700_000_000_000, [9; 10]), ActId::draw(1_700_000_000_001, [0; 10]));
        assert_eq!(early.id("cli", 0), early.id("cli", 0));
        assert_ne!(early.id("cli", 0), early.id("cli", 1));
        assert!(early.id("cli", 7) < late.id("cli", 0));
        assert!((0..300).all(|n| early.id("cli", n) < early.id("cli", n + 1)), "what one act makes stays in its order");
        assert_eq!(early.id("cli", 0).len(), "cli_".len() + 26);
    }

    #[test]
    fn what_is_no_uuid_is_unreadable() {
        for text in ["", "7", "01890a5d-ac96-774b-bcce-b302099a805z", "01890a5dac96774bbcceb302099a8057"] {
            assert!(ActId::parse(text).is_err(), "{text}");
        }
    }
}
