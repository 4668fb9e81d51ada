//! The gate of a page: which of its candidates are told.
//!
//! A sentence alone is weighed by the [gate], with weights of sentences that were written to hold events. Pages hold
//! few, and say with each what to make of the others: where one act is sure, the next is likelier. The weights here are those of a logistic
//! regression on public pages whose events we marked (`training/events/pages.jsonl`, the quarter that the heads did not learn from), rounded. What
//! is an event counts half in it, and whole where type, sides and status were read right too: so what is likely read wrong is left out as well.

use vigie_record::Status;

use super::candidates::{Candidate, FoundBy};
use super::choice::odds_of;
use super::gate::{self, Evidence};
use super::sides::is_public;

/// Up to how many sentences a text is no page yet, and how many more make it one.
const SENTENCES_OF_NO_PAGE: usize = 4;
const SENTENCES_OF_PAGE: f64 = 8.0;

/// The log-odds from which on a candidate of a page is told.
const LEAST: f64 = -0.2;

/// What lies beyond that from nought says no more.
const FARTHEST: f64 = 5.0;

/// Below that a candidate says nothing of the others.
const FAINT: f64 = -6.0;

/// The weight of the likeliest other candidate of the page, and what it counts as where there is none.
const BEST: f64 = 0.1;
const NO_BEST: f64 = -2.0;

/// The weight of how likely the others are on the whole, and what that counts as where there are none.
const MEAN: f64 = 0.22;
const NO_MEAN: f64 = 0.3;

/// The log-odds of both sides beyond which they say no more.
const SURE_OF_SIDES: f64 = 4.0;

/// From how likely an actor of the heads on it is one whom the sides should have found.
const MAY_ACT: f64 = 0.5;

/// How likely a candidate is an event of a page that is read well, by itself, as log-odds.
pub(crate) fn log_odds(candidate: &Candidate, evidence: &Evidence<'_>, relation: &str) -> f64 {
    // A row of the frames that can mean nothing else needs no page.
    if candidate.found_by == (FoundBy::Frame { is_sure: true }) {
        return candidate.log_odds - gate::LEAST;
    }
    let (actors, recipients) = (evidence.actors, evidence.recipients);
    let is_seen = !matches!(candidate.found_by, FoundBy::Frame { .. });
    let found = match candidate.found_by {
        FoundBy::Both { agree: true, .. } => 0.3,
        FoundBy::Both { agree: false, .. } => 0.15,
        FoundBy::HeadKnown => -0.25,
        FoundBy::HeadAlone => -0.65,
        FoundBy::Frame { .. } => -0.8,
        FoundBy::Barred => 0.0,
    };
    let status = match candidate.status {
        Status::Historical => -0.3,
        Status::Denied | Status::Hypothetical | Status::Planned => -0.2,
        Status::Possible => -0.1,
        _ => 0.0,
    };
    let place = match relation {
        "nsubj" => 0.35,
        "nmod" => -0.1,
        "obl" => -0.25,
        "advcl" => -0.15,
        "compound" => -1.05,
        _ => 0.0,
    };
    let kind = match candidate.kind.as_str() {
        "ACCUSE" => 0.2,
        "AID" => -0.4,
        "AGREE" | "SUPPORT" => -0.1,
        _ => 0.0,
    };
    let is_doer_missed = actors.is_empty() && candidate.seen.actors.iter().any(|(_, likely)| *likely > MAY_ACT);
    let asked = [
        (actors.iter().any(is_public), 0.1),
        (recipients.iter().any(is_public), 0.05),
        (recipients.is_empty(), -0.1),
        (actors.is_empty() && recipients.is_empty(), -0.2),
        (evidence.is_noun, -0.2),
        (evidence.is_noun && evidence.is_carried_out, 0.2),
        (is_seen && candidate.is_status_disputed, -0.4),
        (is_doer_missed, -0.5),
    ];
    let asked: f64 = asked.into_iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
    let heads = if is_seen { 0.29 * gate::logit(candidate.likely) } else { 0.0 };
    let own = 0.12 * candidate.log_odds.clamp(-FARTHEST, FARTHEST);
    let sides = 0.18 * odds_of(candidate.sides_likely).clamp(-SURE_OF_SIDES, SURE_OF_SIDES);
    own + heads + sides + found + status + place + kind + asked - 1.05
}

/// Leaves those of a text's candidates that are told.
pub(crate) fn retain_told(candidates: &mut Vec<Candidate>, n_sentences: usize) {
    let of_page = (n_sentences.saturating_sub(SENTENCES_OF_NO_PAGE) as f64 / SENTENCES_OF_PAGE).min(1.0);
    let page = Company::of(candidates);
    candidates.retain(|candidate| {
        let alone = candidate.log_odds - gate::LEAST;
        let among_others = candidate.on_page + page.odds_beside(candidate) - LEAST;
        (1.0 - of_page) * alone + of_page * among_others >= 0.0
    });
}

/// The candidates of a page together.
struct Company {
    n: usize,
    /// How likely they are, added up.
    likely: f64,
    /// The two likeliest, as log-odds.
    best: [f64; 2],
}

impl Company {
    fn of(candidates: &[Candidate]) -> Self {
        let mut all = Self { n: 0, likely: 0.0, best: [-FARTHEST; 2] };
        for odds in candidates.iter().map(|candidate| candidate.log_odds).filter(|&odds| odds > FAINT) {
            all.n += 1;
            all.likely += probability(odds);
            if odds > all.best[0] {
                all.best = [odds, all.best[0]];
            } else if odds > all.best[1] {
                all.best[1] = odds;
            }
        }
        all
    }

    /// What the others say of one of them.
    fn odds_beside(&self, candidate: &Candidate) -> f64 {
        let odds = candidate.log_odds;
        let (n_others, likely) =
            if odds > FAINT { (self.n - 1, self.likely - probability(odds)) } else { (self.n, self.likely) };
        if n_others == 0 {
            return BEST * NO_BEST + MEAN * NO_MEAN;
        }
        let best = if odds >= self.best[0] { self.best[1] } else { self.best[0] };
        BEST * best.min(FARTHEST) + MEAN * likely / n_others as f64
    }
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use vigie_record::{Identity, Party};

    use super::*;
    use crate::event::sides::Doers;

    fn state(country: &str) -> Party {
        Party {
            spans: Vec::new(),
            text: country.to_owned(),
            identity: Identity { country: Some(country.to_owned()), ..Identity::default() },
        }
    }

    /// A candidate that the heads find so likely, of one state against another.
    fn candidate(likely: f64) -> Candidate {
        let (actors, recipients) = ([state("FRA")], [state("MLI")]);
        let evidence = Evidence::plain(Doers::Known, &actors, &recipients);
        let bare = Candidate::bare("ACCUSE", FoundBy::Both { agree: true, is_specific: false }, likely);
        let candidate = Candidate { log_odds: gate::log_odds(&bare, &evidence), ..bare };
        Candidate { on_page: log_odds(&candidate, &evidence, "root"), ..candidate }
    }

    fn n_told(mut candidates: Vec<Candidate>, n_sentences: usize) -> usize {
        retain_told(&mut candidates, n_sentences);
        candidates.len()
    }

    #[test]
    fn one_that_is_sure_makes_the_others_likelier() {
        let n_of_doubtful = |others: &[Candidate]| {
            let is_told = |likely: &f64| {
                let doubtful = [&[candidate(*likely)], others].concat();
                n_told(doubtful, 30) > n_told(others.to_vec(), 30)
            };
            (1..100).map(|hundredths| f64::from(hundredths) / 100.0).filter(is_told).count()
        };
        let unlikely = Candidate { log_odds: -3.0, on_page: -5.0, ..candidate(0.4) };
        let among_sure = n_of_doubtful(&vec![candidate(0.99); 3]);
        let among_unlikely = n_of_doubtful(&vec![unlikely; 3]);
        assert!(among_sure > among_unlikely, "{among_sure} {among_unlikely}");
        assert!((1..99).contains(&among_unlikely), "{among_unlikely}");
    }

    #[test]
    fn a_page_asks_more_than_a_sentence() {
        let beyond_its_frames = Candidate { log_odds: 1.0, on_page: -1.5, ..candidate(0.6) };
        assert_eq!([1, 4, 30].map(|n| n_told(vec![beyond_its_frames.clone()], n)), [1, 1, 0]);
    }

    #[test]
    fn all_together_are_counted_once() {
        let candidates: Vec<Candidate> =
            [2.0, -1.0, 4.0, -9.0].map(|log_odds| Candidate { log_odds, ..candidate(0.5) }).into();
        let page = Company::of(&candidates);
        let beside = |odds: f64| page.odds_beside(&Candidate { log_odds: odds, ..candidate(0.5) });
        let expected = |best: f64, others: &[f64]| {
            BEST * best + MEAN * others.iter().copied().map(probability).sum::<f64>() / others.len() as f64
        };
        assert!((beside(4.0) - expected(2.0, &[2.0, -1.0])).abs() < 1e-9);
        assert!((beside(2.0) - expected(4.0, &[-1.0, 4.0])).abs() < 1e-9);
        assert!((beside(-9.0) - expected(4.0, &[2.0, -1.0, 4.0])).abs() < 1e-9);
        assert!(
            (Company::of(&candidates[..1]).odds_beside(&candidates[0]) - (BEST * NO_BEST + MEAN * NO_MEAN)).abs()
                < 1e-9
        );
    }
}
