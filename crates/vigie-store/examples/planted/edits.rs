//! The edits that newspapers make to agency text.

use super::outlets;
use super::prose::{Prose, Sources, headline, index};
use crate::made_up::Chance;

/// What was done to a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    /// Another headline.
    Headline,
    /// One to three sentences put before.
    Lead,
    /// Up to a third of the paragraphs left out.
    Dropped,
    /// The last fifth to three fifths cut off.
    Cut,
    /// A paragraph of somebody else's put in.
    Inserted,
    /// One word in twenty-five replaced.
    Words,
    /// What the outlet prints around its texts.
    Furniture,
    /// Two or three of these, and furniture with one in three.
    Several,
}

const SINGLE: [Edit; 7] =
    [Edit::Headline, Edit::Lead, Edit::Dropped, Edit::Cut, Edit::Inserted, Edit::Words, Edit::Furniture];

/// A copy of a text: what was done to it, the outlet that prints it, and how.
pub(crate) fn copied(original: &Prose, sources: &Sources, chance: &mut Chance) -> (Edit, u64, String) {
    let mut prose = original.clone();
    let (edit, n_edits) =
        if chance.below(3) > 0 { (*chance.pick(&SINGLE), 1) } else { (Edit::Several, 2 + chance.below(2)) };
    for _ in 0..n_edits {
        let one = if edit == Edit::Several { *chance.pick(&SINGLE) } else { edit };
        apply(one, &mut prose, sources, chance);
    }
    let is_furnished = edit == Edit::Furniture || edit == Edit::Several && chance.below(3) == 0;
    let outlet = outlets::some(is_furnished, chance);
    (edit, outlet, outlets::printed(&prose, outlet, sources))
}

fn apply(edit: Edit, prose: &mut Prose, sources: &Sources, chance: &mut Chance) {
    let n_paragraphs = prose.paragraphs.len();
    match edit {
        Edit::Headline => prose.headline = headline(&prose.paragraphs, chance),
        Edit::Lead => {
            let n_sentences = 1 + index(chance, 3);
            prose.paragraphs.insert(0, own_words(n_sentences, sources, chance));
        }
        Edit::Dropped => {
            for _ in 0..=index(chance, n_paragraphs / 3 + 1) {
                if prose.paragraphs.len() > 2 {
                    let at = index(chance, prose.paragraphs.len());
                    prose.paragraphs.remove(at);
                }
            }
        }
        Edit::Cut => {
            let kept = prose.n_sentences() * (4 + index(chance, 5)) / 10;
            cut(&mut prose.paragraphs, kept.max(2));
        }
        Edit::Inserted => {
            let n_sentences = 1 + index(chance, 3);
            let passage = own_words(n_sentences, sources, chance);
            let at = index(chance, n_paragraphs + 1);
            prose.paragraphs.insert(at, passage);
        }
        Edit::Words => {
            for sentence in prose.paragraphs.iter_mut().flatten() {
                *sentence = sources.reworded(sentence, 25, chance);
            }
        }
        Edit::Furniture | Edit::Several => {}
    }
}

/// What a newspaper writes itself: sentences that stand nowhere else.
fn own_words(n_sentences: usize, sources: &Sources, chance: &mut Chance) -> Vec<String> {
    let passage = sources.passage(sources.any(chance), n_sentences, chance);
    passage.iter().map(|sentence| sources.reworded(sentence, 3, chance)).collect()
}

/// Leaves the first sentences.
fn cut(paragraphs: &mut Vec<Vec<String>>, kept: usize) {
    let mut left = kept;
    for paragraph in paragraphs.iter_mut() {
        paragraph.truncate(left);
        left -= paragraph.len();
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
}
