//! Watches: saved searches, and where their hits are told.

use std::fmt::Write as _;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie::fetch::WebUrl;
use vigie_store::{NewSearch, SavedSearch};

use super::people::Done;
use super::session::name;
use crate::api::{Call, Need, Nothing, Route};
use crate::desk::Desk;
use crate::mail;
use crate::role::Role;
use crate::trouble::Trouble;
use crate::watches::{FEED, MAIL, WEB_HOOK, asked, hits};
use crate::wire::list::List;

/// Letters of a query.
const MOST_QUERY: usize = 2000;

/// Hits of a feed.
const MOST_HITS: usize = 50;

/// A watch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Watch")]
struct WatchRow {
    /// Its id.
    id: String,
    /// What its owner calls it.
    name: String,
    /// What is asked for: the query of `/search`, as `q=drills&country=BLR`.
    query: String,
    /// How a hit is told.
    channel: Channel,
    /// When there was last a hit.
    last_hit: Option<Timestamp>,
    /// Why the last hit could not be told; it is tried again.
    last_error: Option<String>,
}

/// How a hit is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Channel {
    /// How.
    kind: ChannelKind,
    /// To where: an address of the web, or of a mailbox; not for a feed.
    #[serde(default)]
    to: Option<String>,
}

/// The ways of telling a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ChannelKind {
    /// JSON is posted to an address.
    WebHook,
    /// A letter is sent.
    Mail,
    /// Hits stand in a feed that is fetched.
    Feed,
}

/// A watch to make.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewWatch {
    /// What to call it.
    name: String,
    /// What is asked for: the query of `/search`.
    query: String,
    /// How a hit is told.
    channel: Channel,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let read = Need::Role(Role::Read);
    vec![
        Route::get::<Nothing, _>("/watches", "Lists one's own watches", list),
        Route::post("/watches", "Watches for new reports that a search finds", add).for_whom(read).makes(),
        Route::delete("/watches/{id}", "Ends a watch", end).for_whom(read),
        Route::file::<Nothing>(
            "/watches/{id}/feed",
            "application/atom+xml; charset=utf-8",
            "The newest hits of a watch as an Atom feed",
            feed,
        ),
    ]
}

fn list(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<List<WatchRow>, Trouble> {
    let account = call.who()?.account;
    let watches = desk.stores.read(|store| Ok(store.saved_searches(Some(account))?))?;
    Ok(List::whole(watches.into_iter().map(WatchRow::from).collect()))
}

fn add(desk: &Desk, call: &mut Call<Nothing, NewWatch>) -> Result<WatchRow, Trouble> {
    let who = call.who()?.clone();
    let body = &call.body;
    let own_name = name(&body.name)?;
    let query = body.query.trim_start_matches('?');
    if query.len() > MOST_QUERY {
        return Err(Trouble::wrong(format!("a query has at most {MOST_QUERY} letters")));
    }
    // One that cannot be asked is refused now, and not at every look.
    asked(query)?.filter()?;
    let (channel, address) = channel(desk, &body.channel)?;
    let new = NewSearch { account: who.account, name: &own_name, query, channel, address: &address };
    let saved = desk.stores.note(|store| Ok(store.save_search(&new, Timestamp::now())?))?;
    desk.log(&who.name, "add-watch", &own_name, &format!("{channel} {address}"))?;
    Ok(saved.into())
}

/// The channel in the words of the store, with its address, after looking whether it can be one.
fn channel(desk: &Desk, channel: &Channel) -> Result<(&'static str, String), Trouble> {
    let to = channel.to.clone().unwrap_or_default();
    match channel.kind {
        ChannelKind::Feed => Ok((FEED, String::new())),
        ChannelKind::Mail if desk.settings.mail.is_none() => {
            Err(Trouble::refused("this server sends no mail: start it with --smtp and --mail-from"))
        }
        ChannelKind::Mail if mail::is_address(&to) => Ok((MAIL, to)),
        ChannelKind::Mail => Err(Trouble::parameter("to", &to, "a mailbox such as ana@desk.example")),
        ChannelKind::WebHook => {
            let url: WebUrl = to.parse().map_err(|_| Trouble::parameter("to", &to, "an address of the web"))?;
            // Names are judged when the connection is made; an address that is written out can be judged now.
            if let Some(Err(refused)) = url.literal().map(|address| desk.settings.reach.check(address)) {
                return Err(Trouble::wrong(format!("`to`: {refused}")));
            }
            Ok((WEB_HOOK, to))
        }
    }
}

fn find(desk: &Desk, call: &Call<Nothing, Nothing>) -> Result<SavedSearch, Trouble> {
    let account = call.who()?.account;
    let watches = desk.stores.read(|store| Ok(store.saved_searches(Some(account))?))?;
    let found = watches.into_iter().find(|watch| watch.key.to_string() == call.id());
    found.ok_or_else(|| Trouble::missing("watch", call.id()))
}

fn end(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Done, Trouble> {
    let watch = find(desk, call)?;
    desk.stores.note(|store| Ok(store.end_search(watch.key, Timestamp::now())?))?;
    desk.log(&call.who()?.name, "end-watch", &watch.name, "")?;
    Ok(Done { done: true })
}

fn feed(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<String, Trouble> {
    let watch = find(desk, call)?;
    let found = hits(desk, &watch, MOST_HITS)?;
    let updated = watch.last_hit.unwrap_or(watch.made_at);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{}</title><id>urn:vigie:watch:{}</id><updated>{updated}</updated>",
        escape(&watch.name),
        watch.key
    );
    for hit in found {
        let report = hit.report;
        let title = report.title.unwrap_or_else(|| "untitled".to_owned());
        let day = report.published_at.filter(|at| at.len() > 10).unwrap_or_else(|| updated.to_string());
        let sentence = hit.sentence.map(|sentence| sentence.text).unwrap_or_default();
        let _ = write!(
            xml,
            "<entry><title>{}</title><id>urn:vigie:report:{}</id><link href=\"/#/reports/{1}\"/><updated>{}</updated><author><name>{}</name></author><summary>{}</summary></entry>",
            escape(&title),
            report.id,
            escape(&day),
            escape(report.outlet.as_deref().unwrap_or("unknown")),
            escape(&sentence)
        );
    }
    xml.push_str("</feed>\n");
    Ok(xml)
}

/// Text as XML has it.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() && letter != '\n' => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

impl From<SavedSearch> for WatchRow {
    fn from(search: SavedSearch) -> Self {
        let kind = match search.channel.as_str() {
            WEB_HOOK => ChannelKind::WebHook,
            MAIL => ChannelKind::Mail,
            _ => ChannelKind::Feed,
        };
        let to = Some(search.address).filter(|address| !address.is_empty());
        Self {
            id: search.key.to_string(),
            name: search.name,
            query: search.query,
            channel: Channel { kind, to },
            last_hit: search.last_hit,
            last_error: search.last_error,
        }
    }
}
