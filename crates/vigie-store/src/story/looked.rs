//! Texts that are looked at while reports are grouped, and what their outlets print around all of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::alike::Text;
use crate::error::{Answer, Fault};
use crate::row::count;

/// Texts that are kept at hand: some ten kilobytes each.
const MOST_KEPT: usize = 2048;

/// Reports of an outlet that are looked at for its furniture, among so many that came in before and after one of them.
const SAMPLE: usize = 8;
const AMONG: i64 = 4096;

/// A run of words that so many of them have is furniture.
const FURNITURE: usize = 3;

/// Texts at hand.
pub(super) struct Looked<'d> {
    db: &'d Connection,
    texts: BTreeMap<i64, (i64, Text)>,
    /// By outlet.
    furniture: BTreeMap<i64, Vec<u64>>,
}

impl<'d> Looked<'d> {
    pub(super) fn new(db: &'d Connection) -> Self {
        Self { db, texts: BTreeMap::new(), furniture: BTreeMap::new() }
    }

    /// The share of the shorter text that stands in the longer, where the texts of two reports are copies of each other.
    pub(super) fn copied(&mut self, one: i64, two: i64) -> Answer<Option<f64>> {
        if self.texts.len() >= MOST_KEPT {
            self.texts.clear();
        }
        for report in [one, two] {
            if !self.texts.contains_key(&report) {
                let (outlet, body) = text(self.db, report)?;
                self.texts.insert(report, (outlet, Text::of(&body)));
            }
        }
        let [(outlet, own), (other_outlet, other)] = [&self.texts[&one], &self.texts[&two]];
        if own.copied(other).is_none() {
            return Ok(None);
        }
        // What they have in common may be what stands around all reports of their outlets.
        let outlets = [*outlet, *other_outlet];
        for outlet in outlets {
            if !self.furniture.contains_key(&outlet) {
                let found = furniture(self.db, outlet, one.max(two))?;
                self.furniture.insert(outlet, found);
            }
        }
        let [(_, own), (_, other)] = [&self.texts[&one], &self.texts[&two]];
        Ok(own.copied_without(outlets.map(|outlet| self.furniture[&outlet].as_slice()), other))
    }
}

/// The outlet of a report and its text.
pub(super) fn text(db: &Connection, report: i64) -> Answer<(i64, String)> {
    let row: Option<(Option<i64>, String)> = db
        .prepare_cached(
            "SELECT r.outlet, t.body FROM report AS r JOIN report_text AS t ON t.key = r.key WHERE r.key = ?1",
        )?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (outlet, body) = row.ok_or_else(|| Fault::Damaged(format!("the report with key {report} has no text")))?;
    Ok((outlet.unwrap_or(0), body))
}

/// The runs of words that several reports of an outlet have, out of those that came in around one.
fn furniture(db: &Connection, outlet: i64, around: i64) -> Answer<Vec<u64>> {
    let mut statement = db.prepare_cached(
        "SELECT t.body FROM report AS r JOIN report_text AS t ON t.key = r.key
         WHERE r.key BETWEEN ?2 - ?3 AND ?2 + ?3 AND r.outlet = ?1 LIMIT ?4",
    )?;
    let mut n_having: BTreeMap<u64, usize> = BTreeMap::new();
    let mut rows = statement.query((outlet, around, AMONG, count(SAMPLE)))?;
    while let Some(row) = rows.next()? {
        let body: String = row.get(0)?;
        for run in Text::of(&body).runs() {
            *n_having.entry(*run).or_default() += 1;
        }
    }
    Ok(n_having.into_iter().filter(|(_, n)| *n >= FURNITURE).map(|(run, _)| run).collect())
}
