//! Outlets: who publishes, how much, how reliable people hold them, and how often what they carried came true.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::{Fault, StoreError};
use crate::store::Store;

/// Somebody who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletItem {
    /// The name.
    pub name: String,
    /// How many reports there are from it.
    pub n_reports: u64,
    /// How reliable people hold it, A to F; none where nobody has said.
    pub reliability: Option<char>,
    /// Forecasts in its reports that came true.
    pub n_came_true: u64,
    /// Forecasts in its reports that failed.
    pub n_failed: u64,
}

impl Store {
    /// Those who publish, the most reports first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outlets(&self) -> Result<Vec<OutletItem>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT o.name, count(*),
                        (SELECT grade FROM reliability AS g WHERE g.outlet = o.name ORDER BY g.key DESC LIMIT 1),
                        ifnull(f.came_true, 0), ifnull(f.failed, 0)
                 FROM report AS r JOIN outlet AS o ON o.key = r.outlet
                 LEFT JOIN (SELECT q.outlet, sum(f.status = 'came-true') AS came_true, sum(f.status = 'failed') AS failed
                            FROM forecast AS f JOIN report AS q ON q.key = f.report WHERE f.status <> 'open'
                            GROUP BY q.outlet) AS f ON f.outlet = r.outlet
                 WHERE r.replaced_by IS NULL GROUP BY r.outlet ORDER BY count(*) DESC, o.name",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(OutletItem {
                    name: row.get(0)?,
                    n_reports: row.get::<_, i64>(1)?.unsigned_abs(),
                    reliability: row.get::<_, Option<String>>(2)?.and_then(|grade| grade.chars().next()),
                    n_came_true: row.get::<_, i64>(3)?.unsigned_abs(),
                    n_failed: row.get::<_, i64>(4)?.unsigned_abs(),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The reliabilities that people have given, by outlet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reliabilities(&self) -> Result<Vec<(String, char)>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT outlet, grade FROM reliability AS g
                 WHERE key = (SELECT max(key) FROM reliability AS n WHERE n.outlet = g.outlet) ORDER BY outlet",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
            let mut found = Vec::new();
            for row in rows {
                let (outlet, grade) = row?;
                found.extend(grade.chars().next().map(|grade| (outlet, grade)));
            }
            Ok(found)
        })
    }

    /// Says how reliable an outlet is; what was said before stays, and stands no more.
    ///
    /// # Errors
    /// When there is no such outlet, the grade is none, or the store cannot be written.
    pub fn grade_outlet(&mut self, outlet: &str, grade: char, author: &str, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            if !('A'..='F').contains(&grade) {
                return Err(Fault::Refused("the reliability of a source is a letter from A to F".to_owned()));
            }
            let is_known: bool =
                db.query_row("SELECT EXISTS (SELECT 1 FROM outlet WHERE name = ?1)", [outlet], |row| row.get(0))?;
            if !is_known {
                return Err(Fault::NoRecord { what: "outlet", wanted: outlet.to_owned() });
            }
            db.execute(
                "INSERT INTO reliability (outlet, grade, author, made_at) VALUES (?1, ?2, ?3, ?4)",
                params![outlet, grade.to_string(), author, at.to_string()],
            )?;
            Ok(())
        })
    }
}
