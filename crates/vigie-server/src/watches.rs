//! Watches: saved searches are looked at again and again, and new hits told by web hook, by mail, or in a feed.
//!
//! A look asks for reports that came in since the one before. What could not be told is tried again at the next look.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use vigie::fetch::{Client, WebUrl};
use vigie_store::{Filter, Hit, Look, Page, SavedSearch};

use crate::api;
use crate::desk::Desk;
use crate::mail;
use crate::trouble::Trouble;
use crate::wire::filter::Asked;

/// How often the watches are looked at.
const LOOK: Duration = Duration::from_secs(20);

/// Hits that are told with what they say; of more, the newest.
const MOST_HITS: usize = 200;

/// Hits beyond those that are counted, and how many of them at a time.
const MOST_COUNTED: usize = 10_000;
const COUNTED_AT_ONCE: usize = 1_000;

/// How long a web hook may take to answer.
const HOOK_PATIENCE: Duration = Duration::from_secs(15);

/// How a hit is told.
pub(crate) const WEB_HOOK: &str = "web-hook";
/// By mail.
pub(crate) const MAIL: &str = "mail";
/// In a feed that its owner fetches.
pub(crate) const FEED: &str = "feed";

/// Looks at the watches again and again.
pub(crate) async fn look(desk: Arc<Desk>) {
    loop {
        tokio::time::sleep(desk.settings.look.unwrap_or(LOOK)).await;
        let asked = Arc::clone(&desk);
        // A look that breaks off is made again; what it could not do stands with its watch.
        let _ = tokio::task::spawn_blocking(move || look_once(&asked)).await;
    }
}

fn look_once(desk: &Desk) -> Result<(), Trouble> {
    let watches = desk.stores.read(|store| Ok(store.saved_searches(None)?))?;
    for watch in watches {
        let Err(trouble) = look_at(desk, &watch) else { continue };
        // The others wait for none that cannot be asked; its owner sees why.
        if watch.last_error.as_deref() != Some(trouble.detail()) {
            let look = Look { newest: watch.newest, hit: None, error: Some(trouble.detail()) };
            let _ = desk.stores.note(|store| Ok(store.note_look(watch.key, &look)?));
        }
    }
    Ok(())
}

fn look_at(desk: &Desk, watch: &SavedSearch) -> Result<(), Trouble> {
    let newest = desk.stores.read(|store| Ok(i64::try_from(store.newest()?.n_reports).unwrap_or(i64::MAX)))?;
    if newest <= watch.newest {
        return Ok(());
    }
    let now = Timestamp::now();
    let found = Found::since_last(desk, watch)?;
    let told = if found.hits.is_empty() { Ok(()) } else { tell(desk, watch, &found, now) };
    let look = match &told {
        Ok(()) => Look { newest, hit: (!found.hits.is_empty()).then_some(now), error: None },
        // It is told again at the next look.
        Err(reason) => Look { newest: watch.newest, hit: Some(now), error: Some(reason) },
    };
    desk.stores.note(|store| Ok(store.note_look(watch.key, &look)?))
}

/// What a look has found.
struct Found {
    /// The newest hits.
    hits: Vec<Hit>,
    /// How many there are beyond them, as far as they are counted.
    n_more: usize,
}

impl Found {
    /// The reports that a watch asks for and that came in after the look before.
    fn since_last(desk: &Desk, watch: &SavedSearch) -> Result<Self, Trouble> {
        let filter = Filter { after_report: Some(watch.newest), ..asked(&watch.query)?.filter()? };
        let Page { items: hits, mut next } = desk.stores.read(|store| Ok(store.search(&filter, MOST_HITS, None)?))?;
        let mut n_more = 0;
        while next.is_some() && n_more < MOST_COUNTED {
            let page = desk.stores.read(|store| Ok(store.heads(&filter, COUNTED_AT_ONCE, next)?))?;
            n_more += page.items.len();
            next = page.next;
        }
        Ok(Self { hits, n_more })
    }

    /// How many hits there are, in words.
    fn count(&self) -> String {
        let beginning = if self.n_more >= MOST_COUNTED { "at least " } else { "" };
        format!("{beginning}{}", self.hits.len() + self.n_more)
    }
}

/// The newest reports that a watch asks for.
pub(crate) fn hits(desk: &Desk, watch: &SavedSearch, most: usize) -> Result<Vec<Hit>, Trouble> {
    let filter = asked(&watch.query)?.filter()?;
    desk.stores.read(|store| Ok(store.search(&filter, most, None)?.items))
}

/// What the query of a watch asks for.
pub(crate) fn asked(query: &str) -> Result<Asked, Trouble> {
    api::query::<Asked>(query.trim_start_matches('?'))
}

fn tell(desk: &Desk, watch: &SavedSearch, found: &Found, now: Timestamp) -> Result<(), String> {
    match watch.channel.as_str() {
        WEB_HOOK => {
            let items: Vec<_> = found.hits.iter().map(item).collect();
            let body = json!({
                "watch": watch.name,
                "query": watch.query,
                "at": now,
                "hits": items,
                "n_more": found.n_more,
            });
            let url: WebUrl = watch.address.parse().map_err(|error| format!("{error}"))?;
            // The address is judged when the connection is made: what lies within our own network is not to be had from here.
            let client = Client::with_patience(desk.settings.reach.clone(), HOOK_PATIENCE);
            match client.post_json(&url, &body.to_string()) {
                Ok(status) if (200..300).contains(&status) => Ok(()),
                Ok(status) => Err(format!("the web hook answers with {status}")),
                Err(error) => Err(error.to_string()),
            }
        }
        MAIL => {
            let Some(mail) = &desk.settings.mail else { return Err("the server has no mail server".to_owned()) };
            let subject = format!("Vigie: {} new for \"{}\"", found.count(), watch.name);
            let mut lines: Vec<String> = found.hits.iter().map(line).collect();
            if found.n_more > 0 {
                lines.push(format!("These are the newest {}; in all there are {}.", lines.len(), found.count()));
            }
            let text = format!("{}\n\nYou get this because you watch for `{}`.\n", lines.join("\n\n"), watch.query);
            mail::send(mail, &watch.address, &subject, &text, now).map_err(|error| error.to_string())
        }
        _ => Ok(()),
    }
}

fn item(hit: &Hit) -> serde_json::Value {
    json!({
        "report_id": hit.report.id,
        "title": hit.report.title,
        "outlet": hit.report.outlet,
        "published_at": hit.report.published_at,
        "sentence": hit.sentence.as_ref().map(|sentence| &sentence.text),
    })
}

fn line(hit: &Hit) -> String {
    let known = |word: &Option<String>| word.clone().unwrap_or_default();
    format!(
        "{} ({}, {})\n{}",
        known(&hit.report.title),
        known(&hit.report.outlet),
        known(&hit.report.published_at),
        hit.sentence.as_ref().map(|sentence| sentence.text.as_str()).unwrap_or_default()
    )
}
