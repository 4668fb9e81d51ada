//! Reports that a search has found.

use std::ops::Range;

use vigie::lines::{HitLine, SentenceLine};
use vigie_record::Characters;

use super::{BOLD, DIM, HEAD, LIT, Listed, PLAIN, Shown, head_cells, short, shown};
use crate::format::lines::{Indent, Lines};

impl Listed for HitLine {
    const COLUMNS: &'static [&'static str] =
        &[HEAD[0], HEAD[1], HEAD[2], HEAD[3], HEAD[4], HEAD[5], "n_in_story", "sentence_number", "sentence"];

    fn cells(&self) -> Vec<String> {
        let sentence = self.sentence.as_ref();
        let mut cells = head_cells(&self.report).to_vec();
        cells.push(self.report.n_in_story.to_string());
        cells.push(shown(sentence.map(|sentence| sentence.number)));
        cells.push(sentence.map_or_else(String::new, marked));
        cells
    }

    fn show(&self, page: &mut Shown<'_>) {
        let report = &self.report;
        let day = report.published_at.as_deref().map_or("no date", |at| at.get(..10).unwrap_or(at));
        let id = short(&report.id);
        let copies = match report.n_in_story {
            0 | 1 => String::new(),
            n => format!("· {} more of this story", n - 1),
        };
        let replaced = if report.is_replaced { "· an older version" } else { "" };
        page.line(
            0,
            &[
                (DIM, day),
                (BOLD, report.title.as_deref().unwrap_or("(no headline)")),
                (PLAIN, report.outlet.as_deref().unwrap_or("")),
                (DIM, &id),
                (DIM, &copies),
                (DIM, replaced),
            ],
        );
        if let Some(sentence) = &self.sentence {
            lit(sentence, page);
        }
    }
}

/// The sentence with what was hit in colour and between marks.
fn lit(sentence: &SentenceLine, page: &mut Shown<'_>) {
    let number = format!("[{}] ", sentence.number);
    let mut lines = Lines::new(page.width, Indent { first: 4, rest: 6 }, page.out);
    lines.push(DIM, &number);
    let (mut at, mut is_open) = (0, true);
    let mut push = |style, text: &str| {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            // Nothing stands before the first word but the number.
            if index > 0 && !is_open {
                lines.space();
            }
            is_open &= word.is_empty();
            lines.push(style, word);
        }
    };
    for hit in hits(sentence) {
        push(PLAIN, sentence.text.get(at..hit.start).unwrap_or(""));
        push(LIT, &format!("‹{}›", sentence.text.get(hit.clone()).unwrap_or("")));
        at = hit.end;
    }
    push(PLAIN, sentence.text.get(at..).unwrap_or(""));
    lines.end();
}

/// The sentence with marks around what was hit.
fn marked(sentence: &SentenceLine) -> String {
    let (mut text, mut at) = (String::new(), 0);
    for hit in hits(sentence) {
        text.push_str(sentence.text.get(at..hit.start).unwrap_or(""));
        text.push('‹');
        text.push_str(sentence.text.get(hit.clone()).unwrap_or(""));
        text.push('›');
        at = hit.end;
    }
    text.push_str(sentence.text.get(at..).unwrap_or(""));
    text
}

/// Where in the sentence the words stand that were looked for, in bytes.
fn hits(sentence: &SentenceLine) -> Vec<Range<usize>> {
    let characters = Characters::new(&sentence.text, 0);
    sentence.hits.iter().filter_map(|&hit| characters.bytes(hit)).map(vigie_record::ByteRange::as_range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked() {
        let sentence = SentenceLine { number: 2, text: "Größe: drills at dawn".to_owned(), hits: vec![[7, 13]] };
        assert_eq!(marked(&sentence), "Größe: ‹drills› at dawn");
        let mut out = Vec::new();
        lit(&sentence, &mut Shown { width: 80, out: &mut out });
        let shown = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert_eq!(shown, "    [2] Größe: ‹drills› at dawn\n");
        let wrong = SentenceLine { hits: vec![[90, 99]], ..sentence };
        assert_eq!(marked(&wrong), wrong.text, "what a server says may be wrong");
    }
}
