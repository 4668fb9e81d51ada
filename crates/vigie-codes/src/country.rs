//! Countries: ISO 3166-1 alpha-3, and what FIPS, CAMEO, Gleditsch and Ward, Correlates of War and names are in it.

use std::collections::HashMap;

use crate::{TableError, UserTables, rows_of};

const CODES: &str = include_str!("../../../knowledge/country-codes.tsv");
const COUNTRIES: &str = include_str!("../../../knowledge/countries.tsv");

/// The columns of `country-codes.tsv` that hold codes beside our own.
const SCHEMES: [&str; 6] = ["alpha2", "numeric", "fips", "gw", "cow", "cameo"];

/// Codes of countries.
#[derive(Debug, Clone, Default)]
pub struct CountryCodes {
    /// Our own, in the order of the tables, each with those of others, the usual one first.
    rows: Vec<Country>,
    own: HashMap<String, usize>,
    /// For each of [`SCHEMES`].
    others: [HashMap<String, usize>; SCHEMES.len()],
    /// By folded name.
    names: HashMap<String, usize>,
    /// By the folded word for its people; none where those of several countries are called so.
    demonyms: HashMap<String, Option<usize>>,
}

#[derive(Debug, Clone, Default)]
struct Country {
    code: String,
    name: String,
    others: [String; SCHEMES.len()],
}

impl CountryCodes {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut codes = Self::default();
        for table in rows_of(user, "country-codes.tsv", CODES, &["code"])? {
            for row in table.rows() {
                let at = codes.row_of(row.get("code"));
                for (scheme, column) in SCHEMES.iter().enumerate() {
                    for (nth, code) in row.list(column).enumerate() {
                        codes.others[scheme].entry(code.to_owned()).or_insert(at);
                        if nth == 0 && codes.rows[at].others[scheme].is_empty() {
                            code.clone_into(&mut codes.rows[at].others[scheme]);
                        }
                    }
                }
                row.list("names").for_each(|name| codes.name(name, at));
            }
        }
        for table in rows_of(user, "countries.tsv", COUNTRIES, &["code", "name"])? {
            for row in table.rows() {
                let at = codes.row_of(row.get("code"));
                if codes.rows[at].name.is_empty() {
                    row.get("name").clone_into(&mut codes.rows[at].name);
                }
                codes.name(row.get("name"), at);
                row.list("names").for_each(|name| codes.name(name, at));
                row.list("demonyms").for_each(|demonym| codes.demonym(demonym, at));
            }
        }
        Ok(codes)
    }

    /// Our code, if this is one.
    pub fn known(&self, code: &str) -> Option<&str> {
        self.own.get(code).map(|&at| self.rows[at].code.as_str())
    }

    /// The usual English name of one of our codes.
    pub fn name_of(&self, code: &str) -> Option<&str> {
        self.own.get(code).map(|&at| self.rows[at].name.as_str()).filter(|name| !name.is_empty())
    }

    /// Our codes with the usual English names, in the order of the tables.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| (row.code.as_str(), row.name.as_str()))
    }

    /// Of the English name of a country in any spelling that the tables have, without regard to case, marks and accents.
    pub fn of_name(&self, name: &str) -> Option<&str> {
        if let Some(&at) = self.names.get(name) {
            return Some(&self.rows[at].code);
        }
        self.names.get(&folded(name)).map(|&at| self.rows[at].code.as_str())
    }

    /// Of what people write for a country: our code in any case, an alpha-2 code in capitals, a name, or a word for its people that
    /// those of no other country share.
    pub fn meant(&self, words: &str) -> Option<&str> {
        let words = words.trim();
        let of_code = self.known(&words.to_ascii_uppercase()).or_else(|| self.of_alpha2(words));
        let of_people = || self.demonyms.get(&folded(words)).copied().flatten().map(|at| self.rows[at].code.as_str());
        of_code.or_else(|| self.of_name(words)).or_else(of_people)
    }

    /// Of an ISO 3166-1 alpha-2 code.
    pub fn of_alpha2(&self, code: &str) -> Option<&str> {
        self.of(0, code)
    }

    /// Of an ISO 3166-1 number, as text of three digits.
    pub fn of_numeric(&self, code: &str) -> Option<&str> {
        self.of(1, code)
    }

    /// Of a FIPS 10-4 code, as GDELT's places have it.
    pub fn of_fips(&self, code: &str) -> Option<&str> {
        self.of(2, code)
    }

    /// Of a number of Gleditsch and Ward, as UCDP has it.
    pub fn of_gw(&self, number: &str) -> Option<&str> {
        self.of(3, number)
    }

    /// Of a Correlates of War number.
    pub fn of_cow(&self, number: &str) -> Option<&str> {
        self.of(4, number)
    }

    /// Of the country part of a CAMEO actor code. Regions, such as `AFR`, are none; `EUR` is CAMEO's Europe and none too.
    pub fn of_cameo(&self, code: &str) -> Option<&str> {
        if code == "EUR" {
            return None;
        }
        self.known(code).or_else(|| self.of(5, code))
    }

    /// The alpha-2 code of one of ours.
    pub fn to_alpha2(&self, code: &str) -> Option<&str> {
        self.to(0, code)
    }

    /// The number, of three digits, of one of ours.
    pub fn to_numeric(&self, code: &str) -> Option<&str> {
        self.to(1, code)
    }

    /// The FIPS 10-4 code of one of ours.
    pub fn to_fips(&self, code: &str) -> Option<&str> {
        self.to(2, code)
    }

    /// The number of Gleditsch and Ward of one of ours.
    pub fn to_gw(&self, code: &str) -> Option<&str> {
        self.to(3, code)
    }

    /// The Correlates of War number of one of ours.
    pub fn to_cow(&self, code: &str) -> Option<&str> {
        self.to(4, code)
    }

    fn of(&self, scheme: usize, code: &str) -> Option<&str> {
        self.others[scheme].get(code).map(|&at| self.rows[at].code.as_str())
    }

    fn to(&self, scheme: usize, code: &str) -> Option<&str> {
        self.own.get(code).map(|&at| self.rows[at].others[scheme].as_str()).filter(|code| !code.is_empty())
    }

    fn row_of(&mut self, code: &str) -> usize {
        if let Some(&at) = self.own.get(code) {
            return at;
        }
        self.rows.push(Country { code: code.to_owned(), ..Country::default() });
        self.own.insert(code.to_owned(), self.rows.len() - 1);
        self.rows.len() - 1
    }

    fn demonym(&mut self, demonym: &str, at: usize) {
        let known = self.demonyms.entry(folded(demonym)).or_insert(Some(at));
        if *known != Some(at) {
            *known = None;
        }
    }

    fn name(&mut self, name: &str, at: usize) {
        if !name.is_empty() {
            self.names.entry(name.to_owned()).or_insert(at);
            self.names.entry(folded(name)).or_insert(at);
        }
    }
}

/// A name without case, marks, accents and a leading article.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            '\'' | '’' | '.' => {}
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    let folded = folded.trim();
    folded.strip_prefix("the ").unwrap_or(folded).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> CountryCodes {
        CountryCodes::new(&UserTables::new()).unwrap()
    }

    #[test]
    fn codes_of_others_are_ours() {
        let codes = codes();
        let cases = [
            (codes.of_fips("UP"), Some("UKR")),
            (codes.of_fips("GM"), Some("DEU")),
            (codes.of_fips("GZ"), Some("PSE")),
            (codes.of_fips("CH"), Some("CHN")),
            (codes.of_fips("DEU"), None),
            (codes.of_alpha2("CH"), Some("CHE")),
            (codes.of_numeric("012"), Some("DZA")),
            (codes.of_gw("365"), Some("RUS")),
            (codes.of_gw("260"), Some("DEU")),
            (codes.of_gw("340"), Some("SRB")),
            (codes.of_cow("255"), Some("DEU")),
            (codes.of_cow("345"), Some("SRB")),
            (codes.of_cameo("USA"), Some("USA")),
            (codes.of_cameo("ROM"), Some("ROU")),
            (codes.of_cameo("EUR"), None),
            (codes.of_cameo("WAF"), None),
            (codes.to_fips("UKR"), Some("UP")),
            (codes.to_cow("YEM"), Some("679")),
            (codes.to_gw("ALA"), None),
            (codes.name_of("BLR"), Some("Belarus")),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(found, expected)| found != expected).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn names_are_known_in_the_spellings_of_others() {
        let codes = codes();
        let cases = [
            ("Cote d'Ivoire", "CIV"),
            ("Côte d'Ivoire", "CIV"),
            ("Occupied Palestinian Territory", "PSE"),
            ("Democratic Republic of Congo", "COD"),
            ("DR Congo (Zaire)", "COD"),
            ("Republic of Congo", "COG"),
            ("Congo", "COG"),
            ("Bosnia-Herzegovina", "BIH"),
            ("THE GAMBIA", "GMB"),
            ("eSwatini", "SWZ"),
            ("Russia (Soviet Union)", "RUS"),
            ("Myanmar (Burma)", "MMR"),
            ("Saint Kitts & Nevis", ""),
            ("South Sudan", "SSD"),
            ("Atlantis", ""),
            ("", ""),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, code)| (name, code, codes.of_name(name).unwrap_or_default()))
            .filter(|(_, code, found)| *code != found)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn countries_are_meant_by_codes_names_and_people() {
        let codes = codes();
        let cases = [
            ("BLR", Some("BLR")),
            ("blr", Some("BLR")),
            ("BY", Some("BLR")),
            ("by", None),
            ("Belarus", Some("BLR")),
            (" belarusians ", Some("BLR")),
            ("the Russian Federation", Some("RUS")),
            ("Congolese", None),
            ("Lukashenko", None),
            ("", None),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(words, code)| codes.meant(words) != *code).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn every_country_has_its_codes() {
        let codes = codes();
        for country in codes.rows.iter().filter(|country| country.code != "EUR") {
            assert_eq!(country.others[0].len(), 2, "{country:?}");
            assert!(!country.name.is_empty(), "{country:?}");
        }
        assert!(codes.rows.len() > 250);
    }

    #[test]
    fn a_user_s_row_goes_before_ours() {
        let table = "code\tname\tnames\nQQQ\tUtopia\tFreedonia;Georgia\n";
        let user = UserTables::from([("countries.tsv".to_owned(), table.to_owned())]);
        let codes = CountryCodes::new(&user).unwrap();
        assert_eq!(codes.of_name("utopia"), Some("QQQ"));
        assert_eq!(codes.of_name("Georgia"), Some("QQQ"));
    }
}
