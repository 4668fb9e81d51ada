//! CoNLL-U, with everything else in MISC.
//!
//! MISC keys, in the order of their bytes: `Attribution=B-cue:3` (part and number of the attribution within the text;
//! several with commas), `Factuality=2.31`, `NER=B-PER`, `Probability=0.93` (that what is told of happened),
//! `SpaceAfter=No`, `end_char` and `start_char` (code points of the whole text).

use std::collections::BTreeMap;
use std::io::{self, Write};

use vigie_lang::{Document, Role, Word};

use super::{Characters, Mark};

/// Writes CoNLL-U.
#[derive(Debug, Default)]
pub(crate) struct Conllu {
    /// Characters of the text before this part.
    characters: usize,
    sentences: usize,
    attributions: usize,
}

impl Conllu {
    /// Writes one part of a text.
    pub(crate) fn write(&mut self, id: &str, mark: Mark, part: &Document, out: &mut Vec<u8>) -> io::Result<()> {
        if mark.is_first {
            *self = Self::default();
        }
        let tags = Tags::of(part, self.attributions);
        let id = id.split_whitespace().collect::<Vec<_>>().join(" ");
        let characters = Characters::new(part.full_text(), self.characters);
        let mut multiword = part.multiword_tokens().peekable();
        for sentence in part.sentences() {
            self.sentences += 1;
            if self.sentences == 1 {
                writeln!(out, "# newdoc id = {id}")?;
            }
            if sentence.begins_paragraph() {
                writeln!(out, "# newpar")?;
            }
            writeln!(out, "# sent_id = {id}-{}", self.sentences)?;
            write_text(sentence.words(), out)?;
            let first = sentence.word_range().start;
            let mut token_end = 0;
            for word in sentence.words() {
                if let Some(token) = multiword.next_if(|token| token.word_range().start == word.index()) {
                    let words = token.word_range();
                    token_end = words.end;
                    let glued = words.end < part.n_words() && part.word(words.end).is_glued();
                    let [start, end] = characters.range(token.range());
                    let space = if glued { "SpaceAfter=No|" } else { "" };
                    writeln!(
                        out,
                        "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{space}end_char={end}|start_char={start}",
                        words.start - first + 1,
                        words.end - first,
                        token.text(),
                    )?;
                }
                let is_inside = word.index() < token_end;
                write_word(word, first, part, is_inside, &tags, &characters, out)?;
            }
            writeln!(out)?;
        }
        self.characters = characters.at(part.full_text().len());
        self.attributions += part.attributions().len();
        Ok(())
    }
}

/// Writes the text of a sentence on one line.
fn write_text<'d>(words: impl Iterator<Item = Word<'d>>, out: &mut Vec<u8>) -> io::Result<()> {
    write!(out, "# text =")?;
    for (index, word) in words.enumerate() {
        let gap = if index == 0 || !word.is_glued() { " " } else { "" };
        write!(out, "{gap}{}", word.text())?;
    }
    writeln!(out)
}

fn write_word(
    word: Word<'_>,
    first: usize,
    part: &Document,
    is_inside_token: bool,
    tags: &Tags,
    characters: &Characters<'_>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let head = word.head().map_or(0, |head| head.index() - first + 1);
    write!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t",
        word.index() - first + 1,
        word.text(),
        word.lemma(),
        word.upos(),
        word.xpos(),
        word.feats(),
        word.relation(),
    )?;
    if let Some(attribution) = tags.attributions.get(&word.index()) {
        write!(out, "Attribution={attribution}|")?;
    }
    let factuality = word.factuality();
    if let Some(factuality) = factuality {
        write!(out, "Factuality={:.2}|", factuality.value)?;
    }
    if let Some(name) = tags.names.get(&word.index()) {
        write!(out, "NER={name}|")?;
    }
    if let Some(probability) = factuality.and_then(|factuality| factuality.probability) {
        write!(out, "Probability={:.2}|", probability.get())?;
    }
    let next = word.index() + 1;
    if !is_inside_token && next < part.n_words() && part.word(next).is_glued() {
        write!(out, "SpaceAfter=No|")?;
    }
    let [start, end] = characters.range(word.range());
    writeln!(out, "end_char={end}|start_char={start}")
}

/// The tags of words that are in a name or an attribution.
struct Tags {
    names: BTreeMap<usize, String>,
    attributions: BTreeMap<usize, String>,
}

impl Tags {
    fn of(part: &Document, attributions_before: usize) -> Self {
        let mut tags = Self { names: BTreeMap::new(), attributions: BTreeMap::new() };
        for name in part.names() {
            for (index, word) in name.word_range().enumerate() {
                tags.names.insert(word, format!("{}-{}", letter(index), name.kind().as_str()));
            }
        }
        for (number, attribution) in (attributions_before + 1..).zip(part.attributions()) {
            for role in [Role::Source, Role::Cue, Role::Content] {
                for words in attribution.word_ranges(role) {
                    for (index, word) in words.enumerate() {
                        let tag = format!("{}-{}:{number}", letter(index), role.as_str());
                        let tags = tags.attributions.entry(word);
                        tags.and_modify(|tags| *tags = format!("{tags},{tag}")).or_insert(tag);
                    }
                }
            }
        }
        tags
    }
}

fn letter(index: usize) -> char {
    if index == 0 { 'B' } else { 'I' }
}
