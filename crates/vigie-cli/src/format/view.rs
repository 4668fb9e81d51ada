//! The reading view: marked text for a person.
//!
//! Names stand in brackets with their kind; sources, cues and contents in angle brackets with the number of their
//! attribution; after a predicate stands how sure the text is of it. Colour says the same once more.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use vigie_lang::{Document, NameKind, Role, Sentence, Word};

use super::Mark;

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Writes marked text.
#[derive(Debug, Default)]
pub(crate) struct View {
    texts: usize,
    attributions: usize,
}

/// A span that opens and closes in the text.
struct Span {
    first: usize,
    end: usize,
    label: String,
    style: Style,
    brackets: [char; 2],
}

impl View {
    /// Writes one part of a text.
    pub(crate) fn write(&mut self, id: &str, mark: Mark, part: &Document, out: &mut Vec<u8>) -> io::Result<()> {
        if mark.is_first {
            self.begin(id, out)?;
        }
        let spans = self.spans(part);
        for sentence in part.sentences() {
            if sentence.begins_paragraph() {
                writeln!(out)?;
            }
            write_sentence(sentence, &spans, out)?;
        }
        self.attributions += part.attributions().len();
        if mark.is_last && part.n_words() == 0 && self.attributions == 0 && mark.is_first {
            writeln!(out, "\n  (no words)")?;
        }
        Ok(())
    }

    fn begin(&mut self, id: &str, out: &mut Vec<u8>) -> io::Result<()> {
        if self.texts == 0 {
            let name = paint(name_style(NameKind::Org), "[name KIND]");
            let parts = [Role::Source, Role::Cue, Role::Content]
                .map(|role| paint(role_style(role), &format!("<{} 1: …>", role.as_str())));
            let verb = paint(DIM, "(happened, likely, possible, doubtful, denied)");
            writeln!(out, "{name}  {}  predicate {verb}", parts.join(" "))?;
        }
        self.texts += 1;
        self.attributions = 0;
        writeln!(out, "\n{}", paint(BOLD, &format!("── {id} ──")))
    }

    /// All spans, outer before inner where they begin together.
    fn spans(&self, part: &Document) -> Vec<Span> {
        let mut spans = Vec::new();
        for (number, attribution) in (self.attributions + 1..).zip(part.attributions()) {
            for role in [Role::Source, Role::Cue, Role::Content] {
                spans.extend(attribution.word_ranges(role).map(|words| Span {
                    first: words.start,
                    end: words.end,
                    label: format!("{} {number}", role.as_str()),
                    style: role_style(role),
                    brackets: ['<', '>'],
                }));
            }
        }
        spans.extend(part.names().map(|name| Span {
            first: name.word_range().start,
            end: name.word_range().end,
            label: name.kind().as_str().to_owned(),
            style: name_style(name.kind()),
            brackets: ['[', ']'],
        }));
        spans.sort_by_key(|span| (span.first, std::cmp::Reverse(span.end)));
        spans
    }
}

fn write_sentence(sentence: Sentence<'_>, spans: &[Span], out: &mut Vec<u8>) -> io::Result<()> {
    write!(out, "  ")?;
    let words = sentence.word_range();
    for word in sentence.words() {
        let index = word.index();
        if index > words.start && !word.is_glued() {
            write!(out, " ")?;
        }
        // A span that began in an earlier sentence is opened again, so that every line can be read by itself.
        let opens =
            |span: &&Span| span.first == index || (index == words.start && span.first < index && index < span.end);
        for span in spans.iter().filter(opens) {
            let again = if span.first < index { "… " } else { "" };
            let open = if span.brackets[0] == '<' { format!("<{}: {again}", span.label) } else { format!("[{again}") };
            write!(out, "{}", paint(span.style, &open))?;
        }
        let inner = spans.iter().rev().find(|span| span.first <= index && index < span.end);
        write!(out, "{}", paint(inner.map_or(Style::new(), |span| span.style), word.text()))?;
        if let Some(said) = certainty(word) {
            write!(out, " {}", paint(DIM, &format!("({said})")))?;
        }
        let closes =
            |span: &&Span| span.end == index + 1 || (index + 1 == words.end && span.first <= index && index < span.end);
        for span in spans.iter().rev().filter(closes) {
            let more = if span.end > index + 1 { " …" } else { "" };
            let close = if span.brackets[0] == '<' { format!("{more}>") } else { format!("{more} {}]", span.label) };
            write!(out, "{}", paint(span.style, &close))?;
        }
    }
    writeln!(out)
}

/// How sure the text is of a predicate, in a word.
fn certainty(word: Word<'_>) -> Option<&'static str> {
    Some(match word.factuality()?.value {
        value if value >= 1.8 => "happened",
        value if value >= 0.6 => "likely",
        value if value > -0.6 => "possible",
        value if value > -1.8 => "doubtful",
        _ => "denied",
    })
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

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
