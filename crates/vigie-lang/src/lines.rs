//! Words of a text in which every line is a paragraph.

use crate::tokenize::{MultiwordToken, Tokens, Word, tokenize};

/// Splits a text into paragraphs of words, a paragraph for each line that has words.
pub(crate) fn tokenize_lines(text: &str) -> Tokens {
    let mut whole = Tokens::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let tokens = tokenize(line);
        let first = index(whole.words.len());
        whole.words.extend(tokens.words.iter().map(|word| Word { range: word.range.shifted(start) }));
        whole.multiword.extend(tokens.multiword.into_iter().map(|token| MultiwordToken {
            range: token.range.shifted(start),
            words: token.words.start + first..token.words.end + first,
        }));
        whole.paragraphs.extend(tokens.paragraphs.iter().map(|words| words.start + first..words.end + first));
        start += line.len();
    }
    whole
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a section has fewer than 2^32 words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_paragraph() {
        let text = "They don't\nknow it.\n\nYet";
        let tokens = tokenize_lines(text);
        let lines: Vec<Vec<&str>> = tokens
            .paragraphs
            .iter()
            .map(|words| &tokens.words[words.start as usize..words.end as usize])
            .map(|words| words.iter().map(|word| &text[word.range.as_range()]).collect())
            .collect();
        assert_eq!(lines, [vec!["They", "do", "n't"], vec!["know", "it", "."], vec!["Yet"]]);
        assert_eq!(tokens.multiword[0].words, 1..3);
    }
}
