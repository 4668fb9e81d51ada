//! Which events of a history a question is about: who, against whom, and what kind of act.

use vigie::meant::{Countries, Party};
use vigie_analysis::pattern::EVENT_TYPES;
use vigie_analysis::{Actor, EventRef};

use crate::speech::Failure;

/// Who acts on whom; a side without a name is anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) actor: Option<Party>,
    pub(crate) recipient: Option<Party>,
}

/// A pair as somebody has written it, before it is known whom the words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenPair {
    actor: Option<String>,
    recipient: Option<String>,
}

impl WrittenPair {
    /// A pair as people write it: `A > B`, with `*` for anybody; `A,B` where neither name has a comma.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let sides = text.split_once('>').or_else(|| text.split_once(',').filter(|(_, rest)| !rest.contains(',')));
        let side = |text: &str| (text != "*").then(|| text.to_owned());
        match sides.map(|(one, other)| (one.trim(), other.trim())) {
            Some((one, other)) if !one.is_empty() && !other.is_empty() => {
                Ok(Self { actor: side(one), recipient: side(other) })
            }
            _ => Err("write two parties, as in 'Russia > Ukraine', or '* > Ukraine'".to_owned()),
        }
    }

    /// Whom it means.
    pub(crate) fn meant(&self, countries: &Countries) -> Pair {
        let side = |side: &Option<String>| side.as_deref().map(|side| countries.party(side));
        Pair { actor: side(&self.actor), recipient: side(&self.recipient) }
    }
}

impl Pair {
    /// Whether an event goes from the one to the other. What a country does within itself is in no pair with `*`.
    pub(crate) fn holds(&self, event: EventRef<'_>) -> bool {
        let (actor, recipient) = (event.actor(), event.recipient());
        let is_abroad =
            actor.zip(recipient).is_none_or(|(one, other)| one.country.is_empty() || one.country != other.country);
        let is_within =
            || self.actor.as_ref().zip(self.recipient.as_ref()).is_some_and(|(a, b)| a.names() == b.names());
        is_meant(self.actor.as_ref(), actor)
            && is_meant(self.recipient.as_ref(), recipient)
            && (is_abroad || is_within())
    }
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let side = |side: &Option<Party>| side.as_ref().map_or_else(|| "*".to_owned(), Party::to_string);
        write!(f, "{} > {}", side(&self.actor), side(&self.recipient))
    }
}

/// Whether an actor is the one who is meant, by country, id or name.
fn is_meant(wanted: Option<&Party>, actor: Option<Actor<'_>>) -> bool {
    let Some(wanted) = wanted else { return true };
    actor.is_some_and(|actor| [actor.country, actor.id, actor.name].iter().any(|name| wanted.is_called(name)))
}

/// Refuses what is neither the beginning of a CAMEO code nor a PLOVER type: no event would ever have it.
pub(crate) fn check_codes(codes: &[String]) -> Result<(), Failure> {
    let is_code = |code: &&String| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let begins_as_cameo = |code: &String| code.starts_with(|first: char| first.is_ascii_digit());
    let is_type = |code: &String| EVENT_TYPES.iter().any(|known| known.eq_ignore_ascii_case(code));
    match codes.iter().find(|code| !is_code(code) || !(begins_as_cameo(code) || is_type(code))) {
        Some(code) => Err(Failure::Option { option: "--codes", value: code.clone(), wanted: CODES_WANTED }),
        None => Ok(()),
    }
}

/// What codes can be.
const CODES_WANTED: &str = "how a CAMEO code begins, such as 19, or a type of PLOVER: AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, \
    REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE or ASSAULT";

/// Whether an act has one of some codes: the beginning of a CAMEO code, or a PLOVER type. Any act, where there are none.
pub(crate) fn has_code(event: EventRef<'_>, codes: &[String]) -> bool {
    let kind = event.kind();
    codes.is_empty()
        || codes.iter().any(|code| {
            if code.starts_with(|first: char| first.is_ascii_digit()) {
                kind.cameo.starts_with(code.as_str())
            } else {
                kind.plover.eq_ignore_ascii_case(code)
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_codes_can_be_names_every_type() {
        let missing: Vec<_> = EVENT_TYPES.iter().filter(|kind| !CODES_WANTED.contains(**kind)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn pairs_are_read_as_people_write_them() {
        let pair = |one: &str, other: &str| WrittenPair {
            actor: Some(one.to_owned()).filter(|one| one != "*"),
            recipient: Some(other.to_owned()).filter(|other| other != "*"),
        };
        let israel = "Palestinian Territory, Occupied > Israel";
        assert_eq!(WrittenPair::parse(israel), Ok(pair("Palestinian Territory, Occupied", "Israel")));
        assert_eq!(WrittenPair::parse("BLR,UKR"), Ok(pair("BLR", "UKR")));
        assert_eq!(WrittenPair::parse("* > UKR"), Ok(pair("*", "UKR")));
        for bad in ["", "BLR", "> UKR", "A, B, C"] {
            assert!(WrittenPair::parse(bad).is_err(), "{bad}");
        }
    }
}
