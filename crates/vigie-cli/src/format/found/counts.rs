//! Counts of events.

use serde_json::{Value, json};
use vigie_store::CountRow;

use super::{Listed, PLAIN, Shown};

impl Listed for CountRow {
    const COLUMNS: &'static [&'static str] = &["day", "n_events"];

    fn cells(&self) -> Vec<String> {
        vec![self.day.to_string(), self.n_events.to_string()]
    }

    fn json(&self) -> Value {
        json!({ "day": self.day, "n_events": self.n_events })
    }

    fn show(&self, page: &mut Shown<'_>) {
        page.line(0, &[(PLAIN, &format!("{}  {:>8}", self.day, self.n_events))]);
    }
}
