//! Events as a flat table: one row for each, read by Vigie or of another's table.

use jiff::Timestamp;
use jiff::tz::Offset;
use vigie_record::{
    Dataset, Event, Identity, Magnitude, Place, PublishedAt, Report, Status, TableEvent, TableMagnitude, TimeSpan,
};

use crate::cell::{Cell, words_at};

/// The row of an event that Vigie read. `text` are the sentences that tell of it.
pub(crate) fn event_row<'r>(event: &'r Event, report: &'r Report) -> Vec<Cell<'r>> {
    let id = event.id.to_string();
    let mut row = vec![
        Cell::text(id.clone()),
        Cell::text(Dataset::Vigie.as_str()),
        Cell::text(id),
        Cell::Nothing,
        Cell::of(report.published_at.and_then(moment)),
    ];
    row.extend(days(event.event_date.as_ref()));
    for party in [&event.actor, &event.recipient] {
        let party = party.as_ref();
        row.push(Cell::words(party.map(|party| &party.text)));
        row.extend(identity(party.map(|party| &party.identity)));
        row.extend([Cell::Nothing, Cell::Nothing]);
    }
    row.extend([
        Cell::Truth(true),
        Cell::text(event.event_type.as_str()),
        Cell::words(event.mode.as_ref()),
        Cell::list(&event.contexts),
        Cell::text(event.status.as_str()),
        Cell::probability(event.probability),
        Cell::words(event.cameo.as_ref()),
        Cell::integer(Some(event.quad_class)),
        Cell::number(Some(event.goldstein)),
        Cell::Nothing,
        Cell::text(event.magnitude.iter().map(said).collect::<Vec<_>>().join("; ")),
    ]);
    row.extend(place(event.place.as_ref()));
    row.extend([
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::words(report.outlet.as_ref()),
        Cell::words(report.title.as_ref()),
        Cell::words(report.url.as_ref()),
        Cell::words(report.story_id.as_ref()),
        Cell::Nothing,
        Cell::text(words_at(&report.text, &event.spans)),
        Cell::of(Some(event.report_id)),
        Cell::of(event.claim_id),
        Cell::of(event.occurrence_id),
        Cell::text(event.provenance.component.as_str()),
    ]);
    row
}

/// The row of an event of a table.
pub(crate) fn table_row(event: &TableEvent, status: Option<Status>) -> Vec<Cell<'_>> {
    let mut row = vec![
        Cell::of(Some(event.id)),
        Cell::text(event.dataset.as_str()),
        Cell::text(event.native_id.as_str()),
        Cell::Integer(i64::try_from(event.version).unwrap_or(i64::MAX)),
        Cell::of(event.recorded_at),
    ];
    row.extend(days(Some(&event.event_date)));
    for party in [&event.actor, &event.recipient] {
        let party = party.as_ref();
        row.push(Cell::words(party.map(|party| &party.text)));
        row.extend(identity(party.map(|party| &party.identity)));
        row.push(Cell::words(party.and_then(|party| party.code.as_ref())));
        row.push(Cell::list(party.map_or(&[], |party| party.beside.as_slice())));
    }
    row.extend([
        Cell::Truth(event.directed),
        Cell::words(event.event_type.as_ref()),
        Cell::words(event.mode.as_ref()),
        Cell::list(&event.contexts),
        status.map_or(Cell::Nothing, |status| Cell::text(status.as_str())),
        Cell::Nothing,
        Cell::words(event.cameo.as_ref()),
        Cell::integer(event.quad_class),
        Cell::number(event.goldstein),
        Cell::words(event.original_code.as_ref()),
        Cell::text(event.magnitude.iter().map(counted).collect::<Vec<_>>().join("; ")),
    ]);
    row.extend(place(event.place.as_ref()));
    row.extend([
        event.place_precision.map_or(Cell::Nothing, Cell::named),
        Cell::integer(event.n_mentions),
        Cell::integer(event.n_sources),
        Cell::integer(event.n_articles),
        Cell::words(event.outlet.as_ref()),
        Cell::Nothing,
        Cell::words(event.url.as_ref()),
        Cell::words(event.story.as_ref()),
        Cell::integer(event.sentence),
        Cell::words(event.text.as_ref()),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
    ]);
    row
}

/// The moment of publication; of a day its first.
pub(crate) fn moment(published: PublishedAt) -> Option<Timestamp> {
    match published {
        PublishedAt::Instant(instant) => Some(instant),
        PublishedAt::Day(day) => Offset::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok(),
    }
}

/// First and last day, and how exact they are.
pub(crate) fn days(time: Option<&TimeSpan>) -> [Cell<'static>; 3] {
    [
        Cell::date(time.and_then(|time| time.start)),
        Cell::date(time.and_then(|time| time.end)),
        time.map_or(Cell::Nothing, |time| Cell::named(time.precision)),
    ]
}

/// Id, name, country, sector, role, organisation.
pub(crate) fn identity(identity: Option<&Identity>) -> [Cell<'_>; 6] {
    let part = |get: fn(&Identity) -> Option<&String>| Cell::words(identity.and_then(get));
    [
        part(|who| who.actor_id.as_ref()),
        part(|who| who.name.as_ref()),
        part(|who| who.country.as_ref()),
        part(|who| who.sector.as_ref()),
        part(|who| who.role.as_ref()),
        part(|who| who.organization.as_ref()),
    ]
}

fn place(place: Option<&Place>) -> [Cell<'_>; 5] {
    [
        Cell::words(place.map(|place| &place.name)),
        Cell::number(place.and_then(|place| place.lat)),
        Cell::number(place.and_then(|place| place.lon)),
        Cell::words(place.and_then(|place| place.country.as_ref())),
        Cell::words(place.and_then(|place| place.adm1.as_ref())),
    ]
}

/// `killed 3`, or `killed 3..5`, with the unit where it is not persons.
fn said(magnitude: &Magnitude) -> String {
    let Magnitude { kind, low, high, unit, span: _ } = magnitude;
    let kind = unit.as_ref().map_or_else(|| kind.clone(), |unit| format!("{kind} {unit}"));
    // Bits, as no sum is made of them: a number that was read once is the same number.
    if low.to_bits() == high.to_bits() { format!("{kind} {low}") } else { format!("{kind} {low}..{high}") }
}

/// `killed 3`, or `killed 3..5..8`: the least, the best and the most.
fn counted(magnitude: &TableMagnitude) -> String {
    let TableMagnitude { kind, low, best, high } = magnitude;
    if low.to_bits() == high.to_bits() { format!("{kind} {best}") } else { format!("{kind} {low}..{best}..{high}") }
}
