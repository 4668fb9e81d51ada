//! Parties as people name them: whether the codes that somebody gives for who acts, or is quoted, are any.
//!
//! A code that nobody has finds nothing again, and counts for no country: it is refused when it is said, not when it is missed.

use vigie_codes::plover_sector;
use vigie_record::{Identity, RemarkBody};

use crate::meant::Countries;

/// What stands where a country does for those who are of none.
const BODIES: [&str; 5] = ["UNO", "IGO", "NGO", "MNC", "IMG"];

/// Why nobody is meant by what somebody gives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartyError {
    /// There is no such country.
    #[error("`{found}` is no country: write a code of ISO 3166 such as UKR, or the name of a country")]
    Country {
        /// What was given.
        found: String,
    },
    /// There is no such sector.
    #[error("`{found}` is no sector of PLOVER, such as GOV or MIL")]
    Sector {
        /// What was given.
        found: String,
    },
}

/// The code of what somebody calls a country, or of a body that stands where one does.
pub fn country(written: &str) -> Option<&'static str> {
    let body = || BODIES.into_iter().find(|body| body.eq_ignore_ascii_case(written));
    Countries::embedded().code(written).or_else(body)
}

/// Refuses a party of a country or a sector that there is not.
///
/// # Errors
/// Where a code is none.
pub fn check(who: &Identity) -> Result<(), PartyError> {
    if let Some(found) = who.country.as_ref().filter(|code| country(code) != Some(code.as_str())) {
        return Err(PartyError::Country { found: found.clone() });
    }
    match who.sector.as_ref().filter(|code| plover_sector(code).is_none()) {
        Some(found) => Err(PartyError::Sector { found: found.clone() }),
        None => Ok(()),
    }
}

/// The same of the parties of a remark.
///
/// # Errors
/// Where a code is none.
pub fn check_remark(body: &RemarkBody) -> Result<(), PartyError> {
    let RemarkBody::Correction(correction) = body else { return Ok(()) };
    [&correction.actor, &correction.recipient].into_iter().flatten().try_for_each(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_nobody_has_are_refused() {
        let check = |country: &str, sector: &str| {
            let some = |code: &str| (!code.is_empty()).then(|| code.to_owned());
            check(&Identity { country: some(country), sector: some(sector), ..Identity::default() }).is_ok()
        };
        assert!(check("BLR", "GOV") && check("UNO", "") && check("", "MIL") && check("", ""));
        assert!(!check("ZZZ", "") && !check("blr", "") && !check("BLR", "ARMY"));
        assert_eq!((country("BY"), country("Belarus"), country("ZZZ")), (Some("BLR"), Some("BLR"), None));
    }
}
