//! The desk of a store: the ledger of forecasts, matrices of hypotheses, and what watches remember.

use jiff::Timestamp;
use jiff::civil::Date;
use vigie_analysis::dossier::Dossier;
use vigie_analysis::fault::FileFaults;
use vigie_analysis::hypotheses::{Matrix, Rating, evidence_as_toml, matrix_of_toml, rating_as_toml};
use vigie_analysis::ledger::{Entry, Ledger, LedgerError, LedgerForecast, Maker, Outcome, Resolution};
use vigie_analysis::warning::{Alarm, Crossing, Problem, propose};
use vigie_record::{Claim, Digest, Forecast, ForecastStatus, Probability, Report};
use vigie_store::{CrossingRow, Judgement, LedgerLine, RatingRow, RecordKind, RemarkBody, Store, StoreError, WatchRow};

/// Digits of the id of a forecast's record that its place names.
const N_DIGITS: usize = 16;

/// Why the desk does not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An entry of the ledger is none.
    #[error("this is no entry of a ledger: {0}")]
    Line(#[from] serde_json::Error),
    /// A forecast is not on the ledger, or cannot stand there.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The text of a matrix is wrong.
    #[error(transparent)]
    Matrix(#[from] FileFaults),
    /// There is no matrix of a name.
    #[error("the store has no matrix `{name}`{}", if .known.is_empty() { String::new() } else { format!("; it has {}", .known.join(", ")) })]
    NoMatrix {
        /// The name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A rating is of something that the matrix does not have.
    #[error("the matrix has no {what} `{name}`; it has {}", .known.join(", "))]
    Unknown {
        /// `evidence` or `hypothesis`.
        what: &'static str,
        /// What was named.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
}

/// The ledger as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn ledger(store: &Store) -> Result<Ledger, DeskError> {
    let mut ledger = Ledger::default();
    for line in store.ledger()? {
        ledger.take(serde_json::from_str(&line)?);
    }
    Ok(ledger)
}

/// Puts entries on the ledger, and says how many are new.
///
/// # Errors
/// When a resolution is of no forecast there, or the store cannot be written: then none is there.
pub fn enter(store: &mut Store, entries: &[Entry], at: Timestamp) -> Result<usize, DeskError> {
    let line = |entry: &Entry| -> Result<LedgerLine, DeskError> {
        let body = serde_json::to_string(entry)?;
        Ok(match entry {
            Entry::Forecast(forecast) => LedgerLine::Forecast {
                id: forecast.id,
                due: forecast.due,
                source: forecast.source.clone(),
                problem: forecast.problem.clone(),
                body,
            },
            Entry::Resolution(resolution) => LedgerLine::Resolution { forecast: resolution.forecast_id, body },
        })
    };
    let lines: Vec<LedgerLine> = entries.iter().map(line).collect::<Result<_, _>>()?;
    Ok(store.add_to_ledger(&lines, at)?)
}

/// Settles a forecast of the ledger. One that comes from a record of the store is judged there too, so that both say the same.
///
/// # Errors
/// When it is not on the ledger, cannot have been settled on that day, or the store cannot be written.
pub fn resolve(store: &mut Store, resolution: Resolution, at: Timestamp) -> Result<(), DeskError> {
    let forecast = ledger(store)?.find(&resolution.forecast_id.to_string())?.clone();
    // Where it is the latest, the day is one ahead of that by UTC.
    let today = at.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(jiff::Span::new().days(1));
    resolution.check(&forecast, today)?;
    let record = match (&forecast.maker, &forecast.from) {
        (Maker::Claim, Some(from)) => record_of(store, from)?,
        _ => None,
    };
    let status = match resolution.outcome {
        Outcome::Yes => ForecastStatus::CameTrue,
        Outcome::No => ForecastStatus::Failed,
        Outcome::Void => ForecastStatus::Void,
    };
    let (on, by, note) = (resolution.on, resolution.by.clone(), resolution.because.clone());
    enter(store, &[Entry::Resolution(resolution)], at)?;
    if let Some(record) = record {
        let judgement = Judgement { resolution: Some(status), resolved_on: Some(on), note, ..Judgement::default() };
        store.remark(&record.to_string(), RemarkBody::Judgement(judgement), &by, at)?;
    }
    Ok(())
}

/// The record of the store that a forecast's place names by its last word.
fn record_of(store: &Store, from: &str) -> Result<Option<Digest>, DeskError> {
    let Some(digits) = from.rsplit(' ').next().filter(|digits| digits.len() == N_DIGITS) else { return Ok(None) };
    let found = store.find(digits, 2)?;
    Ok(found.into_iter().find(|found| found.kind == RecordKind::Forecast).map(|found| found.id))
}

/// The forecasts that the reports of a store carry and that can be scored, with the number of all.
///
/// # Errors
/// When the store cannot be read.
pub fn claimed(store: &Store) -> Result<(Vec<Entry>, usize), DeskError> {
    let (mut entries, mut n_all) = (Vec::new(), 0);
    store.each_standing(|standing| {
        let reading = standing.reading;
        n_all += reading.forecasts.len();
        let name = crate::weigh::name_of(&reading.report);
        let fit = reading
            .forecasts
            .iter()
            .filter_map(|forecast| forecast_of(&name, &reading.report, &reading.claims, forecast));
        entries.extend(fit.map(Entry::Forecast));
    })?;
    Ok((entries, n_all))
}

/// The forecast of a report as one that can be scored; none where it has no odds or no last day. The odds are the middle of
/// what its words allow.
pub fn forecast_of(name: &str, report: &Report, claims: &[Claim], forecast: &Forecast) -> Option<LedgerForecast> {
    let [low, high] = forecast.probability?;
    let claim = claims.iter().find(|claim| Some(claim.id) == forecast.claim_id);
    let source = claim
        .and_then(|claim| claim.source.as_ref())
        .map(|source| source.identity.name.clone().unwrap_or_else(|| source.text.clone()));
    let id = forecast.id.to_string();
    LedgerForecast::new(LedgerForecast {
        id: Digest::of(b""),
        statement: forecast.statement.text.clone(),
        condition: forecast.condition.as_ref().map(|condition| condition.text.clone()),
        probability: Probability::nearest(f64::midpoint(low.get(), high.get()))?,
        issued_on: report.published_at?.date(),
        due: forecast.horizon.as_ref()?.end?,
        source: source.or_else(|| report.outlet.clone())?,
        maker: Maker::Claim,
        from: Some(format!("{name} {}", &id[..N_DIGITS])),
        problem: None,
    })
    .ok()
}

/// Keeps the matrix of a file's text under a name.
///
/// # Errors
/// When the text is wrong, there is a matrix of this name, or the store cannot be written.
pub fn keep_matrix(store: &mut Store, name: &str, text: &str, at: Timestamp) -> Result<(), DeskError> {
    matrix_of_toml(name, text)?;
    Ok(store.put_matrix(name, text, at)?)
}

/// The matrix of a name, with all that was rated since it was kept.
///
/// # Errors
/// When there is none, or the store cannot be read.
pub fn matrix(store: &Store, name: &str) -> Result<Matrix, DeskError> {
    Ok(matrix_of_toml(name, &matrix_text(store, name)?)?)
}

/// The same as the text of a matrix file.
///
/// # Errors
/// As [`matrix`].
pub fn matrix_text(store: &Store, name: &str) -> Result<String, DeskError> {
    let Some(row) = store.matrix(name)? else {
        return Err(DeskError::NoMatrix { name: name.to_owned(), known: store.matrices()? });
    };
    let mut text = row.body;
    for rating in row.ratings {
        let RatingRow { evidence, hypothesis, value, author, made_at, because } = rating;
        let Ok(value) = value.parse() else { continue };
        let rating = Rating { evidence, hypothesis, value, by: author, at: Some(made_at.to_string()), because };
        text.push_str(&rating_as_toml(&rating, "rating"));
    }
    Ok(text)
}

/// Adds a rating of a person to a matrix.
///
/// # Errors
/// When there is no such matrix, it has no such evidence or hypothesis, or the store cannot be written.
pub fn rate(store: &mut Store, name: &str, rating: &Rating, at: Timestamp) -> Result<(), DeskError> {
    let matrix = matrix(store, name)?;
    let evidence: Vec<&str> = matrix.evidence.iter().map(|one| one.id.as_str()).collect();
    let hypotheses: Vec<&str> = matrix.hypotheses.iter().map(|one| one.id.as_str()).collect();
    for (what, named, known) in
        [("evidence", &rating.evidence, &evidence), ("hypothesis", &rating.hypothesis, &hypotheses)]
    {
        if !known.contains(&named.as_str()) {
            let known = known.iter().map(|name| format!("`{name}`")).collect();
            return Err(DeskError::Unknown { what, name: named.clone(), known });
        }
    }
    let row = RatingRow {
        evidence: rating.evidence.clone(),
        hypothesis: rating.hypothesis.clone(),
        value: rating.value.to_string(),
        author: rating.by.clone(),
        made_at: at,
        because: rating.because.clone(),
    };
    Ok(store.rate(name, &row)?)
}

/// Adds what the indicators of a problem find as evidence to a matrix, with proposed ratings; says how many pieces are new.
///
/// # Errors
/// When there is no such matrix, or the store cannot be written.
pub fn propose_to(
    store: &mut Store,
    name: &str,
    problem: &Problem,
    dossier: &Dossier,
    day: Date,
) -> Result<usize, DeskError> {
    let (text, n_new) = proposals(&matrix(store, name)?, problem, dossier, day);
    if n_new > 0 {
        store.add_to_matrix(name, &text)?;
    }
    Ok(n_new)
}

/// What the indicators of a problem find and a matrix does not have, as lines of its file, with proposed ratings for the
/// hypotheses that it has; and how many pieces of evidence these are.
pub fn proposals(matrix: &Matrix, problem: &Problem, dossier: &Dossier, day: Date) -> (String, usize) {
    let (mut text, mut n_new) = (String::new(), 0);
    for (found, ratings) in propose(problem, dossier, day) {
        if matrix.evidence.iter().any(|known| known.id == found.id) {
            continue;
        }
        n_new += 1;
        text.push_str(&evidence_as_toml(&found));
        let is_known = |rating: &&Rating| matrix.hypotheses.iter().any(|one| one.id == rating.hypothesis);
        ratings.iter().filter(is_known).for_each(|rating| text.push_str(&rating_as_toml(rating, "proposal")));
    }
    (text, n_new)
}

/// What a watch remembers: which thresholds are raised follows from the crossings that were told.
pub fn alarm_of(row: &WatchRow) -> Alarm {
    let mut alarm = Alarm::default();
    for crossing in &row.told {
        if crossing.raised {
            alarm.raised.insert(crossing.threshold.clone());
        } else {
            alarm.raised.remove(&crossing.threshold);
        }
    }
    alarm
}

/// Remembers a look at a problem and the crossings that were told at it. `seen` is how far the store reached before the look.
///
/// # Errors
/// When the store cannot be written.
pub fn remember(
    store: &mut Store,
    problem: &str,
    day: Date,
    seen: &str,
    told: &[Crossing],
    at: Timestamp,
) -> Result<(), DeskError> {
    let rows: Vec<CrossingRow> = told
        .iter()
        .map(|crossing| CrossingRow {
            threshold: crossing.threshold.clone(),
            raised: crossing.raised,
            day: crossing.day,
            probability: crossing.probability,
            told_at: at,
        })
        .collect();
    Ok(store.keep_watch(problem, day, seen, &rows, at)?)
}
