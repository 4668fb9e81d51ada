//! Which events of a history a question is about: who, against whom, and what kind of act.

use vigie_analysis::{Actor, EventRef};

/// Who acts on whom; a side without a name is anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) actor: Option<String>,
    pub(crate) recipient: Option<String>,
}

impl Pair {
    /// A pair as people write it: `A > B`, with `*` for anybody; `A,B` where neither name has a comma.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let sides = text.split_once('>').or_else(|| text.split_once(',').filter(|(_, rest)| !rest.contains(',')));
        let side = |text: &str| (text != "*").then(|| text.to_owned());
        match sides.map(|(one, other)| (one.trim(), other.trim())) {
            Some((one, other)) if !one.is_empty() && !other.is_empty() => {
                Ok(Self { actor: side(one), recipient: side(other) })
            }
            _ => Err("write two parties as the table has them, as in 'Russia > Ukraine', or '* > Ukraine'".to_owned()),
        }
    }

    /// Whether an event goes from the one to the other. What a country does within itself is in no pair with `*`.
    pub(crate) fn holds(&self, event: EventRef<'_>) -> bool {
        let (actor, recipient) = (event.actor(), event.recipient());
        let is_abroad =
            actor.zip(recipient).is_none_or(|(one, other)| one.country.is_empty() || one.country != other.country);
        is_named(self.actor.as_deref(), actor)
            && is_named(self.recipient.as_deref(), recipient)
            && (is_abroad || (self.actor.is_some() && self.actor == self.recipient))
    }
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "*".to_owned());
        write!(f, "{} > {}", side(&self.actor), side(&self.recipient))
    }
}

/// Whether an actor is the one named, by country, id or name.
fn is_named(wanted: Option<&str>, actor: Option<Actor<'_>>) -> bool {
    let Some(wanted) = wanted else { return true };
    actor
        .is_some_and(|actor| [actor.country, actor.id, actor.name].iter().any(|name| name.eq_ignore_ascii_case(wanted)))
}

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
    fn pairs_are_read_as_people_write_them() {
        let pair = |one: &str, other: &str| Pair {
            actor: Some(one.to_owned()).filter(|one| one != "*"),
            recipient: Some(other.to_owned()).filter(|other| other != "*"),
        };
        let israel = "Palestinian Territory, Occupied > Israel";
        assert_eq!(Pair::parse(israel), Ok(pair("Palestinian Territory, Occupied", "Israel")));
        assert_eq!(Pair::parse("BLR,UKR"), Ok(pair("BLR", "UKR")));
        assert_eq!(Pair::parse("* > UKR"), Ok(pair("*", "UKR")));
        for bad in ["", "BLR", "> UKR", "A, B, C"] {
            assert!(Pair::parse(bad).is_err(), "{bad}");
        }
    }
}
