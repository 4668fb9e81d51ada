//! PDF: the text of its pages, by where the runs of text stand on them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::content::Content;
use lopdf::{Document, Encoding, Object, ObjectId};
use vigie_record::Report;

use super::FormFault;
use crate::date;
use crate::language::language;

/// The most bytes that a stream of a document may unpack to, and the most pages that are read.
const MOST_BYTES: usize = 64 << 20;
const MOST_PAGES: usize = 5000;

/// Makes a report of a document.
pub(super) fn report(bytes: &[u8]) -> Result<Report, FormFault> {
    // What a damaged document makes its reader do is caught: the format is old, and its files are wild.
    let caught = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    caught.unwrap_or_else(|_| Err(unsound("its parts contradict each other")))
}

fn unsound(reason: &str) -> FormFault {
    FormFault::Unsound { what: "PDF", reason: reason.to_owned() }
}

fn read(bytes: &[u8]) -> Result<Report, FormFault> {
    let document = Document::load_mem(bytes).map_err(|error| unsound(&error.to_string()))?;
    let mut text = String::new();
    for page in document.get_pages().into_values().take(MOST_PAGES) {
        let lines = page_text(&document, page).unwrap_or_default();
        text.push_str(lines.trim());
        text.push_str("\n\n");
        if text.len() > MOST_BYTES {
            return Err(FormFault::TooLong { what: "one report", most: MOST_BYTES as u64 });
        }
    }
    let text = paragraphs(text.trim());
    if text.is_empty() {
        let what = if document.is_encrypted() { "PDF that is locked" } else { "PDF; it may be a picture of one" };
        return Err(FormFault::NoText { what });
    }
    let mut report = Report::of_text(text);
    report.language = language(&report.text, None);
    report.title = stated(&document, b"Title");
    report.authors = stated(&document, b"Author").into_iter().collect();
    if let Some(found) = stated(&document, b"CreationDate") {
        // `D:20220601093000+02'00'`
        let digits: String = found.chars().filter(char::is_ascii_digit).take(14).collect();
        report.published_at = date::lenient(&digits);
    }
    Ok(report)
}

/// What a document states of itself.
fn stated(document: &Document, name: &[u8]) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = document.dereference(info).ok()?.1.as_dict().ok()?;
    let value = document.dereference(info.get(name).ok()?).ok()?.1;
    lopdf::decode_text_string(value).ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The lines of a page: a run that stands lower than the one before begins a line.
fn page_text(document: &Document, page: ObjectId) -> lopdf::Result<String> {
    let fonts = document.get_page_fonts(page)?;
    let encodings: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .filter_map(|(name, font)| Some((name, font.get_font_encoding_with_limit(document, MOST_BYTES).ok()?)))
        .collect();
    let content = Content::decode(&document.get_page_content_with_limit(page, MOST_BYTES)?)?;
    let mut lines = Lines::default();
    let mut encoding = None;
    for operation in &content.operations {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "Tf" => {
                encoding = operands.first().and_then(|font| font.as_name().ok()).and_then(|font| encodings.get(font));
            }
            "Td" | "TD" => lines.shift(number(operands.get(1))),
            "Tm" => lines.place(number(operands.get(5))),
            "T*" => lines.end_line(),
            "'" | "\"" => {
                lines.end_line();
                lines.show(encoding, operands);
            }
            "Tj" | "TJ" => lines.show(encoding, operands),
            _ => (),
        }
    }
    Ok(lines.text)
}

fn number(operand: Option<&Object>) -> f32 {
    operand.and_then(|operand| operand.as_float().ok()).unwrap_or(0.0)
}

/// How far a run must be moved back, in thousandths of its size, for a gap between words.
const GAP: f32 = -200.0;

/// How far down a line begins below the one before.
const STEP: f32 = 1.0;

/// Text put together from runs.
#[derive(Default)]
struct Lines {
    text: String,
    height: f32,
}

impl Lines {
    /// The next run stands this much higher than the last.
    fn shift(&mut self, by: f32) {
        self.place(self.height + by);
    }

    fn place(&mut self, height: f32) {
        if (height - self.height).abs() > STEP {
            self.end_line();
        } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        self.height = height;
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn show(&mut self, encoding: Option<&Encoding<'_>>, operands: &[Object]) {
        for operand in operands {
            match operand {
                Object::String(bytes, _) => {
                    let run = encoding.and_then(|encoding| Document::decode_text(encoding, bytes).ok());
                    self.text.push_str(&run.unwrap_or_default());
                }
                Object::Array(parts) => self.show(encoding, parts),
                Object::Integer(_) | Object::Real(_)
                    if number(Some(operand)) < GAP && !self.text.ends_with([' ', '\n']) =>
                {
                    self.text.push(' ');
                }
                _ => (),
            }
        }
    }
}

/// Lines joined to paragraphs where they run on: a line that ends in the middle of a sentence, or of a word.
fn paragraphs(lines: &str) -> String {
    let mut text = String::with_capacity(lines.len());
    for line in lines.lines().map(str::trim) {
        if line.is_empty() {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            continue;
        }
        let runs_on = !text.is_empty() && !text.ends_with('\n');
        let begins_small = line.starts_with(char::is_lowercase);
        if runs_on && text.ends_with('-') && begins_small {
            text.pop();
        } else if runs_on && text.ends_with(['.', '!', '?', ':', '"', '\u{201d}']) && !begins_small {
            text.push('\n');
        } else if runs_on {
            text.push(' ');
        }
        text.push_str(line);
    }
    text.chars().filter(|sign| *sign != '\0').collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A document of one page with the given operators.
    pub(super) fn document(operators: &str) -> Vec<u8> {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{operators}\nendstream", operators.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
            "<< /Title (Drills begin) /CreationDate (D:20220601093000Z) >>".to_owned(),
        ];
        let mut file = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(file.len());
            writeln!(file, "{} 0 obj\n{object}\nendobj", at + 1).expect("a string takes all");
        }
        let table = file.len();
        file.push_str("xref\n0 7\n0000000000 65535 f \n");
        for place in &places {
            writeln!(file, "{place:010} 00000 n ").expect("a string takes all");
        }
        write!(file, "trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF")
            .expect("a string takes all");
        file.into_bytes()
    }

    #[test]
    fn lines_become_paragraphs() {
        let operators = "BT /F1 12 Tf 50 700 Td (Belarus has begun drills near its south-) Tj 0 -14 Td (ern border, the ministry) Tj \
            0 -14 Td [(sa) 20 (id.) -300 (Nobody)] TJ ( knows more.) Tj 0 -28 Td (Talks began.) Tj ET";
        let report = report(&document(operators)).unwrap();
        assert_eq!(
            report.text,
            "Belarus has begun drills near its southern border, the ministry said. Nobody knows more.\nTalks began."
        );
        assert_eq!(report.title.as_deref(), Some("Drills begin"));
        assert_eq!(report.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01T09:30:00Z"));
    }

    #[test]
    fn a_damaged_document_is_a_fault() {
        let whole = document("BT /F1 12 Tf (Troops moved.) Tj ET");
        assert!(report(&whole).is_ok());
        for end in (0..whole.len()).step_by(7) {
            let _ = report(&whole[..end]);
        }
        assert!(matches!(report(&document("")), Err(FormFault::NoText { .. })));
        assert!(matches!(report(b"%PDF-1.4 and no more"), Err(FormFault::Unsound { .. })));
    }
}
