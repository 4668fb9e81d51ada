//! Nesting: which claim stands inside the content of another.

use std::ops::Range;

use super::draft::Draft;
use super::tokens::overlap;

/// For each claim, the claim whose content holds it most closely.
pub(crate) fn parents(drafts: &[Draft]) -> Vec<Option<usize>> {
    drafts.iter().enumerate().map(|(index, draft)| parent(drafts, index, draft)).collect()
}

fn parent(drafts: &[Draft], index: usize, draft: &Draft) -> Option<usize> {
    let within =
        |other: &Draft| draft.cue.first().or(draft.content.first()).is_some_and(|inner| holds(&other.content, inner));
    let mutual = |other: &Draft| other.cue.first().is_some_and(|cue| holds(&draft.content, cue));
    let candidates = drafts.iter().enumerate().filter(|(at, other)| *at != index && within(other) && !mutual(other));
    candidates.min_by_key(|(at, other)| (other.content.iter().map(Range::len).sum::<usize>(), *at)).map(|(at, _)| at)
}

fn holds(content: &[Range<usize>], inner: &Range<usize>) -> bool {
    content.iter().any(|part| part.start <= inner.start && inner.end <= part.end)
}

/// The stretches of the claims inside one, whose words are not its own.
pub(crate) fn inner(drafts: &[Draft], parents: &[Option<usize>], index: usize) -> Vec<Range<usize>> {
    let children = drafts.iter().zip(parents).filter(|(_, parent)| **parent == Some(index));
    let inner = children.flat_map(|(draft, _)| draft.content.iter().chain(&draft.cue));
    inner.filter(|part| drafts[index].content.iter().any(|own| overlap(own, part) && own != *part)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_content_is_the_parent() {
        let draft = |cue: Range<usize>, content: Range<usize>| Draft {
            cue: vec![cue],
            content: vec![content],
            ..Draft::default()
        };
        let drafts = [draft(1..2, 2..20), draft(5..6, 6..20), draft(8..9, 9..12), draft(30..31, 31..33)];
        assert_eq!(parents(&drafts), [None, Some(0), Some(1), None]);
        assert_eq!(inner(&drafts, &parents(&drafts), 0), [6..20, 5..6]);
    }
}
