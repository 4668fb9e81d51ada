//! Answers: what a store has, asked of a store on this machine or of a server that has one.
//!
//! The commands ask [`Answers`] and do not know which of the two it is. Both give the same lines, so what is written is the same to the byte
//! where both have the same records.

pub(crate) mod server;
mod store;
mod whole;

use std::path::Path;

use vigie::by_hand::{NewClaim, NewEvent, NewForecast};
use vigie::lines::{ClaimLine, CountLine, EventLine, ForecastLine, HitLine, Holdings, Shown, StoryLine};
use vigie_record::{ByteRange, Digest, Reading, Remark};
use vigie_store::{Access, Bin, Cursor, Filter, Found, Over, Page, RemarkBody};

use self::server::Server;
pub(crate) use self::whole::{Whole, Whose};
use crate::cli::reach::ReachArgs;
use crate::cli::store::AuthorArgs;
use crate::commands::store as local;
use crate::speech::Failure;

/// A page of an answer, or why there is none.
pub(crate) type Answer<T> = Result<Page<T>, Failure>;

/// What answers.
pub(crate) trait Answers {
    /// The file of the store that answers, where it is on this machine.
    fn file(&self) -> Option<&Path>;

    /// A page of the reports that fulfil a filter.
    fn search(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<HitLine>;

    /// A page of the events.
    fn events(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<EventLine>;

    /// A page of the claims.
    fn claims(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ClaimLine>;

    /// A page of the forecasts.
    fn forecasts(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ForecastLine>;

    /// A page of the stories of at least so many reports.
    fn stories(&self, filter: &Filter, least: usize, most: usize, from: Option<Cursor>) -> Answer<StoryLine>;

    /// How many events began in each bin, and how many are longer than one and in none.
    fn counts(&self, filter: &Filter, bin: Bin, over: Over) -> Result<(Vec<CountLine>, u64), Failure>;

    /// The one record that an id or its beginning means.
    fn the_one(&self, wanted: &str) -> Result<Found, Failure>;

    /// The one report that an id or its beginning means.
    fn the_report(&self, wanted: &str) -> Result<Digest, Failure>;

    /// What an id leads to, with all that stands beside it.
    fn shown(&self, wanted: &str) -> Result<Shown, Failure>;

    /// A page of events with their reports.
    fn whole_events(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole>;

    /// A page of claims with their reports.
    fn whole_claims(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole>;

    /// A page of forecasts with their reports.
    fn whole_forecasts(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Whole>;

    /// A page of the reports that fulfil a filter, each with all its records.
    fn readings(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Reading>;

    /// All that people said, in the order in which they said it.
    fn all_remarks(&self) -> Result<Vec<Remark>, Failure>;

    /// What there is in all.
    fn holdings(&self) -> Result<Holdings, Failure>;

    /// Adds what somebody says of the record that goes by `target`.
    fn remark(&mut self, target: &str, body: RemarkBody, by: &AuthorArgs) -> Result<Said, Failure>;

    /// Takes back what somebody said, or a record that was added by hand.
    fn take_back(&mut self, wanted: &str, by: &AuthorArgs) -> Result<TakenBack, Failure>;

    /// Adds a record to a report by hand; gives its id, and who has added it.
    fn add_by_hand(&mut self, spot: Spot<'_>, new: NewRecord, by: &AuthorArgs) -> Result<(Digest, String), Failure>;
}

/// What somebody has said.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its id.
    pub(crate) id: Digest,
    /// Its kind.
    pub(crate) kind: String,
    /// The record that it is about.
    pub(crate) target: String,
    /// Who has said so.
    pub(crate) author: String,
}

/// What was taken back.
#[derive(Debug)]
pub(crate) enum TakenBack {
    /// A remark, by another.
    Remark(Said),
    /// A record that somebody had added.
    Record { id: Digest, made_by: String, by: String },
}

/// Words of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'r> {
    pub(crate) reading: &'r Reading,
    pub(crate) range: ByteRange,
}

/// What a person reads in them.
#[derive(Debug)]
pub(crate) enum NewRecord {
    Event(NewEvent),
    Claim(NewClaim),
    Forecast(NewForecast),
}

/// Opens what is meant to answer: the server that is named, else the store.
pub(crate) fn open(reach: &ReachArgs, access: Access) -> Result<Box<dyn Answers>, Failure> {
    match reach.server() {
        Some(address) => Ok(Box::new(Server::reach(address, &reach.server)?)),
        None => Ok(Box::new(local::open(&reach.store, access)?)),
    }
}
