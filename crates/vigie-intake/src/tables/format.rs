//! Formats: which tables there are, and how one is told from another.
//!
//! By the names in its header, in any order and beside others; without a header by the number of its columns and the kind of the first. Never
//! by a file's name.

use vigie_codes::POLECAT_COLUMNS;

use super::cell::ABSENT;
use super::record::{Dialect, Lines, Read, Record};
use super::reject::TableFault;
use super::{acled, gdelt, gkg, icews, mentions, phoenix, plain, polecat, ucdp, vigie};

/// The rows looked at before a table is given up.
const LOOKED_AT: usize = 20;

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// GDELT's events, 2.0 and 1.0.
    GdeltEvents,
    /// GDELT's mentions.
    GdeltMentions,
    /// GDELT's knowledge graph, of which the quotations are read.
    GdeltQuotations,
    /// ICEWS.
    Icews,
    /// POLECAT.
    Polecat,
    /// ACLED.
    Acled,
    /// ACLED's deletions.
    AcledDeletions,
    /// UCDP GED.
    UcdpGed,
    /// Phoenix.
    Phoenix,
    /// What coders of the PETRARCH family write.
    Petrarch,
    /// Events that Vigie wrote as a table.
    VigieTable,
    /// Records that Vigie wrote as lines of JSON.
    VigieLines,
    /// Dates, parties and CAMEO codes under a header.
    Plain,
}

impl Format {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GdeltEvents => "GDELT events",
            Self::GdeltMentions => "GDELT mentions",
            Self::GdeltQuotations => "GDELT GKG quotations",
            Self::Icews => "ICEWS",
            Self::Polecat => "POLECAT",
            Self::Acled => "ACLED",
            Self::AcledDeletions => "ACLED deletions",
            Self::UcdpGed => "UCDP GED",
            Self::Phoenix => "Phoenix",
            Self::Petrarch => "PETRARCH",
            Self::VigieTable => "Vigie table",
            Self::VigieLines => "Vigie JSON lines",
            Self::Plain => "plain table",
        }
    }
}

/// What a table turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sniffed {
    /// The format.
    pub format: Format,
    /// The byte between two cells.
    pub delimiter: u8,
    /// Whether the first row names the columns.
    pub has_header: bool,
}

/// Tells what table a file is from its beginning (64 KB are plenty); none where it is no table that we know.
pub fn sniff(beginning: &[u8]) -> Option<Sniffed> {
    let mut lines = Lines::new(beginning);
    plan(&mut lines).ok().map(|plan| Sniffed {
        format: plan.format,
        delimiter: plan.dialect.delimiter,
        has_header: plan.has_header,
    })
}

/// How the rows of a table are to be read.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) format: Format,
    pub(super) dialect: Dialect,
    pub(super) has_header: bool,
    /// The cells of a sound row.
    pub(super) width: usize,
    /// For each column of the format its place in a row.
    pub(super) places: Vec<u16>,
    pub(super) names: &'static [&'static str],
    pub(super) nothing: &'static str,
}

/// A format as its header shows it.
struct Spec {
    format: Format,
    names: &'static [&'static str],
    aliases: &'static [(&'static str, usize)],
    /// Columns by which it is known. Those that every row needs are among them.
    marks: &'static [usize],
    /// A word for nothing.
    nothing: &'static str,
}

impl Spec {
    const fn of(format: Format, names: &'static [&'static str], marks: &'static [usize]) -> Self {
        Self { format, names, aliases: &[], marks, nothing: "" }
    }
}

/// Tried in this order: what has the most marks first.
const SPECS: &[Spec] = &[
    Spec { nothing: "NA", ..Spec::of(Format::Icews, icews::COLUMNS, &[icews::ID, icews::DAY, icews::CODE, 2, 8]) },
    Spec {
        nothing: "None",
        aliases: &[("eventintensity", polecat::INTENSITY)],
        ..Spec::of(
            Format::Polecat,
            &POLECAT_COLUMNS,
            &[polecat::ID, polecat::DAY, polecat::TYPE, polecat::ACTOR, polecat::RECIPIENT],
        )
    },
    Spec::of(Format::UcdpGed, ucdp::COLUMNS, &[ucdp::ID, ucdp::VIOLENCE, ucdp::START, ucdp::END, 14, 17]),
    Spec::of(Format::Acled, acled::COLUMNS, &[acled::ID, acled::DAY, acled::TYPE]),
    Spec::of(Format::AcledDeletions, acled::DELETIONS, &[acled::ID, acled::DELETED]),
    Spec::of(Format::GdeltEvents, gdelt::COLUMNS, &[gdelt::ID, gdelt::DAY, gdelt::CODE, gdelt::ADDED]),
    Spec::of(Format::GdeltMentions, mentions::COLUMNS, &[mentions::ID, mentions::FIRST_SEEN, mentions::SEEN, 5]),
    Spec::of(Format::GdeltQuotations, gkg::COLUMNS, &[gkg::ID, gkg::SEEN, gkg::QUOTATIONS, 4]),
    Spec {
        aliases: phoenix::ALIASES,
        ..Spec::of(
            Format::Phoenix,
            phoenix::COLUMNS,
            &[
                phoenix::ID,
                phoenix::YEAR,
                phoenix::MONTH,
                phoenix::DAY,
                phoenix::SOURCE,
                phoenix::TARGET,
                phoenix::CODE,
            ],
        )
    },
    Spec::of(Format::VigieTable, &vigie::COLUMNS, vigie::MARKS),
    Spec { aliases: plain::ALIASES, ..Spec::of(Format::Plain, plain::COLUMNS, &[plain::DAY, plain::CODE]) },
];

/// Looks at the first rows and gives them back.
pub(super) fn plan<R: std::io::BufRead>(lines: &mut Lines<R>) -> Result<Plan, TableFault> {
    let mut looked_at = Vec::new();
    let mut first = None;
    let mut plan = None;
    while plan.is_none() && looked_at.len() < LOOKED_AT {
        let Some((number, line)) = lines.next(Vec::new()).map_err(TableFault::Unreadable)? else { break };
        if let super::record::Line::Text(bytes) = &line {
            if looked_at.is_empty() && (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) {
                return Err(TableFault::Utf16);
            }
            plan = of_line(bytes, looked_at.is_empty());
            if !bytes.is_empty() && first.is_none() {
                first = Some((number, bytes.split(|byte| matches!(byte, b'\t' | b',')).count()));
            }
        }
        looked_at.push((number, line));
    }
    lines.give_back(looked_at);
    match (plan, first) {
        (Some(plan), _) => Ok(plan),
        (None, Some((line, cells))) => Err(TableFault::Unknown { line, cells }),
        (None, None) => Err(TableFault::Empty),
    }
}

/// What a single line shows; a header is a header only where it comes first.
fn of_line(bytes: &[u8], is_first: bool) -> Option<Plan> {
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        return serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok().then(json_lines);
    }
    let delimiters = [b'\t', b',', b';'];
    // A table that was saved with all its cells in quotation marks has them under tabs too.
    let has_quotes = |delimiter| delimiter != b'\t' || bytes.first() == Some(&b'"');
    delimiters.into_iter().find_map(|delimiter| {
        let dialect = Dialect { delimiter, has_quotes: has_quotes(delimiter) };
        let record = one_record(bytes, dialect)?;
        let headed = if is_first { of_header(&record, dialect) } else { None };
        headed.or_else(|| of_row(&record, dialect))
    })
}

fn json_lines() -> Plan {
    Plan {
        format: Format::VigieLines,
        // No cell is looked for: the whole line is one. The byte does not occur in JSON.
        dialect: Dialect { delimiter: 0x1f, has_quotes: false },
        has_header: false,
        width: 1,
        places: Vec::new(),
        names: &[],
        nothing: "",
    }
}

fn one_record(bytes: &[u8], dialect: Dialect) -> Option<Record> {
    let mut record = Record::default();
    matches!(record.read(&mut Lines::new(bytes), dialect), Ok(Read::Row)).then_some(record)
}

fn of_header(record: &Record, dialect: Dialect) -> Option<Plan> {
    let found: Vec<String> = (0..record.len()).map(|at| plain_name(record.get(at))).collect();
    SPECS.iter().find_map(|spec| {
        let place = |column: usize| {
            let own = plain_name(spec.names[column]);
            let others = spec.aliases.iter().filter(|alias| alias.1 == column).map(|alias| alias.0);
            let mut names = std::iter::once(own.as_str()).chain(others);
            let at = names.find_map(|name| found.iter().position(|cell| cell == name));
            at.and_then(|at| u16::try_from(at).ok()).unwrap_or(ABSENT)
        };
        let places: Vec<u16> = (0..spec.names.len()).map(place).collect();
        let is_it = spec.marks.iter().all(|mark| places[*mark] != ABSENT);
        is_it.then_some(Plan {
            format: spec.format,
            dialect,
            has_header: true,
            width: found.len(),
            places,
            names: spec.names,
            nothing: spec.nothing,
        })
    })
}

/// A column's name in small letters and digits alone: `Event ID`, `event_id` and `"EventID"` are one.
fn plain_name(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a row without a header shows by the number of its cells and the kind of the first.
fn of_row(record: &Record, dialect: Dialect) -> Option<Plan> {
    let width = record.len();
    let is_number = |at: usize| !record.get(at).is_empty() && record.get(at).bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = |at: usize, n: usize| is_number(at) && record.get(at).len() == n;
    let is_tabbed = dialect.delimiter == b'\t';
    let (format, missing): (Format, &[usize]) = match width {
        61 if is_tabbed && is_number(0) && has_digits(1, 8) => (Format::GdeltEvents, &[]),
        58 if is_tabbed && is_number(0) && has_digits(1, 8) => (Format::GdeltEvents, &gdelt::ADM2),
        57 if is_tabbed && is_number(0) && has_digits(1, 8) => (Format::GdeltEvents, &[39, 47, 55, 60]),
        16 if is_tabbed && is_number(0) && has_digits(1, 14) && has_digits(2, 14) => (Format::GdeltMentions, &[]),
        27 if is_tabbed && record.get(0).contains('-') && has_digits(1, 14) => (Format::GdeltQuotations, &[]),
        40 if is_tabbed && super::cell::date(record.get(1)).is_some() => (Format::Polecat, &[]),
        26 if is_number(phoenix::ID) && has_digits(phoenix::YEAR, 4) && is_number(phoenix::DAY) => {
            (Format::Phoenix, &[])
        }
        20 if is_tabbed && is_number(0) && super::cell::date(record.get(1)).is_some() => (Format::Icews, &[]),
        49 if is_number(ucdp::ID) && has_digits(ucdp::YEAR, 4) && has_digits(ucdp::VIOLENCE, 1) => {
            (Format::UcdpGed, &[])
        }
        5..=11 if is_tabbed && has_digits(phoenix::petrarch::DAY, 8) && is_number(phoenix::petrarch::CODE) => {
            (Format::Petrarch, &[])
        }
        _ => return None,
    };
    let spec = SPECS.iter().find(|spec| spec.format == format);
    let names = spec.map_or(phoenix::petrarch::COLUMNS, |spec| spec.names);
    Some(Plan {
        format,
        dialect,
        has_header: false,
        width,
        places: places(names.len(), missing),
        names,
        nothing: spec.map_or("", |spec| spec.nothing),
    })
}

/// The places of columns that stand in the order of their format, but for those that are missing.
pub(super) fn places(n_columns: usize, missing: &[usize]) -> Vec<u16> {
    let mut next = 0;
    (0..n_columns)
        .map(|column| {
            if missing.contains(&column) {
                return ABSENT;
            }
            next += 1;
            next - 1
        })
        .collect()
}

/// The missing columns of a row of PETRARCH's output with so many cells; none where it is no such row.
pub(super) fn petrarch_missing(width: usize) -> Option<&'static [usize]> {
    use phoenix::petrarch::ISSUES;
    match width {
        5 => Some(&[ISSUES, 6, 7]),
        6 => Some(&[ISSUES, 6]),
        7 => Some(&[6]),
        8..=11 => Some(&[]),
        _ => None,
    }
}
