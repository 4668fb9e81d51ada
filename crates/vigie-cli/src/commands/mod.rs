//! The commands, one a file.

pub(crate) mod actor;
mod alert;
pub(crate) mod annotate;
pub(crate) mod code;
mod disputes;
pub(crate) mod extract;
pub(crate) mod forecast;
pub(crate) mod hypotheses;
pub(crate) mod influence;
pub(crate) mod ledger;
pub(crate) mod onset;
pub(crate) mod precedents;
mod problem;
mod questions;
pub(crate) mod read;
pub(crate) mod series;
pub(crate) mod serve;
pub(crate) mod store;
pub(crate) mod warn;
pub(crate) mod watch;
pub(crate) mod when;
pub(crate) mod whereabouts;
