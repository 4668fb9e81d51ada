//! `vigie fetch`: pages and feeds in from the network, read and kept.
//!
//! The round is the facade's; here is the clock, and what became of each is said.

use std::process::ExitCode;
use std::thread;

use jiff::{SignedDuration, Timestamp};
use vigie::collect::{Became, Collector};
use vigie::fetch::{Client, Clock, Guard, Manners, Round, RoundError, Told, Visitor, Wanted};
use vigie_intake::web::WebUrl;
use vigie_store::Access;

use super::{collector, now, open};
use crate::cli::fetch::FetchArgs;
use crate::speech::Failure;

/// How often a feed is visited of which nobody says it.
const HOURLY: SignedDuration = SignedDuration::from_hours(1);

/// The least time between two visits of one source.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// The longest sleep of `--follow`: another process may have added a source meanwhile.
const LONGEST_SLEEP: SignedDuration = SignedDuration::from_mins(1);

/// Fetches what is named, or what is due.
pub(crate) fn run(args: &FetchArgs) -> Result<ExitCode, Failure> {
    if !args.forget.is_empty() {
        return forget(args);
    }
    let guard = Guard::allowing(args.allow_range.iter().map(String::as_str)).map_err(|error| Failure::Option {
        option: "--allow-range",
        value: error.found,
        wanted: "a range of addresses, such as 10.1.0.0/16 or fd00::/8",
    })?;
    let mut collector = collector(&args.store, args.model.as_deref(), &args.work)?;
    let mut tally = Tally::default();
    let mut wanted = named(args, &mut collector)?;
    let client = Client::new(guard);
    let manners = Manners { delay: args.delay, seed: args.seed, ..Manners::default() };
    loop {
        // Rules of sites are asked for again in each round.
        let visitor = Visitor::new(&client, &SystemClock, manners);
        if !wanted.is_empty() {
            Round::new(&visitor, &mut collector, args.at_once, args.work.n_jobs())
                .go(wanted, |told| tally.tell(told))
                .map_err(|error| match error {
                    RoundError::Store(error) => error.into(),
                    RoundError::Collect(error) => Failure::collecting(args.work.knowledge.as_deref(), error),
                    other => Failure::Round(other),
                })?;
        }
        if !args.follow {
            break;
        }
        wanted = wait_for_due(&collector)?;
    }
    Ok(tally.sum_up(&collector))
}

fn forget(args: &FetchArgs) -> Result<ExitCode, Failure> {
    let mut store = open(&args.store, Access::Write)?;
    let mut code = ExitCode::SUCCESS;
    for url in &args.forget {
        let written = url.parse::<WebUrl>().map_or_else(|_| url.clone(), |url| url.to_string());
        if store.remove_source(&written)? {
            tell!("forgotten: {written}; its reports stay");
        } else {
            tell!("skipped: {url}: this is none of the sources; `vigie status` lists them");
            code = ExitCode::from(Failure::USER);
        }
    }
    Ok(code)
}

/// What the options name, remembered where that is wanted; without any, what is due.
fn named(args: &FetchArgs, collector: &mut Collector) -> Result<Vec<Wanted>, Failure> {
    if args.urls.is_empty() && args.feed.is_empty() {
        let sources = collector.store().sources()?;
        if sources.is_empty() && !args.follow {
            return Err(Failure::NoSources);
        }
        let n_sources = sources.len();
        let due = Wanted::of_store(sources, now(), args.all);
        if due.is_empty() && !args.follow {
            tell!("none of the {n_sources} sources is due; --all visits them nevertheless, `vigie status` lists them");
        }
        return Ok(due);
    }
    let every = args.every.map(|every| every.max(LEAST));
    let feeds = args.feed.iter().map(|url| (url, true, every.or(Some(HOURLY))));
    let pages = args.urls.iter().map(|url| (url, false, every));
    let mut wanted = Vec::new();
    for (url, is_feed, every) in feeds.chain(pages) {
        let written: WebUrl = url.parse().map_err(|source| Failure::Address { url: url.clone(), source })?;
        let written = written.to_string();
        let source = match every {
            Some(every) if !args.once => {
                let kind = if is_feed { "feed" } else { "" };
                Some(collector.store_mut().add_source(&written, kind, every, now())?)
            }
            _ => None,
        };
        wanted.push(Wanted { url: written, is_feed, source });
    }
    Ok(wanted)
}

/// Sleeps until some source is due.
fn wait_for_due(collector: &Collector) -> Result<Vec<Wanted>, Failure> {
    loop {
        let sources = collector.store().sources()?;
        let next = sources.iter().filter_map(|source| source.visit.next_try).min();
        let due = Wanted::of_store(sources, now(), false);
        if !due.is_empty() {
            return Ok(due);
        }
        let wait = next.map_or(LONGEST_SLEEP, |next| next.duration_since(now()));
        SystemClock.wait(wait.clamp(SignedDuration::from_secs(1), LONGEST_SLEEP));
    }
}

/// The clock of the machine.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        now()
    }

    fn wait(&self, time: SignedDuration) {
        thread::sleep(time.try_into().unwrap_or_default());
    }
}

/// Counts what became of what was fetched.
#[derive(Default)]
struct Tally {
    visited: usize,
    unchanged: usize,
    added: usize,
    replaced: usize,
    known: usize,
    of_feed: usize,
    failed: usize,
}

impl Tally {
    fn tell(&mut self, told: Told) {
        match told {
            Told::Visited { url, n_articles } => {
                self.visited += 1;
                if n_articles > 0 {
                    tell!("{url}: {n_articles} articles to fetch");
                }
            }
            Told::Unchanged { .. } => {
                self.visited += 1;
                self.unchanged += 1;
            }
            Told::Failed { url, reason } | Told::Missed { url, reason } => self.fail(&url, &reason),
            Told::Kept { url, became, instead } => {
                match became {
                    Became::Added { .. } => self.added += 1,
                    Became::Replaced { .. } => self.replaced += 1,
                    Became::Known { .. } => self.known += 1,
                    Became::Refused { why } => return self.fail(&url, &why.to_string()),
                }
                if let Some(reason) = instead {
                    self.of_feed += 1;
                    tell!("note: {url}: kept as the feed has it: {reason}");
                }
            }
        }
    }

    fn fail(&mut self, url: &str, reason: &str) {
        self.failed += 1;
        tell!("skipped: {url}: {reason}");
    }

    fn sum_up(&self, collector: &Collector) -> ExitCode {
        let Self { visited, unchanged, added, replaced, known, of_feed, failed } = *self;
        tell!(
            "{}: {visited} sources visited, {unchanged} without news; {added} reports added ({of_feed} as the feed has them), {replaced} newer \
             versions, {known} there already, {failed} skipped",
            collector.store().path().display()
        );
        ExitCode::from(if failed > 0 { Failure::USER } else { 0 })
    }
}
