//! GDELT's events, 2.0 and 1.0.
//!
//! Two clocks: `SQLDATE` is the day of the event, `DATEADDED` when GDELT took it up. Codes of actors are CAMEO's, those of places FIPS 10-4.

use jiff::civil::Date;
use vigie_record::{Dataset, Place, PlacePrecision, TableEvent, TableParty, TimeSpan};

use super::cell::Cells;
use super::party::party;
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// Columns that the files of 1.0 lack.
pub(super) const ADM2: [usize; 3] = [39, 47, 55];

pub(super) const ID: usize = 0;
pub(super) const DAY: usize = 1;
const ACTOR1: usize = 5;
const ACTOR2: usize = 15;
pub(super) const CODE: usize = 26;
const QUAD: usize = 29;
const GOLDSTEIN: usize = 30;
const N_MENTIONS: usize = 31;
const N_SOURCES: usize = 32;
const N_ARTICLES: usize = 33;
const PLACE: usize = 51;
pub(super) const ADDED: usize = 59;
const URL: usize = 60;

/// Where the columns of a party lie behind its first.
const NAME: usize = 1;
const COUNTRY: usize = 2;
const TYPES: [usize; 3] = [7, 8, 9];

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let native_id = cells.needed(ID)?;
    if !native_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(cells.wrong(ID, "a number"));
    }
    let day: Date = cells.date(DAY)?;
    let code = cells.cameo(CODE)?;
    let added = cells.moment(ADDED)?;
    let quad_class = cells.count(QUAD)?.map(u8::try_from).transpose();
    let quad_class = quad_class.ok().filter(|class| class.is_none_or(|class| (1..=4).contains(&class)));
    let mut event = context.event(Dataset::Gdelt, native_id, TimeSpan::of_day(day), cells.record);
    event.version = version(cells.get(ADDED));
    event.recorded_at = Some(added);
    event.actor = side(cells, context, ACTOR1);
    event.recipient = side(cells, context, ACTOR2);
    context.code_with_cameo(&mut event, code);
    if let Some(class) = quad_class.ok_or_else(|| cells.wrong(QUAD, "a class from 1 to 4"))? {
        event.quad_class = Some(class);
    }
    if let Some(goldstein) = cells.goldstein(GOLDSTEIN)? {
        event.goldstein = Some(goldstein);
    }
    event.n_mentions = cells.count(N_MENTIONS)?;
    event.n_sources = cells.count(N_SOURCES)?;
    event.n_articles = cells.count(N_ARTICLES)?;
    (event.place, event.place_precision) = place(cells, context)?;
    event.url = cells.text(URL);
    Ok(event)
}

/// `DATEADDED` as a number of 14 digits; a day of 1.0 counts from its midnight.
fn version(added: &str) -> u64 {
    let number: u64 = added.parse().unwrap_or(0);
    if added.len() == 8 { number * 1_000_000 } else { number }
}

fn side(cells: Cells<'_>, context: &Context<'_>, first: usize) -> Option<TableParty> {
    let codes = context.codes;
    let code = cells.get(first);
    let name = cells.get(first + NAME);
    if code.is_empty() && name.is_empty() {
        return None;
    }
    let said = codes.sectors.coded_actor(code, &codes.countries);
    let country = codes.countries.of_cameo(cells.get(first + COUNTRY)).or(said.country);
    let typed = TYPES.iter().find_map(|at| codes.sectors.of_cameo_role(cells.get(first + at)));
    party(codes, name, Some(code), country, typed.or(said.sector))
}

fn place(cells: Cells<'_>, context: &Context<'_>) -> Result<(Option<Place>, Option<PlacePrecision>), Reason> {
    let [kind, name, country, adm1, lat, lon] = [0, 1, 2, 3, 5, 6].map(|at| PLACE + at);
    let precision = match cells.get(kind) {
        "" | "0" => return Ok((None, None)),
        "1" => PlacePrecision::Country,
        "2" | "5" => PlacePrecision::Division,
        "3" | "4" => PlacePrecision::Exact,
        _ => return Err(cells.wrong(kind, "a kind of place from 0 to 5")),
    };
    let point = cells.point(lat, lon)?;
    let place = Place {
        name: cells.get(name).to_owned(),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        country: context.codes.countries.of_fips(cells.get(country)).map(str::to_owned),
        adm1: cells.text(adm1),
        spans: Vec::new(),
    };
    Ok((Some(place), Some(precision)))
}
