//! The date of a report, as it comes from outside: a wrong one is told of and left out.

use vigie_record::{ByteRange, Note, NoteKind, Report};

/// Sets the date of `report` from what was found; what is no date gives a note, and the report stays without one.
pub(crate) fn set(report: &mut Report, found: &str) {
    match found.parse() {
        Ok(published_at) => report.published_at = Some(published_at),
        Err(fault) => report.notes.push(Note {
            range: ByteRange::default(),
            kind: NoteKind::WrongDate,
            message: format!("published_at: {fault}"),
        }),
    }
}
