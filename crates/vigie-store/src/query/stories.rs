//! Stories: reports that are near-copies of each other.

use rusqlite::{Connection, params_from_iter};
use vigie_record::Digest;

use super::filter::Filter;
use super::page::{Cursor, Page, ReportHead, cut, head};
use crate::error::Answer;
use crate::row::count;

/// A story that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryItem {
    /// Its id: that of its first report.
    pub id: Digest,
    /// Its reports, in the order in which they came in.
    pub reports: Vec<StoryReport>,
}

/// A report of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryReport {
    /// What is known of its publication.
    pub head: ReportHead,
    /// How many events it tells of.
    pub n_events: u64,
}

/// A page of the stories of which the first report fulfils a filter and which have at least `least` reports, newest first.
pub(crate) fn stories(
    db: &Connection,
    filter: &Filter,
    least: usize,
    most: usize,
    from: Option<Cursor>,
) -> Answer<Page<StoryItem>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM report", [], |row| row.get(0))?,
    };
    let mut conditions = Filter { all_versions: true, ..filter.clone() }.of_report(db)?;
    conditions.add(format!("r.key <= {newest} AND r.story = r.key"));
    if least > 1 {
        conditions.add(format!("(SELECT count(*) FROM report AS x WHERE x.story = r.key) >= {}", count(least)));
    }
    if let Some(words) = &filter.words {
        conditions.add_with(
            "r.key IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)",
            [words.as_query().to_owned().into()],
        );
    }
    if let Some(cursor) = from {
        conditions.add(cursor.after("r"));
    }
    let query = format!(
        "SELECT r.day, r.key FROM report AS r WHERE {} ORDER BY r.day DESC, r.key DESC LIMIT {}",
        conditions.all(),
        count(most.saturating_add(1))
    );
    let found = db
        .prepare(&query)?
        .query_map(params_from_iter(conditions.values), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let (keys, next) = cut(found, most, newest);
    let items = keys.into_iter().map(|key| story(db, key)).collect::<Answer<Vec<_>>>()?;
    Ok(Page { items: items.into_iter().flatten().collect(), next })
}

fn story(db: &Connection, key: i64) -> Answer<Option<StoryItem>> {
    let mut statement = db.prepare_cached(
        "SELECT r.key, (SELECT count(*) FROM event AS e WHERE e.report = r.key) FROM report AS r WHERE r.story = ?1 ORDER BY r.key",
    )?;
    let members: Vec<(i64, i64)> =
        statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut reports = Vec::new();
    for (member, n_events) in members {
        reports.extend(head(db, member)?.map(|head| StoryReport { head, n_events: n_events.unsigned_abs() }));
    }
    Ok(reports.first().map(|first| first.head.id).map(|id| StoryItem { id, reports }))
}
