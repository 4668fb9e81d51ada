//! Events in: tables of dated acts, or a store, become a history.
//!
//! A plain table has a line of column names and tabs between cells. Needed: `date`, `actor_country`, `recipient_country` and `cameo`;
//! used where there: `actor`, `recipient`, `goldstein`, `actor_sector`, `recipient_sector`, `status`. A line that cannot be
//! read is told of with its number, skipped and counted. Other tables are read by the importers of `vigie import`.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use miette::Diagnostic;
use vigie::ahead;
use vigie::meant::{Countries, Party};
use vigie::weigh::{self, WeighError};
use vigie_analysis::{Actor, Day, Entry, EventRef, History, HistoryBuilder, Kind, TooMany};
use vigie_codes::Codes;
use vigie_intake::tables::{Format as TableFormat, Row, RowFault, Rows, Settings as TableSettings, sniff};
use vigie_record::{Digest, Status, TableEvent};
use vigie_store::{Access, Over, PairOf, Store};

use crate::cli::SourceArgs;
use crate::cli::store::StoreArgs;
use crate::commands::store::{path, today};
use crate::inputs::unreadable;
use crate::knowledge;
use crate::pick::Pair;
use crate::progress::Progress;
use crate::speech::{Failure, InputError};
use crate::table_file::open_only;

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
    #[error("`{name}` is no table of events: {reason}")]
    #[diagnostic(code(vigie::events::unfit), help("`vigie import --help` says which tables are read"))]
    Unfit { name: String, reason: String },
    #[error("`{name}` has too many events")]
    #[diagnostic(code(vigie::events::too_many), help("cut the file by years"))]
    TooMany { name: String, source: TooMany },
}

/// Events to ask, and how one of them is found again.
pub(crate) struct Source {
    pub(crate) history: History,
    store: Option<Store>,
}

impl Source {
    /// Of the tables that are named, or else of the store.
    pub(crate) fn open(args: &SourceArgs) -> Result<Self, Failure> {
        Self::of(&args.events, &args.store, args.knowledge.as_deref(), |store| {
            weigh::history(store, None, today(), Over::Records)
        })
    }

    /// The same, but of a store without parties of whom only words are known.
    pub(crate) fn of_known(args: &SourceArgs) -> Result<Self, Failure> {
        Self::of(&args.events, &args.store, args.knowledge.as_deref(), |store| weigh::history_of_known(store, today()))
    }

    /// The last day of which something is known: that of the newest report of a store, or of the last act that was real, whichever is later.
    /// What is planned for a day to come is no news of that day.
    pub(crate) fn last_known(&self) -> Result<Option<Day>, Failure> {
        let acts = self.history.events().filter(|event| event.is_real()).map(EventRef::day);
        let reported = match &self.store {
            Some(store) if store.status()?.n_reports > 0 => store.newest_day(ahead::last_day(today()))?.map(Day::from),
            _ => None,
        };
        Ok(acts.chain(reported).max())
    }

    /// The same, but of a store the events of some pairs alone.
    pub(crate) fn of_pairs(args: &SourceArgs, pairs: &[&Pair]) -> Result<Self, Failure> {
        let pairs: Vec<PairOf<'_>> = pairs
            .iter()
            .map(|pair| PairOf {
                actor: pair.actor.as_ref().map(Party::names),
                recipient: pair.recipient.as_ref().map(Party::names),
            })
            .collect();
        Self::of(&args.events, &args.store, args.knowledge.as_deref(), |store| {
            weigh::history_of(store, &pairs, today())
        })
    }

    /// Of tables, or else of the store, of which `take` takes a history.
    pub(crate) fn of(
        tables: &[PathBuf],
        store: &StoreArgs,
        knowledge: Option<&Path>,
        take: impl FnOnce(&Store) -> Result<History, WeighError>,
    ) -> Result<Self, Failure> {
        if !tables.is_empty() {
            return Ok(Self { history: of_tables(tables, knowledge)?, store: None });
        }
        let store = open_store(store)?;
        Ok(Self { history: take(&store)?, store: Some(store) })
    }

    /// How people find the record of an event again.
    pub(crate) fn cited(&self, event: EventRef<'_>) -> String {
        self.store.as_ref().map_or_else(|| format!("line {}", event.record()), |store| name_of(store, event.record()))
    }
}

/// What people call countries, a user's own words before those of the program.
pub(crate) fn countries(knowledge: Option<&Path>) -> Result<Countries, Failure> {
    let user = knowledge::load(knowledge)?;
    Countries::new(&user).map_err(|fault| Failure::knowledge(knowledge, fault))
}

/// What the event with a key of a store goes by.
pub(crate) fn name_of(store: &Store, key: u64) -> String {
    weigh::citation(store, key).ok().flatten().unwrap_or_default()
}

/// The store that is drawn on where no table is named.
pub(crate) fn open_store(store: &StoreArgs) -> Result<Store, Failure> {
    let path = path(store)?;
    if store.store.is_none() && !path.exists() {
        return Err(Failure::NothingToDrawOn {
            reason: format!("no table is named, and there is no store at `{}`", path.display()),
            help: "name a table with --events FILE, or a store with --store FILE; `vigie add` and `vigie import` make one",
        });
    }
    Ok(Store::open(&path, Access::Read)?)
}

/// The events of some tables.
pub(crate) fn of_tables(tables: &[PathBuf], knowledge: Option<&Path>) -> Result<History, Failure> {
    let mut builder = HistoryBuilder::new();
    let last = Day::from(ahead::last_day(today()));
    let mut later: Vec<Day> = Vec::new();
    for table in tables {
        each(table, knowledge, &mut |row| {
            let entry = row.entry(&mut builder)?;
            if entry.day > last {
                later.push(entry.day);
                return Ok(());
            }
            builder.push(entry).map_err(Refused::Full)
        })?;
    }
    tell_of_the_future(&later);
    Ok(builder.build())
}

/// Tells of rows that lie in the future, which are slips.
fn tell_of_the_future(days: &[Day]) {
    let Some(last) = days.iter().max() else { return };
    let (rows, are) =
        if days.len() == 1 { ("1 row lies".to_owned(), "is") } else { (format!("{} rows lie", days.len()), "are") };
    tell!("note: {rows} in the future, the last on {last}, and {are} left out");
}

/// A row of a table.
pub(crate) enum TableRow<'a> {
    /// A line of a plain table, with its number.
    Plain { columns: &'a Columns, text: &'a str, number: u64 },
    /// A row of a dataset that the importers know.
    Known(Box<TableEvent>),
}

impl TableRow<'_> {
    /// Puts the event into a history; says why not, where the row has none.
    pub(crate) fn push(self, builder: &mut HistoryBuilder) -> Result<(), Refused> {
        let entry = self.entry(builder)?;
        builder.push(entry).map_err(Refused::Full)
    }

    /// The event, for a history that is to have it.
    fn entry(self, builder: &mut HistoryBuilder) -> Result<Entry, Refused> {
        match self {
            Self::Plain { columns, text, number } => columns.entry(text, number, builder).map_err(Refused::Row),
            Self::Known(event) => entry_of(&event, builder).ok_or_else(|| Refused::Row("it has no day".to_owned())),
        }
    }
}

/// Why a row does not go in.
pub(crate) enum Refused {
    Row(String),
    Full(TooMany),
}

/// The event of a row, for a history.
fn entry_of(event: &TableEvent, builder: &mut HistoryBuilder) -> Option<Entry> {
    let start = event.event_date.start.or(event.event_date.end)?;
    let end = event.event_date.end.unwrap_or(start).max(start);
    let [actor, recipient] = [&event.actor, &event.recipient].map(|party| {
        let party = party.as_ref()?;
        let said = |field: &'_ Option<String>| field.clone().unwrap_or_default();
        let who = &party.identity;
        let (id, country, sector) = (said(&who.actor_id), said(&who.country), said(&who.sector));
        let name = who.name.clone().unwrap_or_else(|| party.text.clone());
        let actor = Actor { id: &id, name: &name, country: &country, sector: &sector };
        (actor != Actor::default()).then(|| builder.actor(actor))
    });
    let kind = Kind {
        plover: event.event_type.as_deref().unwrap_or_default(),
        cameo: event.cameo.as_deref().unwrap_or_default(),
    };
    #[expect(clippy::cast_possible_truncation, reason = "Goldstein values have one decimal")]
    let goldstein = event.goldstein.unwrap_or(0.0) as f32;
    Some(Entry {
        day: start.into(),
        end: end.into(),
        actor,
        recipient,
        kind: builder.kind(kind),
        quad_class: event.quad_class.unwrap_or(0),
        goldstein,
        status: Status::Happened,
        probability: None,
        occurrence: None,
        record: event.origin.line,
    })
}

/// Whether a file is a table of events that is asked, by its name and its beginning.
pub(crate) fn is_table(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".tsv", ".tsv.gz", ".tab", ".tab.gz"]) {
        return true;
    }
    if !path.is_file() || !ends(&[".csv", ".csv.gz", ".zip", ".txt", ".txt.gz"]) {
        return false;
    }
    let progress = Progress::start(0);
    let Ok(mut table) = open_only(path, &progress) else { return false };
    let Ok(head) = table.fill_buf() else { return false };
    // Prose has no tabs, and a list of reports no columns of a dataset.
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let n_cells = first.iter().filter(|byte| matches!(byte, b'\t' | b',' | b';')).count();
    n_cells > 4
        && sniff(head).is_some_and(|found| !matches!(found.format, TableFormat::VigieLines | TableFormat::Petrarch))
}

/// Hands every row of a table to `take`; rows that do not fit are told of with their lines, and counted.
pub(crate) fn each(
    path: &Path,
    knowledge: Option<&Path>,
    take: &mut dyn FnMut(TableRow<'_>) -> Result<(), Refused>,
) -> Result<(), Failure> {
    let name = path.display().to_string();
    let progress = Progress::start(std::fs::metadata(path).map_or(0, |found| found.len()));
    let mut table = open_only(path, &progress)?;
    let head = table.fill_buf().map_err(|error| unreadable(path, error))?;
    let is_plain = Columns::named(&name, &first_line(head)).is_ok();
    if is_plain || sniff(head).is_none() {
        return plain(&name, table, take);
    }
    let user = knowledge::load(knowledge)?;
    let codes = Codes::new(&user).map_err(|fault| Failure::knowledge(knowledge, fault))?;
    let settings = TableSettings::of_file(Digest::of(name.as_bytes()));
    let wrong = |reason: String| Failure::from(TableProblem::Unfit { name: name.clone(), reason });
    let rows = Rows::new(table, &codes, settings).map_err(|fault| wrong(fault.to_string()))?;
    let (mut faults, mut n_taken, mut number) = (Faults { name: &name, n: 0 }, 0_u64, 0);
    for row in rows {
        match row {
            Ok(Row::Event(event)) => {
                number = event.origin.line;
                match take(TableRow::Known(event)) {
                    Ok(()) => n_taken += 1,
                    Err(refused) => faults.refuse(number, refused)?,
                }
            }
            Ok(_) => {}
            Err(RowFault::Rejected(reject)) => {
                number = reject.line;
                faults.tell(reject.line, &reject.reason.to_string());
            }
            Err(RowFault::Unreadable { source, .. }) => return Err(unreadable(path, source).into()),
        }
    }
    faults.sum_up();
    if n_taken == 0 { Err(TableProblem::NoEvents { name, n_lines: number }.into()) } else { Ok(()) }
}

fn first_line(head: &[u8]) -> String {
    String::from_utf8_lossy(head.split(|byte| *byte == b'\n').next().unwrap_or_default()).into_owned()
}

/// Hands every line of a plain table on.
fn plain(
    name: &str,
    mut lines: impl BufRead,
    take: &mut dyn FnMut(TableRow<'_>) -> Result<(), Refused>,
) -> Result<(), Failure> {
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>| -> Result<bool, Failure> {
        line.clear();
        // A line longer than any event is not read to its end into memory.
        let limit = 1 << 20;
        let n = (&mut lines).take(limit).read_until(b'\n', line);
        n.map(|n| n > 0).map_err(|source| InputError::Unreadable { name: name.to_owned(), source }.into())
    };
    next(&mut line)?;
    let columns = Columns::named(name, &String::from_utf8_lossy(&line))?;
    let mut faults = Faults { name, n: 0 };
    let (mut number, mut n_taken) = (1_u64, 0_u64);
    while next(&mut line)? {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if text.is_empty() {
            continue;
        }
        match take(TableRow::Plain { columns: &columns, text, number }) {
            Ok(()) => n_taken += 1,
            Err(refused) => faults.refuse(number, refused)?,
        }
    }
    faults.sum_up();
    if n_taken == 0 {
        return Err(TableProblem::NoEvents { name: name.to_owned(), n_lines: number - 1 }.into());
    }
    Ok(())
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
            tell!("note: {}:{line}: {reason}; skipped", self.name);
        }
    }

    fn refuse(&mut self, line: u64, refused: Refused) -> Result<(), TableProblem> {
        match refused {
            Refused::Row(reason) => {
                self.tell(line, &reason);
                Ok(())
            }
            Refused::Full(source) => Err(TableProblem::TooMany { name: self.name.to_owned(), source }),
        }
    }

    fn sum_up(&self) {
        if self.n > MOST_TOLD {
            tell!("note: {}: {} lines were skipped in all", self.name, self.n);
        }
    }
}

/// Where each column stands.
pub(crate) struct Columns {
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

    fn read(name: &str, table: &[u8]) -> Result<History, Failure> {
        let mut builder = HistoryBuilder::new();
        plain(name, table, &mut |row| row.push(&mut builder))?;
        Ok(builder.build())
    }

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
