//! Forecasts, listed.

use super::reports::Listed;
use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::forecast::ForecastRow;
use crate::wire::list::List;

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/forecasts", "Lists forecasts, those that are due last first", list).kept(Lasts::UntilThen)]
}

fn list(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<ForecastRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| List::of(store.forecasts(&filter, most, from)?, |item| Ok(ForecastRow::of(item))))
}
