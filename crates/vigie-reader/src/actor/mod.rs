//! Actors: who a phrase means, alone and on its page.
//!
//! An [`ActorBook`] knows the tables of countries, organisations, role nouns and people, and resolves a phrase by its own
//! words. A [`Page`] knows who was named before and after.

mod book;
mod entry;
mod lands;
mod naming;
mod office;
mod page;
pub mod petrarch;
mod phrase;
mod roles;
mod scan;
mod sector;
mod spelling;
pub mod wikidata;
mod words;

pub use self::book::ActorBook;
pub use self::office::day_of;
pub use self::page::Page;

#[cfg(test)]
mod tests;
