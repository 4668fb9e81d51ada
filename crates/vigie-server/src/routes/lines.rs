//! Lines: records in the form in which files have them, for programs; the command line asks for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vigie::lines::{self, ClaimLine, CountItem, EventLine, ForecastLine, HitLine, Holdings, ShownError, StoryLine};
use vigie_store::{Bin, Counts, Cursor, Filter, Over, Page, Store, StoreError};

use super::reports::Listed;
use crate::api::{Call, Nothing, Route, number};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::filter::Asked;
use crate::wire::list::List;

/// Reports of a story where nothing else is asked for.
const USUAL_STORY: usize = 2;

/// A record as a line of `--format jsonl` has it, or what was weighed as `--format json` has it: ranges count characters (code points), and the
/// report of a record stands beside it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Line(Map<String, Value>);

/// What lines are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct AskedLines {
    /// What is asked for, and which page.
    #[serde(flatten)]
    listed: Listed,
    /// Also of reports that a newer version has replaced.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<bool>")]
    all_versions: Option<bool>,
}

/// Which stories are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct AskedStories {
    /// What is asked for.
    #[serde(flatten)]
    lines: AskedLines,
    /// The least number of reports; 2 where it is left out.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<u32>", range(min = 1))]
    least: Option<u32>,
}

/// Which counts are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct AskedCounts {
    /// What is asked for.
    #[serde(flatten)]
    asked: Asked,
    /// Also of reports that a newer version has replaced.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<bool>")]
    all_versions: Option<bool>,
    /// By what: a day where it is left out.
    bin: Option<BinName>,
    /// Whether what several reports tell of counts once.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<bool>")]
    occurrences: Option<bool>,
}

/// How long a bin is.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Bin", inline)]
enum BinName {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/lines/search", "The reports of `/search`, as lines for programs", search).kept(Lasts::UntilThen),
        Route::get("/lines/events", "The events of `/events`, as lines for programs", events).kept(Lasts::UntilThen),
        Route::get("/lines/claims", "The claims of `/claims`, as lines for programs", claims).kept(Lasts::UntilThen),
        Route::get("/lines/forecasts", "The forecasts of `/forecasts`, as lines for programs", forecasts)
            .kept(Lasts::UntilThen),
        Route::get("/lines/stories", "The stories of `/stories`, as lines for programs", stories)
            .kept(Lasts::UntilThen),
        Route::get("/lines/counts", "How many events began on each day, in each month or year; behind them as `n_wide` how many are longer than that", counts)
            .kept(Lasts::UntilThen),
        Route::get::<Nothing, _>("/lines/remarks", "All that people said, in the order in which they said it", remarks)
            .kept(Lasts::UntilThen),
        Route::get::<Nothing, _>(
            "/lines/records/{id}",
            "A report, a record or a row of a table (`DATASET:ID`) with all that stands beside it; the beginning of an id is enough",
            show,
        )
        .kept(Lasts::UntilThen),
        Route::get::<Nothing, _>("/status", "What the store has in it", status).kept(Lasts::UntilThen),
    ]
}

impl AskedLines {
    fn filter(&self) -> Result<Filter, Trouble> {
        Ok(Filter { all_versions: self.all_versions.unwrap_or(false), ..self.listed.asked.filter()? })
    }
}

fn search(desk: &Desk, call: &mut Call<AskedLines, Nothing>) -> Result<List<Line>, Trouble> {
    page::<_, HitLine>(desk, &call.query, Store::search)
}

fn events(desk: &Desk, call: &mut Call<AskedLines, Nothing>) -> Result<List<Line>, Trouble> {
    page::<_, EventLine>(desk, &call.query, Store::events)
}

fn claims(desk: &Desk, call: &mut Call<AskedLines, Nothing>) -> Result<List<Line>, Trouble> {
    page::<_, ClaimLine>(desk, &call.query, Store::claims)
}

fn forecasts(desk: &Desk, call: &mut Call<AskedLines, Nothing>) -> Result<List<Line>, Trouble> {
    page::<_, ForecastLine>(desk, &call.query, Store::forecasts)
}

/// A page of the store, as lines.
fn page<T, L: lines::Line + From<T>>(
    desk: &Desk,
    asked: &AskedLines,
    ask: impl FnOnce(&Store, &Filter, usize, Option<Cursor>) -> Result<Page<T>, StoreError>,
) -> Result<List<Line>, Trouble> {
    let (filter, most, from) = (asked.filter()?, asked.listed.paging.most()?, asked.listed.paging.from()?);
    desk.stores.read(|store| List::of(ask(store, &filter, most, from)?, |item| line(L::from(item))))
}

fn stories(desk: &Desk, call: &mut Call<AskedStories, Nothing>) -> Result<List<Line>, Trouble> {
    let AskedStories { lines, least } = &call.query;
    let least = least.map_or(USUAL_STORY, |least| least as usize);
    if least == 0 {
        return Err(Trouble::parameter("least", "0", "a number from 1 on"));
    }
    let (filter, most, from) = (lines.filter()?, lines.listed.paging.most()?, lines.listed.paging.from()?);
    desk.stores.read(|store| List::of(store.stories(&filter, least, most, from)?, |story| line(StoryLine::from(story))))
}

fn counts(desk: &Desk, call: &mut Call<AskedCounts, Nothing>) -> Result<List<Line>, Trouble> {
    let AskedCounts { asked, all_versions, bin, occurrences } = &call.query;
    let filter = Filter { all_versions: all_versions.unwrap_or(false), ..asked.filter()? };
    let bin = match bin {
        None | Some(BinName::Day) => Bin::Day,
        Some(BinName::Month) => Bin::Month,
        Some(BinName::Year) => Bin::Year,
    };
    let over = if occurrences.unwrap_or(false) { Over::Occurrences } else { Over::Records };
    let Counts { bins, n_wide } = desk.stores.read(|store| Ok(store.counts(&filter, bin, over)?))?;
    let bins = bins.into_iter().map(|row| CountItem::Bin(row.into()));
    let wide = (n_wide > 0).then_some(CountItem::Wide { n_wide });
    Ok(List::whole(bins.chain(wide).map(line).collect::<Result<_, _>>()?))
}

fn remarks(desk: &Desk, _: &mut Call<Nothing, Nothing>) -> Result<List<Line>, Trouble> {
    let remarks = desk.stores.read(|store| Ok(store.all_remarks()?))?;
    Ok(List::whole(remarks.iter().map(object).collect::<Result<_, _>>()?))
}

fn show(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Line, Trouble> {
    let wanted = call.id().to_owned();
    let shown = desk.stores.read(|store| Ok(lines::shown(store, &wanted)?))?;
    object(&shown.outside().without_folders())
}

fn status(desk: &Desk, _: &mut Call<Nothing, Nothing>) -> Result<Line, Trouble> {
    // Where the store lies on this machine is no matter of who asks.
    object(&desk.stores.read(|store| Ok(Holdings::of(store, String::new())?))?)
}

fn line(line: impl lines::Line) -> Result<Line, Trouble> {
    object(&line.without_folders())
}

pub(super) fn object(line: &impl Serialize) -> Result<Line, Trouble> {
    match serde_json::to_value(line) {
        Ok(Value::Object(line)) => Ok(Line(line)),
        Ok(_) => Err(Trouble::ours("a line is no object")),
        Err(error) => Err(Trouble::ours(&error.to_string())),
    }
}

impl From<ShownError> for Trouble {
    fn from(error: ShownError) -> Self {
        match error {
            ShownError::Store(error) => error.into(),
            ShownError::Nothing { wanted } => Self::missing("record", &wanted),
            ShownError::Gone { .. } => Self::refused(error.to_string()),
            other => Self::wrong(other.to_string()),
        }
    }
}
