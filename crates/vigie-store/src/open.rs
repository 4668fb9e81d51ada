//! Opening: a file becomes a store, or is refused by name.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Answer, Fault, StoreError};
use crate::{schema, story};

/// How long a process waits for another to finish its transaction.
const PATIENCE: Duration = Duration::from_secs(30);

/// The page cache of one process, in KiB.
const CACHE_KIB: i64 = 64 << 10;

/// Bytes of a page: rows of tables are narrow and blocks long, both lie better in larger pages than the usual.
const PAGE: i64 = 8192;

/// Pages that the log may hold before they go into the file: 64 MiB, so that a page that many transactions touch is written once.
const LOG_PAGES: i64 = 8192;

/// The head of a file of SQLite, and where the mark and the version stand in it: file format of SQLite, section 1.3.
const HEAD: usize = 100;
const VERSION_AT: usize = 60;
const APPLICATION_AT: usize = 68;

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To write, and to make it where it is not there.
    Create,
    /// To write.
    Write,
    /// To read only.
    Read,
}

/// Opens the store at `path`, of the newest version.
pub(crate) fn open(path: &Path, access: Access) -> Result<Connection, StoreError> {
    if access != Access::Create && !path.exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    // An empty file is no store yet, and becomes one only where that is wanted.
    if access != Access::Create && std::fs::metadata(path).is_ok_and(|found| found.len() == 0) {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    let mut db = match connect(path, access) {
        // Where the engine may not make its files beside the store, and has none of before to heed, the store stands as it lies.
        Err(Fault::Sql(error)) if access == Access::Read && is_kept_out(&error) && !has_log(path) => {
            read_as_it_lies(path)
        }
        connected => connected,
    }
    .map_err(|fault| fault.at(path))?;
    let found = check_mark(&db, path)?;
    if found < schema::NEWEST {
        if access == Access::Read {
            // Whoever reads needs the newest schema too; the step is taken by a connection that may write.
            drop(open(path, Access::Write)?);
        } else {
            schema::migrate(&mut db).map_err(|fault| fault.at(path))?;
            // A step may have undone the stories. A store with a damaged text can be read all the same; what is left undone is done, or refused, when the
            // next report comes in.
            let _ = story::group_all(&mut db);
        }
    }
    Ok(db)
}

/// Whether the file at `path` is a store of an older version, which opening brings to the newest: that takes a while where there is much in it.
///
/// A file that cannot be read, or is no store, is none: opening it says why.
pub(crate) fn is_older(path: &Path) -> bool {
    let mut head = [0; HEAD];
    let is_read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
    let number = |at: usize| {
        head.get(at..at + 4).map_or(0, |bytes| bytes.iter().fold(0, |sum, &byte| sum << 8 | i64::from(byte)))
    };
    is_read && number(APPLICATION_AT) == schema::APPLICATION_ID && (1..schema::NEWEST).contains(&number(VERSION_AT))
}

/// Whether anybody has the store at `path` open. Of a file that is no store, or a damaged one, nobody can tell, and it counts as free.
///
/// Whoever has a store open holds a lock on it that others may share; one who wants it for himself alone is told whether there is any.
pub(crate) fn is_open_elsewhere(path: &Path) -> bool {
    let alone = || -> rusqlite::Result<()> {
        let db =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        // The file is only asked: a damaged one stays as it is.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        db.busy_timeout(Duration::from_millis(500))?;
        db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        db.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")
    };
    let held = [rusqlite::ErrorCode::DatabaseBusy, rusqlite::ErrorCode::DatabaseLocked];
    path.exists() && alone().is_err_and(|error| error.sqlite_error_code().is_some_and(|code| held.contains(&code)))
}

fn connect(path: &Path, access: Access) -> Answer<Connection> {
    let flags = match access {
        Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        // The log of a store that nobody has open can be read by one who may write it only; where nobody may, the engine
        // opens the file for reading by itself.
        Access::Write | Access::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    guard(&db)?;
    if access == Access::Read {
        // Only now does the engine look for what lies beside the file.
        schema::version(&db)?;
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        db.pragma_update(None, "query_only", true)?;
        return Ok(db);
    }
    if schema::version(&db)? == 0 {
        db.pragma_update(None, "page_size", PAGE)?;
    }
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    Ok(db)
}

/// Whether the engine may not open or make a file.
fn is_kept_out(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | PermissionDenied | ReadOnly | SystemIoFailure))
}

/// Whether there are changes that have not gone into the file.
fn has_log(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|ending| {
        let mut log = path.as_os_str().to_owned();
        log.push(ending);
        std::fs::metadata(log).is_ok_and(|found| found.len() > 0)
    })
}

/// Opens a store that nobody can be writing, without any file beside it.
fn read_as_it_lies(path: &Path) -> Answer<Connection> {
    let name = path.to_str().ok_or_else(|| Fault::Refused(format!("the name `{}` is not UTF-8", path.display())))?;
    // What means something in an address is written by its number.
    let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?;
    guard(&db)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

/// What holds for every connection.
fn guard(db: &Connection) -> Answer<()> {
    db.set_prepared_statement_cache_capacity(128);
    // A file that somebody has prepared must not run what it likes.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(())
}

/// Refuses files that are none of ours, or of a later version; gives the version.
fn check_mark(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    let look = || -> Answer<(i64, i64, i64)> {
        let n_tables = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((schema::application(db)?, schema::version(db)?, n_tables))
    };
    let (application, found, n_tables) = look().map_err(|fault| fault.at(path))?;
    let is_new = application == 0 && found == 0 && n_tables == 0;
    if !is_new && application != schema::APPLICATION_ID {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    if found > schema::NEWEST {
        return Err(StoreError::Newer { path: path.to_owned(), found, newest: schema::NEWEST });
    }
    Ok(found)
}

/// Lets bulk work commit without waiting for the disk each time; what was done counts once [`settle`] is through.
pub(crate) fn hurry(db: &Connection) -> Answer<()> {
    Ok(db.pragma_update(None, "synchronous", "NORMAL")?)
}

/// Goes back to waiting for the disk each time.
pub(crate) fn wait(db: &Connection) -> Answer<()> {
    Ok(db.pragma_update(None, "synchronous", "FULL")?)
}

/// Brings all that was committed to the disk.
pub(crate) fn settle(db: &Connection) -> Answer<()> {
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
    if busy == 0 {
        return Ok(());
    }
    // A reader keeps the log from going into the file; the log itself is brought to the disk by any full commit.
    db.execute_batch("BEGIN IMMEDIATE; UPDATE file SET n_rows = n_rows WHERE key = (SELECT max(key) FROM file); COMMIT")
        .map_err(Fault::from)
}
