//! Candidates: words that tell of an event, with type, parties and status, before they become records.

use std::collections::{BTreeMap, BTreeSet};

use vigie_lang::{EventMention, NameKind, Upos, Word};
use vigie_record::{Probability, Status};

use super::frames::{Coded, Surroundings, Verdict, is_verbal};
use super::gate::{self, Evidence};
use super::sides::{Doers, Sides};
use super::{EventReader, Page, dates, page_gate, status};
use crate::tree::Tree;

/// How sure of a type the heads must be that the frames know as another sense of the word.
const OTHER_SENSE: f64 = 0.7;

/// How sure the heads must be of a type to prevail over the frames.
const SURE_KIND: f64 = 0.97;

/// How sure the heads must be of an event to be asked about one that a frame is sure of.
const SURE_OF_EVENT: f64 = 0.8;

/// How many words for forces of nature and accidents make a page one of a disaster.
const DISASTER_WORDS: usize = 4;

/// How likely a party of the heads must be.
const PARTY: f64 = 0.5;

/// How likely it must be to count as seen.
pub(super) const SEEN: f64 = 0.35;

/// A word that tells of an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) trigger: usize,
    pub(crate) kind: String,
    pub(crate) mode: Option<String>,
    pub(crate) status: Status,
    pub(crate) actors: Vec<usize>,
    pub(crate) recipients: Vec<usize>,
    /// The parties that the heads see, likely or not, and how likely.
    pub(crate) seen: Seen,
    /// Which of frames and heads found it.
    pub(crate) found_by: FoundBy,
    /// How likely the heads find an event here; 0 where they see none.
    pub(crate) likely: f64,
    /// How likely they find its type, given that there is an event.
    pub(crate) likely_kind: f64,
    /// Whether the heads are of another mind about its status than the words around it.
    pub(crate) is_status_disputed: bool,
    /// How likely it is an event, all in all, as log-odds; set by the gate.
    pub(crate) log_odds: f64,
    /// How likely it is an event of a page that is read well, whatever else its page holds, as log-odds.
    pub(crate) on_page: f64,
    /// How likely both sides were read right.
    pub(crate) sides_likely: f64,
    /// Which frame or head made it, for people.
    pub(crate) rule: String,
}

/// Who the heads see on each side of an event, and how likely.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) actors: Vec<(usize, f64)>,
    pub(crate) recipients: Vec<(usize, f64)>,
}

/// Which of frames and heads found an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoundBy {
    /// A frame; the heads see nothing, or there are none.
    Frame { is_sure: bool },
    /// Both, with the same type or with one that prevails.
    Both { agree: bool, is_specific: bool },
    /// The heads, in a word that some row of the frames codes so, though none holds here.
    HeadKnown,
    /// The heads, in a word that the frames do not know for such events.
    HeadAlone,
    /// The heads, where a row says that there is no event.
    Barred,
}

/// Finds the candidates of a page, in the order of the text.
pub(crate) fn find(reader: &EventReader, page: &Page<'_>) -> Vec<Candidate> {
    let tree = page.tree;
    let names = name_kinds(tree);
    let sides = Sides { page, frames: &reader.frames, names: &names };
    let is_actor = |word: usize| {
        names[word].is_some()
            || matches!(tree.word(word).upos(), Upos::Propn)
            || super::can_act(&super::party(page, word))
    };
    let lemmas: BTreeSet<String> = (0..tree.document().n_words()).map(|word| tree.lemma(word).to_lowercase()).collect();
    let around = Surroundings { names: &names, lemmas: &lemmas, is_actor: &is_actor };
    let mentions: BTreeMap<usize, EventMention<'_>> =
        tree.document().events().map(|mention| (mention.trigger().index(), mention)).collect();
    let is_private_page = reader.topics.is_private(tree);
    let n_disasters = |from: std::ops::Range<usize>| {
        from.filter(|&word| reader.frames.is_of_class("nature", tree.lemma(word))).count()
    };
    let is_disaster_page = n_disasters(0..tree.document().n_words()) >= DISASTER_WORDS;
    let mut found = Vec::new();
    for (word, is_claimed) in claimed_words(page).into_iter().enumerate() {
        let mention = mentions.get(&word).copied();
        let is_candidate = mention.is_some() || matches!(tree.word(word).upos(), Upos::Verb | Upos::Noun);
        // `the occupied territories` tells of no occupation.
        if !is_candidate || tree.relation(word) == "amod" {
            continue;
        }
        let verdict = reader.frames.verdict(tree, word, &around);
        let Some(mut candidate) = propose(reader, tree, word, &verdict, mention) else { continue };
        let proposed = [candidate.actors.clone(), candidate.recipients.clone()];
        candidate.actors.retain(|&head| !sides.only_tells_the_kind(head));
        reader.light_verbs.complete(tree, &mut candidate);
        let times = dates::inside_of(page.times, tree.sentence_range(tree.sentence_of(word)));
        let is_time = |head: usize| times.iter().any(|(range, _)| range.contains(tree.word(head).range()));
        let is_reflexive = |head: &usize| tree.word(*head).text().to_lowercase().contains("sel");
        if candidate.recipients.iter().any(|head| tree.word(*head).upos() == Upos::Pron && is_reflexive(head)) {
            continue;
        }
        candidate.actors.retain(|&head| head != word && !is_time(head));
        candidate.recipients.retain(|&head| !is_time(head));
        let (n_before, doers) = (candidate.recipients.len(), sides.settle(&mut candidate));
        let doers = sides.with_heads(&mut candidate, doers);
        leave_out_appositions(tree, &mut candidate);
        settle_sides(tree, &mut candidate);
        turn_on_each_other(tree, &mut candidate);
        let mut doers = doers;
        if tree.document().has_event_heads() {
            candidate.sides_likely =
                sides.choose(&reader.party_weights, &mut candidate, &proposed, mention, reader.watch);
            doers = match (candidate.actors.is_empty(), doers) {
                (false, _) => Doers::Known,
                (true, Doers::Known) => Doers::Unnamed,
                (true, doers) => doers,
            };
        }
        // `no unit had been found fighting`
        if candidate.actors.iter().any(|&head| status::is_nobody(tree, head))
            && candidate.status != Status::Hypothetical
        {
            candidate.status = Status::Denied;
        }
        let is_refusal = turn_refusal(reader, tree, &mut candidate);
        if tree.document().has_event_heads() && !is_refusal {
            let is_word = status::is_of_words(&candidate.kind);
            let said = reader.status_words.told(tree, word, &reader.light_verbs, is_word);
            let voices = status::Voices { said, is_claimed, mention };
            candidate.status = status::choose(&reader.status_weights, page, &candidate, voices, reader.watch);
        }
        let doers = continue_earlier(tree, &found, &mut candidate, doers);
        let parties = |heads: &[usize]| heads.iter().map(|&head| super::party(page, head)).collect::<Vec<_>>();
        let evidence = Evidence {
            doers,
            actors: &parties(&candidate.actors),
            recipients: &parties(&candidate.recipients),
            has_lost_recipients: n_before > 0 && candidate.recipients.is_empty(),
            is_plural: tree.word(candidate.actors.first().copied().unwrap_or(word)).feature("Number") == Some("Plur"),
            is_bare: is_bare(tree, word),
            is_disaster: is_disaster(reader, tree, word)
                || candidate.actors.is_empty() && is_disaster_page && candidate.kind == "ASSAULT",
            is_contest: is_contest(reader, tree, word),
            lemma: tree.lemma(word),
            is_noun: !is_verbal(tree, word),
            is_saying: status::is_saying(tree, word),
            is_carried_out: reader.light_verbs.carries_out(tree, word),
            is_private_page,
            is_of_anybody: is_of_anybody(tree, word),
            is_standing_rule: is_standing_rule(tree, &candidate),
        };
        candidate.log_odds = gate::log_odds(&candidate, &evidence);
        candidate.is_status_disputed = mention
            .and_then(|mention| Status::named(mention.status()))
            .is_some_and(|read| read != candidate.status && !(is_fact(read) && is_fact(candidate.status)));
        candidate.on_page = page_gate::log_odds(&candidate, &evidence, tree.relation(word));
        found.push(candidate);
    }
    page_gate::retain_told(&mut found, tree.n_sentences());
    without_light_verbs(tree, found)
}

/// Of each word, whether a claim has it in its content.
fn claimed_words(page: &Page<'_>) -> Vec<bool> {
    let words: Vec<_> = page.tree.document().words().map(Word::range).collect();
    let mut claimed = vec![false; words.len()];
    for span in page.claims.iter().flat_map(|claim| &claim.content.spans) {
        let first = words.partition_point(|word| word.start() < span.start());
        let end = words.partition_point(|word| word.end() <= span.end());
        claimed[first..end.max(first)].fill(true);
    }
    claimed
}

impl Candidate {
    /// Whether it is done to persons by its mode: an arrest, an expulsion, a conviction; not a ban or a rule.
    pub(crate) fn is_personal(&self) -> bool {
        self.mode.as_deref().is_some_and(|mode| matches!(mode, "arrest" | "deport" | "expel" | "convict"))
    }
}

#[cfg(test)]
impl Candidate {
    /// A word that was found so, with nobody on either side.
    pub(crate) fn bare(kind: &str, found_by: FoundBy, likely: f64) -> Self {
        Self {
            trigger: 0,
            kind: kind.to_owned(),
            mode: None,
            status: Status::Happened,
            actors: Vec::new(),
            recipients: Vec::new(),
            seen: Seen::default(),
            found_by,
            likely,
            likely_kind: likely,
            is_status_disputed: false,
            log_odds: 0.0,
            on_page: 0.0,
            sides_likely: 1.0,
            rule: String::new(),
        }
    }
}

/// How many sentences back an event may find the one that it goes on with.
const REACH: usize = 3;

/// Gives an exercise of which nobody is said to hold it (`drills are under way`) the actor of the moves just told of.
fn continue_earlier(tree: &Tree<'_>, found: &[Candidate], candidate: &mut Candidate, doers: Doers) -> Doers {
    if candidate.kind != "MOBILIZE" || doers != Doers::Unnamed || is_verbal(tree, candidate.trigger) {
        return doers;
    }
    let sentence = tree.sentence_of(candidate.trigger);
    let is_near = |earlier: &&Candidate| tree.sentence_of(earlier.trigger) + REACH >= sentence;
    let earlier = found
        .iter()
        .rev()
        .take_while(is_near)
        .find(|earlier| earlier.kind == candidate.kind && gate::may_be_told(earlier));
    match earlier {
        Some(earlier) => {
            candidate.actors.clone_from(&earlier.actors);
            Doers::Known
        }
        None => doers,
    }
}

/// Whether what has a status is real, over or not.
fn is_fact(status: Status) -> bool {
    matches!(status, Status::Happened | Status::UnderWay | Status::Historical)
}

/// Whether a verb has nothing beside its subject: `I agree.`
fn is_bare(tree: &Tree<'_>, word: usize) -> bool {
    let says_more = |&child: &usize| {
        let relation = tree.relation(child);
        matches!(relation, "obj" | "iobj" | "ccomp" | "xcomp" | "advcl" | "nsubj:pass") || relation.starts_with("obl")
    };
    is_verbal(tree, word) && !tree.children(word).iter().any(says_more)
}

/// Whether the subject of a verb is anybody: `anyone can sue`, `if you attack`.
fn is_of_anybody(tree: &Tree<'_>, word: usize) -> bool {
    let subject = if is_verbal(tree, word) { tree.subject(word) } else { None };
    subject.is_some_and(|subject| {
        matches!(
            tree.word(subject).text().to_lowercase().as_str(),
            "anyone" | "anybody" | "everyone" | "everybody" | "you" | "whoever"
        )
    })
}

/// Whether a passive in the present says what is allowed or forbidden, and not by whom.
fn is_standing_rule(tree: &Tree<'_>, candidate: &Candidate) -> bool {
    let verb = candidate.trigger;
    let is_present = |child: &usize| {
        tree.relation(*child) == "aux:pass" && matches!(tree.word(*child).text().to_lowercase().as_str(), "is" | "are")
    };
    matches!(candidate.kind.as_str(), "CONCEDE" | "COERCE" | "SUPPORT")
        && matches!(
            tree.lemma(verb),
            "allow" | "permit" | "ban" | "prohibit" | "forbid" | "bar" | "restrict" | "require"
        )
        && tree.children(verb).iter().any(is_present)
        && tree.subject(verb).is_none()
}

/// Whether an accident or a force of nature, and no attacker, stands in the sentence of a word.
fn is_disaster(reader: &EventReader, tree: &Tree<'_>, word: usize) -> bool {
    tree.sentence(tree.sentence_of(word)).any(|word| reader.frames.is_of_class("nature", tree.lemma(word)))
}

/// Whether a word is one of winning and losing, and somebody is voted for in its sentence.
fn is_contest(reader: &EventReader, tree: &Tree<'_>, word: usize) -> bool {
    reader.frames.is_of_class("contest", tree.lemma(word))
        && tree.sentence(tree.sentence_of(word)).any(|word| reader.frames.is_of_class("ballot", tree.lemma(word)))
}

/// What frames and heads together make of a word; whether it is told is for the gate to say.
fn propose(
    reader: &EventReader,
    tree: &Tree<'_>,
    word: usize,
    verdict: &Verdict,
    mention: Option<EventMention<'_>>,
) -> Option<Candidate> {
    match (verdict, mention) {
        (Verdict::Event(coded), None) => Some(from_frame(reader, tree, word, coded)),
        (Verdict::Event(coded), Some(mention)) => {
            let kinds = reader.frames.kinds(tree, word);
            Some(from_both(reader, tree, word, coded, mention, &kinds))
        }
        (Verdict::Unknown, Some(mention)) => {
            let knows = reader.frames.kinds(tree, word).contains(&mention.kind());
            let found_by = if knows { FoundBy::HeadKnown } else { FoundBy::HeadAlone };
            Some(Candidate { found_by, ..from_head(reader, tree, word, mention) })
        }
        (Verdict::NoEvent, Some(mention)) => {
            Some(Candidate { found_by: FoundBy::Barred, ..from_head(reader, tree, word, mention) })
        }
        (_, None) => None,
    }
}

/// Leaves out the verb of `imposed sanctions` where its noun tells of the same event.
fn without_light_verbs(tree: &Tree<'_>, mut found: Vec<Candidate>) -> Vec<Candidate> {
    // `mobilisation exercises` are one act.
    let triggers: Vec<(usize, String)> = found.iter().map(|one| (one.trigger, one.kind.clone())).collect();
    found.retain(|one| {
        let above = tree.head(one.trigger).filter(|_| tree.relation(one.trigger) == "compound");
        !above.is_some_and(|head| triggers.contains(&(head, one.kind.clone())))
    });
    let governed: Vec<(usize, String)> = found
        .iter()
        .filter(|candidate| matches!(tree.relation(candidate.trigger), "obj" | "obl" | "nsubj:pass"))
        .filter_map(|candidate| Some((tree.head(candidate.trigger)?, candidate.kind.clone())))
        .collect();
    found
        .retain(|candidate| !governed.iter().any(|(verb, kind)| *verb == candidate.trigger && *kind == candidate.kind));
    found
}

/// Leaves out of each side the second name of somebody who stands there already: `his rival, Jan Nowak`.
fn leave_out_appositions(tree: &Tree<'_>, candidate: &mut Candidate) {
    let is_other_name = |side: &[usize], head: usize| {
        let above = tree.head(head).filter(|above| side.contains(above));
        above.is_some_and(|above| {
            matches!(tree.relation(head), "appos" | "flat" | "nmod:desc")
                || tree.relation(head) == "compound" && tree.word(above).upos() == Upos::Propn
        })
    };
    for side in [&mut candidate.actors, &mut candidate.recipients] {
        let all = side.clone();
        side.retain(|&head| !is_other_name(&all, head));
    }
}

/// Leaves nobody on both sides: of several who act on each other, the first acts on the rest.
fn settle_sides(tree: &Tree<'_>, candidate: &mut Candidate) {
    let trigger = candidate.trigger;
    candidate.recipients.retain(|&head| head != trigger);
    let is_mutual = candidate.actors.len() > 1
        && !candidate.recipients.is_empty()
        && candidate.recipients.iter().all(|head| candidate.actors.contains(head));
    let is_done_together = matches!(candidate.kind.as_str(), "CONSULT" | "AGREE" | "COOPERATE");
    // `a meeting with the premier and his wife` leaves open who meets them.
    let is_with = |&head: &usize| {
        let first = tree.head(head).filter(|_| tree.relation(head) == "conj").unwrap_or(head);
        tree.preposition(first).as_deref() == Some("with")
    };
    let is_open = candidate.recipients.iter().all(is_with);
    if is_done_together && candidate.actors.is_empty() && candidate.recipients.len() > 1 && !is_open {
        // Of two who talk to each other, one is the first.
        candidate.actors = candidate.recipients.drain(..1).collect();
    } else if is_mutual {
        candidate.recipients = candidate.actors.split_off(1);
    } else {
        let actors = &candidate.actors;
        candidate.recipients.retain(|head| !actors.contains(head));
    }
}

/// Makes a rejection of what is not accepted: `will not accept the claims`, but not `has not accepted them yet`. Of what is proposed it is one
/// whether or not the heads see it. Says whether it is one.
fn turn_refusal(reader: &EventReader, tree: &Tree<'_>, candidate: &mut Candidate) -> bool {
    let verb = candidate.trigger;
    let is_open = tree.children(verb).iter().any(|&child| tree.relation(child) == "aux" && tree.lemma(child) == "have");
    let is_refusal =
        candidate.kind == "AGREE" && tree.lemma(verb) == "accept" && status::negates_itself(tree, verb) && !is_open;
    if is_refusal {
        "REJECT".clone_into(&mut candidate.kind);
        candidate.mode = None;
        candidate.status = Status::Happened;
        let is_proposed = |&object: &usize| reader.frames.is_of_class("proposal", tree.lemma(object));
        if matches!(candidate.found_by, FoundBy::Frame { .. } | FoundBy::Both { .. })
            && tree.verb_slot(verb, "obj").iter().any(is_proposed)
        {
            candidate.found_by = FoundBy::Frame { is_sure: true };
        }
    }
    is_refusal
}

/// Lets several who do something to each other act on one another: `Ann and Bob attacked each other's plans`.
fn turn_on_each_other(tree: &Tree<'_>, candidate: &mut Candidate) {
    if candidate.actors.len() < 2 || !is_verbal(tree, candidate.trigger) {
        return;
    }
    let below = tree.subtree(candidate.trigger);
    let text = |word: usize| tree.word(word).text().to_lowercase();
    let is_mutual = |pair: &[usize]| {
        matches!((text(pair[0]).as_str(), text(pair[1]).as_str()), ("each", "other" | "other's") | ("one", "another"))
    };
    if below.windows(2).any(is_mutual) {
        candidate.recipients = candidate.actors.split_off(1);
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

fn from_frame(reader: &EventReader, tree: &Tree<'_>, trigger: usize, coded: &Coded) -> Candidate {
    Candidate {
        trigger,
        kind: coded.kind.clone(),
        mode: coded.mode.clone(),
        status: reader
            .status_words
            .told(tree, trigger, &reader.light_verbs, status::is_of_words(&coded.kind))
            .unwrap_or(Status::Happened),
        actors: coded.actors.clone(),
        recipients: coded.recipients.clone(),
        seen: Seen::default(),
        found_by: FoundBy::Frame { is_sure: coded.is_sure || !tree.document().has_event_heads() },
        likely: 0.0,
        is_status_disputed: false,
        log_odds: 0.0,
        on_page: 0.0,
        sides_likely: 1.0,
        likely_kind: 0.0,
        rule: format!("frame `{}`", coded.rule),
    }
}

fn from_head(reader: &EventReader, tree: &Tree<'_>, trigger: usize, mention: EventMention<'_>) -> Candidate {
    let (mut actors, mut recipients) = parties(tree, mention);
    if is_verbal(tree, trigger) {
        let (subjects, objects) = (tree.verb_slot(trigger, "subj"), tree.verb_slot(trigger, "obj"));
        if subjects.is_empty() {
            actors.retain(|head| !objects.contains(head));
        } else {
            actors = subjects;
        }
        if recipients.is_empty() && !matches!(mention.kind(), "MOBILIZE" | "RETREAT") {
            recipients = objects;
        }
        if tree.is_passive(trigger) {
            // A passive that names nobody leaves the doer open, whatever stands near.
            actors = tree.verb_slot(trigger, "subj");
        } else {
            // Who acts stands before an active verb, or is no part of its clause.
            let below = tree.subtree(trigger);
            actors.retain(|&head| head < trigger || !below.contains(&head));
        }
    } else {
        // What the heads tie to a noun from afar is too often the doer of another act.
        let below = tree.subtree(trigger);
        let doers = doers_of_verb_above(reader, tree, trigger);
        let is_own = |head: usize| below.contains(&head) && !tree.relation(head).starts_with("nsubj");
        actors.retain(|&head| is_own(head) || doers.contains(&head));
    }
    Candidate {
        trigger,
        kind: mention.kind().to_owned(),
        mode: mention.mode().map(str::to_owned),
        status: reader.status_words.of(tree, trigger, &reader.light_verbs, mention),
        actors,
        recipients,
        seen: Seen { actors: seen(&mut mention.actors()), recipients: seen(&mut mention.recipients()) },
        found_by: FoundBy::HeadAlone,
        likely: mention.probability().get(),
        is_status_disputed: false,
        log_odds: 0.0,
        on_page: 0.0,
        sides_likely: 1.0,
        likely_kind: mention.kind_probability().get(),
        rule: format!(
            "head {:.2}, {} {:.2}",
            mention.probability().get(),
            mention.kind(),
            mention.kind_probability().get()
        ),
    }
}

/// Verbs whose subject deals with an act of others.
const OF_OTHERS: &[&str] = &[
    "await",
    "consider",
    "describe",
    "discuss",
    "end",
    "face",
    "fear",
    "hear",
    "investigate",
    "know",
    "mention",
    "oppose",
    "prevent",
    "quell",
    "remember",
    "report",
    "see",
    "stop",
    "survive",
    "want",
    "watch",
];

/// The subjects of the verb that an event noun is the object of, as in `laid siege`; what the table of light verbs says goes before.
fn doers_of_verb_above(reader: &EventReader, tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let verb = tree.head(noun).filter(|_| tree.relation(noun) == "obj");
    match verb {
        Some(verb) if !reader.light_verbs.knows(tree.lemma(verb)) && !OF_OTHERS.contains(&tree.lemma(verb)) => {
            tree.verb_slot(verb, "subj")
        }
        _ => Vec::new(),
    }
}

fn from_both(
    reader: &EventReader,
    tree: &Tree<'_>,
    trigger: usize,
    coded: &Coded,
    mention: EventMention<'_>,
    kinds: &[&str],
) -> Candidate {
    let head = from_head(reader, tree, trigger, mention);
    let seen = parties(tree, mention).1;
    let same = coded.kind == head.kind;
    if coded.is_sure && !same {
        return from_frame(reader, tree, trigger, coded);
    }
    let sure = mention.kind_probability().get();
    let is_other_sense = !coded.is_specific && kinds.contains(&mention.kind()) && sure >= OTHER_SENSE;
    if !same && (sure >= SURE_KIND || is_other_sense) {
        let found_by = FoundBy::Both { agree: false, is_specific: coded.is_specific };
        return Candidate { found_by, rule: format!("{}, against frame `{}`", head.rule, coded.rule), ..head };
    }
    let found_by = if coded.is_sure && mention.probability().get() < SURE_OF_EVENT {
        FoundBy::Frame { is_sure: true }
    } else {
        FoundBy::Both { agree: same, is_specific: coded.is_specific }
    };
    let or = |slots: &[usize], heads: Vec<usize>| if slots.is_empty() { heads } else { slots.to_vec() };
    let recipients = if coded.takes_no_recipient { Vec::new() } else { or(&coded.recipients, seen) };
    Candidate {
        kind: coded.kind.clone(),
        // The heads read help of any kind as military.
        mode: coded.mode.clone().or(head.mode.filter(|_| same && coded.kind != "AID")),
        actors: if coded.takes_no_actor { Vec::new() } else { or(&coded.actors, head.actors) },
        recipients,
        found_by,
        rule: format!("frame `{}`, {}", coded.rule, head.rule),
        ..head
    }
}

/// Those whom the heads see on a side.
fn seen(parties: &mut dyn Iterator<Item = (Word<'_>, Probability)>) -> Vec<(usize, f64)> {
    parties.map(|(word, likely)| (word.index(), likely.get())).filter(|(_, likely)| *likely >= SEEN).collect()
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
