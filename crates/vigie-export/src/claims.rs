//! Claims as a flat table.

use vigie_record::{Claim, ClaimForm, Column, Report, TableQuotation};

use crate::cell::{Cell, words_at};
use crate::events::{identity, moment};

pub(crate) const COLUMNS: &[Column] = &[
    Column::text("id"),
    Column::text("report_id"),
    Column::text("published_at"),
    Column::text("outlet"),
    Column::text("title"),
    Column::text("url"),
    Column::text("source"),
    Column::text("source_id"),
    Column::text("source_name"),
    Column::text("source_country"),
    Column::text("source_sector"),
    Column::text("source_role"),
    Column::text("source_organization"),
    Column::truth("named"),
    Column::text("unnamed_because"),
    Column::text("cue"),
    Column::text("content"),
    Column::text("form"),
    Column::text("kind"),
    Column::text("polarity"),
    Column::text("band"),
    Column::number("probability_low"),
    Column::number("probability_high"),
    Column::text("told_to"),
    Column::text("parent_id"),
    Column::text("event_ids"),
    Column::text("text"),
    Column::text("read_by"),
];

pub(crate) fn row<'r>(claim: &'r Claim, report: &'r Report) -> Vec<Cell<'r>> {
    let source = claim.source.as_ref();
    let [low, high] = interval(claim.certainty.probability);
    let mut row = about(claim.id.to_string(), report);
    row.push(Cell::words(source.map(|source| &source.text)));
    row.extend(identity(source.map(|source| &source.identity)));
    row.extend([
        source.map_or(Cell::Nothing, |source| Cell::Truth(source.named)),
        Cell::words(source.and_then(|source| source.unnamed_because.as_ref())),
        Cell::words(claim.cue.as_ref().map(|cue| &cue.lemma)),
        Cell::text(claim.content.text.as_str()),
        Cell::named(claim.form),
        Cell::named(claim.kind),
        Cell::named(claim.certainty.polarity),
        Cell::words(claim.certainty.band.as_ref()),
        low,
        high,
        Cell::words(claim.told_to.as_ref().map(|listener| &listener.text)),
        Cell::of(claim.parent_id),
        Cell::text(claim.event_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Cell::text(words_at(&report.text, &claim.spans)),
        Cell::text(claim.provenance.component.as_str()),
    ]);
    row
}

/// The row of a quotation of a table: of whom it is, is not known.
pub(crate) fn quotation_row(quotation: &TableQuotation) -> Vec<Cell<'_>> {
    let known = |name: &str| match name {
        "id" => Cell::of(Some(quotation.id)),
        "published_at" => Cell::of(Some(quotation.seen_at)),
        "outlet" => Cell::text(quotation.outlet.as_str()),
        "url" => Cell::text(quotation.url.as_str()),
        "cue" => Cell::words(quotation.cue.as_ref()),
        "content" => Cell::text(quotation.content.as_str()),
        "form" => Cell::named(ClaimForm::Direct),
        "read_by" => Cell::text(quotation.dataset.as_str()),
        _ => Cell::Nothing,
    };
    COLUMNS.iter().map(|column| known(column.name)).collect()
}

/// The id, and what is known of the report.
pub(crate) fn about(id: String, report: &Report) -> Vec<Cell<'_>> {
    vec![
        Cell::text(id),
        Cell::of(Some(report.id)),
        Cell::of(report.published_at.and_then(moment)),
        Cell::words(report.outlet.as_ref()),
        Cell::words(report.title.as_ref()),
        Cell::words(report.url.as_ref()),
    ]
}

pub(crate) fn interval(probability: Option<[vigie_record::Probability; 2]>) -> [Cell<'static>; 2] {
    probability.map_or([Cell::Nothing, Cell::Nothing], |sides| sides.map(|side| Cell::probability(Some(side))))
}
