//! Vigie's own exports: events as a table, and records of all kinds as lines of JSON.
//!
//! In a table an event is flat: it keeps its name and what it says, and loses its report. Lines of JSON lose nothing.

use serde::Deserialize;
use serde_json::Value;
use vigie_record::{
    Dataset, EVENT_COLUMNS, Place, PlacePrecision, Precision, Reading, Remark, TableDeletion, TableEvent,
    TableMagnitude, TableMention, TableParty, TableQuotation, TimeSpan,
};

use super::cell::{Cells, parts, place_of};
use super::party::party;
use super::record::Record;
use super::reject::Reason;
use super::rows::{Context, Row};

/// A line of JSON, known by its field `record`.
#[derive(Debug, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
enum Tagged {
    TableEvent(Box<TableEvent>),
    TableDeletion(TableDeletion),
    TableMention(Box<TableMention>),
    TableQuotation(Box<TableQuotation>),
    Reading(Box<Reading>),
    Remark(Box<Remark>),
}

/// Reads a line of JSON: a record that says what it is, or what `vigie read` writes.
pub(super) fn of_json(record: &Record, _context: &Context<'_>) -> Result<Row, Reason> {
    let fault = |error: serde_json::Error| Reason::Json { what: error.to_string() };
    let value: Value = serde_json::from_str(record.raw()).map_err(fault)?;
    let mut reading = if value.get("record").is_some() {
        match serde_json::from_value(value).map_err(fault)? {
            Tagged::TableEvent(event) => return Ok(Row::Event(event)),
            Tagged::TableDeletion(deletion) => return Ok(Row::Deletion(deletion)),
            Tagged::TableMention(mention) => return Ok(Row::Mention(mention)),
            Tagged::TableQuotation(quotation) => return Ok(Row::Quotation(quotation)),
            Tagged::Remark(remark) => return Ok(Row::Remark(remark)),
            Tagged::Reading(reading) => reading,
        }
    } else {
        Box::new(serde_json::from_value::<Reading>(value).map_err(fault)?)
    };
    let stray = |range| Reason::Json { what: format!("the range {range} does not lie in the text of its report") };
    reading.count_bytes().map_err(stray)?;
    Ok(Row::Reading(reading))
}

/// The names of the columns of events as Vigie writes them.
pub(super) const COLUMNS: [&str; EVENT_COLUMNS.len()] = {
    let mut names = [""; EVENT_COLUMNS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = EVENT_COLUMNS[at].name;
        at += 1;
    }
    names
};

/// Where a column stands.
const fn at(name: &str) -> usize {
    place_of(&COLUMNS, name)
}

const ID: usize = at("id");
const DATASET: usize = at("dataset");
const NATIVE_ID: usize = at("native_id");
const VERSION: usize = at("version");
const RECORDED: usize = at("recorded_at");
const START: usize = at("start_date");
const END: usize = at("end_date");
const PRECISION: usize = at("date_precision");
const ACTOR: usize = at("actor");
const RECIPIENT: usize = at("recipient");
const DIRECTED: usize = at("directed");
const TYPE: usize = at("event_type");
const MODE: usize = at("mode");
const CONTEXTS: usize = at("contexts");
const STATUS: usize = at("status");
const CAMEO: usize = at("cameo");
const QUAD: usize = at("quad_class");
const GOLDSTEIN: usize = at("goldstein");
const ORIGINAL: usize = at("original_code");
const MAGNITUDE: usize = at("magnitude");
const PLACE: usize = at("place");
const LAT: usize = at("lat");
const LON: usize = at("lon");
const PLACE_COUNTRY: usize = at("place_country");
const ADM1: usize = at("adm1");
const PLACE_PRECISION: usize = at("place_precision");
const N_MENTIONS: usize = at("n_mentions");
const N_SOURCES: usize = at("n_sources");
const N_ARTICLES: usize = at("n_articles");
const OUTLET: usize = at("outlet");
const URL: usize = at("url");
const STORY: usize = at("story");
const SENTENCE: usize = at("sentence");
const TEXT: usize = at("text");

/// By which such a table is known.
pub(super) const MARKS: &[usize] = &[ID, START, END, ACTOR, RECIPIENT, TYPE, CAMEO];

pub(super) fn event(cells: Cells<'_>, context: &mut Context<'_>) -> Result<TableEvent, Reason> {
    let dataset = match cells.get(DATASET) {
        "" => Dataset::Vigie,
        name => Dataset::named(name).ok_or_else(|| cells.wrong(DATASET, "a dataset"))?,
    };
    let native_id = match cells.get(NATIVE_ID) {
        "" => cells.needed(ID)?,
        native_id => native_id,
    };
    let mut event = context.event(dataset, native_id, days(cells)?, cells.record);
    if !cells.get(VERSION).is_empty() {
        event.version = cells.get(VERSION).parse().map_err(|_| cells.wrong(VERSION, "a number"))?;
    }
    if !cells.get(RECORDED).is_empty() {
        let moment = cells.get(RECORDED).parse();
        event.recorded_at = Some(moment.map_err(|_| cells.wrong(RECORDED, "a moment, as 2022-06-01T09:30:00Z"))?);
    }
    event.directed = match cells.get(DIRECTED) {
        "" | "true" => true,
        "false" => false,
        _ => return Err(cells.wrong(DIRECTED, "true or false")),
    };
    event.actor = side(cells, context, ACTOR);
    event.recipient = side(cells, context, RECIPIENT);
    coding(cells, &mut event)?;
    event.magnitude = parts(cells.get(MAGNITUDE), ';').map(magnitude).collect::<Option<_>>().unwrap_or_default();
    place(cells, &mut event)?;
    event.n_mentions = cells.count(N_MENTIONS)?;
    event.n_sources = cells.count(N_SOURCES)?;
    event.n_articles = cells.count(N_ARTICLES)?;
    event.outlet = cells.text(OUTLET);
    event.url = cells.text(URL);
    event.story = cells.text(STORY);
    event.sentence = cells.count(SENTENCE)?;
    event.text = cells.text(TEXT);
    Ok(event)
}

/// From a day to a day; one of them where the other is open.
fn days(cells: Cells<'_>) -> Result<TimeSpan, Reason> {
    let side = |column| if cells.get(column).is_empty() { Ok(None) } else { cells.date(column).map(Some) };
    let (start, end) = (side(START)?, side(END)?);
    if start.is_none() && end.is_none() {
        return Err(Reason::Empty { column: cells.names[START] });
    }
    let precision = match cells.get(PRECISION) {
        "" => Some(if start == end { Precision::Day } else { Precision::Span }),
        name => named(name),
    };
    let precision = precision.ok_or_else(|| cells.wrong(PRECISION, "day, week, month and so on"))?;
    Ok(TimeSpan { start, end, precision, expression: None, relative: None })
}

fn side(cells: Cells<'_>, context: &Context<'_>, first: usize) -> Option<TableParty> {
    let cell = |at: usize| cells.text(first + at);
    let name = [0, 2, 1, 3].into_iter().map(|at| cells.get(first + at)).find(|cell| !cell.is_empty())?;
    let mut party = party(context.codes, name, None, None, None)?;
    party.identity.actor_id = cell(1);
    party.identity.name = cell(2);
    party.identity.country = cell(3);
    party.identity.sector = cell(4);
    party.identity.role = cell(5);
    party.identity.organization = cell(6);
    party.code = cell(7);
    party.beside = parts(cells.get(first + 8), ';').map(str::to_owned).collect();
    Some(party)
}

fn coding(cells: Cells<'_>, event: &mut TableEvent) -> Result<(), Reason> {
    // A row of a table is taken at its word: what was denied or feared would count as what happened.
    if !matches!(cells.get(STATUS), "" | "happened" | "under-way" | "historical") {
        return Err(cells.wrong(
            STATUS,
            "what a row of a table can be (happened, under-way, historical); lines of JSON keep the rest",
        ));
    }
    event.event_type = cells.text(TYPE);
    event.mode = cells.text(MODE);
    event.contexts = parts(cells.get(CONTEXTS), ';').map(str::to_owned).collect();
    event.cameo = if cells.get(CAMEO).is_empty() { None } else { Some(cells.cameo(CAMEO)?.to_owned()) };
    event.quad_class = match cells.count(QUAD)? {
        None => None,
        Some(class @ 1..=4) => u8::try_from(class).ok(),
        Some(_) => return Err(cells.wrong(QUAD, "a class from 1 to 4")),
    };
    event.goldstein = cells.goldstein(GOLDSTEIN)?;
    event.original_code = cells.text(ORIGINAL);
    Ok(())
}

fn place(cells: Cells<'_>, event: &mut TableEvent) -> Result<(), Reason> {
    let point = cells.point(LAT, LON)?;
    let name = cells.get(PLACE);
    if !name.is_empty() || point.is_some() || !cells.get(PLACE_COUNTRY).is_empty() {
        event.place = Some(Place {
            name: name.to_owned(),
            lat: point.map(|point| point.0),
            lon: point.map(|point| point.1),
            country: cells.text(PLACE_COUNTRY),
            adm1: cells.text(ADM1),
            spans: Vec::new(),
        });
    }
    event.place_precision =
        match cells.get(PLACE_PRECISION) {
            "" => None,
            name => {
                let precision: Option<PlacePrecision> = named(name);
                Some(precision.ok_or_else(|| {
                    cells.wrong(PLACE_PRECISION, "exact, near, district, division, country or region")
                })?)
            }
        };
    Ok(())
}

/// `killed 3`, or `killed 3..5..8`: the least, the best and the most. Other words are passed over: `vigie read` writes numbers for people.
fn magnitude(text: &str) -> Option<TableMagnitude> {
    let (kind, numbers) = text.rsplit_once(' ')?;
    let numbers: Vec<f64> = numbers.split("..").map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let (low, best, high) = match numbers.as_slice() {
        [only] => (*only, *only, *only),
        [low, high] => (*low, f64::midpoint(*low, *high), *high),
        [low, best, high] => (*low, *best, *high),
        _ => return None,
    };
    [low, best, high].iter().all(|number| number.is_finite()).then(|| TableMagnitude {
        kind: kind.trim().to_owned(),
        low,
        best,
        high,
    })
}

/// What goes by a name in records.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Value::from(name)).ok()
}
