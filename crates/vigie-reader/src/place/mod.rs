//! Places: where on the globe the place names of a page lie.
//!
//! [`Gazetteer`] knows the places of a name, [`mentions()`] finds the place names of a page, and [`resolve()`] says which place
//! each of them means, all of them together: `Paris` beside `Lamar County` is in Texas. [`resolve_or_near`] also puts a
//! name that no gazetteer has near the others of its page.
//!
//! Needs: the text of a page. Gives: [`vigie_record::Place`]s. Settings: a user's own places. Scored by: the share of marked
//! names within 161 km.

mod fold;
mod gazetteer;
mod mentions;
mod packed;
mod resolve;
mod spelling;
#[cfg(test)]
mod tests;

pub use gazetteer::{Candidate, Gazetteer, GeonamesFault, NameUse, PlaceKind};
pub use mentions::mentions;
pub use resolve::{resolve, resolve_or_near};
