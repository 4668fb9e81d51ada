//! Evidence: the dossier that a warning is drawn from, made of reports, of records read before, or of both.
//!
//! What was read is kept by file, so that a second look reads only what is new.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::civil::Date;
use serde::Deserialize;
use vigie::ahead;
use vigie::ordered::in_order;
use vigie::weigh;
use vigie_analysis::dossier::{Dossier, PartyRow, ReadReport};
use vigie_analysis::precedents::Timelines;
use vigie_analysis::warning::Problem;
use vigie_analysis::{Day, HistoryBuilder};
use vigie_codes::Codes;
use vigie_lang::{Annotator, Settings};
use vigie_reader::{Reader, Reading};
use vigie_record::{ByteRange, Claim, Event, Forecast, Report};
use vigie_store::{Access, Over, Store};

use crate::cli::EvidenceArgs;
use crate::commands::read::new_reader;
use crate::commands::store::{path, today};
use crate::events::TableRow;
use crate::format::Characters;
use crate::incoming::{Fault, Incoming, Pieces};
use crate::inputs::{self, Input, REPORTS};
use crate::progress::Progress;
use crate::speech::Failure;
use crate::{events, knowledge, model};

/// What one report came to.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    /// The name that people know it by.
    pub(crate) name: String,
    pub(crate) report: Report,
    pub(crate) events: Vec<Event>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) forecasts: Vec<Forecast>,
    /// The sentences, in the same count as the spans of the records.
    sentences: Vec<(ByteRange, String)>,
}

/// A state of a file: its length and when it was written.
type Stamp = (u64, Option<std::time::SystemTime>);

/// Reads what is asked for, and keeps it.
pub(crate) struct EvidenceReader<'a> {
    args: &'a EvidenceArgs,
    reader: Option<(Reader, NonZeroUsize)>,
    kept: BTreeMap<PathBuf, (Stamp, Vec<Read>)>,
}

/// What was found, and how much was wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) dossier: Dossier,
    /// The reports of which the dossier is made.
    pub(crate) reports: Vec<Read>,
    /// Inputs that were skipped, and reports without a day.
    pub(crate) n_skipped: usize,
    /// The store that it was drawn from, where it was one.
    pub(crate) store: Option<Store>,
}

impl<'a> EvidenceReader<'a> {
    pub(crate) fn new(args: &'a EvidenceArgs) -> Self {
        Self { args, reader: None, kept: BTreeMap::new() }
    }

    /// Reads all there is: at the paths of the command line, else in the store that is named, else at the `own` paths of a
    /// problem, else in the store of this folder. Of a store only what `problem` can use is taken.
    pub(crate) fn read(&mut self, own: &[PathBuf], problem: Option<&Problem>) -> Result<Evidence, Failure> {
        if let Some(store) = self.store(own)? {
            let dossier = match problem {
                Some(problem) => weigh::dossier_for(&store, problem)?,
                None => weigh::dossier(&store)?,
            };
            return Ok(Evidence { dossier, store: Some(store), ..Evidence::default() });
        }
        let paths = if self.args.paths.is_empty() { own } else { &self.args.paths };
        let mut evidence = Evidence::default();
        let (tables, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| events::is_table(path));
        let inputs = if paths.is_empty() && !tables.is_empty() {
            Vec::new()
        } else {
            inputs::find_all(&paths, REPORTS, &mut evidence.n_skipped)?
        };
        let mut new = Vec::new();
        for input in &inputs {
            match path_of(input) {
                Some(path) if self.kept.get(path).is_some_and(|(stamp, _)| *stamp == stamp_of(path)) => {}
                _ => new.push(input.clone()),
            }
        }
        self.read_new(new, &mut evidence.n_skipped)?;
        for input in &inputs {
            let of_input = path_of(input).map_or_else(|| PathBuf::from("-"), Path::to_path_buf);
            for read in self.kept.get(&of_input).into_iter().flat_map(|(_, reads)| reads) {
                evidence.take(read);
            }
        }
        if !tables.is_empty() {
            let own = self.args.work.knowledge.as_deref();
            let user = knowledge::load(own)?;
            let codes = Codes::new(&user).map_err(|fault| Failure::knowledge(own, fault))?;
            let type_of = |code: &str| codes.events.of_cameo(code).map(|(name, _)| name.to_owned());
            for table in &tables {
                evidence.add_table(table, own, &type_of)?;
            }
        }
        Ok(evidence)
    }

    /// The store that is drawn on, if one is.
    pub(crate) fn store(&self, own: &[PathBuf]) -> Result<Option<Store>, Failure> {
        let args = &self.args.store;
        if !self.args.paths.is_empty() || (args.store.is_none() && !own.is_empty()) {
            return Ok(None);
        }
        let path = path(args)?;
        if args.store.is_none() && !path.exists() {
            return Ok(None);
        }
        Ok(Some(Store::open(&path, Access::Read)?))
    }

    /// Reads inputs that were not read before.
    fn read_new(&mut self, inputs: Vec<Input>, n_skipped: &mut usize) -> Result<(), Failure> {
        let (records, reports): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(holds_records);
        for input in &records {
            self.read_records(input, n_skipped)?;
        }
        if reports.is_empty() {
            return Ok(());
        }
        for input in &reports {
            let path = path_of(input).map_or_else(|| PathBuf::from("-"), Path::to_path_buf);
            let stamp = stamp_of(&path);
            self.kept.insert(path, (stamp, Vec::new()));
        }
        if self.reader.is_none() {
            self.reader = Some(reader(self.args)?);
        }
        let Some((reader, jobs)) = &self.reader else { return Ok(()) };
        let progress = Progress::start(reports.iter().map(Input::n_bytes).sum());
        let (mut failed, kept, args) = (None, &mut self.kept, self.args);
        in_order(
            *jobs,
            Pieces::new(reports, None),
            |piece| {
                let piece = piece.map_err(|fault| (0, Trouble::Skipped(fault)))?;
                let n_bytes = piece.n_bytes();
                let Incoming { id, mut report } = piece.report().map_err(|fault| (n_bytes, Trouble::Skipped(fault)))?;
                report.published_at = report.published_at.or(args.published);
                let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                let path = report.source_file.clone().map_or_else(|| PathBuf::from("-"), PathBuf::from);
                let reading = reader.read(report).map_err(|error| (n_bytes, Trouble::Failed(error.into())))?;
                Ok::<_, (usize, Trouble)>((n_bytes, path, Read::of(name, reading)))
            },
            |done| {
                match done {
                    Ok((n_bytes, path, read)) => {
                        progress.advance(n_bytes);
                        kept.entry(path).or_default().1.push(read);
                    }
                    Err((n_bytes, Trouble::Skipped(fault))) => {
                        progress.advance(n_bytes);
                        *n_skipped += 1;
                        progress.aside(|| fault.say());
                    }
                    Err((_, Trouble::Failed(failure))) => failed = Some(failure),
                }
                if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        failed.map_or(Ok(()), Err)
    }

    /// Takes what `vigie read --format jsonl` wrote.
    fn read_records(&mut self, input: &Input, n_skipped: &mut usize) -> Result<(), Failure> {
        let Some(path) = path_of(input) else { return Ok(()) };
        let text = fs::read_to_string(path).map_err(|error| inputs::unreadable(path, error))?;
        let mut reads = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<RecordLine>(line) {
                Ok(line) => reads.push(line.into_read(self.args)),
                Err(error) => {
                    *n_skipped += 1;
                    tell!("skipped: {}:{}: these are no records of a report: {error}", path.display(), index + 1);
                }
            }
        }
        self.kept.insert(path.to_owned(), (stamp_of(path), reads));
        Ok(())
    }
}

/// The last day that a report can be of.
fn last_day() -> Date {
    ahead::last_day(today())
}

enum Trouble {
    Skipped(Fault),
    Failed(Failure),
}

impl Evidence {
    /// What each two sides did to each other, as it was known by a day, for precedents.
    pub(crate) fn timelines(&self, known_by: Option<Date>, n_threads: NonZeroUsize) -> Result<Timelines, Failure> {
        if let Some(store) = &self.store {
            // Who asks about a day to come has what was known by then.
            let last = known_by.map_or_else(today, |by| by.max(today()));
            return Ok(weigh::timelines(store, known_by, last, Over::Records, n_threads)?);
        }
        let history = self.dossier.history(Some(known_by.unwrap_or_else(last_day))).map_err(Failure::TooMany)?;
        Ok(Timelines::of(&history, known_by.map_or(Day::MAX, Day::from)))
    }

    /// The day as of which it is weighed where none is named: that of the newest report, if it is none that has not come yet.
    pub(crate) fn newest(&self) -> Option<Date> {
        self.dossier.newest(last_day())
    }

    /// Everybody who acts, is acted on or says something, also in rows of the store that the dossier passes over.
    pub(crate) fn parties(&self) -> Result<Vec<PartyRow>, Failure> {
        Ok(weigh::parties(&self.dossier, self.store.as_ref())?)
    }

    /// How people find a row again that timelines refer to.
    pub(crate) fn cited(&self, record: u64) -> String {
        match &self.store {
            Some(store) => events::name_of(store, record),
            None => self.dossier.cite(record),
        }
    }

    /// Adds the rows of a table, each with its line.
    fn add_table(
        &mut self,
        table: &Path,
        knowledge: Option<&Path>,
        type_of: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), Failure> {
        let (name, mut builder, dossier) = (table.display().to_string(), HistoryBuilder::new(), &mut self.dossier);
        let mut n_untyped = 0_usize;
        events::each(table, knowledge, &mut |row| match row {
            TableRow::Known(event) => {
                n_untyped += usize::from(!dossier.add_table_event(&name, &event, None));
                Ok(())
            }
            plain @ TableRow::Plain { .. } => plain.push(&mut builder),
        })?;
        if n_untyped > 0 {
            tell!("note: {name}: {n_untyped} rows have no type of event that a pattern could ask for");
        }
        dossier.add_history(&name, &builder.build(), type_of);
        Ok(())
    }

    fn take(&mut self, read: &Read) {
        let sentences: Vec<(ByteRange, &str)> =
            read.sentences.iter().map(|(range, text)| (*range, text.as_str())).collect();
        let added = self.dossier.add(ReadReport {
            name: &read.name,
            report: &read.report,
            events: &read.events,
            claims: &read.claims,
            sentences: &sentences,
        });
        if !added {
            self.n_skipped += 1;
            tell!(
                "skipped: {}: the report has no date; give it a `published_at`, or all of them one with --published",
                read.name
            );
        }
        self.reports.push(read.clone());
    }
}

impl Read {
    fn of(name: String, reading: Reading) -> Self {
        let text =
            |range: &ByteRange| reading.report.text.get(range.start()..range.end()).unwrap_or_default().to_owned();
        let sentences = reading.sentences.iter().map(|range| (*range, text(range))).collect();
        let Reading { report, events, claims, forecasts, .. } = reading;
        Self { name, report, events, claims, forecasts, sentences }
    }
}

/// A line of what `vigie read --format jsonl` writes. Its ranges count characters, and are only compared with each other.
#[derive(Deserialize)]
struct RecordLine {
    id: serde_json::Value,
    report: Report,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    claims: Vec<Claim>,
    #[serde(default)]
    forecasts: Vec<Forecast>,
    #[serde(default)]
    sentences: Vec<ByteRange>,
}

impl RecordLine {
    fn into_read(self, args: &EvidenceArgs) -> Read {
        let Self { id, mut report, events, claims, forecasts, sentences } = self;
        report.published_at = report.published_at.or(args.published);
        let characters = Characters::new(&report.text, 0);
        let text = |range: &ByteRange| {
            let bytes = characters.bytes([range.start(), range.end()]);
            bytes.and_then(|bytes| report.text.get(bytes.start()..bytes.end())).unwrap_or_default().to_owned()
        };
        let sentences = sentences.iter().map(|range| (*range, text(range))).collect();
        let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        Read { name, report, events, claims, forecasts, sentences }
    }
}

fn reader(args: &EvidenceArgs) -> Result<(Reader, NonZeroUsize), Failure> {
    let jobs = args.work.n_jobs();
    let user = knowledge::load(args.work.knowledge.as_deref())?;
    let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true };
    let file = model::open(args.model.as_deref())?;
    let annotator = Annotator::with_model(file.load().map_err(Failure::Model)?, settings);
    Ok((new_reader(annotator, &user, args.work.knowledge.as_deref())?, jobs))
}

fn path_of(input: &Input) -> Option<&Path> {
    match input {
        Input::Stdin => None,
        Input::File { path, .. } => Some(path),
    }
}

fn stamp_of(path: &Path) -> Stamp {
    fs::metadata(path).map_or((0, None), |found| (found.len(), found.modified().ok()))
}

/// Whether a file holds records that were read before: JSON lines whose first has events.
fn holds_records(input: &Input) -> bool {
    let Some(path) = path_of(input) else { return false };
    let is_lines = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    if !is_lines {
        return false;
    }
    let first_line = || -> io::Result<String> {
        let mut line = String::new();
        io::BufRead::read_line(&mut io::BufReader::new(fs::File::open(path)?), &mut line)?;
        Ok(line)
    };
    let has_events = |line: String| {
        let value = serde_json::from_str::<serde_json::Value>(&line).ok()?;
        Some(value.get("report").is_some() && value.get("events").is_some())
    };
    first_line().ok().and_then(has_events).unwrap_or(false)
}
