//! Records: events and claims listed, stories, and any record shown with what is said of it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_record::Digest;
use vigie_store::{RecordKind, Store};

use super::people::Done;
use super::reports::Listed;
use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::role::Role;
use crate::trouble::Trouble;
use crate::wire::by_hand::NewSays;
use crate::wire::claim::{ClaimDetail, ClaimRow};
use crate::wire::event::{EventDetail, EventRow};
use crate::wire::filter::digest;
use crate::wire::forecast::ForecastDetail;
use crate::wire::list::List;
use crate::wire::remark::RemarkRow;
use crate::wire::report::{ReportDetail, ReportRow};
use crate::wire::units::Places;

/// Reports of a story at least.
const FEWEST_IN_STORY: usize = 2;

/// A story: reports that are near-copies of each other.
#[derive(Debug, Serialize, JsonSchema)]
struct StoryRow {
    /// Its id: that of its first report.
    id: String,
    /// Its reports, in the order in which they came in.
    reports: Vec<ReportRow>,
    /// How many events its first report tells of.
    n_events: u64,
}

/// A record with what is said of it. One of the three is there.
#[derive(Debug, Serialize, JsonSchema)]
struct Record {
    /// Its id.
    id: String,
    /// `event`, `claim`, `forecast`, `report` or `remark`.
    kind: String,
    /// The report that has it.
    report_id: Option<String>,
    /// The event.
    event: Option<EventDetail>,
    /// The claim.
    claim: Option<ClaimDetail>,
    /// The forecast.
    forecast: Option<ForecastDetail>,
    /// What people say of it.
    remarks: Vec<RemarkRow>,
}

/// A record to add to a report by hand.
#[derive(Debug, Deserialize, JsonSchema)]
struct NewRecord {
    /// The report.
    report_id: String,
    /// Where the words begin that say it, in code units of the text.
    start: usize,
    /// Where they end.
    end: usize,
    /// What they say.
    #[serde(flatten)]
    says: NewSays,
}

/// A record that was added.
#[derive(Debug, Serialize, JsonSchema)]
struct Made {
    /// Its id.
    id: String,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/events", "Lists events, of reports and of tables, those that began last first", events)
            .kept(Lasts::UntilThen),
        Route::get("/claims", "Lists claims, newest first", claims).kept(Lasts::UntilThen),
        Route::get("/stories", "Lists stories of several reports, newest first", stories).kept(Lasts::UntilThen),
        Route::post("/records", "Adds an event, a claim or a forecast to a report by hand", add).makes(),
        Route::delete("/records/{id}", "Takes back a record that was added by hand", withdraw),
        Route::get::<Nothing, _>(
            "/records/{id}",
            "A record with what is said of it; the beginning of its id is enough",
            show,
        ),
    ]
}

fn events(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<EventRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| List::of(store.events(&filter, most, from)?, |item| EventRow::of(store, item)))
}

fn claims(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<ClaimRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| List::of(store.claims(&filter, most, from)?, |item| Ok(ClaimRow::of(item))))
}

fn stories(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<StoryRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| {
        List::of(store.stories(&filter, FEWEST_IN_STORY, most, from)?, |story| {
            Ok(StoryRow {
                id: story.id.to_string(),
                n_events: story.reports.first().map_or(0, |report| report.n_events),
                reports: story.reports.into_iter().map(|report| report.head.into()).collect(),
            })
        })
    })
}

fn add(desk: &Desk, call: &mut Call<Nothing, NewRecord>) -> Result<Made, Trouble> {
    let (now, author) = (Timestamp::now(), call.who()?.name.clone());
    let NewRecord { report_id, start, end, says } = &call.body;
    let id = digest("report_id", report_id)?;
    let reading = desk.stores.read(|store| Ok(store.reading(id)?))?;
    let reading = reading.ok_or_else(|| Trouble::missing("report", report_id))?;
    let outside = || Trouble::wrong(format!("{start} to {end} are no words of the text of the report"));
    let range = Places::new(&reading.report.text).bytes([*start, *end]).ok_or_else(outside)?;
    let addition = says.clone().of(&reading, range, &author, now)?;
    let id = desk.stores.write(|store| Ok(store.add_by_hand(addition)?))?.to_string();
    desk.log(&author, "add-record", &id, report_id)?;
    Ok(Made { id })
}

fn withdraw(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Done, Trouble> {
    let (now, who) = (Timestamp::now(), call.who()?.clone());
    let id = digest("id", call.id())?;
    let author = desk.stores.read(|store| Ok(store.author_of(id)?))?;
    let author = author.ok_or_else(|| Trouble::missing("record added by hand", call.id()))?;
    if author != who.name && who.role < Role::Administer {
        return Err(Trouble::forbidden(format!("this record is {author}'s: reject it instead, and say why")));
    }
    desk.stores.write(|store| Ok(store.withdraw(id, &who.name, now)?))?;
    desk.log(&who.name, "withdraw-record", &id.to_string(), "")?;
    Ok(Done { done: true })
}

fn show(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Record, Trouble> {
    let wanted = call.id();
    desk.stores.read(|store| {
        let found = store.find(wanted, 2)?;
        let found = match found.as_slice() {
            [only] => *only,
            [] => return Err(Trouble::missing("record", wanted)),
            _ => return Err(Trouble::wrong(format!("several records begin with `{wanted}`: give more of the id"))),
        };
        let mut record = Record {
            id: found.id.to_string(),
            kind: kind(found.kind).to_owned(),
            report_id: found.report.map(|id| id.to_string()),
            event: None,
            claim: None,
            forecast: None,
            remarks: store.remarks(&found.id.to_string())?.into_iter().map(RemarkRow::from).collect(),
        };
        if let Some(report) = found.report.filter(|_| found.kind != RecordKind::Report) {
            fill(store, &mut record, report)?;
        }
        Ok(record)
    })
}

fn fill(store: &Store, record: &mut Record, report: Digest) -> Result<(), Trouble> {
    let Some((reading, head)) = store.reading(report)?.zip(store.head(report)?) else { return Ok(()) };
    let report = ReportDetail::of(store, reading, head)?;
    record.event = report.events.into_iter().find(|event| event.row.id == record.id);
    record.claim = report.claims.into_iter().find(|claim| claim.row.id == record.id);
    record.forecast = report.forecasts.into_iter().find(|forecast| forecast.row.id == record.id);
    Ok(())
}

const fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Report => "report",
        RecordKind::Event => "event",
        RecordKind::Claim => "claim",
        RecordKind::Forecast => "forecast",
        RecordKind::Remark => "remark",
    }
}
