//! Parties: what names and codes of a table resolve to.

use vigie_codes::Codes;
use vigie_record::{Identity, TableParty};

/// A party with its name, country and sector; none where it has neither name nor code.
///
/// A name that is the country's own, or a code that is, resolves to the country itself.
pub(super) fn party(
    codes: &Codes,
    text: &str,
    code: Option<&str>,
    country: Option<&str>,
    sector: Option<&'static str>,
) -> Option<TableParty> {
    let code = code.filter(|code| !code.is_empty());
    let text = if text.is_empty() { code? } else { text };
    let is_country = country.is_some_and(|country| {
        sector.is_none() && (code == Some(country) || codes.countries.of_name(text) == Some(country))
    });
    let itself = country.filter(|_| is_country);
    let identity = Identity {
        actor_id: itself.map(str::to_owned),
        name: itself.map(|country| codes.countries.name_of(country).unwrap_or(text).to_owned()),
        country: country.map(str::to_owned),
        sector: sector.map(str::to_owned),
        role: None,
        organization: None,
    };
    Some(TableParty { text: text.to_owned(), identity, code: code.map(str::to_owned), beside: Vec::new() })
}

/// The country that a name gives: the whole of it (`Ukraine`), what stands in its last brackets (`Police (India)`), or what stands behind
/// its last `of` (`Military Forces of Mali (2020-)`).
pub(super) fn country_in<'c>(codes: &'c Codes, name: &str) -> Option<&'c str> {
    if let Some(country) = codes.countries.of_name(name) {
        return Some(country);
    }
    let name = name.trim();
    if let Some((before, inside)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        if let Some(country) = codes.countries.of_name(inside) {
            return Some(country);
        }
        let is_years = inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b' ');
        return is_years.then(|| country_behind(codes, before)).flatten();
    }
    country_behind(codes, name)
}

fn country_behind<'c>(codes: &'c Codes, name: &str) -> Option<&'c str> {
    // The first `of` comes first: `Government of the Republic of Moldova`.
    name.match_indices(" of ").find_map(|(at, of)| codes.countries.of_name(name[at + of.len()..].trim()))
}

#[cfg(test)]
mod tests {
    use vigie_codes::UserTables;

    use super::*;

    #[test]
    fn names_give_countries() {
        let codes = Codes::new(&UserTables::new()).unwrap();
        let cases = [
            ("Ukraine", "UKR"),
            ("Police (India)", "IND"),
            ("Military Forces of Mali (2020-)", "MLI"),
            ("Government of the Democratic Republic of Congo", "COD"),
            ("Military Forces of the United States", "USA"),
            ("Protesters (Cote d'Ivoire)", "CIV"),
            ("Party of Regions", ""),
            ("Grey Falcons (Sylvania)", ""),
            ("(", ""),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(country_in(&codes, name).unwrap_or_default(), expected, "{name}");
        }
    }

    #[test]
    fn a_country_is_itself() {
        let codes = Codes::new(&UserTables::new()).unwrap();
        let state = party(&codes, "RUSSIA", Some("RUS"), Some("RUS"), None).unwrap();
        assert_eq!((state.identity.actor_id.as_deref(), state.identity.name.as_deref()), (Some("RUS"), Some("Russia")));
        let force = party(&codes, "RUSSIA", Some("RUSMIL"), Some("RUS"), Some("MIL")).unwrap();
        assert_eq!((force.identity.actor_id, force.identity.name), (None, None));
        assert_eq!(party(&codes, "", None, Some("RUS"), None), None);
        assert_eq!(party(&codes, "", Some("REB"), None, Some("REB")).unwrap().text, "REB");
    }
}
