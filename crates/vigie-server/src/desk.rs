//! The desk: what all handlers share.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::{Semaphore, broadcast};
use vigie::ahead;
use vigie::collect::{CollectError, Collector};
use vigie_store::StoreError;

use crate::door::Door;
use crate::guard::is_local;
use crate::news::News;
use crate::places::Places;
use crate::problems::{self, Shown};
use crate::secret;
use crate::settings::Settings;
use crate::stores::{CACHE_KIB, Stores};
use crate::trouble::Trouble;

/// Handlers that run or wait for the store at once.
const TURNS: usize = 8;

/// Streams of news that one account has open at once: a tab of a browser has one.
const MOST_STREAMS: usize = 32;

/// News that a slow listener may be behind.
const MOST_NEWS: usize = 256;

/// The day by the clock of this machine, by UTC.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The last day that is believed: what is dated later is a slip.
pub(crate) fn last_day() -> Date {
    ahead::last_day(today())
}

/// What all handlers share.
pub(crate) struct Desk {
    pub(crate) settings: Settings,
    pub(crate) stores: Stores,
    pub(crate) problems: Vec<Shown>,
    pub(crate) turns: Arc<Semaphore>,
    /// The one turn of those who send reports, who would else wait for the collector in all of the others.
    pub(crate) collecting: Arc<Semaphore>,
    /// The streams of each account.
    pub(crate) streams: Arc<Places<i64>>,
    pub(crate) news: broadcast::Sender<News>,
    door: Mutex<Door>,
    welcome: Mutex<Option<String>>,
    collector: Mutex<Option<Collector>>,
}

impl Desk {
    /// Opens the store.
    pub(crate) fn open(mut settings: Settings) -> Result<Self, StoreError> {
        let stores = Stores::open(&settings.store)?;
        let problems = problems::shown(std::mem::take(&mut settings.problems));
        Ok(Self {
            settings,
            stores,
            problems,
            turns: Arc::new(Semaphore::new(TURNS)),
            collecting: Arc::new(Semaphore::new(1)),
            streams: Places::for_each(MOST_STREAMS),
            news: broadcast::channel(MOST_NEWS).0,
            door: Mutex::new(Door::default()),
            welcome: Mutex::new(None),
            collector: Mutex::new(None),
        })
    }

    /// Whether this server answers for a host of this name.
    pub(crate) fn answers_for(&self, name: &str) -> bool {
        let own = self.settings.listen.ip();
        let is_own = name.parse::<IpAddr>().is_ok_and(|address| address == own && !address.is_unspecified());
        is_own || is_local(name) || self.settings.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
    }

    /// Whether nobody has an account yet.
    pub(crate) fn is_first_start(&self) -> Result<bool, Trouble> {
        self.stores.read(|store| Ok(store.accounts()?.is_empty()))
    }

    /// Makes the word of the one-time link, which the first administrator shows.
    pub(crate) fn make_welcome(&self) -> Result<String, Trouble> {
        let token = secret::new_token()?;
        *self.welcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(token)
    }

    /// Whether a word is that of the one-time link.
    pub(crate) fn is_welcome(&self, token: &str) -> bool {
        let kept = self.welcome.lock().unwrap_or_else(PoisonError::into_inner);
        // Digests are compared, so that the time tells nothing of the word.
        kept.as_ref().is_some_and(|kept| secret::digest(kept) == secret::digest(token))
    }

    /// The one-time link was used.
    pub(crate) fn forget_welcome(&self) {
        *self.welcome.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Asks the door something.
    pub(crate) fn door<T>(&self, ask: impl FnOnce(&mut Door) -> T) -> T {
        ask(&mut self.door.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds a line to the log of who did what.
    pub(crate) fn log(&self, author: &str, action: &str, target: &str, detail: &str) -> Result<(), Trouble> {
        self.stores.note(|store| Ok(store.log(Timestamp::now(), author, action, target, detail)?))
    }

    /// Does something with what puts reports in; one after the other, while others read and judge.
    pub(crate) fn collect<T>(
        &self,
        work: impl FnOnce(&mut Collector) -> Result<T, CollectError>,
    ) -> Result<T, Trouble> {
        let mut kept = self.collector.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = |error: CollectError| match error {
            CollectError::Store(error) => Trouble::from(error),
            other => {
                let cause = std::error::Error::source(&other).map(|cause| format!(": {cause}")).unwrap_or_default();
                Trouble::ours(&format!("{other}{cause}"))
            }
        };
        let mut collector = if let Some(collector) = kept.take() {
            collector
        } else {
            let collector =
                Collector::open(&self.settings.store, Arc::clone(&self.settings.reader)).map_err(trouble)?;
            collector.store().keep_at_most(CACHE_KIB)?;
            collector
        };
        let done = work(&mut collector);
        self.stores.kept.has_come();
        *kept = Some(collector);
        done.map_err(trouble)
    }
}
