//! Nesting: which claim stands inside the content of another.

use std::collections::BTreeMap;
use std::ops::Range;

use super::draft::Draft;
use super::tokens::overlap;

/// For each claim, the claim whose content holds it most closely; `sentence` gives the number of a word's sentence.
pub(crate) fn parents(drafts: &[Draft], sentence: &dyn Fn(usize) -> usize) -> Vec<Option<usize>> {
    let mut touching: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        for part in draft.content.iter().filter(|part| !part.is_empty()) {
            for number in sentence(part.start)..=sentence(part.end - 1) {
                touching.entry(number).or_default().push(index);
            }
        }
    }
    let parent = |(index, draft): (usize, &Draft)| {
        let inner = draft.cue.first().or(draft.content.first()).filter(|inner| !inner.is_empty())?;
        let near = touching.get(&sentence(inner.start))?;
        let mutual = |other: &Draft| other.cue.first().is_some_and(|cue| holds(&draft.content, cue));
        let fits = |at: &usize| *at != index && holds(&drafts[*at].content, inner) && !mutual(&drafts[*at]);
        let length = |at: usize| drafts[at].content.iter().map(Range::len).sum::<usize>();
        near.iter().copied().filter(fits).min_by_key(|&at| (length(at), at))
    };
    drafts.iter().enumerate().map(parent).collect()
}

fn holds(content: &[Range<usize>], inner: &Range<usize>) -> bool {
    content.iter().any(|part| part.start <= inner.start && inner.end <= part.end)
}

/// For each claim, the stretches of the claims inside it, whose words are not its own.
pub(crate) fn inner(drafts: &[Draft], parents: &[Option<usize>]) -> Vec<Vec<Range<usize>>> {
    let mut inner = vec![Vec::new(); drafts.len()];
    for (draft, parent) in drafts.iter().zip(parents) {
        let Some(parent) = *parent else { continue };
        let own = &drafts[parent].content;
        let parts = draft.content.iter().chain(&draft.cue);
        inner[parent].extend(parts.filter(|part| own.iter().any(|own| overlap(own, part) && own != *part)).cloned());
    }
    inner
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
        let parents = parents(&drafts, &|word| word / 10);
        assert_eq!(parents, [None, Some(0), Some(1), None]);
        assert_eq!(inner(&drafts, &parents)[0], [6..20, 5..6]);
    }
}
