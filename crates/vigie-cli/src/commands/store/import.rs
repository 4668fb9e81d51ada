//! `vigie import`: event tables of others into the store.
//!
//! A file is unpacked, its rows read and packed on a thread of its own, while this one puts them into the store; what stands
//! between the two is bounded, and so is memory. A row that does not fit goes to the rejects with its line and the reason.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use vigie_codes::Codes;
use vigie_intake::tables::{Format, Row, RowFault, Rows, Settings, TableFault};
use vigie_record::{Reading, Remark, TableDeletion, TableEvent, TableMention, TableQuotation};
use vigie_store::{Access, FileState, Imported, OpenFile, PackedRows, Store, StoreError};

use super::{now, open, path};
use crate::cli::store::ImportArgs;
use crate::inputs::{self, unreadable};
use crate::knowledge;
use crate::output_file::keep_apart;
use crate::progress::Progress;
use crate::speech::{Failure, InputError, say};
use crate::table_file::{TableFile, tables};

/// Rows that are packed together, and go in together.
const ROWS_AT_ONCE: usize = 8192;

/// Such packs that may wait.
const WAITING: usize = 3;

/// Puts tables into the store.
pub(crate) fn run(args: &ImportArgs) -> Result<ExitCode, Failure> {
    let user = knowledge::load(args.knowledge.as_deref())?;
    let codes = Codes::new(&user).map_err(|fault| Failure::knowledge(args.knowledge.as_deref(), fault))?;
    let path = path(&args.store)?;
    let beside = || {
        let mut name = path.as_os_str().to_owned();
        name.push(".rejects.jsonl");
        PathBuf::from(name)
    };
    let mut rejects = Rejects { path: args.rejects.clone().unwrap_or_else(beside), file: None, n_rejected: 0 };
    let mut is_whole = true;
    let mut found = Vec::new();
    for path in &args.paths {
        match inputs::files(path) {
            Ok(files) => found.extend(files.into_iter().map(Ok)),
            Err(error) => found.push(Err(error)),
        }
    }
    keep_apart(&rejects.path, Some(&path), found.iter().flatten().map(PathBuf::as_path))?;
    let mut store = open(&args.store, Access::Create)?;
    let tables = found.into_iter().flat_map(|path| match path.and_then(|path| tables(&path)) {
        Ok(tables) => tables.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    for table in tables {
        let name = table.as_ref().map_or_else(|_| String::new(), |table| table.name.clone());
        let done = table
            .map_err(Fault::Input)
            .and_then(|table| import(&mut store, &codes, &table, args.version, &mut rejects));
        match done {
            Ok(()) => {}
            Err(Fault::Input(error)) => {
                is_whole = false;
                say(error);
            }
            Err(Fault::Table(error)) => {
                is_whole = false;
                tell!("skipped: {name}: {error}");
            }
            Err(Fault::Failure(failure)) => return Err(failure),
        }
    }
    rejects.flush()?;
    rejects.tell();
    // Reports come along with Vigie's own exports.
    store.group_stories()?;
    Ok(if is_whole && rejects.n_rejected == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

/// Why a file does not go in.
enum Fault {
    Input(InputError),
    Table(TableFault),
    Failure(Failure),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

fn import(
    store: &mut Store,
    codes: &Codes,
    table: &TableFile,
    version: u64,
    rejects: &mut Rejects,
) -> Result<(), Fault> {
    let name = &table.name;
    let digest = table.digest().map_err(Fault::Input)?;
    let file = match store.begin_file(digest, name, now())? {
        FileState::Done => {
            tell!("{name}: there already, all of it");
            return Ok(());
        }
        FileState::Open(file) => file,
    };
    let progress = Progress::start(table.n_bytes());
    let settings = Settings { file: digest, version };
    let before = rejects.n_rejected;
    let (give, packs) = sync_channel(WAITING);
    let format = OnceLock::new();
    let done = thread::scope(|scope| {
        let (progress, format) = (&progress, &format);
        let reading = scope.spawn(move || read(table, codes, settings, progress, format, &give));
        let written = take(store, file, packs, name, rejects);
        // The reader stops by itself when nobody takes what it gives.
        let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and_then(|done| read.map(|()| done))
    });
    drop(progress);
    if let Err(Fault::Table(_)) = done {
        store.drop_file(file)?;
    }
    let done = done?;
    let n_rejected = rejects.n_rejected - before;
    // A file that is done is not read again: what it lost would be lost for good.
    rejects.flush().map_err(Fault::Failure)?;
    store.end_file(file, n_rejected, now())?;
    let Imported { n_added, n_replaced, n_known, n_deleted } = done;
    let known_as = format.get().map_or_else(String::new, |format| format!(" ({})", format.name()));
    tell!(
        "{name}: {n_added} rows added, {n_replaced} newer versions, {n_deleted} taken out, {n_known} there already, {n_rejected} rejected{known_as}"
    );
    Ok(())
}

/// What goes from the reader of a file to the store.
enum Pack {
    Events(PackedRows<TableEvent>),
    Mentions(PackedRows<TableMention>),
    Quotations(PackedRows<TableQuotation>),
    Deletions(Vec<TableDeletion>),
    Reading(Box<Reading>),
    Remark { line: u64, remark: Box<Remark> },
    Rejected { line: u64, reason: String, raw: String },
}

/// Rows that wait to be packed. Kinds do not mix in one file but for deletions, so their order among each other is kept by
/// giving on what waits before another kind begins.
#[derive(Default)]
struct Waiting {
    events: Vec<TableEvent>,
    mentions: Vec<TableMention>,
    quotations: Vec<TableQuotation>,
    deletions: Vec<TableDeletion>,
}

/// Nobody takes rows any more.
struct Gone;

fn read(
    table: &TableFile,
    codes: &Codes,
    settings: Settings,
    progress: &Progress,
    format: &OnceLock<Format>,
    give: &SyncSender<Pack>,
) -> Result<(), Fault> {
    let rows = table.open(progress).map_err(Fault::Input)?;
    let mut rows = Rows::new(rows, codes, settings).map_err(Fault::Table)?;
    format.get_or_init(|| rows.format());
    let mut waiting = Waiting::default();
    while let Some(row) = rows.next() {
        let given = match row {
            Ok(row) => waiting.add(row, rows.line(), give),
            Err(RowFault::Rejected(reject)) => {
                let (line, reason) = (reject.line, reject.reason.to_string());
                give.send(Pack::Rejected { line, reason, raw: reject.raw }).map_err(|_| Gone.into())
            }
            Err(RowFault::Unreadable { source, .. }) => Err(Some(Fault::Input(unreadable(&table.path, source)))),
        };
        match given {
            Ok(()) => {}
            Err(None) => return Ok(()),
            Err(Some(fault)) => return Err(fault),
        }
    }
    match waiting.give_all(give) {
        Ok(()) | Err(None) => Ok(()),
        Err(Some(fault)) => Err(fault),
    }
}

impl From<Gone> for Option<Fault> {
    fn from(_: Gone) -> Self {
        None
    }
}

impl Waiting {
    fn add(&mut self, row: Row, line: u64, give: &SyncSender<Pack>) -> Result<(), Option<Fault>> {
        match row {
            Row::Event(event) => self.events.push(*event),
            Row::Mention(mention) => self.mentions.push(*mention),
            Row::Quotation(quotation) => self.quotations.push(*quotation),
            Row::Deletion(deletion) => self.deletions.push(deletion),
            Row::Reading(read) => {
                return give.send(Pack::Reading(read)).map_err(|_| None);
            }
            // It is about a row or a report that came before it.
            Row::Remark(remark) => {
                self.give_all(give)?;
                return give.send(Pack::Remark { line, remark }).map_err(|_| None);
            }
        }
        let n_waiting = self.events.len() + self.mentions.len() + self.quotations.len() + self.deletions.len();
        if n_waiting >= ROWS_AT_ONCE { self.give_all(give) } else { Ok(()) }
    }

    fn give_all(&mut self, give: &SyncSender<Pack>) -> Result<(), Option<Fault>> {
        let packs = [
            pack(&mut self.events, Pack::Events)?,
            pack(&mut self.mentions, Pack::Mentions)?,
            pack(&mut self.quotations, Pack::Quotations)?,
            (!self.deletions.is_empty()).then(|| Pack::Deletions(std::mem::take(&mut self.deletions))),
        ];
        packs.into_iter().flatten().try_for_each(|pack| give.send(pack).map_err(|_| None))
    }
}

fn pack<T: vigie_store::Packable>(
    rows: &mut Vec<T>,
    kind: impl FnOnce(PackedRows<T>) -> Pack,
) -> Result<Option<Pack>, Option<Fault>> {
    if rows.is_empty() {
        return Ok(None);
    }
    let packed = PackedRows::new(std::mem::take(rows)).map_err(|error| Some(Fault::from(error)))?;
    Ok(Some(kind(packed)))
}

/// Puts what comes into the store.
fn take(
    store: &mut Store,
    file: OpenFile,
    packs: Receiver<Pack>,
    name: &str,
    rejects: &mut Rejects,
) -> Result<Imported, Fault> {
    let mut done = Imported::default();
    for pack in packs {
        match pack {
            Pack::Events(rows) => done.add(store.put_rows(file, &rows)?),
            Pack::Mentions(rows) => done.add(store.put_mentions(file, &rows)?),
            Pack::Quotations(rows) => done.add(store.put_quotations(file, &rows)?),
            Pack::Deletions(rows) => done.add(store.put_deletions(file, &rows)?),
            Pack::Reading(reading) => match store.put_reading(file, &reading, now())? {
                vigie_store::Put::Known => done.n_known += 1,
                vigie_store::Put::Added => done.n_added += 1,
                vigie_store::Put::Replaced { .. } => done.n_replaced += 1,
            },
            Pack::Remark { line, remark } => match store.bring(&remark) {
                Ok(true) => done.n_added += 1,
                Ok(false) => done.n_known += 1,
                Err(fault @ (StoreError::NoRecord { .. } | StoreError::Refused { .. })) => {
                    let raw = serde_json::to_string(&remark).unwrap_or_default();
                    rejects.add(name, line, &fault.to_string(), &raw).map_err(Fault::Failure)?;
                }
                Err(fault) => return Err(fault.into()),
            },
            Pack::Rejected { line, reason, raw } => rejects.add(name, line, &reason, &raw).map_err(Fault::Failure)?,
        }
    }
    Ok(done)
}

/// Where rows go that do not fit.
struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    n_rejected: u64,
}

/// Rejects that are told on stderr; the file has them all.
const MOST_TOLD: u64 = 5;

impl Rejects {
    fn add(&mut self, name: &str, line: u64, reason: &str, raw: &str) -> Result<(), Failure> {
        self.n_rejected += 1;
        if self.n_rejected <= MOST_TOLD {
            tell!("rejected: {name}:{line}: {reason}");
        } else if self.n_rejected == MOST_TOLD + 1 {
            tell!("more rows are rejected: {} has them all, each with its line and the reason", self.path.display());
        }
        if self.file.is_none() {
            let file = File::options().create(true).append(true).open(&self.path).map_err(Failure::Output)?;
            self.file = Some(BufWriter::new(file));
        }
        let row = serde_json::json!({ "file": name, "line": line, "reason": reason, "raw": raw });
        match &mut self.file {
            Some(file) => writeln!(file, "{row}").map_err(Failure::Output),
            None => Ok(()),
        }
    }

    /// Writes what still waits to be written.
    fn flush(&mut self) -> Result<(), Failure> {
        self.file.as_mut().map_or(Ok(()), Write::flush).map_err(Failure::Output)
    }

    fn tell(&self) {
        if (1..=MOST_TOLD).contains(&self.n_rejected) {
            tell!("rejected rows are kept in {}, each with its line and the reason", self.path.display());
        }
    }
}
