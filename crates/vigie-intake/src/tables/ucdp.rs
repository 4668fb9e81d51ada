//! UCDP GED: deaths by organised violence, as spans of days with a low, a best and a high count.

use vigie_record::{Dataset, Place, PlacePrecision, Precision, TableEvent, TableMagnitude, TableParty, TimeSpan};

use super::cell::{Cells, parts};
use super::party::{country_in, party};
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

pub(super) const ID: usize = 0;
pub(super) const YEAR: usize = 2;
pub(super) const VIOLENCE: usize = 5;
const SIDE_A: usize = 14;
const SIDE_B: usize = 17;
const N_SOURCES: usize = 18;
const OFFICE: usize = 20;
const HEADLINE: usize = 22;
const WHERE_PRECISION: usize = 24;
const WHERE: usize = 25;
const ADM1: usize = 27;
const LAT: usize = 29;
const LON: usize = 30;
const COUNTRY: usize = 33;
const COUNTRY_ID: usize = 34;
const DATE_PRECISION: usize = 37;
pub(super) const START: usize = 38;
pub(super) const END: usize = 39;
const DEATHS: [(usize, &str); 4] =
    [(40, "killed-of-actor"), (41, "killed-of-recipient"), (42, "civilians-killed"), (43, "others-killed")];
const BEST: usize = 44;
const HIGH: usize = 45;
const LOW: usize = 46;
const GW_A: usize = 47;
const GW_B: usize = 48;

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let native_id = cells.needed(ID)?;
    if !native_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(cells.wrong(ID, "a number"));
    }
    let violence = cells.needed(VIOLENCE)?;
    let (sector_a, sector_b) = match violence {
        "1" => ("GOV", "REB"),
        "2" => ("UAF", "UAF"),
        "3" => ("REB", "CVL"),
        _ => return Err(cells.wrong(VIOLENCE, "1, 2 or 3")),
    };
    let mut event = context.event(Dataset::UcdpGed, native_id, days(cells)?, cells.record);
    // Only violence against civilians says who does it to whom.
    event.directed = violence == "3";
    event.actor = side(cells, context, SIDE_A, GW_A, sector_a);
    event.recipient = side(cells, context, SIDE_B, GW_B, sector_b);
    event.original_code = Some(violence.to_owned());
    context.code(&mut event, "ASSAULT", None);
    event.magnitude = deaths(cells)?;
    (event.place, event.place_precision) = place(cells, context)?;
    // -1 says that nobody knows.
    event.n_sources = if cells.get(N_SOURCES) == "-1" { None } else { cells.count(N_SOURCES)? };
    event.outlet = parts(cells.get(OFFICE), ';').next().map(str::to_owned);
    event.text = cells.text(HEADLINE);
    Ok(event)
}

fn days(cells: Cells<'_>) -> Result<TimeSpan, Reason> {
    let (start, end) = (cells.date(START)?, cells.date(END)?);
    if end < start {
        return Err(cells.wrong(END, "a day on or after `date_start`"));
    }
    let precision = match cells.get(DATE_PRECISION) {
        "" | "1" if start == end => Precision::Day,
        "" | "1" | "2" | "5" => Precision::Span,
        "3" => Precision::Week,
        "4" => Precision::Month,
        _ => return Err(cells.wrong(DATE_PRECISION, "1 to 5")),
    };
    Ok(TimeSpan { start: Some(start), end: Some(end), precision, expression: None, relative: None })
}

fn side(
    cells: Cells<'_>,
    context: &Context<'_>,
    name: usize,
    number: usize,
    sector: &'static str,
) -> Option<TableParty> {
    let codes = context.codes;
    let (name, number) = (cells.get(name), cells.get(number));
    let is_government = name.starts_with("Government of");
    let country = codes.countries.of_gw(number.trim_end_matches(".0"));
    let country = country.or_else(|| if is_government { country_in(codes, name) } else { None });
    let mut party = party(codes, name, None, country, Some(if is_government { "GOV" } else { sector }))?;
    party.code = (!number.is_empty()).then(|| number.to_owned());
    Some(party)
}

/// All that were killed, from the least to the most; and of whom they were, as the best count has it.
fn deaths(cells: Cells<'_>) -> Result<Vec<TableMagnitude>, Reason> {
    let mut magnitude = Vec::new();
    if let Some(best) = cells.count(BEST)?.map(f64::from) {
        let low = cells.count(LOW)?.map_or(best, f64::from);
        let high = cells.count(HIGH)?.map_or(best, f64::from);
        if low > high {
            return Err(cells.wrong(LOW, "at most `high`"));
        }
        magnitude.push(TableMagnitude { kind: "killed".to_owned(), low, best, high });
    }
    for (column, kind) in DEATHS {
        let count = cells.count(column)?.filter(|count| *count > 0).map(f64::from);
        magnitude.extend(count.map(|count| TableMagnitude {
            kind: kind.to_owned(),
            low: count,
            best: count,
            high: count,
        }));
    }
    Ok(magnitude)
}

fn place(cells: Cells<'_>, context: &Context<'_>) -> Result<(Option<Place>, Option<PlacePrecision>), Reason> {
    let countries = &context.codes.countries;
    let precision = match cells.get(WHERE_PRECISION) {
        "" => None,
        "1" => Some(PlacePrecision::Exact),
        "2" => Some(PlacePrecision::Near),
        "3" => Some(PlacePrecision::District),
        "4" => Some(PlacePrecision::Division),
        "5" | "7" => Some(PlacePrecision::Region),
        "6" => Some(PlacePrecision::Country),
        _ => return Err(cells.wrong(WHERE_PRECISION, "1 to 7")),
    };
    let point = cells.point(LAT, LON)?;
    let name = [WHERE, ADM1, COUNTRY].map(|column| cells.get(column)).into_iter().find(|name| !name.is_empty());
    let Some(name) = name else { return Ok((None, None)) };
    let country = countries.of_gw(cells.get(COUNTRY_ID)).or_else(|| countries.of_name(cells.get(COUNTRY)));
    let place = Place {
        name: name.to_owned(),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        country: country.map(str::to_owned),
        adm1: cells.text(ADM1),
        spans: Vec::new(),
    };
    Ok((Some(place), precision))
}
