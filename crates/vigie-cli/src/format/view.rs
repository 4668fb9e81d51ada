//! The reading view: marked text for a person.
//!
//! Names stand in brackets with their kind; sources, cues and contents in angle brackets with the number of their
//! attribution; after a predicate stands how sure the text is of it, where it is not told as having happened. Colour says the same
//! once more.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use vigie_lang::{Document, NameKind, Role, Sentence, Word};

use super::Mark;
use super::lines::{Indent, Lines, visible};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Each sentence begins a line of its own; what does not fit stands deeper below.
const SENTENCE: Indent = Indent { first: 2, rest: 4 };
const LEGEND: Indent = Indent { first: 0, rest: 2 };

/// Writes marked text.
#[derive(Debug)]
pub(crate) struct View {
    /// Columns of a line.
    width: usize,
    texts: usize,
    attributions: usize,
}

/// What a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Part(Role),
    Name(NameKind),
}

/// A span that opens and closes in the text.
#[derive(Debug)]
struct Span {
    words: Range<usize>,
    tag: Tag,
    /// The attributions that it is a part of.
    numbers: Vec<usize>,
}

impl View {
    /// Makes a view with lines of `width` columns.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, texts: 0, attributions: 0 }
    }

    /// Writes one part of a text.
    pub(crate) fn write(&mut self, id: &str, mark: Mark, part: &Document, out: &mut Vec<u8>) -> io::Result<()> {
        if mark.is_first {
            self.begin(id, out)?;
        }
        let spans = spans(part, self.attributions + 1);
        let mut next = spans.iter().peekable();
        let mut open: Vec<&Span> = Vec::new();
        for sentence in part.sentences() {
            if sentence.begins_paragraph() {
                writeln!(out)?;
            }
            let words = sentence.word_range();
            open.retain(|span| span.words.end > words.start);
            while let Some(span) = next.next_if(|span| span.words.start < words.end) {
                open.push(span);
            }
            write_sentence(sentence, &open, Lines::new(self.width, SENTENCE, out));
        }
        self.attributions += part.attributions().len();
        if mark.is_first && mark.is_last && part.n_words() == 0 {
            writeln!(out, "\n  (no words)")?;
        }
        Ok(())
    }

    fn begin(&mut self, id: &str, out: &mut Vec<u8>) -> io::Result<()> {
        if self.texts == 0 {
            let mut legend = Lines::new(self.width, LEGEND, out);
            legend.push(Tag::Name(NameKind::Org).style(), "[name KIND]");
            for role in [Role::Source, Role::Cue, Role::Content] {
                legend.space();
                legend.push(role_style(role), &format!("<{} 1: …>", role.as_str()));
            }
            for words in ["predicate", "(likely,", "possible,", "doubtful,", "denied;", "no", "word:", "happened)"] {
                legend.space();
                legend.push(DIM, words);
            }
            legend.end();
        }
        self.texts += 1;
        self.attributions = 0;
        writeln!(out, "\n{BOLD}── {} ──{BOLD:#}", visible(id))
    }
}

/// All spans, outer before inner where they begin together; the first attribution has the number `number`.
fn spans(part: &Document, number: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    for (number, attribution) in (number..).zip(part.attributions()) {
        for role in [Role::Source, Role::Cue, Role::Content] {
            let span = |words| Span { words, tag: Tag::Part(role), numbers: vec![number] };
            spans.extend(attribution.word_ranges(role).map(span));
        }
    }
    let name = |name: vigie_lang::Name<'_>| Span {
        words: name.word_range(),
        tag: Tag::Name(name.kind()),
        numbers: Vec::new(),
    };
    spans.extend(part.names().map(name));
    spans.sort_by_key(|span| (span.words.start, Reverse(span.words.end), span.tag.depth()));
    spans.dedup_by(|later, kept| {
        let is_same = later.words == kept.words && later.tag == kept.tag;
        if is_same {
            kept.numbers.append(&mut later.numbers);
        }
        is_same
    });
    spans
}

/// Writes a sentence with the spans that lie in it or reach into it.
fn write_sentence(sentence: Sentence<'_>, spans: &[&Span], mut lines: Lines<'_>) {
    let words = sentence.word_range();
    for word in sentence.words() {
        let index = word.index();
        if index > words.start && !word.is_glued() {
            lines.space();
        }
        // A span that began in an earlier sentence is opened again, so that every line can be read by itself.
        let opens = |span: &&&Span| span.words.start == index || (index == words.start && span.words.contains(&index));
        for span in spans.iter().filter(opens) {
            let again = if span.words.start < index { "… " } else { "" };
            lines.push(span.tag.style(), &format!("{}{again}", span.opening()));
        }
        let inner = spans.iter().rev().find(|span| span.words.contains(&index));
        lines.push(inner.map_or(Style::new(), |span| span.tag.style()), word.text());
        if let Some(said) = doubt(word) {
            lines.push(DIM, &format!(" ({said})"));
        }
        let closes =
            |span: &&&Span| span.words.end == index + 1 || (index + 1 == words.end && span.words.contains(&index));
        for span in spans.iter().rev().filter(closes) {
            let more = if span.words.end > index + 1 { " …" } else { "" };
            lines.push(span.tag.style(), &format!("{more}{}", span.closing()));
        }
    }
    lines.end();
}

/// How sure the text is of a predicate, in a word; none where it tells of it as having happened.
fn doubt(word: Word<'_>) -> Option<&'static str> {
    match word.factuality()?.value {
        value if value >= 1.8 => None,
        value if value >= 0.6 => Some("likely"),
        value if value > -0.6 => Some("possible"),
        value if value > -1.8 => Some("doubtful"),
        _ => Some("denied"),
    }
}

impl Span {
    fn opening(&self) -> String {
        let Tag::Part(role) = self.tag else { return "[".to_owned() };
        let numbers: Vec<String> = self.numbers.iter().map(usize::to_string).collect();
        format!("<{} {}: ", role.as_str(), numbers.join(", "))
    }

    fn closing(&self) -> String {
        match self.tag {
            Tag::Part(_) => ">".to_owned(),
            Tag::Name(kind) => format!(" {}]", kind.as_str()),
        }
    }
}

impl Tag {
    /// Which of two spans over the same words stands inside the other.
    fn depth(self) -> usize {
        match self {
            Self::Part(Role::Content) => 0,
            Self::Part(Role::Source) => 1,
            Self::Part(Role::Cue) => 2,
            Self::Name(_) => 3,
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Part(role) => role_style(role),
            Self::Name(kind) => name_style(kind),
        }
    }
}

fn name_style(kind: NameKind) -> Style {
    let color = match kind {
        NameKind::Per => AnsiColor::Cyan,
        NameKind::Org => AnsiColor::Blue,
        NameKind::Loc => AnsiColor::Green,
        NameKind::Misc => AnsiColor::Magenta,
    };
    color.on_default().bold()
}

fn role_style(role: Role) -> Style {
    let color = match role {
        Role::Source => AnsiColor::Yellow,
        Role::Cue => AnsiColor::Red,
        Role::Content => AnsiColor::BrightYellow,
    };
    color.on_default()
}
