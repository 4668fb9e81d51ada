//! Lines filled up to a width: styled text that breaks at its spaces only.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

/// Columns of the first line of a block of text, and of those that run on from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Indent {
    pub(crate) first: usize,
    pub(crate) rest: usize,
}

/// Fills lines with text that comes bit by bit.
///
/// What stands between two calls of [`space`](Self::space) stays on one line, however long it is.
#[derive(Debug)]
pub(crate) struct Lines<'o> {
    out: &'o mut Vec<u8>,
    width: usize,
    indent: Indent,
    /// Columns that are taken in this line, with its indent.
    column: usize,
    /// What has come since the last space.
    unbroken: String,
    unbroken_width: usize,
    is_line_empty: bool,
}

impl<'o> Lines<'o> {
    /// Begins a block of lines of `width` columns.
    pub(crate) fn new(width: usize, indent: Indent, out: &'o mut Vec<u8>) -> Self {
        out.extend(std::iter::repeat_n(b' ', indent.first));
        Self {
            out,
            width,
            indent,
            column: indent.first,
            unbroken: String::new(),
            unbroken_width: 0,
            is_line_empty: true,
        }
    }

    /// Adds text in a style.
    pub(crate) fn push(&mut self, style: Style, text: &str) {
        let text = visible(text);
        self.unbroken_width += text.width();
        write!(self.unbroken, "{style}{text}{style:#}").expect("a string takes whatever comes");
    }

    /// Adds a space, where the line may end.
    pub(crate) fn space(&mut self) {
        if !self.is_line_empty && self.column + 1 + self.unbroken_width > self.width {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(b' ', self.indent.rest));
            self.column = self.indent.rest;
        } else if !self.is_line_empty {
            self.out.push(b' ');
            self.column += 1;
        }
        self.out.extend_from_slice(self.unbroken.as_bytes());
        self.column += self.unbroken_width;
        self.is_line_empty = false;
        self.unbroken.clear();
        self.unbroken_width = 0;
    }

    /// Ends the block.
    pub(crate) fn end(mut self) {
        self.space();
        self.out.push(b'\n');
    }
}

/// The text with signs in place of characters that would steer a terminal: controls, and changes of direction.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c {
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        c if steers(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    Cow::Owned(text.chars().map(sign).collect())
}

fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    fn filled(width: usize, style: Style, text: &str) -> String {
        let mut out = Vec::new();
        let mut lines = Lines::new(width, Indent { first: 1, rest: 3 }, &mut out);
        for (index, word) in text.split(' ').enumerate() {
            if index > 0 {
                lines.space();
            }
            lines.push(style, word);
        }
        lines.end();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_at_spaces_before_they_are_too_long() {
        struct Case(usize, &'static str, &'static str);
        let cases = [
            Case(12, "drills began at dawn", " drills\n   began at\n   dawn\n"),
            Case(13, "drills began at dawn", " drills began\n   at dawn\n"),
            Case(80, "drills began at dawn", " drills began at dawn\n"),
            Case(8, "a mobilisation b", " a\n   mobilisation\n   b\n"),
            Case(5, "mobilisation", " mobilisation\n"),
            Case(9, "北京 上海 x", " 北京\n   上海 x\n"),
            Case(9, "cafe\u{301}s ab", " cafe\u{301}s ab\n"),
            Case(9, "", " \n"),
        ];
        for Case(width, text, expected) in cases {
            assert_eq!(filled(width, Style::new(), text), expected, "{text} in {width}");
        }
    }

    #[test]
    fn styles_take_no_room() {
        let styled = filled(13, AnsiColor::Red.on_default().bold(), "drills began at dawn");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), " drills began\n   at dawn\n");
    }

    /// A report could carry the escapes that clear a screen or retitle a window, and the overrides that make a line
    /// read backwards; shown as they stand they would act on the reader's terminal.
    #[test]
    fn what_would_steer_a_terminal_is_shown_as_a_sign() {
        assert_eq!(visible("\u{1b}[2Jgone\u{7}\u{7f}"), "␛[2Jgone␇␡");
        assert_eq!(visible("\u{202e}evil\u{2066}\u{9b}"), "\u{fffd}evil\u{fffd}\u{fffd}");
        assert!(matches!(visible("Größe 🙂 שלום"), Cow::Borrowed(_)));
    }
}
