//! Readings, counted in bytes inside the house and in characters outside.

use vigie_record::{ByteRange, Characters, Ranged as _, Reading, Turn};

/// A reading with its ranges in characters of its text.
#[must_use]
pub fn in_characters(reading: Reading) -> Reading {
    turned(reading, |characters, range| {
        let [start, end] = characters.range(range);
        ByteRange::new(start, end)
    })
}

/// A reading of which the ranges are in characters, with its ranges in bytes. A range that does not lie in the text becomes an empty one at
/// its end: what comes from elsewhere may be wrong, and breaks nothing.
#[must_use]
pub fn in_bytes(reading: Reading) -> Reading {
    let end = reading.report.text.len();
    turned(reading, |characters, range| {
        characters.bytes([range.start(), range.end()]).unwrap_or_else(|| ByteRange::new(end, end))
    })
}

fn turned(mut reading: Reading, each: impl Fn(&Characters<'_>, ByteRange) -> ByteRange) -> Reading {
    let text = std::mem::take(&mut reading.report.text);
    let characters = Characters::new(&text, 0);
    let turn: Turn<'_> = &mut |range: &mut ByteRange| *range = each(&characters, *range);
    let Reading { report, events, claims, forecasts, sentences, notes } = &mut reading;
    sentences.iter_mut().for_each(&mut *turn);
    report.turn_ranges(turn);
    for note in notes {
        note.turn_ranges(turn);
    }
    for event in events {
        event.turn_ranges(turn);
    }
    for claim in claims {
        claim.turn_ranges(turn);
    }
    for forecast in forecasts {
        forecast.turn_ranges(turn);
    }
    reading.report.text = text;
    reading
}

#[cfg(test)]
mod tests {
    use vigie_record::{Note, NoteKind, Report};

    use super::*;

    #[test]
    fn ranges_go_out_and_come_back() {
        let report = Report::of_text("Größe 🙂: drills.".to_owned());
        let range = ByteRange::new(report.text.find("drills").unwrap(), report.text.len());
        let reading = Reading {
            report,
            events: Vec::new(),
            claims: Vec::new(),
            forecasts: Vec::new(),
            sentences: vec![range],
            notes: vec![Note { range, kind: NoteKind::Truncated, message: String::new() }],
        };
        let outside = in_characters(reading.clone());
        assert_eq!(outside.sentences, [ByteRange::new(9, 16)]);
        assert_eq!(in_bytes(outside), reading);
        let wrong = Reading { sentences: vec![ByteRange::new(3, 99)], ..in_characters(reading) };
        assert!(in_bytes(wrong).sentences[0].is_empty());
    }
}
