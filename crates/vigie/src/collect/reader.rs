//! A reader that is made when the first report asks for it.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use vigie_lang::{Annotator, LoadError, Model, Settings};
use vigie_reader::Reader;
use vigie_reader::knowledge::UserTables;

use super::CollectError;

/// Where the reader comes from: a model that is loaded when it is needed, and tables of the user.
pub struct ReaderSource {
    model: Box<dyn Fn() -> Result<Model, LoadError> + Send + Sync>,
    tables: UserTables,
    made: Mutex<Option<Arc<Reader>>>,
}

impl ReaderSource {
    /// A source of which nothing is loaded yet.
    pub fn new(model: impl Fn() -> Result<Model, LoadError> + Send + Sync + 'static, tables: UserTables) -> Self {
        Self { model: Box::new(model), tables, made: Mutex::new(None) }
    }

    /// The reader: made by the first who asks, while others wait; one for all from then on. It reads a report on the thread that asks.
    ///
    /// # Errors
    /// When the model or a table is wrong; who asks again is told again.
    pub fn reader(&self) -> Result<Arc<Reader>, CollectError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reader) = &*made {
            return Ok(Arc::clone(reader));
        }
        let model = (self.model)()?;
        let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true };
        let reader = Reader::new(Annotator::with_model(model, settings), &self.tables)
            .map_err(|fault| CollectError::Knowledge(Box::new(fault)))?;
        Ok(Arc::clone(made.insert(Arc::new(reader))))
    }
}

impl fmt::Debug for ReaderSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_made = self.made.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        formatter.debug_struct("ReaderSource").field("is_made", &is_made).finish_non_exhaustive()
    }
}
