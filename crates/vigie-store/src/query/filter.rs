//! Filters: what reports, events, claims and forecasts are asked for by.
//!
//! Each field narrows the answer; those that are empty do not. What is said of an event holds for one and the same event,
//! what is said of a claim for one and the same claim.

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use vigie_record::{ClaimKind, Dataset, Digest, Status};

use super::spoken::Certainty;
use super::words::Words;
use crate::days;
use crate::error::Answer;
use crate::names::known_country;
use crate::put::{CLAIM, EVENT, FORECAST};
use crate::remark;
use crate::row::{count, dataset_number, status_number};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words of the report.
    pub words: Option<Words>,
    /// Who acts: an id, or a part of a name.
    pub actor: Option<String>,
    /// Who is acted on.
    pub recipient: Option<String>,
    /// Who acts or is acted on.
    pub party: Option<String>,
    /// Countries of which one acts or is acted on, as ISO 3166-1 alpha-3.
    pub countries: Vec<String>,
    /// A country that acts on another.
    pub dyad: Option<Dyad>,
    /// PLOVER types, modes, or beginnings of CAMEO codes, of which one must fit.
    pub event_types: Vec<String>,
    /// Statuses of which one must fit.
    pub statuses: Vec<Status>,
    /// Who is quoted: an id, or a part of a name or of the words that name him.
    pub source: Option<String>,
    /// Kinds of claims of which one must fit.
    pub claim_kinds: Vec<ClaimKind>,
    /// How sure the source must be.
    pub certainty: Option<Certainty>,
    /// The first day: of publication for reports and claims, of any day that an event lasted or may have been on, of the end for forecasts.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// A part of the name of a place, or the code of its country.
    pub place: Option<String>,
    /// Usual names of places with the codes of their countries, any of which does as well as `place`: what it is another name of.
    pub place_called: Vec<(String, String)>,
    /// The id of a story, or of a report of it.
    pub story: Option<Digest>,
    /// A part of the name of an outlet that has published it, first or as a copy to the letter.
    pub outlet: Option<String>,
    /// Where it comes from.
    pub from: From,
    /// A tag that the report or record has.
    pub tag: Option<String>,
    /// Also reports that a newer version has replaced.
    pub all_versions: bool,
    /// Only reports that came in after the one with this key.
    pub after_report: Option<i64>,
    /// Only forecasts that stand so.
    pub standing: Option<ForecastStanding>,
    /// Only forecasts of reports from this day on.
    pub issued_since: Option<Date>,
}

/// How a forecast stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForecastStanding {
    /// Nobody has said what became of it, and on this day it is not over yet.
    Open(Date),
    /// Nobody has said what became of it, though its last day lies before this one.
    Due(Date),
    /// Somebody has said what became of it.
    Settled,
}

impl ForecastStanding {
    /// The condition on a forecast, under the name `f`.
    pub(crate) fn condition(self) -> String {
        match self {
            Self::Open(day) => {
                format!("f.status = 'open' AND (f.end_day IS NULL OR f.end_day >= {})", days::number(day))
            }
            Self::Due(day) => format!("f.status = 'open' AND f.end_day < {}", days::number(day)),
            Self::Settled => "f.status <> 'open'".to_owned(),
        }
    }
}

/// One country and another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dyad {
    /// Who acts.
    pub actor: String,
    /// Who is acted on.
    pub recipient: String,
    /// Whether the other way round is wanted too.
    pub both_ways: bool,
}

/// Where events and claims come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum From {
    /// Anywhere.
    #[default]
    Anywhere,
    /// From reports.
    Reports,
    /// From tables.
    Tables,
    /// From the tables of one dataset.
    Dataset(Dataset),
}

/// Conditions of a query, with the values of their question marks, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    parts: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    pub(crate) fn add(&mut self, sql: impl Into<String>) {
        self.parts.push(sql.into());
    }

    pub(crate) fn add_with(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.parts.push(sql.into());
        self.values.extend(values);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// All of them; true where there are none.
    pub(crate) fn all(&self) -> String {
        if self.parts.is_empty() { "1".to_owned() } else { self.parts.join(" AND ") }
    }

    /// Adds that a column has one of some keys: of a list where they are few, else of what a question with some values gives.
    fn add_among(&mut self, column: &str, keys: &[i64], question: &str, values: &[Value]) {
        if keys.len() <= MOST_LISTED {
            self.add(format!("{column} IN ({})", list(keys)));
        } else {
            self.add_with(format!("{column} IN ({question})"), values.iter().cloned());
        }
    }

    /// Adds that there is a row of `table AS alias` of which the report is that of `owner`, and for which all `inner` hold.
    fn add_exists(&mut self, table: &str, alias: &str, tie: &str, inner: Self) {
        if !inner.is_empty() {
            let sql = format!("EXISTS (SELECT 1 FROM {table} AS {alias} WHERE {tie} AND {})", inner.all());
            self.add_with(sql, inner.values);
        }
    }
}

impl Filter {
    /// What a report must fulfil, under the name `r`, without its words.
    pub(crate) fn of_report(&self, db: &Connection) -> Answer<Conditions> {
        let mut all = Conditions::default();
        self.own_of_report(&mut all);
        self.add_from_reports(&mut all);
        self.add_days(&mut all, "r.day");
        if let Some(tag) = &self.tag {
            all.add_with(
                "lower(hex(r.id)) IN (SELECT target FROM remark WHERE kind = 'tag' AND undone_by IS NULL AND body = ?)",
                [tag_body(tag)],
            );
        }
        let mut event = Conditions::default();
        self.own_of_event(db, &mut event)?;
        all.add_exists("event", "e", "e.report = r.key", event);
        let mut claim = Conditions::default();
        self.own_of_claim(db, &mut claim)?;
        all.add_exists("claim", "c", "c.report = r.key", claim);
        Ok(all)
    }

    /// What an event must fulfil, under the name `e`.
    pub(crate) fn of_event(&self, db: &Connection) -> Answer<Conditions> {
        let mut all = Conditions::default();
        self.own_of_event(db, &mut all)?;
        self.add_days_of_event(db, &mut all)?;
        self.add_from(&mut all, "e.dataset");
        self.add_words_of_event(db, &mut all)?;
        self.add_place_of_report(&mut all, "e.report");
        let mut claim = Conditions::default();
        self.own_of_claim(db, &mut claim)?;
        all.add_exists("claim", "c", "c.key = e.claim", claim);
        if let Some(tag) = &self.tag {
            all.add(format!("e.key IN ({})", list(&remark::tagged(db, tag, EVENT)?)));
        }
        Ok(all)
    }

    /// What a claim must fulfil, under the name `c`.
    pub(crate) fn of_claim(&self, db: &Connection) -> Answer<Conditions> {
        let mut all = Conditions::default();
        self.own_of_claim(db, &mut all)?;
        self.add_days(&mut all, "c.day");
        self.add_from(&mut all, "c.dataset");
        self.add_report(&mut all, "c.report");
        let mut event = Conditions::default();
        self.own_of_event(db, &mut event)?;
        all.add_exists("event", "e", "e.report = c.report AND e.claim = c.key", event);
        if let Some(tag) = &self.tag {
            all.add(format!("c.key IN ({})", list(&remark::tagged(db, tag, CLAIM)?)));
        }
        Ok(all)
    }

    /// What a forecast must fulfil, under the name `f`.
    pub(crate) fn of_forecast(&self, db: &Connection) -> Answer<Conditions> {
        let mut all = Conditions::default();
        self.add_from_reports(&mut all);
        self.add_days(&mut all, "f.end_day");
        if let Some(standing) = self.standing {
            all.add(standing.condition());
        }
        if let Some(since) = self.issued_since {
            all.add(format!("f.issued_on >= {}", days::number(since)));
        }
        self.add_report(&mut all, "f.report");
        match self.certainty {
            Some(Certainty::Band(band)) => {
                let [low, high] = band.middles();
                all.add_with("(f.low + f.high) / 2 >= ? AND (f.low + f.high) / 2 < ?", [low.into(), high.into()]);
            }
            Some(Certainty::Between([low, high])) => {
                all.add_with("f.low <= ? AND f.high >= ?", [high.into(), low.into()]);
            }
            None => {}
        }
        let mut claim = Conditions::default();
        Self { certainty: None, ..self.clone() }.own_of_claim(db, &mut claim)?;
        all.add_exists("claim", "c", "c.key = f.claim", claim);
        let mut event = Conditions::default();
        self.own_of_event(db, &mut event)?;
        all.add_exists("event", "e", "e.report = f.report AND e.claim = f.claim", event);
        if let Some(tag) = &self.tag {
            all.add(format!("f.key IN ({})", list(&remark::tagged(db, tag, FORECAST)?)));
        }
        Ok(all)
    }

    fn own_of_report(&self, all: &mut Conditions) {
        if !self.all_versions {
            all.add("r.replaced_by IS NULL");
        }
        if let Some(key) = self.after_report {
            all.add(format!("r.key > {key}"));
        }
        if let Some(outlet) = &self.outlet {
            // An agency's text stands once, and in all papers that have brought it.
            all.add_with(
                "(r.outlet IN (SELECT key FROM outlet WHERE name LIKE ? ESCAPE '\\')
                  OR r.key IN (SELECT report FROM sighting WHERE outlet LIKE ? ESCAPE '\\'))",
                [part_of(outlet), part_of(outlet)],
            );
        }
        if let Some(story) = self.story {
            all.add_with(
                "r.story = (SELECT ifnull(story, key) FROM report WHERE id = ?)",
                [Value::Blob(story.as_bytes().to_vec())],
            );
        }
    }

    /// What the report of a record must fulfil.
    fn add_report(&self, all: &mut Conditions, column: &str) {
        if let Some(words) = &self.words {
            all.add_with(
                format!("{column} IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)"),
                [words.as_query().to_owned().into()],
            );
        }
        self.add_place_of_report(all, column);
    }

    /// The story and the outlet of the report of a record.
    fn add_place_of_report(&self, all: &mut Conditions, column: &str) {
        if self.story.is_some() || self.outlet.is_some() {
            let mut report = Conditions::default();
            self.own_of_report(&mut report);
            all.add_with(format!("{column} IN (SELECT r.key FROM report AS r WHERE {})", report.all()), report.values);
        }
    }

    /// Words of the report of an event, or of the row of a table: of its text with its names, or of one of its names alone.
    fn add_words_of_event(&self, db: &Connection, all: &mut Conditions) -> Answer<()> {
        let Some(words) = &self.words else { return Ok(()) };
        let query = || Value::from(words.as_query().to_owned());
        let in_report = "e.report IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)";
        // The index of rows and names has no headlines.
        if words.asks_for_title() {
            all.add_with(in_report, [query()]);
            return Ok(());
        }
        let in_row = "e.key IN (SELECT rowid FROM row_words WHERE row_words MATCH ?)";
        let (actors, places) = named_by(db, words)?;
        let in_index = |index: &str| format!("SELECT rowid FROM {index} WHERE {index} MATCH ?");
        let mut names = Conditions::default();
        for column in ["e.actor", "e.recipient"] {
            names.add_among(column, &actors, &in_index("actor_words"), &[query()]);
        }
        names.add_among("e.place", &places, &in_index("place_words"), &[query()]);
        let in_names = names.parts.join(" OR ");
        let values = [query(), query()].into_iter().chain(names.values);
        all.add_with(format!("({in_report} OR {in_row} OR (e.report IS NULL AND ({in_names})))"), values);
        Ok(())
    }

    fn add_days(&self, all: &mut Conditions, column: &str) {
        if let Some(since) = self.since {
            all.add(format!("{column} >= {}", days::number(since)));
        }
        if let Some(until) = self.until {
            all.add(format!("{column} <= {}", days::number(until)));
        }
    }

    /// What an event shares a day with is asked for: one of which only the year is known is of every month of it.
    fn add_days_of_event(&self, db: &Connection, all: &mut Conditions) -> Answer<()> {
        let Some(since) = self.since.map(days::number) else {
            self.add_days(all, "e.day");
            return Ok(());
        };
        // Those that began before are few. From the first of them on, the index of days is gone by as for all others.
        let mut before = db.prepare_cached(
            "SELECT day FROM event WHERE n_days > 0 AND day < ?1 AND day + n_days >= ?1 ORDER BY day LIMIT 1",
        )?;
        let first: Option<i64> = before.query_row([since], |row| row.get(0)).optional()?;
        match first {
            Some(first) => all.add(format!("e.day >= {first} AND e.day + e.n_days >= {since}")),
            None => all.add(format!("e.day >= {since}")),
        }
        if let Some(until) = self.until {
            all.add(format!("e.day <= {}", days::number(until)));
        }
        Ok(())
    }

    fn add_from(&self, all: &mut Conditions, column: &str) {
        match self.from {
            From::Anywhere => {}
            From::Reports => all.add(format!("{column} = 0")),
            From::Tables => all.add(format!("{column} <> 0")),
            From::Dataset(dataset) => all.add(format!("{column} = {}", dataset_number(dataset))),
        }
    }

    /// That reports are wanted, where the answer is made of them alone: no table has any.
    fn add_from_reports(&self, all: &mut Conditions) {
        match self.from {
            From::Anywhere | From::Reports => {}
            From::Tables | From::Dataset(_) => all.add("0"),
        }
    }

    /// What is asked of an event itself, whichever the answer is made of.
    fn own_of_event(&self, db: &Connection, all: &mut Conditions) -> Answer<()> {
        let meant = |words: &str| vec![words.to_owned().into(), part_of(words)];
        if let Some(actor) = &self.actor {
            all.add_among("e.actor", &actors(db, actor)?, ACTORS, &meant(actor));
        }
        if let Some(recipient) = &self.recipient {
            all.add_among("e.recipient", &actors(db, recipient)?, ACTORS, &meant(recipient));
        }
        if let Some(party) = &self.party {
            let (keys, mut either) = (actors(db, party)?, Conditions::default());
            either.add_among("e.actor", &keys, ACTORS, &meant(party));
            either.add_among("e.recipient", &keys, ACTORS, &meant(party));
            all.add_with(format!("({})", either.parts.join(" OR ")), either.values);
        }
        if !self.countries.is_empty() {
            let keys = list(&countries(db, &self.countries)?);
            all.add(format!("(e.actor_country IN ({keys}) OR e.recipient_country IN ({keys}))"));
        }
        if let Some(Dyad { actor, recipient, both_ways }) = &self.dyad {
            let (one, two) = (country(db, actor)?, country(db, recipient)?);
            let way = |one: i64, two: i64| format!("e.actor_country = {one} AND e.recipient_country = {two}");
            all.add(if *both_ways { format!("({} OR {})", way(one, two), way(two, one)) } else { way(one, two) });
        }
        if !self.event_types.is_empty() {
            all.add(format!("e.code IN ({})", list(&codes(db, &self.event_types)?)));
        }
        if !self.statuses.is_empty() {
            let numbers: Vec<i64> = self.statuses.iter().map(|&status| status_number(status)).collect();
            all.add(format!("e.status IN ({})", list(&numbers)));
        }
        if let Some(place) = &self.place {
            let called = called(db, &self.place_called)?;
            let either = format!("{PLACES} UNION SELECT key FROM place WHERE key IN ({})", list(&called));
            all.add_among("e.place", &places(db, place, &called)?, &either, &meant(place));
        }
        Ok(())
    }

    /// What is asked of a claim itself.
    fn own_of_claim(&self, db: &Connection, all: &mut Conditions) -> Answer<()> {
        if let Some(source) = &self.source {
            // The plus keeps the order of days: those of a frequent source are not sorted.
            let either = called_so(db, source, "+c")?;
            all.add_with(format!("({})", either.parts.join(" OR ")), either.values);
        }
        match self.certainty {
            Some(Certainty::Band(band)) => all.add_with("c.band = ?", [band.as_str().to_owned().into()]),
            Some(Certainty::Between([low, high])) => {
                all.add_with("c.low <= ? AND c.high >= ?", [high.into(), low.into()]);
            }
            None => {}
        }
        if !self.claim_kinds.is_empty() {
            let kinds: Answer<Vec<String>> = self.claim_kinds.iter().map(crate::put::word).collect();
            let marks = vec!["?"; self.claim_kinds.len()].join(", ");
            all.add_with(format!("c.kind IN ({marks})"), kinds?.into_iter().map(Value::from));
        }
        Ok(())
    }
}

/// What a claim must fulfil one of to be of a source that some words mean.
fn called_so(db: &Connection, source: &str, claim: &str) -> Answer<Conditions> {
    let mut either = Conditions::default();
    let meant = [source.to_owned().into(), part_of(source)];
    either.add_among(&format!("{claim}.source"), &actors(db, source)?, ACTORS, &meant);
    either.add_with(
        format!("{claim}.source_text IN (SELECT words FROM source_words WHERE words LIKE ? ESCAPE '\\')"),
        [part_of(source)],
    );
    Ok(either)
}

/// The keys of the claims of the sources that some words mean, where they are fewer than `few`.
pub(super) fn few_of_source(db: &Connection, source: &str, few: usize) -> Answer<Option<Vec<i64>>> {
    let either = called_so(db, source, "c")?;
    // A question for each, so that each is answered from an index.
    let parts = either.parts.iter().map(|part| format!("SELECT c.key FROM claim AS c WHERE {part}"));
    let question = format!("{} LIMIT {}", parts.collect::<Vec<_>>().join(" UNION ALL "), count(few));
    let mut statement = db.prepare(&question)?;
    let keys = statement.query_map(params_from_iter(either.values), |row| row.get(0))?;
    let keys = keys.collect::<Result<Vec<i64>, _>>()?;
    Ok(Some(keys).filter(|keys| keys.len() < few))
}

/// The body of the remark that gives a tag.
pub(crate) fn tag_body(tag: &str) -> Value {
    serde_json::json!({ "tag": tag }).to_string().into()
}

/// Keys that are written into a question; more would make it too long.
const MOST_LISTED: usize = 1000;

/// The actors whom some words mean: an id as it is, or a part of a name.
const ACTORS: &str =
    "SELECT key FROM actor WHERE key <> 0 AND (actor_id = ? COLLATE NOCASE OR name LIKE ? ESCAPE '\\')";

/// The places that some words mean: the code of a country, or a part of a name.
const PLACES: &str = "SELECT p.key FROM place AS p JOIN country AS o ON o.key = p.country WHERE o.code = upper(?) OR p.name LIKE ? ESCAPE '\\'";

/// The keys of the actors whom some words mean.
pub(super) fn actors(db: &Connection, words: &str) -> Answer<Vec<i64>> {
    keys(db, ACTORS, words)
}

/// The keys of the places that some words mean, with those that were found to be called so.
pub(super) fn places(db: &Connection, words: &str, called: &[i64]) -> Answer<Vec<i64>> {
    let mut keys = keys(db, PLACES, words)?;
    keys.extend(called.iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
    Ok(keys)
}

/// The keys of the places with some usual names in some countries.
pub(super) fn called(db: &Connection, named: &[(String, String)]) -> Answer<Vec<i64>> {
    let mut statement = db.prepare_cached(
        "SELECT p.key FROM place AS p JOIN country AS o ON o.key = p.country WHERE p.name = ?1 COLLATE NOCASE AND o.code = ?2",
    )?;
    let mut keys = Vec::new();
    for (name, country) in named {
        keys.extend(statement.query_map((name, country), |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(keys)
}

fn keys(db: &Connection, question: &str, words: &str) -> Answer<Vec<i64>> {
    let mut statement = db.prepare_cached(question)?;
    let keys = statement.query_map((words, part_of(words)), |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The actors and the places whose names hold some words.
pub(super) fn named_by(db: &Connection, words: &Words) -> Answer<(Vec<i64>, Vec<i64>)> {
    Ok((named(db, "actor_words", words)?, named(db, "place_words", words)?))
}

fn named(db: &Connection, index: &str, words: &Words) -> Answer<Vec<i64>> {
    let mut statement = db.prepare_cached(&format!("SELECT rowid FROM {index} WHERE {index} MATCH ?1"))?;
    let keys = statement.query_map([words.as_query()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The number of a country; one that no country has where the store knows none of this code.
pub(super) fn country(db: &Connection, code: &str) -> Answer<i64> {
    Ok(known_country(db, &code.to_uppercase())?.unwrap_or(-1))
}

fn countries(db: &Connection, codes: &[String]) -> Answer<Vec<i64>> {
    codes.iter().map(|code| country(db, code)).collect()
}

/// The codes that have one of some types or modes, or begin with some digits.
fn codes(db: &Connection, wanted: &[String]) -> Answer<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT key, event_type, mode, cameo FROM code")?;
    let mut keys = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (event_type, mode, cameo): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let fits = |word: &String| {
            let is_digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
            if is_digits {
                cameo.starts_with(word.as_str())
            } else {
                word.eq_ignore_ascii_case(&event_type) || word.eq_ignore_ascii_case(&mode)
            }
        };
        if wanted.iter().any(fits) {
            keys.push(row.get(0)?);
        }
    }
    Ok(keys)
}

/// The pattern of what holds some words.
fn part_of(words: &str) -> Value {
    let escaped: String =
        words.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("%{escaped}%").into()
}

/// Numbers with commas between them.
pub(super) fn list(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(",")
}
