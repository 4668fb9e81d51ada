//! Status: whether an event happened, is planned, feared or denied.
//!
//! `status-words.tsv` says what a word makes of the act that it governs or stands beside; a walk from the event's word up
//! its sentence gathers them, the innermost first. The engine's head reads the same sentence as a whole. Where the walk
//! finds a word, it decides unless the head is sure of something else; where it finds none, the head must be sure of
//! what it says beyond `happened`. What both say is weighed at the end, by what marked pages teach.

use std::collections::HashMap;

use vigie_lang::EventMention;
use vigie_record::Status;

mod choice;
mod grammar;

pub(crate) use self::choice::{Voices, choose};
use self::grammar::{
    has_auxiliary, is_aim, is_condition, is_done_by_saying, is_going_on, is_negated, is_over, is_past, is_presupposed,
    is_purpose, is_reported, is_scheduled, is_shade, is_threat, is_verbal, tells_of_subject,
};
pub(crate) use self::grammar::{is_nobody, is_of_words, is_saying, negates_itself};
use super::light::LightVerbs;
use crate::knowledge::{TableError, TableFault, UserTables, rows_of};
use crate::tree::Tree;

const STATUS_WORDS: &str = include_str!("../../../../../knowledge/status-words.tsv");

/// How sure the head must be to stand against the words.
const SURE: f64 = 0.7;

/// How sure it must be that what the words call planned or possible has happened.
const SURE_OF_FACT: f64 = 0.97;

/// How sure it must be, where no word tells, that an event has not happened, or is only background.
const UNTOLD: f64 = 0.65;

/// How sure it must be, where no word tells, that an event is only background.
const LONG_AGO: f64 = 0.8;

/// How sure it must be which of what has not happened an event is: planned, threatened, feared or supposed.
const SURE_OF_SHADE: f64 = 0.75;

/// The most clauses above an event that are looked at.
const MOST_CLAUSES: usize = 4;

/// Verbs that bring about what their object names.
const BRINGS_ABOUT: &[&str] = &[
    "achieve",
    "reach",
    "secure",
    "obtain",
    "negotiate",
    "broker",
    "conclude",
    "sign",
    "win",
    "get",
    "strike",
    "seal",
    "hold",
    "begin",
    "start",
    "resume",
    "arrange",
    "agree",
    "impose",
    "launch",
];

/// Nouns for words that were said when somebody faces them.
const FACED: &[&str] = &[
    "charge",
    "count",
    "accusation",
    "allegation",
    "criticism",
    "complaint",
    "lawsuit",
    "suit",
    "indictment",
    "claim",
    "demand",
    "call",
    "opposition",
];

/// Nouns for a part of an act in time.
const PHASES: &[&str] = &[
    "beginning",
    "continuation",
    "launch",
    "outbreak",
    "outset",
    "renewal",
    "repeat",
    "resumption",
    "return",
    "round",
    "series",
    "start",
    "wave",
];

/// The words that tell of a status, by how they reach the act.
#[derive(Debug, Default)]
pub(crate) struct StatusWords {
    /// Verbs and nouns that govern it: as a clause or infinitive, as an object.
    governors: HashMap<(String, char), Governor>,
    /// Words of its own clause, by part of speech.
    beside: HashMap<(String, char), Status>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Governor {
    complement: Option<Status>,
    object: Option<Status>,
}

impl StatusWords {
    /// Reads the table; a user's rows win.
    ///
    /// # Errors
    /// When a table, ours or the user's, is broken.
    pub(crate) fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut words = Self::default();
        for table in rows_of(user, "status-words.tsv", STATUS_WORDS, &["lemma", "pos", "gives", "how"])? {
            for (at, row) in table.rows().enumerate() {
                let gives = Status::named(row.get("gives")).ok_or_else(|| TableError {
                    table: "status-words.tsv".to_owned(),
                    line: at + 1,
                    reason: TableFault::BadCell {
                        column: "gives".to_owned(),
                        cell: row.get("gives").to_owned(),
                        expected: "a status".to_owned(),
                    },
                })?;
                let key = (row.get("lemma").to_lowercase(), row.get("pos").chars().next().unwrap_or('v'));
                for how in row.get("how").split('|') {
                    let governor = words.governors.entry(key.clone()).or_default();
                    match how {
                        "complement" => governor.complement = governor.complement.or(Some(gives)),
                        "object" => governor.object = governor.object.or(Some(gives)),
                        _ => {
                            words.beside.entry(key.clone()).or_insert(gives);
                        }
                    }
                }
            }
        }
        Ok(words)
    }

    /// The status of an event that the heads found.
    pub(crate) fn of(&self, tree: &Tree<'_>, trigger: usize, light: &LightVerbs, mention: EventMention<'_>) -> Status {
        match self.weighed(tree, trigger, light, mention) {
            Status::Planned if is_verbal(tree, trigger) && is_threat(tree, trigger, mention.kind()) => {
                Status::Threatened
            }
            status => status,
        }
    }

    fn weighed(&self, tree: &Tree<'_>, trigger: usize, light: &LightVerbs, mention: EventMention<'_>) -> Status {
        let read = Status::named(mention.status()).unwrap_or(Status::Happened);
        let sure = mention.status_probability().get();
        let read = match read {
            // A passive in the past is over, and who rejects does something.
            Status::UnderWay if is_over(tree, trigger) => Status::Happened,
            Status::Denied if mention.kind() == "REJECT" => Status::Happened,
            read => read,
        };
        if let Some(own) = self.beside(tree, trigger) {
            // `will be charged` says more than that it may be.
            let is_weaker = own == Status::Planned && read == Status::Possible;
            return if sure >= SURE_OF_SHADE && is_shade(own) && is_shade(read) && !is_weaker { read } else { own };
        }
        match self.told(tree, trigger, light, is_of_words(mention.kind())) {
            Some(told) if told == read => told,
            Some(told) if sure >= SURE_OF_SHADE && is_shade(told) && is_shade(read) => read,
            Some(told) if sure < SURE => told,
            // What is only planned or feared has not happened, however much it sounds so.
            Some(told @ (Status::Planned | Status::Possible | Status::Hypothetical))
                if read == Status::Happened && sure < SURE_OF_FACT =>
            {
                told
            }
            // A plan that is only feared or supposed reads like a plan.
            Some(told @ (Status::Possible | Status::Hypothetical)) if read == Status::Planned => told,
            // Nor is what was tried or feared denied, where no word denies it.
            Some(told) if read == Status::Denied => told,
            Some(_) => read,
            None if read == Status::Historical && sure < LONG_AGO => Status::Happened,
            // `details about the attack`: who names it so takes it for a fact.
            None if is_shade(read) && is_presupposed(tree, trigger, mention.kind()) => Status::Happened,
            // `remanded in custody to be sentenced`
            None if matches!(read, Status::Happened | Status::Hypothetical) && sure < SURE && is_aim(tree, trigger) => {
                Status::Planned
            }
            None if matches!(read, Status::Happened | Status::UnderWay) || sure >= UNTOLD => read,
            None => Status::Happened,
        }
    }

    /// What the words around an event say of it, if they say anything.
    ///
    /// `is_word` where the act is one of words, as a request is: such an act stands though others reject it.
    pub(crate) fn told(&self, tree: &Tree<'_>, trigger: usize, light: &LightVerbs, is_word: bool) -> Option<Status> {
        if is_done_by_saying(tree, trigger) {
            return Some(Status::Happened);
        }
        let mut at = trigger;
        let mut found = self.beside(tree, at);
        if tree.relation(at) == "nsubj" && tree.head(at).is_some_and(|head| is_going_on(tree, head)) {
            return found.or(Some(Status::UnderWay));
        }
        if found.is_none() && tree.relation(at) == "conj" {
            found = tree.head(at).and_then(|head| self.modal(tree, head)).filter(|_| !has_auxiliary(tree, at));
        }
        if found.is_none() && light.halts(tree, at) {
            return None;
        }
        for _ in 0..MOST_CLAUSES {
            match found {
                Some(Status::Planned) => return Some(self.weakest(tree, at)),
                Some(status) => return Some(status),
                None => {}
            }
            let head = tree.head(at)?;
            // `accused of leaking secrets and detained`: the participle goes with the first one, whatever the parser says.
            if tree.relation(at) == "conj"
                && tree.word(at).xpos() == "VBN"
                && tree.word(head).xpos() == "VBG"
                && tree.child(at, "obj").is_none()
            {
                return None;
            }
            let relation = tree.relation(at);
            if !matches!(
                relation,
                "xcomp"
                    | "obj"
                    | "conj"
                    | "advcl"
                    | "acl"
                    | "ccomp"
                    | "nmod"
                    | "obl"
                    | "csubj"
                    | "nsubj:pass"
                    | "nsubj"
                    | "iobj"
                    | "compound"
            ) {
                return None;
            }
            if relation == "advcl" && is_purpose(tree, at) {
                return Some(Status::Planned);
            }
            if relation == "nsubj" && !tells_of_subject(tree, head) {
                return None;
            }
            found = self.by_governor(tree, at, head, relation);
            // `faces charges`: they were brought.
            if found == Some(Status::Possible) && tree.lemma(head) == "face" && FACED.contains(&tree.lemma(at)) {
                return Some(Status::Happened);
            }
            if relation == "compound" && found.is_none() {
                return None;
            }
            // `postponed the renewal of the talks` says of the talks what it says of the renewal.
            let is_phase = relation == "nmod" && PHASES.contains(&tree.lemma(head));
            if found.is_none() && is_phase {
                at = head;
                continue;
            }
            // `rejected the request`, `dismissed the threat`: they were made.
            let is_word =
                is_word || matches!(tree.lemma(trigger), "offer" | "promise" | "pledge" | "proposal" | "invitation");
            if found == Some(Status::Denied) && at == trigger && is_word && !is_verbal(tree, at) {
                return Some(Status::Happened);
            }
            // `refused the request`: the request was made.
            let is_another_act = !is_verbal(tree, at) && is_verbal(tree, head) && !light.carries_out(tree, at);
            // `negotiations to achieve a ceasefire`
            let is_aim = !is_verbal(tree, at) && is_purpose(tree, head) && BRINGS_ABOUT.contains(&tree.lemma(head));
            if found.is_none() && is_aim && matches!(tree.relation(head), "acl" | "advcl") {
                return Some(Status::Possible);
            }
            if found.is_none() && is_another_act {
                return None;
            }
            let is_same_act = matches!(relation, "xcomp" | "obj" | "nsubj:pass")
                || relation == "conj" && !has_auxiliary(tree, at)
                || relation == "obl" && light.carries_out(tree, at)
                || relation == "nsubj" && !is_verbal(tree, at);
            if found.is_none() && (is_same_act || relation == "ccomp" && !is_saying(tree, head)) {
                found =
                    self.beside(tree, head).filter(|status| !matches!(status, Status::Historical | Status::UnderWay));
            }
            // `barred from entering into talks`
            let is_entered = relation == "obl" && light.carries_out(tree, at);
            if matches!(relation, "advcl" | "nsubj" | "nmod" | "obl") && found.is_none() && !is_entered {
                return None;
            }
            at = head;
        }
        found
    }

    /// What is planned in a clause that is itself only feared, supposed or imagined is no plan, nor is a plan that is denied.
    fn weakest(&self, tree: &Tree<'_>, at: usize) -> Status {
        let (mut at, mut steps) = (at, 0);
        while let Some(head) = tree.head(at).filter(|_| steps < MOST_CLAUSES) {
            let relation = tree.relation(at);
            let above = self.by_governor(tree, at, head, relation);
            let is_clause = matches!(relation, "ccomp" | "xcomp" | "obj" | "obl" | "advcl" | "acl");
            let beside = if is_clause { self.beside(tree, head) } else { None };
            let weaker = [above, beside].into_iter().flatten();
            if let Some(status) = weaker
                .into_iter()
                .find(|status| matches!(status, Status::Possible | Status::Hypothetical | Status::Denied))
            {
                return status;
            }
            at = head;
            steps += 1;
        }
        Status::Planned
    }

    /// What a governing word says, turned round where it is negated.
    fn by_governor(&self, tree: &Tree<'_>, at: usize, head: usize, relation: &str) -> Option<Status> {
        let part = if is_verbal(tree, head) {
            'v'
        } else if tree.word(head).upos() == vigie_lang::Upos::Adj {
            'a'
        } else {
            'n'
        };
        let is_charge = relation == "advcl" && tree.charges(head);
        let by_clause =
            matches!(relation, "xcomp" | "ccomp" | "acl" | "csubj") && (relation != "acl" || part == 'n') || is_charge;
        let by_object = matches!(relation, "obj" | "nsubj:pass" | "nmod" | "obl")
            || relation == "compound" && part == 'n' && at < head;
        if part == 'a' && relation == "obl" && !is_verbal(tree, at) {
            return self.governors.get(&(tree.lemma(head).to_lowercase(), 'a')).and_then(|governor| governor.object);
        }
        // `were able to free them`: they did.
        let was = |&child: &usize| {
            tree.relation(child) == "cop" && matches!(tree.word(child).text().to_lowercase().as_str(), "was" | "were")
        };
        if part == 'a' && tree.lemma(head) == "able" && by_clause && tree.children(head).iter().any(was) {
            return Some(if is_negated(tree, head) { Status::Denied } else { Status::Happened });
        }
        if part == 'a' && by_clause {
            let told = self.beside.get(&(tree.lemma(head).to_lowercase(), 'a')).copied();
            return if told.is_some() && is_negated(tree, head) { Some(Status::Denied) } else { told };
        }
        let governor = self.governor(tree, head, part)?;
        let told = if by_clause {
            governor.complement
        } else if by_object && !is_verbal(tree, at) {
            governor.object.filter(|_| {
                relation != "obl"
                    || part == 'v'
                        && tree
                            .preposition(at)
                            .is_some_and(|word| matches!(word.as_str(), "of" | "for" | "to" | "on" | "from"))
            })
        } else {
            None
        }?;
        if is_saying(tree, head) && !is_negated(tree, head) {
            return None;
        }
        match told {
            Status::Denied if is_negated(tree, head) => Some(Status::Happened),
            Status::Happened | Status::UnderWay | Status::Planned if is_negated(tree, head) => Some(Status::Denied),
            Status::Happened | Status::Historical => None,
            told => Some(told),
        }
    }

    /// The row of a verb, with its particle where it has one of its own.
    fn governor(&self, tree: &Tree<'_>, head: usize, part: char) -> Option<Governor> {
        let lemma = tree.lemma(head).to_lowercase();
        let with_particle = (part == 'v').then(|| {
            tree.particles(head)
                .iter()
                .find_map(|particle| self.governors.get(&(format!("{lemma} {particle}"), 'v')).copied())
        });
        with_particle.flatten().or_else(|| self.governors.get(&(lemma, part)).copied())
    }

    /// What auxiliaries, adverbs, adjectives, determiners, conjunctions and prepositions at an event's word say.
    fn beside(&self, tree: &Tree<'_>, word: usize) -> Option<Status> {
        if is_condition(tree, word) {
            return Some(Status::Hypothetical);
        }
        if is_negated(tree, word) {
            return Some(Status::Denied);
        }
        if is_scheduled(tree, word) {
            return Some(Status::Planned);
        }
        let at = |lemma: &str, part: char| self.beside.get(&(lemma.to_lowercase(), part)).copied();
        let mut found = None;
        for &child in tree.children(word) {
            let lemma = tree.lemma(child);
            let told = match tree.relation(child) {
                "mark" => at(lemma, 'c').filter(|status| *status == Status::Hypothetical),
                "advmod" => at(lemma, 'r').filter(|status| match status {
                    Status::Happened | Status::Historical | Status::UnderWay => false,
                    // `eventually he was sentenced`
                    Status::Planned => !is_past(tree, word),
                    // `nearly simultaneous bombings`
                    Status::Denied => is_verbal(tree, word),
                    _ => true,
                }),
                "amod" => at(lemma, 'a').filter(|status| *status != Status::Historical),
                "det" => at(lemma, 'd'),
                _ => None,
            };
            if told.is_some() {
                return told;
            }
            found = found.or_else(|| self.auxiliary(tree, child));
        }
        let before = tree.preposition(word).and_then(|words| at(&words, 'p'));
        found.or(before.filter(|status| !matches!(status, Status::Happened | Status::UnderWay | Status::Planned)))
    }

    fn modal(&self, tree: &Tree<'_>, word: usize) -> Option<Status> {
        tree.children(word).iter().find_map(|&child| self.auxiliary(tree, child))
    }

    fn auxiliary(&self, tree: &Tree<'_>, child: usize) -> Option<Status> {
        if tree.relation(child) != "aux" {
            return None;
        }
        match tree.lemma(child).to_lowercase().as_str() {
            "would" if is_reported(tree, child) => Some(Status::Planned),
            lemma => self.beside.get(&(lemma.to_owned(), 'm')).copied(),
        }
    }
}
