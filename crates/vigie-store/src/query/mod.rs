//! Queries: what a person asks the store, alone and together.

mod claims;
mod counts;
mod events;
mod filter;
mod forecasts;
mod outlets;
mod overview;
mod page;
mod publication;
mod search;
mod spoken;
mod stories;
mod support;
mod way;
mod words;

pub use claims::ClaimItem;
pub use counts::{Bin, CountRow, Counts, Over};
pub use events::{EventItem, EventRecord};
pub use filter::{Dyad, Filter, ForecastStanding, From};
pub use forecasts::{ForecastCounts, ForecastItem};
pub use outlets::OutletItem;
pub use overview::{DayCount, DyadCount, Mark, Spot, Tie};
pub use page::{Cursor, CursorError, Page, ReportHead};
pub use publication::{Sighting, Version};
pub use search::{Hit, Sentence};
pub use spoken::{Band, CERTAINTY_WANTED, Certainty, CertaintyError, DyadError};
pub use stories::{StoryItem, StoryReport};
pub use support::{Newest, Support};
pub use words::{Words, WordsError};

use claims::claims;
use counts::counts;
use events::events;
use forecasts::{forecast_counts, forecasts};
use search::{heads, search};
use stories::stories;

use jiff::civil::Date;

use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// A page of at most `most` reports that fulfil a filter, newest first, from a place in the answer on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Result<Page<Hit>, StoreError> {
        self.ask(|db| search(db, &self.readings, filter, most, from))
    }

    /// The same without a sentence of each report: several times as fast.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn heads(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Result<Page<ReportHead>, StoreError> {
        self.ask(|db| heads(db, filter, most, from))
    }

    /// A page of the events that fulfil a filter, those that began last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Result<Page<EventItem>, StoreError> {
        self.ask(|db| events(db, &self.readings, filter, most, from))
    }

    /// A page of the claims that fulfil a filter, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Result<Page<ClaimItem>, StoreError> {
        self.ask(|db| claims(db, &self.readings, filter, most, from))
    }

    /// A page of the forecasts that fulfil a filter, those that are due last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn forecasts(
        &self,
        filter: &Filter,
        most: usize,
        from: Option<Cursor>,
    ) -> Result<Page<ForecastItem>, StoreError> {
        self.ask(|db| forecasts(db, &self.readings, filter, most, from))
    }

    /// How many of the forecasts that fulfil a filter are open, due and settled on a day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn forecast_counts(&self, filter: &Filter, day: Date) -> Result<ForecastCounts, StoreError> {
        self.ask(|db| forecast_counts(db, filter, day))
    }

    /// A page of the stories of at least `least` reports whose first report fulfils a filter.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stories(
        &self,
        filter: &Filter,
        least: usize,
        most: usize,
        from: Option<Cursor>,
    ) -> Result<Page<StoryItem>, StoreError> {
        self.ask(|db| stories(db, filter, least, most, from))
    }

    /// Counts the events that fulfil a filter by the bin in which they begin.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self, filter: &Filter, bin: Bin, over: Over) -> Result<Counts, StoreError> {
        self.ask(|db| counts(db, filter, bin, over))
    }
}
