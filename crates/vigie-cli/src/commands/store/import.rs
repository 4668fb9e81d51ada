//! `vigie import`: event tables of others into the store.
//!
//! A file is unpacked, its rows read and packed on a thread of its own, while this one puts them into the store; what stands
//! between the two is bounded, and so is memory. A row that does not fit goes to the rejects with its line and the reason.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use flate2::bufread::DeflateDecoder;
use flate2::read::MultiGzDecoder;
use vigie_codes::Codes;
use vigie_intake::tables::{Row, RowFault, Rows, Settings, TableFault};
use vigie_record::{Digest, Reading, TableDeletion, TableEvent, TableMention, TableQuotation};
use vigie_store::{Access, FileState, Imported, OpenFile, PackedRows, Store, StoreError};
use zip::{CompressionMethod, ZipArchive};

use super::{now, open};
use crate::cli::store::ImportArgs;
use crate::inputs::unreadable;
use crate::knowledge;
use crate::progress::Progress;
use crate::speech::{Failure, InputError, say};

/// Rows that are packed together, and go in together.
const ROWS_AT_ONCE: usize = 8192;

/// Such packs that may wait.
const WAITING: usize = 3;

/// What the bytes of a file begin with that gzip has made.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What the bytes of an archive begin with that zip has made.
const ZIP: &[u8] = b"PK\x03\x04";

/// Puts tables into the store.
pub(crate) fn run(args: &ImportArgs) -> Result<ExitCode, Failure> {
    let user = knowledge::load(args.knowledge.as_deref())?;
    let codes = Codes::new(&user).map_err(|fault| Failure::knowledge(args.knowledge.as_deref(), fault))?;
    let mut store = open(&args.store, Access::Create)?;
    let beside = || {
        let mut name = store.path().as_os_str().to_owned();
        name.push(".rejects.jsonl");
        PathBuf::from(name)
    };
    let mut rejects = Rejects { path: args.rejects.clone().unwrap_or_else(beside), file: None, n_rejected: 0 };
    let mut is_whole = true;
    for path in &args.paths {
        match import(&mut store, &codes, path, args.version, &mut rejects) {
            Ok(()) => {}
            Err(Fault::Input(error)) => {
                is_whole = false;
                say(error);
            }
            Err(Fault::Table(error)) => {
                is_whole = false;
                eprintln!("skipped: {}: {error}", path.display());
            }
            Err(Fault::Failure(failure)) => return Err(failure),
        }
    }
    rejects.end()?;
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

fn import(store: &mut Store, codes: &Codes, path: &Path, version: u64, rejects: &mut Rejects) -> Result<(), Fault> {
    let name = path.display().to_string();
    let digest = digest(path).map_err(Fault::Input)?;
    let file = match store.begin_file(digest, &name, now())? {
        FileState::Done => {
            eprintln!("{name}: there already, all of it");
            return Ok(());
        }
        FileState::Open(file) => file,
    };
    let n_bytes = std::fs::metadata(path).map_or(0, |found| found.len());
    let progress = Progress::start(n_bytes);
    let settings = Settings { file: digest, version };
    let before = rejects.n_rejected;
    let (give, packs) = sync_channel(WAITING);
    let done = thread::scope(|scope| {
        let progress = &progress;
        let reading = scope.spawn(move || read(path, codes, settings, progress, &give));
        let written = take(store, file, packs, &name, rejects);
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
    store.end_file(file, n_rejected, now())?;
    let Imported { n_added, n_replaced, n_known, n_deleted } = done;
    eprintln!(
        "{name}: {n_added} rows added, {n_replaced} newer versions, {n_deleted} taken out, {n_known} there already, {n_rejected} rejected"
    );
    Ok(())
}

/// The digest of a file as it lies there.
fn digest(path: &Path) -> Result<Digest, InputError> {
    let read = File::open(path).and_then(Digest::of_reader);
    read.map_err(|error| unreadable(path, error))
}

/// What goes from the reader of a file to the store.
enum Pack {
    Events(PackedRows<TableEvent>),
    Mentions(PackedRows<TableMention>),
    Quotations(PackedRows<TableQuotation>),
    Deletions(Vec<TableDeletion>),
    Reading(Box<Reading>),
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
    path: &Path,
    codes: &Codes,
    settings: Settings,
    progress: &Progress,
    give: &SyncSender<Pack>,
) -> Result<(), Fault> {
    let table = unpacked(path, progress).map_err(Fault::Input)?;
    let rows = Rows::new(table, codes, settings).map_err(Fault::Table)?;
    let mut waiting = Waiting::default();
    for row in rows {
        let given = match row {
            Ok(row) => waiting.add(row, give),
            Err(RowFault::Rejected(reject)) => {
                let (line, reason) = (reject.line, reject.reason.to_string());
                give.send(Pack::Rejected { line, reason, raw: reject.raw }).map_err(|_| Gone.into())
            }
            Err(RowFault::Unreadable { source, .. }) => Err(Some(Fault::Input(unreadable(path, source)))),
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
    fn add(&mut self, row: Row, give: &SyncSender<Pack>) -> Result<(), Option<Fault>> {
        match row {
            Row::Event(event) => self.events.push(*event),
            Row::Mention(mention) => self.mentions.push(*mention),
            Row::Quotation(quotation) => self.quotations.push(*quotation),
            Row::Deletion(deletion) => self.deletions.push(deletion),
            Row::Reading(read) => {
                return give.send(Pack::Reading(read)).map_err(|_| None);
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
            Pack::Reading(reading) => match store.put(&reading, now())? {
                vigie_store::Put::Known => done.n_known += 1,
                vigie_store::Put::Added => done.n_added += 1,
                vigie_store::Put::Replaced { .. } => done.n_replaced += 1,
            },
            Pack::Rejected { line, reason, raw } => rejects.add(name, line, &reason, &raw).map_err(Fault::Failure)?,
        }
    }
    Ok(done)
}

/// The bytes of a table, unpacked where gzip has packed them, or zip a single file, as GDELT does.
pub(crate) fn unpacked<'p>(path: &Path, progress: &'p Progress) -> Result<Box<dyn BufRead + 'p>, InputError> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    if let Some(member) = zipped(&file).map_err(|error| unreadable(path, error))? {
        return unzipped(file, &member, progress).map_err(|error| unreadable(path, error));
    }
    let mut from = BufReader::with_capacity(1 << 18, Counted { from: file, progress });
    let head = from.fill_buf().map_err(|error| unreadable(path, error))?;
    if head.starts_with(GZIP) {
        return Ok(Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(from))));
    }
    Ok(Box::new(from))
}

/// Where the bytes of a packed file lie in an archive, and how they were packed.
struct Member {
    start: u64,
    n_bytes: u64,
    how: CompressionMethod,
}

/// The only file of a zip archive; none where the file is no archive.
fn zipped(mut file: &File) -> io::Result<Option<Member>> {
    let mut head = [0; 4];
    let n_read = file.read(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if !head[..n_read].starts_with(ZIP) {
        return Ok(None);
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(io::Error::other)?;
    if archive.len() != 1 {
        let said = format!("the archive holds {} files: unpack it, and name them", archive.len());
        return Err(io::Error::other(said));
    }
    let entry = archive.by_index_raw(0).map_err(io::Error::other)?;
    if entry.encrypted() {
        return Err(io::Error::other("the archive is locked by a password"));
    }
    let start = entry.data_start().ok_or_else(|| io::Error::other("the archive is damaged"))?;
    Ok(Some(Member { start, n_bytes: entry.compressed_size(), how: entry.compression() }))
}

fn unzipped<'p>(mut file: File, member: &Member, progress: &'p Progress) -> io::Result<Box<dyn BufRead + 'p>> {
    file.seek(SeekFrom::Start(member.start))?;
    let from = BufReader::with_capacity(1 << 18, Counted { from: file, progress }.take(member.n_bytes));
    match member.how {
        CompressionMethod::Stored => Ok(Box::new(from)),
        CompressionMethod::Deflated => Ok(Box::new(BufReader::with_capacity(1 << 18, DeflateDecoder::new(from)))),
        other => Err(io::Error::other(format!("the archive is packed with {other}: unpack it first"))),
    }
}

/// Counts what is read of a file.
struct Counted<'p> {
    from: File,
    progress: &'p Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.from.read(into)?;
        self.progress.advance(n_bytes);
        Ok(n_bytes)
    }
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
            eprintln!("rejected: {name}:{line}: {reason}");
        } else if self.n_rejected == MOST_TOLD + 1 {
            eprintln!("more rows are rejected: {} has them all", self.path.display());
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

    fn end(&mut self) -> Result<(), Failure> {
        self.file.as_mut().map_or(Ok(()), Write::flush).map_err(Failure::Output)
    }
}
