//! Evidence: the dossier that a warning is drawn from, made of reports, of records read before, or of both.
//!
//! What was read is kept by file, so that a second look reads only what is new.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;
use vigie::ordered::in_order;
use vigie_analysis::dossier::{Dossier, ReadReport};
use vigie_lang::{Annotator, Settings};
use vigie_reader::event::Ontology;
use vigie_reader::{Reader, Reading};
use vigie_record::{ByteRange, Claim, Event, Forecast, Report};

use crate::cli::EvidenceArgs;
use crate::commands::read::new_reader;
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
}

impl<'a> EvidenceReader<'a> {
    pub(crate) fn new(args: &'a EvidenceArgs) -> Self {
        Self { args, reader: None, kept: BTreeMap::new() }
    }

    /// Reads all there is at `paths`, or on the command line where something is named there.
    pub(crate) fn read(&mut self, paths: &[PathBuf]) -> Result<Evidence, Failure> {
        let paths = if self.args.paths.is_empty() { paths } else { &self.args.paths };
        let mut evidence = Evidence::default();
        let (tables, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| is_table(path));
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
            let user = knowledge::load(self.args.work.knowledge.as_deref())?;
            let ontology =
                Ontology::new(&user).map_err(|fault| Failure::knowledge(self.args.work.knowledge.as_deref(), fault))?;
            let type_of = |code: &str| ontology.of_cameo(code).map(|(name, _)| name.to_owned());
            for table in &tables {
                evidence.dossier.add_history(&table.display().to_string(), &events::history(table)?, &type_of);
            }
        }
        Ok(evidence)
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
                    eprintln!("skipped: {}:{}: these are no records of a report: {error}", path.display(), index + 1);
                }
            }
        }
        self.kept.insert(path.to_owned(), (stamp_of(path), reads));
        Ok(())
    }
}

enum Trouble {
    Skipped(Fault),
    Failed(Failure),
}

impl Evidence {
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
        if !added && is_readme(&read.name) {
            return;
        }
        if !added {
            self.n_skipped += 1;
            eprintln!(
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

/// Whether a path is an event table, by its ending.
fn is_table(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    [".tsv", ".tsv.gz", ".tab", ".tab.gz"].iter().any(|ending| name.ends_with(ending))
}

/// Whether a page is the README of a folder, which is no report.
fn is_readme(name: &str) -> bool {
    let file = Path::new(name).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    file.starts_with("readme")
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
