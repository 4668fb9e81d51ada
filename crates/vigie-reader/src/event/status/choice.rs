//! Choice: which status an event has, of what the words around it tell and what the heads hear.

use std::collections::BTreeMap;

use vigie_lang::EventMention;
use vigie_record::Status;

use super::super::candidates::Candidate;
use super::super::choice::{Choice, Findings, Watch, Weights, highest};
use super::super::frames::is_verbal;
use super::super::{Page, dates};

/// What the heads find less likely than this says no more against it.
const LEAST_HEARD: f64 = 0.003;

/// Who says what of the status of a candidate, beside the one that it has.
#[derive(Clone, Copy)]
pub(crate) struct Voices<'d> {
    /// What a word around it says of it outright, if one does.
    pub(crate) said: Option<Status>,
    /// Whether somebody's claim carries it.
    pub(crate) is_claimed: bool,
    /// What the heads find, if they find it.
    pub(crate) mention: Option<EventMention<'d>>,
}

/// The likeliest status of a candidate whose words tell of the one that it has.
pub(crate) fn choose(
    weights: &Weights<1>,
    page: &Page<'_>,
    candidate: &Candidate,
    voices: Voices<'_>,
    watch: Watch,
) -> Status {
    let options = findings(page, candidate, voices);
    if let Some(watch) = watch {
        let trigger = page.tree.word(candidate.trigger).range();
        let named = |status: Status| vec![(trigger, Some(status.as_str().to_owned()))];
        let options = Status::ALL.iter().zip(&options).map(|(&status, found)| (named(status), found)).collect();
        watch(&Choice { trigger, asked: "status", options });
    }
    // What is feared or tried is possible, and not merely supposed, however it sounds.
    let is_barred = |status: Status| status == Status::Hypothetical && voices.said == Some(Status::Possible);
    let odds_of = |(status, found): (Status, &Findings)| {
        if is_barred(status) { f64::NEG_INFINITY } else { weights.total(0, found) }
    };
    let odds: Vec<f64> = Status::ALL.into_iter().zip(&options).map(odds_of).collect();
    highest(&odds).map_or(candidate.status, |best| Status::ALL[best])
}

/// What is found of each status.
fn findings(page: &Page<'_>, candidate: &Candidate, voices: Voices<'_>) -> [Findings; 8] {
    let Voices { said, is_claimed, mention } = voices;
    let (tree, trigger) = (page.tree, candidate.trigger);
    let heard: BTreeMap<&str, f64> =
        mention.into_iter().flat_map(EventMention::statuses).map(|(status, likely)| (status, likely.get())).collect();
    let sentence = tree.sentence_range(tree.sentence_of(trigger));
    let is_long_ago = dates::inside_of(page.times, sentence).iter().any(|(_, when)| dates::is_long_past(page, when));
    let had = tree.children(trigger).iter().any(|&child| tree.word(child).text().eq_ignore_ascii_case("had"));
    let factual = tree.word(trigger).factuality().and_then(|factuality| factuality.probability);
    let form = if is_verbal(tree, trigger) { tree.word(trigger).xpos() } else { "noun" };
    Status::ALL.map(|status| {
        let name = status.as_str();
        let mut found = Findings::default();
        found.add_if(true, name);
        found.add_if(status == candidate.status, "told");
        found.add_if(status == candidate.status, format!("told {name}"));
        found.add_if(said == Some(status), format!("said {name}"));
        found.add_if(said.is_none(), format!("{name}, unsaid"));
        if mention.is_some() {
            let likely = heard.get(name).copied().unwrap_or_default();
            found.add("heard", likely.max(LEAST_HEARD).ln());
        } else {
            found.add_if(true, format!("{name}, unheard"));
        }
        found.add_if(true, format!("{name} of {form}"));
        found.add_if(is_long_ago, format!("{name}, long ago"));
        found.add_if(had, format!("{name}, had"));
        found.add_if(is_claimed, format!("{name}, claimed"));
        found.add(format!("{name}, factual"), factual.map_or(0.0, |probability| probability.get() - 0.5));
        found
    })
}
