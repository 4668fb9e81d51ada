//! Candidates: words that tell of an event, with type, parties and status, before they become records.

use std::collections::BTreeMap;

use vigie_lang::{EventMention, NameKind, Upos};
use vigie_record::Status;

use super::frames::{Coded, Surroundings, Verdict};
use super::{EventReader, Page, status};
use crate::tree::Tree;

/// How likely the heads must find an event, type and all, of which the frames know nothing. News has fewer events than the
/// sentences that the heads learned from, so they find too many.
const ALONE: f64 = 0.72;

/// The same, where the frames know that the word can tell of such an event, though no row holds.
const KNOWN_LEMMA: f64 = 0.5;

/// How likely they must find one that the frames code.
const AGREED: f64 = 0.4;

/// How likely they must find one that the frames call none.
const AGAINST: f64 = 0.9;

/// How sure the heads must be of a type to prevail over the frames.
const SURE_KIND: f64 = 0.97;

/// How likely a party of the heads must be.
const PARTY: f64 = 0.5;

/// A word that tells of an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) trigger: usize,
    pub(crate) kind: String,
    pub(crate) mode: Option<String>,
    pub(crate) status: Status,
    pub(crate) actors: Vec<usize>,
    pub(crate) recipients: Vec<usize>,
    /// Which frame or head made it, for people.
    pub(crate) rule: String,
}

/// Finds the candidates of a page, in the order of the text.
pub(crate) fn find(reader: &EventReader, page: &Page<'_>) -> Vec<Candidate> {
    let tree = page.tree;
    let names = name_kinds(tree);
    let is_actor = |word: usize| {
        names[word].is_some()
            || matches!(tree.word(word).upos(), Upos::Propn)
            || super::can_act(&super::party(page, word))
    };
    let around = Surroundings { names: &names, is_actor: &is_actor };
    let mentions: BTreeMap<usize, EventMention<'_>> =
        tree.document().events().map(|mention| (mention.trigger().index(), mention)).collect();
    let has_heads = tree.document().has_event_heads();
    let mut found = Vec::new();
    for word in 0..tree.document().n_words() {
        let mention = mentions.get(&word);
        if mention.is_none() && !matches!(tree.word(word).upos(), Upos::Verb | Upos::Noun) {
            continue;
        }
        let verdict = reader.frames.verdict(tree, word, &around);
        let likely = mention.map_or(0.0, |mention| mention.probability().get());
        let candidate = match (&verdict, mention) {
            (Verdict::Event(coded), None) if !has_heads || is_plain(tree, word, coded) => {
                Some(from_frame(tree, word, coded))
            }
            (Verdict::Event(coded), Some(mention)) if likely >= AGREED => Some(from_both(tree, word, coded, *mention)),
            (Verdict::Unknown, Some(mention)) => {
                let knows = reader.frames.kinds(tree, word).contains(&mention.kind());
                let least = if knows { KNOWN_LEMMA } else { ALONE };
                (typed(*mention) >= least).then(|| from_head(tree, word, *mention))
            }
            (Verdict::NoEvent, Some(mention)) if typed(*mention) >= AGAINST => Some(from_head(tree, word, *mention)),
            _ => None,
        };
        if let Some(mut candidate) = candidate {
            reader.light_verbs.complete(tree, &mut candidate);
            let is_time = |head: usize| page.times.iter().any(|(range, _)| range.contains(tree.word(head).range()));
            candidate.actors.retain(|&head| head != word && !is_time(head));
            candidate.recipients.retain(|&head| !is_time(head));
            settle_sides(&mut candidate);
            found.push(candidate);
        }
    }
    without_light_verbs(tree, found)
}

/// Whether a frame needs no head beside it: a verb with the very words that the row asks for, and with both its parties.
fn is_plain(tree: &Tree<'_>, word: usize, coded: &Coded) -> bool {
    tree.word(word).upos() == Upos::Verb
        && coded.is_specific
        && !coded.actors.is_empty()
        && !coded.recipients.is_empty()
}

/// Leaves out the verb of `imposed sanctions` where its noun tells of the same event.
fn without_light_verbs(tree: &Tree<'_>, mut found: Vec<Candidate>) -> Vec<Candidate> {
    let governed: Vec<(usize, String)> = found
        .iter()
        .filter(|candidate| matches!(tree.relation(candidate.trigger), "obj" | "obl" | "nsubj:pass"))
        .filter_map(|candidate| Some((tree.head(candidate.trigger)?, candidate.kind.clone())))
        .collect();
    found
        .retain(|candidate| !governed.iter().any(|(verb, kind)| *verb == candidate.trigger && *kind == candidate.kind));
    found
}

/// Leaves nobody on both sides: of several who act on each other, the first acts on the rest.
fn settle_sides(candidate: &mut Candidate) {
    let trigger = candidate.trigger;
    candidate.recipients.retain(|&head| head != trigger);
    let is_mutual = candidate.actors.len() > 1
        && !candidate.recipients.is_empty()
        && candidate.recipients.iter().all(|head| candidate.actors.contains(head));
    if is_mutual {
        candidate.recipients = candidate.actors.split_off(1);
    } else {
        let actors = &candidate.actors;
        candidate.recipients.retain(|head| !actors.contains(head));
    }
}

/// The kind of the name that each word is part of.
fn name_kinds(tree: &Tree<'_>) -> Vec<Option<NameKind>> {
    let mut kinds = vec![None; tree.document().n_words()];
    for name in tree.document().names() {
        kinds[name.word_range()].fill(Some(name.kind()));
    }
    kinds
}

fn from_frame(tree: &Tree<'_>, trigger: usize, coded: &Coded) -> Candidate {
    Candidate {
        trigger,
        kind: coded.kind.clone(),
        mode: coded.mode.clone(),
        status: status::of_syntax(tree, trigger).unwrap_or(Status::Happened),
        actors: coded.actors.clone(),
        recipients: coded.recipients.clone(),
        rule: format!("frame `{}`", coded.rule),
    }
}

fn from_head(tree: &Tree<'_>, trigger: usize, mention: EventMention<'_>) -> Candidate {
    let (actors, recipients) = parties(tree, mention);
    Candidate {
        trigger,
        kind: mention.kind().to_owned(),
        mode: mention.mode().map(str::to_owned),
        status: status::of(tree, trigger, mention),
        actors,
        recipients,
        rule: format!(
            "head {:.2}, {} {:.2}",
            mention.probability().get(),
            mention.kind(),
            mention.kind_probability().get()
        ),
    }
}

/// How likely the heads find an event of the very type that they say.
fn typed(mention: EventMention<'_>) -> f64 {
    mention.probability().get() * mention.kind_probability().get()
}

fn from_both(tree: &Tree<'_>, trigger: usize, coded: &Coded, mention: EventMention<'_>) -> Candidate {
    let head = from_head(tree, trigger, mention);
    let same = coded.kind == head.kind;
    if !same && mention.kind_probability().get() >= SURE_KIND {
        return Candidate { rule: format!("{}, against frame `{}`", head.rule, coded.rule), ..head };
    }
    let or = |ours: Vec<usize>, theirs: &[usize]| if ours.is_empty() { theirs.to_vec() } else { ours };
    Candidate {
        kind: coded.kind.clone(),
        mode: coded.mode.clone().or(head.mode.filter(|_| same)),
        actors: or(head.actors, &coded.actors),
        recipients: if coded.takes_no_recipient { Vec::new() } else { or(head.recipients, &coded.recipients) },
        rule: format!("frame `{}`, {}", coded.rule, head.rule),
        ..head
    }
}

/// The parties that the heads find, without those who only modify another one.
fn parties(tree: &Tree<'_>, mention: EventMention<'_>) -> (Vec<usize>, Vec<usize>) {
    let likely = |parties: Vec<(usize, f64)>| -> Vec<usize> {
        let found: Vec<usize> =
            parties.iter().filter(|(_, probability)| *probability >= PARTY).map(|(word, _)| *word).collect();
        found
            .iter()
            .copied()
            .filter(|&word| !found.iter().any(|&other| other != word && tree.phrase(other).contains(&word)))
            .collect()
    };
    let collect = |parties: &mut dyn Iterator<Item = (usize, f64)>| likely(parties.collect());
    let actors = collect(&mut mention.actors().map(|(word, probability)| (word.index(), probability.get())));
    let recipients = collect(&mut mention.recipients().map(|(word, probability)| (word.index(), probability.get())));
    (actors, recipients)
}
