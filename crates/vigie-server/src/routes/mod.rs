//! Routes: one file for each noun of the API.

mod forecasts;
mod hypotheses;
mod ledger;
mod lines;
mod now;
mod overview;
mod people;
mod problems;
mod records;
mod remarks;
mod reports;
mod search;
mod session;
mod sources;
mod watches;
mod weighed;

use crate::api::Route;

/// All routes, in the order of the document.
pub(crate) fn all() -> Vec<Route> {
    let parts = [
        session::routes(),
        now::routes(),
        problems::routes(),
        hypotheses::routes(),
        reports::routes(),
        records::routes(),
        forecasts::routes(),
        search::routes(),
        lines::routes(),
        weighed::routes(),
        overview::routes(),
        ledger::routes(),
        sources::routes(),
        remarks::routes(),
        watches::routes(),
        people::routes(),
    ];
    parts.into_iter().flatten().collect()
}
