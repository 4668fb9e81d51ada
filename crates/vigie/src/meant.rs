//! Whom and which places people mean by what they write, in the words that records go by.
//!
//! Records name a country by its code, tables of others also by a name of their own, and places by their usual names. People write
//! `Russia`, `RUS`, `Russian` or `Kiev`. All that ask for a country or a place by what somebody wrote go through here.

use std::fmt;
use std::sync::OnceLock;

use vigie_codes::{CountryCodes, TableError, UserTables};
use vigie_reader::place::{Gazetteer, NameUse, PlaceKind};

/// Places with fewer people are not meant by another name of theirs, save where no place has more.
const LEAST_PEOPLE: f64 = 10_000.0;

/// The most places that one name stands for.
const MOST_PLACES: usize = 8;

/// The words for countries.
#[derive(Debug, Clone)]
pub struct Countries {
    codes: CountryCodes,
}

/// A party of events as somebody has written it, with all that it may go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    written: String,
    names: Vec<String>,
}

impl Countries {
    /// Those of the program, with a user's own before them.
    ///
    /// # Errors
    /// When a table is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        Ok(Self { codes: CountryCodes::new(user)? })
    }

    /// Those of the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Countries> = OnceLock::new();
        // The tables of the program are whole, as a test of theirs says; without them words mean what they say.
        EMBEDDED.get_or_init(|| Self { codes: CountryCodes::new(&UserTables::new()).unwrap_or_default() })
    }

    /// The code of the country that somebody means, by a code, a name or the word for its people.
    pub fn code(&self, written: &str) -> Option<&str> {
        self.codes.meant(written)
    }

    /// The party that somebody means.
    pub fn party(&self, written: &str) -> Party {
        let mut names: Vec<String> = Vec::new();
        if let Some(code) = self.code(written) {
            names.push(code.to_owned());
            names.extend(self.codes.name_of(code).map(str::to_owned));
        }
        if names.iter().all(|name| !name.eq_ignore_ascii_case(written)) {
            names.push(written.to_owned());
        }
        Party { written: written.to_owned(), names }
    }
}

impl Party {
    /// What it may go by: the code of a country, its usual name, and what was written.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether it goes by a name.
    pub fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// The one of `known` that it goes by, its code rather than a name; what was written where none of them is it.
    pub fn among<'k>(&self, known: &(impl Iterator<Item = &'k str> + Clone)) -> String {
        let found = self.names.iter().find_map(|own| known.clone().find(|name| name.eq_ignore_ascii_case(own)));
        found.unwrap_or(&self.written).to_owned()
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The usual names of the places that go by another name, with the codes of their countries: of `Kiev` that is Kyiv in `UKR`. Those alone that
/// somebody is likely to mean; none for what is the usual name of all it stands for.
pub fn places_called(written: &str) -> Vec<(String, String)> {
    let mut places = Gazetteer::embedded().candidates(written);
    places.retain(|place| place.kind != PlaceKind::Country && place.name_use == NameUse::Other);
    places.sort_by(|a, b| b.population.total_cmp(&a.population).then(a.number.cmp(&b.number)));
    let most = places.first().map_or(0.0, |place| place.population);
    places.retain(|place| place.population >= LEAST_PEOPLE.min(most));
    let mut found: Vec<(String, String)> = Vec::new();
    for place in places {
        let named = (place.name.to_owned(), place.country.to_owned());
        if !found.contains(&named) && found.len() < MOST_PLACES {
            found.push(named);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_goes_by_its_code_and_its_name() {
        let countries = Countries::embedded();
        let cases: [(&str, &[&str]); 5] = [
            ("Russia", &["RUS", "Russia"]),
            ("rus", &["RUS", "Russia"]),
            ("Russian", &["RUS", "Russia", "Russian"]),
            ("Osterlich, Lower", &["Osterlich, Lower"]),
            ("RUS/MIL", &["RUS/MIL"]),
        ];
        for (written, names) in cases {
            assert_eq!(countries.party(written).names(), names, "{written}");
        }
        let russia = countries.party("Russia");
        assert_eq!(russia.among(&["Ukraine", "Russia"].into_iter()), "Russia");
        assert_eq!(russia.among(&["Russia", "RUS"].into_iter()), "RUS", "a country rather than a namesake");
        assert_eq!(russia.among(&["UKR"].into_iter()), "Russia", "as it was written");
    }

    #[test]
    fn places_are_found_by_names_that_are_not_their_usual_ones() {
        let has = |written: &str, name: &str, country: &str| {
            places_called(written).contains(&(name.to_owned(), country.to_owned()))
        };
        assert!(has("Kiev", "Kyiv", "UKR"), "{:?}", places_called("Kiev"));
        assert!(!has("Kiev", "Minsk", "BLR"));
        assert!(places_called("Qzwyx").is_empty());
        assert!(places_called("").is_empty());
    }
}
