//! A store that has nothing yet.

use vigie_store::{Access, Store};

/// An empty store in a folder of its own, which goes when it is dropped.
pub(crate) fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let store = Store::open(&folder.path().join("vigie.db"), Access::Create).expect("a store can be made");
    (folder, store)
}
