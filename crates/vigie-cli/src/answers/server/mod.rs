//! A server of Vigie, which answers over HTTP.

mod client;
mod fault;
mod query;
mod says;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use vigie::lines::{ClaimLine, CountItem, CountLine, EventLine, ForecastLine, HitLine, Holdings, Shown, StoryLine};
use vigie_record::{Digest, Report};
use vigie_store::{Bin, Cursor, Filter, Found, Over, Page, RecordKind, RemarkBody};

use self::client::Client;
pub(crate) use self::fault::{ServerFault, help};
use self::query::{Query, segment};
use super::{Answer, Answers, NewRecord, Said, Spot, TakenBack};
use crate::cli::reach::ServerArgs;
use crate::cli::store::AuthorArgs;
use crate::speech::Failure;

/// Items that a server gives at once.
const AT_ONCE: usize = 200;

/// A server of Vigie.
pub(crate) struct Server {
    client: Client,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
struct List<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// A record, as far as it is looked at here.
#[derive(Debug, Deserialize)]
struct Record {
    id: Digest,
    kind: String,
    report_id: Option<Digest>,
    event: Option<Added>,
    claim: Option<Added>,
    forecast: Option<Added>,
}

#[derive(Debug, Deserialize)]
struct Added {
    added_by: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Made {
    id: Digest,
}

#[derive(Debug, Deserialize)]
struct RemarkMade {
    id: Digest,
    kind: String,
    target: String,
    author: String,
}

#[derive(Debug, Deserialize)]
struct Session {
    user: Option<User>,
}

#[derive(Debug, Deserialize)]
struct User {
    name: String,
}

/// What became of a report that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// It is new.
    Added,
    /// It is a newer version of a report of the same address.
    Replaced,
    /// It was there already.
    Known,
}

#[derive(Debug, Deserialize)]
struct Sent {
    outcome: Outcome,
}

impl Server {
    /// A server at an address. It is not asked anything yet.
    pub(crate) fn reach(address: &str, args: &ServerArgs) -> Result<Self, Failure> {
        Ok(Self { client: Client::new(address, args)? })
    }

    /// The address.
    pub(crate) fn address(&self) -> &str {
        self.client.address()
    }

    /// Sends a report, which the server reads and keeps.
    pub(crate) fn add(&self, report: &Report) -> Result<Outcome, ServerFault> {
        // Where it lies on this machine is no matter of the others at the server.
        let file = report.source_file.as_deref().map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
        let body = json!({
            "text": report.text,
            "title": report.title,
            "outlet": report.outlet,
            "published_at": report.published_at,
            "url": report.url,
            "authors": report.authors,
            "language": report.language,
            "source_file": file,
        });
        Ok(self.client.post_known::<Sent>("/reports", &body)?.outcome)
    }

    /// A page of as many items as are asked for, by as many requests as that takes.
    fn pages<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        query: &Query,
        most: usize,
        mut from: Option<Cursor>,
    ) -> Answer<T> {
        let mut items = Vec::new();
        loop {
            let page = query.clone().page((most - items.len()).min(AT_ONCE), from);
            let List { items: more, next } = self.client.get::<List<T>>(path, &page)?;
            let is_empty = more.is_empty();
            items.extend(more);
            let next = next.map(|next| next.parse::<Cursor>()).transpose();
            from = next.map_err(|error| self.client.foreign(error.to_string()))?;
            if from.is_none() || is_empty || items.len() >= most {
                return Ok(Page { items, next: from });
            }
        }
    }

    fn record(&self, wanted: &str) -> Result<Record, Failure> {
        self.client
            .get(&format!("/records/{}", segment(wanted)), &Query::default())
            .map_err(|fault| missing(fault, wanted))
    }

    /// Whose token it is.
    fn own_name(&self) -> Result<String, Failure> {
        let session: Session = self.client.get("/session", &Query::default())?;
        Ok(session.user.map(|user| user.name).unwrap_or_default())
    }

    fn say(&self, target: &str, says: Value) -> Result<Said, Failure> {
        let mut body = says;
        if let Some(body) = body.as_object_mut() {
            body.insert("target".to_owned(), target.into());
        }
        let RemarkMade { id, kind, target, author } = self.client.post("/remarks", &body)?;
        // The server has a word of its own for a judgement that says no more than that a record is right.
        let kind = if kind == "accept" { "judgement".to_owned() } else { kind };
        Ok(Said { id, kind, target, author })
    }
}

impl Answers for Server {
    fn search(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<HitLine> {
        self.pages("/lines/search", &Query::of(filter), most, from)
    }

    fn events(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<EventLine> {
        self.pages("/lines/events", &Query::of(filter), most, from)
    }

    fn claims(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ClaimLine> {
        self.pages("/lines/claims", &Query::of(filter), most, from)
    }

    fn forecasts(&self, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<ForecastLine> {
        self.pages("/lines/forecasts", &Query::of(filter), most, from)
    }

    fn stories(&self, filter: &Filter, least: usize, most: usize, from: Option<Cursor>) -> Answer<StoryLine> {
        self.pages("/lines/stories", &Query::of(filter).with("least", &least), most, from)
    }

    fn counts(&self, filter: &Filter, bin: Bin, over: Over) -> Result<(Vec<CountLine>, u64), Failure> {
        let bin = match bin {
            Bin::Day => "day",
            Bin::Month => "month",
            Bin::Year => "year",
        };
        let query = Query::of(filter).with("bin", &bin).with("occurrences", &(over == Over::Occurrences));
        let (mut bins, mut n_wide) = (Vec::new(), 0);
        for item in self.client.get::<List<CountItem>>("/lines/counts", &query)?.items {
            match item {
                CountItem::Bin(bin) => bins.push(bin),
                CountItem::Wide { n_wide: n } => n_wide = n,
            }
        }
        Ok((bins, n_wide))
    }

    fn the_one(&self, wanted: &str) -> Result<Found, Failure> {
        let Record { id, kind, report_id, .. } = self.record(wanted)?;
        let kind = match kind.as_str() {
            "report" => RecordKind::Report,
            "event" => RecordKind::Event,
            "claim" => RecordKind::Claim,
            "forecast" => RecordKind::Forecast,
            _ => RecordKind::Remark,
        };
        Ok(Found { kind, id, report: report_id })
    }

    fn the_report(&self, wanted: &str) -> Result<Digest, Failure> {
        let found = self.the_one(wanted)?;
        if found.kind == RecordKind::Report {
            Ok(found.id)
        } else {
            Err(Failure::NotInStore { wanted: wanted.to_owned() })
        }
    }

    fn shown(&self, wanted: &str) -> Result<Shown, Failure> {
        let path = format!("/lines/records/{}", segment(wanted));
        let shown: Shown = self.client.get(&path, &Query::default()).map_err(|fault| missing(fault, wanted))?;
        let stray = |range| self.client.foreign(format!("the range {range} does not lie in the text of its report"));
        Ok(shown.inside().map_err(stray)?)
    }

    fn holdings(&self) -> Result<Holdings, Failure> {
        let found: Holdings = self.client.get("/status", &Query::default())?;
        Ok(Holdings { store: self.address().to_owned(), ..found })
    }

    /// The server writes down whose token it was, whatever the options say.
    fn remark(&mut self, target: &str, body: RemarkBody, _: &AuthorArgs) -> Result<Said, Failure> {
        self.say(target, says::remark(body))
    }

    fn take_back(&mut self, wanted: &str, _: &AuthorArgs) -> Result<TakenBack, Failure> {
        let Record { id, kind, event, claim, forecast, .. } = self.record(wanted)?;
        if kind == "remark" {
            return Ok(TakenBack::Remark(self.say("", json!({ "kind": "undo", "undo": id }))?));
        }
        let made_by = event.or(claim).or(forecast).and_then(|record| record.added_by);
        let made_by = made_by.ok_or_else(|| Failure::NotByHand { wanted: wanted.to_owned() })?;
        self.client.delete::<Map<String, Value>>(&format!("/records/{id}"))?;
        Ok(TakenBack::Record { id, made_by, by: self.own_name()? })
    }

    fn add_by_hand(&mut self, spot: Spot<'_>, new: NewRecord, _: &AuthorArgs) -> Result<(Digest, String), Failure> {
        let Made { id } = self.client.post("/records", &says::record(spot, new))?;
        Ok((id, self.own_name()?))
    }
}

/// Says of a record that is not there what is said of a store that has it not.
fn missing(fault: ServerFault, wanted: &str) -> Failure {
    if fault.is_missing() { Failure::NotInStore { wanted: wanted.to_owned() } } else { fault.into() }
}
