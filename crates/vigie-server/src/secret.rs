//! Secrets: passwords and tokens. What the store gets of them cannot be turned back.

use std::fmt::Write as _;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use vigie_record::Digest;

use crate::trouble::Trouble;

/// The fewest characters of a password.
pub(crate) const FEWEST: usize = 10;

/// The most, so that nobody keeps the server busy with hashing.
pub(crate) const MOST: usize = 256;

/// Memory in KiB, rounds and lanes of a hash: the second choice of RFC 9106 made smaller, as OWASP has it.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

fn hasher() -> Argon2<'static> {
    let params = Params::new(COST.0, COST.1, COST.2, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A secret for the holder: 256 bits in URL-safe letters.
pub(crate) fn new_token() -> Result<String, Trouble> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Trouble::ours(&format!("no random numbers: {error}")))?;
    let mut token = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

/// What the store keeps of a token.
pub(crate) fn digest(token: &str) -> Digest {
    Digest::of_parts(&[b"vigie token", token.as_bytes()])
}

/// What the store keeps of a password, after looking whether it can be one.
pub(crate) fn hash(password: &str) -> Result<String, Trouble> {
    let n = password.chars().count();
    if n < FEWEST || password.len() > MOST {
        return Err(Trouble::wrong(format!("a password has {FEWEST} to {MOST} characters")));
    }
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| Trouble::ours(&format!("no random numbers: {error}")))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| Trouble::ours(&error.to_string()))?;
    let hash = hasher().hash_password(password.as_bytes(), &salt).map_err(|error| Trouble::ours(&error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password is the one that a hash was made from. Takes as long where there is no hash, so that the time does not
/// tell which names there are.
pub(crate) fn is_right(password: &str, kept: Option<&str>) -> bool {
    /// A hash that nothing comes to in practice: of 32 random bytes that nobody kept.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXRoaW5nc2FsdHk$H1n9Hb9a8lO3J0W3Jm4Tn0Yk6rV2bC3dD4eE5fF6gG4";
    if password.len() > MOST {
        return false;
    }
    let Ok(hash) = PasswordHash::new(kept.unwrap_or(NOBODY)) else { return false };
    let fits = hasher().verify_password(password.as_bytes(), &hash).is_ok();
    fits && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_is_right() {
        let kept = hash("correct horse battery").unwrap();
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert_ne!(kept, hash("correct horse battery").unwrap(), "each has salt of its own");
        assert!(is_right("correct horse battery", Some(&kept)));
        assert!(!is_right("correct horse batterY", Some(&kept)));
        assert!(!is_right("correct horse battery", None));
        assert!(!is_right("correct horse battery", Some("no hash")));
        for bad in ["short", &"x".repeat(MOST + 1)] {
            assert!(hash(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn who_has_no_account_waits_as_long() {
        // The hash for nobody must be one, or a wrong name would be told apart from a wrong password by its haste.
        let begun = jiff::Timestamp::now();
        assert!(!is_right("whatever it is", None));
        let taken = jiff::Timestamp::now().duration_since(begun);
        assert!(taken.as_millis() >= 1, "{taken:?}");
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
        assert_ne!(digest(&one), digest(&other));
    }
}
