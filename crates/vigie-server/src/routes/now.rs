//! Now: what has changed since a day.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_analysis::series::chance_of_at_least;
use vigie_store::{DyadCount, Filter, ForecastStanding, Store};

use super::problems::rows;
use super::sources::{SourceRow, failing};
use crate::api::{Call, Nothing, Route, number};
use crate::desk::{Desk, last_day};
use crate::trouble::Trouble;
use crate::wire::event::EventRow;
use crate::wire::forecast::ForecastRow;
use crate::wire::warning::ProblemRow;

/// Days back where nobody says since when.
const USUAL_DAYS: i32 = 30;

/// Records of each kind.
const FEW: usize = 12;

/// Days in which a count is taken.
const WINDOW: i32 = 7;

/// Windows before it, with which it is compared.
const WINDOWS_BEFORE: i32 = 12;

/// The chance below which a count is told of.
const UNUSUAL: f64 = 0.01;

/// The fewest events that are told of.
const FEWEST: u64 = 3;

/// Since when.
#[derive(Debug, Deserialize, JsonSchema)]
struct Since {
    /// The first day of what is new; a month before the newest report where it is left out.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<Date>")]
    since: Option<Date>,
}

/// What has changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Now {
    /// Since when.
    since: Option<Date>,
    /// The day of the newest report; null in an empty store.
    day: Option<Date>,
    /// The warning problems, those that moved most first.
    problems: Vec<ProblemRow>,
    /// Who did far more to whom in the last week than usual.
    unusual: Vec<UnusualDyad>,
    /// Events that began since, newest first.
    new_events: Vec<EventRow>,
    /// Forecasts of reports since, those due last first.
    new_forecasts: Vec<ForecastRow>,
    /// Open forecasts whose day has come.
    due_forecasts: Vec<ForecastRow>,
    /// Sources whose last visit failed.
    failing_sources: Vec<SourceRow>,
    /// What the store holds.
    counts: Counts,
}

/// A country that did far more to another than usual.
#[derive(Debug, Serialize, JsonSchema)]
struct UnusualDyad {
    /// Who acts.
    actor: String,
    /// Who is acted on.
    recipient: String,
    /// Real events in the last seven days.
    count: u64,
    /// The mean of the twelve weeks before.
    usual: f64,
    /// How likely so many or more were by chance, if nothing had changed.
    chance: f64,
    /// `high` below one in a hundred, `very high` below one in ten thousand.
    level: String,
}

/// What the store holds.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    /// Reports that stand.
    reports: u64,
    /// Events of reports.
    events: u64,
    /// Claims.
    claims: u64,
    /// Forecasts.
    forecasts: u64,
    /// Events of tables.
    table_events: u64,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/now", "What has changed since a day", now)]
}

fn now(desk: &Desk, call: &mut Call<Since, Nothing>) -> Result<Now, Trouble> {
    let mut problems = rows(desk)?;
    let moved = |row: &ProblemRow| row.odds.zip(row.odds_before).map_or(0.0, |(now, before)| (now - before).abs());
    problems.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    let asked = call.query.since;
    desk.stores.read(|store| {
        let day = store.newest_day(last_day())?;
        let since = asked.or(day.map(|day| day.saturating_sub(Span::new().days(USUAL_DAYS))));
        let new = Filter { since, ..Filter::default() };
        let events = store.events(&new, FEW, None)?.items;
        let new_forecasts = store.forecasts(&Filter { issued_since: since, ..Filter::default() }, FEW, None)?.items;
        let status = store.status()?;
        Ok(Now {
            since,
            day,
            problems,
            unusual: day.map(|day| unusual(store, day)).transpose()?.unwrap_or_default(),
            new_events: events.into_iter().map(|item| EventRow::of(store, item)).collect::<Result<_, _>>()?,
            new_forecasts: new_forecasts.into_iter().map(ForecastRow::of).collect(),
            due_forecasts: due(store, day)?,
            failing_sources: failing(store)?,
            counts: Counts {
                reports: status.n_reports,
                events: status.n_events,
                claims: status.n_claims,
                forecasts: status.n_forecasts,
                table_events: status.tables.iter().map(|(_, n)| n).sum(),
            },
        })
    })
}

/// Open forecasts whose day has come, the newest first.
fn due(store: &Store, day: Option<Date>) -> Result<Vec<ForecastRow>, Trouble> {
    let Some(day) = day else { return Ok(Vec::new()) };
    let due = Filter { standing: Some(ForecastStanding::Due(day)), ..Filter::default() };
    Ok(store.forecasts(&due, FEW, None)?.items.into_iter().map(ForecastRow::of).collect())
}

fn unusual(store: &Store, day: Date) -> Result<Vec<UnusualDyad>, Trouble> {
    let since = day.saturating_sub(Span::new().days(WINDOW - 1));
    let before = since.saturating_sub(Span::new().days(WINDOW * WINDOWS_BEFORE));
    let mut found: Vec<UnusualDyad> =
        store.dyad_counts(before, since, day)?.into_iter().filter_map(stands_out).collect();
    found.sort_by(|a, b| a.chance.total_cmp(&b.chance));
    found.truncate(FEW);
    Ok(found)
}

fn stands_out(DyadCount { actor, recipient, now, before }: DyadCount) -> Option<UnusualDyad> {
    let usual = before as f64 / f64::from(WINDOWS_BEFORE);
    // Half an event more, so that the first of its kind is unusual and not impossible.
    let chance = chance_of_at_least(now, usual + 0.5 / f64::from(WINDOWS_BEFORE));
    let level = if chance < UNUSUAL / 100.0 { "very high" } else { "high" };
    (now >= FEWEST && chance < UNUSUAL).then(|| UnusualDyad {
        actor,
        recipient,
        count: now,
        usual,
        chance,
        level: level.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_stands_out_by_what_is_usual_for_it() {
        let dyad = |now, before| DyadCount { actor: "RUS".to_owned(), recipient: "UKR".to_owned(), now, before };
        assert!(stands_out(dyad(2, 0)).is_none(), "two are too few to be told of");
        assert!(stands_out(dyad(20, 240)).is_none(), "as many as always");
        assert_eq!(stands_out(dyad(20, 24)).unwrap().level, "very high");
        // Pairs with a thousand a week were never told of: the chance of none at all is too small for a number.
        assert_eq!(stands_out(dyad(5_000, 12_000)).unwrap().level, "very high");
        assert!(stands_out(dyad(1_000, 12_000)).is_none(), "as many as always");
        assert_eq!(stands_out(dyad(50_000, 300_000)).unwrap().level, "very high");
    }
}
