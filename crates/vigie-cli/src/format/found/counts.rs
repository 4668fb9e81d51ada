//! Counts of events.

use vigie::lines::CountLine;

use super::{Listed, PLAIN, Shown};

impl Listed for CountLine {
    const COLUMNS: &'static [&'static str] = &["day", "n_events"];

    fn cells(&self) -> Vec<String> {
        vec![self.day.to_string(), self.n_events.to_string()]
    }

    fn show(&self, page: &mut Shown<'_>) {
        page.line(0, &[(PLAIN, &format!("{}  {:>8}", self.day, self.n_events))]);
    }
}
