//! Readings: a report with all its records.

use serde::{Deserialize, Serialize};

use super::{Claim, Event, Forecast, Report};
use crate::{ByteRange, Characters, Note, Ranged as _};

/// A report with everything that was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// Who did what to whom.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Who says what.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What is said to be to come.
    #[serde(default)]
    pub forecasts: Vec<Forecast>,
    /// The places of the sentences of the text, so that a record's sentence has a number.
    #[serde(default)]
    pub sentences: Vec<ByteRange>,
    /// What could not be read as one would wish.
    #[serde(default)]
    pub notes: Vec<Note>,
}

impl Reading {
    /// Turns its ranges from bytes of its text into characters, as they are outside of the house.
    pub fn count_characters(&mut self) {
        let text = std::mem::take(&mut self.report.text);
        let characters = Characters::new(&text, 0);
        self.turn_ranges(&mut |range| {
            let [start, end] = characters.range(*range);
            *range = ByteRange::new(start, end);
        });
        self.report.text = text;
    }

    /// Turns its ranges from characters of its text into bytes, as they are inside of the house.
    ///
    /// # Errors
    /// A range that does not lie in the text. The reading is then of no use: some of its ranges are turned, and some are not.
    pub fn count_bytes(&mut self) -> Result<(), ByteRange> {
        let text = std::mem::take(&mut self.report.text);
        let characters = Characters::new(&text, 0);
        let mut stray = None;
        self.turn_ranges(&mut |range| match characters.bytes([range.start(), range.end()]) {
            Some(bytes) => *range = bytes,
            None => stray = Some(*range),
        });
        self.report.text = text;
        stray.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoteKind;

    #[test]
    fn ranges_go_out_and_come_back() {
        let report = Report::of_text("Größe 🙂: drills.".to_owned());
        let range = ByteRange::new(report.text.find("drills").unwrap(), report.text.len());
        let note = Note { range, kind: NoteKind::Truncated, message: String::new() };
        let inside = Reading {
            report,
            events: Vec::new(),
            claims: Vec::new(),
            forecasts: Vec::new(),
            sentences: vec![range],
            notes: vec![note],
        };
        let mut reading = inside.clone();
        reading.count_characters();
        assert_eq!((reading.sentences[0], reading.notes[0].range), (ByteRange::new(9, 16), ByteRange::new(9, 16)));
        let mut wrong = Reading { sentences: vec![ByteRange::new(3, 99)], ..reading.clone() };
        reading.count_bytes().unwrap();
        assert_eq!(reading, inside);
        assert_eq!(wrong.count_bytes(), Err(ByteRange::new(3, 99)));
    }
}
