//! Sides: who may stand as actor or recipient of an event.
//!
//! Trees and heads both name words that cannot act: a missile, a town in a dateline, a plan. A word that cannot gives way
//! to the one whom its phrase names (`Israeli missiles`, `the president's decision`), or to nobody.

use vigie_lang::{NameKind, Upos};

mod choice;
mod words;

pub(crate) use self::words::{has_forces, is_public};
use self::words::{is_counted, is_plain_noun, is_state};
use super::candidates::Candidate;
use super::frames::{Frames, is_verbal};
use super::{Page, status};

/// Types whose recipient may be a thing or a place: what is attacked, seized or closed.
const ON_THINGS: &[&str] = &["ASSAULT", "COERCE"];

/// Types whose recipient may be what is judged: a bill that is vetoed, a verdict that is condemned.
const ON_WORKS: &[&str] = &["ACCUSE", "REJECT", "SUPPORT", "PROTEST"];

/// Pronouns for people of whom nobody is named.
const EVERYBODY: &[&str] = &["everyone", "everybody", "someone", "somebody"];

/// Types whose recipient is a place only where it is a state: troops go to a country, and merely into a town.
const TO_STATES: &[&str] = &["MOBILIZE", "RETREAT"];

/// Classes of what does not act by itself though sentences make it act.
const WEAPONS: &[&str] = &["missile", "shell", "bomb", "blade", "shot", "gas", "stone", "arms"];

/// Types that are done with somebody and not with what is his.
const FACE_TO_FACE: &[&str] = &["CONSULT", "AGREE", "COOPERATE", "REQUEST", "RETREAT"];

/// Types that two sides do to each other.
const MUTUAL: &[&str] = &["CONSULT", "AGREE", "COOPERATE"];

/// How likely the heads must find a party for it to stand where the tree put nobody, or somebody else.
const CLEAR: f64 = 0.7;

/// What became of the actors of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doers {
    /// Somebody acts.
    Known,
    /// The sentence names nobody.
    Unnamed,
    /// It names what cannot act: a storm, a share, a word that stands for nobody known.
    Things,
}

/// Who may stand where on a page.
pub(crate) struct Sides<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) frames: &'a Frames,
    /// The kind of the name that each word is part of.
    pub(crate) names: &'a [Option<NameKind>],
}

impl Sides<'_> {
    /// Leaves on both sides of a candidate only those who can stand there.
    pub(crate) fn settle(&self, candidate: &mut Candidate) -> Doers {
        // A weapon is fired by somebody: the sentence only does not say by whom.
        self.turn_owner(candidate);
        self.leave_out_places(candidate);
        self.leave_out_scenes(candidate);
        self.leave_out_who_answers(candidate);
        self.leave_out_where_the_blast_was(candidate);
        self.leave_out_who_is_blamed(candidate);
        let had_actors = candidate.actors.iter().any(|&head| !self.is_weapon(head));
        candidate.actors = each(&candidate.actors, |head| self.actor(self.bearer_of_name(head)));
        let kind = candidate.kind.as_str();
        let mut recipients = each(&candidate.recipients, |head| self.recipient(kind, self.bearer_of_name(head)));
        if recipients.is_empty() && ON_WORKS.contains(&kind) {
            let is_seen = |&head: &usize| candidate.seen.recipients.iter().any(|&(word, _)| word == head);
            recipients =
                candidate.recipients.iter().copied().filter(|head| is_seen(head) && self.is_work(*head)).collect();
        }
        candidate.recipients = recipients;
        match (candidate.actors.is_empty(), had_actors) {
            (false, _) => Doers::Known,
            (true, false) => Doers::Unnamed,
            (true, true) => Doers::Things,
        }
    }

    /// Leaves out of several actors those that only say where: `their exercises near the border with Ukraine`.
    fn leave_out_places(&self, candidate: &mut Candidate) {
        let says_where = |head: usize| {
            let before = self.page.tree.preposition(head);
            self.is_place(head)
                && before.is_some_and(|word| {
                    matches!(
                        word.as_str(),
                        "with" | "near" | "in" | "on" | "along" | "to" | "toward" | "towards" | "from" | "at"
                    )
                })
        };
        // `talks with France` have France as a side; `exercises near the border with France` have not.
        let is_mutual = MUTUAL.contains(&candidate.kind.as_str());
        let is_alone = candidate.actors.len() == 1 && is_mutual;
        if !(is_alone || is_mutual && candidate.actors.iter().all(|&head| says_where(head))) {
            candidate.actors.retain(|&head| !says_where(head));
        }
    }

    /// Leaves out the place before a noun of unrest: `Hong Kong unrest`, `the Kunduz protests`. A town or a building before an attack is what was
    /// struck: `the Paris attacks`, `the embassy bombings`.
    fn leave_out_scenes(&self, candidate: &mut Candidate) {
        let tree = self.page.tree;
        let trigger = candidate.trigger;
        let is_unrest = self.frames.is_of_class("unrest", tree.lemma(trigger));
        if is_verbal(tree, trigger) || !(is_unrest || candidate.kind == "ASSAULT") {
            return;
        }
        let is_town = |head: usize| {
            let identity = super::party(self.page, head).identity;
            self.is_place(head) && (is_unrest || !is_state(&identity) || identity.actor_id.is_none())
        };
        let is_building = |head: usize| !is_unrest && self.frames.is_of_class("target", tree.lemma(head));
        let is_scene = |head: usize| {
            tree.head(head) == Some(trigger)
                && tree.relation(head) == "compound"
                && (is_town(head) || is_building(head))
        };
        if !is_unrest && candidate.recipients.iter().all(|&head| is_scene(head)) {
            let before = tree.children(trigger).iter().copied();
            let is_blast = self.frames.is_of_class("blast", tree.lemma(trigger));
            candidate.recipients = before.filter(|&head| is_blast && is_scene(head)).collect();
            candidate.actors.retain(|&head| !is_scene(head));
            candidate.seen.actors.retain(|&(head, _)| !is_scene(head));
            return;
        }
        candidate.actors.retain(|&head| !is_scene(head));
        candidate.recipients.retain(|&head| !is_scene(head));
        candidate.seen.actors.retain(|&(head, _)| !is_scene(head));
        candidate.seen.recipients.retain(|&(head, _)| !is_scene(head));
    }

    /// Leaves out as actor what an attack was on that killed somebody: `the bombing of a clinic that killed a guard`.
    fn leave_out_where_the_blast_was(&self, candidate: &mut Candidate) {
        let tree = self.page.tree;
        let is_told_of = tree.relation(candidate.trigger) == "acl:relcl" && candidate.kind == "ASSAULT";
        let is_blast = |word: usize| self.frames.is_of_class("blast", tree.lemma(word));
        let is_of_blast = |head: usize| {
            is_blast(head)
                || tree.relation(head) == "nmod"
                    && matches!(tree.preposition(head).as_deref(), Some("of" | "on" | "at" | "in" | "against"))
                    && tree.head(head).is_some_and(is_blast)
        };
        if is_told_of {
            candidate.actors.retain(|&head| !is_of_blast(head));
            candidate.seen.actors.retain(|&(head, _)| !is_of_blast(head));
        }
    }

    /// Leaves out as recipient whom an act is laid to.
    fn leave_out_who_is_blamed(&self, candidate: &mut Candidate) {
        let trigger = candidate.trigger;
        candidate.recipients.retain(|&head| !self.is_blamed(trigger, head));
        candidate.seen.recipients.retain(|&(head, _)| !self.is_blamed(trigger, head));
    }

    /// Whether an act is laid to a word: `blamed the attack on the rebels`.
    fn is_blamed(&self, trigger: usize, head: usize) -> bool {
        let tree = self.page.tree;
        tree.head(head) == Some(trigger)
            && tree.preposition(head).as_deref() == Some("on")
            && tree.relation(trigger) == "obj"
            && tree.head(trigger).is_some_and(|verb| matches!(tree.lemma(verb), "blame" | "pin"))
    }

    /// Leaves out who only answers what another offered or asked: `the president will not accept the offer`.
    fn leave_out_who_answers(&self, candidate: &mut Candidate) {
        let tree = self.page.tree;
        let trigger = candidate.trigger;
        let is_said = matches!(
            tree.lemma(trigger),
            "offer" | "proposal" | "invitation" | "request" | "demand" | "call" | "appeal" | "promise" | "pledge"
        );
        let answers = |verb: &usize| {
            matches!(
                tree.lemma(*verb),
                "accept"
                    | "reject"
                    | "decline"
                    | "refuse"
                    | "dismiss"
                    | "consider"
                    | "weigh"
                    | "study"
                    | "spurn"
                    | "rebuff"
                    | "ignore"
                    | "receive"
            )
        };
        let is_object = !is_verbal(tree, trigger) && tree.relation(trigger) == "obj";
        let Some(verb) = tree.head(trigger).filter(|verb| is_said && is_object && answers(verb)) else { return };
        let is_answerer = |head: usize| tree.subject(verb) == Some(head);
        candidate.actors.retain(|&head| !is_answerer(head));
        candidate.seen.actors.retain(|&(head, _)| !is_answerer(head));
    }

    /// Whether a word is the place that something came from, whoever sent it: `missiles were fired from Belarus`.
    fn is_where_from(&self, head: usize) -> bool {
        self.is_place(head) && self.page.tree.preposition(head).as_deref() == Some("from")
    }

    /// Puts a person who owns a noun of suffering on its other side: `her arrest`, `the leader's detention`.
    fn turn_owner(&self, candidate: &mut Candidate) {
        let tree = self.page.tree;
        let trigger = candidate.trigger;
        let is_suffered = !is_verbal(tree, trigger) && self.frames.is_of_class("suffered", tree.lemma(trigger));
        if !is_suffered || !candidate.recipients.is_empty() {
            return;
        }
        let suffers = |head: usize| {
            let is_owner = tree.head(head) == Some(trigger) && tree.relation(head) == "nmod:poss";
            let is_person = self.kind_of_name(head) == Some(NameKind::Per) || tree.word(head).upos() == Upos::Pron;
            let commands = || {
                let sector = super::party(self.page, head).identity.sector;
                sector.is_some_and(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "SPY" | "REB" | "UAF"))
            };
            is_owner && (is_person || tree.word(head).upos() == Upos::Noun && !commands())
        };
        candidate.recipients = candidate.actors.iter().copied().filter(|&head| suffers(head)).collect();
        let gone = &candidate.recipients;
        candidate.actors.retain(|head| !gone.contains(head));
        // The heads take the owner for who acts, as he mostly is.
        let (turned, rest) = candidate.seen.actors.iter().partition(|(word, _)| gone.contains(word));
        candidate.seen.actors = rest;
        candidate.seen.recipients.extend::<Vec<_>>(turned);
    }

    /// Weighs the sides that the tree gave against those that the heads see.
    ///
    /// Who is clearly on the other side, or not seen at all where others clearly are, leaves; where that, or the rules of who can stand
    /// where, left nobody, whom the heads clearly see comes in.
    pub(crate) fn with_heads(&self, candidate: &mut Candidate, doers: Doers) -> Doers {
        let (ours, theirs) = (candidate.seen.actors.clone(), candidate.seen.recipients.clone());
        let kind = candidate.kind.clone();
        // Who of two talks to the other is for nobody to say.
        let is_mutual = MUTUAL.contains(&kind.as_str()) && !candidate.recipients.is_empty();
        let trigger = candidate.trigger;
        candidate.actors = self.weigh(&candidate.actors, &ours, &theirs, &candidate.recipients, is_mutual, |head| {
            self.may_act(head) && !self.is_of_other_clause(trigger, head)
        });
        candidate.actors.retain(|&head| !self.is_where_from(head));
        self.leave_out_places(candidate);
        candidate.recipients =
            self.weigh(&candidate.recipients, &theirs, &ours, &candidate.actors, is_mutual, |head| {
                self.may_act(head) && !TO_STATES.contains(&kind.as_str())
                    || self.recipient(&kind, head) == Some(head)
                    || self.is_thing_of(&kind, head)
            });
        if candidate.actors.is_empty() {
            if doers == Doers::Known { Doers::Unnamed } else { doers }
        } else {
            Doers::Known
        }
    }

    /// Whether a word is the subject of a verb other than the one over an event noun: it does something else.
    fn is_of_other_clause(&self, trigger: usize, word: usize) -> bool {
        let tree = self.page.tree;
        if is_verbal(tree, trigger) || !tree.relation(word).starts_with("nsubj") {
            return false;
        }
        let mut at = trigger;
        while let Some(head) = tree.head(at) {
            if is_verbal(tree, head) {
                return tree.head(word) != Some(head);
            }
            at = head;
        }
        false
    }

    /// One side after the heads were asked: those of the tree, those whom the heads see here and on the other side, those who stand there.
    fn weigh(
        &self,
        own: &[usize],
        seen: &[(usize, f64)],
        seen_there: &[(usize, f64)],
        there: &[usize],
        is_mutual: bool,
        may_stand: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let is_seen = |head: usize, list: &[(usize, f64)], least: f64| {
            list.iter().any(|&(word, likely)| likely >= least && self.is_same_phrase(word, head))
        };
        let clear = || seen.iter().filter(|(_, likely)| *likely >= CLEAR).map(|(word, _)| *word);
        let is_theirs = |head: usize| !is_seen(head, seen, 0.0) && is_seen(head, seen_there, CLEAR);
        let mut kept: Vec<usize> = own.iter().copied().filter(|&head| is_mutual || !is_theirs(head)).collect();
        let comes = |word: &usize| may_stand(*word) && !there.iter().any(|&other| self.is_same_phrase(*word, other));
        if clear().any(|word| comes(&word)) && kept.iter().any(|&head| !is_seen(head, seen, 0.0)) {
            kept.retain(|&head| is_seen(head, seen, 0.0));
        }
        if kept.is_empty() {
            kept = clear().filter(comes).collect();
            let all = kept.clone();
            kept.retain(|&word| {
                !all.iter().any(|&other| other != word && self.page.tree.phrase(other).contains(&word))
            });
        }
        kept
    }

    fn is_same_phrase(&self, a: usize, b: usize) -> bool {
        a == b || self.page.tree.phrase(a).contains(&b) || self.page.tree.phrase(b).contains(&a)
    }

    /// Whether a word can stand on a side where the heads clearly see it there: also somebody of whom no table knows.
    fn may_act(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let lemma = tree.lemma(head);
        if self.is_dateline(head) || self.is_sum(head) || self.only_tells_the_kind(head) {
            return false;
        }
        let is_thing = WEAPONS.iter().chain(&["thing", "kind"]).any(|class| self.frames.is_of_class(class, lemma));
        match tree.word(head).upos() {
            Upos::Propn => true,
            Upos::Pron => matches!(
                tree.word(head).text().to_lowercase().as_str(),
                "he" | "him" | "she" | "her" | "they" | "them" | "we" | "us" | "who" | "whom" | "it"
            ),
            Upos::Noun => !is_thing && (self.is_somebody(head) || tree.word(head).feature("Number") == Some("Plur")),
            _ => self.is_somebody(head),
        }
    }

    /// The word that acts where a phrase stands as actor.
    fn actor(&self, head: usize) -> Option<usize> {
        if self.is_dateline(head) || self.only_tells_the_kind(head) {
            return None;
        }
        if let Some(speaker) = self.speaker_of_himself(head) {
            return Some(speaker);
        }
        if self.is_somebody(head) {
            return Some(head);
        }
        let is_armed = WEAPONS
            .iter()
            .chain(&["force", "thing"])
            .any(|class| self.frames.is_of_class(class, self.page.tree.lemma(head)));
        self.stand_in(head, is_armed)
    }

    /// The one of two nouns for one person that has his name: `comedian and presenter Jim Davidson`.
    fn bearer_of_name(&self, head: usize) -> usize {
        let tree = self.page.tree;
        let has_name = |noun: usize| {
            tree.children(noun).iter().any(|&child| {
                child > noun
                    && matches!(tree.relation(child), "appos" | "flat" | "nmod:desc")
                    && self.kind_of_name(child) == Some(NameKind::Per)
            })
        };
        let is_one = |&noun: &usize| {
            tree.relation(noun) == "conj"
                && is_plain_noun(tree, noun)
                && !tree.children(noun).iter().any(|&child| tree.relation(child) == "det")
                && tree.word(noun).feature("Number") != Some("Plur")
                && has_name(noun)
        };
        if !is_plain_noun(tree, head) || tree.word(head).feature("Number") == Some("Plur") || has_name(head) {
            return head;
        }
        tree.children(head).iter().copied().find(is_one).unwrap_or(head)
    }

    /// The subject of the verb of saying over a pronoun that means him: `the army said that it had withdrawn`.
    fn speaker_of_himself(&self, head: usize) -> Option<usize> {
        let tree = self.page.tree;
        let is_meant = matches!(tree.word(head).text().to_lowercase().as_str(), "it" | "they")
            && tree.relation(head).starts_with("nsubj");
        let mut clause = tree.head(head).filter(|_| is_meant)?;
        if tree.relation(clause) == "conj" {
            clause = tree.head(clause)?;
        }
        let saying =
            tree.head(clause).filter(|&verb| tree.relation(clause) == "ccomp" && status::is_saying(tree, verb))?;
        tree.subject(saying).filter(|&subject| tree.word(subject).upos() != Upos::Pron && self.is_somebody(subject))
    }

    /// Whether a word stands before a noun and says of what kind it is, as in `a military exercise` or `house arrest`.
    pub(crate) fn only_tells_the_kind(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let is_kind = || {
            self.frames.is_of_class("kind", tree.lemma(head))
                || tree.word(head).upos() == Upos::Adj && (self.page.who)(tree.word(head).range()).country.is_none()
        };
        // `six-party`, in one word or in three
        let is_numbered = || tree.children(head).iter().any(|&child| tree.relation(child) == "nummod");
        matches!(tree.relation(head), "amod" | "compound" | "nmod:desc")
            && (is_counted(tree.word(head).text())
                || tree.word(head).upos() == Upos::Noun && is_numbered()
                || matches!(tree.word(head).upos(), Upos::Noun | Upos::Adj) && is_kind())
    }

    /// The word that is acted on where a phrase stands as recipient.
    fn recipient(&self, kind: &str, head: usize) -> Option<usize> {
        if TO_STATES.contains(&kind) && self.is_place(head) {
            return is_state(&super::party(self.page, head).identity).then_some(head);
        }
        // `near its border`: troops are moved to states, not to things of theirs.
        if TO_STATES.contains(&kind) && is_plain_noun(self.page.tree, head) && !self.is_role(head) {
            return None;
        }
        // `launched a missile`: nobody is acted on.
        if !ON_THINGS.contains(&kind) && self.is_weapon(head) {
            return self.stand_in(head, !FACE_TO_FACE.contains(&kind)).filter(|_| kind != "MOBILIZE");
        }
        if self.is_somebody(head) || EVERYBODY.contains(&self.page.tree.lemma(head)) {
            return Some(head);
        }
        // `shot down MH17`, `blocked Wikipedia`
        let is_named = ON_THINGS.contains(&kind) && self.page.tree.word(head).upos() == Upos::Propn;
        if is_named || ON_THINGS.contains(&kind) && self.can_be_hit(head) {
            return Some(head);
        }
        // `flew to the Sudanese capital`
        let is_land = kind == "CONSULT" && self.frames.is_of_class("land", self.page.tree.lemma(head));
        self.stand_in(head, is_land || !FACE_TO_FACE.contains(&kind))
    }

    /// Whether acts of a kind may be on a thing such as a word names, where the heads clearly see it there.
    fn is_thing_of(&self, kind: &str, head: usize) -> bool {
        (ON_THINGS.contains(&kind) || ON_WORKS.contains(&kind))
            && matches!(self.page.tree.word(head).upos(), Upos::Noun | Upos::Propn)
            && !self.is_sum(head)
            && !self.is_weapon(head)
            && !self.is_dateline(head)
    }

    /// Whether a word is what somebody judges: the object of the verb, a noun or name of a thing.
    fn is_work(&self, head: usize) -> bool {
        let tree = self.page.tree;
        matches!(tree.relation(head), "obj" | "nsubj:pass")
            && matches!(tree.word(head).upos(), Upos::Noun | Upos::Propn)
            && !self.is_sum(head)
            && !self.is_weapon(head)
    }
}

fn each(heads: &[usize], stands: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for head in heads.iter().filter_map(|&head| stands(head)) {
        if !found.contains(&head) {
            found.push(head);
        }
    }
    found
}
