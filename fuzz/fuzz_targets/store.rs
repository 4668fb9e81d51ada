//! Opens a small store with some bytes changed: each three say where and to what. Whatever is asked of it, it answers or says what is wrong.
//!
//! `cargo +nightly fuzz run store`, from the root of the repository.
#![no_main]

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_store::{Access, Filter, Store};

/// A store of the first version, as it lies among the tests.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("../../crates/vigie-store/tests/stores/v1.db.gz");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).expect("the store unpacks");
    bytes
});

static PATH: LazyLock<PathBuf> = LazyLock::new(|| std::env::temp_dir().join(format!("vigie-fuzz-{}.db", std::process::id())));

fuzz_target!(|changes: &[u8]| {
    let mut bytes = SOUND.clone();
    for change in changes.chunks_exact(4).take(64) {
        let at = usize::from(change[0]) << 16 | usize::from(change[1]) << 8 | usize::from(change[2]);
        let at = at % bytes.len();
        bytes[at] = change[3];
    }
    for ending in ["-wal", "-shm"] {
        let mut beside = PATH.clone().into_os_string();
        beside.push(ending);
        let _ = std::fs::remove_file(beside);
    }
    if std::fs::write(&*PATH, &bytes).is_err() {
        return;
    }
    let Ok(store) = Store::open(&PATH, Access::Read) else { return };
    let _ = store.status();
    let _ = store.sources();
    let _ = store.events(&Filter::default(), 50, None);
    let _ = store.claims(&Filter::default(), 50, None);
    let _ = store.search(&Filter { words: "\"the\" OR a*".parse().ok(), ..Filter::default() }, 50, None);
    let _ = store.each_reading(|_| true);
    let _ = store.check();
});
