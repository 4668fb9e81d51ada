//! Routes: one file for each noun of the API.

mod forecasts;
mod people;
mod records;
mod remarks;
mod reports;
mod search;
mod session;

use crate::api::Route;

/// All routes, in the order of the document.
pub(crate) fn all() -> Vec<Route> {
    let parts = [
        session::routes(),
        reports::routes(),
        records::routes(),
        forecasts::routes(),
        search::routes(),
        remarks::routes(),
        people::routes(),
    ];
    parts.into_iter().flatten().collect()
}
