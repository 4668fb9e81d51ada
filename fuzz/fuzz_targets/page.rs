//! Takes the article out of any bytes as a page.
//!
//! `cargo +nightly fuzz run page`, from the root of the repository.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = vigie_intake::report_of_page(bytes) {
        assert!(!report.text.trim().is_empty());
        assert!(!report.text.contains('\0'));
    }
});
