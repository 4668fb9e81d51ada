//! Opens any bytes as a model file.
//!
//! `cargo +nightly fuzz run model`, from the root of the repository.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_lang::ModelFile;

static PATH: LazyLock<PathBuf> = LazyLock::new(|| std::env::temp_dir().join(format!("vigie-fuzz-{}.model", std::process::id())));

fuzz_target!(|bytes: &[u8]| {
    if std::fs::write(&*PATH, bytes).is_err() {
        return;
    }
    if let Ok(file) = ModelFile::open(&PATH) {
        let _ = (file.model_name(), file.language(), file.made_on(), file.digest());
        let _ = file.load();
    }
});
