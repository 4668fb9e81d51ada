//! Shown: one report, record or row of a table, with all that stands beside it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vigie_record::{ByteRange, Dataset, Digest, Reading, TableEvent, TableMention};
use vigie_store::{Found, RecordKind, Remark, Sighting, Store, StoreError, Version};

use super::hide_folders;

/// The most records that are named where several fit.
const MOST_IDS: usize = 5;

/// Texts that mention a row and are shown; one more says that there are more.
const MOST_MENTIONS: usize = 20;

/// What an id leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shown", rename_all = "kebab-case")]
pub enum Shown {
    /// A report.
    Report(Box<ShownReport>),
    /// An event, a claim or a forecast.
    Record(Box<ShownRecord>),
    /// A row of a table.
    Row(Box<ShownRow>),
}

/// A report with what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownReport {
    /// The report with its records.
    pub reading: Reading,
    /// The reports of the same address, the oldest first.
    pub versions: Vec<VersionLine>,
    /// The version before this one.
    pub before: Option<Reading>,
    /// What people said of it and of its records.
    pub remarks: Vec<Remark>,
    /// Where its text was met, the first time first: several papers bring an agency's text to the letter.
    #[serde(default)]
    pub sightings: Vec<SightingLine>,
}

/// A place where a text was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SightingLine {
    /// Who published it there.
    pub outlet: Option<String>,
    /// Its address there.
    pub url: Option<String>,
    /// When it was published there, as given.
    pub published_at: Option<String>,
    /// The file that it was read from.
    pub source_file: Option<String>,
    /// When it was met.
    pub seen_at: Timestamp,
}

/// A record with its report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownRecord {
    /// Its id.
    pub id: Digest,
    /// The report that has it.
    pub reading: Reading,
    /// What people said of it.
    pub remarks: Vec<Remark>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownRow {
    /// The row.
    pub event: TableEvent,
    /// Texts that mention it.
    pub mentions: Vec<TableMention>,
    /// What people said of it.
    pub remarks: Vec<Remark>,
}

/// A report of the same address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Its id.
    pub id: Digest,
    /// The day of its publication.
    pub day: Option<Date>,
    /// Whether a newer one has replaced it.
    pub is_replaced: bool,
}

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShownError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing goes by that.
    #[error("there is nothing whose id begins with `{wanted}`")]
    Nothing {
        /// What was asked for.
        wanted: String,
    },
    /// Several go by that.
    #[error("{} records begin with `{wanted}`: give more of the id", found.len())]
    Several {
        /// What was asked for.
        wanted: String,
        /// What was found, one more than are to be named at most.
        found: Vec<Digest>,
    },
    /// Its dataset took it out.
    #[error("`{wanted}` stands no more: its dataset took it out")]
    Gone {
        /// What was asked for.
        wanted: String,
    },
}

impl ShownRow {
    /// The texts that are shown to people, and whether there are more.
    pub fn first_mentions(&self) -> (&[TableMention], bool) {
        (&self.mentions[..self.mentions.len().min(MOST_MENTIONS)], self.mentions.len() > MOST_MENTIONS)
    }
}

impl Shown {
    /// The same with ranges in characters, as it goes out.
    #[must_use]
    pub fn outside(mut self) -> Self {
        self.readings().for_each(Reading::count_characters);
        self
    }

    /// The same with ranges in bytes, as it is used here.
    ///
    /// # Errors
    /// A range that does not lie in the text of its report.
    pub fn inside(mut self) -> Result<Self, ByteRange> {
        self.readings().try_for_each(Reading::count_bytes)?;
        Ok(self)
    }

    /// The same without the folders of the machine on which the store lies.
    #[must_use]
    pub fn without_folders(mut self) -> Self {
        self.readings().for_each(|reading| hide_folders(&mut reading.report.source_file));
        if let Self::Report(shown) = &mut self {
            shown.sightings.iter_mut().for_each(|sighting| hide_folders(&mut sighting.source_file));
        }
        self
    }

    fn readings(&mut self) -> impl Iterator<Item = &mut Reading> {
        let (one, other) = match self {
            Self::Report(shown) => (Some(&mut shown.reading), shown.before.as_mut()),
            Self::Record(shown) => (Some(&mut shown.reading), None),
            Self::Row(_) => (None, None),
        };
        one.into_iter().chain(other)
    }
}

impl From<Sighting> for SightingLine {
    fn from(sighting: Sighting) -> Self {
        let said = |word: String| Some(word).filter(|word| !word.is_empty());
        let Sighting { outlet, url, published_at, source_file, seen_at } = sighting;
        Self {
            outlet: said(outlet),
            url: said(url),
            published_at: said(published_at),
            source_file: said(source_file),
            seen_at,
        }
    }
}

impl From<Version> for VersionLine {
    fn from(Version { id, day, is_replaced }: Version) -> Self {
        Self { id, day, is_replaced }
    }
}

/// The dataset and the name of a row, such as `gdelt:410412347`.
pub fn row_name(wanted: &str) -> Option<(Dataset, &str)> {
    let (dataset, native_id) = wanted.split_once(':')?;
    Some((Dataset::named(dataset)?, native_id))
}

/// The one record that an id or its beginning means.
///
/// # Errors
/// When there is none or there are several, or the store cannot be read.
pub fn the_one(store: &Store, wanted: &str) -> Result<Found, ShownError> {
    let found = store.find(wanted, MOST_IDS + 1)?;
    one_of(wanted, &found)
}

/// The one report that an id or its beginning means.
///
/// # Errors
/// When there is none or there are several, or the store cannot be read.
pub fn the_report(store: &Store, wanted: &str) -> Result<Digest, ShownError> {
    let mut found = store.find(wanted, MOST_IDS + 1)?;
    found.retain(|found| found.kind == RecordKind::Report);
    Ok(one_of(wanted, &found)?.id)
}

fn one_of(wanted: &str, found: &[Found]) -> Result<Found, ShownError> {
    match found {
        [only] => Ok(*only),
        [] => Err(ShownError::Nothing { wanted: wanted.to_owned() }),
        several => Err(ShownError::Several {
            wanted: wanted.to_owned(),
            found: several.iter().map(|found| found.id).collect(),
        }),
    }
}

/// What an id, the beginning of one, or `DATASET:ID` leads to, with all that stands beside it.
///
/// # Errors
/// When it leads nowhere or to several, or the store cannot be read.
pub fn shown(store: &Store, wanted: &str) -> Result<Shown, ShownError> {
    if let Some((dataset, native_id)) = row_name(wanted) {
        return shown_row(store, dataset, native_id, wanted);
    }
    let found = the_one(store, wanted)?;
    let nothing = || ShownError::Nothing { wanted: wanted.to_owned() };
    let reading = store.reading(found.report.ok_or_else(nothing)?)?.ok_or_else(nothing)?;
    if found.kind != RecordKind::Report {
        let remarks = store.remarks(&found.id.to_string())?;
        return Ok(Shown::Record(Box::new(ShownRecord { id: found.id, reading, remarks })));
    }
    let versions = store.versions(found.id)?;
    let older = versions.iter().position(|version| version.id == found.id).and_then(|own| own.checked_sub(1));
    let before = older.map_or(Ok(None), |older| store.reading(versions[older].id))?;
    let remarks = said_of(store, &reading)?;
    let versions = versions.into_iter().map(VersionLine::from).collect();
    let sightings = store.sightings(found.id)?.into_iter().map(SightingLine::from).collect();
    Ok(Shown::Report(Box::new(ShownReport { reading, versions, before, remarks, sightings })))
}

/// All that was said of a report and of its records.
fn said_of(store: &Store, reading: &Reading) -> Result<Vec<Remark>, StoreError> {
    let records = reading.events.iter().map(|event| event.id);
    let records = records.chain(reading.claims.iter().map(|claim| claim.id));
    let records = records.chain(reading.forecasts.iter().map(|forecast| forecast.id));
    let mut said = Vec::new();
    for target in [reading.report.id].into_iter().chain(records) {
        said.extend(store.remarks(&target.to_string())?);
    }
    Ok(said)
}

fn shown_row(store: &Store, dataset: Dataset, native_id: &str, wanted: &str) -> Result<Shown, ShownError> {
    let Some(event) = store.table_event(dataset, native_id)? else {
        let wanted = wanted.to_owned();
        let is_deleted = store.is_deleted(dataset, native_id)?;
        return Err(if is_deleted { ShownError::Gone { wanted } } else { ShownError::Nothing { wanted } });
    };
    let mentions = store.mentions(dataset, native_id, MOST_MENTIONS + 1)?;
    Ok(Shown::Row(Box::new(ShownRow { event, mentions, remarks: store.remarks(wanted)? })))
}
