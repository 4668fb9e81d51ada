//! Goes through any bytes in whatever form they seem to have; the first byte says which ending their name has.
//!
//! `cargo +nightly fuzz run forms`, from the root of the repository.
#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use vigie_intake::forms::{ENDINGS, Found, Limits, Source, walk};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = ENDINGS.get(usize::from(*first)).map_or("a", |(ending, _)| ending);
    let limits = Limits { piece_bytes: 1 << 20, archive_bytes: 1 << 20, entries: 100, free_bytes: 1 << 20, ..Limits::default() };
    let mut n_found = 0;
    let _ = walk(Source::Stream(Box::new(bytes)), name, None, limits, &mut |found| {
        if let Found::Raw(raw) = found {
            let _ = raw.report();
        }
        n_found += 1;
        if n_found < 1000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
});
