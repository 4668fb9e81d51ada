//! Sections: pieces of a long text that can be read one after the other, so that memory does not grow with the text.
//!
//! A text is cut at the first blank line after [`WANTED`] bytes; where there is none within [`MOST`] bytes, at the end
//! of a line that ends a sentence, then of any line, then at white space, and then anywhere between two characters.
//! Where a section ends depends on nothing but the text from its start on, so a text that comes in small portions is
//! cut just like one that comes whole. The sections together are the text, to the byte.

/// The bytes after which a section ends at the next good place.
const WANTED: usize = 32 * 1024;

/// The most bytes of a section.
const MOST: usize = 128 * 1024;

/// A piece of a text that is read by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    pub(crate) text: String,
    pub(crate) forced: bool,
}

impl Section {
    /// What the text says here.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Cuts a text that comes in portions.
///
/// ```
/// use vigie_lang::Sectioner;
///
/// let mut sectioner = Sectioner::default();
/// sectioner.push("Drills began. ");
/// assert!(sectioner.next_section().is_none(), "more may come");
/// sectioner.push("They went on.");
/// assert_eq!(sectioner.finish()[0].text(), "Drills began. They went on.");
/// ```
#[derive(Debug, Default)]
pub struct Sectioner {
    portions: String,
}

impl Sectioner {
    /// Takes the next portion of the text.
    pub fn push(&mut self, portion: &str) {
        self.portions.push_str(portion);
    }

    /// Gives the next section, if it is known where it ends.
    pub fn next_section(&mut self) -> Option<Section> {
        (self.portions.len() > MOST).then(|| self.cut())
    }

    /// Ends the text, and gives the sections that are left: at least one, which is empty if the text is.
    pub fn finish(mut self) -> Vec<Section> {
        let mut sections = Vec::new();
        while sections.is_empty() || !self.portions.is_empty() {
            sections.push(self.cut());
        }
        sections
    }

    fn cut(&mut self) -> Section {
        let (end, forced) = section_end(&self.portions);
        let rest = self.portions.split_off(end);
        Section { text: std::mem::replace(&mut self.portions, rest), forced }
    }
}

/// The sections of a whole text.
pub(crate) fn sections(text: &str) -> impl Iterator<Item = Section> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (end, forced) = section_end(text);
        rest = (end < text.len()).then(|| &text[end..]);
        Some(Section { text: text[..end].to_owned(), forced })
    })
}

/// Where the first section of a text ends, and whether that is no end of a line.
fn section_end(text: &str) -> (usize, bool) {
    let most = text.floor_char_boundary(MOST);
    let bytes = &text.as_bytes()[..most];
    if most <= WANTED {
        return (most, false);
    }
    let line_ends = || (WANTED..most).filter(|&at| bytes[at] == b'\n').map(|at| at + 1);
    let found = line_ends()
        .find(|&end| is_blank(last_line(&bytes[..end - 1])))
        .or_else(|| line_ends().find(|&end| ends_sentence(&bytes[..end])))
        .or_else(|| line_ends().next());
    if let Some(end) = found {
        return (end, false);
    }
    if most == text.len() {
        return (most, false);
    }
    let white = text[..most].char_indices().rev().take_while(|&(at, _)| at >= WANTED).find(|(_, c)| c.is_whitespace());
    (white.map_or(most, |(at, c)| at + c.len_utf8()), true)
}

fn last_line(bytes: &[u8]) -> &[u8] {
    bytes.rsplit(|&byte| byte == b'\n').next().unwrap_or(bytes)
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

fn ends_sentence(text: &[u8]) -> bool {
    let end = text.trim_ascii_end();
    let inside = end.iter().rposition(|byte| !matches!(byte, b'"' | b'\'' | b')' | b']')).map_or(0, |at| at + 1);
    matches!(end[..inside].last(), Some(b'.' | b'!' | b'?'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<(usize, bool)> {
        sections(text).map(|section| (section.text.len(), section.forced)).collect()
    }

    #[test]
    fn a_short_text_is_one_section() {
        assert_eq!(cut(""), [(0, false)]);
        assert_eq!(cut("One.\n\nTwo."), [(10, false)]);
    }

    #[test]
    fn a_long_text_is_cut_at_the_best_place_there_is() {
        struct Case {
            name: &'static str,
            after: &'static str,
            forced: bool,
        }
        let filler = "word ".repeat(WANTED / 5 + 1);
        let cases = [
            Case { name: "a blank line before others", after: "one\nend.\nlast\n \n", forced: false },
            Case { name: "the end of a sentence", after: "one\nend.”\nHe said \"yes.\"\n", forced: false },
            Case { name: "the end of a line", after: "one\n", forced: false },
        ];
        for case in cases {
            let text = format!("{filler}{}{}", case.after, "more ".repeat(MOST / 5));
            let first = sections(&text).next().unwrap();
            assert_eq!(first.text, format!("{filler}{}", case.after), "{}", case.name);
            assert_eq!(first.forced, case.forced, "{}", case.name);
        }
    }

    #[test]
    fn a_line_without_end_is_cut_at_white_space_or_anywhere() {
        for text in ["drill ".repeat(MOST), "ж".repeat(MOST), "🙂".repeat(MOST)] {
            let sections: Vec<Section> = sections(&text).collect();
            assert!(sections.iter().all(|section| section.text.len() <= MOST));
            assert!(sections.iter().rev().skip(1).all(|section| section.forced));
            assert_eq!(sections.iter().map(Section::text).collect::<String>(), text);
        }
    }

    proptest! {
        #[test]
        fn portions_change_nothing(
            lines in prop::collection::vec("[a-z.]{0,40}", 1..9),
            repeat in 1..900_usize,
            portion in 1..70_000_usize,
        ) {
            let text = lines.join("\n").repeat(repeat);
            let mut sectioner = Sectioner::default();
            let mut found = Vec::new();
            for portion in text.as_bytes().chunks(portion) {
                sectioner.push(std::str::from_utf8(portion).unwrap());
                while let Some(section) = sectioner.next_section() {
                    found.push(section);
                }
            }
            found.extend(sectioner.finish());
            if found.len() > 1 && found.last().is_some_and(|last| last.text.is_empty()) {
                found.pop();
            }
            prop_assert_eq!(found, sections(&text).collect::<Vec<_>>());
        }
    }
}
