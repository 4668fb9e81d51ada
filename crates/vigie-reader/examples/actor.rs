//! Resolves phrases: JSON lines with `id`, `phrase`, `context` and `date` in, JSON lines out.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use vigie_reader::actor::{ActorBook, day_of};
use vigie_reader::knowledge::UserTables;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let began = std::time::Instant::now();
    let book = ActorBook::new(&UserTables::new())?;
    let loaded = began.elapsed();
    let mut out = io::stdout().lock();
    let mut n_phrases = 0;
    for line in io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let identity = book.resolve(text("phrase"), text("context"), day_of(text("date")));
        n_phrases += 1;
        let answer = json!({
            "id": row["id"], "name": identity.name, "country": identity.country, "sector": identity.sector,
            "actor_id": identity.actor_id, "role": identity.role, "organization": identity.organization,
        });
        writeln!(out, "{answer}")?;
    }
    writeln!(io::stderr(), "loaded in {loaded:?}; {n_phrases} phrases, {:?} in all", began.elapsed())?;
    Ok(())
}
