//! Manners: how a site is visited so that nobody minds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use vigie_intake::decode;
use vigie_intake::web::{Robots, WebUrl};

use super::{Clock, FetchError, Request, Response, Web};

/// How sites are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manners {
    /// The time between two requests to a host, if its own rules do not ask for more.
    pub delay: SignedDuration,
    /// How often something is tried that may go better a moment later.
    pub n_tries: u32,
    /// The wait before the second try, doubled for each further, more or less by chance.
    pub first_wait: SignedDuration,
    /// The longest wait that is worth it; who wants to be left alone longer is visited another time.
    pub longest_wait: SignedDuration,
    /// What chance begins with: the same gives the same waits.
    pub seed: u64,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            delay: SignedDuration::from_secs(1),
            n_tries: 3,
            first_wait: SignedDuration::from_secs(2),
            longest_wait: SignedDuration::from_secs(30),
            seed: 0,
        }
    }
}

/// The most redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// The name that sites know the robot by, and the most bytes of their rules.
const ROBOT: &str = "vigie";
const MOST_RULES: u64 = 512 << 10;

/// The longest time that a server can ask to be left alone.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Visits pages with manners. Many threads may share one.
pub struct Visitor<'w> {
    web: &'w dyn Web,
    clock: &'w dyn Clock,
    manners: Manners,
    /// When each host may be asked next.
    turns: Mutex<BTreeMap<String, Timestamp>>,
    /// What each site lets robots read, as far as it was asked.
    rules: Mutex<BTreeMap<String, Arc<Mutex<Option<Rules>>>>>,
}

type Rules = Result<Robots, String>;

impl<'w> Visitor<'w> {
    /// A visitor who has been nowhere yet.
    pub fn new(web: &'w dyn Web, clock: &'w dyn Clock, manners: Manners) -> Self {
        Self { web, clock, manners, turns: Mutex::default(), rules: Mutex::default() }
    }

    /// The clock that it goes by.
    pub fn clock(&self) -> &'w dyn Clock {
        self.clock
    }

    /// Fetches a page, if its site allows it; gives where it was found in the end, and the answer: 200, or 304 where nothing is new.
    ///
    /// # Errors
    /// When it cannot be had.
    pub fn visit(&self, request: &Request) -> Result<(WebUrl, Response), FetchError> {
        let mut chance = Chance::of(self.manners.seed, &request.url.to_string());
        let mut n_tries = 1;
        loop {
            let error = match self.follow(request) {
                Ok(found) => return Ok(found),
                Err(error) => error,
            };
            let doubled = self.manners.first_wait * (1 << (n_tries - 1).min(10));
            let wait = error.retry_after().unwrap_or_else(|| doubled.mul_f64(0.5 + chance.unit()));
            if !error.is_passing() || n_tries >= self.manners.n_tries || wait > self.manners.longest_wait {
                return Err(error);
            }
            self.clock.wait(wait);
            n_tries += 1;
        }
    }

    /// Goes where redirects lead; each is judged as the first address was.
    fn follow(&self, request: &Request) -> Result<(WebUrl, Response), FetchError> {
        let mut request = request.clone();
        let mut been = BTreeSet::from([request.url.clone()]);
        for _ in 0..=MOST_REDIRECTS {
            let delay = self.check_rules(&request.url)?;
            let response = self.ask(&request, delay)?;
            match response.status {
                301 | 302 | 303 | 307 | 308 => {
                    let Some(location) = &response.location else { return Err(self.status(&response)) };
                    let next = request.url.join(location)?;
                    if !been.insert(next.clone()) {
                        return Err(FetchError::Circle);
                    }
                    // The marks belong to the page that was asked for; another server would make nothing of them.
                    request = Request { etag: None, last_modified: None, url: next, ..request };
                }
                200 | 203 if response.is_cut => return Err(FetchError::TooLong { most: request.most_bytes }),
                200 | 203 => return Ok((request.url, response)),
                304 if request.etag.is_some() || request.last_modified.is_some() => return Ok((request.url, response)),
                _ => return Err(self.status(&response)),
            }
        }
        Err(FetchError::Redirects { most: MOST_REDIRECTS })
    }

    fn status(&self, response: &Response) -> FetchError {
        let retry_after = response.retry_after.as_deref().and_then(|text| wait_of(text, self.clock.now()));
        FetchError::Status { status: response.status, retry_after }
    }

    /// Waits for the host's turn, and asks.
    fn ask(&self, request: &Request, delay: SignedDuration) -> Result<Response, FetchError> {
        let now = self.clock.now();
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            let next = turns.entry(request.url.host().to_owned()).or_insert(now);
            let turn = (*next).max(now);
            *next = turn.saturating_add(delay).unwrap_or(turn);
            turn
        };
        if turn > now {
            self.clock.wait(turn.duration_since(now));
        }
        self.web.ask(request)
    }

    /// Whether a site lets the page be read, and the time between two requests to it.
    fn check_rules(&self, url: &WebUrl) -> Result<SignedDuration, FetchError> {
        let site = url.site();
        let place = {
            let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(rules.entry(site.clone()).or_default())
        };
        // Who comes second waits until the first has read them.
        let mut rules = place.lock().unwrap_or_else(PoisonError::into_inner);
        if rules.is_none() {
            *rules = Some(self.read_rules(url)?);
        }
        match &*rules {
            Some(Ok(robots)) if robots.allows(url.path()) => {
                let asked = robots.delay().and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok());
                Ok(asked.unwrap_or(self.manners.delay).max(self.manners.delay))
            }
            Some(Ok(_)) => Err(FetchError::Robots { site }),
            Some(Err(reason)) => Err(FetchError::NoRobots { site, reason: reason.clone() }),
            None => Ok(self.manners.delay),
        }
    }

    /// Reads the rules of a site, as RFC 9309 has it: where there are none, all may be read; where the server fails, nothing.
    fn read_rules(&self, url: &WebUrl) -> Result<Rules, FetchError> {
        let mut request = Request { most_bytes: MOST_RULES, ..Request::of(url.at("/robots.txt")) };
        for _ in 0..=MOST_REDIRECTS {
            let response = match self.ask(&request, self.manners.delay) {
                Ok(response) => response,
                // Of what must not be asked, the page itself tells.
                Err(error @ (FetchError::Refused(_) | FetchError::Url(_) | FetchError::NoHost { .. })) => {
                    return Err(error);
                }
                Err(error) => return Ok(Err(error.to_string())),
            };
            match (response.status, &response.location) {
                (300..=399, Some(location)) => match request.url.join(location) {
                    Ok(next) => request.url = next,
                    Err(_) => return Ok(Ok(Robots::default())),
                },
                (200..=299, _) => return Ok(Ok(Robots::of(&decode(&response.body, None).text, ROBOT))),
                (429 | 500..=599, _) => return Ok(Err(self.status(&response).to_string())),
                _ => return Ok(Ok(Robots::default())),
            }
        }
        Ok(Ok(Robots::default()))
    }
}

/// How long a server wants to be left alone: seconds, or until a moment.
fn wait_of(text: &str, now: Timestamp) -> Option<SignedDuration> {
    let text = text.trim();
    let wait = match text.parse::<u32>() {
        Ok(seconds) => SignedDuration::from_secs(i64::from(seconds)),
        Err(_) => rfc2822::parse(text).ok()?.timestamp().duration_since(now),
    };
    Some(wait.clamp(SignedDuration::ZERO, LONGEST_RETRY))
}

/// Numbers that look like chance and are the same for the same seed and address (`SplitMix64` over FNV-1a).
struct Chance(u64);

impl Chance {
    fn of(seed: u64, text: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, mix))
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_moments() {
        let now: Timestamp = "2022-06-01T12:00:00Z".parse().unwrap();
        let seconds = |text| wait_of(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Wed, 01 Jun 2022 12:01:00 GMT"), Some(60));
        assert_eq!(seconds("Wed, 01 Jun 2022 11:00:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("4000000000"), Some(LONGEST_RETRY.as_secs()));
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        let first = |seed, url| Chance::of(seed, url).unit().to_bits();
        assert_eq!(first(1, "https://example.org/"), first(1, "https://example.org/"));
        assert_ne!(first(1, "https://example.org/"), first(2, "https://example.org/"));
        assert_ne!(first(1, "https://example.org/"), first(1, "https://example.org/a"));
    }
}
