//! Where every chain stood, signed: against whoever can write the data and recompute its chains.
//!
//! A text file: one line `head NUMBER HASH CHAIN` for each chain, and an Ed25519 signature over all that stands before
//! it. The key is in a file of its own, away from the data. Who has the key as well can sign anything: keep a copy of
//! the checkpoint where the machine's administrator cannot write.
use crate::{
    outcome::Outcome,
    serve::clock,
    terminal::{beside, private},
};
use app::door::hex;
use db::Head;
use ed25519_dalek::{Signature, Signer, SigningKey};
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

const FORM: &str = "palpate checkpoint 1";

/// A checkpoint file, and the key that signs it.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoint {
    file: PathBuf,
    key: PathBuf,
}

impl Checkpoint {
    /// Without a key file of its own, the key lies beside the checkpoint.
    pub(crate) fn new(file: &Path, key: Option<&Path>) -> Checkpoint {
        Checkpoint { file: file.into(), key: key.map_or_else(|| beside(file, ".key"), Into::into) }
    }

    /// Is there one already?
    pub(crate) fn exists(&self) -> bool {
        self.file.exists()
    }

    /// The heads that were signed, and when. A signature that does not fit is a no.
    pub(crate) fn read(&self) -> Result<(Vec<Head>, String), Outcome> {
        let text = fs::read_to_string(&self.file)
            .map_err(|why| Outcome::Input(format!("{} cannot be read: {why}", self.file.display())))?;
        if !self.key.exists() {
            return Err(Outcome::Input(format!(
                "the key {} is not there, so nobody can tell whether the checkpoint is genuine; give it with --key",
                self.key.display()
            )));
        }
        let forged =
            || Outcome::No(format!("the checkpoint {} was altered, or signed by another key", self.file.display()));
        let (said, signature) = text.rsplit_once("signature ").ok_or_else(forged)?;
        let signature: [u8; 64] = bytes(signature.trim()).ok_or_else(forged)?;
        self.signer()?.verify(said.as_bytes(), &Signature::from_bytes(&signature)).map_err(|_| forged())?;
        let mut lines = said.lines();
        if lines.next() != Some(FORM) {
            return Err(Outcome::No("the checkpoint is of a form that this version does not know".into()));
        }
        let at = lines.next().and_then(|line| line.strip_prefix("at ")).ok_or_else(forged)?.to_owned();
        Ok((lines.map(|line| head(line).ok_or_else(forged)).collect::<Result<_, _>>()?, at))
    }

    /// Signs these heads in place of those before: whole, or not at all.
    pub(crate) fn write(&self, heads: &[Head]) -> Result<(), Outcome> {
        let mut text = format!("{FORM}\nat {}\n", clock());
        for head in heads {
            let _ = writeln!(text, "head {} {} {}", head.n, hex(head.hash), head.chain);
        }
        let signature = self.signer()?.sign(text.as_bytes());
        let _ = writeln!(text, "signature {}", hex(signature.to_bytes()));
        let unwritable =
            |why: std::io::Error| Outcome::Fault(format!("{} cannot be written: {why}", self.file.display()));
        let part = beside(&self.file, ".part");
        let _ = fs::remove_file(&part);
        let mut file = private(&part).map_err(unwritable)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritable)?;
        fs::rename(&part, &self.file).map_err(unwritable)
    }

    /// The key; made where there is none.
    fn signer(&self) -> Result<SigningKey, Outcome> {
        let unusable = |why: String| Outcome::Input(format!("the key {}: {why}", self.key.display()));
        if !self.key.exists() {
            let mut seed = [0u8; 32];
            getrandom::fill(&mut seed).map_err(|why| Outcome::Fault(why.to_string()))?;
            let mut file = private(&self.key).map_err(|why| unusable(why.to_string()))?;
            writeln!(file, "{}", hex(seed)).and_then(|()| file.sync_all()).map_err(|why| unusable(why.to_string()))?;
            return Ok(SigningKey::from_bytes(&seed));
        }
        let text = fs::read_to_string(&self.key).map_err(|why| unusable(why.to_string()))?;
        let seed = bytes(text.trim()).ok_or_else(|| unusable("is not 64 hexadecimal digits".into()))?;
        Ok(SigningKey::from_bytes(&seed))
    }
}

fn head(line: &str) -> Option<Head> {
    let mut words = line.strip_prefix("head ")?.splitn(3, ' ');
    let (n, hash, chain) = (words.next()?, words.next()?, words.next()?);
    Some(Head { chain: chain.into(), n: n.parse().ok()?, hash: bytes(hash)? })
}

/// Reads hexadecimal digits.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut out = [0u8; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
