//! The paragraphs of a text: what blank lines part, and in blocks that are not hard-wrapped every line.
//!
//! A block is the lines between two blank lines. Where its lines were broken by a program that filled them up to a
//! width (mail, wire copy), a new line is only a space; where each line is a paragraph, a headline or a list item, a
//! new line is a paragraph's end. Which of the two is judged from the block alone: in a filled block the next line's
//! first word would not have fitted, and lines go on in small letters.

use std::ops::Range;

use super::units::{is_space, is_wordy};

/// Widths, in characters, to which programs fill lines; a longer line was never broken.
const FILLED_WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;

/// The share of breaks that must fall inside a sentence, by the small letter or the number that goes on after them.
const RUN_ON_SHARE: f64 = 0.3;

/// A line with something on it.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Its first byte in the text, white space aside.
    start: usize,
    /// Its text, white space aside.
    text: &'a str,
    /// Its length in characters, with the white space before it.
    width: usize,
    /// The white space before it, in characters.
    indent: usize,
}

/// The ranges of the paragraphs of `text`, in order; white space at their ends is left out.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut block = Vec::new();
    for (start, line) in lines(text) {
        match read_line(start, line) {
            Some(line) => block.push(line),
            None => close_block(&mut block, &mut paragraphs),
        }
        if line.ends_with('\u{2029}') {
            close_block(&mut block, &mut paragraphs);
        }
    }
    close_block(&mut block, &mut paragraphs);
    paragraphs
}

/// The lines of `text` with their ends and their first bytes.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
        let is_end = |c| matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let end = rest.find(is_end).map_or(rest.len(), |at| {
            let crlf = rest[at..].starts_with("\r\n");
            at + if crlf { 2 } else { rest[at..].chars().next().map_or(0, char::len_utf8) }
        });
        let start = from;
        from += end;
        Some((start, &rest[..end]))
    })
}

/// The line, if there is something on it.
fn read_line(start: usize, line: &str) -> Option<Line<'_>> {
    let text = line.trim_matches(is_space);
    if text.is_empty() {
        return None;
    }
    let before = line.len() - line.trim_start_matches(is_space).len();
    let indent = line[..before].chars().count();
    Some(Line { start: start + before, text, width: indent + text.chars().count(), indent })
}

/// Adds the paragraphs of a block, and empties it.
fn close_block(block: &mut Vec<Line<'_>>, paragraphs: &mut Vec<Range<usize>>) {
    let width = block.iter().map(|line| line.width).filter(|width| FILLED_WIDTHS.contains(width)).max().unwrap_or(0);
    let mut run: Vec<Line<'_>> = Vec::new();
    for line in block.drain(..) {
        if run.last().is_some_and(|last| !is_full(*last, line, width) && !is_ragged(*last, line, width)) {
            close_run(&mut run, paragraphs);
        }
        run.push(line);
    }
    close_run(&mut run, paragraphs);
}

/// Adds the paragraphs of a run of lines, each as long as it could be save the last, and empties it.
fn close_run(run: &mut Vec<Line<'_>>, paragraphs: &mut Vec<Range<usize>>) {
    let n_run_on = run.windows(2).filter(|pair| runs_on(pair[0], pair[1])).count() as f64;
    let is_filled = run.len() > 1 && n_run_on >= RUN_ON_SHARE * (run.len() - 1) as f64;
    for (i, line) in run.iter().enumerate() {
        let end = line.start + line.text.len();
        match paragraphs.last_mut() {
            Some(paragraph) if i > 0 && is_filled && !begins(run[i - 1], *line) => paragraph.end = end,
            _ => paragraphs.push(line.start..end),
        }
    }
    run.clear();
}

/// Whether the first word of `next` would not have fitted on `line`, in a block of lines `width` wide.
fn is_full(line: Line<'_>, next: Line<'_>, width: usize) -> bool {
    let word = next.text.split(is_space).next().map_or(0, |word| word.chars().count());
    width > 0 && line.width <= width && line.width + 1 + word > width
}

/// Whether `line` is a little short for its block, yet a sentence goes on after it.
fn is_ragged(line: Line<'_>, next: Line<'_>, width: usize) -> bool {
    line.width <= width
        && line.width * 10 >= width * 7
        && next.text.starts_with(char::is_lowercase)
        && runs_on(line, next)
}

/// Whether a sentence goes on from `line` to `next`.
fn runs_on(line: Line<'_>, next: Line<'_>) -> bool {
    let goes_on = next.text.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
    goes_on && !ends_sentence(line) && !is_item(next)
}

/// Whether a line of a filled block begins a paragraph: it is set in, or an item of a list.
fn begins(line: Line<'_>, next: Line<'_>) -> bool {
    (next.indent >= line.indent + 2 && !is_item(line)) || is_item(next)
}

/// Whether a line ends with a sentence's mark, closing quotes and brackets aside.
fn ends_sentence(line: Line<'_>) -> bool {
    let text = line.text.trim_end_matches(['"', '”', '\'', '’', ')', ']']);
    text.ends_with(['.', '!', '?', ':', '…'])
}

/// Whether a line is an item of a list.
fn is_item(line: Line<'_>) -> bool {
    let (mark, rest) = line.text.split_once(is_space).unwrap_or((line.text, ""));
    let is_bullet = matches!(mark, "-" | "*" | "•" | "·" | "–" | "—" | "+" | "o");
    let number = mark.trim_start_matches('(').trim_end_matches([')', '.']);
    let is_number =
        number.len() < mark.len() && number.len() <= 2 && !number.is_empty() && number.chars().all(is_wordy);
    !rest.is_empty() && (is_bullet || is_number)
}
