//! Words: a text cut into words, numbers and marks, each looked up once among the words of time.

use super::unit::{DayPart, Season, Unit};

/// A text with its words.
#[derive(Debug)]
pub(super) struct Words<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    lexeme: Lexeme,
}

/// What a word is to the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lexeme {
    /// A month by its full name; January is 1.
    Month(i8),
    /// A month by its short name, which is often another word or a name: `Mar`, `Dec`, `Jan`.
    ShortMonth(i8),
    /// A weekday; Monday is 1.
    Weekday(i8),
    /// A weekday by its short name: `Sun`, `Sat`, `Wed`.
    ShortWeekday(i8),
    /// A weekday in the plural.
    Weekdays(i8),
    /// A unit in the singular.
    Unit(Unit),
    /// A unit in the plural.
    Units(Unit),
    /// A season.
    Season(Season),
    /// A part of the day.
    Part(DayPart),
    /// A number in digits alone.
    Number(u32),
    /// A number with commas or a point.
    Figure(f64),
    /// Any other word.
    Word,
    /// A mark.
    Mark,
}

impl<'t> Words<'t> {
    /// Cuts a text. Takes time linear in its length.
    pub(super) fn of(text: &'t str) -> Self {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let start = at;
            at += first.len_utf8();
            if first.is_whitespace() {
                at += text[at..].find(|c: char| !c.is_whitespace()).unwrap_or(text.len() - at);
                if text[start..at].bytes().filter(|&byte| byte == b'\n').count() > 1 {
                    // An empty word between paragraphs keeps the rules from reading across.
                    tokens.push(Token { start: at, end: at, lexeme: Lexeme::Mark });
                }
                continue;
            }
            let lexeme = if first.is_ascii_digit() {
                at = end_of_number(text, at);
                lexeme_of_number(&text[start..at])
            } else if first.is_alphabetic() {
                at += text[at..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - at);
                if at < text.len() && text[start..at].eq_ignore_ascii_case("o") && is_oclock(&text[at..]) {
                    at += text[at..].find('c').map_or(0, |c| c + "clock".len());
                }
                lexeme_of_word(&text[start..at])
            } else {
                Lexeme::Mark
            };
            tokens.push(Token { start, end: at, lexeme });
        }
        Self { text, tokens }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The text of a word; empty past the end.
    pub(super) fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// What a word is.
    pub(super) fn lexeme(&self, at: usize) -> Lexeme {
        self.tokens.get(at).map_or(Lexeme::Mark, |token| token.lexeme)
    }

    /// The first byte of a word.
    pub(super) fn start(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(self.text.len(), |token| token.start)
    }

    /// The byte after the last of a word.
    pub(super) fn end(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(self.text.len(), |token| token.end)
    }

    /// Whether a word is `word`, in whatever case.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(word)
    }

    /// Whether a word is one of `words`.
    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let text = self.text(at);
        !text.is_empty() && words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// Whether the word before is one of `words`.
    pub(super) fn follows_any(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.is_any(at - 1, words)
    }

    /// The word after `phrase` where that phrase stands at `at`.
    pub(super) fn skip(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for word in phrase.split(' ') {
            if !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The word after the first of `phrases` that stands at `at`.
    pub(super) fn skip_any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.skip(at, phrase))
    }

    /// Whether no space stands between a word and the one before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0
            && at < self.len()
            && self.tokens[at - 1].end == self.tokens[at].start
            && !(self.text(at - 1).is_empty() || self.text(at).is_empty())
    }

    /// Whether a hyphen or dash stands here with no space before and after it.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "‐" | "‑" | "–") && self.is_glued(at) && self.is_glued(at + 1)
    }

    /// The word after a hyphen, or the same where there is none.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// The word after a full stop that belongs to the word before, as in `Sept.`, or the same.
    pub(super) fn past_dot(&self, at: usize) -> usize {
        if self.text(at) == "." && self.is_glued(at) { at + 1 } else { at }
    }

    /// The word after a comma, or the same.
    pub(super) fn past_comma(&self, at: usize) -> usize {
        if self.text(at) == "," { at + 1 } else { at }
    }

    /// Whether a word begins with a capital letter.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.text(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a sentence begins here: at the start, after a stop, or after an empty line.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        if at == 0 || at >= self.len() {
            return true;
        }
        let gap = &self.text[self.end(at - 1)..self.start(at)];
        match self.text(at - 1) {
            "" | "!" | "?" => true,
            "." => !gap.is_empty() && self.is_capital_or_number(at) && !self.is_abbreviation(at - 1),
            "\"" | "”" | "“" => at > 1 && matches!(self.text(at - 2), "." | "!" | "?") && self.is_capital(at),
            _ => false,
        }
    }

    /// Whether the text breaks off before this word, as after a headline: an empty line or a line end.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        at == 0
            || at >= self.len()
            || self.text(at - 1).is_empty()
            || self.text[self.end(at - 1)..self.start(at)].contains('\n')
    }

    fn is_capital_or_number(&self, at: usize) -> bool {
        self.is_capital(at) || matches!(self.lexeme(at), Lexeme::Number(_) | Lexeme::Figure(_) | Lexeme::Mark)
    }

    /// Whether the full stop here ends a short word, not a sentence.
    fn is_abbreviation(&self, at: usize) -> bool {
        at > 0
            && self.is_glued(at)
            && (self.text(at - 1).chars().count() == 1 && self.is_capital(at - 1)
                || self.is_any(at - 1, &["Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "St", "No", "Lt", "Col"])
                || matches!(self.lexeme(at - 1), Lexeme::ShortMonth(_)))
    }
}

/// The end of a number of which the first digit is read: digits, and commas and points between digits.
fn end_of_number(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let is_inner = matches!(bytes[at], b'.' | b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[at].is_ascii_digit() && !is_inner {
            break;
        }
        at += 1;
    }
    at
}

fn lexeme_of_number(text: &str) -> Lexeme {
    if text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_or(Lexeme::Word, Lexeme::Number);
    }
    let is_list = text.split(',').skip(1).any(|part| part.split('.').next().is_none_or(|digits| digits.len() != 3));
    if is_list || text.len() > 15 {
        return Lexeme::Word;
    }
    text.replace(',', "").parse().map_or(Lexeme::Word, Lexeme::Figure)
}

/// Whether `'clock` stands here.
fn is_oclock(rest: &str) -> bool {
    ["'clock", "’clock"].iter().any(|tail| rest.starts_with(tail))
}

/// Looks a word up.
fn lexeme_of_word(word: &str) -> Lexeme {
    use Lexeme::{Month, Part, ShortMonth, ShortWeekday, Units, Weekday, Weekdays, Word};
    if word.len() > 10 || !word.is_ascii() {
        return Word;
    }
    let mut lower = [0_u8; 10];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let is_capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    // Months and weekdays are names, written with a capital.
    if is_capital {
        let named = match &*lower {
            b"january" => Month(1),
            b"february" => Month(2),
            b"march" => Month(3),
            b"april" => Month(4),
            b"may" => Month(5),
            b"june" => Month(6),
            b"july" => Month(7),
            b"august" => Month(8),
            b"september" => Month(9),
            b"october" => Month(10),
            b"november" => Month(11),
            b"december" => Month(12),
            b"jan" => ShortMonth(1),
            b"feb" => ShortMonth(2),
            b"mar" => ShortMonth(3),
            b"apr" => ShortMonth(4),
            b"jun" => ShortMonth(6),
            b"jul" => ShortMonth(7),
            b"aug" => ShortMonth(8),
            b"sep" | b"sept" => ShortMonth(9),
            b"oct" => ShortMonth(10),
            b"nov" => ShortMonth(11),
            b"dec" => ShortMonth(12),
            b"monday" => Weekday(1),
            b"tuesday" => Weekday(2),
            b"wednesday" => Weekday(3),
            b"thursday" => Weekday(4),
            b"friday" => Weekday(5),
            b"saturday" => Weekday(6),
            b"sunday" => Weekday(7),
            b"mondays" => Weekdays(1),
            b"tuesdays" => Weekdays(2),
            b"wednesdays" => Weekdays(3),
            b"thursdays" => Weekdays(4),
            b"fridays" => Weekdays(5),
            b"saturdays" => Weekdays(6),
            b"sundays" => Weekdays(7),
            b"mon" => ShortWeekday(1),
            b"tue" | b"tues" => ShortWeekday(2),
            b"wed" | b"weds" => ShortWeekday(3),
            b"thu" | b"thur" | b"thurs" => ShortWeekday(4),
            b"fri" => ShortWeekday(5),
            b"sat" => ShortWeekday(6),
            b"sun" => ShortWeekday(7),
            _ => Word,
        };
        if named != Word {
            return named;
        }
    }
    match &*lower {
        b"second" => Lexeme::Unit(Unit::Second),
        b"minute" => Lexeme::Unit(Unit::Minute),
        b"hour" => Lexeme::Unit(Unit::Hour),
        b"day" => Lexeme::Unit(Unit::Day),
        b"week" => Lexeme::Unit(Unit::Week),
        b"fortnight" => Lexeme::Unit(Unit::Fortnight),
        b"month" => Lexeme::Unit(Unit::Month),
        b"quarter" => Lexeme::Unit(Unit::Quarter),
        b"year" => Lexeme::Unit(Unit::Year),
        b"decade" => Lexeme::Unit(Unit::Decade),
        b"century" => Lexeme::Unit(Unit::Century),
        b"seconds" => Units(Unit::Second),
        b"minutes" | b"mins" => Units(Unit::Minute),
        b"hours" | b"hrs" => Units(Unit::Hour),
        b"days" => Units(Unit::Day),
        b"weeks" => Units(Unit::Week),
        b"fortnights" => Units(Unit::Fortnight),
        b"months" => Units(Unit::Month),
        b"quarters" => Units(Unit::Quarter),
        b"years" | b"yrs" => Units(Unit::Year),
        b"decades" => Units(Unit::Decade),
        b"centuries" => Units(Unit::Century),
        b"spring" => Lexeme::Season(Season::Spring),
        b"summer" => Lexeme::Season(Season::Summer),
        b"autumn" | b"fall" => Lexeme::Season(Season::Autumn),
        b"winter" => Lexeme::Season(Season::Winter),
        b"morning" | b"dawn" => Part(DayPart::Morning),
        b"noon" | b"midday" => Part(DayPart::Noon),
        b"afternoon" => Part(DayPart::Afternoon),
        b"evening" => Part(DayPart::Evening),
        b"night" => Part(DayPart::Night),
        b"midnight" => Part(DayPart::Midnight),
        _ => Word,
    }
}
