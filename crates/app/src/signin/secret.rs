//! Passwords and PINs: kept as argon2id hashes, never as themselves.
use crate::door::{Error, Result};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

/// A hash that no password has, to spend the same time on who is not known.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$0000000000000000000000000000000000000000000";

/// The argon2id hash (PHC text) of a password or PIN, with a salt of its own.
///
/// # Errors
/// Where the machine gives no randomness.
pub(crate) fn hash(secret: &str) -> Result<String> {
    let hash: PasswordHash = Argon2::default().hash_password(secret.as_bytes()).map_err(Error::fault)?;
    Ok(hash.to_string())
}

/// Is this the secret that the hash was made of?
pub(crate) fn matches(secret: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}

/// Is it long enough, and not one of those that everybody tries? The key of what is wrong.
pub(crate) fn refuse_password(password: &str, login: &str) -> Option<&'static str> {
    let folded = password.to_lowercase();
    let plain = ["password", "palpate", "massage", "qwerty", "12345678"].iter().any(|word| folded.starts_with(word));
    let same = folded.chars().all(|c| folded.starts_with(c));
    match password.chars().count() {
        0..10 => Some("password-short"),
        _ if plain || same || (!login.is_empty() && folded.contains(login)) => Some("password-guessed"),
        201.. => Some("password-long"),
        _ => None,
    }
}

/// Four to eight digits, not all the same and not in a row.
pub(crate) fn refuse_pin(pin: &str) -> Option<&'static str> {
    let digits: Vec<u8> = pin.bytes().collect();
    if !(4..=8).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Some("pin-digits");
    }
    let steps: Vec<i16> = digits.windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    let plain = steps.iter().all(|step| *step == steps[0] && (-1..=1).contains(step));
    plain.then_some("pin-plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_matches_its_secret_and_no_other() {
        let hash = hash("a quiet room").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(matches("a quiet room", &hash) && !matches("a quiet room ", &hash));
    }

    #[test]
    fn nobody_has_a_hash_that_can_be_tried() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!matches("", NOBODY));
    }

    #[test]
    fn short_and_guessed_passwords_are_refused() {
        assert_eq!(refuse_password("short", ""), Some("password-short"));
        assert_eq!(refuse_password("Password2026", ""), Some("password-guessed"));
        assert_eq!(refuse_password("marta-and-marta", "marta"), Some("password-guessed"));
        assert_eq!(refuse_password("aaaaaaaaaaaa", ""), Some("password-guessed"));
        assert_eq!(refuse_password("linen and spruce", "marta"), None);
    }

    #[test]
    fn a_pin_is_digits_that_are_not_the_first_anybody_tries() {
        for pin in ["123", "abcd", "1111", "1234", "9876", "123456789"] {
            assert!(refuse_pin(pin).is_some(), "{pin}");
        }
        assert_eq!(refuse_pin("2580"), None);
    }
}
