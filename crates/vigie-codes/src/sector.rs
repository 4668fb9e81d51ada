//! Sectors: PLOVER's, and what CAMEO's roles and the sectors of ICEWS and ACLED are in them.

use std::collections::HashMap;

use crate::{CountryCodes, TableError, TableFault, UserTables, rows_of};

const SECTORS: &str = include_str!("../../../knowledge/sector-codes.tsv");

/// The PLOVER sectors, and the words that the tables use beside them.
const PLOVER: [&str; 41] = [
    "GOV", "MIL", "REB", "PRM", "UAF", "OPP", "PTY", "LEG", "COP", "SPY", "JUD", "MED", "JRN", "EDU", "BUS", "LAB",
    "AGR", "CRM", "CVL", "SOC", "NGO", "ENV", "REF", "REL", "BUD", "CHR", "CTH", "HIN", "JEW", "MOS", "SIK", "DRZ",
    "BAH", "SET", "ELI", "PRE", "UNK", "JNK", "IGO", "MNC", "IMG",
];

/// Groups of CAMEO that stand where a country does, and what they are here.
const BODIES: [(&str, &str); 9] = [
    ("UNO", "UNO"),
    ("EEC", "EUR"),
    ("IGO", "IGO"),
    ("NAT", "IGO"),
    ("OAS", "IGO"),
    ("ASN", "IGO"),
    ("IMG", "IMG"),
    ("MNC", "MNC"),
    ("AFU", "IGO"),
];

/// What is no sector of an actor, though it stands among them.
const NOT_ROLES: [&str; 5] = ["IGO", "IMG", "MNC", "UNK", "JNK"];

/// The code as the program has it, without an allocation; none for what is no sector.
pub fn plover_sector(code: &str) -> Option<&'static str> {
    PLOVER.iter().find(|known| **known == code).copied()
}

/// Sectors of others.
#[derive(Debug, Clone, Default)]
pub struct SectorCodes {
    /// CAMEO roles that are not PLOVER's under the same name.
    cameo: HashMap<String, &'static str>,
    /// ICEWS sectors, with their places in the table: the first counts.
    icews: HashMap<String, (usize, &'static str)>,
    acled: HashMap<String, &'static str>,
}

/// What a CAMEO actor code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CodedActor<'c> {
    /// ISO 3166-1 alpha-3, or `UNO`, `EUR`, `IGO`, `IMG`, `MNC`.
    pub country: Option<&'c str>,
    /// The PLOVER sector.
    pub sector: Option<&'static str>,
}

impl SectorCodes {
    /// Reads the table.
    ///
    /// # Errors
    /// When it is broken or names a sector that there is not.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut codes = Self::default();
        let name = "sector-codes.tsv";
        let mut place = 0;
        for table in rows_of(user, name, SECTORS, &["scheme", "code", "sector"])? {
            for row in table.rows() {
                let fault = |column: &str, expected: &str| TableError {
                    table: name.to_owned(),
                    line: row.line(),
                    reason: TableFault::BadCell {
                        column: column.to_owned(),
                        cell: row.get(column).to_owned(),
                        expected: expected.to_owned(),
                    },
                };
                let sector = plover_sector(row.get("sector")).ok_or_else(|| fault("sector", "a PLOVER sector"))?;
                let code = row.get("code").to_owned();
                place += 1;
                match row.get("scheme") {
                    "cameo" => drop(codes.cameo.entry(code).or_insert(sector)),
                    "icews" => drop(codes.icews.entry(code).or_insert((place, sector))),
                    "acled" => drop(codes.acled.entry(code).or_insert(sector)),
                    _ => return Err(fault("scheme", "cameo, icews or acled")),
                }
            }
        }
        Ok(codes)
    }

    /// The sector of a CAMEO role, such as `MED` (the media); none for what is no role.
    pub fn of_cameo_role(&self, role: &str) -> Option<&'static str> {
        self.cameo.get(role).copied().or_else(|| plover_sector(role).filter(|role| !NOT_ROLES.contains(role)))
    }

    /// The sector of a cell of ICEWS, which names several from the wide to the narrow, with commas between them.
    pub fn of_icews(&self, cell: &str) -> Option<&'static str> {
        cell.split(',').filter_map(|part| self.icews.get(part.trim())).min().map(|&(_, sector)| sector)
    }

    /// The sector of a kind of actor of ACLED, as a number or in words.
    pub fn of_acled(&self, kind: &str) -> Option<&'static str> {
        self.acled.get(kind).copied()
    }

    /// What an actor code of CAMEO says, such as `USAGOV`, `REB`, `IGOUNO` or `BLRMILAIR`.
    pub fn coded_actor<'c>(&self, code: &str, countries: &'c CountryCodes) -> CodedActor<'c> {
        let mut actor = CodedActor::default();
        let mut rest = code;
        while let Some(group) = rest.get(..3) {
            rest = &rest[3..];
            let body = BODIES.iter().find(|(known, _)| *known == group).map(|(_, body)| *body);
            match (actor.country, body) {
                // `IGOUNO` is of the United Nations; a state's body is the state's (`USAMNC`).
                (None | Some("IGO"), Some(body)) => actor.country = Some(body),
                (None, None) if actor.sector.is_none() => actor.country = countries.of_cameo(group),
                _ => {}
            }
            if group == "MNC" {
                actor.sector = actor.sector.or(Some("BUS"));
            } else if actor.country != Some(group) {
                actor.sector = actor.sector.or_else(|| self.of_cameo_role(group));
            }
        }
        actor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actor_codes_have_a_country_and_a_sector() {
        let countries = CountryCodes::new(&UserTables::new()).unwrap();
        let sectors = SectorCodes::new(&UserTables::new()).unwrap();
        let cases = [
            ("USA", Some("USA"), None),
            ("USAGOV", Some("USA"), Some("GOV")),
            ("BLRMIL", Some("BLR"), Some("MIL")),
            ("ROMMED", Some("ROU"), Some("JRN")),
            ("GBRHLH", Some("GBR"), Some("MED")),
            ("AFGINSTAL", Some("AFG"), Some("REB")),
            ("COP", None, Some("COP")),
            ("IGO", Some("IGO"), None),
            ("IGOUNO", Some("UNO"), None),
            ("UNO", Some("UNO"), None),
            ("IGOEECGOV", Some("EUR"), Some("GOV")),
            ("MNC", Some("MNC"), Some("BUS")),
            ("USABUSMNC", Some("USA"), Some("BUS")),
            ("NGO", None, Some("NGO")),
            ("NGOHRI", None, Some("NGO")),
            ("EUR", None, None),
            ("AFRGOV", None, Some("GOV")),
            ("MOS", None, Some("MOS")),
            ("", None, None),
            ("US", None, None),
            ("éééé", None, None),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (case, sectors.coded_actor(case.0, &countries)))
            .filter(|(case, found)| (case.1, case.2) != (found.country, found.sector))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn cells_of_icews_are_read_from_the_narrow() {
        let sectors = SectorCodes::new(&UserTables::new()).unwrap();
        let cases = [
            ("Executive,Executive Office,Government", Some("GOV")),
            ("Government,Police", Some("COP")),
            ("Parties,(National) Major Party,Government Major Party (In Government)", Some("GOV")),
            ("Social, General Population / Civilian / Social", Some("CVL")),
            ("Something New", None),
            ("", None),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(cell, sector)| sectors.of_icews(cell) != *sector).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((sectors.of_acled("2"), sectors.of_acled("Rebel group")), (Some("REB"), Some("REB")));
    }

    #[test]
    fn a_sector_that_there_is_not_is_named() {
        let table = "scheme\tcode\tsector\ncameo\tXXX\tNOBODY\n".to_owned();
        let error = SectorCodes::new(&UserTables::from([("sector-codes.tsv".to_owned(), table)])).unwrap_err();
        assert_eq!(error.to_string(), "sector-codes.tsv, line 2: `NOBODY` in column `sector` is not a PLOVER sector");
    }

    proptest::proptest! {
        #[test]
        fn any_code_is_read(code in "\\PC{0,12}") {
            let countries = CountryCodes::new(&UserTables::new()).unwrap();
            let sectors = SectorCodes::new(&UserTables::new()).unwrap();
            sectors.coded_actor(&code, &countries);
            sectors.of_icews(&code);
        }
    }
}
