//! The whole of Vigie on one page: what every face needs, wired from the floors below and nothing more.
//!
//! - [`ahead`]: how far ahead of today a date is believed.
//! - [`by_hand`]: a record that a person adds to a report.
//! - [`changes`]: what an edited report says that it did not say before.
//! - [`collect`]: reports go from bytes into a store, read and grouped.
//! - [`fetch`]: pages and feeds come in from the network, politely.
//! - [`desk`]: the ledger, matrices of hypotheses, and what watches remember.
//! - [`meant`]: whom and which places people mean by what they write.
//! - [`lines`]: what a store answers, as lines that programs read, here and at the other end of a connection.
//! - [`parties`]: whether the codes that people give for somebody are any.
//! - [`weigh`]: a store becomes what the analysis weighs, a history of events or a dossier.
//! - [`ordered`]: work shared out among threads, its results in the order of the work.

pub mod ahead;
pub mod by_hand;
pub mod changes;
pub mod collect;
pub mod desk;
pub mod fetch;
pub mod lines;
pub mod meant;
pub mod ordered;
pub mod parties;
pub mod weigh;
