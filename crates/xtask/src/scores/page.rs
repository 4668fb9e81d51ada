//! The table of scores in the README, written between two marks so that no figure there is typed by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::score::ScoreFile;

const BEGIN: &str = "<!-- scores: written by `cargo xtask scores` -->\n";
const END: &str = "<!-- end of scores -->";

/// A row of the README's table: what is measured, on what, and where the figures stand.
struct Row {
    what: &'static str,
    on: &'static str,
    figures: Figures,
}

enum Figures {
    /// F1 of layers of a data set.
    Raw(&'static str, &'static [&'static str]),
    /// Figures of training's own report.
    GoldTokens(&'static [&'static str]),
}

const ROWS: &[Row] = &[
    Row {
        what: "words / sentences / UPOS / lemmas / UAS / LAS, F1",
        on: "raw text, UD English EWT dev",
        figures: Figures::Raw("ewt-dev", &["words", "sentences", "upos", "lemmas", "uas", "las"]),
    },
    Row {
        what: "UPOS / UAS / LAS (full labels)",
        on: "gold tokens, EWT dev",
        figures: Figures::GoldTokens(&["upos", "uas", "las"]),
    },
    Row {
        what: "names (PER, ORG, LOC), F1",
        on: "raw text, Universal NER EWT dev",
        figures: Figures::Raw("uner-ewt-dev", &["names-all"]),
    },
    Row {
        what: "names (PER, ORG, LOC), F1",
        on: "raw text, CrossNER politics dev",
        figures: Figures::Raw("crossner-politics-dev", &["names-all"]),
    },
    Row {
        what: "source / cue / content, exact F1",
        on: "raw text, PolNeAR dev sentences",
        figures: Figures::Raw("polnear-sentences-dev", &["source-exact", "cue-exact", "content-exact"]),
    },
    Row {
        what: "attribution: source and content together, F1",
        on: "raw text, PolNeAR dev articles",
        figures: Figures::Raw("polnear-articles-dev", &["attribution"]),
    },
    Row {
        what: "claims of `vigie read`: source and content together, F1",
        on: "raw text, PolNeAR dev articles",
        figures: Figures::Raw("claims-polnear-dev", &["attribution"]),
    },
    Row {
        what: "events of `vigie read`: triggers / with type / all right, F1",
        on: "our own held-out sentences",
        figures: Figures::Raw("events-own-held-out", &["triggers", "triggers-and-types", "all-right"]),
    },
    Row {
        what: "events of `vigie read`: triggers / with type / all right, F1",
        on: "public pages whose events we marked, a quarter held out",
        figures: Figures::Raw("events-pages-held-out", &["triggers", "triggers-and-types", "all-right"]),
    },
    Row {
        what: "what one marked party does to another: type / quad class, macro F1",
        on: "PLV_train, a sixth held out",
        figures: Figures::Raw("pairs-plv-held-out", &["event-type-macro-f1", "quad-class-macro-f1"]),
    },
    Row {
        what: "actors: country and sector both right",
        on: "NGEC's phrases, dev",
        figures: Figures::Raw("actors-dev", &["both"]),
    },
    Row {
        what: "articles of `vigie extract`: runs of four words, F1",
        on: "saved pages, article-extraction benchmark, its dev half",
        figures: Figures::Raw("html-articles-dev", &["runs-of-four-words"]),
    },
    Row {
        what: "factuality: mean absolute error / Pearson r",
        on: "gold tokens, UDS-IH2 dev",
        figures: Figures::GoldTokens(&["factuality-mae", "factuality-r"]),
    },
];

/// Puts the table into a page that has the marks.
pub(crate) fn write(scores: &ScoreFile, path: &Path) -> Result<()> {
    let page = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let page = with_table(&page, &table(scores)).with_context(|| format!("{} has lost its marks", path.display()))?;
    fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))
}

fn with_table(page: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{table}{END}{after}"))
}

fn table(scores: &ScoreFile) -> String {
    let mut text = String::from("| what | on | reached |\n|---|---|---|\n");
    for Row { what, on, figures } in ROWS {
        let figures: Vec<String> = match figures {
            Figures::Raw(data_set, layers) => {
                let of = |layer: &&str| scores.raw.get(*data_set).and_then(|layers| layers.get(*layer));
                layers
                    .iter()
                    .map(|layer| of(layer).map_or("–".to_owned(), |score| format!("{:.1}", score.f1())))
                    .collect()
            }
            Figures::GoldTokens(names) => names
                .iter()
                .map(|name| scores.gold_tokens.get(*name).map_or("–".to_owned(), |figure| rounded(*figure)))
                .collect(),
        };
        writeln!(text, "| {what} | {on} | {} |", figures.join(" / ")).expect("a string takes all");
    }
    text
}

/// Per cent with one decimal, small figures with two.
fn rounded(figure: f64) -> String {
    if figure < 10.0 { format!("{figure:.2}") } else { format!("{figure:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_replaces_the_one_before() {
        let page = format!("# P\n\n{BEGIN}| old |\n{END}\n\nmore\n");
        let once = with_table(&page, "| new |\n").expect("the marks are there");
        assert_eq!(once, format!("# P\n\n{BEGIN}| new |\n{END}\n\nmore\n"));
        assert_eq!(with_table(&once, "| new |\n"), Some(once));
        assert_eq!(with_table("# no marks", ""), None);
    }

    #[test]
    fn what_was_not_measured_is_a_dash() {
        let mut scores = ScoreFile::default();
        scores.gold_tokens.insert("upos".to_owned(), 96.54);
        assert!(table(&scores).contains("| 96.5 / – / – |"));
    }
}
