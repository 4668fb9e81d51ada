//! Overviews of many events: timeline, map, network, series. All take the filters of the lists.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_analysis::Day;
use vigie_analysis::series::{self, Bin, Step};
use vigie_record::Status;
use vigie_store::{DayCount, Filter, Mark, Store, Tie};

use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::trouble::Trouble;
use crate::wire::filter::Asked;
use crate::wire::remark::StatusName;

/// Events of a timeline or a map at most; the newest where there are more.
const MOST_MARKS: usize = 50_000;

/// Lanes of a timeline.
const MOST_LANES: usize = 24;

/// Ties of a network, for each actor that is gone on from.
const MOST_TIES: usize = 150;

/// Actors that a network goes on from in each step.
const MOST_GONE_ON: usize = 12;

/// Bins of a series at most: finding changes takes time in proportion to them.
const MOST_BINS: usize = 2_000;

/// Bins that a level lasts on average, before anything is seen.
const EXPECTED_RUN: f64 = 50.0;

/// One bin in so many stands out by chance.
const ONE_IN: f64 = 200.0;

/// A filter, and how long a bin is.
#[derive(Debug, Deserialize, JsonSchema)]
struct Binned {
    /// What is asked for.
    #[serde(flatten)]
    asked: Asked,
    /// How long a bin is; a week where it is left out.
    by: Option<By>,
}

/// A filter, and how far to go from the actor.
#[derive(Debug, Deserialize, JsonSchema)]
struct Around {
    /// What is asked for; `party` or `actor` is who the network begins with.
    #[serde(flatten)]
    asked: Asked,
    /// How many steps to go from there: 1 or 2.
    depth: Option<Depth>,
}

/// How long a bin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

/// How far a network goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum Depth {
    /// To those with whom the actor has to do.
    #[serde(rename = "1")]
    One,
    /// And to those with whom these have.
    #[serde(rename = "2")]
    Two,
}

/// Events by actor and time.
#[derive(Debug, Serialize, JsonSchema)]
struct Timeline {
    /// A lane for each actor, the one with the most events first.
    lanes: Vec<Lane>,
    /// How many events began in each bin, of all actors.
    bins: Vec<CountBin>,
    /// Whether there are more events than are shown; these are the newest.
    is_cut: bool,
}

/// The events of one actor.
#[derive(Debug, Serialize, JsonSchema)]
struct Lane {
    /// Its id, or its name where it has none.
    actor: String,
    /// Its name.
    name: String,
    /// Its events, newest first.
    items: Vec<TimelineItem>,
}

/// An event on a timeline.
#[derive(Debug, Serialize, JsonSchema)]
struct TimelineItem {
    /// Its first day.
    day: Date,
    /// Its last day.
    end_day: Date,
    /// `day`, or `span` where it is not exact.
    precision: String,
    /// The day of the report.
    published: Option<Date>,
    /// Whether it happened.
    status: Option<StatusName>,
    /// The PLOVER type.
    #[serde(rename = "type")]
    event_type: Option<String>,
    /// What it is, in short.
    label: String,
    /// The event.
    record_id: String,
    /// The report.
    report_id: Option<String>,
}

/// How many events began in a bin.
#[derive(Debug, Serialize, JsonSchema)]
struct CountBin {
    /// Its first day.
    start: Date,
    /// How many.
    count: u64,
}

/// Events on the map.
#[derive(Debug, Serialize, JsonSchema)]
struct MapPage {
    /// The events, newest first.
    points: Vec<MapPoint>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

/// An event on the map.
#[derive(Debug, Serialize, JsonSchema)]
struct MapPoint {
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// The name of the place.
    place: String,
    /// How many events it stands for.
    count: u64,
    /// Its first day.
    day: Date,
    /// The PLOVER type.
    #[serde(rename = "type")]
    event_type: Option<String>,
    /// Whether it happened.
    status: Option<StatusName>,
    /// What it is, in short.
    label: String,
    /// The event.
    record_id: String,
    /// The report.
    report_id: Option<String>,
}

/// Who acts on whom, and who quotes whom.
#[derive(Debug, Serialize, JsonSchema)]
struct Network {
    /// Actors and outlets, the busiest first.
    nodes: Vec<Node>,
    /// What ties them.
    edges: Vec<Edge>,
}

/// An actor or an outlet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Node {
    /// Its id, or its name where it has none; `outlet:` before the name of one who publishes.
    id: String,
    /// Its name.
    name: String,
    /// Its country.
    country: Option<String>,
    /// Its sector.
    sector: Option<String>,
    /// How often it acts, is acted on, quotes or is quoted.
    count: u64,
}

/// A tie.
#[derive(Debug, Serialize, JsonSchema)]
struct Edge {
    /// Who acts or quotes.
    from: String,
    /// Who is acted on or quoted.
    to: String,
    /// `acts` or `cites`.
    kind: String,
    /// How often.
    count: u64,
    /// The sum of the Goldstein values, of acts.
    goldstein: Option<f64>,
}

/// How much was done by bin, where the level changed, what stands out.
#[derive(Debug, Serialize, JsonSchema)]
struct SeriesPage {
    /// The bins by time, without holes between them.
    bins: Vec<SeriesBin>,
    /// Where the level changed.
    changes: Vec<ChangeRow>,
    /// Bins that stand out against those before them.
    unusual: Vec<UnusualRow>,
}

/// What was done in a bin.
#[derive(Debug, Serialize, JsonSchema)]
struct SeriesBin {
    /// Its first day.
    start: Date,
    /// How many real events: happened, or under way.
    count: u64,
    /// The sum of their Goldstein values.
    goldstein: f64,
    /// Whether anything is known of its days: a gap is not a nought.
    covered: bool,
}

/// A change of level.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangeRow {
    /// The first day of the new level.
    day: Date,
    /// How likely it is that a new level began about then.
    probability: f64,
    /// Events a day before.
    before: f64,
    /// Events a day after.
    after: f64,
}

/// A bin that stands out.
#[derive(Debug, Serialize, JsonSchema)]
struct UnusualRow {
    /// Its first day.
    start: Date,
    /// How many events it has.
    count: u64,
    /// How many were to be expected.
    usual: f64,
    /// How likely it was that a bin strays so far.
    probability: f64,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/timeline", "Events by actor and time, the newest 50,000", timeline),
        Route::get("/map", "Events with a place, the newest 50,000", map),
        Route::get("/network", "Who acts on whom and who quotes whom, beginning with one actor", network),
        Route::get(
            "/series",
            "Counts and Goldstein sums by bin, with changes of level and what stands out",
            series_page,
        ),
    ]
}

fn timeline(desk: &Desk, call: &mut Call<Binned, Nothing>) -> Result<Timeline, Trouble> {
    let (filter, by) = (call.query.asked.filter()?, call.query.by.unwrap_or(By::Week));
    let (marks, days) =
        desk.stores.read(|store| Ok((store.marks(&filter, false, MOST_MARKS + 1)?, store.day_counts(&filter)?)))?;
    let is_cut = marks.len() > MOST_MARKS;
    let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
    for mark in marks.into_iter().take(MOST_MARKS) {
        let [id, name, _] = &mark.actor;
        let actor = if id.is_empty() { name.clone() } else { id.clone() };
        let lane = lanes.entry(actor.clone()).or_insert_with(|| Lane {
            name: if actor.is_empty() { "nobody named".to_owned() } else { name.clone() },
            actor,
            items: Vec::new(),
        });
        lane.items.push(item(mark));
    }
    let mut lanes: Vec<Lane> = lanes.into_values().collect();
    lanes.sort_by(|a, b| b.items.len().cmp(&a.items.len()).then_with(|| a.actor.cmp(&b.actor)));
    lanes.truncate(MOST_LANES);
    let mut bins: BTreeMap<Date, u64> = BTreeMap::new();
    for day in days {
        *bins.entry(start_of(by, day.day)).or_default() += day.count;
    }
    Ok(Timeline { lanes, bins: bins.into_iter().map(|(start, count)| CountBin { start, count }).collect(), is_cut })
}

fn item(mark: Mark) -> TimelineItem {
    TimelineItem {
        precision: if mark.day == mark.end_day { "day" } else { "span" }.to_owned(),
        label: label(&mark),
        day: mark.day,
        end_day: mark.end_day,
        published: mark.published,
        status: mark.status.map(StatusName::from),
        event_type: Some(mark.event_type).filter(|name| !name.is_empty()),
        record_id: mark.id,
        report_id: mark.report.map(|id| id.to_string()),
    }
}

/// Who does what to whom, in short.
fn label(mark: &Mark) -> String {
    let named = |[id, name, country]: &[String; 3]| {
        [name, id, country].into_iter().find(|word| !word.is_empty()).cloned().unwrap_or_else(|| "?".to_owned())
    };
    let act = if mark.event_type.is_empty() { "event" } else { &mark.event_type };
    format!("{} {} {}", named(&mark.actor), act, named(&mark.recipient))
}

fn map(desk: &Desk, call: &mut Call<Asked, Nothing>) -> Result<MapPage, Trouble> {
    let filter = call.query.filter()?;
    let marks = desk.stores.read(|store| Ok(store.marks(&filter, true, MOST_MARKS + 1)?))?;
    let is_cut = marks.len() > MOST_MARKS;
    let points = marks.into_iter().take(MOST_MARKS).filter_map(|mark| {
        let label = label(&mark);
        let (place, [lat, lon]) = mark.place?;
        Some(MapPoint {
            lat,
            lon,
            place,
            count: 1,
            day: mark.day,
            event_type: Some(mark.event_type).filter(|name| !name.is_empty()),
            status: mark.status.map(StatusName::from),
            label,
            record_id: mark.id,
            report_id: mark.report.map(|id| id.to_string()),
        })
    });
    Ok(MapPage { points: points.collect(), is_cut })
}

fn network(desk: &Desk, call: &mut Call<Around, Nothing>) -> Result<Network, Trouble> {
    let filter = call.query.asked.filter()?;
    let depth = call.query.depth.unwrap_or(Depth::One);
    desk.stores.read(|store| {
        let beginning = filter.actor.clone().or(filter.party.clone());
        let about = |who: Option<String>| Filter { actor: None, party: who, ..filter.clone() };
        let mut ties = store.acts(&about(beginning.clone()), MOST_TIES)?;
        if let (Depth::Two, Some(_)) = (depth, &beginning) {
            for who in neighbours(&ties) {
                ties.extend(store.acts(&about(Some(who)), MOST_TIES / MOST_GONE_ON)?);
            }
        }
        let quotes = quotes(store, &filter, beginning)?;
        Ok(drawn(ties, quotes))
    })
}

/// Who quotes the one with whom the network begins, or whom it quotes most.
fn quotes(store: &Store, filter: &Filter, beginning: Option<String>) -> Result<Vec<Tie>, Trouble> {
    // What is asked of events is not asked of claims.
    let asked = Filter {
        words: filter.words.clone(),
        source: beginning.or(filter.source.clone()),
        since: filter.since,
        until: filter.until,
        outlet: filter.outlet.clone(),
        from: filter.from,
        ..Filter::default()
    };
    Ok(store.quotes(&asked, MOST_TIES / 2)?)
}

/// The ids of the busiest of those with whom the first has to do.
fn neighbours(ties: &[Tie]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for tie in ties {
        for [id, ..] in [&tie.from, &tie.to] {
            *counts.entry(id).or_default() += tie.count;
        }
    }
    counts.remove("");
    let mut busiest: Vec<(&str, u64)> = counts.into_iter().collect();
    busiest.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // The first is the one with whom the network begins.
    busiest.into_iter().skip(1).take(MOST_GONE_ON).map(|(id, _)| id.to_owned()).collect()
}

fn drawn(acts: Vec<Tie>, quotes: Vec<Tie>) -> Network {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String, &str), Edge> = BTreeMap::new();
    let known = |word: &String| (!word.is_empty()).then(|| word.clone());
    let mut node = |[id, name, country, sector]: &[String; 4], is_outlet: bool, count: u64| {
        let key = match (is_outlet, id.is_empty()) {
            (true, _) => format!("outlet:{name}"),
            (false, true) => name.clone(),
            (false, false) => id.clone(),
        };
        let fresh = || Node {
            id: key.clone(),
            name: if name.is_empty() { key.clone() } else { name.clone() },
            country: known(country),
            sector: known(sector),
            count: 0,
        };
        nodes.entry(key.clone()).or_insert_with(fresh).count += count;
        key
    };
    let ties = acts.into_iter().map(|tie| (tie, "acts")).chain(quotes.into_iter().map(|tie| (tie, "cites")));
    for (tie, kind) in ties {
        let (from, to) = (node(&tie.from, kind == "cites", tie.count), node(&tie.to, false, tie.count));
        let edge = Edge {
            from: from.clone(),
            to: to.clone(),
            kind: kind.to_owned(),
            count: tie.count,
            goldstein: tie.goldstein,
        };
        // A tie that is found from both ends is one.
        edges.entry((from, to, kind)).or_insert(edge);
    }
    let mut nodes: Vec<Node> = nodes.into_values().collect();
    nodes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    Network { nodes, edges: edges.into_values().collect() }
}

fn series_page(desk: &Desk, call: &mut Call<Binned, Nothing>) -> Result<SeriesPage, Trouble> {
    let (filter, by) = (call.query.asked.filter()?, call.query.by.unwrap_or(By::Week));
    let (counts, covered) = desk.stores.read(|store| Ok((store.day_counts(&filter)?, store.event_days()?)))?;
    let series = series_of(&counts, &covered, by);
    if series.bins.len() > MOST_BINS {
        return Err(Trouble::wrong(format!(
            "these are more than {MOST_BINS} bins: take longer ones (`by=month`), or fewer years (`since`, `until`)"
        )));
    }
    let date = |day: Day| day.date().unwrap_or(Date::ZERO);
    let changes = series::changes(&series, EXPECTED_RUN).changes;
    Ok(SeriesPage {
        changes: changes
            .iter()
            .map(|change| ChangeRow {
                day: date(change.day),
                probability: change.probability,
                before: change.before,
                after: change.after,
            })
            .collect(),
        unusual: series::unusual(&series, ONE_IN)
            .iter()
            .map(|one| UnusualRow {
                start: date(one.day),
                count: one.count,
                usual: one.expected,
                probability: one.probability,
            })
            .collect(),
        bins: series
            .bins
            .iter()
            .map(|bin| SeriesBin {
                start: date(bin.start),
                count: bin.n,
                goldstein: bin.goldstein,
                covered: bin.n_covered > 0,
            })
            .collect(),
    })
}

/// The bins from the first day with an event to the last; one more than may be where there are too many.
fn series_of(counts: &[DayCount], covered: &[i32], by: By) -> series::Series {
    let step = match by {
        By::Day => Step::Day,
        By::Week => Step::Week,
        By::Month => Step::Month,
    };
    let mut bins: Vec<Bin> = Vec::new();
    let ends = counts.first().zip(counts.last()).map(|(first, last)| (first.day, last.day));
    let Some((first, last)) = ends else { return series::Series { step, bins } };
    let mut start = start_of(by, first);
    while start <= last && bins.len() <= MOST_BINS {
        let end = end_of(by, start);
        bins.push(Bin {
            start: start.into(),
            end: end.into(),
            n_covered: 0,
            n: 0,
            by_status: [0; Status::ALL.len()],
            goldstein: 0.0,
        });
        if end <= start {
            break;
        }
        start = end;
    }
    let bin_of = |bins: &[Bin], day: Day| {
        let after = bins.partition_point(|bin| bin.start <= day);
        after.checked_sub(1).filter(|&at| day < bins[at].end)
    };
    for &day in covered {
        if let Some(at) = bin_of(&bins, Day::from_number(day)) {
            bins[at].n_covered += 1;
        }
    }
    for count in counts {
        let Some(at) = bin_of(&bins, count.day.into()) else { continue };
        // What a table does not call planned or denied, it holds for real.
        let status = count.status.unwrap_or(Status::Happened);
        if let Some(index) = Status::ALL.iter().position(|one| *one == status) {
            bins[at].by_status[index] += count.count;
        }
        if matches!(status, Status::Happened | Status::UnderWay) {
            bins[at].n += count.count;
            bins[at].goldstein += count.goldstein;
        }
    }
    series::Series { step, bins }
}

/// The first day of the bin that a day is in.
fn start_of(by: By, day: Date) -> Date {
    match by {
        By::Day => day,
        By::Week => day.saturating_sub(jiff::Span::new().days(day.weekday().since(Weekday::Monday))),
        By::Month => day.first_of_month(),
    }
}

/// The first day after the bin that begins with a day.
fn end_of(by: By, start: Date) -> Date {
    start.saturating_add(match by {
        By::Day => jiff::Span::new().days(1),
        By::Week => jiff::Span::new().days(7),
        By::Month => jiff::Span::new().months(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bins_have_no_holes_and_a_gap_is_no_nought() {
        let count = |day: Date, status, count| DayCount { day, status: Some(status), count, goldstein: -1.0 };
        let counts = [
            count(date(2022, 2, 24), Status::Happened, 3),
            count(date(2022, 2, 24), Status::Planned, 7),
            count(date(2022, 3, 17), Status::UnderWay, 2),
        ];
        let covered = [Day::from(date(2022, 2, 24)).number(), Day::from(date(2022, 3, 17)).number()];
        let series = series_of(&counts, &covered, By::Week);
        let shown: Vec<(String, u64, u32)> =
            series.bins.iter().map(|bin| (bin.start.date().unwrap().to_string(), bin.n, bin.n_covered)).collect();
        let expected = [("2022-02-21", 3, 1), ("2022-02-28", 0, 0), ("2022-03-07", 0, 0), ("2022-03-14", 2, 1)];
        assert_eq!(shown, expected.map(|(day, n, covered)| (day.to_owned(), n, covered)));
        assert!(series_of(&[], &covered, By::Day).bins.is_empty());
    }
}
