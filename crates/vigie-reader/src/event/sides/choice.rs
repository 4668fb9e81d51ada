//! Choice: who stands on each side of an event, weighed by what was learned from marked pages.
//!
//! Frames and rules leave somebody on a side, or nobody; the heads say of each word how likely it stands there. Which of them to
//! believe is a choice among nobody, those whom the rules left, those whom the heads hear, and any one word; `knowledge/party-weights.tsv` has the
//! weights, which `training/choices.py` fits to pages that the heads did not learn from.

use std::collections::HashMap;

use vigie_lang::EventMention;

use super::super::candidates::{Candidate, SEEN};
use super::super::choice::{Choice, Findings, Watch, Weights, highest, odds_of, share};
use super::super::dates;
use super::{MUTUAL, Sides};

/// From how likely a word counts as the likeliest of its sentence.
const HEARD: f64 = 0.1;

/// From how likely it is heard there, whatever the others.
const LIKELY: f64 = 0.5;

/// The two sides of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Actor,
    Recipient,
}

/// One way to fill a side: nobody, those whom the rules left or the heads hear, or one word.
#[derive(Debug, Clone, PartialEq)]
struct Fill {
    words: Vec<usize>,
    findings: Findings,
}

/// A word that could stand on a side.
struct Word {
    at: usize,
    /// How likely the heads find it on each side.
    likely: [f64; 2],
}

/// What frames and heads proposed for both sides before the rules.
pub(crate) type Proposed = [Vec<usize>; 2];

impl Sides<'_> {
    /// Fills both sides with those who are likeliest there; gives how likely it is that both are right.
    pub(crate) fn choose(
        &self,
        weights: &Weights<2>,
        candidate: &mut Candidate,
        proposed: &Proposed,
        mention: Option<EventMention<'_>>,
        watch: Watch,
    ) -> f64 {
        let words = self.words_about(candidate, proposed, mention);
        let sides = [Side::Actor, Side::Recipient];
        let fills = sides.map(|side| self.fills(candidate, proposed, &words, mention.is_some(), side));
        if let Some(watch) = watch {
            for (side, fills) in sides.into_iter().zip(&fills) {
                watch(&self.told(candidate, side, fills));
            }
        }
        let mut odds =
            [0, 1].map(|side| fills[side].iter().map(|fill| weights.total(side, &fill.findings)).collect::<Vec<f64>>());
        let likely = odds.each_ref().map(|odds| highest(odds).map_or(0.0, |best| share(odds, best)));
        let mut best = odds.each_ref().map(|odds| highest(odds).unwrap_or(0));
        let stands = |side: usize, fill: usize| &fills[side][fill].words;
        let meets = |a: &[usize], b: &[usize]| a.iter().any(|&a| b.iter().any(|&b| self.is_same_phrase(a, b)));
        // Nobody stands on both sides: the surer side keeps him.
        if meets(stands(0, best[0]), stands(1, best[1])) {
            let (keeps, gives) = if likely[0] >= likely[1] { (0, 1) } else { (1, 0) };
            let kept = stands(keeps, best[keeps]);
            for (fill, odds) in odds[gives].iter_mut().enumerate() {
                if meets(kept, stands(gives, fill)) {
                    *odds = f64::NEG_INFINITY;
                }
            }
            best[gives] = highest(&odds[gives]).unwrap_or(0);
        }
        candidate.actors.clone_from(stands(0, best[0]));
        candidate.recipients.clone_from(stands(1, best[1]));
        likely[0] * likely[1]
    }

    /// The words that may stand on a side: whom frames, rules or heads name, and what hangs from the trigger.
    fn words_about(&self, candidate: &Candidate, proposed: &Proposed, mention: Option<EventMention<'_>>) -> Vec<Word> {
        let tree = self.page.tree;
        let mut likely: HashMap<usize, [f64; 2]> = HashMap::new();
        if let Some(mention) = mention {
            for (word, probability) in mention.actors() {
                likely.entry(word.index()).or_default()[0] = probability.get();
            }
            for (word, probability) in mention.recipients() {
                likely.entry(word.index()).or_default()[1] = probability.get();
            }
        }
        let hangs = tree.children(candidate.trigger).iter().filter(|&&child| {
            let relation = tree.relation(child);
            matches!(relation, "compound" | "amod")
                || ["nsubj", "obj", "iobj", "obl", "nmod"].iter().any(|start| relation.starts_with(start))
        });
        let named = proposed.iter().chain([&candidate.actors, &candidate.recipients]).flatten();
        let mut words: Vec<usize> = likely.keys().chain(hangs).chain(named).copied().collect();
        words.sort_unstable();
        words.dedup();
        let sentence = tree.sentence_range(tree.sentence_of(candidate.trigger));
        let times = dates::inside_of(self.page.times, sentence);
        let is_time = |word: usize| times.iter().any(|(range, _)| range.contains(tree.word(word).range()));
        words.retain(|&word| word != candidate.trigger && !is_time(word) && !self.is_dateline(word));
        words.into_iter().map(|at| Word { at, likely: likely.get(&at).copied().unwrap_or_default() }).collect()
    }

    /// The ways to fill a side, nobody first.
    fn fills(
        &self,
        candidate: &Candidate,
        proposed: &Proposed,
        words: &[Word],
        is_seen: bool,
        side: Side,
    ) -> Vec<Fill> {
        let tree = self.page.tree;
        let (own, other) = (side as usize, 1 - side as usize);
        let kept = [&candidate.actors, &candidate.recipients];
        let is_kept = |word: &Word| kept[own].contains(&word.at);
        let odds = |likely: f64| if is_seen { odds_of(likely) } else { 0.0 };
        let kind = candidate.kind.as_str();
        let likeliest = |is_asked: &dyn Fn(&Word) -> bool| {
            words.iter().filter(|word| is_asked(word)).map(|word| word.likely[own]).fold(0.0, f64::max)
        };
        let of_word = |word: &Word| {
            let mut found = Findings::default();
            let rival = likeliest(&|other| other.at != word.at);
            let is_likeliest = is_seen && word.likely[own] >= rival;
            let (likely, likely_there) = (odds(word.likely[own]), odds(word.likely[other]));
            let is_somebody = self.is_somebody(word.at);
            found.add("likely", likely);
            found.add("likely there", likely_there);
            if MUTUAL.contains(&kind) {
                found.add("likely there, mutual", likely_there);
            }
            found.add("rival", odds(rival));
            found.add_if(is_likeliest && word.likely[own] > HEARD, "likeliest");
            if is_likeliest {
                found.add("likeliest by", likely.max(0.0));
            }
            found.add_if(!is_seen, "unseen");
            found.add_if(proposed[own].contains(&word.at), "proposed");
            found.add_if(proposed[other].contains(&word.at), "proposed there");
            found.add_if(is_kept(word), "kept");
            found.add_if(is_kept(word) && !is_seen, "kept, unseen");
            found.add_if(kept[other].contains(&word.at), "kept there");
            found.add_if(kept[own].iter().any(|&kept| kept != word.at), "others kept");
            found.add_if(proposed[own].iter().any(|&proposed| proposed != word.at), "others proposed");
            found.add_if(is_somebody, "somebody");
            found.add_if(self.may_act(word.at), "may act");
            if side == Side::Recipient {
                found.add_if(self.recipient(kind, word.at) == Some(word.at), "may suffer");
                found.add_if(self.is_thing_of(kind, word.at), "may be struck");
                found.add_if(!is_somebody, format!("{kind} on a thing"));
            }
            found.add_if(true, format!("{kind} of somebody"));
            found.add_if(word.at < candidate.trigger, "before");
            found
        };
        let by_word: Vec<Findings> = words.iter().map(of_word).collect();
        let free = odds(likeliest(&|word| !is_kept(word)));
        let has_kept = !kept[own].is_empty();

        let mut nobody = Findings::default();
        nobody.add_if(true, "nobody");
        nobody.add("nobody, likeliest", odds(likeliest(&|_| true)));
        nobody.add_if(has_kept, "nobody, others kept");
        if has_kept {
            nobody.add("nobody, kept likely", odds(likeliest(&is_kept)));
        }
        nobody.add_if(true, format!("{kind} of nobody"));
        let mut fills = vec![Fill { words: Vec::new(), findings: nobody }];

        let together = |asked: &dyn Fn(&Word) -> bool, name: &str| {
            let chosen: Vec<(&Word, &Findings)> = words.iter().zip(&by_word).filter(|(word, _)| asked(word)).collect();
            let mut all = mean(chosen.iter().map(|(_, findings)| *findings));
            all.add("likely", chosen.iter().map(|(word, _)| odds(word.likely[own])).fold(f64::INFINITY, f64::min));
            all.add_if(true, name);
            all.add_if(chosen.len() > 1, format!("{name}, several"));
            all.add(format!("{name}, likeliest other"), free);
            Fill { words: chosen.iter().map(|(word, _)| word.at).collect(), findings: all }
        };
        if words.iter().any(is_kept) {
            fills.push(together(&is_kept, "all kept"));
        }
        let is_heard = |word: &Word| {
            if self.is_barred(candidate, word, side) {
                return false;
            }
            let others = words.iter().filter(|other| other.at != word.at && other.likely[own] > LIKELY);
            word.likely[own] > LIKELY && !others.into_iter().any(|other| tree.phrase(other.at).contains(&word.at))
        };
        let heard: Vec<usize> = words.iter().filter(|word| is_heard(word)).map(|word| word.at).collect();
        if heard.len() > 1 && heard != fills[fills.len() - 1].words {
            fills.push(together(&is_heard, "all heard"));
        }
        for (word, findings) in words.iter().zip(by_word) {
            if kept[own][..] == [word.at] || self.is_barred(candidate, word, side) {
                continue;
            }
            let mut alone = findings;
            alone.add_if(true, "alone");
            alone.add_if(has_kept, "alone, others kept");
            if has_kept {
                alone.add("alone, others kept, likely", odds(word.likely[own]));
            }
            fills.push(Fill { words: vec![word.at], findings: alone });
        }
        fills
    }

    /// Whether the rules know that a word cannot stand on a side: what the heads saw there and the rules took away, what is no party, what
    /// another word stands in for.
    fn is_barred(&self, candidate: &Candidate, word: &Word, side: Side) -> bool {
        let (seen, stands) = match side {
            Side::Actor => (&candidate.seen.actors, self.actor(word.at)),
            Side::Recipient => (&candidate.seen.recipients, self.recipient(&candidate.kind, word.at)),
        };
        let was_weighed = !(candidate.seen.actors.is_empty() && candidate.seen.recipients.is_empty());
        let is_taken_away =
            was_weighed && word.likely[side as usize] >= SEEN && !seen.iter().any(|&(seen, _)| seen == word.at);
        let is_no_party = match side {
            Side::Actor => self.is_weapon(word.at) || self.is_sum(word.at),
            Side::Recipient => self.is_blamed(candidate.trigger, word.at),
        };
        is_taken_away || is_no_party || stands.is_some_and(|other| other != word.at)
    }

    fn told<'a>(&self, candidate: &'a Candidate, side: Side, fills: &'a [Fill]) -> Choice<'a> {
        let phrase = |&head: &usize| {
            let party = super::super::party(self.page, head);
            (party.spans[0], party.identity.name)
        };
        Choice {
            trigger: self.page.tree.word(candidate.trigger).range(),
            asked: if side == Side::Actor { "actor" } else { "recipient" },
            options: fills.iter().map(|fill| (fill.words.iter().map(phrase).collect(), &fill.findings)).collect(),
        }
    }
}

/// The mean of the findings of several words; how likely each is counts apart.
fn mean<'a>(of: impl Iterator<Item = &'a Findings>) -> Findings {
    let mut sums: Vec<(String, f64)> = Vec::new();
    let mut n = 0.0;
    for findings in of {
        n += 1.0;
        for (finding, value) in &findings.0 {
            let finding = match finding.as_str() {
                "likely" => "together, likely",
                "likely there" => "together, likely there",
                other => other,
            };
            match sums.iter_mut().find(|(known, _)| known == finding) {
                Some((_, sum)) => *sum += value,
                None => sums.push((finding.to_owned(), *value)),
            }
        }
    }
    Findings(sums.into_iter().map(|(finding, sum)| (finding, sum / n)).collect())
}
