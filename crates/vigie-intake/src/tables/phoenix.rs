//! Phoenix, and the output of the coders of the PETRARCH family.

use jiff::civil::Date;
use vigie_codes::Codes;
use vigie_record::{Dataset, Place, PlacePrecision, TableEvent, TableParty, TimeSpan};

use super::cell::{Cells, parts};
use super::party::party;
use super::reject::Reason;
use super::rows::Context;

/// The names of the daily files; those of the historical ones are given as others of them.
pub(super) const COLUMNS: &[&str] = &[
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "QuadClass",
    "Goldstein",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryCode",
    "SentenceID",
    "URLs",
    "NewsSources",
];

/// What the historical files and others call the columns.
pub(super) const ALIASES: &[(&str, usize)] = &[
    ("eid", ID),
    ("storydate", 1),
    ("source", SOURCE),
    ("sourceroot", 6),
    ("sourceagent", 7),
    ("sourceothers", 8),
    ("target", TARGET),
    ("targetroot", 10),
    ("targetagent", 11),
    ("targetothers", 12),
    ("code", CODE),
    ("rootcode", 14),
    ("pentaclass", 15),
    ("goldsteinscore", GOLDSTEIN),
    ("joinedissues", 17),
    ("actionlat", LAT),
    ("actionlong", LON),
    ("placename", NAME),
    ("geostatename", STATE),
    ("countryname", COUNTRY),
    ("geocountryname", COUNTRY),
    ("aid", SENTENCES),
    ("process", NEWS),
];

pub(super) const ID: usize = 0;
pub(super) const YEAR: usize = 2;
pub(super) const MONTH: usize = 3;
pub(super) const DAY: usize = 4;
pub(super) const SOURCE: usize = 5;
pub(super) const TARGET: usize = 9;
pub(super) const CODE: usize = 13;
const GOLDSTEIN: usize = 16;
const LAT: usize = 18;
const LON: usize = 19;
const NAME: usize = 20;
const STATE: usize = 21;
const COUNTRY: usize = 22;
const SENTENCES: usize = 23;
const URLS: usize = 24;
const NEWS: usize = 25;

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let codes = context.codes;
    let mut event = context.event(Dataset::Phoenix, cells.needed(ID)?, TimeSpan::of_day(day(cells)?), cells.record);
    let code = cells.cameo(CODE)?;
    event.actor = coded(codes, cells.get(SOURCE));
    event.recipient = coded(codes, cells.get(TARGET));
    context.code_with_cameo(&mut event, code);
    if let Some(goldstein) = cells.goldstein(GOLDSTEIN)? {
        event.goldstein = Some(goldstein);
    }
    let point = cells.point(LAT, LON)?;
    let named = [(NAME, PlacePrecision::Exact), (STATE, PlacePrecision::Division), (COUNTRY, PlacePrecision::Country)];
    if let Some((column, precision)) = named.into_iter().find(|(column, _)| !cells.get(*column).is_empty()) {
        let country = cells.get(COUNTRY);
        event.place = Some(Place {
            name: cells.get(column).to_owned(),
            lat: point.map(|point| point.0),
            lon: point.map(|point| point.1),
            country: codes.countries.known(country).or_else(|| codes.countries.of_name(country)).map(str::to_owned),
            adm1: cells.text(STATE),
            spans: Vec::new(),
        });
        event.place_precision = Some(precision);
    }
    sentences(&mut event, cells.get(SENTENCES));
    event.url = parts(cells.get(URLS), ';').next().map(str::to_owned);
    event.n_sources = u32::try_from(parts(cells.get(NEWS), ';').count()).ok().filter(|count| *count > 0);
    event.outlet = cells.text(NEWS);
    Ok(event)
}

/// The day of three columns.
fn day(cells: Cells<'_>) -> Result<Date, Reason> {
    let [year, month, day] = [cells.needed(YEAR)?, cells.needed(MONTH)?, cells.needed(DAY)?];
    let day = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    day()
        .filter(|day| (1000..=2199).contains(&day.year()))
        .ok_or_else(|| cells.wrong(DAY, "a day of the month and year beside it"))
}

/// A party by its code alone, as `USAGOV`.
fn coded(codes: &Codes, code: &str) -> Option<TableParty> {
    if matches!(code, "---" | "") {
        return None;
    }
    let said = codes.sectors.coded_actor(code, &codes.countries);
    party(codes, "", Some(code), said.country, said.sector)
}

/// Texts and sentences, as `story_4;other_1`: the first of them.
fn sentences(event: &mut TableEvent, cell: &str) {
    let Some(first) = parts(cell, ';').next() else { return };
    let parted = first.rsplit_once('_').and_then(|(story, number)| Some((story, number.parse::<u32>().ok()?)));
    let (story, number) = parted.map_or((first, None), |(story, number)| (story, Some(number)));
    event.story = Some(story.to_owned());
    event.sentence = number;
    event.n_articles = u32::try_from(parts(cell, ';').count()).ok();
}

/// The columns of the output of PETRARCH; issues and those behind the sentences may be missing.
pub(super) mod petrarch {
    use super::{Cells, Context, Dataset, Reason, TableEvent, TimeSpan, coded, sentences};

    pub(in super::super) const COLUMNS: &[&str] =
        &["date", "source", "target", "code", "issues", "ids", "url", "outlet"];

    pub(in super::super) const DAY: usize = 0;
    const SOURCE: usize = 1;
    const TARGET: usize = 2;
    pub(in super::super) const CODE: usize = 3;
    pub(in super::super) const ISSUES: usize = 4;
    const IDS: usize = 5;
    const URL: usize = 6;
    const OUTLET: usize = 7;

    pub(in super::super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
        let codes = context.codes;
        let day = cells.date(DAY)?;
        let code = cells.cameo(CODE)?;
        // The coder gives a story one row for each date, source, target and code.
        let native_id = [DAY, SOURCE, TARGET, CODE, IDS].map(|column| cells.get(column)).join("/");
        let mut event = context.event(Dataset::Phoenix, &native_id, TimeSpan::of_day(day), cells.record);
        event.actor = coded(codes, cells.get(SOURCE));
        event.recipient = coded(codes, cells.get(TARGET));
        context.code_with_cameo(&mut event, code);
        sentences(&mut event, cells.get(IDS));
        event.url = cells.text(URL);
        event.outlet = cells.text(OUTLET);
        Ok(event)
    }
}
