//! Search: reports that hold some words, each with the sentence that was hit.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_store::{Hit, Sentence};

use super::reports::Listed;
use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::trouble::Trouble;
use crate::wire::list::List;
use crate::wire::report::ReportRow;

/// A report that was found.
#[derive(Debug, Serialize, JsonSchema)]
struct HitRow {
    /// Its id.
    report_id: String,
    /// Its headline.
    title: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// The day of publication.
    day: Option<Date>,
    /// How many reports its story has, itself among them.
    n_in_story: u64,
    /// The number of the sentence that was hit, from 1.
    sentence: Option<usize>,
    /// The sentence, in pieces.
    snippet: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Debug, Serialize, JsonSchema)]
struct Piece {
    /// Its words, as the report has them.
    text: String,
    /// Whether it is what was looked for.
    hit: bool,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", "Finds reports by their words, newest first, with the sentence that was hit", search)
            .kept(Lasts::UntilThen),
    ]
}

fn search(desk: &Desk, call: &mut Call<Listed, Nothing>) -> Result<List<HitRow>, Trouble> {
    let (filter, most, from) = (call.query.asked.filter()?, call.query.paging.most()?, call.query.paging.from()?);
    desk.stores.read(|store| List::of(store.search(&filter, most, from)?, |hit| Ok(row(hit))))
}

fn row(Hit { report, sentence }: Hit) -> HitRow {
    let report = ReportRow::from(report);
    HitRow {
        report_id: report.id,
        title: report.title,
        outlet: report.outlet,
        day: report.day,
        n_in_story: report.n_in_story,
        sentence: sentence.as_ref().map(|sentence| sentence.number),
        snippet: sentence.as_ref().map(pieces).unwrap_or_default(),
    }
}

fn pieces(sentence: &Sentence) -> Vec<Piece> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut add = |from: usize, to: usize, hit: bool| {
        if let Some(text) = sentence.text.get(from..to).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), hit });
        }
    };
    for hit in sentence.hits.iter().filter(|hit| hit.end() <= sentence.text.len()) {
        if hit.start() >= at {
            add(at, hit.start(), false);
            add(hit.start(), hit.end(), true);
            at = hit.end();
        }
    }
    add(at, sentence.text.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_record::ByteRange;

    #[test]
    fn pieces_make_the_sentence() {
        let sentence = Sentence {
            number: 1,
            text: "Größe: drills and tanks.".to_owned(),
            hits: vec![ByteRange::new(9, 15), ByteRange::new(20, 25)],
        };
        let pieces = pieces(&sentence);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, sentence.text);
        let hits: Vec<&str> = pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
        assert_eq!(hits, ["drills", "tanks"]);
    }
}
