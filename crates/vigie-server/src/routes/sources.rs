//! Sources: those who publish, with how reliable people hold them, and pages and feeds that are fetched, with their health.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_store::{OutletItem, Source, Store};

use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::list::List;

/// What stands before the name of an outlet in its id.
const OUTLET: &str = "outlet:";

/// A source.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SourceRow {
    /// Its id: `outlet:NAME`, or the address of a page or feed.
    id: String,
    /// Its name.
    name: String,
    /// `outlet`, `feed`, `page`; `unknown` until the first answer shows it.
    kind: String,
    /// How reliable people hold it: A to F of the Admiralty scale.
    reliability: Option<char>,
    /// When it was last fetched well.
    last_success: Option<Timestamp>,
    /// Why the last visit failed.
    last_error: Option<String>,
    /// When it is tried again.
    next_try: Option<Timestamp>,
    /// Reports that came from it.
    n_reports: u64,
    /// Forecasts in its reports that came true.
    claims_right: Option<u64>,
    /// Forecasts in its reports that failed.
    claims_wrong: Option<u64>,
}

/// How reliable an outlet is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Graded {
    /// A to F of the Admiralty scale; F, cannot be judged, takes an earlier word back.
    reliability: Option<char>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get::<Nothing, _>("/sources", "Lists who publishes and what is fetched", list).kept(Lasts::AWhile),
        Route::put("/sources/{id}", "Says how reliable an outlet is; warnings are weighed by it", grade),
    ]
}

fn list(desk: &Desk, _: &mut Call<Nothing, Nothing>) -> Result<List<SourceRow>, Trouble> {
    desk.stores.read(|store| {
        let outlets = store.outlets()?.into_iter().map(SourceRow::from);
        let fetched = store.sources()?.into_iter().map(SourceRow::from);
        Ok(List::whole(fetched.chain(outlets).collect()))
    })
}

/// Sources whose last visit failed.
pub(super) fn failing(store: &Store) -> Result<Vec<SourceRow>, Trouble> {
    let failing = store.sources()?.into_iter().filter(|source| source.visit.n_failures > 0);
    Ok(failing.map(SourceRow::from).collect())
}

fn grade(desk: &Desk, call: &mut Call<Nothing, Graded>) -> Result<SourceRow, Trouble> {
    let author = call.who()?.name.clone();
    let name = call.id().strip_prefix(OUTLET).ok_or_else(|| Trouble::missing("outlet", call.id()))?.to_owned();
    let letter = call.body.reliability.unwrap_or('F').to_ascii_uppercase();
    desk.stores.write(|store| Ok(store.grade_outlet(&name, letter, &author, Timestamp::now())?))?;
    desk.log(&author, "grade-source", &name, &letter.to_string())?;
    let outlets = desk.stores.read(|store| Ok(store.outlets()?))?;
    let found = outlets.into_iter().find(|outlet| outlet.name == name);
    found.map(SourceRow::from).ok_or_else(|| Trouble::missing("outlet", &name))
}

impl From<OutletItem> for SourceRow {
    fn from(outlet: OutletItem) -> Self {
        Self {
            id: format!("{OUTLET}{}", outlet.name),
            name: outlet.name,
            kind: "outlet".to_owned(),
            reliability: outlet.reliability,
            last_success: None,
            last_error: None,
            next_try: None,
            n_reports: outlet.n_reports,
            claims_right: Some(outlet.n_came_true),
            claims_wrong: Some(outlet.n_failed),
        }
    }
}

impl From<Source> for SourceRow {
    fn from(source: Source) -> Self {
        let kind = if source.kind.is_empty() { "unknown".to_owned() } else { source.kind };
        Self {
            name: if source.name.is_empty() { source.url.clone() } else { source.name },
            id: source.url,
            kind,
            reliability: None,
            last_success: source.visit.last_success,
            last_error: source.visit.last_error,
            next_try: source.visit.next_try,
            n_reports: source.n_added,
            claims_right: None,
            claims_wrong: None,
        }
    }
}
