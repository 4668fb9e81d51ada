//! ICEWS: names, sectors and countries in words, a CAMEO code, the story and the sentence.

use vigie_codes::Codes;
use vigie_record::{Dataset, Place, PlacePrecision, TableEvent, TableParty, TimeSpan};

use super::cell::Cells;
use super::party::{country_in, party};
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) const ID: usize = 0;
pub(super) const DAY: usize = 1;
const SOURCE: usize = 2;
const TEXT: usize = 5;
pub(super) const CODE: usize = 6;
const INTENSITY: usize = 7;
const TARGET: usize = 8;
const STORY: usize = 11;
const SENTENCE: usize = 12;
const PUBLISHER: usize = 13;
const CITY: usize = 14;
const DISTRICT: usize = 15;
const PROVINCE: usize = 16;
const COUNTRY: usize = 17;
const LAT: usize = 18;
const LON: usize = 19;

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let day = cells.date(DAY)?;
    let code = cells.cameo(CODE)?;
    // The same number comes again on another day.
    let native_id = format!("{}/{day}", cells.needed(ID)?);
    let mut event = context.event(Dataset::Icews, &native_id, TimeSpan::of_day(day), cells.record);
    event.actor = side(cells, context.codes, SOURCE);
    event.recipient = side(cells, context.codes, TARGET);
    context.code_with_cameo(&mut event, code);
    if let Some(intensity) = cells.goldstein(INTENSITY)? {
        event.goldstein = Some(intensity);
    }
    event.text = cells.text(TEXT);
    event.story = cells.text(STORY);
    event.sentence = cells.count(SENTENCE)?;
    event.outlet = cells.text(PUBLISHER);
    (event.place, event.place_precision) = place(cells, context.codes, [CITY, DISTRICT, PROVINCE, COUNTRY, LAT, LON])?;
    Ok(event)
}

fn side(cells: Cells<'_>, codes: &Codes, first: usize) -> Option<TableParty> {
    let (name, sectors, country) = (cells.get(first), cells.get(first + 1), cells.get(first + 2));
    let country = codes.countries.of_name(country).or_else(|| country_in(codes, name));
    let is_state = country.is_some() && codes.countries.of_name(name) == country;
    let sector = codes.sectors.of_icews(sectors).filter(|_| !is_state);
    let mut party = party(codes, name, None, country, sector)?;
    party.code = (!sectors.is_empty()).then(|| sectors.to_owned());
    Some(party)
}

/// A place of which city, district, province and country are named, and its point.
pub(super) fn place(
    cells: Cells<'_>,
    codes: &Codes,
    [city, district, province, country, lat, lon]: [usize; 6],
) -> Result<(Option<Place>, Option<PlacePrecision>), Reason> {
    let point = cells.point(lat, lon)?;
    let named = [
        (city, PlacePrecision::Exact),
        (district, PlacePrecision::District),
        (province, PlacePrecision::Division),
        (country, PlacePrecision::Country),
    ];
    let Some((column, precision)) = named.into_iter().find(|(column, _)| !cells.get(*column).is_empty()) else {
        return Ok((None, None));
    };
    let land = cells.get(country);
    let place = Place {
        name: cells.get(column).to_owned(),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        country: codes.countries.known(land).or_else(|| codes.countries.of_name(land)).map(str::to_owned),
        adm1: cells.text(province),
        spans: Vec::new(),
    };
    Ok((Some(place), Some(precision)))
}
