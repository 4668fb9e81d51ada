//! Hypotheses: the matrix of evidence and explanations, rated by people, with what the problem's author proposes beside it.
//!
//! Where somebody on this server has rated a cell, only people's ratings count there; else the author's do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie::desk::{self, DeskError};
use vigie_analysis::hypotheses::{Consistency, Evidence, Matrix, Rating, Telling, evidence_as_toml, weigh};
use vigie_store::Store;

use super::problems::{OnDay, find};
use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::problems::Shown;
use crate::trouble::Trouble;
use crate::wire::event::word;
use crate::wire::list::List;
use crate::wire::warning::{Cited, WarningPage};

/// What the analysis puts before the name of an indicator that is not there.
const ABSENT: &str = "absent: ";

/// Letters of a reason.
const MOST_REASON: usize = 2000;

/// A matrix, weighed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Matrix")]
struct MatrixPage {
    /// What it is about.
    title: String,
    /// The explanations that compete.
    hypotheses: Vec<HypothesisRow>,
    /// What was observed, the most telling first.
    evidence: Vec<EvidenceRow>,
    /// The hypotheses, the least contradicted first. An order, and no probability.
    ranking: Vec<RankedRow>,
    /// Whether the first two are contradicted equally.
    tied: bool,
    /// The pieces of evidence of which the first place hangs.
    hinges: Vec<HingeRow>,
    /// What was not observed yet and would best separate the first two.
    separating: Option<SeparatingRow>,
}

/// A hypothesis.
#[derive(Debug, Serialize, JsonSchema)]
struct HypothesisRow {
    /// Its short name.
    id: String,
    /// What it says.
    text: String,
}

/// A piece of evidence.
#[derive(Debug, Serialize, JsonSchema)]
struct EvidenceRow {
    /// Its name: that of its indicator.
    id: String,
    /// What it says.
    text: String,
    /// The sentences behind it.
    citations: Vec<Cited>,
    /// How reliable its best source is: A to F.
    reliability: Option<String>,
    /// How credible what it says is: 1 to 6.
    credibility: Option<String>,
    /// What it weighs, from its sources and their origin.
    weight: f64,
    /// How far its ratings tell the hypotheses apart, times its weight.
    diagnosticity: f64,
    /// How far people disagree on it.
    disagreement: f64,
    /// The mean rating for each hypothesis, from 1 to 5, in their order.
    means: Vec<Option<f64>>,
    /// What people rated, by hypothesis and by person.
    ratings: BTreeMap<String, BTreeMap<String, String>>,
    /// What the problem's author proposes, by hypothesis.
    proposed: BTreeMap<String, String>,
}

/// How a hypothesis stands.
#[derive(Debug, Serialize, JsonSchema)]
struct RankedRow {
    /// The hypothesis.
    id: String,
    /// What it says.
    text: String,
    /// How far the evidence contradicts it, weighed.
    inconsistency: f64,
    /// The same without weights.
    unweighed: f64,
    /// How far the evidence agrees with it, weighed.
    consistency: f64,
    /// Cells that are not applicable.
    n_not_applicable: usize,
    /// Cells that nobody rated.
    n_unrated: usize,
}

/// A piece of evidence on which the order hangs.
#[derive(Debug, Serialize, JsonSchema)]
struct HingeRow {
    /// The evidence.
    evidence: String,
    /// What would have to be wrong with it: `left-out` or `reversed`.
    if_wrong: String,
    /// The hypothesis that would then lead.
    leads: String,
}

/// An observation that would separate the first two hypotheses.
#[derive(Debug, Serialize, JsonSchema)]
struct SeparatingRow {
    /// The evidence that is looked for.
    evidence: String,
    /// What it says.
    text: String,
    /// The hypothesis that it would speak for.
    speaks_for: String,
    /// The hypothesis that it would speak against.
    against: String,
    /// How far its ratings for the two lie apart, from 0 to 4.
    gap: f64,
}

/// A rating to give.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRating {
    /// The evidence.
    evidence: String,
    /// The hypothesis.
    hypothesis: String,
    /// `II`, `I`, `N`, `C`, `CC` or `N/A`, or the words.
    value: String,
    /// Why.
    #[serde(default)]
    because: Option<String>,
}

/// A rating that was given.
#[derive(Debug, Serialize, JsonSchema)]
struct RatingMade {
    /// The evidence.
    evidence: String,
    /// The hypothesis.
    hypothesis: String,
    /// What was rated.
    value: String,
    /// Who.
    by: String,
    /// When.
    at: String,
    /// Why.
    because: Option<String>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/problems/{id}/hypotheses", "The matrix of a problem: evidence, ratings, order", show),
        Route::get::<Nothing, _>("/problems/{id}/ratings", "Every rating that was given, in order", ratings),
        Route::put("/problems/{id}/ratings", "Rates how well a piece of evidence agrees with a hypothesis", rate),
    ]
}

/// The name of the matrix of a problem in the store.
fn name_of(shown: &Shown) -> String {
    format!("problem {}", shown.id)
}

fn show(desk: &Desk, call: &mut Call<OnDay, Nothing>) -> Result<MatrixPage, Trouble> {
    let shown = find(desk, call.id())?;
    let weighed = shown.weighed(desk, call.query.date)?;
    let own = weighed.matrix.as_ref().as_ref();
    let own = own.ok_or_else(|| Trouble::refused("the problem names no hypotheses"))?;
    let people = desk.stores.read(|store| people(store, shown))?;
    Ok(page(own, &people, &weighed.page))
}

/// What people have rated.
fn people(store: &Store, shown: &Shown) -> Result<Vec<Rating>, Trouble> {
    let Some(row) = store.matrix(&name_of(shown))? else { return Ok(Vec::new()) };
    let rating = |row: vigie_store::RatingRow| {
        Some(Rating {
            value: row.value.parse().ok()?,
            evidence: row.evidence,
            hypothesis: row.hypothesis,
            by: row.author,
            at: Some(row.made_at.to_string()),
            because: row.because,
        })
    };
    Ok(row.ratings.into_iter().filter_map(rating).collect())
}

fn page(own: &Matrix, people: &[Rating], warning: &WarningPage) -> MatrixPage {
    let is_rated = |rating: &Rating| {
        people.iter().any(|one| one.evidence == rating.evidence && one.hypothesis == rating.hypothesis)
    };
    let mut matrix = own.clone();
    matrix.ratings.retain(|rating| !is_rated(rating));
    matrix.ratings.extend(people.iter().cloned());
    let of_people = Matrix { ratings: people.to_vec(), ..own.clone() };
    let weighed = weigh(&matrix);
    MatrixPage {
        title: own.title.clone(),
        hypotheses: own
            .hypotheses
            .iter()
            .map(|one| HypothesisRow { id: one.id.clone(), text: one.text.clone() })
            .collect(),
        evidence: weighed.evidence.iter().map(|telling| row(own, &of_people, telling, warning)).collect(),
        ranking: weighed
            .ranking
            .into_iter()
            .map(|one| RankedRow {
                id: one.id,
                text: one.text,
                inconsistency: one.inconsistency,
                unweighed: one.unweighed,
                consistency: one.consistency,
                n_not_applicable: one.n_not_applicable,
                n_unrated: one.n_unrated,
            })
            .collect(),
        tied: weighed.tied,
        hinges: weighed
            .hinges
            .into_iter()
            .map(|one| HingeRow { evidence: one.evidence, if_wrong: word(&one.if_wrong), leads: one.leads })
            .collect(),
        separating: weighed.discriminator.map(|one| SeparatingRow {
            evidence: one.evidence,
            text: one.text,
            speaks_for: one.speaks_for,
            against: one.against,
            gap: one.gap,
        }),
    }
}

fn row(own: &Matrix, people: &Matrix, telling: &Telling, warning: &WarningPage) -> EvidenceRow {
    let name = telling.id.strip_prefix(ABSENT).unwrap_or(&telling.id);
    let indicator = warning.now.indicators.iter().find(|indicator| indicator.name == name);
    let citations = indicator.map(|indicator| indicator.citations.clone()).unwrap_or_default();
    let best = citations.iter().filter_map(|one| one.grade.as_deref()).min();
    let ids = own.hypotheses.iter().map(|one| one.id.clone());
    let ratings = ids.clone().map(|id| {
        let of_cell = people.standing(&telling.id, &id);
        let by = of_cell.into_iter().map(|(by, rating)| (by.to_owned(), rating.value.as_str().to_owned())).collect();
        (id, by)
    });
    let proposed = ids.filter_map(|id| {
        let value = own.standing(&telling.id, &id).into_values().next()?.value;
        Some((id, value.as_str().to_owned()))
    });
    EvidenceRow {
        id: telling.id.clone(),
        text: telling.text.clone(),
        reliability: best.and_then(|grade| grade.get(..1)).map(str::to_owned),
        credibility: best.and_then(|grade| grade.get(1..2)).map(str::to_owned),
        weight: telling.weight,
        diagnosticity: telling.diagnosticity,
        disagreement: telling.disagreement,
        means: telling.means.clone(),
        ratings: ratings.collect(),
        proposed: proposed.collect(),
        citations,
    }
}

fn ratings(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<List<RatingMade>, Trouble> {
    let shown = find(desk, call.id())?;
    let people = desk.stores.read(|store| people(store, shown))?;
    Ok(List::whole(people.into_iter().map(made).collect()))
}

fn made(rating: Rating) -> RatingMade {
    RatingMade {
        evidence: rating.evidence,
        hypothesis: rating.hypothesis,
        value: rating.value.as_str().to_owned(),
        by: rating.by,
        at: rating.at.unwrap_or_default(),
        because: rating.because,
    }
}

fn rate(desk: &Desk, call: &mut Call<Nothing, NewRating>) -> Result<RatingMade, Trouble> {
    let (now, author) = (Timestamp::now(), call.who()?.name.clone());
    let shown = find(desk, call.id())?;
    let value: Consistency = call.body.value.parse().map_err(|error| Trouble::wrong(format!("`value`: {error}")))?;
    if call.body.because.as_ref().is_some_and(|because| because.len() > MOST_REASON) {
        return Err(Trouble::wrong(format!("a reason has at most {MOST_REASON} letters")));
    }
    let weighed = shown.weighed(desk, None)?;
    let own = weighed.matrix.as_ref().as_ref();
    let own = own.ok_or_else(|| Trouble::refused("the problem names no hypotheses"))?;
    let evidence = own.evidence.iter().find(|one| one.id == call.body.evidence);
    let evidence = evidence.ok_or_else(|| Trouble::missing("evidence", &call.body.evidence))?;
    if !own.hypotheses.iter().any(|one| one.id == call.body.hypothesis) {
        return Err(Trouble::missing("hypothesis", &call.body.hypothesis));
    }
    let rating = Rating {
        evidence: evidence.id.clone(),
        hypothesis: call.body.hypothesis.clone(),
        value,
        by: author.clone(),
        at: Some(now.to_string()),
        because: call.body.because.clone(),
    };
    let name = name_of(shown);
    desk.stores.write(|store| {
        keep(store, &name, own, evidence, now)?;
        desk::rate(store, &name, &rating, now).map_err(trouble)
    })?;
    let detail = format!("{} × {}: {}", rating.evidence, rating.hypothesis, value.as_str());
    desk.log(&author, "rate", &shown.id, &detail)?;
    Ok(made(rating))
}

/// Sees to it that the store has the matrix, and the evidence in it.
fn keep(store: &mut Store, name: &str, own: &Matrix, evidence: &Evidence, now: Timestamp) -> Result<(), Trouble> {
    if store.matrix(name)?.is_none() {
        let mut text = format!("title = {}\n", quoted(&own.title));
        for one in &own.hypotheses {
            let _ = write!(text, "\n[[hypothesis]]\nid = {}\ntext = {}\n", quoted(&one.id), quoted(&one.text));
        }
        desk::keep_matrix(store, name, &text, now).map_err(trouble)?;
    }
    let kept = desk::matrix(store, name).map_err(trouble)?;
    if !kept.evidence.iter().any(|one| one.id == evidence.id) {
        store.add_to_matrix(name, &evidence_as_toml(evidence))?;
    }
    Ok(())
}

/// A string of TOML; one of JSON is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn trouble(error: DeskError) -> Trouble {
    match error {
        DeskError::Store(error) => error.into(),
        error @ (DeskError::NoMatrix { .. } | DeskError::Unknown { .. }) => Trouble::refused(error.to_string()),
        other => Trouble::ours(&other.to_string()),
    }
}
