//! Vigie over HTTP: the API under `/api/v1` and the pages of the workbench, over one store.
//!
//! Reads no text and weighs nothing itself: it asks the store, the reader and the analysis, and says what they answer in the
//! shapes of [`openapi`]. Safety is settled in three places that every request passes: the guard (whose page sends it, for which
//! host), the shell (how long and how slow it may be), the table of routes (who may). How to run it: `docs/server.md`.

mod api;
mod assessment;
mod certificate;
mod desk;
mod door;
mod guard;
mod kept;
mod mail;
mod news;
mod pages;
mod patient;
mod places;
mod problems;
mod role;
mod routes;
mod secret;
mod serve;
mod session;
mod settings;
mod stores;
mod tls;
mod trouble;
mod watches;
mod wire;

pub use mail::Mail;
pub use serve::{ServeError, Server, Stopper, openapi};
pub use settings::{Patience, Settings};
pub use tls::{TlsError, TlsFiles};
