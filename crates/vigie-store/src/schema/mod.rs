//! The schema: its versions, and how a store of an older one becomes one of the newest.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::Answer;

/// Marks a SQLite file as a store of Vigie: `VIGI` in ASCII.
pub(crate) const APPLICATION_ID: i64 = 0x5649_4749;

/// The steps that lead from each version to the next; step `n` makes version `n + 1`. A step that has been released is never
/// changed: what comes later is a step of its own.
const STEPS: &[&str] = &[
    include_str!("1.sql"),
    include_str!("2.sql"),
    include_str!("3.sql"),
    include_str!("4.sql"),
    include_str!("5.sql"),
    include_str!("6.sql"),
    include_str!("7.sql"),
    include_str!("8.sql"),
    include_str!("9.sql"),
];

/// The version that this program writes.
pub(crate) const NEWEST: i64 = 9;

/// The version of the store that is open.
pub(crate) fn version(db: &Connection) -> Answer<i64> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The mark of the file that is open.
pub(crate) fn application(db: &Connection) -> Answer<i64> {
    Ok(db.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

/// Brings a store to the newest version; all steps at once, or none.
pub(crate) fn migrate(db: &mut Connection) -> Answer<()> {
    if version(db)? == NEWEST {
        return Ok(());
    }
    // Another process may be at the same: whoever comes second finds nothing left to do.
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = usize::try_from(version(&change)?).unwrap_or(STEPS.len());
    for step in STEPS.iter().skip(found) {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION_ID)?;
    change.pragma_update(None, "user_version", NEWEST)?;
    Ok(change.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_its_step() {
        assert_eq!(usize::try_from(NEWEST), Ok(STEPS.len()));
    }
}
