//! Wire: the shapes of the API. Ranges in texts count UTF-16 code units, as browsers do.

pub(crate) mod by_hand;
pub(crate) mod claim;
pub(crate) mod event;
pub(crate) mod filter;
pub(crate) mod forecast;
pub(crate) mod list;
pub(crate) mod party;
pub(crate) mod precedents;
pub(crate) mod remark;
pub(crate) mod report;
pub(crate) mod units;
pub(crate) mod warning;
