//! Warning problems: listed, and each on a day.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::{Call, Nothing, Route, number};
use crate::assessment::assessment;
use crate::desk::Desk;
use crate::problems::Shown;
use crate::trouble::Trouble;
use crate::wire::list::List;
use crate::wire::warning::{ProblemRow, WarningPage};

/// The day that is asked about.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OnDay {
    /// The day; nothing that came later is used. That of the newest report where it is left out.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<Date>")]
    pub(super) date: Option<Date>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get::<Nothing, _>("/problems", "Lists the warning problems with their odds", list),
        Route::file(
            "/problems/{id}/assessment",
            "text/html; charset=utf-8",
            "The warning as one page to print or keep, in the order of ICD 203",
            assessed,
        ),
        Route::get("/problems/{id}", "A warning problem on a day, with everything behind its odds", show),
    ]
}

fn list(desk: &Desk, _: &mut Call<Nothing, Nothing>) -> Result<List<ProblemRow>, Trouble> {
    rows(desk).map(List::whole)
}

/// All problems as lines.
pub(super) fn rows(desk: &Desk) -> Result<Vec<ProblemRow>, Trouble> {
    desk.problems.iter().map(|shown| shown.row(desk)).collect()
}

/// The problem with an id.
pub(super) fn find<'a>(desk: &'a Desk, id: &str) -> Result<&'a Shown, Trouble> {
    desk.problems.iter().find(|shown| shown.id == id).ok_or_else(|| Trouble::missing("problem", id))
}

fn assessed(desk: &Desk, call: &mut Call<OnDay, Nothing>) -> Result<String, Trouble> {
    let page = find(desk, call.id())?.page(desk, call.query.date)?;
    Ok(assessment(&page, &call.who()?.name))
}

fn show(desk: &Desk, call: &mut Call<OnDay, Nothing>) -> Result<WarningPage, Trouble> {
    let page = find(desk, call.id())?.page(desk, call.query.date)?;
    Ok(Arc::unwrap_or_clone(page))
}
