//! Reads any bytes as a feed, as rules for robots, as an address and a link on it.
//!
//! `cargo +nightly fuzz run web`, from the root of the repository.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigie_intake::forms::{feed_entries, report_of_answer};
use vigie_intake::web::{Guard, Robots, WebUrl};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(feed) = feed_entries(bytes) {
        for entry in &feed.entries {
            let _ = entry.report(&feed);
        }
    }
    let _ = report_of_answer(bytes, "https://example.org/", Some("windows-1252"));
    let text = String::from_utf8_lossy(bytes);
    let _ = Robots::of(&text, "vigie").allows("/a/b?c=d");
    let (first, rest) = text.split_once('\n').unwrap_or((&text, "../x"));
    if let Ok(url) = first.parse::<WebUrl>() {
        assert_eq!(url.to_string().parse::<WebUrl>().as_ref(), Ok(&url), "what is written reads back");
        if let Some(address) = url.literal() {
            let _ = Guard::default().check(address);
        }
        if let Ok(link) = url.join(rest) {
            assert_eq!(link.to_string().parse::<WebUrl>().as_ref(), Ok(&link), "what is written reads back");
        }
    }
});
