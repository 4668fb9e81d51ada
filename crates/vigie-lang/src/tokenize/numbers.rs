//! Tokens that begin with a digit: amounts, times, dates, telephone numbers, ordinals, and units glued to them.

use super::chunk::Chunk;
use super::scan::letters;
use super::tables;
use super::units::{is_apostrophe, is_currency, is_digit, is_letter, is_superscript, is_wordy};

/// The end of the number at `at`.
pub(super) fn end(chunk: &Chunk<'_>, at: usize) -> usize {
    if is_superscript(chunk.at(at)) {
        return chunk.run(at, is_superscript);
    }
    let end = amount(chunk, at);
    match chunk.at(end) {
        '/' => slashed(chunk, at, end),
        '-' => dashed(chunk, at, end),
        c if is_apostrophe(c) => decade(chunk, at, end),
        c if is_letter(c) || c == '_' => lettered(chunk, at, end),
        _ => end,
    }
}

/// The end of digits with grouping commas, decimal stops and the colons of times between them.
fn amount(chunk: &Chunk<'_>, at: usize) -> usize {
    let mut end = digits(chunk, at);
    loop {
        let last = digits(chunk, end + 1);
        let goes_on = match chunk.at(end) {
            ',' => last == end + 4,
            '.' | ':' | '٫' | '٬' => last > end + 1,
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end = last;
    }
}

fn digits(chunk: &Chunk<'_>, at: usize) -> usize {
    chunk.run(at, |c| is_digit(c) && !is_superscript(c))
}

/// The end of a date such as `9/11` or `11/28/2000`, or of a telephone number; a fraction is parted at its slash.
fn slashed(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let second = digits(chunk, end + 1);
    let third = digits(chunk, second + 1);
    if chunk.at(second) == '/' && third > second + 1 && end - at <= 4 && !is_wordy(chunk.at(third)) {
        return third;
    }
    if end - at == 3 && second == end + 4 && chunk.at(second) == '-' && third == second + 5 {
        return third;
    }
    if is_wordy(chunk.at(second)) || chunk.at(second) == '/' {
        return end;
    }
    let value = |from: usize, to: usize| chunk.form(from, to).as_str().parse::<u32>().unwrap_or(u32::MAX);
    let (left, right) = (value(at, end), value(end + 1, second));
    let is_fraction = left < right && right <= 10 && matches!(right, 2 | 3 | 4 | 5 | 8 | 10) && second == end + 2;
    let is_date = (1..=12).contains(&left) && (1..=31).contains(&right);
    if is_date && !is_fraction { second } else { end }
}

/// The end of a telephone number, a post code or a date with hyphens; a range is parted at its hyphen.
fn dashed(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let mut groups = vec![end - at];
    let mut last = end;
    while chunk.at(last) == '-' && is_digit(chunk.at(last + 1)) && groups.len() < 8 {
        let next = digits(chunk, last + 1);
        groups.push(next - last - 1);
        last = next;
    }
    let is_one = match groups[..] {
        [1 | 3 | 5, 4] => true,
        [_, _] => false,
        _ => groups.len() > 2 && groups.iter().all(|&n| n <= 7) && groups.iter().sum::<usize>() >= 5,
    };
    if is_one && !is_wordy(chunk.at(last)) { last } else { end }
}

/// The end of `60's` and `1990's`.
fn decade(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let is_round = chunk.behind(end) == '0' && matches!(end - at, 2 | 4) && amount(chunk, at) == digits(chunk, at);
    if is_round && chunk.at(end + 1) == 's' && !is_wordy(chunk.at(end + 2)) { end + 2 } else { end }
}

/// The end of a number with letters behind it: `23rd` and `220b` are one word, `5kg` is two.
fn lettered(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let last = chunk.run(end, is_wordy);
    let is_whole = chunk.run(end, is_letter) == last;
    let form = chunk.form(end, last);
    let form = form.as_str();
    let is_clock = matches!(form, "a" | "p") && chunk.at(last) == '.' && chunk.has(last + 1, "m");
    let is_money = is_currency(chunk.behind(at)) && tables::MULTIPLES.contains(&form);
    let parts = is_clock || is_whole && (is_money || is_measure(chunk, at, end, last));
    if parts { end } else { letters(chunk, at) }
}

/// Whether `end..last` is a unit of the number `at..end`; a lone capital is rather part of a name (`3M`).
fn is_measure(chunk: &Chunk<'_>, at: usize, end: usize, last: usize) -> bool {
    let form = chunk.form(end, last);
    match (form.as_str(), chunk.at(end).is_uppercase()) {
        ("k", _) => true,
        ("c" | "f", true) => end - at > 1 && !(chunk.behind(at) == '-' && at > 1 && is_letter(chunk.at(at - 2))),
        ("g", false) => end - at > 1,
        (form, is_capital) => (last - end > 1 || !is_capital) && tables::MEASURES.contains(form),
    }
}
