//! Says where one marked place name of a page lies: JSON lines `{"id","text","span":[s,e]}` in, in code points, places out.

use std::io::{BufRead, Write};

use serde::Deserialize;
use vigie_reader::place::{Gazetteer, resolve_or_near};
use vigie_record::ByteRange;

#[derive(Deserialize)]
struct Question {
    id: String,
    text: String,
    span: (usize, usize),
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Question { id, text, span } = serde_json::from_str(&line?)?;
        let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
        let span = ByteRange::try_from((byte(span.0), byte(span.1)))?;
        let place = resolve_or_near(Gazetteer::embedded(), &text, &[span]).into_iter().flatten().next();
        let answer = serde_json::json!({
            "id": id,
            "name": place.as_ref().map(|place| &place.name),
            "lat": place.as_ref().and_then(|place| place.lat),
            "lon": place.as_ref().and_then(|place| place.lon),
            "country": place.as_ref().and_then(|place| place.country.as_ref()),
            "adm1": place.as_ref().and_then(|place| place.adm1.as_ref()),
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
