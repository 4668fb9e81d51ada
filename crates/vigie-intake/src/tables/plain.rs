//! Somebody's own table: a header with dates, parties, countries and CAMEO codes. It has no names for its rows.

use vigie_codes::Codes;
use vigie_record::{Dataset, TableEvent, TableParty, TimeSpan};

use super::cell::Cells;
use super::party::{country_in, party};
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] =
    &["date", "actor", "actor_country", "recipient", "recipient_country", "cameo", "goldstein", "event", "url"];

/// What others call the columns.
pub(super) const ALIASES: &[(&str, usize)] = &[
    ("eventdate", DAY),
    ("source", ACTOR),
    ("sourcecountry", ACTOR + 1),
    ("target", RECIPIENT),
    ("targetcountry", RECIPIENT + 1),
    ("cameocode", CODE),
    ("eventcode", CODE),
    ("code", CODE),
    ("goldsteinscale", GOLDSTEIN),
    ("intensity", GOLDSTEIN),
    ("eventtext", TEXT),
];

pub(super) const DAY: usize = 0;
const ACTOR: usize = 1;
const RECIPIENT: usize = 3;
pub(super) const CODE: usize = 5;
const GOLDSTEIN: usize = 6;
const TEXT: usize = 7;
const URL: usize = 8;

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let day = cells.date(DAY)?;
    let code = cells.cameo(CODE)?;
    let native_id = context.id_of_content(day, cells.record.raw());
    let mut event = context.event(Dataset::Plain, &native_id, TimeSpan::of_day(day), cells.record);
    event.actor = side(cells, context.codes, ACTOR);
    event.recipient = side(cells, context.codes, RECIPIENT);
    context.code_with_cameo(&mut event, code);
    if let Some(goldstein) = cells.goldstein(GOLDSTEIN)? {
        event.goldstein = Some(goldstein);
    }
    event.text = cells.text(TEXT);
    event.url = cells.text(URL);
    Ok(event)
}

/// A party by name and country, which may be a code, a name or the party itself.
fn side(cells: Cells<'_>, codes: &Codes, first: usize) -> Option<TableParty> {
    let (name, country) = (cells.get(first), cells.get(first + 1));
    let name = if name.is_empty() { country } else { name };
    let country = codes.countries.known(country).or_else(|| codes.countries.of_name(country));
    party(codes, name, None, country.or_else(|| country_in(codes, name)), None)
}
