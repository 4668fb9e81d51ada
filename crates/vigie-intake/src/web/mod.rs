//! What there is to know before something is fetched, and nothing that fetches: which addresses may be connected to, what a site lets
//! robots read, when a source is asked again.

mod address;
mod robots;
mod source;
mod url;

pub use address::{Guard, RangeError, Refused, is_public};
pub use robots::Robots;
pub use source::{Outcome, after_visit};
pub use url::{UrlError, WebUrl};
