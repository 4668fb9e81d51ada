//! A matrix of evidence and hypotheses as a page for people.

use std::fmt::Write as _;

use vigie_analysis::hypotheses::{IfWrong, Matrix, Rating, Weighed};

use super::wrapped;

/// Disagreement from which it is worth a word: a standard deviation of one step of the scale.
const WORTH_A_WORD: f64 = 1.0;

/// The page of a matrix.
pub(crate) fn page(matrix: &Matrix, weighed: &Weighed, width: usize) -> String {
    let mut page = format!("{}\n", matrix.title);
    table(&mut page, matrix, weighed, width);
    page.push_str("\nRANKING (by how little the evidence contradicts them; an order, no probability)\n");
    ranking(&mut page, weighed, width);
    proposals(&mut page, matrix, width);
    page
}

fn table(page: &mut String, matrix: &Matrix, weighed: &Weighed, width: usize) {
    let _ = write!(page, "\n  {:>9} {:>6} ", "diagnosis", "weight");
    for hypothesis in &matrix.hypotheses {
        let _ = write!(page, " {:>8.8}", hypothesis.id);
    }
    page.push_str("  evidence (mean ratings, 1 very inconsistent to 5 very consistent)\n");
    for telling in &weighed.evidence {
        let _ = write!(page, "  {:>9.2} {:>6.2} ", telling.diagnosticity, telling.weight);
        for mean in &telling.means {
            let _ = match mean {
                Some(mean) => write!(page, " {mean:>8.1}"),
                None => write!(page, " {:>8}", "·"),
            };
        }
        let disagree = if telling.disagreement >= WORTH_A_WORD {
            format!(" (raters disagree: {:.1})", telling.disagreement)
        } else {
            String::new()
        };
        let mut line = String::new();
        wrapped(&mut line, &format!("{}: {}{disagree}", telling.id, telling.text), "", width.max(60));
        let _ = writeln!(page, "  {}", line.trim_end().replace('\n', " "));
    }
}

/// The ranking with what it hangs on and what would settle it.
pub(crate) fn ranking(page: &mut String, weighed: &Weighed, width: usize) {
    for (place, standing) in (1..).zip(&weighed.ranking) {
        let rated = match standing.n_unrated {
            0 => String::new(),
            n => format!("; {n} unrated"),
        };
        let line = format!(
            "{place}. {} (contradicted {:.2}, unweighed {:.0}; supported {:.2}{rated}): {}",
            standing.id, standing.inconsistency, standing.unweighed, standing.consistency, standing.text
        );
        wrapped(page, &line, "  ", width);
    }
    if weighed.tied {
        page.push_str("  The first two are contradicted equally: the order between them means nothing.\n");
    }
    for hinge in &weighed.hinges {
        let how = match hinge.if_wrong {
            IfWrong::LeftOut => "is left out",
            IfWrong::Reversed => "says the contrary",
        };
        let _ = writeln!(page, "  The order hangs on “{}”: if it {how}, {} leads.", hinge.evidence, hinge.leads);
    }
    if weighed.hinges.is_empty() && weighed.ranking.len() > 1 && !weighed.tied {
        page.push_str("  No single piece of evidence, if wrong, changes the first place.\n");
    }
    match &weighed.discriminator {
        Some(found) => {
            let line = format!("To separate the first two, look for: {} (speaks for {}, against {}).", found.text, found.speaks_for, found.against);
            wrapped(page, &line, "  ", width);
        }
        None if weighed.ranking.len() > 1 => page.push_str(
            "  Nothing that is looked for would separate the first two: ask what you would see under one and not the other.\n",
        ),
        None => {}
    }
}

fn proposals(page: &mut String, matrix: &Matrix, width: usize) {
    if matrix.proposals.is_empty() {
        return;
    }
    page.push_str("\nPROPOSED BY THE PROGRAM (they count only once a person has rated)\n");
    for Rating { evidence, hypothesis, value, by, because, .. } in &matrix.proposals {
        let because = because.as_deref().map(|because| format!(": {because}")).unwrap_or_default();
        wrapped(page, &format!("{evidence} × {hypothesis}: {value} ({by}{because})"), "  ", width);
    }
}
