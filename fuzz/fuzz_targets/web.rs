//! Reads any bytes as a feed and as rules for robots.
//!
//! `cargo +nightly fuzz run web`, from the root of the repository.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigie_intake::forms::feed_entries;
use vigie_intake::web::Robots;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(feed) = feed_entries(bytes) {
        for entry in &feed.entries {
            let _ = entry.report(&feed);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = Robots::of(&text, "vigie").allows("/a/b?c=d");
});
