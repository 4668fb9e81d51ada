//! Checking a store: whether what it holds is what was put there, and what is lost where not.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::Connection;
use vigie_record::{ByteRange, Report};

use crate::error::{Answer, StoreError};
use crate::get;
use crate::store::Store;
use crate::words;

/// What a check has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong, one line each; nothing where the store is sound.
    pub problems: Vec<String>,
    /// Reports that were read and compared with their ids.
    pub n_reports: u64,
    /// Blocks of tables' rows that were unpacked.
    pub n_blocks: u64,
}

/// Problems of one kind that are told one by one.
const MOST_TOLD: usize = 20;

/// Damaged places of the file that are told one by one, in the words of the engine.
const MOST_PAGES: usize = 5;

/// Problems that the engine is asked for.
const MOST_ENGINE: i64 = 100;

impl Store {
    /// Checks all of the store: the pages of the file, what refers to what, the index of words, that every report's text has the
    /// digest that is its id and its records' ranges lie in it, that every block unpacks.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn check(&self) -> Result<Checked, StoreError> {
        let mut checked = Checked::default();
        let steps: [fn(&Connection, &mut Checked) -> Answer<()>; 6] =
            [pages, references, word_index, counts, reports, blocks];
        for step in steps {
            // What a step cannot read is a problem that it has found; the next may still find more.
            if let Err(fault) = step(&self.db, &mut checked) {
                checked.problems.push(fault.at(self.path()).to_string());
            }
        }
        checked.problems.dedup();
        Ok(checked)
    }
}

impl Store {
    /// Makes the indexes of words anew: from the texts of reports, from names, from the rows of tables.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn mend_words(&mut self) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute("INSERT INTO report_words (report_words) VALUES ('rebuild')", [])?;
            words::mend(db)
        })
    }
}

/// How many bytes the file of a store has, and how many its head says that it should have, where those are more: the rest was cut off.
///
/// # Errors
/// When the file cannot be read.
pub fn cut_short(path: &Path) -> std::io::Result<Option<[u64; 2]>> {
    const SIZE_AT: usize = 16;
    const PAGES_AT: usize = 28;
    let mut file = File::open(path)?;
    let has = file.metadata()?.len();
    let mut head = [0; 32];
    if file.read(&mut head)? < head.len() {
        return Ok(None);
    }
    let page = match u64::from(u16::from_be_bytes([head[SIZE_AT], head[SIZE_AT + 1]])) {
        1 => 1 << 16,
        size => size,
    };
    let pages: [u8; 4] = [head[PAGES_AT], head[PAGES_AT + 1], head[PAGES_AT + 2], head[PAGES_AT + 3]];
    let wanted = page * u64::from(u32::from_be_bytes(pages));
    Ok((has < wanted).then_some([has, wanted]))
}

fn pages(db: &Connection, checked: &mut Checked) -> Answer<()> {
    let mut statement = db.prepare(&format!("PRAGMA integrity_check({MOST_ENGINE})"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            found.extend(said.lines().map(|line| format!("file: {line}")));
        }
    }
    // Pages by their numbers tell a person little: that there are many, and a few of them, is enough.
    let n_more = found.len().saturating_sub(MOST_PAGES);
    found.truncate(MOST_PAGES);
    checked.problems.append(&mut found);
    if n_more > 0 {
        checked.problems.push(format!("file: and {n_more} more such places"));
    }
    Ok(())
}

fn references(db: &Connection, checked: &mut Checked) -> Answer<()> {
    let mut statement = db.prepare(
        "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY \"table\", parent ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent, n_rows): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        checked.problems.push(format!("{n_rows} rows of `{table}` refer to rows of `{parent}` that are not there"));
    }
    Ok(())
}

fn word_index(db: &Connection, checked: &mut Checked) -> Answer<()> {
    for index in ["actor_words", "place_words", "row_words", "event_who"] {
        let asked = db.execute(&format!("INSERT INTO {index} ({index}) VALUES ('integrity-check')"), []);
        if asked.is_err_and(|error| error.sqlite_error_code() != Some(rusqlite::ErrorCode::ReadOnly)) {
            checked.problems.push(format!("the index `{index}` is damaged: `vigie check --mend` makes it anew"));
        }
    }
    // A connection that may only read cannot ask the index to check itself; it compares the number of texts then.
    let asked = db.execute("INSERT INTO report_words (report_words, rank) VALUES ('integrity-check', 1)", []);
    match asked {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {
            let (n_texts, n_indexed): (i64, i64) = db.query_row(
                "SELECT (SELECT count(*) FROM report_text), (SELECT count(*) FROM report_words_docsize)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            if n_texts != n_indexed {
                checked.problems.push(format!("the index of words has {n_indexed} texts of {n_texts}"));
            }
            Ok(())
        }
        Err(_) => {
            checked.problems.push(
                "the index of words does not agree with the texts: `vigie check --mend` makes it anew".to_owned(),
            );
            Ok(())
        }
    }
}

/// Rows that belong together but are not all there.
fn counts(db: &Connection, checked: &mut Checked) -> Answer<()> {
    let cases = [
        ("reports without their text", "SELECT count(*) FROM report WHERE key NOT IN (SELECT key FROM report_text)"),
        ("reports without their reading", "SELECT count(*) FROM report WHERE key NOT IN (SELECT key FROM reading)"),
        (
            "reports without their signature",
            "SELECT count(*) FROM report WHERE story IS NOT NULL AND key NOT IN (SELECT report FROM signature)",
        ),
        ("events of no report and no table", "SELECT count(*) FROM event WHERE report IS NULL AND native IS NULL"),
        (
            "events of tables whose row is in no block",
            "SELECT count(*) FROM event AS e WHERE native IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM (SELECT key, n_rows FROM event_block WHERE key <= e.key ORDER BY key DESC LIMIT 1) AS b
                 WHERE e.key < b.key + b.n_rows)",
        ),
    ];
    for (what, query) in cases {
        let n_rows: i64 = db.query_row(query, [], |row| row.get(0))?;
        if n_rows > 0 {
            checked.problems.push(format!("{n_rows} {what}"));
        }
    }
    Ok(())
}

fn reports(db: &Connection, checked: &mut Checked) -> Answer<()> {
    let mut statement = db.prepare("SELECT key, lower(hex(id)) FROM report ORDER BY key")?;
    let keys: Vec<(i64, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (key, id) in keys {
        checked.n_reports += 1;
        match report(db, key, &id) {
            Ok(None) => {}
            Ok(Some(problem)) => found.push(format!("report {id}: {problem}")),
            Err(fault) => found.push(format!("report {id}: {}", fault.what())),
        }
    }
    tell(found, "reports", checked);
    Ok(())
}

fn report(db: &Connection, key: i64, id: &str) -> Answer<Option<String>> {
    let Some(reading) = get::reading(db, key)? else { return Ok(Some("it is not whole".to_owned())) };
    let text = &reading.report.text;
    if Report::id_of(text).to_string() != id {
        return Ok(Some("its text is not what it was".to_owned()));
    }
    let lies_in = |range: &ByteRange| text.get(range.as_range()).is_some();
    let spans = reading.events.iter().flat_map(|event| &event.spans);
    let spans = spans.chain(reading.claims.iter().flat_map(|claim| &claim.spans));
    let mut spans =
        spans.chain(reading.forecasts.iter().flat_map(|forecast| &forecast.spans)).chain(&reading.sentences);
    if !spans.all(lies_in) {
        return Ok(Some("a record of it lies outside its text".to_owned()));
    }
    Ok(None)
}

fn blocks(db: &Connection, checked: &mut Checked) -> Answer<()> {
    let mut found = Vec::new();
    for table in ["event_block", "mention_block", "quotation_block"] {
        let mut statement = db.prepare(&format!("SELECT key, n_rows, n_bytes, body FROM {table} ORDER BY key"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            checked.n_blocks += 1;
            let (key, n_rows, n_bytes): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let body = row.get_ref(3)?.as_blob().unwrap_or_default();
            let n_lines =
                crate::body::unpack(body, n_bytes).map(|lines| lines.split(|&byte| byte == b'\n').count() - 1);
            if !n_lines.is_ok_and(|n_lines| i64::try_from(n_lines) == Ok(n_rows)) {
                found.push(format!("the rows {key} to {} of `{table}` are lost", key + n_rows - 1));
            }
        }
    }
    tell(found, "blocks of rows", checked);
    Ok(())
}

fn tell(mut found: Vec<String>, what: &str, checked: &mut Checked) {
    let n_more = found.len().saturating_sub(MOST_TOLD);
    found.truncate(MOST_TOLD);
    checked.problems.append(&mut found);
    if n_more > 0 {
        checked.problems.push(format!("and {n_more} more {what}"));
    }
}
