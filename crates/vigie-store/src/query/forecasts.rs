//! Forecasts: the ledger of what was said to be to come.

use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};
use vigie_record::{Claim, Digest, Forecast, Source};

use super::events::{Shelf, number_of, sentence_of};
use super::filter::{Conditions, Filter, ForecastStanding};
use super::page::{Cursor, Page, ReportHead, cut};
use crate::added::{self, Addition};
use crate::error::{Answer, Fault};
use crate::opened::{Opened, Readings};
use crate::put::FORECAST;
use crate::row::count;

/// A forecast that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastItem {
    /// The forecast, with what an analyst has said became of it.
    pub forecast: Forecast,
    /// Who says so; nobody where the outlet speaks in its own name, or the text does not say.
    pub source: Option<Source>,
    /// The report's head.
    pub head: ReportHead,
    /// The text of the report, to which the forecast's ranges belong.
    pub text: Arc<str>,
    /// The sentence in which it stands.
    pub sentence: Option<String>,
    /// The number of that sentence, from 1.
    pub number: Option<usize>,
}

/// How many forecasts there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ForecastCounts {
    /// Those that are not over yet, or have no day.
    pub n_open: u64,
    /// Those that are over, and of which nobody has said what became of them.
    pub n_due: u64,
    /// Those of which somebody has.
    pub n_settled: u64,
}

/// How many of the forecasts that fulfil a filter are open, due and settled on a day.
pub(crate) fn forecast_counts(db: &Connection, filter: &Filter, day: Date) -> Answer<ForecastCounts> {
    let conditions = conditions(db, filter)?;
    let [open, due, settled] = [ForecastStanding::Open(day), ForecastStanding::Due(day), ForecastStanding::Settled]
        .map(ForecastStanding::condition);
    let query = format!("SELECT sum({open}), sum({due}), sum({settled}) FROM forecast AS f WHERE {}", conditions.all());
    let counts = db.prepare(&query)?.query_row(params_from_iter(conditions.values), |row| {
        let count = |at: usize| row.get::<_, Option<i64>>(at).map(|n| n.unwrap_or(0).unsigned_abs());
        Ok(ForecastCounts { n_open: count(0)?, n_due: count(1)?, n_settled: count(2)? })
    });
    Ok(counts?)
}

fn conditions(db: &Connection, filter: &Filter) -> Answer<Conditions> {
    let mut conditions = filter.of_forecast(db)?;
    if !filter.all_versions {
        conditions.add("NOT EXISTS (SELECT 1 FROM report AS v WHERE v.key = f.report AND v.replaced_by IS NOT NULL)");
    }
    Ok(conditions)
}

/// A page of the forecasts that fulfil a filter, those that are due last first.
pub(crate) fn forecasts(
    db: &Connection,
    readings: &Readings,
    filter: &Filter,
    most: usize,
    from: Option<Cursor>,
) -> Answer<Page<ForecastItem>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM forecast", [], |row| row.get(0))?,
    };
    let mut conditions = conditions(db, filter)?;
    conditions.add(format!("+f.key <= {newest}"));
    if let Some(cursor) = from {
        conditions.add(cursor.after("f").replace("f.day", "f.end_day"));
    }
    let query = format!(
        "SELECT f.end_day, f.key FROM forecast AS f WHERE {} ORDER BY f.end_day DESC, f.key DESC LIMIT {}",
        conditions.all(),
        count(most.saturating_add(1))
    );
    let found = db
        .prepare(&query)?
        .query_map(params_from_iter(conditions.values), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let (keys, next) = cut(found, most, newest);
    let mut shelf = Shelf::of(readings);
    let items = keys.into_iter().map(|key| forecast(db, &mut shelf, key)).collect::<Answer<_>>()?;
    Ok(Page { items, next })
}

fn forecast(db: &Connection, shelf: &mut Shelf<'_>, key: i64) -> Answer<ForecastItem> {
    let mut statement = db.prepare_cached(
        "SELECT f.report, r.first_forecast, f.status, f.resolved_on FROM forecast AS f JOIN report AS r ON r.key = f.report
         WHERE f.key = ?1",
    )?;
    let (report, first, status, resolved_on): (i64, i64, String, Option<i64>) =
        statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let (head, opened) = shelf.report(db, report)?;
    let index = usize::try_from(key - first).unwrap_or(usize::MAX);
    let mut forecast: Forecast = match added::with_key(db, FORECAST, key)? {
        Some(forecast) => forecast,
        None => opened
            .reading
            .forecasts
            .get(index)
            .cloned()
            .ok_or_else(|| Fault::Damaged(format!("the reading of a report lacks its forecast {index}")))?,
    };
    let source = match forecast.claim_id {
        Some(claim) => source_of(db, report, opened, claim)?,
        None => None,
    };
    forecast.status = serde_json::from_value(status.into())?;
    forecast.resolved_at = resolved_on.and_then(crate::days::day);
    Ok(ForecastItem {
        sentence: sentence_of(opened, &forecast.spans),
        number: number_of(opened, &forecast.spans),
        forecast,
        source,
        head: head.clone(),
        text: Arc::clone(&opened.text),
    })
}

/// Who is the source of a claim of a report: one that was read in it, or one that was added by hand.
fn source_of(db: &Connection, report: i64, opened: &Opened, id: Digest) -> Answer<Option<Source>> {
    let is_it = |claim: &Claim| claim.id == id;
    if let Some(claim) = opened.reading.claims.iter().find(|claim| is_it(claim)) {
        return Ok(claim.source.clone());
    }
    let added = added::to_report(db, report)?.into_iter().find_map(|(_, addition)| match addition {
        Addition::Claim(claim) if is_it(&claim) => Some(claim),
        _ => None,
    });
    Ok(added.and_then(|claim| claim.source))
}
