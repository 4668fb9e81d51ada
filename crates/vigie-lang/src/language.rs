//! A cheap look at whether a text is in English.
//!
//! Not a language identifier: it says only that a text looks like another language, so that a reader is warned.

/// The least words that are judged.
const LEAST_WORDS: usize = 20;

/// The least share of letters that English has too.
const LATIN_SHARE: f64 = 0.7;

/// The least share of function words; English prose has 35 to 50 in a hundred, lists and headlines still 10.
const FUNCTION_SHARE: f64 = 0.06;

/// The commonest words of English that carry grammar, in order.
const FUNCTION_WORDS: [&str; 62] = [
    "a", "after", "all", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "for", "from",
    "had", "has", "have", "he", "her", "his", "if", "in", "into", "is", "it", "its", "more", "no", "not", "of", "on",
    "one", "or", "our", "over", "said", "she", "than", "that", "the", "their", "there", "they", "this", "to", "up",
    "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you", "your", "'s", "n't",
];

/// What was counted in the words of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LanguageCounts {
    words: usize,
    function_words: usize,
    letters: usize,
    latin: usize,
}

impl LanguageCounts {
    /// Counts one word. Words without letters tell nothing.
    pub(crate) fn add(&mut self, form: &str) {
        let (mut letters, mut latin) = (0, 0);
        for c in form.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            latin += usize::from(c < '\u{250}');
        }
        if letters > 0 {
            self.words += 1;
            self.letters += letters;
            self.latin += latin;
            self.function_words += usize::from(is_function_word(form));
        }
    }

    /// Whether the text looks like another language. Short texts never do.
    pub(crate) fn look_foreign(self) -> bool {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        self.words >= LEAST_WORDS
            && (share(self.latin, self.letters) < LATIN_SHARE
                || share(self.function_words, self.words) < FUNCTION_SHARE)
    }
}

fn is_function_word(form: &str) -> bool {
    form.len() <= 5 && {
        let lower = form.to_ascii_lowercase();
        FUNCTION_WORDS.contains(&lower.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::LanguageCounts;

    fn looks_foreign(text: &str) -> bool {
        let mut counts = LanguageCounts::default();
        text.split_whitespace().for_each(|word| counts.add(word));
        counts.look_foreign()
    }

    #[test]
    fn tells_english_from_the_rest() {
        struct Case(&'static str, bool);
        let cases = [
            Case(
                "The ministry said on Monday that it had moved two brigades to the border and that drills would go on \
                 for a week, but gave no reason for the move.",
                false,
            ),
            Case("Короткий текст", false),
            Case(
                "Министерство сообщило в понедельник что две бригады были переброшены к границе и что учения продлятся \
                 неделю однако не назвало причин этого шага добавив что подробности появятся позже",
                true,
            ),
            Case(
                "Das Ministerium teilte am Montag mit dass zwei Brigaden zur Grenze verlegt worden seien und die \
                 Manöver noch eine Woche dauern sollten nannte aber keinen Grund dafür",
                true,
            ),
            Case("", false),
        ];
        for Case(text, expected) in cases {
            assert_eq!(looks_foreign(text), expected, "{text}");
        }
    }
}
