//! Lemmas: a learned table first, then the edit script that the model chose.

use std::ops::Range;

use crate::upos::Upos;

/// How to make a lemma out of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LemmaScript {
    /// The word has no lemma; it is written `_`.
    None,
    /// Drops letters from the end of the word, then adds some.
    Edit {
        /// Whether the word keeps its capitals.
        keep_case: bool,
        /// How many characters to drop from the end.
        drop: usize,
        /// What to add there.
        add: String,
    },
}

impl LemmaScript {
    /// Reads a script: `l{drop}:{add}` goes by the lower-cased word, `k{drop}:{add}` keeps its case, `_` is no lemma.
    pub(crate) fn parse(script: &str) -> Option<Self> {
        if script == "_" {
            return Some(Self::None);
        }
        let keep_case = match script.chars().next()? {
            'k' => true,
            'l' => false,
            _ => return None,
        };
        let (drop, add) = script[1..].split_once(':')?;
        Some(Self::Edit { keep_case, drop: drop.parse().ok()?, add: add.to_owned() })
    }

    /// Makes the lemma of `form`; the form itself where the script would leave nothing.
    pub(crate) fn apply(&self, form: &str) -> String {
        let Self::Edit { keep_case, drop, add } = self else { return "_".to_owned() };
        let mut lemma = if *keep_case { form.to_owned() } else { form.to_lowercase() };
        let keep = lemma.char_indices().rev().take(*drop).last().map_or(lemma.len(), |(at, _)| at);
        if keep == 0 && add.is_empty() {
            return lemma;
        }
        lemma.truncate(keep);
        lemma.push_str(add);
        lemma
    }
}

/// The learned table of lemmas: lower-cased word and part of speech to lemma.
///
/// Keeps the text of the table and the places of its lines, in order: about 8 bytes a line beside the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct LemmaTable {
    text: String,
    lines: Vec<(Range<u32>, u32)>,
}

impl LemmaTable {
    /// Reads lines of `word<TAB>UPOS<TAB>lemma`; gives the number of the first line that is none.
    pub(crate) fn parse(text: String) -> Result<Self, usize> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            if start < end {
                let mut tabs = text[start..end].match_indices('\t').map(|(at, _)| start + at);
                let (Some(_), Some(second), None) = (tabs.next(), tabs.next(), tabs.next()) else {
                    return Err(number + 1);
                };
                let place = |at: usize| u32::try_from(at).map_err(|_| number + 1);
                lines.push((place(start)?..place(second)?, place(end)?));
            }
            start += line.len();
        }
        let key = |line: &(Range<u32>, u32)| line.0.start as usize..line.0.end as usize;
        lines.sort_by(|a, b| text[key(a)].cmp(&text[key(b)]));
        Ok(Self { text, lines })
    }

    /// Looks up the lemma of a lower-cased word.
    pub(crate) fn get(&self, lower: &str, upos: Upos) -> Option<&str> {
        let wanted = || lower.bytes().chain([b'\t']).chain(upos.as_str().bytes());
        let at = self
            .lines
            .binary_search_by(|(key, _)| self.text[key.start as usize..key.end as usize].bytes().cmp(wanted()))
            .ok()?;
        let (key, end) = &self.lines[at];
        Some(&self.text[key.end as usize + 1..*end as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_make_lemmas() {
        struct Case {
            form: &'static str,
            script: &'static str,
            lemma: &'static str,
        }
        let cases = [
            Case { form: "Drills", script: "l1:", lemma: "drill" },
            Case { form: "was", script: "l3:be", lemma: "be" },
            Case { form: "Minsk", script: "k0:", lemma: "Minsk" },
            Case { form: "Greeks", script: "k1:", lemma: "Greek" },
            Case { form: "armies", script: "l3:y", lemma: "army" },
            Case { form: "n't", script: "l3:not", lemma: "not" },
            Case { form: "café", script: "l1:e", lemma: "cafe" },
            Case { form: "a", script: "l5:", lemma: "a" },
            Case { form: "a", script: "l5:be", lemma: "be" },
            Case { form: "--", script: "_", lemma: "_" },
            Case { form: "İ", script: "l0:", lemma: "i̇" },
        ];
        let wrong: Vec<String> = cases
            .iter()
            .map(|case| (case, LemmaScript::parse(case.script).unwrap().apply(case.form)))
            .filter(|(case, found)| found != case.lemma)
            .map(|(case, found)| format!("{} by {}: {found} instead of {}", case.form, case.script, case.lemma))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_no_script_is_refused() {
        for bad in ["", "x1:", "l:", "l-1:", "l1", "é1:a"] {
            assert_eq!(LemmaScript::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_table_finds_its_lines_in_any_order() {
        let table = LemmaTable::parse("went\tVERB\tgo\nbetter\tADJ\tgood\r\n\nbetter\tADV\twell".to_owned()).unwrap();
        assert_eq!(table.get("went", Upos::Verb), Some("go"));
        assert_eq!(table.get("better", Upos::Adj), Some("good"));
        assert_eq!(table.get("better", Upos::Adv), Some("well"));
        assert_eq!(table.get("better", Upos::Noun), None);
        assert_eq!(LemmaTable::parse("a\tX\tb\nno tabs\n".to_owned()).unwrap_err(), 2);
    }
}
