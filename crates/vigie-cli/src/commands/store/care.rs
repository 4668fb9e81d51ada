//! `vigie check`, `backup` and `restore`: that nothing is lost.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use vigie_store::{Access, StoreError, cut_short, restore as restore_backup};

use super::{open, path};
use crate::cli::store::{BackupArgs, CheckArgs, RestoreArgs};
use crate::format::records::put;
use crate::output_file::keep_apart;
use crate::speech::Failure;

/// Checks the store.
pub(crate) fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let path = path(&args.store)?;
    let opened = match open(&args.store, Access::Write) {
        // Whoever may not write can have it checked all the same.
        Err(failure) if !args.mend && is_kept_out(&failure) => open(&args.store, Access::Read),
        opened => opened,
    };
    let mut store = opened.map_err(|failure| unopened(&path, failure))?;
    if args.mend {
        store.mend_words()?;
    }
    let checked = store.check()?;
    let mut text = String::new();
    for problem in &checked.problems {
        let written = writeln!(text, "{problem}");
        debug_assert!(written.is_ok(), "a string takes whatever comes");
    }
    put(text.as_bytes()).map_err(Failure::Output)?;
    let (name, n_problems) = (store.path().display(), checked.problems.len());
    if n_problems == 0 {
        tell!("{name} is sound: {} reports and {} blocks of rows were read", checked.n_reports, checked.n_blocks);
        return Ok(ExitCode::SUCCESS);
    }
    tell!("{name} is not sound: {n_problems} problems; `vigie restore` brings a backup back");
    Ok(ExitCode::from(Failure::USER))
}

/// Whether a store may not be written.
fn is_kept_out(failure: &Failure) -> bool {
    matches!(failure, Failure::Store(error) if matches!(**error, StoreError::Io { .. } | StoreError::ReadOnly { .. }))
}

/// Why a store cannot be opened at all: where its file was cut short, that is what is said.
fn unopened(path: &Path, failure: Failure) -> Failure {
    let is_damage = matches!(&failure, Failure::Store(error) if matches!(**error, StoreError::Damaged { .. }));
    match cut_short(path) {
        Ok(Some([has, wanted])) if is_damage => Failure::CutShort { path: path.to_owned(), has, wanted },
        _ => failure,
    }
}

/// Writes a backup.
pub(crate) fn backup(args: &BackupArgs) -> Result<ExitCode, Failure> {
    let store = open(&args.store, Access::Read)?;
    keep_apart(&args.to, Some(store.path()), [])?;
    store.backup(&args.to)?;
    tell!("{} was written to {} and checked", store.path().display(), args.to.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup in the place of the store.
pub(crate) fn restore(args: &RestoreArgs) -> Result<ExitCode, Failure> {
    let path = path(&args.store)?;
    let kept = restore_backup(&args.from, &path)?;
    tell!("{} is as it was in {}", path.display(), args.from.display());
    if let Some(kept) = kept {
        tell!("what was there is kept as {}", kept.display());
    }
    Ok(ExitCode::SUCCESS)
}
