//! A round: the sources that are due are visited, and what is new goes into the store.
//!
//! A feed names articles. Those that it did not name before, or names otherwise than before, are fetched; one that cannot be had is kept as the feed
//! itself has it, with a note, and tried again in later rounds. Pages are fetched side by side, read side by side, and kept in the order in which they
//! were named. That a source was visited is noted last, when all that it named is in the store: a round that dies is gone again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::thread;

use jiff::{SignedDuration, Timestamp};
use vigie_intake::web::{Outcome, WebUrl, after_visit};
use vigie_store::{Access, Article, Source, Store, StoreError};

use super::article::{Fetched, Instead, MOST_TRIES, Task, of_feed, report_of};
use super::{FetchError, Request, Response, Visitor};
use crate::collect::{Became, CollectError, Collector};
use crate::ordered::in_order;

/// How often a page is visited that is visited once only: the time matters to nobody.
const ONCE: SignedDuration = SignedDuration::from_hours(1);

/// Articles of one feed that are fetched in one round; the rest waits for the next.
const MOST_ARTICLES: usize = 500;

/// A place that is to be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its address.
    pub url: String,
    /// Whether it must be a feed: a page in its place is an error.
    pub is_feed: bool,
    /// What the store remembers of it; nothing where it is visited this once only.
    pub source: Option<Source>,
}

impl Wanted {
    /// What the store remembers and is due, or all of it.
    pub fn of_store(sources: Vec<Source>, now: Timestamp, all: bool) -> Vec<Self> {
        let is_due = |source: &Source| all || source.visit.next_try.is_none_or(|next| next <= now);
        let due = sources.into_iter().filter(is_due);
        due.map(|source| Self { url: source.url.clone(), is_feed: source.kind == "feed", source: Some(source) })
            .collect()
    }
}

/// What happened on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A source was visited.
    Visited {
        /// Its address.
        url: String,
        /// How many articles of it are to be fetched; none where it is a page.
        n_articles: usize,
    },
    /// A source has nothing new.
    Unchanged {
        /// Its address.
        url: String,
    },
    /// A source could not be visited.
    Failed {
        /// Its address.
        url: String,
        /// Why.
        reason: String,
    },
    /// An article is in the store.
    Kept {
        /// Its address.
        url: String,
        /// What became of it.
        became: Became,
        /// Why it is what the feed has of it, and not the article itself.
        instead: Option<String>,
    },
    /// An article is not in the store: it could not be had, and the feed has nothing of it.
    Missed {
        /// Its address.
        url: String,
        /// Why.
        reason: String,
    },
}

/// Why a round ends before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoundError {
    /// Nothing can be read or kept.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// The store does not do what it should.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Visits sources, and puts what is new into a store.
pub struct Round<'w, 'c> {
    visitor: &'w Visitor<'w>,
    collector: &'c mut Collector,
    n_fetchers: NonZeroUsize,
    n_readers: NonZeroUsize,
}

/// A visit to one source.
struct Visit {
    wanted: Wanted,
    /// What came of it.
    outcome: Outcome,
    /// What the source is, and what it calls itself.
    seen: Option<(&'static str, String)>,
    n_added: u64,
}

/// What a round has found out before it fetches what was named.
#[derive(Default)]
struct Found {
    visits: Vec<Visit>,
    /// Pages that came already.
    pages: Vec<Fetched>,
    /// Articles that were named.
    tasks: Vec<Task>,
    /// Their addresses: one that two feeds name is fetched once.
    urls: BTreeSet<String>,
}

impl<'w, 'c> Round<'w, 'c> {
    /// A round with a visitor, into the store of a collector; so many pages are fetched and read side by side.
    pub fn new(
        visitor: &'w Visitor<'w>,
        collector: &'c mut Collector,
        n_fetchers: NonZeroUsize,
        n_readers: NonZeroUsize,
    ) -> Self {
        Self { visitor, collector, n_fetchers, n_readers }
    }

    /// Goes the round, and tells what happens.
    ///
    /// # Errors
    /// When the store cannot be written or nothing can be read: never because of the network.
    pub fn go(&mut self, wanted: Vec<Wanted>, mut tell: impl FnMut(Told)) -> Result<(), RoundError> {
        let mut notes = Store::open(self.collector.store().path(), Access::Write)?;
        let mut found = Found::default();
        let mut failed = None;
        let visitor = self.visitor;
        let ask = |wanted: Wanted| {
            let answer = ask(visitor, &wanted);
            (wanted, answer)
        };
        in_order(self.n_fetchers, wanted.into_iter(), ask, |(wanted, answer)| {
            match found.sort(&notes, wanted, answer) {
                Ok(said) => tell(said),
                Err(error) => failed = Some(error),
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        let Found { mut visits, pages, tasks, .. } = found;
        self.keep(pages, interleaved(tasks), &mut visits, &mut notes, &mut tell)?;
        let now = visitor.clock().now();
        self.collector.finish(now)?;
        for visit in visits {
            note(&mut notes, visit, now)?;
        }
        Ok(())
    }

    /// Fetches what was named, and puts it into the store after the pages that are there already.
    fn keep(
        &mut self,
        pages: Vec<Fetched>,
        tasks: Vec<Task>,
        visits: &mut [Visit],
        notes: &mut Store,
        tell: &mut impl FnMut(Told),
    ) -> Result<(), RoundError> {
        let (visitor, n_fetchers) = (self.visitor, self.n_fetchers);
        let (give, fetched) = sync_channel::<Fetched>(n_fetchers.get());
        let mut failed = None;
        thread::scope(|scope| {
            scope.spawn(move || {
                let fetch = |task: Task| {
                    if task.entry.is_some() {
                        return Fetched::of_entry(task);
                    }
                    let found = visitor.visit(&Request::of(task.url.clone()));
                    Fetched::new(task, found)
                };
                // When nobody takes them any more, there is nothing left to do.
                in_order(n_fetchers, tasks.into_iter(), fetch, |fetched| match give.send(fetched) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                });
            });
            let clock = visitor.clock();
            self.collector.add_all(
                self.n_readers,
                pages.into_iter().chain(fetched),
                report_of,
                || clock.now(),
                |fetched, became| {
                    let settled = settle(notes, &mut visits[fetched.task.visit], &fetched, &became, clock.now());
                    let url = fetched.task.address();
                    tell(match became {
                        Ok(became) => Told::Kept {
                            url,
                            became,
                            instead: fetched.instead.into_inner().map(|instead| instead.reason),
                        },
                        Err(instead) => Told::Missed { url, reason: instead.reason },
                    });
                    failed = settled.err();
                    if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            )
        })?;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// Asks for what is wanted, with the marks of the version that is known.
fn ask(visitor: &Visitor<'_>, wanted: &Wanted) -> Result<(WebUrl, Response), FetchError> {
    let url: WebUrl = wanted.url.parse()?;
    let visit = wanted.source.as_ref().map(|source| &source.visit);
    let etag = visit.and_then(|visit| visit.etag.clone());
    let last_modified = visit.and_then(|visit| visit.last_modified.clone());
    visitor.visit(&Request { etag, last_modified, ..Request::of(url) })
}

impl Found {
    /// Sorts an answer: a page that came, or a feed with the articles that it names.
    fn sort(
        &mut self,
        notes: &Store,
        wanted: Wanted,
        answer: Result<(WebUrl, Response), FetchError>,
    ) -> Result<Told, StoreError> {
        let url = wanted.url.clone();
        let (visit, before) = (self.visits.len(), self.tasks.len());
        let mut seen = None;
        let (outcome, said) = match answer {
            Err(error) => failed(url, error.to_string(), error.retry_after()),
            Ok((_, response)) if response.status == 304 => {
                self.add_failed_before(notes, &wanted, visit)?;
                (Outcome::Unchanged, Told::Unchanged { url })
            }
            Ok((at, response)) => match of_feed(&response.body, &at) {
                Some(Ok(feed)) => {
                    let is_whole = self.add_articles(notes, &feed.articles, visit, wanted.source.is_some())?;
                    seen = Some(("feed", feed.name.clone()));
                    // Of what is left for the next round, the server must not say that it is not new.
                    let marks = if is_whole { (response.etag, response.last_modified) } else { (None, None) };
                    let n_articles = self.tasks.len() - before;
                    (Outcome::Read { etag: marks.0, last_modified: marks.1 }, Told::Visited { url, n_articles })
                }
                Some(Err(reason)) => failed(url, reason, None),
                None if wanted.is_feed => failed(url, "this is no feed".to_owned(), None),
                None => {
                    seen = Some(("page", String::new()));
                    let outcome =
                        Outcome::Read { etag: response.etag.clone(), last_modified: response.last_modified.clone() };
                    self.pages.push(Fetched::new(Task::of_page(at.clone(), visit), Ok((at, response))));
                    (outcome, Told::Visited { url, n_articles: 0 })
                }
            },
        };
        self.visits.push(Visit { wanted, outcome, seen, n_added: 0 });
        Ok(said)
    }

    /// Adds what a feed names and what was not had before; says whether that is all of it.
    fn add_articles(
        &mut self,
        notes: &Store,
        articles: &[Task],
        visit: usize,
        is_noted: bool,
    ) -> Result<bool, StoreError> {
        let most = self.tasks.len() + MOST_ARTICLES;
        for article in articles {
            let known = if is_noted { notes.article(&article.address())? } else { None };
            let n_failures = match known {
                Some(known) if Some(known.stamp) == article.stamp => {
                    if known.n_failures == 0 || known.n_failures >= MOST_TRIES {
                        continue;
                    }
                    known.n_failures
                }
                _ => 0,
            };
            if self.tasks.len() >= most {
                return Ok(false);
            }
            if self.urls.insert(article.address()) {
                self.tasks.push(Task { visit, n_failures, ..article.clone() });
            }
        }
        Ok(true)
    }

    /// Adds articles that a feed named earlier and that could not be had then.
    fn add_failed_before(&mut self, notes: &Store, wanted: &Wanted, visit: usize) -> Result<(), StoreError> {
        let Some(source) = &wanted.source else { return Ok(()) };
        for (url, article) in notes.failed_articles(source.key, MOST_TRIES, MOST_ARTICLES)? {
            if let Ok(url) = url.parse::<WebUrl>()
                && self.urls.insert(url.to_string())
            {
                let (stamp, n_failures) = (Some(article.stamp), article.n_failures);
                self.tasks.push(Task { stamp, n_failures, ..Task::of_page(url, visit) });
            }
        }
        Ok(())
    }
}

fn failed(url: String, reason: String, retry_after: Option<SignedDuration>) -> (Outcome, Told) {
    (Outcome::Failed { reason: reason.clone(), retry_after }, Told::Failed { url, reason })
}

/// The same tasks, of one host after the other in turn, so that none is waited for while others could be asked.
fn interleaved(tasks: Vec<Task>) -> Vec<Task> {
    let mut by_host: BTreeMap<String, VecDeque<Task>> = BTreeMap::new();
    let n_tasks = tasks.len();
    for task in tasks {
        by_host.entry(task.url.host().to_owned()).or_default().push_back(task);
    }
    let mut ordered = Vec::with_capacity(n_tasks);
    while ordered.len() < n_tasks {
        ordered.extend(by_host.values_mut().filter_map(VecDeque::pop_front));
    }
    ordered
}

/// Notes what became of something that was fetched.
fn settle(
    notes: &mut Store,
    visit: &mut Visit,
    fetched: &Fetched,
    became: &Result<Became, Instead>,
    now: Timestamp,
) -> Result<(), StoreError> {
    visit.n_added += u64::from(matches!(became, Ok(Became::Added { .. } | Became::Replaced { .. })));
    let refused = match became {
        Ok(Became::Refused { why }) => Some(Instead { reason: why.to_string(), is_passing: false }),
        Ok(_) => None,
        Err(instead) => Some(instead.clone()),
    };
    let task = &fetched.task;
    let Some(stamp) = task.stamp else {
        // A page that is a source itself.
        if let Some(Instead { reason, .. }) = refused {
            visit.outcome = Outcome::Failed { reason, retry_after: None };
        }
        return Ok(());
    };
    let Some(source) = &visit.wanted.source else { return Ok(()) };
    let missing = refused.as_ref().or(fetched.instead.get());
    let n_failures = match missing {
        None => 0,
        Some(missing) if missing.is_passing => task.n_failures.saturating_add(1),
        Some(_) => MOST_TRIES,
    };
    let last_error = missing.map(|missing| missing.reason.clone());
    notes.note_article(source.key, &task.address(), &Article { stamp, tried_at: now, last_error, n_failures })
}

/// Notes how a visit went.
fn note(notes: &mut Store, visit: Visit, now: Timestamp) -> Result<(), StoreError> {
    let Some(source) = visit.wanted.source else { return Ok(()) };
    let every = if source.every.is_positive() { source.every } else { ONCE };
    let after = after_visit(&source.visit, visit.outcome, now, every);
    let seen = visit.seen.as_ref().map(|(kind, name)| (*kind, name.as_str()));
    notes.note_visit(source.key, seen, &after, visit.n_added)
}
