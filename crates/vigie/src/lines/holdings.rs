//! Holdings: what a store has in it, as a line.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vigie_store::{Source, Store, StoreError};

/// What a store has in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holdings {
    /// Where it lies: its file, or the address of the server that has it.
    #[serde(default)]
    pub store: String,
    /// The version of its schema.
    pub schema_version: i64,
    /// Bytes of the file, without its log.
    pub n_bytes: u64,
    /// Reports that stand.
    pub n_reports: u64,
    /// Reports that a newer version has replaced.
    pub n_replaced: u64,
    /// Stories.
    pub n_stories: u64,
    /// Stories of two reports or more.
    #[serde(default)]
    pub n_shared_stories: u64,
    /// Reports that were not grouped into stories yet.
    pub n_pending: u64,
    /// The first day of publication.
    pub first_published: Option<String>,
    /// The last.
    pub last_published: Option<String>,
    /// Events of reports that stand.
    pub n_events: u64,
    /// Events of tables by dataset.
    pub n_table_events: BTreeMap<String, u64>,
    /// Claims of reports and quotations of tables.
    pub n_claims: u64,
    /// Forecasts.
    pub n_forecasts: u64,
    /// Mentions of tables' events.
    pub n_mentions: u64,
    /// Corrections, tags and judgements that were not taken back.
    pub n_remarks: u64,
    /// Files of tables that were put in whole.
    pub n_files_done: u64,
    /// Files of tables that were begun only.
    pub n_files_begun: u64,
    /// Pages and feeds that are visited.
    pub sources: Vec<SourceLine>,
}

/// A page or a feed that is visited again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: String,
    /// What it calls itself.
    pub name: String,
    /// How long it is left alone between two visits.
    pub every_seconds: i64,
    /// When it was first asked for.
    pub added_at: Timestamp,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// What went wrong at the last visit.
    pub last_error: Option<String>,
    /// When it is visited next.
    pub next_try: Option<Timestamp>,
    /// How often in a row it could not be read.
    pub n_failures: u32,
    /// Reports that came from it and were new.
    pub n_added: u64,
}

impl Holdings {
    /// What a store has in it, with the name that the store goes by.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(store: &Store, name: String) -> Result<Self, StoreError> {
        let status = store.status()?;
        let [n_files_done, n_files_begun] = status.n_files;
        let [first_published, last_published] = status.published;
        Ok(Self {
            store: name,
            schema_version: status.version,
            n_bytes: status.n_bytes,
            n_reports: status.n_reports,
            n_replaced: status.n_replaced,
            n_stories: status.n_stories,
            n_shared_stories: status.n_shared_stories,
            n_pending: status.n_pending,
            first_published,
            last_published,
            n_events: status.n_events,
            n_table_events: status.tables.into_iter().map(|(dataset, n)| (dataset.to_string(), n)).collect(),
            n_claims: status.n_claims,
            n_forecasts: status.n_forecasts,
            n_mentions: status.n_mentions,
            n_remarks: status.n_remarks,
            n_files_done,
            n_files_begun,
            sources: store.sources()?.into_iter().map(SourceLine::from).collect(),
        })
    }
}

impl From<Source> for SourceLine {
    fn from(source: Source) -> Self {
        let Source { url, kind, name, every, added_at, visit, n_added, key: _ } = source;
        Self {
            url,
            kind,
            name,
            every_seconds: every.as_secs(),
            added_at,
            last_success: visit.last_success,
            last_error: visit.last_error,
            next_try: visit.next_try,
            n_failures: visit.n_failures,
            n_added,
        }
    }
}
