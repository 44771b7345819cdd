//! Encryption of backups in the age format, which other tools open too.
use crate::{outcome::Outcome, terminal::private};
use age::{Decryptor, Encryptor, Identity, Recipient, secrecy::SecretString};
use clap::Args;
use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// How an encrypted file begins.
const BEGINS: &[u8] = b"age-encryption.org/";

/// For whom a backup is encrypted.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Lock {
    /// Encrypt to this age recipient (age1…); may be given several times. Only who has its identity opens the file.
    #[arg(long, value_name = "RECIPIENT", env = "PALPATE_ENCRYPT_TO", value_delimiter = ',')]
    encrypt_to: Vec<String>,
    /// Encrypt with the passphrase that is the first line of this file.
    #[arg(long, value_name = "FILE", env = "PALPATE_PASSPHRASE_FILE", conflicts_with = "encrypt_to")]
    passphrase_file: Option<PathBuf>,
}

impl Lock {
    /// Is nothing to be encrypted?
    pub(crate) fn is_open(&self) -> bool {
        self.encrypt_to.is_empty() && self.passphrase_file.is_none()
    }

    /// Encrypts one file into another, new one.
    pub(crate) fn shut(&self, from: &Path, to: &Path) -> Result<(), Outcome> {
        let encryptor = match &self.passphrase_file {
            Some(file) => Encryptor::with_user_passphrase(passphrase(file)?),
            None => {
                let recipients: Vec<age::x25519::Recipient> = self
                    .encrypt_to
                    .iter()
                    .map(|text| {
                        text.trim().parse().map_err(|_| {
                            Outcome::Input(format!("{text} is not an age recipient; those begin with age1"))
                        })
                    })
                    .collect::<Result<_, _>>()?;
                Encryptor::with_recipients(recipients.iter().map(|one| one as &dyn Recipient))
                    .map_err(|why| Outcome::Input(why.to_string()))?
            }
        };
        let output = BufWriter::new(private(to)?);
        let mut writer = encryptor.wrap_output(output)?;
        io::copy(&mut BufReader::new(File::open(from)?), &mut writer)?;
        let mut file = writer.finish()?;
        file.flush()?;
        Ok(())
    }
}

/// With what an encrypted backup is opened.
#[derive(Args, Clone, Debug)]
pub(crate) struct Key {
    /// The age identity (AGE-SECRET-KEY-1…) in this file opens it.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// The passphrase that is the first line of this file opens it.
    #[arg(long, value_name = "FILE", env = "PALPATE_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Key {
    /// Decrypts a file into another, new one.
    pub(crate) fn open(&self, from: &Path, to: &Path) -> Result<(), Outcome> {
        let shut = || {
            Outcome::Input(format!("{} is encrypted: give --identity FILE or --passphrase-file FILE", from.display()))
        };
        let key: Box<dyn Identity> = match (&self.identity, &self.passphrase_file) {
            (Some(file), _) => Box::new(identity(file)?),
            (None, Some(file)) => Box::new(age::scrypt::Identity::new(passphrase(file)?)),
            (None, None) => return Err(shut()),
        };
        let unfit = |why: age::DecryptError| Outcome::Input(format!("{} does not open: {why}", from.display()));
        let decryptor = Decryptor::new_buffered(BufReader::new(File::open(from)?)).map_err(unfit)?;
        let mut reader = decryptor.decrypt(std::iter::once(&*key)).map_err(unfit)?;
        let mut file = private(to)?;
        io::copy(&mut reader, &mut file)
            .map_err(|why| Outcome::Input(format!("{} is damaged: {why}", from.display())))?;
        Ok(file.sync_all()?)
    }
}

/// Is this file encrypted?
pub(crate) fn is_shut(file: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    File::open(file)?.take(BEGINS.len() as u64).read_to_end(&mut first)?;
    Ok(first == BEGINS)
}

fn passphrase(file: &Path) -> Result<SecretString, Outcome> {
    let text = read(file)?;
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok(SecretString::from(line.to_owned())),
        _ => Err(Outcome::Input(format!("the first line of {} is empty", file.display()))),
    }
}

fn identity(file: &Path) -> Result<age::x25519::Identity, Outcome> {
    let text = read(file)?;
    let line = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
    line.and_then(|line| line.parse().ok())
        .ok_or_else(|| Outcome::Input(format!("{} holds no age identity", file.display())))
}

fn read(file: &Path) -> Result<String, Outcome> {
    std::fs::read_to_string(file).map_err(|why| Outcome::Input(format!("{} cannot be read: {why}", file.display())))
}
