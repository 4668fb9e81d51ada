//! What a store holds, in numbers.

use rusqlite::Connection;
use vigie_record::Dataset;

use crate::error::{Answer, StoreError};
use crate::row::dataset_of;
use crate::schema;
use crate::store::Store;

/// What a store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreStatus {
    /// The version of its schema.
    pub version: i64,
    /// Bytes of the file, without its log.
    pub n_bytes: u64,
    /// Reports that stand.
    pub n_reports: u64,
    /// Reports that a newer version has replaced.
    pub n_replaced: u64,
    /// Stories.
    pub n_stories: u64,
    /// Stories of two reports or more.
    pub n_shared_stories: u64,
    /// Reports that were not grouped into stories yet.
    pub n_pending: u64,
    /// Events of reports that stand.
    pub n_events: u64,
    /// Claims of reports and quotations of tables.
    pub n_claims: u64,
    /// Forecasts.
    pub n_forecasts: u64,
    /// Corrections, tags and judgements that were not taken back.
    pub n_remarks: u64,
    /// Events of tables by dataset.
    pub tables: Vec<(Dataset, u64)>,
    /// Mentions of tables' events.
    pub n_mentions: u64,
    /// Files of tables that were put in whole, and that were begun only.
    pub n_files: [u64; 2],
    /// The first and the last day of publication.
    pub published: [Option<String>; 2],
}

impl Store {
    /// What the store holds. Counts every row: some hundredths of a second for a million.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self) -> Result<StoreStatus, StoreError> {
        self.ask(status)
    }
}

fn status(db: &Connection) -> Answer<StoreStatus> {
    let n = |query: &str| -> Answer<u64> { Ok(db.query_row(query, [], |row| row.get::<_, i64>(0))?.unsigned_abs()) };
    let mut tables = Vec::new();
    let mut statement = db.prepare("SELECT dataset, count(*) FROM event WHERE dataset <> 0 AND native IS NOT NULL GROUP BY dataset ORDER BY dataset")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(dataset) = dataset_of(row.get(0)?) {
            tables.push((dataset, row.get::<_, i64>(1)?.unsigned_abs()));
        }
    }
    let published = db.query_row(
        "SELECT date(min(day) * 86400, 'unixepoch'), date(max(day) * 86400, 'unixepoch') FROM report",
        [],
        |row| Ok([row.get(0)?, row.get(1)?]),
    )?;
    Ok(StoreStatus {
        version: schema::version(db)?,
        n_bytes: n("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
        n_reports: n("SELECT count(*) FROM report WHERE replaced_by IS NULL")?,
        n_replaced: n("SELECT count(*) FROM report WHERE replaced_by IS NOT NULL")?,
        n_stories: n("SELECT count(DISTINCT story) FROM report")?,
        n_shared_stories: n(
            "SELECT count(*) FROM (SELECT story FROM report WHERE story IS NOT NULL GROUP BY story HAVING count(*) > 1)",
        )?,
        n_pending: n("SELECT count(*) FROM report WHERE story IS NULL")?,
        n_events: n("SELECT count(*) FROM event WHERE report IS NOT NULL")?,
        n_claims: n("SELECT count(*) FROM claim")?,
        n_forecasts: n("SELECT count(*) FROM forecast")?,
        n_remarks: n("SELECT count(*) FROM remark WHERE undone_by IS NULL AND kind <> 'undo'")?,
        tables,
        n_mentions: n("SELECT count(*) FROM mention")?,
        n_files: [
            n("SELECT count(*) FROM file WHERE done_at IS NOT NULL")?,
            n("SELECT count(*) FROM file WHERE done_at IS NULL")?,
        ],
        published,
    })
}
