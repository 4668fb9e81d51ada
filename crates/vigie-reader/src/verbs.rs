//! Verbs as the tables spell them: the engine's lemmas of regular forms can be off by a letter (`ruled` becomes `rul`).

use std::collections::HashSet;
use std::sync::LazyLock;

use vigie_lang::Word;

/// The verbs of the tables of frames, light verbs and words of status.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let frames = include_str!("../../../knowledge/frames.tsv");
    let light = include_str!("../../../knowledge/light-verbs.tsv");
    let status = include_str!("../../../knowledge/status-words.tsv");
    let verbs = |table: &'static str, is_verb: fn(&str) -> bool| {
        let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        rows.filter(move |(_, rest)| is_verb(rest)).map(|(lemma, _)| lemma)
    };
    let is_v = |rest: &str| rest.starts_with("v\t");
    verbs(frames, is_v).chain(verbs(light, |rest| !rest.starts_with("with\t"))).chain(verbs(status, is_v)).collect()
});

/// The lemma of a word, mended where it is no verb of the tables and the form is regular of one that is.
pub(crate) fn lemma_of(word: Word<'_>) -> &str {
    let lemma = word.lemma();
    if !matches!(word.xpos(), "VBD" | "VBN" | "VBG") || KNOWN.contains(lemma) {
        return lemma;
    }
    let form = word.text().to_lowercase();
    let Some(stem) = form.strip_suffix("ed").or_else(|| form.strip_suffix("ing")) else { return lemma };
    let mut last = stem.chars().rev();
    let single =
        last.next().filter(|letter| last.next() == Some(*letter)).map(|letter| &stem[..stem.len() - letter.len_utf8()]);
    let with_y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
    let known = |verb: &str| KNOWN.get(verb).copied();
    known(stem)
        .or_else(|| known(&format!("{stem}e")))
        .or_else(|| known(single?))
        .or_else(|| known(&with_y?))
        .unwrap_or(lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_know_the_verbs_of_acts() {
        for verb in ["rule", "beg", "free", "dub", "thank", "bar"] {
            assert!(KNOWN.contains(verb), "{verb}");
        }
        assert!(!KNOWN.contains("verb"), "the head of a table is no verb");
    }
}
