//! Claims: who says what.

use std::sync::Arc;

use rusqlite::{Connection, params_from_iter};
use vigie_record::{Claim, TableQuotation};

use super::events::{Shelf, number_of, sentence_of};
use super::filter::{Filter, few_of_source, list};
use super::page::{Cursor, Page, ReportHead, cut};
use super::way::FEW;
use crate::added;
use crate::blocks;
use crate::error::{Answer, Fault};
use crate::opened::Readings;
use crate::put::CLAIM;
use crate::row::count;

/// A claim that was found.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimItem {
    /// A report has it.
    Told {
        /// The claim.
        claim: Box<Claim>,
        /// The report's head.
        head: Box<ReportHead>,
        /// The text of the report, to which the claim's ranges belong.
        text: Arc<str>,
        /// The sentence in which it stands.
        sentence: Option<String>,
        /// The number of that sentence, from 1.
        number: Option<usize>,
    },
    /// A table has it: words between quotation marks.
    Quotation(Box<TableQuotation>),
}

/// A page of the claims that fulfil a filter, newest first.
pub(crate) fn claims(
    db: &Connection,
    readings: &Readings,
    filter: &Filter,
    most: usize,
    from: Option<Cursor>,
) -> Answer<Page<ClaimItem>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM claim", [], |row| row.get(0))?,
    };
    let mut conditions = filter.of_claim(db)?;
    conditions.add(format!("+c.key <= {newest}"));
    if !filter.all_versions {
        conditions.add("NOT EXISTS (SELECT 1 FROM report AS v WHERE v.key = c.report AND v.replaced_by IS NOT NULL)");
    }
    if let Some(cursor) = from {
        conditions.add(cursor.after("c"));
    }
    // Those of a source are sorted where they are few; where they are many, a page is soon full.
    let few = match &filter.source {
        Some(source) => few_of_source(db, source, FEW)?,
        None => None,
    };
    let (among, sign) = match few {
        Some(keys) => (format!("c.key IN ({}) AND ", list(&keys)), "+"),
        None => (String::new(), ""),
    };
    let query = format!(
        "SELECT c.day, c.key FROM claim AS c WHERE {among}{} ORDER BY {sign}c.day DESC, {sign}c.key DESC LIMIT {}",
        conditions.all().replace("c.day ", &format!("{sign}c.day ")),
        count(most.saturating_add(1))
    );
    let found = db
        .prepare(&query)?
        .query_map(params_from_iter(conditions.values), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let (keys, next) = cut(found, most, newest);
    let (mut shelf, mut rows) = (Shelf::of(readings), blocks::Shelf::default());
    let items = keys.into_iter().map(|key| claim(db, &mut shelf, &mut rows, key)).collect::<Answer<_>>()?;
    Ok(Page { items, next })
}

fn claim(db: &Connection, shelf: &mut Shelf<'_>, rows: &mut blocks::Shelf, key: i64) -> Answer<ClaimItem> {
    let report: Option<i64> =
        db.prepare_cached("SELECT report FROM claim WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
    let Some(report) = report else { return Ok(ClaimItem::Quotation(Box::new(rows.quotation(db, key)?))) };
    let first: i64 =
        db.prepare_cached("SELECT first_claim FROM report WHERE key = ?1")?.query_row([report], |row| row.get(0))?;
    let (head, opened) = shelf.report(db, report)?;
    let index = usize::try_from(key - first).unwrap_or(usize::MAX);
    let claim: Claim = match added::with_key(db, CLAIM, key)? {
        Some(claim) => claim,
        None => opened
            .reading
            .claims
            .get(index)
            .cloned()
            .ok_or_else(|| Fault::Damaged(format!("the reading of a report lacks its claim {index}")))?,
    };
    Ok(ClaimItem::Told {
        sentence: sentence_of(opened, &claim.spans),
        number: number_of(opened, &claim.spans),
        claim: Box::new(claim),
        head: Box::new(head.clone()),
        text: Arc::clone(&opened.text),
    })
}
