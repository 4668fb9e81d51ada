//! Types and modes of events with their quad classes, scores and CAMEO codes, and what codes of others are in PLOVER.

use std::collections::HashMap;

use crate::{Row, TableError, TableFault, UserTables, rows_of};

const TYPES: &str = include_str!("../../../knowledge/event-types.tsv");
const MODES: &str = include_str!("../../../knowledge/event-modes.tsv");
const CAMEO: &str = include_str!("../../../knowledge/cameo.tsv");
const ACLED: &str = include_str!("../../../knowledge/acled.tsv");

/// PLOVER types and modes, and the codes of CAMEO and ACLED.
#[derive(Debug, Clone, Default)]
pub struct EventCodes {
    kinds: HashMap<String, Scores>,
    modes: HashMap<(String, String), Scores>,
    cameo: HashMap<String, Coded>,
    acled: HashMap<(String, String), Coded>,
}

/// What goes with a type or a mode.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// 1 to 4; 0 where a mode takes that of its type.
    pub quad_class: u8,
    /// From −10 to 10.
    pub goldstein: f64,
    /// The nearest CAMEO code.
    pub cameo: Option<String>,
}

/// What somebody's code is in PLOVER.
#[derive(Debug, Clone, Default)]
struct Coded {
    /// None for mere statements and other things that are no event there.
    kind: Option<String>,
    mode: Option<String>,
    goldstein: f64,
}

impl EventCodes {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut codes = Self::default();
        for table in rows_of(user, "event-types.tsv", TYPES, &["type", "quad_class", "goldstein", "cameo"])? {
            for row in table.rows() {
                let scores = Scores {
                    quad_class: quad(number(row, "event-types.tsv", "quad_class")?),
                    goldstein: number(row, "event-types.tsv", "goldstein")?,
                    cameo: filled(row, "cameo"),
                };
                codes.kinds.entry(row.get("type").to_owned()).or_insert(scores);
            }
        }
        for table in rows_of(user, "event-modes.tsv", MODES, &["type", "mode", "goldstein", "cameo"])? {
            for row in table.rows() {
                let goldstein = number(row, "event-modes.tsv", "goldstein")?;
                let scores = Scores { quad_class: 0, goldstein, cameo: filled(row, "cameo") };
                codes.modes.entry((row.get("type").to_owned(), row.get("mode").to_owned())).or_insert(scores);
            }
        }
        for table in rows_of(user, "cameo.tsv", CAMEO, &["cameo", "type", "mode", "goldstein"])? {
            for row in table.rows() {
                let goldstein = number(row, "cameo.tsv", "goldstein")?;
                codes.cameo.entry(row.get("cameo").to_owned()).or_insert_with(|| Coded::new(row, goldstein));
            }
        }
        for table in rows_of(user, "acled.tsv", ACLED, &["event_type", "sub_event_type", "type", "mode"])? {
            for row in table.rows() {
                let key = (row.get("event_type").to_lowercase(), row.get("sub_event_type").to_lowercase());
                codes.acled.entry(key).or_insert_with(|| Coded::new(row, 0.0));
            }
        }
        Ok(codes)
    }

    /// What goes with a type and a mode; none for a type that the tables do not know.
    pub fn scores(&self, kind: &str, mode: Option<&str>) -> Option<Scores> {
        let of_kind = self.kinds.get(kind)?;
        let of_mode = mode.and_then(|mode| self.modes.get(&(kind.to_owned(), mode.to_owned())));
        Some(
            of_mode
                .map_or_else(|| of_kind.clone(), |scores| Scores { quad_class: of_kind.quad_class, ..scores.clone() }),
        )
    }

    /// The quad class of a type, from 1 to 4.
    pub fn quad_class(&self, kind: &str) -> Option<u8> {
        self.kinds.get(kind).map(|scores| scores.quad_class)
    }

    /// Whether this is one of the types.
    pub fn is_type(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }

    /// Whether some type has a mode of this name.
    pub fn is_mode(&self, mode: &str) -> bool {
        self.modes.keys().any(|(_, own)| own == mode)
    }

    /// Whether a type has a mode of this name.
    pub fn is_mode_of(&self, kind: &str, mode: &str) -> bool {
        self.modes.contains_key(&(kind.to_owned(), mode.to_owned()))
    }

    /// The PLOVER type and mode of a CAMEO code: of the code itself, else of the shorter codes that it belongs to.
    pub fn of_cameo(&self, code: &str) -> Option<(&str, Option<&str>)> {
        self.cameo_row(code)?.plover()
    }

    /// The Goldstein value of a CAMEO code, from −10 to 10.
    pub fn goldstein_of_cameo(&self, code: &str) -> Option<f64> {
        self.cameo_row(code).map(|row| row.goldstein)
    }

    /// The PLOVER type and mode of a type and sub-type of ACLED.
    pub fn of_acled(&self, event_type: &str, sub_event_type: &str) -> Option<(&str, Option<&str>)> {
        let key = |sub: &str| (event_type.to_lowercase(), sub.to_lowercase());
        self.acled.get(&key(sub_event_type)).or_else(|| self.acled.get(&key("")))?.plover()
    }

    fn cameo_row(&self, code: &str) -> Option<&Coded> {
        (2..=code.len()).rev().filter_map(|length| code.get(..length)).find_map(|code| self.cameo.get(code))
    }
}

impl Coded {
    fn new(row: Row<'_>, goldstein: f64) -> Self {
        let named = |column| filled(row, column).filter(|cell| cell != "-");
        Self { kind: named("type"), mode: named("mode"), goldstein }
    }

    fn plover(&self) -> Option<(&str, Option<&str>)> {
        Some((self.kind.as_deref()?, self.mode.as_deref()))
    }
}

fn filled(row: Row<'_>, column: &str) -> Option<String> {
    Some(row.get(column).to_owned()).filter(|cell| !cell.is_empty())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a class from 1 to 4")]
fn quad(value: f64) -> u8 {
    value.clamp(0.0, 4.0) as u8
}

fn number(row: Row<'_>, table: &str, column: &str) -> Result<f64, TableError> {
    let cell = row.get(column);
    cell.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| TableError {
        table: table.to_owned(),
        line: row.line(),
        reason: TableFault::BadCell {
            column: column.to_owned(),
            cell: cell.to_owned(),
            expected: "a number".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// PLOVER's types, as its papers list them.
    const PLOVER: [&str; 16] = [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ];

    #[test]
    fn a_mode_keeps_the_quad_class_of_its_type() {
        let codes = EventCodes::new(&UserTables::new()).unwrap();
        assert_eq!(codes.scores("ASSAULT", Some("firearms")).unwrap().quad_class, 4);
        assert_eq!(codes.scores("CONSULT", Some("visit")).unwrap().quad_class, 1);
        assert_eq!(codes.scores("GOSSIP", None), None);
        for kind in PLOVER {
            let scores = codes.scores(kind, None).unwrap();
            assert!((1..=4).contains(&scores.quad_class) && scores.cameo.is_some(), "{kind}: {scores:?}");
        }
    }

    #[test]
    fn cameo_codes_become_types_and_types_become_codes_that_exist() {
        let codes = EventCodes::new(&UserTables::new()).unwrap();
        assert_eq!(codes.of_cameo("190").map(|found| found.0), Some("ASSAULT"));
        assert_eq!(codes.of_cameo("0211").map(|found| found.0), Some("REQUEST"));
        assert_eq!(codes.of_cameo("01"), None, "a statement is no event");
        assert_eq!((codes.of_cameo(""), codes.of_cameo("99"), codes.of_cameo("é9")), (None, None, None));
        assert_eq!(codes.goldstein_of_cameo("190"), Some(-10.0));
        assert_eq!(codes.goldstein_of_cameo("19099"), Some(-10.0), "an unknown code carries the value of its parent");
        let of_kinds = codes.kinds.iter().map(|(kind, scores)| (kind, scores.cameo.clone().unwrap_or_default()));
        let of_modes = codes.modes.iter().map(|((kind, _), scores)| (kind, scores.cameo.clone().unwrap_or_default()));
        let strays: BTreeSet<String> = of_kinds
            .chain(of_modes)
            .filter(|(kind, code)| codes.of_cameo(code).is_none_or(|found| found.0 != *kind))
            .map(|(kind, code)| format!("{kind} {code} {:?}", codes.of_cameo(&code)))
            .collect();
        assert!(strays.is_empty(), "{strays:?}");
    }

    #[test]
    fn codes_of_others_name_types_and_modes_that_exist() {
        let codes = EventCodes::new(&UserTables::new()).unwrap();
        for coded in codes.cameo.values().chain(codes.acled.values()) {
            let Some((kind, mode)) = coded.plover() else { continue };
            assert!(codes.is_type(kind), "{kind}");
            let is_known = mode.is_none_or(|mode| codes.modes.contains_key(&(kind.to_owned(), mode.to_owned())));
            assert!(is_known, "{kind} {mode:?}");
        }
        assert_eq!(codes.of_acled("battles", "Armed Clash").map(|found| found.0), Some("ASSAULT"));
        assert_eq!(codes.of_acled("Battles", "a sub-type to come").map(|found| found.0), Some("ASSAULT"));
        assert_eq!(codes.of_acled("Strategic developments", "Other"), None);
    }

    #[test]
    fn a_user_s_row_goes_before_ours() {
        let user = UserTables::from([(
            "cameo.tsv".to_owned(),
            "cameo\ttype\tmode\tgoldstein\n190\tTHREATEN\t\t-1\n191\t-\t\t0\n".to_owned(),
        )]);
        let codes = EventCodes::new(&user).unwrap();
        assert_eq!(codes.of_cameo("190"), Some(("THREATEN", None)));
        assert_eq!(codes.of_cameo("191"), None);
    }

    #[test]
    fn a_broken_number_is_named_with_its_line() {
        let user = UserTables::from([(
            "event-types.tsv".to_owned(),
            "type\tquad_class\tgoldstein\tcameo\nX\tfour\t1\t\n".to_owned(),
        )]);
        let error = EventCodes::new(&user).unwrap_err().to_string();
        assert_eq!(error, "event-types.tsv, line 2: `four` in column `quad_class` is not a number");
    }
}
