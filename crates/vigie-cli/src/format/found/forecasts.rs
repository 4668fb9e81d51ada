//! Forecasts that were found.

use vigie::lines::ForecastLine;
use vigie_record::Forecast;

use super::{BOLD, DIM, HEAD, Listed, PLAIN, Shown, about, head_cells, one_line, short, shown};
use crate::format::records::{name, percent};

impl Listed for ForecastLine {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "statement",
        "condition",
        "start_date",
        "end_date",
        "probability_low",
        "probability_high",
        "status",
        "resolved_at",
        "claim_id",
        HEAD[0],
        HEAD[1],
        HEAD[2],
        HEAD[3],
        HEAD[4],
        HEAD[5],
        "sentence",
    ];

    fn cells(&self) -> Vec<String> {
        let Forecast { id, statement, condition, horizon, probability, status, resolved_at, claim_id, .. } =
            &self.forecast;
        let [low, high] = probability.map_or([None, None], |interval| interval.map(|p| Some(p.get())));
        let mut cells = vec![
            id.to_string(),
            statement.text.clone(),
            shown(condition.as_ref().map(|condition| &condition.text)),
            shown(horizon.as_ref().and_then(|time| time.start)),
            shown(horizon.as_ref().and_then(|time| time.end)),
            shown(low),
            shown(high),
            name(status),
            shown(*resolved_at),
            shown(*claim_id),
        ];
        cells.extend(head_cells(&self.report));
        cells.push(self.sentence.as_deref().map(one_line).unwrap_or_default());
        cells
    }

    fn show(&self, page: &mut Shown<'_>) {
        let forecast = &self.forecast;
        let due = forecast
            .horizon
            .as_ref()
            .and_then(|time| time.end)
            .map_or_else(|| "no day".to_owned(), |day| format!("by {day}"));
        let likely = forecast.probability.map_or_else(String::new, |interval| format!("· {}", percent(interval)));
        let statement = one_line(&forecast.statement.text);
        page.line(
            0,
            &[
                (BOLD, &due),
                (DIM, &name(&forecast.status)),
                (PLAIN, &statement),
                (DIM, &likely),
                (DIM, &short(&forecast.id)),
            ],
        );
        page.line(4, &[(DIM, &about(&self.report))]);
    }
}
