//! Exact attribution spans on PolNeAR sentences, as the literature counts them.
//!
//! Each sentence is given alone, as a text of its own, put together from its tokens; what the engine finds is brought
//! back to these tokens. A span is right if its first token, last token and role are. Published systems are given the
//! tokens; ours finds its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use serde::Deserialize;

use super::articles::{fresh_folder, lines_of, number_of};
use super::score::{Layers, Score};
use super::vigie::{Attribution, Vigie};

const ROLES: [&str; 3] = ["source", "cue", "content"];

#[derive(Deserialize)]
struct Tagged {
    tokens: Vec<String>,
    labels: Vec<String>,
}

/// A role with its first token and the token after its last.
type Span = (&'static str, usize, usize);

/// Reads the sentences of a gold file and compares the spans.
pub(crate) fn scores(vigie: &Vigie, gold: &Path, work: &Path) -> Result<Layers> {
    let sentences: Vec<Tagged> = lines_of(gold)?;
    let texts: Vec<Detokenised> = sentences.iter().map(|sentence| detokenise(&sentence.tokens)).collect();
    let folder = fresh_folder(work, "polnear-sentences", texts.iter().map(|text| text.text.as_str()))?;
    let annotated = vigie.json(&folder)?;
    ensure!(annotated.len() == sentences.len(), "{} of {} sentences came back", annotated.len(), sentences.len());
    let mut scores = [Score::default(); ROLES.len()];
    for annotated in annotated {
        let number = number_of(&annotated.id)?;
        let said = said_spans(&annotated.attributions, &texts[number].tokens);
        let gold = gold_spans(&sentences[number].labels);
        for (role, score) in ROLES.iter().zip(&mut scores) {
            let of_role = |spans: &BTreeSet<Span>| spans.iter().filter(|span| span.0 == *role).count() as u64;
            score.right += of_role(&said.intersection(&gold).copied().collect());
            score.said += of_role(&said);
            score.gold += of_role(&gold);
        }
    }
    fs::remove_dir_all(folder)?;
    Ok(ROLES.iter().map(|role| format!("{role} exact")).zip(scores).collect())
}

/// A sentence put together from its tokens, with each token's place in code points.
struct Detokenised {
    text: String,
    tokens: Vec<[usize; 2]>,
}

fn detokenise(tokens: &[String]) -> Detokenised {
    let mut made = Detokenised { text: String::new(), tokens: Vec::new() };
    let mut n_chars = 0;
    let mut glue_next = true;
    for token in tokens {
        let form = printed(token);
        if !glue_next && !leans_left(token) {
            made.text.push(' ');
            n_chars += 1;
        }
        let start = n_chars;
        made.text.push_str(&form);
        n_chars += form.chars().count();
        made.tokens.push([start, n_chars]);
        glue_next = leans_right(token);
    }
    made
}

/// A token of the treebank convention as a newspaper prints it. White space inside a token stays one character.
fn printed(token: &str) -> String {
    match token {
        "-LRB-" => "(".to_owned(),
        "-RRB-" => ")".to_owned(),
        "-LSB-" => "[".to_owned(),
        "-RSB-" => "]".to_owned(),
        "-LCB-" => "{".to_owned(),
        "-RCB-" => "}".to_owned(),
        "``" | "''" => "\"".to_owned(),
        "`" => "'".to_owned(),
        _ => token.replace('\u{a0}', " "),
    }
}

fn leans_left(token: &str) -> bool {
    let is_ending = token.starts_with('\'') && token.chars().nth(1).is_none_or(char::is_alphabetic);
    is_ending
        || matches!(
            token,
            "." | ","
                | ":"
                | ";"
                | "?"
                | "!"
                | "%"
                | "''"
                | "..."
                | "-RRB-"
                | "-RSB-"
                | "-RCB-"
                | "n't"
                | "N'T"
                | "n’t"
        )
        || token.starts_with('’')
}

fn leans_right(token: &str) -> bool {
    matches!(token, "``" | "`" | "$" | "#" | "-LRB-" | "-LSB-" | "-LCB-")
}

/// Spans of tokens that the ranges of the attributions touch.
fn said_spans(attributions: &[Attribution], tokens: &[[usize; 2]]) -> BTreeSet<Span> {
    let mut spans = BTreeSet::new();
    for said in attributions {
        for (role, ranges) in ROLES.into_iter().zip([&said.source, &said.cue, &said.content]) {
            for [start, end] in ranges {
                let touched = |token: &[usize; 2]| token[0] < *end && token[1] > *start;
                if let (Some(first), Some(last)) = (tokens.iter().position(touched), tokens.iter().rposition(touched)) {
                    spans.insert((role, first, last + 1));
                }
            }
        }
    }
    spans
}

/// Spans of BIO labels.
fn gold_spans(labels: &[String]) -> BTreeSet<Span> {
    let mut spans = BTreeSet::new();
    let mut open: Option<Span> = None;
    for (index, label) in labels.iter().map(String::as_str).chain(["O"]).enumerate() {
        let (prefix, role) = label.split_once('-').unwrap_or(("O", ""));
        if let Some((open_role, _, end)) = &mut open
            && prefix == "I"
            && *open_role == role
        {
            *end = index + 1;
            continue;
        }
        spans.extend(open.take());
        open = ROLES.into_iter().find(|known| *known == role).map(|role| (role, index, index + 1));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn sentences_are_put_together() {
        struct Case(&'static str, &'static str);
        let cases = [
            Case("`` We wo n't go , '' she said .", "\"We won't go,\" she said."),
            Case("The minister 's aides -LRB- two of them -RRB- left .", "The minister's aides (two of them) left."),
            Case("It cost $ 5 , he said : `` A lot . ''", "It cost $5, he said: \"A lot.\""),
            Case("The soldiers ' pay", "The soldiers' pay"),
        ];
        for case in cases {
            let tokens = words(case.0);
            let made = detokenise(&tokens);
            assert_eq!(made.text, case.1);
            let chars: Vec<char> = made.text.chars().collect();
            for (token, [start, end]) in tokens.iter().zip(&made.tokens) {
                assert_eq!(chars[*start..*end].iter().collect::<String>(), printed(token));
            }
        }
    }

    #[test]
    fn labels_become_spans() {
        let labels = words("B-source I-source B-cue B-content I-content O B-content");
        let expected = [("source", 0, 2), ("cue", 2, 3), ("content", 3, 5), ("content", 6, 7)];
        assert_eq!(gold_spans(&labels), BTreeSet::from(expected));
    }

    #[test]
    fn ranges_become_spans() {
        let tokens = [[0, 2], [3, 7], [7, 8], [9, 12]];
        let said = Attribution { source: vec![[0, 2]], cue: vec![], content: vec![[3, 8], [9, 11]] };
        let expected = [("source", 0, 1), ("content", 1, 3), ("content", 3, 4)];
        assert_eq!(said_spans(&[said], &tokens), BTreeSet::from(expected));
    }
}
