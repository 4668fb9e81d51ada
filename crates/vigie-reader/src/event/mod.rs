//! Events: who did what to whom, when, where, and whether it happened.
//!
//! The engine's heads say which words tell of an event, frames say what the table knows of the word, and both together
//! decide; the provenance of each record says which did. Parties, times, places and claims come from the other parts of
//! the reader as ranges of the same text.
//!
//! Needs: trees, names, event heads, claims, times, places. Gives: [`Event`]s in the order of the text. Cost: linear in the
//! words, but for the joining, which holds each event against those of its type that the page has told before.

mod candidates;
mod choice;
mod dates;
mod frames;
mod gate;
mod join;
mod light;
mod magnitude;
mod ontology;
mod page_gate;
mod sides;
mod status;
mod topic;

use jiff::civil::Date;
use vigie_record::{
    Action, ByteRange, Claim, Digest, Event, Identity, Party, Place, Probability, Provenance, PublishedAt, Status,
    TimeSpan,
};

use self::candidates::Candidate;
use self::choice::Weights;
pub use self::choice::{Choice, Findings, Named, Watch};
use self::frames::Frames;
use self::light::LightVerbs;
pub use self::ontology::{Ontology, Scores};
use self::status::StatusWords;
use self::topic::Topics;
use crate::furniture;
use crate::knowledge::{TableError, UserTables};
use crate::tree::Tree;

const PARTY_WEIGHTS: &str = include_str!("../../../../knowledge/party-weights.tsv");
const STATUS_WEIGHTS: &str = include_str!("../../../../knowledge/status-weights.tsv");

/// The most records that one trigger gives, each actor with each recipient.
const MOST_PAIRS: usize = 6;

/// Reads events with the tables of the ontology.
#[derive(Debug)]
pub struct EventReader {
    frames: Frames,
    light_verbs: LightVerbs,
    ontology: Ontology,
    party_weights: Weights<2>,
    status_weights: Weights<1>,
    status_words: StatusWords,
    topics: Topics,
    watch: Watch,
}

/// What the other parts of the reader know of the page.
pub struct Page<'a> {
    /// The trees of the text.
    pub tree: &'a Tree<'a>,
    /// The report.
    pub report_id: Digest,
    /// When it was published.
    pub published_at: Option<PublishedAt>,
    /// The day that it speaks from: that of publication, or about that day where it does not say.
    pub today: Option<Date>,
    /// Who a phrase means, from the whole page.
    pub who: &'a dyn Fn(ByteRange) -> Identity,
    /// Who says what.
    pub claims: &'a [Claim],
    /// Time expressions, in the order of the text.
    pub times: &'a [(ByteRange, TimeSpan)],
    /// Places, in the order of the text.
    pub places: &'a [(ByteRange, Place)],
    /// Lines that belong to the page and not to the report, in the order of the text.
    pub furniture: &'a [ByteRange],
    /// What reads.
    pub provenance: &'a Provenance,
}

impl EventReader {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one, ours or the user's, is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        Ok(Self {
            frames: Frames::new(user)?,
            light_verbs: LightVerbs::new(user)?,
            ontology: Ontology::new(user)?,
            party_weights: Weights::new(user, "party-weights.tsv", PARTY_WEIGHTS, ["actor", "recipient"])?,
            status_weights: Weights::new(user, "status-weights.tsv", STATUS_WEIGHTS, ["weight"])?,
            status_words: StatusWords::new(user)?,
            topics: Topics::new(user)?,
            watch: None,
        })
    }

    /// Lets somebody watch what is chosen of each event, as those do who fit the weights.
    pub fn watch_choices(&mut self, watch: fn(&Choice<'_>)) {
        self.watch = Some(watch);
    }

    /// The ontology that it codes with.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The events of a page, each once.
    pub fn events(&self, page: &Page<'_>) -> Vec<Event> {
        let mut candidates = candidates::find(self, page);
        // Before they are joined: `Read more: Russia attacks …` repeats an event of the report and must not take it along.
        candidates.retain(|candidate| !furniture::holds(page.furniture, page.tree.word(candidate.trigger).range()));
        let claims = ClaimsOver::of(page);
        let events = candidates.iter().flat_map(|candidate| self.records(page, &claims, candidate)).collect();
        join::join(events)
    }

    /// The records of a candidate: one for each actor with each recipient.
    fn records(&self, page: &Page<'_>, claims: &ClaimsOver<'_>, candidate: &Candidate) -> Vec<Event> {
        let Some(scores) = self.ontology.scores(&candidate.kind, candidate.mode.as_deref()) else { return Vec::new() };
        let parties = |heads: &[usize]| -> Vec<Option<Party>> {
            let known: Vec<_> = heads.iter().map(|&head| Some(party(page, head))).collect();
            if known.is_empty() { vec![None] } else { known }
        };
        let (actors, recipients) = (parties(&candidate.actors), parties(&candidate.recipients));
        let sentence = page.tree.sentence_of(candidate.trigger);
        let lemmas: Vec<String> =
            page.tree.sentence(sentence).map(|word| page.tree.lemma(word).to_lowercase()).collect();
        let contexts = self.ontology.contexts(&lemmas);
        let claim = claims.innermost(page, candidate.trigger);
        let event_date = dates::date_of(page, candidate);
        let status = match candidate.status {
            Status::Happened if event_date.as_ref().is_some_and(|when| dates::is_long_past(page, when)) => {
                Status::Historical
            }
            status => status,
        };
        let shared = Event {
            id: page.report_id,
            report_id: page.report_id,
            spans: vec![page.tree.sentence_range(sentence)],
            actor: None,
            recipient: None,
            action: Action {
                spans: vec![page.tree.word(candidate.trigger).range()],
                lemma: page.tree.lemma(candidate.trigger).to_owned(),
            },
            event_type: candidate.kind.clone(),
            mode: candidate.mode.clone(),
            contexts,
            cameo: scores.cameo,
            quad_class: scores.quad_class,
            goldstein: scores.goldstein,
            magnitude: magnitude::of(page.tree, candidate),
            event_date,
            place: dates::place_of(page, candidate),
            status,
            probability: probability(page, candidate, claim),
            claim_id: claim.map(|claim| claim.id),
            occurrence_id: None,
            provenance: Provenance {
                component: format!("vigie-reader/event: {}", candidate.rule),
                ..page.provenance.clone()
            },
        };
        let mut records = Vec::new();
        for actor in &actors {
            for recipient in &recipients {
                if records.len() == MOST_PAIRS {
                    return records;
                }
                if is_one(actor.as_ref(), recipient.as_ref()) {
                    continue;
                }
                let mut event = Event { actor: actor.clone(), recipient: recipient.clone(), ..shared.clone() };
                event.id = id_of(&event);
                records.push(event);
            }
        }
        records
    }
}

/// The party that a head word names.
fn party(page: &Page<'_>, head: usize) -> Party {
    let range = page.tree.range_of(&page.tree.phrase(head));
    Party { spans: vec![range], text: page.tree.document().text(range).to_owned(), identity: (page.who)(range) }
}

/// Whether both sides are the same, which nobody does to himself.
fn is_one(actor: Option<&Party>, recipient: Option<&Party>) -> bool {
    let id = |party: Option<&Party>| party.and_then(|party| party.identity.actor_id.clone());
    let is_own = || {
        let word = recipient.map(|party| party.text.to_lowercase());
        let is_possessive = matches!(word.as_deref(), Some("his" | "her" | "its" | "their" | "our" | "my"));
        is_possessive && actor.map(|party| &party.identity) == recipient.map(|party| &party.identity)
    };
    id(actor).is_some() && id(actor) == id(recipient) || is_own()
}

/// Whether a party is somebody: a state, a body, a person, or people in a role.
fn can_act(party: &Party) -> bool {
    let identity = &party.identity;
    identity.country.is_some() || identity.sector.is_some() || identity.actor_id.is_some() || identity.name.is_some()
}

/// The claims of a page by the sentences that their contents touch.
struct ClaimsOver<'a> {
    by_sentence: Vec<Vec<&'a Claim>>,
}

impl<'a> ClaimsOver<'a> {
    fn of(page: &Page<'a>) -> Self {
        let sentences: Vec<ByteRange> =
            (0..page.tree.n_sentences()).map(|number| page.tree.sentence_range(number)).collect();
        let mut by_sentence: Vec<Vec<&Claim>> = vec![Vec::new(); sentences.len()];
        for claim in page.claims {
            for span in &claim.content.spans {
                let first = sentences.partition_point(|sentence| sentence.end() <= span.start());
                let end = sentences.partition_point(|sentence| sentence.start() < span.end());
                for there in by_sentence.get_mut(first..end).into_iter().flatten() {
                    if there.last().is_none_or(|last| !std::ptr::eq(*last, claim)) {
                        there.push(claim);
                    }
                }
            }
        }
        Self { by_sentence }
    }

    /// The claim whose content holds a word most closely.
    fn innermost(&self, page: &Page<'_>, word: usize) -> Option<&'a Claim> {
        let range = page.tree.word(word).range();
        let holds = |claim: &&Claim| claim.content.spans.iter().any(|span| span.contains(range));
        let near = self.by_sentence.get(page.tree.sentence_of(word))?;
        let length = |claim: &&Claim| claim.content.spans.iter().map(|span| span.len()).sum::<usize>();
        near.iter().copied().filter(holds).min_by_key(length)
    }
}

/// How likely the event is real: what its status leaves open, the engine's reading of its predicate, and how sure its source is.
fn probability(page: &Page<'_>, candidate: &Candidate, claim: Option<&Claim>) -> Option<Probability> {
    let (low, high) = match candidate.status {
        Status::Happened | Status::UnderWay | Status::Historical => (0.75, 0.97),
        Status::Planned => (0.45, 0.75),
        Status::Threatened => (0.15, 0.45),
        Status::Possible => (0.2, 0.6),
        Status::Hypothetical => (0.05, 0.35),
        Status::Denied => (0.02, 0.15),
    };
    let told = page.tree.word(candidate.trigger).factuality().and_then(|factuality| factuality.probability);
    let within = told.map_or(0.5, Probability::get);
    let own = low + (high - low) * within;
    let trust = match claim.and_then(|claim| claim.certainty.probability) {
        Some([least, most]) if candidate.status != Status::Denied => 0.5 + 0.5 * f64::midpoint(least.get(), most.get()),
        _ => 1.0,
    };
    Probability::nearest((own * trust * 1000.0).round() / 1000.0)
}

/// A digest of what an event says and where.
fn id_of(event: &Event) -> Digest {
    let side = |party: &Option<Party>| {
        party.as_ref().map_or(String::new(), |party| format!("{}@{:?}", party.text, party.spans))
    };
    let content = format!(
        "event\n{}\n{:?}\n{}\n{}\n{}",
        event.report_id,
        event.action.spans,
        event.event_type,
        side(&event.actor),
        side(&event.recipient)
    );
    Digest::of(content.as_bytes())
}
