//! The commands, one a file.

pub(crate) mod actor;
pub(crate) mod annotate;
pub(crate) mod code;
pub(crate) mod extract;
pub(crate) mod forecast;
pub(crate) mod influence;
pub(crate) mod onset;
mod questions;
pub(crate) mod read;
pub(crate) mod series;
pub(crate) mod store;
pub(crate) mod when;
pub(crate) mod whereabouts;
