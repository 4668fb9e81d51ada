//! GeoJSON, RFC 7946: a feature for each event, degrees east before degrees north, WGS 84.
//!
//! An event without a point has no geometry, which the standard allows and maps pass over. Its properties are the columns of the flat table.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use vigie_record::Place;

use crate::format::{Writer, columns, row};
use crate::record::{Kind, Record};

/// A collection of features.
pub(crate) struct GeoJson<W> {
    is_first: bool,
    out: W,
}

impl<W: Write> GeoJson<W> {
    pub(crate) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { is_first: true, out })
    }
}

impl<W: Write> Writer for GeoJson<W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        let (id, place) = match record {
            Record::Event(event, _) => (event.id, event.place.as_ref()),
            Record::TableEvent(event, _) => (event.id, event.place.as_ref()),
            Record::Claim(..)
            | Record::Quotation(_)
            | Record::Forecast(..)
            | Record::Reading(_)
            | Record::Remark(_) => return Ok(false),
        };
        let cells = columns(Kind::Events).iter().zip(row(record));
        // The id stands beside the properties, the point in the geometry; what is not known is left out.
        let kept = cells.filter(|(column, _)| !matches!(column.name, "id" | "lat" | "lon"));
        let properties: Map<String, Value> = kept
            .map(|(column, cell)| (column.name.to_owned(), cell.to_json()))
            .filter(|(_, value)| !value.is_null())
            .collect();
        let feature =
            json!({ "type": "Feature", "id": id, "geometry": place.and_then(point), "properties": properties });
        let before = if std::mem::take(&mut self.is_first) { "\n" } else { ",\n" };
        self.out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut self.out, &feature)?;
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

fn point(place: &Place) -> Option<Value> {
    Some(json!({ "type": "Point", "coordinates": [place.lon?, place.lat?] }))
}
