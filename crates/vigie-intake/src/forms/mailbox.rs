//! Letters in one file, as mbox has them: each begins with a line `From `, and such lines in letters have a `>` before them.

use std::io::BufRead;

use super::walker::{Flow, Walker};
use super::{Form, FormFault, Raw};

/// The letters, one at a time.
pub(super) fn walk(walker: &mut Walker<'_>, mut from: impl BufRead) -> Flow {
    let most = walker.limits.piece_bytes;
    let (mut letter, mut number, mut is_too_long, mut after_blank) = (Vec::new(), 0, false, true);
    loop {
        let mut line = Vec::new();
        let n = match std::io::Read::take(&mut from, most + 1).read_until(b'\n', &mut line) {
            Ok(n) => n,
            Err(error) => return walker.unreadable(Some(number), error),
        };
        if n == 0 || after_blank && line.starts_with(b"From ") {
            if is_too_long {
                walker.fault(Some(number), FormFault::TooLong { what: "one report", most })?;
            } else if !letter.is_empty() {
                walker.give(Raw::bytes(walker.place(Some(number)), Form::Letter, std::mem::take(&mut letter)))?;
            }
            if n == 0 {
                return Flow::Continue(());
            }
            letter.clear();
            number += 1;
            (is_too_long, after_blank) = (false, false);
            continue;
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        let is_quoted =
            line.iter().position(|byte| *byte != b'>').is_some_and(|at| at > 0 && line[at..].starts_with(b"From "));
        let line = if is_quoted { &line[1..] } else { &line[..] };
        if letter.len() as u64 + line.len() as u64 > most {
            is_too_long = true;
            letter = Vec::new();
        }
        if !is_too_long {
            letter.extend_from_slice(line);
        }
    }
}
