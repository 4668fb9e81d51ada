//! Stories that were found.

use vigie::lines::StoryLine;

use super::{BOLD, DIM, Listed, PLAIN, Shown, about, short, shown};

/// Reports of a story that are shown to people one by one.
const MOST_SHOWN: usize = 10;

impl Listed for StoryLine {
    const COLUMNS: &'static [&'static str] = &["story_id", "n_reports", "first_published_at", "title", "outlets"];

    fn cells(&self) -> Vec<String> {
        let first = self.reports.first().map(|report| &report.head);
        let mut outlets: Vec<&str> = Vec::new();
        for outlet in self.reports.iter().filter_map(|report| report.head.outlet.as_deref()) {
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
        }
        vec![
            self.story_id.to_string(),
            self.reports.len().to_string(),
            shown(first.and_then(|head| head.published_at.as_ref())),
            shown(first.and_then(|head| head.title.as_ref())),
            outlets.join("; "),
        ]
    }

    fn show(&self, page: &mut Shown<'_>) {
        let title = self.reports.first().and_then(|report| report.head.title.as_deref()).unwrap_or("(no headline)");
        page.line(
            0,
            &[(BOLD, title), (DIM, &format!("· {} reports", self.reports.len())), (DIM, &short(&self.story_id))],
        );
        for report in self.reports.iter().take(MOST_SHOWN) {
            page.line(4, &[(PLAIN, &about(&report.head)), (DIM, &short(&report.head.id))]);
        }
        if self.reports.len() > MOST_SHOWN {
            let rest = self.reports.len() - MOST_SHOWN;
            page.line(4, &[(DIM, &format!("and {rest} more: vigie search --story {}", short(&self.story_id)))]);
        }
    }
}
