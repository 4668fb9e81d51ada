//! Reports: listed, shown whole, added.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie::collect::Became;
use vigie_record::{PublishedAt, Report};

use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::filter::{Asked, digest};
use crate::wire::list::{List, Paging};
use crate::wire::report::{ReportDetail, ReportRow, is_web};

/// Bytes of a report that is sent.
const MOST_BYTES: usize = 8 << 20;

/// A filter and a page.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Listed {
    /// What is asked for.
    #[serde(flatten)]
    pub(super) asked: Asked,
    /// Which page.
    #[serde(flatten)]
    pub(super) paging: Paging,
}

/// A report to read and keep.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewReport {
    /// What it says.
    text: String,
    /// Its headline.
    #[serde(default)]
    title: Option<String>,
    /// Who published it.
    #[serde(default)]
    outlet: Option<String>,
    /// When: 2022-06-01 or 2022-06-01T09:30:00Z.
    #[serde(default)]
    published_at: Option<String>,
    /// Where it can be found.
    #[serde(default)]
    url: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    authors: Vec<String>,
    /// Its language, as `en`.
    #[serde(default)]
    language: Option<String>,
    /// The name of the file that it was read from.
    #[serde(default)]
    source_file: Option<String>,
}

/// What became of a report that was sent.
#[derive(Debug, Serialize, JsonSchema)]
struct Added {
    /// Its id.
    id: String,
    /// `added`, `replaced` (it is a newer version of a report of the same address) or `known`.
    outcome: String,
    /// How many events it tells of.
    n_events: usize,
    /// How many claims it has.
    n_claims: usize,
    /// How many forecasts it has.
    n_forecasts: usize,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/reports", "Lists reports, newest first", list).kept(Lasts::UntilThen),
        Route::post("/reports", "Reads a report and keeps it", add).takes(MOST_BYTES).collects().makes(),
        Route::get::<Nothing, _>("/reports/{id}", "A report with all that was read in it and said of it", show)
            .kept(Lasts::UntilThen),
    ]
}

fn list(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<ReportRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| List::of(store.heads(&filter, most, from)?, |head| Ok(head.into())))
}

fn show(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<ReportDetail, Trouble> {
    let id = digest("id", call.id())?;
    desk.stores.read(|store| {
        let found = store.reading(id)?.zip(store.head(id)?);
        let (reading, head) = found.ok_or_else(|| Trouble::missing("report", &id.to_string()))?;
        ReportDetail::of(store, reading, head)
    })
}

fn add(desk: &Desk, call: &mut Call<Nothing, NewReport>) -> Result<Added, Trouble> {
    let body = &call.body;
    if body.url.as_ref().is_some_and(|url| !url.trim().is_empty() && !is_web(url)) {
        return Err(Trouble::wrong("`url` begins with http:// or https://"));
    }
    let published_at = body.published_at.as_deref().map(str::parse::<PublishedAt>).transpose();
    let report = Report {
        title: body.title.clone().filter(|title| !title.trim().is_empty()),
        outlet: body.outlet.clone().filter(|outlet| !outlet.trim().is_empty()),
        published_at: published_at.map_err(|error| Trouble::wrong(format!("`published_at`: {error}")))?,
        url: body.url.clone().filter(|url| !url.trim().is_empty()),
        authors: body.authors.clone(),
        language: body.language.clone().filter(|language| !language.trim().is_empty()),
        source_file: body.source_file.clone().filter(|file| !file.trim().is_empty()),
        ..Report::of_text(body.text.clone())
    };
    let became = desk.collect(|collector| {
        let became = collector.add(report, Timestamp::now())?;
        collector.finish(Timestamp::now())?;
        Ok(became)
    })?;
    let (id, outcome) = match became {
        Became::Added { id, .. } => (id, "added"),
        Became::Replaced { id, .. } => (id, "replaced"),
        Became::Known { id } => (id, "known"),
        Became::Refused { why } => return Err(Trouble::wrong(why.to_string())),
    };
    desk.log(&call.who()?.name, "add-report", &id.to_string(), outcome)?;
    let reading = desk.stores.read(|store| Ok(store.reading(id)?))?;
    let counts = reading.map(|reading| [reading.events.len(), reading.claims.len(), reading.forecasts.len()]);
    let [n_events, n_claims, n_forecasts] = counts.unwrap_or_default();
    Ok(Added { id: id.to_string(), outcome: outcome.to_owned(), n_events, n_claims, n_forecasts })
}
