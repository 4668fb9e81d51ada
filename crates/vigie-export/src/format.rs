//! Formats, and the writer of each.

use std::io::{self, Write};

use jiff::Timestamp;
use vigie_codes::Codes;
use vigie_record::{Column, EVENT_COLUMNS};

use crate::cell::Cell;
use crate::csv::Csv;
use crate::gdelt::Gdelt;
use crate::geojson::GeoJson;
use crate::graphml::{GraphMl, Nodes};
use crate::json_lines::JsonLines;
use crate::parquet::Parquet;
use crate::polecat::Polecat;
use crate::record::{Kind, Record};
use crate::stix::Stix;
use crate::{claims, events, forecasts};

/// A format of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A table with commas, as RFC 4180 has it.
    Csv,
    /// The same for a spreadsheet: a cell of words that would be taken for a formula begins with `'`.
    Spreadsheet,
    /// A line of JSON for each report with its records, and for each row of a table. Vigie reads it back whole.
    JsonLines,
    /// Points on a map, RFC 7946.
    GeoJson,
    /// Who acts on whom, as a network.
    GraphMl,
    /// A bundle of STIX 2.1, with events as an extension.
    Stix,
    /// A typed table in columns, Parquet.
    Parquet,
    /// The 61 columns of GDELT 2.0.
    Gdelt,
    /// The 40 columns of POLECAT.
    Polecat,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Spreadsheet,
        Self::JsonLines,
        Self::GeoJson,
        Self::GraphMl,
        Self::Stix,
        Self::Parquet,
        Self::Gdelt,
        Self::Polecat,
    ];

    /// Its name on a command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Spreadsheet => "spreadsheet",
            Self::JsonLines => "jsonl",
            Self::GeoJson => "geojson",
            Self::GraphMl => "graphml",
            Self::Stix => "stix",
            Self::Parquet => "parquet",
            Self::Gdelt => "gdelt",
            Self::Polecat => "polecat",
        }
    }

    /// Whether it can hold records of a kind.
    pub const fn holds(self, kind: Kind) -> bool {
        match self {
            Self::Csv | Self::Spreadsheet | Self::JsonLines | Self::Stix | Self::Parquet => true,
            Self::GeoJson | Self::GraphMl | Self::Gdelt | Self::Polecat => matches!(kind, Kind::Events),
        }
    }
}

/// What is asked of a writer.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The kind of records. JSON lines and STIX take all of them; this is what they are asked for.
    pub kind: Kind,
    /// The moment of the export, which STIX states where a record has none of its own.
    pub exported_at: Timestamp,
    /// What the nodes of a network are.
    pub nodes: Nodes,
}

impl Settings {
    /// Those that are usual.
    pub fn new(kind: Kind, exported_at: Timestamp) -> Self {
        Self { kind, exported_at, nodes: Nodes::Actors }
    }
}

/// A format that cannot hold what is asked of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// It has no room for the kind.
    #[error("{} holds events only: export claims and forecasts as csv, spreadsheet, parquet, jsonl or stix", .format.as_str())]
    Kind {
        /// The format.
        format: Format,
    },
    /// Its head cannot be written.
    #[error("cannot write")]
    Write(#[from] io::Error),
}

/// Writes records in one format.
pub trait Writer {
    /// Writes a record, or leaves it out: `false` where the format has no room for it, as for an event without a day in a table of days.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn write(&mut self, record: Record<'_>) -> io::Result<bool>;

    /// Writes what comes last.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A writer that writes to `out`, and has written the head.
///
/// # Errors
/// When the format has no room for the kind, or the head cannot be written.
pub fn writer<'w, W: Write + Send + 'w>(
    format: Format,
    settings: Settings,
    codes: &'w Codes,
    out: W,
) -> Result<Box<dyn Writer + 'w>, Unfit> {
    if !format.holds(settings.kind) {
        return Err(Unfit::Kind { format });
    }
    Ok(match format {
        Format::Csv => Box::new(Csv::new(settings.kind, false, out)?),
        Format::Spreadsheet => Box::new(Csv::new(settings.kind, true, out)?),
        Format::JsonLines => Box::new(JsonLines::new(out)),
        Format::GeoJson => Box::new(GeoJson::new(out)?),
        Format::GraphMl => Box::new(GraphMl::new(settings.nodes, codes, out)),
        Format::Stix => Box::new(Stix::new(settings.exported_at, codes, out)?),
        Format::Parquet => Box::new(Parquet::new(settings.kind, out)?),
        Format::Gdelt => Box::new(Gdelt::new(codes, out)),
        Format::Polecat => Box::new(Polecat::new(codes, out)?),
    })
}

/// The columns of a flat table of one kind.
pub(crate) fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Events => &EVENT_COLUMNS,
        Kind::Claims => claims::COLUMNS,
        Kind::Forecasts => forecasts::COLUMNS,
    }
}

/// The row of a record in the flat table of its kind.
pub(crate) fn row(record: Record<'_>) -> Vec<Cell<'_>> {
    match record {
        Record::Event(event, report) => events::event_row(event, report),
        Record::TableEvent(event, status) => events::table_row(event, status),
        Record::Claim(claim, report) => claims::row(claim, report),
        Record::Quotation(quotation) => claims::quotation_row(quotation),
        Record::Forecast(forecast, report) => forecasts::row(forecast, report),
        Record::Reading(_) | Record::Remark(_) => Vec::new(),
    }
}
