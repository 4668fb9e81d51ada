//! Series: how much was done in each day, week or month, how hostile it was, and how much of it was real.
//!
//! Takes the events that a caller picks out of a history and gives bins of one length. A bin of which no day is covered has
//! no count: a gap is not a nought. `changes` finds where the level changed, `unusual` which bins stand out against
//! season and trend.

mod bins;
mod changes;
mod level;
mod unusual;

pub use self::bins::{Bin, Series, SeriesError, Step, Tally};
pub use self::changes::{Change, Changes, changes};
pub use self::unusual::{Unusual, chance_of_at_least, unusual};
