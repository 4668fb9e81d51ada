//! The store of Vigie: records in, queries out, in one SQLite file.
//!
//! Knows records, not how they were read; opens its own file and no other; has no clock: the moment of a change is an
//! argument. What the file holds: `docs/store.md`.

mod added;
mod backup;
mod blocks;
mod body;
mod check;
mod days;
mod desk;
mod error;
mod get;
mod hash;
mod history;
mod import;
mod names;
mod open;
mod opened;
mod pair;
mod people;
mod possible;
mod put;
mod query;
mod remark;
mod row;
mod saved;
mod schema;
mod source;
mod standing;
mod status;
mod store;
mod story;
mod wants;
mod words;

pub use added::Addition;
pub use backup::restore;
pub use blocks::{Packable, PackedRows};
pub use check::{Checked, cut_short};
pub use desk::{CrossingRow, LedgerLine, MatrixRow, RatingRow, WatchRow};
pub use error::StoreError;
pub use get::{Found, RecordKind};
pub use history::{EventName, HistoryActor, HistoryCode, HistoryNames, HistoryPlace, HistoryRow};
pub use import::{FileState, Imported, OpenFile};
pub use open::Access;
pub use pair::PairOf;
pub use people::{Account, AuditRow, NewToken, Token, TokenKind};
pub use put::Put;
pub use query::{
    Band, Bin, CERTAINTY_WANTED, Certainty, CertaintyError, ClaimItem, CountRow, Counts, Cursor, CursorError, DayCount,
    Dyad, DyadCount, DyadError, EventItem, EventRecord, Filter, ForecastCounts, ForecastItem, ForecastStanding, From,
    Hit, Mark, Newest, OutletItem, Over, Page, ReportHead, Sentence, Sighting, Spot, StoryItem, StoryReport, Support,
    Tie, Version, Words, WordsError,
};
pub use remark::corrections;
pub use saved::{Look, NewSearch, SavedSearch};
pub use source::{Article, Source};
pub use standing::{Standing, StandingRow, corrected};
pub use status::StoreStatus;
pub use store::Store;
pub use vigie_record::{Correction, Judgement, Remark, RemarkBody};
pub use wants::{DayOfRows, RowWant};
