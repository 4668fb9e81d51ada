//! A server of Vigie, which answers over HTTP.

mod client;
mod fault;
mod query;
mod says;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use vigie::lines::{
    ClaimLine, CountItem, CountLine, EventLine, ForecastLine, HitLine, Holdings, PrecedentsLine, Shown, StoryLine,
    WarningLine,
};
use vigie_record::{ByteRange, Characters, Digest, Ranged, Reading, Remark, Report};
use vigie_store::{Bin, Cursor, Filter, Found, Over, Page, RecordKind, RemarkBody, ReportHead};

use self::client::Client;
pub(crate) use self::fault::{ServerFault, help};
use self::query::{Query, segment};
use super::whole::report;
use super::{Answer, Answers, NewRecord, Said, Spot, TakenBack, Whole, Whose};
use crate::cli::PrecedentsArgs;
use crate::cli::reach::ServerArgs;
use crate::cli::store::AuthorArgs;
use crate::speech::Failure;

/// Items that a server gives at once.
const AT_ONCE: usize = 200;

/// Texts of reports that are kept, since several records are of one report.
const MOST_TEXTS: usize = 1_000;

/// A server of Vigie.
pub(crate) struct Server {
    client: Client,
    texts: RefCell<BTreeMap<Digest, Rc<str>>>,
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
        Ok(Self { client: Client::new(address, args)?, texts: RefCell::default() })
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

    /// What a problem, whose file has this text, comes to against all that the server has.
    pub(crate) fn warning(&self, problem: &str, date: Option<Date>) -> Result<WarningLine, ServerFault> {
        self.client.post_known("/lines/warning", &json!({ "problem": problem, "date": date }))
    }

    /// What followed before between two sides, by all that the server has.
    pub(crate) fn precedents(
        &self,
        [actor, recipient]: [&str; 2],
        args: &PrecedentsArgs,
    ) -> Result<PrecedentsLine, ServerFault> {
        let sides = Query::default().with("actor", &actor).with("recipient", &recipient).with("window", &args.window);
        let on = args.date.iter().fold(sides, |query, date| query.with("date", date));
        let query = args.then.iter().fold(on, |query, kind| query.with("then", kind));
        self.client.get("/lines/precedents", &query)
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

    /// A report with all its records; nothing where the server has it no more.
    fn reading(&self, id: Digest) -> Result<Option<Reading>, Failure> {
        match self.shown(&id.to_string()) {
            Ok(Shown::Report(shown)) => Ok(Some(shown.reading)),
            Ok(_) | Err(Failure::NotInStore { .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The report of a record, whose ranges are turned from characters of its text into bytes.
    fn report_of(&self, head: &ReportHead, record: &mut impl Ranged) -> Result<Box<Report>, Failure> {
        let kept = self.texts.borrow().get(&head.id).cloned();
        let text: Rc<str> = match kept {
            Some(text) => text,
            None => self.reading(head.id)?.map_or_else(|| "".into(), |reading| reading.report.text.into()),
        };
        let characters = Characters::new(&text, 0);
        let mut stray = None;
        record.turn_ranges(&mut |range: &mut ByteRange| match characters.bytes([range.start(), range.end()]) {
            Some(bytes) => *range = bytes,
            None => stray = Some(*range),
        });
        if let Some(range) = stray {
            return Err(self.stray(range).into());
        }
        let mut texts = self.texts.borrow_mut();
        if texts.len() >= MOST_TEXTS {
            texts.clear();
        }
        texts.insert(head.id, Rc::clone(&text));
        Ok(report(head, &text))
    }

    fn stray(&self, range: ByteRange) -> ServerFault {
        self.client.foreign(format!("the range {range} does not lie in the text of its report"))
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
    fn file(&self) -> Option<&Path> {
        None
    }

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
        Ok(shown.inside().map_err(|range| self.stray(range))?)
    }

    fn whole_events(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.events(filter, AT_ONCE, from)?;
        let found = items.into_iter().filter_map(|line| match line {
            EventLine::Row(row) => Some(Ok(Whole::Row(Box::new(row.row), row.status))),
            EventLine::Told(_) if whose == Whose::Tables => None,
            EventLine::Told(told) => {
                let (mut event, head) = (Box::new(told.event), told.report);
                Some(self.report_of(&head, &mut *event).map(|report| Whole::Event(event, report)))
            }
        });
        Ok(Page { items: found.collect::<Result<_, _>>()?, next })
    }

    fn whole_claims(&self, filter: &Filter, whose: Whose, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.claims(filter, AT_ONCE, from)?;
        let found = items.into_iter().filter_map(|line| match line {
            ClaimLine::Quotation(quotation) => Some(Ok(Whole::Quotation(quotation))),
            ClaimLine::Told(_) if whose == Whose::Tables => None,
            ClaimLine::Told(told) => {
                let (mut claim, head) = (Box::new(told.claim), told.report);
                Some(self.report_of(&head, &mut *claim).map(|report| Whole::Claim(claim, report)))
            }
        });
        Ok(Page { items: found.collect::<Result<_, _>>()?, next })
    }

    fn whole_forecasts(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Whole> {
        let Page { items, next } = self.forecasts(filter, AT_ONCE, from)?;
        let found = items.into_iter().map(|line| {
            let (mut forecast, head) = (Box::new(line.forecast), line.report);
            let report = self.report_of(&head, &mut *forecast)?;
            Ok::<_, Failure>(Whole::Forecast(forecast, report))
        });
        Ok(Page { items: found.collect::<Result<_, _>>()?, next })
    }

    fn readings(&self, filter: &Filter, from: Option<Cursor>) -> Answer<Reading> {
        let Page { items, next } = self.search(filter, AT_ONCE, from)?;
        let readings = items.into_iter().map(|hit| self.reading(hit.report.id)).filter_map(Result::transpose);
        Ok(Page { items: readings.collect::<Result<_, _>>()?, next })
    }

    fn all_remarks(&self) -> Result<Vec<Remark>, Failure> {
        Ok(self.client.get::<List<Remark>>("/lines/remarks", &Query::default())?.items)
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
