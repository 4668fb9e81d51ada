//! Event tables in: a file of dated acts becomes a history.
//!
//! A table has a line of column names and tabs between cells. Needed: `date`, `actor_country`, `recipient_country` and `cameo`;
//! used where there: `actor`, `recipient`, `goldstein`, `actor_sector`, `recipient_sector`, `status`. A line that cannot be
//! read is told of with its number, skipped and counted.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use jiff::civil::Date;
use miette::Diagnostic;
use vigie_analysis::{Actor, Entry, History, HistoryBuilder, Kind, TooMany};
use vigie_record::Status;

use crate::inputs::unreadable;
use crate::speech::{Failure, InputError};

/// How many lines that cannot be read are told of one by one.
const MOST_TOLD: usize = 5;

/// Why a file is no event table.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum TableProblem {
    #[error("`{name}` has no column `{column}`; its first line names {found}")]
    #[diagnostic(
        code(vigie::events::column),
        help(
            "the first line of an event table names its columns, with tabs between them: date, actor_country, recipient_country, cameo and others"
        )
    )]
    NoColumn { name: String, column: &'static str, found: String },
    #[error("`{name}` has no events: {n_lines} lines below the names of the columns, and none can be read")]
    #[diagnostic(
        code(vigie::events::none),
        help("a line needs a date such as 2014-07-06, two parties and a CAMEO code")
    )]
    NoEvents { name: String, n_lines: u64 },
    #[error("`{name}` has too many events")]
    #[diagnostic(code(vigie::events::too_many), help("cut the file by years"))]
    TooMany { name: String, source: TooMany },
}

/// Reads the events of a file, packed by gzip or not.
pub(crate) fn history(path: &Path) -> Result<History, Failure> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let mut file = BufReader::new(file);
    let is_packed = file.fill_buf().map_err(|error| unreadable(path, error))?.starts_with(&[0x1f, 0x8b]);
    let name = path.display().to_string();
    if is_packed { read(&name, BufReader::new(MultiGzDecoder::new(file))) } else { read(&name, file) }
}

fn read(name: &str, mut lines: impl BufRead) -> Result<History, Failure> {
    let mut line = Vec::new();
    let mut take = |line: &mut Vec<u8>| -> Result<bool, Failure> {
        line.clear();
        // A line longer than any event is not read to its end into memory.
        let limit = 1 << 20;
        let n = (&mut lines).take(limit).read_until(b'\n', line);
        n.map(|n| n > 0).map_err(|source| InputError::Unreadable { name: name.to_owned(), source }.into())
    };
    take(&mut line)?;
    let columns = Columns::named(name, &String::from_utf8_lossy(&line))?;
    let mut builder = HistoryBuilder::new();
    let mut faults = Faults { name, n: 0 };
    let mut number = 1_u64;
    while take(&mut line)? {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if text.is_empty() {
            continue;
        }
        match columns.entry(text, number, &mut builder) {
            Ok(entry) => {
                builder.push(entry).map_err(|source| TableProblem::TooMany { name: name.to_owned(), source })?;
            }
            Err(reason) => faults.tell(number, &reason),
        }
    }
    faults.sum_up();
    let history = builder.build();
    if history.is_empty() {
        return Err(TableProblem::NoEvents { name: name.to_owned(), n_lines: number - 1 }.into());
    }
    Ok(history)
}

/// Lines that cannot be read, told of and counted.
struct Faults<'a> {
    name: &'a str,
    n: usize,
}

impl Faults<'_> {
    fn tell(&mut self, line: u64, reason: &str) {
        self.n += 1;
        if self.n <= MOST_TOLD {
            eprintln!("note: {}:{line}: {reason}; skipped", self.name);
        }
    }

    fn sum_up(&self) {
        if self.n > MOST_TOLD {
            eprintln!("note: {}: {} lines were skipped in all", self.name, self.n);
        }
    }
}

/// Where each column stands.
struct Columns {
    date: usize,
    cameo: usize,
    actor_country: usize,
    recipient_country: usize,
    actor: Option<usize>,
    recipient: Option<usize>,
    actor_sector: Option<usize>,
    recipient_sector: Option<usize>,
    goldstein: Option<usize>,
    status: Option<usize>,
}

impl Columns {
    fn named(name: &str, header: &str) -> Result<Self, TableProblem> {
        let names: Vec<&str> = header.trim_start_matches('\u{feff}').trim_end().split('\t').map(str::trim).collect();
        let find = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        let need = |column: &'static str| {
            let found = || names.iter().take(12).map(|name| format!("`{}`", name.chars().take(40).collect::<String>()));
            find(column).ok_or_else(|| TableProblem::NoColumn {
                name: name.to_owned(),
                column,
                found: found().collect::<Vec<_>>().join(", "),
            })
        };
        Ok(Self {
            date: need("date")?,
            cameo: need("cameo")?,
            actor_country: need("actor_country")?,
            recipient_country: need("recipient_country")?,
            actor: find("actor"),
            recipient: find("recipient"),
            actor_sector: find("actor_sector"),
            recipient_sector: find("recipient_sector"),
            goldstein: find("goldstein"),
            status: find("status"),
        })
    }

    /// The event of a line, or why there is none.
    fn entry(&self, line: &str, number: u64, builder: &mut HistoryBuilder) -> Result<Entry, String> {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
        let perhaps = |column: Option<usize>| column.map_or("", cell);
        let date: Date =
            cell(self.date).parse().map_err(|_| format!("`{}` is no date such as 2014-07-06", cell(self.date)))?;
        let cameo = cell(self.cameo);
        if cameo.len() < 2 || cameo.len() > 4 || !cameo.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(format!("`{cameo}` is no CAMEO code"));
        }
        let status = match perhaps(self.status) {
            "" => Status::Happened,
            status => Status::named(status).ok_or_else(|| format!("`{status}` is no status"))?,
        };
        let [actor, recipient] = [
            (self.actor, self.actor_country, self.actor_sector),
            (self.recipient, self.recipient_country, self.recipient_sector),
        ]
        .map(|(name, country, sector)| {
            let party = Actor { id: "", name: perhaps(name), country: cell(country), sector: perhaps(sector) };
            (party != Actor::default()).then(|| builder.actor(party))
        });
        let kind = builder.kind(Kind { plover: "", cameo });
        Ok(Entry {
            day: date.into(),
            end: date.into(),
            actor,
            recipient,
            kind,
            quad_class: quad_class(cameo),
            goldstein: perhaps(self.goldstein).parse().unwrap_or(0.0),
            status,
            probability: None,
            occurrence: None,
            record: number,
        })
    }
}

/// The quad class of a CAMEO code, which its root gives.
fn quad_class(cameo: &str) -> u8 {
    match cameo.get(..2) {
        Some("01" | "02" | "03" | "04" | "05") => 1,
        Some("06" | "07" | "08") => 2,
        Some("09" | "10" | "11" | "12" | "13") => 3,
        Some("14" | "15" | "16" | "17" | "18" | "19" | "20") => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_events_and_bad_lines_are_left_out() {
        let table = "\u{feff}date\tactor\tactor_country\trecipient\trecipient_country\tcameo\tgoldstein\r\n\
                     2014-07-06\tArmy\tFRA\tBand\tMLI\t190\t-10.0\r\n\
                     \n\
                     2014-13-06\tArmy\tFRA\tBand\tMLI\t190\t-10.0\n\
                     2014-07-07\tArmy\tFRA\n\
                     2014-07-08\t\t\tBand\tMLI\t0256\tnone\n";
        let history = read("t", table.as_bytes()).ok().unwrap();
        let found: Vec<(u64, u8)> = history.events().map(|event| (event.record(), event.quad_class())).collect();
        assert_eq!(found, [(2, 4), (6, 1)]);
        assert_eq!(history.get(1).unwrap().actor(), None);
    }

    #[test]
    fn what_is_no_table_is_named() {
        for (text, part) in [
            ("", "no column `date`"),
            ("date\tcameo\n", "no column `actor_country`"),
            ("date\tactor_country\trecipient_country\tcameo\nx\n", "has no events: 1 lines"),
        ] {
            let error = read("t", text.as_bytes()).err().unwrap().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
