//! `vigie export`: records out of a store or of a server, as files of other tools.
//!
//! Records go out page by page, so memory does not grow with their number but where a format needs it (networks, STIX).

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write, stdout};
use std::process::ExitCode;

use vigie_export::{Format, Kind, Nodes, Record, Settings, Writer, writer};
use vigie_record::Remark;
use vigie_store::{Access, Cursor, Filter};

use super::{filter, now, own_codes};
use crate::answers::{Answer, Answers, Whose, open};
use crate::cli::Only;
use crate::cli::export::{ExportArgs, ExportFormat, NodesAre};
use crate::output_file::{OutputFile, keep_apart};
use crate::speech::Failure;

/// Writes what the options ask for.
pub(crate) fn run(args: &ExportArgs) -> Result<ExitCode, Failure> {
    let answers = open(&args.reach, Access::Read)?;
    if args.reach.server().is_some() {
        // A server that is not there says so before anything is written.
        answers.holdings()?;
    }
    let codes = own_codes()?;
    let filter = filter(&*answers, &args.filter, args.words.clone(), &args.kind)?;
    let format = args.format.into();
    let kind = kind(args);
    let settings = Settings { nodes: args.nodes.into(), ..Settings::new(kind, now()) };
    if let Some(path) = &args.output {
        keep_apart(path, answers.file(), [])?;
    }
    let file = args.output.as_deref().map(OutputFile::begin).transpose()?;
    let out = output(file.as_ref(), format)?;
    let writer = writer(format, settings, &codes, out).map_err(unfit)?;
    let mut export =
        Export { answers: &*answers, filter: &filter, writer, n_written: 0, n_left_out: 0, remarked: BTreeMap::new() };
    let written = export.all(args, format);
    let Export { writer, n_written, n_left_out, .. } = export;
    match written.and_then(|()| writer.finish().map_err(Failure::Output)) {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        other => other?,
    }
    // Where nothing was found, what the file had stays.
    if let Some(file) = file.filter(|_| n_written > 0) {
        file.keep()?;
    }
    Ok(told(n_written, n_left_out, format))
}

/// Says on stderr how many records went out, and how many could not.
fn told(n_written: u64, n_left_out: u64, format: Format) -> ExitCode {
    if n_left_out > 0 {
        tell!("{n_left_out} records are left out: {} has no place for them (see docs/export.md)", format.as_str());
    }
    if n_written == 0 {
        tell!("nothing was found");
        return ExitCode::from(Failure::USER);
    }
    tell!("{n_written} records written");
    ExitCode::SUCCESS
}

fn kind(args: &ExportArgs) -> Kind {
    match args.only {
        None | Some(Only::Events) => Kind::Events,
        Some(Only::Claims) => Kind::Claims,
        Some(Only::Forecasts) => Kind::Forecasts,
    }
}

/// The file that is named, or standard output, if that is no terminal that would choke on it.
fn output(file: Option<&OutputFile>, format: Format) -> Result<Box<dyn Write + Send>, Failure> {
    if let Some(file) = file {
        return Ok(Box::new(BufWriter::with_capacity(1 << 18, file.handle()?)));
    }
    if format == Format::Parquet && stdout().is_terminal() {
        return Err(Failure::BinaryOnTerminal);
    }
    Ok(Box::new(BufWriter::with_capacity(1 << 18, stdout())))
}

fn unfit(fault: vigie_export::Unfit) -> Failure {
    match fault {
        vigie_export::Unfit::Write(error) => Failure::Output(error),
        other => Failure::Unfit(other),
    }
}

/// An export under way.
struct Export<'s> {
    answers: &'s dyn Answers,
    filter: &'s Filter,
    writer: Box<dyn Writer + 's>,
    n_written: u64,
    n_left_out: u64,
    /// The records that somebody said something of, and whether they were written.
    remarked: BTreeMap<String, bool>,
}

impl Export<'_> {
    fn all(&mut self, args: &ExportArgs, format: Format) -> Result<(), Failure> {
        match (args.only, format) {
            (Some(Only::Claims), _) => self.claims(Whose::All),
            (Some(Only::Forecasts), _) => self.forecasts(),
            // Whole reports, so that they can be put into a store again, then the rows of tables, then what people said of either.
            (None, Format::JsonLines) => {
                let remarks = self.answers.all_remarks()?;
                self.remarked = remarks.iter().map(|remark| (remark.target.clone(), false)).collect();
                self.readings()?;
                self.events(Whose::Tables)?;
                self.claims(Whose::Tables)?;
                let written = std::mem::take(&mut self.remarked);
                let is_written = |remark: &&Remark| written.get(&remark.target) == Some(&true);
                remarks.iter().filter(is_written).try_for_each(|remark| self.put(Record::Remark(remark)))
            }
            (None, Format::Stix) => {
                self.events(Whose::All)?;
                self.claims(Whose::All)?;
                self.forecasts()
            }
            (Some(Only::Events) | None, _) => self.events(Whose::All),
        }
    }

    fn put(&mut self, record: Record<'_>) -> Result<(), Failure> {
        if !self.remarked.is_empty() {
            self.note(record);
        }
        if self.writer.write(record).map_err(Failure::Output)? {
            self.n_written += 1;
        } else {
            self.n_left_out += 1;
        }
        Ok(())
    }

    /// Notes that a record is written of which somebody may have said something.
    fn note(&mut self, record: Record<'_>) {
        let mut note = |target: &str| {
            if let Some(is_written) = self.remarked.get_mut(target) {
                *is_written = true;
            }
        };
        match record {
            Record::Reading(reading) => {
                note(&reading.report.id.to_string());
                reading.events.iter().for_each(|event| note(&event.id.to_string()));
                reading.claims.iter().for_each(|claim| note(&claim.id.to_string()));
                reading.forecasts.iter().for_each(|forecast| note(&forecast.id.to_string()));
            }
            Record::TableEvent(row, _) => note(&format!("{}:{}", row.dataset.as_str(), row.native_id)),
            _ => {}
        }
    }

    fn events(&mut self, whose: Whose) -> Result<(), Failure> {
        let (answers, filter) = (self.answers, self.filter);
        each(|from| answers.whole_events(filter, whose, from), |event| self.put(event.record()))
    }

    fn claims(&mut self, whose: Whose) -> Result<(), Failure> {
        let (answers, filter) = (self.answers, self.filter);
        each(|from| answers.whole_claims(filter, whose, from), |claim| self.put(claim.record()))
    }

    fn forecasts(&mut self) -> Result<(), Failure> {
        let (answers, filter) = (self.answers, self.filter);
        each(|from| answers.whole_forecasts(filter, from), |forecast| self.put(forecast.record()))
    }

    /// The reports that fulfil the filter, each with all its records.
    fn readings(&mut self) -> Result<(), Failure> {
        let (answers, filter) = (self.answers, self.filter);
        each(|from| answers.readings(filter, from), |reading| self.put(Record::Reading(&reading)))
    }
}

/// Does something to each item of an answer, page by page.
fn each<T>(
    mut ask: impl FnMut(Option<Cursor>) -> Answer<T>,
    mut take: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut from = None;
    loop {
        let page = ask(from)?;
        page.items.into_iter().try_for_each(&mut take)?;
        from = page.next;
        if from.is_none() {
            return Ok(());
        }
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Csv => Self::Csv,
            ExportFormat::Spreadsheet => Self::Spreadsheet,
            ExportFormat::Jsonl => Self::JsonLines,
            ExportFormat::Geojson => Self::GeoJson,
            ExportFormat::Graphml => Self::GraphMl,
            ExportFormat::Stix => Self::Stix,
            ExportFormat::Parquet => Self::Parquet,
            ExportFormat::Gdelt => Self::Gdelt,
            ExportFormat::Polecat => Self::Polecat,
        }
    }
}

impl From<NodesAre> for Nodes {
    fn from(nodes: NodesAre) -> Self {
        match nodes {
            NodesAre::Actors => Self::Actors,
            NodesAre::Countries => Self::Countries,
        }
    }
}
