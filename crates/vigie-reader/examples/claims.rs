//! Reads reports as JSON lines and writes their claims and forecasts, for measuring: `claims MODEL < reports > records`.

#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::io::{BufRead, stdin};
use std::path::Path;

use serde_json::{Value, json};
use vigie_lang::{Annotator, ModelFile, Settings};
use vigie_reader::{claim, forecast};
use vigie_record::{ByteRange, Digest, Identity, PublishedAt};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "models/vigie-en.model".to_owned());
    let annotator = Annotator::new(ModelFile::open(Path::new(&model))?, Settings::default());
    for line in stdin().lock().lines() {
        let report: Value = serde_json::from_str(&line?)?;
        let text = report["text"].as_str().unwrap_or_default();
        let published: Option<PublishedAt> = report["published_at"].as_str().and_then(|date| date.parse().ok());
        let document = annotator.annotate(text)?;
        let id = Digest::of(text.as_bytes());
        let who = |_: ByteRange| Identity::default();
        let times = vigie_reader::time::expressions(text, published);
        let times: Vec<_> = times.into_iter().map(|time| (time.range, time.span)).collect();
        let claims = claim::claims(&document, id, &who, document.provenance());
        let forecasts = forecast::forecasts(&document, id, &claims, &times, published, document.provenance());
        let points = Points::of(text);
        let sentences: Vec<_> = document.sentences().map(|sentence| points.pair(sentence.range())).collect();
        let mut out = json!({ "id": report["id"], "claims": claims, "forecasts": forecasts, "sentences": sentences });
        points.convert(&mut out["claims"]);
        points.convert(&mut out["forecasts"]);
        println!("{out}");
    }
    Ok(())
}

/// The number of the code point that begins at each byte.
struct Points(Vec<usize>);

impl Points {
    fn of(text: &str) -> Self {
        let mut points = vec![0; text.len() + 1];
        let mut number = 0;
        for (at, point) in points.iter_mut().enumerate() {
            *point = number;
            number += usize::from(text.is_char_boundary(at + 1));
        }
        Self(points)
    }

    fn pair(&self, range: ByteRange) -> [usize; 2] {
        [self.0[range.start()], self.0[range.end()]]
    }

    /// Turns every pair under `spans`, `markers` and `expression` into code points.
    fn convert(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.convert(item)),
            Value::Object(fields) => {
                for (key, field) in fields.iter_mut() {
                    match key.as_str() {
                        "spans" | "markers" => {
                            field.as_array_mut().into_iter().flatten().for_each(|pair| self.convert_pair(pair));
                        }
                        "expression" => self.convert_pair(field),
                        _ => self.convert(field),
                    }
                }
            }
            _ => {}
        }
    }

    fn convert_pair(&self, pair: &mut Value) {
        if let Ok(range) = serde_json::from_value::<ByteRange>(pair.clone()) {
            *pair = json!(self.pair(range));
        }
    }
}
