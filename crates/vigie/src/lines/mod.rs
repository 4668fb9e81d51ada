//! Lines: what a store answers, each record in the form in which files have it.
//!
//! A command line writes them, a server sends them, and a command line that has them from a server writes the same bytes. Ranges count
//! characters, so a line stands without the text of its report.

mod holdings;
mod record;
mod shown;
mod weighed;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vigie_record::{Claim, Digest, Event, Forecast, Status, TableEvent, TableQuotation};
use vigie_store::ReportHead;

pub use self::holdings::{Holdings, SourceLine};
pub use self::shown::{
    Shown, ShownError, ShownRecord, ShownReport, ShownRow, SightingLine, VersionLine, row_name, shown, the_one,
    the_report,
};
pub use self::weighed::{PrecedentsLine, WarningLine};

/// A line of an answer.
pub trait Line: Serialize + DeserializeOwned {
    /// The reports of which it speaks.
    fn heads(&mut self) -> Vec<&mut ReportHead>;

    /// The same without the folders of the machine on which the store lies: they are no matter of who asks from elsewhere.
    #[must_use]
    fn without_folders(mut self) -> Self {
        for head in self.heads() {
            hide_folders(&mut head.source_file);
        }
        self
    }
}

/// Leaves the name of a file and takes its folders away.
fn hide_folders(file: &mut Option<String>) {
    if let Some(path) = file {
        *path = name_of(path).to_owned();
    }
}

/// The name of a file without its folders.
fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// A report that a search has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitLine {
    /// The report.
    pub report: ReportHead,
    /// The sentence that was hit.
    pub sentence: Option<SentenceLine>,
}

/// A sentence that a search has hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// Where in it the words stand that were looked for.
    pub hits: Vec<[usize; 2]>,
}

/// An event, of a report or of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EventLine {
    /// A report tells of it.
    Told(Box<ToldEvent>),
    /// A table has it.
    Row(Box<RowEvent>),
}

/// An event that a report tells of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldEvent {
    /// The event, as analysts have corrected it.
    #[serde(flatten)]
    pub event: Event,
    /// The report.
    pub report: ReportHead,
    /// The sentence that tells of it.
    pub sentence: Option<String>,
    /// Whether an analyst has corrected it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_corrected: bool,
}

/// An event that a table has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowEvent {
    /// The row, as analysts have corrected it.
    #[serde(flatten)]
    pub row: TableEvent,
    /// Whether it happened, where an analyst says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Whether an analyst has corrected it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_corrected: bool,
}

/// A claim of a report, or words between quotation marks that a table has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ClaimLine {
    /// A report has it.
    Told(Box<ToldClaim>),
    /// A table has the words.
    Quotation(Box<TableQuotation>),
}

/// A claim that a report has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldClaim {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// The report.
    pub report: ReportHead,
    /// The sentence that has it.
    pub sentence: Option<String>,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForecastLine {
    /// The forecast, with what became of it.
    #[serde(flatten)]
    pub forecast: Forecast,
    /// The report that has it.
    pub report: ReportHead,
    /// The sentence that has it.
    pub sentence: Option<String>,
}

/// A story: reports that are near-copies of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryLine {
    /// Its id: that of its first report.
    pub story_id: Digest,
    /// Its reports, in the order in which they came in.
    pub reports: Vec<StoryReportLine>,
}

/// A report of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryReportLine {
    /// The report.
    #[serde(flatten)]
    pub head: ReportHead,
    /// How many events it tells of.
    pub n_events: u64,
}

/// Events by bin, as they go over a connection: the bins, and behind them how many events are in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CountItem {
    /// A bin.
    Bin(CountLine),
    /// What is in none.
    Wide {
        /// Events that are longer, or known less precisely, than a bin.
        n_wide: u64,
    },
}

/// How many events began in a bin of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// The first day of the bin.
    pub day: jiff::civil::Date,
    /// How many.
    pub n_events: u64,
}

impl Line for HitLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        vec![&mut self.report]
    }
}

impl Line for EventLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        match self {
            Self::Told(told) => vec![&mut told.report],
            Self::Row(_) => Vec::new(),
        }
    }
}

impl Line for ClaimLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        match self {
            Self::Told(told) => vec![&mut told.report],
            Self::Quotation(_) => Vec::new(),
        }
    }
}

impl Line for ForecastLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        vec![&mut self.report]
    }
}

impl Line for StoryLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        self.reports.iter_mut().map(|report| &mut report.head).collect()
    }
}

impl Line for CountItem {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        Vec::new()
    }
}

impl Line for CountLine {
    fn heads(&mut self) -> Vec<&mut ReportHead> {
        Vec::new()
    }
}
