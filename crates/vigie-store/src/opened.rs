//! Readings that were unpacked and are kept for the next question.
//!
//! What the machine read in a report, and its text, are put into the store once and never changed; another version of a report
//! is a report of its own with a key of its own. So nothing kept here grows stale. What does change is asked of the store each
//! time: the story of a report, the occurrence of an event, what people add, correct and reject.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};
use vigie_record::Reading;

use crate::body::unpack;
use crate::error::Answer;

/// Bytes that are kept at most: those of the texts and of the readings as JSON. In memory the records take up about twice that.
const MOST_BYTES: usize = 16 << 20;

/// A report as it was read.
#[derive(Debug)]
pub(crate) struct Opened {
    /// What was read, without the text.
    pub(crate) reading: Reading,
    /// The text.
    pub(crate) text: Arc<str>,
    /// The key of its first event.
    pub(crate) first_event: i64,
    /// Bytes of its text and of its reading as JSON.
    n_bytes: usize,
}

/// The readings that one store, or several of the same file, have unpacked of late; those that nobody has asked for the longest
/// go first.
#[derive(Default)]
pub(crate) struct Readings {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// By the key of the report, with the turn in which it was last asked for.
    by_key: BTreeMap<i64, (Arc<Opened>, u64)>,
    /// The keys of reports by those turns.
    by_turn: BTreeMap<u64, i64>,
    turn: u64,
    n_bytes: usize,
}

impl Readings {
    /// The report with a key. The connection is one that sees only what is committed: what a change takes back again must not
    /// be kept.
    pub(crate) fn get(&self, db: &Connection, key: i64) -> Answer<Option<Arc<Opened>>> {
        if let Some(found) = self.lock().take(key) {
            return Ok(Some(found));
        }
        // Nobody waits while this is unpacked; two who want the same at once unpack it twice.
        let Some(opened) = open(db, key)?.map(Arc::new) else { return Ok(None) };
        self.lock().keep(key, &opened);
        Ok(Some(opened))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.lock();
        f.debug_struct("Readings").field("n", &kept.by_key.len()).field("n_bytes", &kept.n_bytes).finish()
    }
}

impl Kept {
    fn take(&mut self, key: i64) -> Option<Arc<Opened>> {
        let (opened, turn) = self.by_key.get_mut(&key)?;
        self.turn += 1;
        self.by_turn.remove(turn);
        self.by_turn.insert(self.turn, key);
        *turn = self.turn;
        Some(Arc::clone(opened))
    }

    fn keep(&mut self, key: i64, opened: &Arc<Opened>) {
        if opened.n_bytes > MOST_BYTES / 4 || self.by_key.contains_key(&key) {
            return;
        }
        self.turn += 1;
        self.by_turn.insert(self.turn, key);
        self.by_key.insert(key, (Arc::clone(opened), self.turn));
        self.n_bytes += opened.n_bytes;
        while self.n_bytes > MOST_BYTES {
            let Some((_, oldest)) = self.by_turn.pop_first() else { break };
            if let Some((gone, _)) = self.by_key.remove(&oldest) {
                self.n_bytes -= gone.n_bytes;
            }
        }
    }
}

fn open(db: &Connection, key: i64) -> Answer<Option<Opened>> {
    let row = db
        .prepare_cached(
            "SELECT b.n_bytes, b.body, t.body, r.first_event FROM report AS r
             JOIN reading AS b ON b.key = r.key JOIN report_text AS t ON t.key = r.key WHERE r.key = ?1",
        )?
        .query_row([key], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    let Some((n_bytes, body, text, first_event)) = row else { return Ok(None) };
    let unpacked = unpack(&body, n_bytes)?;
    let reading = serde_json::from_slice(&unpacked)?;
    Ok(Some(Opened { reading, n_bytes: unpacked.len() + text.len(), text: text.into(), first_event }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_record::Report;

    fn opened(n_bytes: usize) -> Arc<Opened> {
        let reading = Reading {
            report: Report::of_text(String::new()),
            events: Vec::new(),
            claims: Vec::new(),
            forecasts: Vec::new(),
            sentences: Vec::new(),
            notes: Vec::new(),
        };
        Arc::new(Opened { reading, text: "".into(), first_event: 1, n_bytes })
    }

    #[test]
    fn what_was_asked_for_last_is_kept_within_the_bound() {
        let mut kept = Kept::default();
        let one = opened(MOST_BYTES / 4);
        for key in 1..=4 {
            kept.keep(key, &one);
        }
        assert!(kept.take(1).is_some(), "four fit");
        kept.keep(5, &one);
        assert!(kept.take(2).is_none(), "the one that nobody has asked for the longest has gone");
        assert!(kept.take(1).is_some() && kept.take(5).is_some());
        kept.keep(6, &opened(MOST_BYTES / 4 + 1));
        assert!(kept.take(6).is_none(), "one that would push out many is not kept");
        assert_eq!((kept.n_bytes, kept.by_key.len(), kept.by_turn.len()), (MOST_BYTES, 4, 4));
    }
}
