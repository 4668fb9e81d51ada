//! Fills a store with made-up reports and rows, and says on stdout what is acknowledged: for scripts that kill it.
//!
//!     cargo run -p vigie-store --example fill -- STORE N_REPORTS N_ROWS
//!
//! Goes on where an earlier run was ended. Exits with 1, and says why on stderr, when the store cannot be written.

mod made_up;

use std::io::{Write as _, stdout};
use std::path::Path;
use std::process::ExitCode;

use made_up::{at, reading, reading_of, table_event};
use vigie_record::{Digest, Reading};
use vigie_store::{Access, FileState, PackedRows, Store, StoreError};

/// Rows that go in together: few, so that there are many moments to die at.
const ROWS_AT_ONCE: u64 = 300;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [store, n_reports, n_rows] = arguments.as_slice() else {
        eprintln!("usage: fill STORE N_REPORTS N_ROWS");
        return ExitCode::from(2);
    };
    let (Ok(n_reports), Ok(n_rows)) = (n_reports.parse(), n_rows.parse()) else {
        eprintln!("the numbers of reports and rows are numbers");
        return ExitCode::from(2);
    };
    match fill(Path::new(store), n_reports, n_rows) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

fn fill(path: &Path, n_reports: u64, n_rows: u64) -> Result<(), StoreError> {
    let mut store = Store::open(path, Access::Create)?;
    for n in 0..n_reports {
        store.put(&report(n), at())?;
        say(&format!("report {n}"));
        if n % 10 == 9 {
            store.group_stories()?;
        }
    }
    store.group_stories()?;
    if let FileState::Open(file) = store.begin_file(Digest::of(b"table"), "made-up", at())? {
        for first in (0..n_rows).step_by(usize::try_from(ROWS_AT_ONCE).unwrap_or(1)) {
            let rows = (first..(first + ROWS_AT_ONCE).min(n_rows)).map(table_event).collect();
            store.put_rows(file, &PackedRows::new(rows)?)?;
        }
        store.end_file(file, 0, at())?;
    }
    say(&format!("rows {n_rows}"));
    Ok(())
}

/// The n-th report; every fifth is a copy of the one before with a lead of its own.
fn report(n: u64) -> Reading {
    if n % 5 == 4 {
        return reading_of(n, format!("This lead was added. {}", reading(n - 1).report.text));
    }
    reading(n)
}

/// Acknowledges, at once.
fn say(what: &str) {
    let mut stdout = stdout().lock();
    let written = writeln!(stdout, "{what}").and_then(|()| stdout.flush());
    drop(written);
}
