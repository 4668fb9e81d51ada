//! Occurrences: events of the reports of one story that are the same event.
//!
//! Two are the same where type and parties are the same and their days are near. A report may tell of two such events; then
//! the first of one report is the first of the other, and the second the second.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::Answer;

/// Days that reports of one event may lie apart.
const NEAR: i64 = 2;

struct Told {
    key: i64,
    report: i64,
    day: Option<i64>,
}

/// What events of one occurrence share beside the day: their type and what names their parties.
type Kind = (String, String, String);

/// Gives the events of a story's reports their occurrences.
pub(crate) fn assign(db: &Connection, story: i64) -> Answer<()> {
    let mut kinds: BTreeMap<Kind, Vec<Told>> = BTreeMap::new();
    let mut statement = db.prepare_cached(
        "SELECT e.key, e.report, e.day, c.event_type,
                CASE WHEN a.actor_id <> '' THEN a.actor_id WHEN a.country <> 0 THEN a.country || '/' || a.sector ELSE lower(a.name) END,
                CASE WHEN b.actor_id <> '' THEN b.actor_id WHEN b.country <> 0 THEN b.country || '/' || b.sector ELSE lower(b.name) END
         FROM report AS r
         JOIN event AS e ON e.report = r.key
         JOIN code AS c ON c.key = e.code
         JOIN actor AS a ON a.key = e.actor
         JOIN actor AS b ON b.key = e.recipient
         WHERE r.story = ?1
         ORDER BY e.key",
    )?;
    let mut rows = statement.query([story])?;
    while let Some(row) = rows.next()? {
        let told = Told { key: row.get(0)?, report: row.get(1)?, day: row.get(2)? };
        kinds.entry((row.get(3)?, row.get(4)?, row.get(5)?)).or_default().push(told);
    }
    let mut set = db.prepare_cached("UPDATE event SET occurrence = ?2 WHERE key = ?1 AND occurrence IS NOT ?2")?;
    for events in kinds.values() {
        for (key, occurrence) in paired(events) {
            set.execute((key, occurrence))?;
        }
    }
    Ok(())
}

/// The occurrence of each event: the key of the first that tells of it, or none where it stands alone.
fn paired(events: &[Told]) -> Vec<(i64, Option<i64>)> {
    let mut groups: Vec<Vec<&Told>> = Vec::new();
    for told in events {
        let fits = |group: &&mut Vec<&Told>| {
            group.iter().all(|other| other.report != told.report) && is_near(group[0].day, told.day)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(told),
            None => groups.push(vec![told]),
        }
    }
    let of_group = |group: &Vec<&Told>| {
        let occurrence = (group.len() > 1).then(|| group[0].key);
        group.iter().map(|told| (told.key, occurrence)).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of_group).collect()
}

fn is_near(one: Option<i64>, two: Option<i64>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => (one - two).abs() <= NEAR,
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_event_of_two_reports_is_one_occurrence() {
        let told = |key, report, day| Told { key, report, day };
        let events = [
            told(1, 1, Some(10)),
            told(2, 1, Some(10)),
            told(3, 2, Some(11)),
            told(4, 2, Some(10)),
            told(5, 3, Some(40)),
            told(6, 3, None),
        ];
        let expected = [(1, Some(1)), (3, Some(1)), (2, Some(2)), (4, Some(2)), (5, None), (6, None)];
        assert_eq!(paired(&events), expected);
    }
}
