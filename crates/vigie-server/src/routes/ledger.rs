//! The ledger: forecasts that are open, due and settled, and how well those who made them were calibrated.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_analysis::ledger::{Entry, Ledger, LedgerForecast, Maker, Outcome, Resolution as Settled, Score, scores};
use vigie_record::{Digest, ForecastStatus, Probability};
use vigie_store::{Filter, ForecastItem, ForecastStanding, Judgement, RemarkBody, Store};

use crate::api::{Call, Nothing, Route};
use crate::desk::{Desk, last_day};
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::filter::{Asked, digest};
use crate::wire::forecast::ForecastRow;
use crate::wire::remark::{RemarkRow, Resolution};

/// Forecasts that are gone through at once.
const AT_ONCE: usize = 500;

/// Forecasts of each kind that are shown.
const MOST_SHOWN: usize = 100;

/// The ledger as it stands.
#[derive(Debug, Serialize, JsonSchema)]
struct LedgerPage {
    /// The day by which a forecast counts as due: that of the newest report.
    day: Option<Date>,
    /// Forecasts whose day has not come, those that come first last.
    open: Vec<ForecastRow>,
    /// Open forecasts whose day has come.
    due: Vec<ForecastRow>,
    /// Forecasts that were settled, with their scores.
    resolved: Vec<ResolvedRow>,
    /// How well each source was calibrated; `all` first.
    calibration: Vec<CalibrationRow>,
    /// How many are open, due and settled in all.
    counts: LedgerCounts,
}

/// How many forecasts there are.
#[derive(Debug, Serialize, JsonSchema)]
struct LedgerCounts {
    /// Those whose day has not come, or that have none.
    open: u64,
    /// Those whose day has come.
    due: u64,
    /// Those that were settled.
    resolved: u64,
}

/// A forecast that was settled.
#[derive(Debug, Serialize, JsonSchema)]
struct ResolvedRow {
    /// The forecast.
    #[serde(flatten)]
    row: ForecastRow,
    /// What became of it.
    outcome: Resolution,
    /// The squared distance between what was said and what came; null where nothing was said in odds.
    brier_score: Option<f64>,
    /// Why, in the words of who settled it.
    note: Option<String>,
    /// Who settled it.
    settled_by: Option<String>,
}

/// How well a source was calibrated.
#[derive(Debug, Serialize, JsonSchema)]
struct CalibrationRow {
    /// The source.
    source: String,
    /// Settled forecasts with odds.
    n: u64,
    /// The mean squared distance between what was said and what came.
    brier: f64,
    /// The same for always saying the share that came true.
    brier_of_base_rate: f64,
    /// The bins that have forecasts, from the lowest.
    bins: Vec<CalibrationBin>,
}

/// Forecasts of about the same probability.
#[derive(Debug, Serialize, JsonSchema)]
struct CalibrationBin {
    /// The least probability.
    from: f64,
    /// The most.
    to: f64,
    /// How many.
    n: u64,
    /// The mean probability that was given.
    forecast: f64,
    /// The share that came true.
    came: f64,
}

/// What became of a forecast.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Resolved {
    /// What became of it.
    outcome: Resolution,
    /// The day on which that was settled; today where it is left out.
    #[serde(default)]
    on: Option<Date>,
    /// Why.
    #[serde(default)]
    note: Option<String>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/ledger", "Forecasts that are open, due and settled, with scores by source", show)
            .kept(Lasts::AWhile),
        Route::post("/ledger/{id}/resolution", "Says what became of a forecast", resolve).makes(),
    ]
}

fn show(desk: &Desk, call: &mut Call<Asked, Nothing>) -> Result<LedgerPage, Trouble> {
    let filter = call.query.filter()?;
    desk.stores.read(|store| {
        let newest = store.newest_day(last_day())?;
        let day = newest.unwrap_or(Date::MIN);
        let counts = store.forecast_counts(&filter, day)?;
        let rows = |standing| -> Result<Vec<ForecastRow>, Trouble> {
            let found = store.forecasts(&Filter { standing: Some(standing), ..filter.clone() }, MOST_SHOWN, None)?;
            Ok(found.items.into_iter().map(ForecastRow::of).collect())
        };
        let (mut ledger, mut resolved) = (Ledger::default(), Vec::new());
        each(store, &Filter { standing: Some(ForecastStanding::Settled), ..filter.clone() }, |item| {
            let brier_score = enter(&mut ledger, &item);
            if resolved.len() < MOST_SHOWN {
                let (note, settled_by) = settled(store, item.forecast.id)?;
                let outcome = item.forecast.status.into();
                resolved.push(ResolvedRow { row: ForecastRow::of(item), outcome, brier_score, note, settled_by });
            }
            Ok(())
        })?;
        Ok(LedgerPage {
            day: newest,
            open: rows(ForecastStanding::Open(day))?,
            due: rows(ForecastStanding::Due(day))?,
            resolved,
            calibration: scores(&ledger).iter().map(calibration).collect(),
            counts: LedgerCounts { open: counts.n_open, due: counts.n_due, resolved: counts.n_settled },
        })
    })
}

/// Hands all forecasts that fulfil a filter to `take`.
fn each(
    store: &Store,
    filter: &Filter,
    mut take: impl FnMut(ForecastItem) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut from = None;
    loop {
        let page = store.forecasts(filter, AT_ONCE, from)?;
        for item in page.items {
            take(item)?;
        }
        match page.next {
            Some(next) => from = Some(next),
            None => return Ok(()),
        }
    }
}

/// Why a forecast was settled as it was, and by whom.
fn settled(store: &Store, id: Digest) -> Result<(Option<String>, Option<String>), Trouble> {
    let remarks = store.remarks(&id.to_string())?;
    let last = remarks.into_iter().rev().filter(|remark| remark.undone_by.is_none()).find_map(|remark| {
        let RemarkBody::Judgement(judgement) = remark.body else { return None };
        judgement.resolution.map(|_| (judgement.note, Some(remark.author)))
    });
    Ok(last.unwrap_or_default())
}

/// Who made a forecast: the source of the claim that it is, else the outlet.
fn source_of(item: &ForecastItem) -> Option<&str> {
    let source = item.source.as_ref().map(|source| source.identity.name.as_ref().unwrap_or(&source.text));
    source.or(item.head.outlet.as_ref()).map(String::as_str)
}

/// Puts a settled forecast on the ledger that is scored, where it has odds and a day; gives its score.
fn enter(ledger: &mut Ledger, item: &ForecastItem) -> Option<f64> {
    let forecast = &item.forecast;
    let [low, high] = forecast.probability?;
    let probability = Probability::nearest(f64::midpoint(low.get(), high.get()))?;
    let outcome = match forecast.status {
        ForecastStatus::CameTrue => Outcome::Yes,
        ForecastStatus::Failed => Outcome::No,
        _ => return None,
    };
    let on = forecast.resolved_at.unwrap_or(Date::ZERO);
    // Two that say the same in two reports are two: their ids are those of their records.
    let entry = LedgerForecast {
        id: forecast.id,
        statement: forecast.statement.text.clone(),
        condition: None,
        probability,
        issued_on: on,
        due: on,
        source: source_of(item).unwrap_or("nobody named").to_owned(),
        maker: Maker::Claim,
        from: None,
        problem: None,
    };
    ledger.take(Entry::Forecast(entry));
    let by = String::new();
    ledger.take(Entry::Resolution(Settled { forecast_id: forecast.id, outcome, on, by, because: None }));
    let came = f64::from(u8::from(outcome == Outcome::Yes));
    Some((probability.get() - came).powi(2))
}

fn calibration(score: &Score) -> CalibrationRow {
    CalibrationRow {
        source: score.source.clone(),
        n: score.came_true.cases(),
        brier: score.brier,
        brier_of_base_rate: score.brier_of_base_rate,
        bins: score
            .bins
            .iter()
            .map(|bin| CalibrationBin {
                from: bin.from_to[0],
                to: bin.from_to[1],
                n: bin.came_true.cases(),
                forecast: bin.said,
                came: bin.came_true.share().unwrap_or_default(),
            })
            .collect(),
    }
}

fn resolve(desk: &Desk, call: &mut Call<Nothing, Resolved>) -> Result<RemarkRow, Trouble> {
    let (now, author) = (Timestamp::now(), call.who()?.name.clone());
    let id = digest("id", call.id())?.to_string();
    let judgement = Judgement {
        resolution: Some(call.body.outcome.into()),
        resolved_on: Some(call.body.on.unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date())),
        note: call.body.note.clone().filter(|note| !note.trim().is_empty()),
        ..Judgement::default()
    };
    let remark = desk.stores.write(|store| Ok(store.remark(&id, RemarkBody::Judgement(judgement), &author, now)?))?;
    desk.log(&author, "resolve", &id, &remark.id.to_string())?;
    Ok(remark.into())
}
