//! ACLED: violence and protest by hand-made rows that change, and word of rows that are no more.
//!
//! The two sides carry no direction. Kinds of actors come as numbers or in words.

use jiff::Timestamp;
use vigie_record::{
    Dataset, Place, PlacePrecision, Precision, TableDeletion, TableEvent, TableMagnitude, TableParty, TimeSpan,
};

use super::cell::{Cells, parts};
use super::party::{country_in, party};
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

pub(super) const DELETIONS: &[&str] = &["event_id_cnty", "deleted_timestamp"];

pub(super) const ID: usize = 0;
pub(super) const DAY: usize = 1;
const TIME_PRECISION: usize = 3;
pub(super) const TYPE: usize = 5;
const SUB_TYPE: usize = 6;
const SIDES: [usize; 2] = [7, 10];
const ISO: usize = 15;
const COUNTRY: usize = 17;
const ADMIN1: usize = 18;
const ADMIN2: usize = 19;
const LOCATION: usize = 21;
const LAT: usize = 22;
const LON: usize = 23;
const GEO_PRECISION: usize = 24;
const SOURCE: usize = 25;
const NOTES: usize = 27;
const FATALITIES: usize = 28;
const TIMESTAMP: usize = 30;

/// The column of a row of deletions.
pub(super) const DELETED: usize = 1;

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let codes = context.codes;
    let day = cells.date(DAY)?;
    let precision = match cells.get(TIME_PRECISION) {
        "" | "1" => Precision::Day,
        "2" => Precision::Week,
        "3" => Precision::Month,
        _ => return Err(cells.wrong(TIME_PRECISION, "1, 2 or 3")),
    };
    let (kind, sub_kind) = (cells.needed(TYPE)?, cells.get(SUB_TYPE));
    let changed = changed(cells, TIMESTAMP)?;
    let native_id = cells.needed(ID)?;
    let mut event =
        context.event(Dataset::Acled, native_id, TimeSpan { precision, ..TimeSpan::of_day(day) }, cells.record);
    event.version = changed.map_or(event.version, |changed| changed.0);
    event.recorded_at = changed.map(|changed| changed.1);
    event.directed = false;
    let [actor, recipient] = SIDES.map(|first| side(cells, context, first));
    (event.actor, event.recipient) = (actor, recipient);
    event.original_code = Some(if sub_kind.is_empty() { kind.to_owned() } else { format!("{kind}/{sub_kind}") });
    if let Some((kind, mode)) = codes.events.of_acled(kind, sub_kind) {
        context.code(&mut event, kind, mode);
    }
    let killed = cells.count(FATALITIES)?.map(f64::from);
    event.magnitude.extend(killed.map(|killed| TableMagnitude {
        kind: "killed".to_owned(),
        low: killed,
        best: killed,
        high: killed,
    }));
    (event.place, event.place_precision) = place(cells, context)?;
    event.n_sources = u32::try_from(parts(cells.get(SOURCE), ';').count()).ok().filter(|count| *count > 0);
    event.outlet = cells.text(SOURCE);
    event.text = cells.text(NOTES);
    Ok(event)
}

pub(super) fn deletion(cells: Cells<'_>, context: &Context<'_>) -> Result<TableDeletion, Reason> {
    let native_id = cells.needed(ID)?;
    cells.needed(DELETED)?;
    let version = changed(cells, DELETED)?.map_or(0, |changed| changed.0);
    Ok(TableDeletion {
        id: Dataset::Acled.id_of(native_id),
        dataset: Dataset::Acled,
        native_id: native_id.to_owned(),
        version,
        origin: context.origin(cells.record),
    })
}

/// Seconds since 1970, in UTC, and the moment that they are.
fn changed(cells: Cells<'_>, column: usize) -> Result<Option<(u64, Timestamp)>, Reason> {
    let cell = cells.get(column);
    if cell.is_empty() {
        return Ok(None);
    }
    let seconds: Option<i64> = cell.parse().ok().filter(|seconds| *seconds >= 0);
    let moment =
        seconds.and_then(|seconds| Some((u64::try_from(seconds).ok()?, Timestamp::from_second(seconds).ok()?)));
    moment.map(Some).ok_or_else(|| cells.wrong(column, "seconds since 1970"))
}

fn side(cells: Cells<'_>, context: &Context<'_>, first: usize) -> Option<TableParty> {
    let codes = context.codes;
    let (name, beside, kind) = (cells.get(first), cells.get(first + 1), cells.get(first + 2));
    let by_name = [("Police Forces", "COP"), ("Military Forces", "MIL"), ("Government of", "GOV")];
    let by_name = by_name.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, sector)| *sector);
    let sector = by_name.or_else(|| codes.sectors.of_acled(kind));
    let mut party = party(codes, name, None, country_in(codes, name), sector)?;
    party.code = (!kind.is_empty()).then(|| kind.to_owned());
    party.beside = parts(beside, ';').map(str::to_owned).collect();
    Some(party)
}

fn place(cells: Cells<'_>, context: &Context<'_>) -> Result<(Option<Place>, Option<PlacePrecision>), Reason> {
    let countries = &context.codes.countries;
    let precision = match cells.get(GEO_PRECISION) {
        "" => None,
        "1" => Some(PlacePrecision::Exact),
        "2" => Some(PlacePrecision::Near),
        "3" => Some(PlacePrecision::Division),
        _ => return Err(cells.wrong(GEO_PRECISION, "1, 2 or 3")),
    };
    let point = cells.point(LAT, LON)?;
    let name =
        [LOCATION, ADMIN2, ADMIN1, COUNTRY].map(|column| cells.get(column)).into_iter().find(|name| !name.is_empty());
    let Some(name) = name else { return Ok((None, None)) };
    let number = cells.count(ISO)?.map(|number| format!("{number:03}"));
    let country = number.as_deref().and_then(|number| countries.of_numeric(number));
    let place = Place {
        name: name.to_owned(),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        country: country.or_else(|| countries.of_name(cells.get(COUNTRY))).map(str::to_owned),
        adm1: cells.text(ADMIN1),
        spans: Vec::new(),
    };
    Ok((Some(place), precision))
}
