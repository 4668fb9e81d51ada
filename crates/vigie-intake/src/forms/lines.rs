//! JSON: objects one a line, or a list of objects over lines.

use std::io::BufRead;

use serde_json::Value;

use super::walker::{Flow, Walker};
use super::{Form, FormFault, Raw};
use crate::JsonFault;
use crate::json::report_of_value;

/// The lines that are not blank, one at a time.
pub(super) fn walk(walker: &mut Walker<'_>, mut from: impl BufRead) -> Flow {
    let most = walker.limits.piece_bytes;
    for number in 1.. {
        let mut bytes = Vec::new();
        if let Err(error) = std::io::Read::take(&mut from, most + 1).read_until(b'\n', &mut bytes) {
            return walker.unreadable(Some(number), error);
        }
        if bytes.is_empty() {
            break;
        }
        if bytes.len() as u64 > most {
            walker.fault(Some(number), FormFault::TooLong { what: "one report", most })?;
            if !bytes.ends_with(b"\n")
                && let Err(error) = from.skip_until(b'\n')
            {
                return walker.unreadable(Some(number), error);
            }
        } else if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
            walker.give(Raw::bytes(walker.place(Some(number)), Form::Lines, bytes))?;
        }
    }
    Flow::Continue(())
}

/// A list of objects, or objects one after the other, each over as many lines as it likes.
pub(super) fn whole(walker: &mut Walker<'_>, bytes: &[u8]) -> Flow {
    let text = crate::decode(bytes, None).text;
    let mut number = 0;
    for value in serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter::<Value>() {
        let values = match value {
            Ok(Value::Array(list)) => list,
            Ok(value) => vec![value],
            Err(error) => return walker.fault(Some(number + 1), JsonFault::of(&error).into()),
        };
        for value in values {
            number += 1;
            match report_of_value(value) {
                Ok(read) => walker.made(number, read)?,
                Err(fault) => walker.fault(Some(number), fault.into())?,
            }
        }
    }
    Flow::Continue(())
}
