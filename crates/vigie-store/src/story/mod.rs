//! Stories: near-copies of one text, found by what few of their runs of words hash to.
//!
//! When a report is put in, its [`Signature`] is put beside it. Grouping comes later, many reports at a time, so that the
//! bands of a batch are looked up and written in the order in which they lie on disk: `group`.

mod alike;
mod group;
mod looked;
mod occurrence;
mod signature;

use rusqlite::{Connection, params};

use crate::error::Answer;

pub(crate) use group::group_all;
pub(crate) use signature::Signature;

/// Puts the signature of a report beside it.
pub(crate) fn sign(db: &Connection, report: i64, text: &str) -> Answer<Signature> {
    let signature = Signature::of(text);
    db.prepare_cached("INSERT INTO signature (report, n_words, minima) VALUES (?1, ?2, ?3)")?.execute(params![
        report,
        signature.n_runs,
        signature.to_bytes()
    ])?;
    Ok(signature)
}
