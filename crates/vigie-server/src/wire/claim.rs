//! Claims: a line of a list, and the same with its places in the text.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_record::{Claim, PublishedAt, TableQuotation};
use vigie_store::{ClaimItem, ReportHead};

use super::event::word;
use super::party::PartyRow;
use super::units::{Places, Units};

/// A claim as a line of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ClaimRow {
    /// Its id; empty for words in a table.
    pub(crate) id: String,
    /// The day of publication.
    pub(crate) day: Option<Date>,
    /// Who says so.
    pub(crate) source: Option<PartyRow>,
    /// Whether the page gives a name.
    pub(crate) is_named: bool,
    /// Why it gives none, where it says so.
    pub(crate) unnamed_because: Option<String>,
    /// The lemma of the word that says that somebody says so.
    pub(crate) cue: Option<String>,
    /// What is said.
    pub(crate) content: String,
    /// In whose words: `direct`, `indirect` or `mixed`.
    pub(crate) form: String,
    /// What kind of statement it is: `report`, `assessment`, `denial` and so on.
    pub(crate) kind: String,
    /// Whether the source affirms: `affirmed`, `denied` or `open`.
    pub(crate) polarity: String,
    /// From the least to the most probable that its words allow.
    pub(crate) probability: Option<[f64; 2]>,
    /// The band of ICD 203 that holds the middle.
    pub(crate) band: Option<String>,
    /// The claim that this one is a part of.
    pub(crate) parent_id: Option<String>,
    /// The events that it tells of.
    pub(crate) event_ids: Vec<String>,
    /// The report that has it.
    pub(crate) report_id: Option<String>,
    /// The headline of that report.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// When it was published.
    pub(crate) published_at: Option<String>,
    /// The number of the sentence, from 1.
    pub(crate) sentence: Option<usize>,
    /// The sentence.
    pub(crate) sentence_text: Option<String>,
    /// The dataset, where a table has it.
    pub(crate) dataset: Option<String>,
    /// The person who added it by hand; null where the program read it.
    pub(crate) added_by: Option<String>,
    /// When that was.
    pub(crate) added_at: Option<Timestamp>,
}

/// A claim with its places in the text of its report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ClaimDetail {
    /// The claim as a line.
    #[serde(flatten)]
    pub(crate) row: ClaimRow,
    /// The sentences that it stands in.
    pub(crate) spans: Vec<Units>,
    /// Where the text names the source.
    pub(crate) source_spans: Vec<Units>,
    /// The words that say that somebody says so.
    pub(crate) cue_spans: Vec<Units>,
    /// Where what is said stands.
    pub(crate) content_spans: Vec<Units>,
    /// The words that tell how sure the source is.
    pub(crate) marker_spans: Vec<Units>,
    /// To whom it was said.
    pub(crate) told_to: Option<String>,
    /// The part of the reader that made it.
    pub(crate) made_by: String,
}

impl ClaimRow {
    /// The line of a claim that was found.
    pub(crate) fn of(item: ClaimItem) -> Self {
        match item {
            ClaimItem::Told { claim, head, sentence, number, .. } => Self::told(&claim, &head, number, sentence),
            ClaimItem::Quotation(quotation) => Self::of_table(*quotation),
        }
    }

    /// The line of a claim that a report has.
    pub(crate) fn told(claim: &Claim, head: &ReportHead, number: Option<usize>, sentence: Option<String>) -> Self {
        let source = claim.source.as_ref();
        let published = head.published_at.as_deref().and_then(|at| at.parse::<PublishedAt>().ok());
        Self {
            id: claim.id.to_string(),
            day: published.map(PublishedAt::date),
            source: source.map(|source| PartyRow::new(&source.text, &source.identity)),
            is_named: source.is_some_and(|source| source.named),
            unnamed_because: source.and_then(|source| source.unnamed_because.clone()),
            cue: claim.cue.as_ref().map(|cue| cue.lemma.clone()),
            content: claim.content.text.clone(),
            form: word(&claim.form),
            kind: word(&claim.kind),
            polarity: word(&claim.certainty.polarity),
            probability: claim.certainty.probability.map(|[low, high]| [low.get(), high.get()]),
            band: claim.certainty.band.clone(),
            parent_id: claim.parent_id.map(|id| id.to_string()),
            event_ids: claim.event_ids.iter().map(ToString::to_string).collect(),
            report_id: Some(claim.report_id.to_string()),
            title: head.title.clone(),
            outlet: head.outlet.clone(),
            published_at: head.published_at.clone(),
            sentence: number,
            sentence_text: sentence,
            dataset: None,
            added_by: claim.provenance.author.clone(),
            added_at: claim.provenance.made_at,
        }
    }

    fn of_table(quotation: TableQuotation) -> Self {
        let source = quotation.person_before.as_ref().map(|name| PartyRow {
            text: name.clone(),
            name: Some(name.clone()),
            ..PartyRow::default()
        });
        Self {
            id: String::new(),
            day: Some(PublishedAt::Instant(quotation.seen_at).date()),
            is_named: source.is_some(),
            source,
            unnamed_because: None,
            cue: quotation.cue,
            content: quotation.content,
            form: "direct".to_owned(),
            kind: "report".to_owned(),
            polarity: "affirmed".to_owned(),
            probability: None,
            band: None,
            parent_id: None,
            event_ids: Vec::new(),
            report_id: None,
            title: None,
            outlet: Some(quotation.outlet),
            published_at: Some(quotation.seen_at.to_string()),
            sentence: None,
            sentence_text: None,
            dataset: Some(quotation.dataset.to_string()),
            added_by: None,
            added_at: None,
        }
    }
}

impl ClaimDetail {
    /// A claim of a report with its places.
    pub(crate) fn new(row: ClaimRow, claim: &Claim, places: &Places<'_>) -> Self {
        Self {
            row,
            spans: places.ranges(&claim.spans),
            source_spans: claim.source.as_ref().map(|source| places.ranges(&source.spans)).unwrap_or_default(),
            cue_spans: claim.cue.as_ref().map(|cue| places.ranges(&cue.spans)).unwrap_or_default(),
            content_spans: places.ranges(&claim.content.spans),
            marker_spans: places.ranges(&claim.certainty.markers),
            told_to: claim.told_to.as_ref().map(|phrase| phrase.text.clone()),
            made_by: claim.provenance.component.clone(),
        }
    }
}
