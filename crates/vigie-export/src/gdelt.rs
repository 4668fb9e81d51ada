//! GDELT's 61 columns, so that scripts written for its events run.
//!
//! Acts that did not take place, or have no day or no CAMEO code, are left out: the table has no column that would say so.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use vigie_codes::Codes;
use vigie_record::{Dataset, PlacePrecision};

use crate::act::Act;
use crate::format::Writer;
use crate::party::Who;
use crate::record::Record;

const N_COLUMNS: usize = 61;

/// A table without a header, with tabs.
pub(crate) struct Gdelt<'c, W> {
    codes: &'c Codes,
    out: W,
}

impl<'c, W: Write> Gdelt<'c, W> {
    pub(crate) fn new(codes: &'c Codes, out: W) -> Self {
        Self { codes, out }
    }
}

impl<W: Write> Writer for Gdelt<'_, W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        let Some(act) = Act::of(record).filter(Act::is_real) else { return Ok(false) };
        let (Some(day), Some(code)) = (act.start, act.cameo) else { return Ok(false) };
        let mut cells: Vec<String> = Vec::with_capacity(N_COLUMNS);
        cells.push(id(&act));
        cells.extend(days(day));
        cells.extend(side(act.actor, self.codes));
        cells.extend(side(act.recipient, self.codes));
        cells.push("1".to_owned());
        cells.extend([code, code.get(..3).unwrap_or(code), code.get(..2).unwrap_or(code)].map(str::to_owned));
        cells.push(shown(act.quad_class));
        cells.push(shown(act.goldstein));
        cells.extend(act.counts.map(|count| count.unwrap_or(1).to_string()));
        cells.push(String::new());
        // Where the two parties are is not known; where the act takes place is.
        cells.extend(nowhere());
        cells.extend(nowhere());
        cells.extend(place(&act, self.codes));
        cells.push(added(act.known_at, day));
        cells.push(act.url.unwrap_or_default().to_owned());
        write_tabbed(&cells, &mut self.out)?;
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A row with tabs between its cells, which have none themselves.
pub(crate) fn write_tabbed(cells: &[String], out: &mut impl Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
    out.write_all((cells.join("\t") + "\n").as_bytes())
}

fn id(act: &Act<'_>) -> String {
    match act.native_id {
        Some(native_id) if act.dataset == Dataset::Gdelt => native_id.to_owned(),
        _ => act.number().to_string(),
    }
}

/// Day, month, year, and the part of the year that is over, as GDELT reckons it.
fn days(day: Date) -> [String; 4] {
    let (year, month) = (i32::from(day.year()), i32::from(day.month()));
    let part = f64::from((month - 1) * 30 + i32::from(day.day())) / 365.0;
    [
        format!("{year:04}{month:02}{:02}", day.day()),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        format!("{:.4}", f64::from(year) + part),
    ]
}

/// Code, name, country, group, ethnic group, two religions, three roles.
fn side(who: Option<Who<'_>>, codes: &Codes) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    let Some(who) = who else { return cells };
    let country = who.country().filter(|country| codes.countries.known(country).is_some() && *country != "EUR");
    let group = match who.country() {
        Some("EUR") => "EEC",
        Some(group @ ("UNO" | "IGO" | "IMG" | "MNC")) => group,
        _ => "",
    };
    let role = who.sector().map(cameo_role).unwrap_or_default();
    cells[0] = match who.code.filter(|code| is_cameo(code)) {
        Some(code) => code.to_owned(),
        None => [country.unwrap_or(group), role].concat(),
    };
    cells[1] = who.text.to_uppercase();
    country.unwrap_or_default().clone_into(&mut cells[2]);
    group.clone_into(&mut cells[3]);
    role.clone_into(&mut cells[7]);
    cells
}

/// Whether a code could be one of CAMEO: groups of three capitals.
fn is_cameo(code: &str) -> bool {
    !code.is_empty() && code.len().is_multiple_of(3) && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The role that CAMEO has for a PLOVER sector.
fn cameo_role(sector: &str) -> &str {
    match sector {
        "JRN" => "MED",
        "MED" => "HLH",
        "PRM" => "PAR",
        other => other,
    }
}

fn nowhere() -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    "0".clone_into(&mut cells[0]);
    cells
}

/// Kind, name, country, two divisions, degrees north and east, feature.
fn place(act: &Act<'_>, codes: &Codes) -> [String; 8] {
    let Some(place) = act.place else { return nowhere() };
    let kind = match act.place_precision {
        Some(PlacePrecision::Country | PlacePrecision::Region) => "1",
        Some(PlacePrecision::Division | PlacePrecision::District) => "5",
        None if place.country.as_deref().and_then(|country| codes.countries.name_of(country)) == Some(&place.name) => {
            "1"
        }
        _ => "4",
    };
    let country = place.country.as_deref().and_then(|country| codes.countries.to_fips(country));
    [
        kind.to_owned(),
        place.name.clone(),
        country.unwrap_or_default().to_owned(),
        place.adm1.clone().unwrap_or_default(),
        String::new(),
        shown(place.lat),
        shown(place.lon),
        String::new(),
    ]
}

/// The moment of taking up, or the first of the day of the event.
fn added(known_at: Option<Timestamp>, day: Date) -> String {
    let moment = known_at
        .map_or_else(|| day.to_datetime(jiff::civil::Time::midnight()), |moment| Offset::UTC.to_datetime(moment));
    moment.strftime("%Y%m%d%H%M%S").to_string()
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
