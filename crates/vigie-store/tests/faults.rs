//! Faults that a store must survive: death at any moment, no room, two writers, damage, older versions.
//!
//! Those that take long or need a tool are run by hand: `cargo test -p vigie-store --test faults -- --ignored --nocapture`.

#[path = "../examples/made_up/mod.rs"]
mod made_up;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use made_up::{Chance, at, reading, table_event};
use rusqlite::Connection;
use rusqlite::types::Value;
use vigie_store::{Access, PackedRows, Store, StoreError, restore};

const N_REPORTS: u64 = 300;
const N_ROWS: u64 = 6000;

/// The program that fills a store; `cargo test` builds it with the tests.
fn fill() -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it is");
    let folder = own.parent().and_then(Path::parent).expect("tests lie two folders deep");
    folder.join("examples").join("fill")
}

/// Everything that a store holds, table by table, but for how often a file was begun.
fn content(path: &Path) -> BTreeMap<String, Vec<Vec<Value>>> {
    let db = Connection::open(path).expect("the store can be opened");
    let mut names = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%words%' AND name NOT LIKE 'event_who%' AND name NOT LIKE 'sqlite%'")
        .expect("the schema can be read");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).expect("it can be asked").map(|name| name.expect("it has one")).collect();
    let mut content = BTreeMap::new();
    for name in names {
        let columns = if name == "file" { "key, digest, name, done_at, n_added" } else { "*" };
        let mut statement =
            db.prepare(&format!("SELECT {columns} FROM {name} ORDER BY 1, 2")).expect("the table can be read");
        let n_columns = statement.column_count();
        let rows = statement
            .query_map([], |row| (0..n_columns).map(|index| row.get(index)).collect::<Result<Vec<Value>, _>>())
            .expect("the table can be read");
        content.insert(name, rows.map(|row| row.expect("the row can be read")).collect());
    }
    content
}

fn problems(path: &Path) -> Vec<String> {
    let store = Store::open(path, Access::Write).expect("the store opens");
    store.check().expect("the store can be checked").problems
}

fn finished(path: &Path, n_reports: u64, n_rows: u64) {
    let done = Command::new(fill())
        .arg(path)
        .args([n_reports.to_string(), n_rows.to_string()])
        .stdout(Stdio::null())
        .status()
        .expect("the program runs");
    assert!(done.success());
}

#[test]
#[ignore = "it kills two hundred times, which takes some minutes"]
fn killed_at_any_moment_it_goes_on_and_ends_as_if_never_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (killed, whole) = (folder.path().join("killed.db"), folder.path().join("whole.db"));
    finished(&whole, N_REPORTS, N_ROWS);
    let mut chance = Chance(4);
    let (mut n_killed, mut n_rounds, mut acknowledged, mut is_finished) = (0, 0, 0, false);
    while n_killed < 200 {
        if is_finished {
            // It was finished before it was killed often enough: begin again.
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(folder.path().join(format!("killed.db{ending}")));
            }
            acknowledged = 0;
        }
        n_rounds += 1;
        let mut child = Command::new(fill())
            .arg(&killed)
            .args([N_REPORTS.to_string(), N_ROWS.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let listening = std::thread::spawn(move || {
            let lines = BufReader::new(stdout).lines().map_while(Result::ok);
            lines.filter_map(|line| line.strip_prefix("report ")?.parse::<u64>().ok()).max()
        });
        std::thread::sleep(Duration::from_micros(500 + chance.below(800_000)));
        is_finished = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        n_killed += u64::from(!is_finished);
        acknowledged = acknowledged.max(listening.join().unwrap().map_or(0, |last| last + 1));
        if !killed.exists() {
            continue;
        }
        match Store::open(&killed, Access::Write) {
            Ok(store) => {
                assert_eq!(store.check().unwrap().problems, Vec::<String>::new(), "after {n_killed} deaths");
                let n_reports = store.status().unwrap().n_reports;
                assert!(n_reports >= acknowledged, "{n_reports} reports of {acknowledged} that were acknowledged");
            }
            Err(error) => panic!("after {n_killed} deaths: {error}"),
        }
    }
    finished(&killed, N_REPORTS, N_ROWS);
    assert!(content(&killed) == content(&whole), "the store that was killed {n_killed} times is another");
    println!("killed {n_killed} times in {n_rounds} runs");
}

#[test]
fn without_room_it_says_so_and_goes_on_when_there_is_some() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    finished(&whole, 12, 600);
    let mut n_refused = 0;
    // The limit on the size of a file stands for a disk that is full, at one size after the other, in half kilobytes.
    for blocks in [8, 40, 200, 400, 700, 1000, 1300, 1700, 2100, 2600, 3200, 4000] {
        let path = folder.path().join(format!("limited-{blocks}.db"));
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$1\" 12 600");
        let said = Command::new("sh").args(["-c", &script]).arg(fill()).arg(&path).output().unwrap();
        let stderr = String::from_utf8_lossy(&said.stderr);
        if !said.status.success() {
            n_refused += 1;
            assert_eq!(said.status.code(), Some(1), "{blocks}: {stderr}");
            assert!(
                stderr.contains("disk is full") || stderr.contains("cannot be read or written"),
                "{blocks}: {stderr}"
            );
        }
        finished(&path, 12, 600);
        assert_eq!(problems(&path), Vec::<String>::new(), "{blocks}");
        assert!(content(&path) == content(&whole), "{blocks}: the store is another");
    }
    assert!(n_refused > 3, "some of the limits were met: {n_refused}");
}

#[test]
#[ignore = "it needs strace, and runs once for each write"]
fn a_write_that_fails_at_any_point_leaves_the_store_whole() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    finished(&whole, 4, 300);
    let mut n_failed = 0;
    for (call, error) in [("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"), ("ftruncate", "EIO")] {
        for nth in 1.. {
            let path = folder.path().join(format!("{call}-{error}-{nth}.db"));
            let said = Command::new("strace")
                .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
                .args(["-e", &format!("inject={call}:error={error}:when={nth}")])
                .arg(fill())
                .arg(&path)
                .args(["4", "300"])
                .output()
                .unwrap();
            let stderr = String::from_utf8_lossy(&said.stderr).into_owned();
            let is_told = stderr.contains("disk is full") || stderr.contains("cannot be read or written");
            assert!(
                said.status.success() || said.status.code() == Some(1) && is_told,
                "{call} {error} {nth}: {stderr}"
            );
            n_failed += u64::from(!said.status.success());
            finished(&path, 4, 300);
            assert_eq!(problems(&path), Vec::<String>::new(), "{call} {error} {nth}");
            assert!(content(&path) == content(&whole), "{call} {error} {nth}: the store is another");
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(folder.path().join(format!("{call}-{error}-{nth}.db{ending}")));
            }
            if said.status.success() && nth > 3 {
                println!("{call} {error}: {nth} calls");
                break;
            }
        }
    }
    println!("{n_failed} writes failed");
}

#[test]
fn two_that_write_at_once_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vigie.db");
    drop(Store::open(&path, Access::Create).unwrap());
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path, Access::Write).unwrap();
                for n in 0..20 {
                    // Every report is put in by two of the three.
                    store.put(&reading(n * 3 / 2 + writer), at()).unwrap();
                }
                store.group_stories().unwrap();
            });
        }
    });
    assert_eq!(problems(&path), Vec::<String>::new());
    let expected: std::collections::BTreeSet<u64> =
        (0..20).flat_map(|n| (0..3).map(move |writer| n * 3 / 2 + writer)).collect();
    let store = Store::open(&path, Access::Read).unwrap();
    assert_eq!(store.status().unwrap().n_reports, expected.len() as u64);
}

#[test]
fn a_backup_is_of_one_moment_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vigie.db");
    let mut store = Store::open(&path, Access::Create).unwrap();
    store.put_all(&(0..50).map(reading).collect::<Vec<_>>(), at()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 50..150 {
                store.put(&reading(n), at()).unwrap();
            }
        });
        for n in 0..4 {
            let copy = folder.path().join(format!("backup-{n}.db"));
            Store::open(&path, Access::Read).unwrap().backup(&copy).unwrap();
            let copied = Store::open(&copy, Access::Write).unwrap();
            assert_eq!(copied.check().unwrap().problems, Vec::<String>::new());
            assert!(copied.status().unwrap().n_reports >= 50);
            assert!(matches!(copied.backup(&copy), Err(StoreError::Refused { .. })), "nothing is written over");
        }
    });
}

#[test]
fn damage_is_seen_and_a_backup_brings_it_all_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("vigie.db"), folder.path().join("backup.db"));
    finished(&path, 30, 900);
    Store::open(&path, Access::Read).unwrap().backup(&copy).unwrap();
    let (sound, expected) = (fs::read(&copy).unwrap(), content(&copy));
    let mut chance = Chance(7);
    let (mut n_seen, mut n_tried) = (0, 0);
    for round in 0..40 {
        let mut bytes = sound.clone();
        if round % 8 == 0 {
            bytes.truncate(usize::try_from(chance.below(bytes.len() as u64)).unwrap());
        } else {
            for _ in 0..4 {
                let at = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
                bytes[at] ^= 1 << chance.below(8);
            }
        }
        let damaged = folder.path().join(format!("damaged-{round}.db"));
        fs::write(&damaged, &bytes).unwrap();
        n_tried += 1;
        // Whatever is wrong with it is told, or does not matter; nothing panics, nothing is made up.
        let is_seen = match Store::open(&damaged, Access::Write) {
            Err(_) => true,
            Ok(store) => store.check().is_ok_and(|checked| !checked.problems.is_empty()),
        };
        n_seen += u64::from(is_seen);
        let kept = restore(&copy, &damaged).unwrap();
        assert!(kept.is_some_and(|kept| kept.exists()), "what was there is kept");
        assert_eq!(problems(&damaged), Vec::<String>::new());
        assert!(content(&damaged) == expected, "{round}: the restored store is another");
    }
    // Bytes of a page that hold nothing can be flipped and nobody is worse off.
    assert!(n_seen * 10 >= n_tried * 7, "{n_seen} of {n_tried} damages were seen");
    fs::write(&copy, &sound[..sound.len() / 2]).unwrap();
    assert!(restore(&copy, &path).is_err(), "a backup that is damaged is none");
    assert_eq!(problems(&path), Vec::<String>::new(), "and does no harm");
}

/// A copy of a damaged store once named the copy as damaged, which was not there, and a check had a hundred lines of page numbers.
#[test]
fn what_is_damaged_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    finished(&at("vigie.db"), 60, 3000);
    let mut bytes = fs::read(at("vigie.db")).unwrap();
    // The head and the schema stay; of what follows, one page in seven is lost.
    let n_pages = bytes.len() / 8192;
    bytes.chunks_mut(8192).skip(n_pages / 3).step_by(7).for_each(|page| page.fill(0x5a));
    fs::write(at("corrupt.db"), &bytes).unwrap();
    let corrupt = Store::open(&at("corrupt.db"), Access::Read).unwrap();
    let is_it = |error: &StoreError| matches!(error, StoreError::Damaged { path, .. } if *path == at("corrupt.db"));
    let copied = corrupt.backup(&at("copy.db")).unwrap_err();
    assert!(is_it(&copied), "{copied:?}");
    let restored = restore(&at("corrupt.db"), &at("vigie.db")).unwrap_err();
    assert!(is_it(&restored), "{restored:?}");
    assert!(!at("copy.db").exists());
    let problems = problems(&at("corrupt.db"));
    let n_of_file = problems.iter().filter(|problem| problem.starts_with("file: ")).count();
    assert!(n_of_file <= 6 && problems.iter().any(|problem| problem.contains("is damaged")), "{problems:#?}");
    assert!(problems.iter().any(|problem| problem.starts_with("report ")), "{problems:#?}");
    assert!(!problems.iter().any(|problem| problem.contains("``")), "{problems:#?}");
}

/// Each is what `fill STORE 5 20` wrote at that version. Those of 2 and 3 were made from that of 4 by dropping what later steps add,
/// which is tables alone, those of 5, 6, 8 and 9 by adding it.
#[test]
fn stores_of_every_released_version_open() {
    let folder = tempfile::tempdir().unwrap();
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let steps = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema")).unwrap();
    let n_versions =
        steps.filter(|step| step.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "sql")).count();
    let mut n_stores = 0;
    for entry in fs::read_dir(stores).unwrap() {
        let packed = entry.unwrap().path();
        if packed.extension().is_none_or(|ending| ending != "gz") {
            continue;
        }
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(fs::File::open(&packed).unwrap()).read_to_end(&mut bytes).unwrap();
        let path = folder.path().join(packed.file_stem().unwrap());
        fs::write(&path, bytes).unwrap();
        let is_newest = packed.ends_with(format!("v{n_versions}.db.gz"));
        assert_eq!(Store::is_older(&path), !is_newest, "{}", packed.display());
        assert_eq!(problems(&path), Vec::<String>::new(), "{}", packed.display());
        let store = Store::open(&path, Access::Read).unwrap();
        let status = store.status().unwrap();
        assert_eq!((status.n_reports, status.tables[0].1), (5, 20), "{}", packed.display());
        assert_eq!((status.n_stories, status.n_pending), (4, 0), "{}: stories are found anew", packed.display());
        for n in 0..4 {
            assert_eq!(store.reading(reading(n).report.id).unwrap().unwrap().events.len(), reading(n).events.len());
        }
        let row = store.table_event(vigie_record::Dataset::Gdelt, "410000007").unwrap().unwrap();
        assert_eq!(row, table_event(7));
        assert_eq!(store.sources().unwrap(), [], "{}", packed.display());
        n_stores += 1;
    }
    assert_eq!(n_stores, n_versions, "a version without a store: put one beside the others");
}

#[test]
fn rows_cannot_be_packed_wrongly() {
    let rows: Vec<_> = (0..130).map(table_event).collect();
    let packed = PackedRows::new(rows).unwrap();
    assert_eq!(packed.len(), 130);
}
