//! POLECAT: PLOVER's own types, modes and contexts; several actors in one cell.

use jiff::tz::Offset;
use vigie_codes::{Codes, POLECAT_COLUMNS, plover_sector};
use vigie_record::{Dataset, TableEvent, TableParty, TimeSpan};

use super::cell::{Cells, date, parts, place_of};
use super::icews::place;
use super::party::party;
use super::reject::Reason;
use super::rows::Context;

/// Where a column stands.
const fn at(name: &str) -> usize {
    place_of(&POLECAT_COLUMNS, name)
}

pub(super) const ID: usize = at("Event ID");
pub(super) const DAY: usize = at("Event Date");
pub(super) const TYPE: usize = at("Event Type");
const MODE: usize = at("Event Mode");
pub(super) const INTENSITY: usize = at("Intensity");
const QUAD: usize = at("Quad Code");
const CONTEXTS: usize = at("Contexts");
pub(super) const ACTOR: usize = at("Actor Name");
pub(super) const RECIPIENT: usize = at("Recipient Name");
const PLACENAME: usize = at("Placename");
const CITY: usize = at("City");
const DISTRICT: usize = at("District");
const PROVINCE: usize = at("Province");
const COUNTRY: usize = at("Country");
const LAT: usize = at("Latitude");
const LON: usize = at("Longitude");
const SOURCE: usize = at("Source");
const PUBLISHED: usize = at("Publication Date");
const VERSION: usize = at("Version");

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let codes = context.codes;
    let kind = cells.needed(TYPE)?.to_uppercase();
    if !codes.events.is_type(&kind) {
        return Err(cells.wrong(TYPE, "a type of PLOVER"));
    }
    let mode = cells.text(MODE).map(|mode| mode.to_lowercase());
    let scores = codes.events.scores(&kind, mode.as_deref()).unwrap_or_default();
    let day = cells.date(DAY)?;
    let mut event = context.event(Dataset::Polecat, cells.needed(ID)?, TimeSpan::of_day(day), cells.record);
    event.version = event.version.max(version(cells.get(VERSION)));
    let published = cells.get(PUBLISHED);
    if !published.is_empty() {
        let day = date(published).ok_or_else(|| cells.wrong(PUBLISHED, "a day, as 2022-06-01"))?;
        event.recorded_at = Offset::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok();
    }
    event.actor = side(cells, codes, ACTOR);
    event.recipient = side(cells, codes, RECIPIENT);
    event.original_code = Some(match &mode {
        Some(mode) => format!("{kind}/{mode}"),
        None => kind.clone(),
    });
    event.quad_class = Some(quad_class(cells)?.unwrap_or(scores.quad_class));
    event.goldstein = Some(cells.goldstein(INTENSITY)?.unwrap_or(scores.goldstein));
    event.cameo = scores.cameo;
    event.event_type = Some(kind);
    event.mode = mode;
    event.contexts = cells.get(CONTEXTS).split([';', ',']).map(|part| part.trim().to_lowercase()).collect();
    event.contexts.retain(|context| !context.is_empty());
    (event.place, event.place_precision) = place(cells, codes, [CITY, DISTRICT, PROVINCE, COUNTRY, LAT, LON])?;
    if let (Some(place), Some(name)) = (&mut event.place, cells.text(PLACENAME)) {
        place.name = name;
    }
    event.outlet = cells.text(SOURCE);
    Ok(event)
}

/// The first of the actors, with the others beside it. Name and raw name, country and sector, title.
fn side(cells: Cells<'_>, codes: &Codes, first: usize) -> Option<TableParty> {
    let [name, raw] = [cells.get(first), cells.get(first + 6)];
    let mut names = parts(name, ';');
    let main = names.next();
    let country = parts(cells.get(first + 1), ';').next().unwrap_or_default();
    let country = codes.countries.known(country).or_else(|| codes.countries.of_name(country));
    let sector = cells.get(first + 3);
    let sector = parts(if sector.is_empty() { cells.get(first + 4) } else { sector }, ';').next();
    let text = if raw.is_empty() { main.unwrap_or_default() } else { raw };
    let mut party = party(codes, text, None, country, sector.and_then(plover_sector))?;
    party.identity.name = party.identity.name.or_else(|| main.map(str::to_owned));
    party.identity.role = cells.text(first + 5);
    party.code = sector.map(str::to_owned);
    party.beside = names.map(str::to_owned).collect();
    Some(party)
}

/// As a number, or in words.
fn quad_class(cells: Cells<'_>) -> Result<Option<u8>, Reason> {
    let cell = cells.get(QUAD).to_lowercase();
    let is_verbal = cell.contains("verbal");
    Ok(Some(match cell.as_str() {
        "" => return Ok(None),
        "1" => 1,
        "2" => 2,
        "3" => 3,
        "4" => 4,
        cell if cell.contains("coop") => {
            if is_verbal {
                1
            } else {
                2
            }
        }
        cell if cell.contains("conf") => {
            if is_verbal {
                3
            } else {
                4
            }
        }
        _ => return Err(cells.wrong(QUAD, "a class from 1 to 4, or in words")),
    }))
}

/// The numbers of a version in words (`Vers002-b1-Run-003`), put in a row.
fn version(cell: &str) -> u64 {
    let numbers = cell.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    numbers.take(4).fold(0, |sum, number| sum * 10_000 + number.parse::<u64>().unwrap_or(9_999).min(9_999))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn later_versions_are_larger() {
        let versions = ["", "Vers001-b1-Run-001", "Vers001-b1-Run-002", "Vers001-b2-Run-001", "Vers002-b1-Run-001"];
        assert!(versions.map(version).is_sorted(), "{:?}", versions.map(version));
        assert_eq!(version("99999999999999999999"), 9_999);
    }
}
