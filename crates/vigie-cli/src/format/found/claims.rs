//! Claims that were found, and quotations of tables.

use vigie::lines::{ClaimLine, ToldClaim};
use vigie_record::Claim;

use super::{BOLD, DIM, HEAD, Listed, PLAIN, Shown, about, head_cells, one_line, short, shown};
use crate::format::records::{name, percent, who};

impl Listed for ClaimLine {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "source",
        "source_id",
        "source_name",
        "source_role",
        "source_country",
        "source_sector",
        "named",
        "cue",
        "content",
        "form",
        "kind",
        "polarity",
        "band",
        "probability_low",
        "probability_high",
        HEAD[0],
        HEAD[1],
        HEAD[2],
        HEAD[3],
        HEAD[4],
        HEAD[5],
        "sentence",
    ];

    fn cells(&self) -> Vec<String> {
        match self {
            Self::Told(told) => {
                let ToldClaim { claim, report, sentence } = &**told;
                let mut cells = own_cells(claim);
                cells.extend(head_cells(report));
                cells.push(sentence.as_deref().map(one_line).unwrap_or_default());
                cells
            }
            Self::Quotation(said) => {
                let mut cells = vec![String::new(); Self::COLUMNS.len()];
                cells[0] = said.id.to_string();
                cells[8] = shown(said.cue.as_ref());
                cells[9].clone_from(&said.content);
                "direct".clone_into(&mut cells[10]);
                cells[17] = said.seen_at.to_string();
                cells[18].clone_from(&said.outlet);
                cells[20].clone_from(&said.url);
                cells
            }
        }
    }

    fn show(&self, page: &mut Shown<'_>) {
        match self {
            Self::Told(told) => {
                let ToldClaim { claim, report, .. } = &**told;
                let source = claim
                    .source
                    .as_ref()
                    .map_or_else(|| "no source is named".to_owned(), |source| who(&source.identity, &source.text));
                let kind = name(&claim.kind);
                let certainty = match (&claim.certainty.band, claim.certainty.probability) {
                    (Some(band), Some(interval)) => format!("· {band}, {}", percent(interval)),
                    (Some(band), None) => format!("· {band}"),
                    _ => String::new(),
                };
                let content = one_line(&claim.content.text);
                page.line(
                    0,
                    &[(BOLD, &source), (DIM, &kind), (PLAIN, &content), (DIM, &certainty), (DIM, &short(&claim.id))],
                );
                page.line(4, &[(DIM, &about(report))]);
            }
            Self::Quotation(said) => {
                page.line(0, &[(BOLD, "a quotation"), (PLAIN, &format!("“{}”", one_line(&said.content)))]);
                page.line(4, &[(DIM, &said.seen_at.to_string()), (DIM, &said.outlet), (DIM, &said.url)]);
            }
        }
    }
}

fn own_cells(claim: &Claim) -> Vec<String> {
    let identity = claim.source.as_ref().map(|source| &source.identity);
    let [low, high] = claim.certainty.probability.map_or([None, None], |interval| interval.map(|p| Some(p.get())));
    vec![
        claim.id.to_string(),
        claim.source.as_ref().map_or_else(String::new, |source| one_line(&source.text)),
        shown(identity.and_then(|who| who.actor_id.as_ref())),
        shown(identity.and_then(|who| who.name.as_ref())),
        shown(identity.and_then(|who| who.role.as_ref())),
        shown(identity.and_then(|who| who.country.as_ref())),
        shown(identity.and_then(|who| who.sector.as_ref())),
        shown(claim.source.as_ref().map(|source| source.named)),
        shown(claim.cue.as_ref().map(|cue| &cue.lemma)),
        claim.content.text.clone(),
        name(&claim.form),
        name(&claim.kind),
        name(&claim.certainty.polarity),
        shown(claim.certainty.band.as_ref()),
        shown(low),
        shown(high),
    ]
}
