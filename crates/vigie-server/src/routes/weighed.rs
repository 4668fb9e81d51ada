//! What a program asks to have weighed over the store: a warning problem that it brings along, and what followed before between two sides.
//! The command line asks for these and writes what it would have written of the store itself.

use std::num::NonZeroUsize;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use vigie::lines::{PrecedentsLine, WarningLine};
use vigie::meant::Countries;
use vigie::weigh;
use vigie_analysis::Day;
use vigie_analysis::fault::FileFaults;
use vigie_analysis::precedents::{Question, look_up_in};
use vigie_analysis::warning::{Problem, Strangers};
use vigie_store::{Over, Store};

use super::lines::{Line, object};
use crate::api::{Call, Need, Nothing, Route, number};
use crate::desk::{Desk, today};
use crate::problems::trouble;
use crate::role::Role;
use crate::trouble::Trouble;

/// What faults of the problem say it is.
const BROUGHT: &str = "the problem";

/// How many days up to the day make a situation, and the most that do.
const USUAL_WINDOW: i32 = 30;
const MOST_WINDOW: i32 = 365;

/// A warning problem that is no problem of this server.
#[derive(Debug, Deserialize, JsonSchema)]
struct BroughtProblem {
    /// The text of its file (TOML). Reports and tables that it names are not looked for: the store is what it is weighed against.
    problem: String,
    /// The day that is asked about; that of the newest report where it is left out.
    date: Option<Date>,
}

/// Two sides, and when.
#[derive(Debug, Deserialize, JsonSchema)]
struct Situation {
    /// Who acts: the code or a name of a country, or an actor by name.
    actor: String,
    /// On whom.
    recipient: String,
    /// The day that is asked about; that of the newest event where it is left out.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<Date>")]
    date: Option<Date>,
    /// How many days up to that day make the situation, 365 at most; 30 where it is left out.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<i32>", range(min = 1, max = 365))]
    window: Option<i32>,
    /// The one kind of act that is asked about.
    then: Option<String>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        // The question is too long for an address; nothing is changed.
        Route::post("/lines/warning", "What a problem that is brought along comes to, as `vigie warn` has it", warning)
            .for_whom(Need::Role(Role::Read)),
        Route::get(
            "/lines/precedents",
            "What followed before between two sides, as `vigie precedents` has it",
            precedents,
        ),
    ]
}

fn warning(desk: &Desk, call: &mut Call<Nothing, BroughtProblem>) -> Result<Line, Trouble> {
    let BroughtProblem { problem, date } = &call.body;
    let problem = Problem::parse(BROUGHT, problem).map_err(|faults| Trouble::wrong(faults.to_string()))?;
    let line = desk.stores.read(|store| {
        let dossier = weigh::dossier_for(store, &problem).map_err(trouble)?;
        let faults = Strangers::of(&problem, &weigh::parties(&dossier, Some(store)).map_err(trouble)?).misspelt;
        if !faults.is_empty() {
            return Err(Trouble::wrong(FileFaults { file: BROUGHT.to_owned(), faults }.to_string()));
        }
        let weighing = weigh::weigh(store, &problem, &dossier, *date, today()).map_err(trouble)?;
        Ok(WarningLine::new(weighing, cited(store)))
    })?;
    object(&line.without_folders())
}

fn precedents(desk: &Desk, call: &mut Call<Situation, Nothing>) -> Result<Line, Trouble> {
    let Situation { actor, recipient, date, window, then } = &call.query;
    let window_days = window.unwrap_or(USUAL_WINDOW);
    if !(1..=MOST_WINDOW).contains(&window_days) {
        return Err(Trouble::parameter("window", &window_days.to_string(), "a number of days from 1 to 365"));
    }
    let line = desk.stores.read(|store| {
        let last = date.map_or_else(today, |date| date.max(today()));
        let timelines = weigh::timelines(store, *date, last, Over::Records, NonZeroUsize::MIN).map_err(trouble)?;
        let (_, newest) = timelines.span().ok_or_else(|| Trouble::refused("the store has no event"))?;
        let side = |written: &str| Countries::embedded().party(written).among(&timelines.sides());
        let question = Question {
            actor: side(actor),
            recipient: side(recipient),
            day: date.map_or(newest, Day::from),
            window_days,
            then: then.clone(),
        };
        let found = look_up_in(&timelines, &question, NonZeroUsize::MIN);
        Ok(PrecedentsLine::new(found.map_err(|error| Trouble::wrong(error.to_string()))?, cited(store)))
    })?;
    object(&line)
}

fn cited(store: &Store) -> impl Fn(u64) -> String {
    |record| weigh::citation(store, record).ok().flatten().unwrap_or_default()
}
