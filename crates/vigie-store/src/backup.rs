//! Backup and restore: the whole store as one file, made while others write.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::{Answer, Fault, StoreError};
use crate::open::{self, Access};
use crate::store::Store;

impl Store {
    /// Writes the store as it is now to `to`, checks the copy, and gives it its name when it is whole and on the disk. Writers
    /// may go on meanwhile: the copy is of one moment.
    ///
    /// # Errors
    /// When there is a file at `to` already, the copy cannot be written, or is not sound.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Refused {
                reason: format!("there is a file `{}` already: name one that is not there", to.display()),
            });
        }
        let unfinished = beside(to, "unfinished");
        let made = copy(&self.db, &unfinished).and_then(|()| give_name(&unfinished, to));
        if made.is_err() {
            // What is half is of no use; that it cannot be removed either is not what went wrong.
            let _ = fs::remove_file(&unfinished);
        }
        made.map_err(|fault| blamed(fault, self.path(), to))
    }
}

/// Puts a backup in the place of a store. The store that was there is kept beside it, with `.damaged` after its name.
///
/// Gives the name of what was there.
///
/// # Errors
/// When the backup is no sound store, anybody has the store open, or a file cannot be written.
pub fn restore(backup: &Path, store: &Path) -> Result<Option<PathBuf>, StoreError> {
    let source = open::open(backup, Access::Read)?;
    if open::is_open_elsewhere(store) {
        return Err(StoreError::Open { path: store.to_owned() });
    }
    let unfinished = beside(store, "unfinished");
    let _ = fs::remove_file(&unfinished);
    let attempt = || -> Answer<Option<PathBuf>> {
        sound(&source)?;
        copy(&source, &unfinished)?;
        let kept = set_aside(store)?;
        give_name(&unfinished, store)?;
        Ok(kept)
    };
    attempt().map_err(|fault| blamed(fault, backup, store))
}

/// The error of a copy: what is damaged was so where it was read from; what cannot be written cannot where it was to go.
fn blamed(fault: Fault, from: &Path, to: &Path) -> StoreError {
    match fault.at(to) {
        StoreError::Damaged { what, .. } => StoreError::Damaged { path: from.to_owned(), what },
        other => other,
    }
}

/// Copies a store in one read transaction, and checks the copy.
fn copy(db: &Connection, to: &Path) -> Answer<()> {
    let name = to.to_str().ok_or_else(|| Fault::Refused(format!("the name `{}` is not UTF-8", to.display())))?;
    let _ = fs::remove_file(to);
    // The copy has no free pages, and needs no log.
    // The engine counts the copy as a write, though nothing is written here.
    let is_reader: bool = db.pragma_query_value(None, "query_only", |row| row.get(0))?;
    db.pragma_update(None, "query_only", false)?;
    let copied = db.execute("VACUUM INTO ?1", [name]);
    db.pragma_update(None, "query_only", is_reader)?;
    copied?;
    let copied = Connection::open(to)?;
    sound(&copied)?;
    drop(copied);
    Ok(File::open(to)?.sync_all()?)
}

fn sound(db: &Connection) -> Answer<()> {
    let said: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(Fault::Damaged(said)) }
}

fn give_name(unfinished: &Path, to: &Path) -> Answer<()> {
    fs::rename(unfinished, to)?;
    sync_folder(to)
}

/// Brings the names of a folder to the disk, where the system can.
fn sync_folder(of: &Path) -> Answer<()> {
    let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Moves a store and its log out of the way.
fn set_aside(store: &Path) -> Answer<Option<PathBuf>> {
    if !store.exists() {
        return Ok(None);
    }
    let kept = (1..).map(|n| beside(store, &if n == 1 { "damaged".to_owned() } else { format!("damaged-{n}") }));
    let kept = kept.take(1000).find(|path| !path.exists());
    let kept = kept.ok_or_else(|| Fault::Refused("there are a thousand damaged stores beside this one".to_owned()))?;
    for (ending, is_needed) in [("", true), ("-wal", false), ("-shm", false)] {
        let from = with_ending(store, ending);
        if is_needed || from.exists() {
            fs::rename(from, with_ending(&kept, ending))?;
        }
    }
    Ok(Some(kept))
}

fn beside(path: &Path, what: &str) -> PathBuf {
    with_ending(path, &format!(".{what}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
