//! POLECAT's 40 columns, so that scripts written for it run.
//!
//! What did not take place stands among the contexts, as in PLOVER: `hypothetical`, `historical`. Denied acts and acts without a day or type are
//! left out.

use std::io::{self, Write};

use vigie_codes::{Codes, POLECAT_COLUMNS};
use vigie_record::{Dataset, PlacePrecision, Status};

use crate::act::Act;
use crate::format::Writer;
use crate::gdelt::write_tabbed;
use crate::party::Who;
use crate::record::Record;

/// POLECAT's word for nothing.
const NOTHING: &str = "None";

/// A table with a header and tabs.
pub(crate) struct Polecat<'c, W> {
    codes: &'c Codes,
    out: W,
}

impl<'c, W: Write> Polecat<'c, W> {
    pub(crate) fn new(codes: &'c Codes, mut out: W) -> io::Result<Self> {
        write_tabbed(&POLECAT_COLUMNS.map(str::to_owned), &mut out)?;
        Ok(Self { codes, out })
    }
}

impl<W: Write> Writer for Polecat<'_, W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        let Some(act) = Act::of(record) else { return Ok(false) };
        let (Some(day), Some(kind)) = (act.start, act.event_type) else { return Ok(false) };
        if act.status == Some(Status::Denied) {
            return Ok(false);
        }
        let mut cells = vec![
            id(&act),
            day.to_string(),
            kind.to_owned(),
            act.mode.unwrap_or_default().to_owned(),
            act.goldstein.map_or_else(String::new, |value| value.to_string()),
            act.quad_class.map_or_else(String::new, |class| class.to_string()),
            contexts(&act),
        ];
        cells.extend(side(act.actor, self.codes));
        cells.extend(side(act.recipient, self.codes));
        cells.extend(place(&act));
        cells.extend([
            act.outlet.unwrap_or_default().to_owned(),
            act.known_at.map_or_else(|| day.to_string(), |moment| moment.to_string().chars().take(10).collect()),
            String::new(),
            String::new(),
            String::new(),
            act.language.unwrap_or_default().to_owned(),
            format!("vigie-{}", env!("CARGO_PKG_VERSION")),
        ]);
        for cell in &mut cells {
            if cell.trim().is_empty() {
                NOTHING.clone_into(cell);
            }
        }
        write_tabbed(&cells, &mut self.out)?;
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn id(act: &Act<'_>) -> String {
    match act.native_id {
        Some(native_id) if act.dataset == Dataset::Polecat => native_id.to_owned(),
        Some(native_id) => format!("{}-{native_id}", act.dataset),
        None => act.id.to_string(),
    }
}

fn contexts(act: &Act<'_>) -> String {
    let of_status = match act.status {
        Some(Status::Planned | Status::Threatened | Status::Possible | Status::Hypothetical) => Some("hypothetical"),
        Some(Status::Historical) => Some("historical"),
        _ => None,
    };
    let own = act.contexts.iter().map(String::as_str);
    let added = of_status.filter(|context| !act.contexts.iter().any(|own| own == context));
    own.chain(added).collect::<Vec<_>>().join("; ")
}

/// Name, country, its number, first sector, all sectors, title, name as it stands in the text, Wikipedia's.
fn side(who: Option<Who<'_>>, codes: &Codes) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    let Some(who) = who else { return cells };
    who.name().clone_into(&mut cells[0]);
    let country = who.country().unwrap_or_default();
    country.clone_into(&mut cells[1]);
    codes.countries.to_cow(country).unwrap_or_default().clone_into(&mut cells[2]);
    who.sector().unwrap_or_default().clone_into(&mut cells[3]);
    who.sector().unwrap_or_default().clone_into(&mut cells[4]);
    who.identity.role.as_deref().unwrap_or_default().clone_into(&mut cells[5]);
    who.text.clone_into(&mut cells[6]);
    cells
}

/// Name, city, district, province, country, degrees north and east, number, raw name, kind.
fn place(act: &Act<'_>) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    let Some(place) = act.place else { return cells };
    place.name.clone_into(&mut cells[0]);
    match act.place_precision {
        Some(PlacePrecision::District) => place.name.clone_into(&mut cells[2]),
        Some(PlacePrecision::Division | PlacePrecision::Country | PlacePrecision::Region) => {}
        _ => place.name.clone_into(&mut cells[1]),
    }
    place.adm1.as_deref().unwrap_or_default().clone_into(&mut cells[3]);
    place.country.as_deref().unwrap_or_default().clone_into(&mut cells[4]);
    cells[5] = place.lat.map_or_else(String::new, |degrees| degrees.to_string());
    cells[6] = place.lon.map_or_else(String::new, |degrees| degrees.to_string());
    place.name.clone_into(&mut cells[8]);
    cells
}
