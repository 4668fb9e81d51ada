//! The store, opened several times: some to read side by side, one to write.

use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

use vigie_store::{Access, Store, StoreError};

use crate::kept::Kept;
use crate::trouble::Trouble;

/// How many read side by side.
const READERS: usize = 4;

/// KiB that each of them keeps of the file.
pub(crate) const CACHE_KIB: u32 = 16 << 10;

/// The store of this server.
#[derive(Debug)]
pub(crate) struct Stores {
    readers: Mutex<Vec<Store>>,
    is_free: Condvar,
    writer: Mutex<Store>,
    /// Sees what others write, and by which mark it saw it last.
    watcher: Mutex<(Store, i64)>,
    /// Answers that were made of it.
    pub(crate) kept: Kept,
}

impl Stores {
    /// Opens the store at `path`, and makes it where it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let writer = Store::open(path, Access::Create)?;
        writer.keep_at_most(CACHE_KIB)?;
        let readers = (0..READERS).map(|_| {
            let store = writer.another_reader()?;
            store.keep_at_most(CACHE_KIB)?;
            Ok(store)
        });
        let readers = readers.collect::<Result<_, StoreError>>()?;
        let watcher = writer.another_reader()?;
        let mark = watcher.change_mark()?;
        Ok(Self {
            readers: Mutex::new(readers),
            is_free: Condvar::new(),
            writer: Mutex::new(writer),
            watcher: Mutex::new((watcher, mark)),
            kept: Kept::default(),
        })
    }

    /// Asks the store something; waits where all readers are busy.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let store = self.take();
        let lent = Lent { stores: self, store: Some(store) };
        match &lent.store {
            Some(store) => question(store),
            None => Err(Trouble::busy()),
        }
    }

    /// Changes what answers are made of; waits where somebody else does.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let changed = self.note(change);
        self.kept.forget();
        changed
    }

    /// Changes what no answer that is kept is made of, such as accounts and the log.
    pub(crate) fn note<T>(&self, change: impl FnOnce(&mut Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
        change(&mut self.writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sees whether anything has come in since the last time, by whichever process.
    pub(crate) fn look(&self) -> Result<(), Trouble> {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = watcher.0.change_mark()?;
        if std::mem::replace(&mut watcher.1, mark) != mark {
            self.kept.has_come();
        }
        Ok(())
    }

    fn take(&self) -> Store {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(store) = readers.pop() {
                return store;
            }
            readers = self.is_free.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A reader that goes back when it is done, also where the question breaks off.
struct Lent<'a> {
    stores: &'a Stores,
    store: Option<Store>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut readers = self.stores.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.extend(self.store.take());
        self.stores.is_free.notify_one();
    }
}
