//! The ledger: forecasts of claims, of people and of Vigie, kept until their day comes, settled, and scored.
//!
//! It is a list of entries that only grows: a forecast is never edited, and a later resolution of the same forecast takes the place
//! of an earlier one. Scores are of settled forecasts only.

mod entry;
mod score;
mod settle;

pub use self::entry::{Entry, Ledger, LedgerError, LedgerForecast, Maker, Outcome, Resolution};
pub use self::score::{Bin, Score, scores};
pub use self::settle::{Settled, Unsettled, settle};
