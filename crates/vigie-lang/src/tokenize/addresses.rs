//! Addresses: web pages, mail, hosts, newsgroups, file names, `@handles`.

use super::chunk::Chunk;
use super::tables;
use super::units::{is_letter, is_wordy};

/// What a web address begins with.
const SCHEMES: [&str; 6] = ["http://", "https://", "ftp://", "www.", "mailto:", "file://"];

/// The furthest that a name is looked through, in characters.
const LONGEST_NAME: usize = 100;

/// The end of the address at `at`, if there is one.
pub(super) fn end(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    let c = chunk.at(at);
    if c == '@' {
        return handle(chunk, at);
    }
    if !c.is_ascii_alphanumeric() || !chunk.is_word_start(at) {
        return None;
    }
    if SCHEMES.iter().any(|scheme| chunk.has(at, scheme) && is_wordy(chunk.at(at + scheme.len()))) {
        return Some(page(chunk, at));
    }
    mail(chunk, at).or_else(|| name(chunk, at))
}

/// The end of `@handle`.
fn handle(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    let end = chunk.run(at + 1, |c| is_wordy(c) || matches!(c, '_' | '.'));
    let end = trim(chunk, at, end);
    (is_letter(chunk.at(at + 1)) && chunk.is_word_start(at)).then_some(end)
}

/// The end of a web page's address.
fn page(chunk: &Chunk<'_>, at: usize) -> usize {
    let end = chunk.run(at, |c| {
        !matches!(c, '<' | '>' | '"' | '“' | '”' | '[' | ']' | '{' | '}' | '|' | '\\' | '^' | '—' | '–' | '…')
    });
    trim(chunk, at, end)
}

/// The end without the marks that belong to the sentence.
fn trim(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let mut end = end;
    while end > at + 1 {
        let is_sentence = match chunk.behind(end) {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' => true,
            ')' => !(at..end).rev().take(LONGEST_NAME).any(|i| chunk.at(i) == '('),
            _ => false,
        };
        if !is_sentence {
            break;
        }
        end -= 1;
    }
    end
}

/// The end of a mail address, or of a name at a company's own system.
fn mail(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    let limit = chunk.len().min(at + LONGEST_NAME);
    let sign = (at..limit).find(|&i| !is_local(chunk.at(i)))?;
    if chunk.at(sign) != '@' || !is_wordy(chunk.at(sign + 1)) {
        return None;
    }
    let end = chunk.run(sign + 1, |c| is_wordy(c) || matches!(c, '.' | '-' | '_'));
    let end = trim(chunk, at, end);
    let is_sentence_end = chunk.behind(sign) == '.' && !(sign..end).any(|i| chunk.at(i) == '.');
    (!is_sentence_end).then_some(end)
}

fn is_local(c: char) -> bool {
    is_wordy(c) || matches!(c, '.' | '-' | '_' | '+' | '%' | '~')
}

/// The end of a host, a newsgroup or a file name.
fn name(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    let limit = chunk.len().min(at + LONGEST_NAME);
    let end = (at..limit).find(|&i| !is_local(chunk.at(i)) && chunk.at(i) != '#').unwrap_or(limit);
    let stop = (at..end).rev().find(|&i| chunk.at(i) == '.' && is_wordy(chunk.at(i + 1)))?;
    let last = chunk.run(stop + 1, is_wordy);
    let label = chunk.form(stop + 1, last);
    let n_stops = (at..last).filter(|&i| chunk.at(i) == '.').count();
    let has_path = chunk.at(last) == '/' && is_wordy(chunk.at(last + 1));
    if tables::FILES.contains(label.as_str()) && !has_gap(chunk, at, last) {
        return Some(last);
    }
    if let Some(is_word) = tables::DOMAINS.get(label.as_str())
        && !has_gap(chunk, at, last)
        && (!is_word || n_stops > 1 || has_path)
        && (chunk.behind(stop).is_ascii_alphanumeric())
        && (at..last).all(|i| chunk.at(i) != '#')
    {
        return Some(if has_path { page(chunk, at) } else { last });
    }
    is_newsgroup(chunk, at, last, n_stops).then_some(last)
}

/// Whether two stops stand side by side.
fn has_gap(chunk: &Chunk<'_>, at: usize, last: usize) -> bool {
    (at..last).any(|i| chunk.at(i) == '.' && chunk.at(i + 1) == '.')
}

/// Whether `at..last` is small words parted by two or more stops, such as `talk.politics.east`.
fn is_newsgroup(chunk: &Chunk<'_>, at: usize, last: usize, n_stops: usize) -> bool {
    let first = chunk.run(at, |c| c.is_ascii_lowercase());
    let is_hierarchy = matches!(
        chunk.form(at, first).as_str(),
        "alt" | "comp" | "misc" | "rec" | "sci" | "soc" | "talk" | "news" | "ba"
    );
    chunk.at(first) == '.'
        && (is_hierarchy || n_stops > 1 && first > at + 1)
        && !has_gap(chunk, at, last)
        && (at..last).all(|i| chunk.at(i).is_ascii_lowercase() || matches!(chunk.at(i), '.' | '-'))
}
