//! Reads any bytes as an event table, and checks that what comes out is sound.
//!
//! `cargo +nightly fuzz run tables`, from the root of the repository.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_codes::{Codes, UserTables};
use vigie_intake::tables::{Row, RowFault, Rows, Settings};
use vigie_record::Digest;

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::new(&UserTables::new()).expect("our own tables are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(rows) = Rows::new(bytes, &CODES, Settings::of_file(Digest::of(b"fuzz"))) else { return };
    let n_lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    let mut last = 0;
    for row in rows {
        let line = match &row {
            Ok(Row::Event(event)) => {
                // Lines of JSON bring records with an origin of their own, and are taken at their word.
                if event.origin.file != Digest::of(b"fuzz") {
                    continue;
                }
                let day = event.event_date.start.or(event.event_date.end).expect("every event has a day");
                assert!((1000..2200).contains(&day.year()));
                if let Some(place) = &event.place {
                    assert!(place.lat.is_none_or(|lat| lat.abs() <= 90.0) && place.lon.is_none_or(|lon| lon.abs() <= 180.0));
                    assert_eq!(place.lat.is_some(), place.lon.is_some());
                }
                assert!(event.goldstein.is_none_or(|value| value.abs() <= 10.0));
                assert!(event.quad_class.is_none_or(|class| (1..=4).contains(&class)));
                assert_eq!(event.id, event.dataset.id_of(&event.native_id));
                event.origin.line
            }
            Ok(Row::Deletion(deletion)) => deletion.origin.line,
            Ok(Row::Mention(mention)) => mention.origin.line,
            Ok(Row::Quotation(quotation)) => quotation.origin.line,
            Ok(Row::Reading(reading)) => {
                for event in &reading.events {
                    for span in &event.spans {
                        assert!(reading.report.text.get(span.as_range()).is_some());
                    }
                }
                continue;
            }
            Err(RowFault::Rejected(reject)) => reject.line,
            Err(RowFault::Unreadable { .. }) => panic!("bytes can be read"),
        };
        if line <= n_lines {
            assert!(last <= line, "rows come in the order of the table");
            last = line;
        }
    }
});
