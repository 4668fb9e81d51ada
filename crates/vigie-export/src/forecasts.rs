//! Forecasts as a flat table.

use vigie_record::{Column, Forecast, Report};

use crate::cell::{Cell, words_at};
use crate::claims::{about, interval};
use crate::events::days;

pub(crate) const COLUMNS: &[Column] = &[
    Column::text("id"),
    Column::text("report_id"),
    Column::text("published_at"),
    Column::text("outlet"),
    Column::text("title"),
    Column::text("url"),
    Column::text("statement"),
    Column::text("condition"),
    Column::date("start_date"),
    Column::date("end_date"),
    Column::text("date_precision"),
    Column::number("probability_low"),
    Column::number("probability_high"),
    Column::text("status"),
    Column::date("resolved_at"),
    Column::number("brier_score"),
    Column::text("claim_id"),
    Column::text("text"),
    Column::text("read_by"),
];

pub(crate) fn row<'r>(forecast: &'r Forecast, report: &'r Report) -> Vec<Cell<'r>> {
    let [low, high] = interval(forecast.probability);
    let mut row = about(forecast.id.to_string(), report);
    row.push(Cell::text(forecast.statement.text.as_str()));
    row.push(Cell::words(forecast.condition.as_ref().map(|condition| &condition.text)));
    row.extend(days(forecast.horizon.as_ref()));
    row.extend([
        low,
        high,
        Cell::named(forecast.status),
        Cell::date(forecast.resolved_at),
        Cell::number(forecast.brier_score),
        Cell::of(forecast.claim_id),
        Cell::text(words_at(&report.text, &forecast.spans)),
        Cell::text(forecast.provenance.component.as_str()),
    ]);
    row
}
