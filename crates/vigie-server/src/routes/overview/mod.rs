//! Overviews of many events: timeline, map, network, series. All take the filters of the lists.

mod map;
mod network;
mod series;
mod timeline;

use schemars::JsonSchema;
use serde::Deserialize;
use vigie_analysis::series::Step;

use self::map::map;
use self::network::network;
use self::series::series_page;
use self::timeline::timeline;
use crate::api::Route;
use crate::kept::Lasts;
use crate::wire::filter::Asked;

/// Events of a timeline or a map at most; the newest where there are more.
const MOST_MARKS: usize = 50_000;

/// A filter, and how long a bin is.
#[derive(Debug, Deserialize, JsonSchema)]
struct Binned {
    /// What is asked for.
    #[serde(flatten)]
    asked: Asked,
    /// How long a bin is; a week where it is left out.
    by: Option<By>,
}

/// How long a bin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

impl Binned {
    /// How long a bin is; a week where nobody says.
    fn step(&self) -> Step {
        match self.by {
            Some(By::Day) => Step::Day,
            Some(By::Week) | None => Step::Week,
            Some(By::Month) => Step::Month,
        }
    }
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/timeline", "Events by actor and time, the newest 50,000", timeline).kept(Lasts::AWhile),
        Route::get("/map", "Events with a place, the newest 50,000", map).kept(Lasts::AWhile),
        Route::get("/network", "Who acts on whom and who quotes whom, beginning with one actor", network)
            .kept(Lasts::AWhile),
        Route::get(
            "/series",
            "Counts and Goldstein sums by bin, with changes of level and what stands out",
            series_page,
        )
        .kept(Lasts::AWhile),
    ]
}
