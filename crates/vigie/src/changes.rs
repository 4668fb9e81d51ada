//! What changed from one version of a report to the next: sentences that are out, and sentences that are new.

use vigie_record::Reading;

/// A sentence that one of two versions has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The older has it alone.
    Removed(String),
    /// The newer has it alone.
    Added(String),
}

/// The most pairs of sentences that are compared; beyond, it is only asked whether a sentence stands anywhere in the other.
const MOST_PAIRS: usize = 4_000_000;

/// The changes from an older version to a newer, in the order of the text; a sentence that was edited is removed and added. Spaces do not count.
pub fn changes(older: &Reading, newer: &Reading) -> Vec<Change> {
    let mut changes = Vec::new();
    if older.report.title != newer.report.title {
        changes.extend(older.report.title.clone().map(Change::Removed));
        changes.extend(newer.report.title.clone().map(Change::Added));
    }
    changes.extend(between(&sentences(older), &sentences(newer)));
    changes
}

fn sentences(reading: &Reading) -> Vec<String> {
    let text = |range: &vigie_record::ByteRange| reading.report.text.get(range.as_range());
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    reading.sentences.iter().filter_map(text).map(plain).filter(|text| !text.is_empty()).collect()
}

/// The least changes that make one list of the other, by the longest list that both have in order.
fn between(older: &[String], newer: &[String]) -> Vec<Change> {
    let same_start = older.iter().zip(newer).take_while(|(one, two)| one == two).count();
    let (older, newer) = (&older[same_start..], &newer[same_start..]);
    let same_end = older.iter().rev().zip(newer.iter().rev()).take_while(|(one, two)| one == two).count();
    let (older, newer) = (&older[..older.len() - same_end], &newer[..newer.len() - same_end]);
    if older.len().saturating_mul(newer.len()) > MOST_PAIRS {
        let removed = older.iter().filter(|one| !newer.contains(one)).cloned().map(Change::Removed);
        let added = newer.iter().filter(|one| !older.contains(one)).cloned().map(Change::Added);
        return removed.chain(added).collect();
    }
    let width = newer.len() + 1;
    // The length of the longest list that both have from here on.
    let mut longest = vec![0_u32; (older.len() + 1) * width];
    for at in (0..older.len()).rev() {
        for other in (0..newer.len()).rev() {
            longest[at * width + other] = if older[at] == newer[other] {
                longest[(at + 1) * width + other + 1] + 1
            } else {
                longest[(at + 1) * width + other].max(longest[at * width + other + 1])
            };
        }
    }
    let (mut at, mut other, mut changes) = (0, 0, Vec::new());
    while at < older.len() || other < newer.len() {
        if at < older.len() && other < newer.len() && older[at] == newer[other] {
            (at, other) = (at + 1, other + 1);
        } else if other == newer.len()
            || at < older.len() && longest[(at + 1) * width + other] >= longest[at * width + other + 1]
        {
            changes.push(Change::Removed(older[at].clone()));
            at += 1;
        } else {
            changes.push(Change::Added(newer[other].clone()));
            other += 1;
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_changes_are_told() {
        struct Case(&'static str, &'static str, &'static str);
        let cases = [
            Case("a b c", "a b c", ""),
            Case("a b c", "a c", "-b"),
            Case("a c", "a b c", "+b"),
            Case("a b c", "a x c", "-b +x"),
            Case("", "a b", "+a +b"),
            Case("a b", "", "-a -b"),
            Case("a b c d", "b d e", "-a -c +e"),
            Case("a a b", "a b", "-a"),
        ];
        for Case(older, newer, expected) in cases {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let found: Vec<String> = between(&words(older), &words(newer))
                .into_iter()
                .map(|change| match change {
                    Change::Removed(text) => format!("-{text}"),
                    Change::Added(text) => format!("+{text}"),
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{older} to {newer}");
        }
    }
}
