//! Status: whether an event happened, is planned, feared or denied.
//!
//! `status-words.tsv` says what a word makes of the act that it governs or stands beside; a walk from the event's word up
//! its sentence gathers them, the innermost first. The engine's head reads the same sentence as a whole. Where the walk
//! finds a word, it decides unless the head is sure of something else; where it finds none, the head must be sure of
//! what it says beyond `happened`.

use std::collections::HashMap;

use vigie_lang::EventMention;
use vigie_record::Status;

use super::light::LightVerbs;
use crate::knowledge::{TableError, TableFault, UserTables, rows_of};
use crate::tree::Tree;

const STATUS_WORDS: &str = include_str!("../../../../knowledge/status-words.tsv");

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

/// Verbs of saying: what they report has the status that its own words give it, and a claim says who vouches for it.
const SAYING: &[&str] = &[
    "say", "claim", "state", "insist", "maintain", "report", "assert", "contend", "conclude", "find", "judge", "note",
    "tell", "confirm", "suggest", "indicate", "reveal", "show", "know", "argue", "add", "announce", "declare",
    "estimate",
];

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
                "advmod" => at(lemma, 'r')
                    .filter(|status| !matches!(status, Status::Happened | Status::Historical | Status::UnderWay)),
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

/// Whether what is to come is a threat: it depends on what others do, or is told as a warning, and it hurts.
fn is_threat(tree: &Tree<'_>, verb: usize, kind: &str) -> bool {
    let hurts = matches!(kind, "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST" | "MOBILIZE");
    let depends =
        |at: usize| tree.children(at).iter().any(|&child| tree.relation(child) == "advcl" && is_condition(tree, child));
    let warns = |at: usize| matches!(tree.lemma(at), "warn" | "threaten");
    let above = tree.head(verb).filter(|_| matches!(tree.relation(verb), "ccomp" | "conj"));
    let beside = tree.children(verb).iter().any(|&child| tree.relation(child) == "parataxis" && warns(child));
    hurts
        && (depends(verb)
            || beside
            || above.is_some_and(|above| warns(above) || depends(above) && tree.relation(verb) == "conj"))
}

/// Whether a status is one of what may yet happen: heads tell a threat from a plan better than single words do.
fn is_shade(status: Status) -> bool {
    matches!(status, Status::Planned | Status::Threatened | Status::Possible | Status::Hypothetical)
}

/// Whether a noun names an act of force as one that all know of: `the attack`.
fn is_presupposed(tree: &Tree<'_>, noun: usize, kind: &str) -> bool {
    let is_definite = |&child: &usize| {
        tree.relation(child) == "det"
            && matches!(tree.word(child).text().to_lowercase().as_str(), "the" | "this" | "these" | "that" | "those")
    };
    !is_verbal(tree, noun)
        && matches!(kind, "ASSAULT" | "COERCE" | "PROTEST")
        && tree.children(noun).iter().any(is_definite)
}

/// `I want to thank them`: who says so does it.
fn is_done_by_saying(tree: &Tree<'_>, verb: usize) -> bool {
    let wants = |head: usize| {
        matches!(tree.lemma(head), "want" | "like" | "wish")
            && tree.subject(head).is_some_and(|subject| matches!(tree.word(subject).text(), "I" | "We" | "we"))
    };
    tree.relation(verb) == "xcomp"
        && matches!(tree.lemma(verb), "thank" | "congratulate" | "apologise" | "apologize" | "commend" | "salute")
        && tree.head(verb).is_some_and(wants)
}

/// Whether a verb is an infinitive that says what another act is for.
fn is_aim(tree: &Tree<'_>, verb: usize) -> bool {
    let is_to = |&child: &usize| tree.relation(child) == "mark" && tree.lemma(child) == "to";
    // `managed to free them`, `were able to`: they did.
    let is_own_act = tree.relation(verb) == "xcomp" && !tree.is_passive(verb);
    matches!(tree.relation(verb), "xcomp" | "advcl" | "acl")
        && !is_own_act
        && tree.word(verb).xpos().starts_with("VB")
        && tree.children(verb).iter().any(is_to)
}

/// Whether acts of a type are done by words alone.
pub(crate) fn is_of_words(kind: &str) -> bool {
    matches!(kind, "REQUEST" | "THREATEN" | "ACCUSE")
}

/// Whether a clause with `would` is what somebody said, with no condition in it.
fn is_reported(tree: &Tree<'_>, auxiliary: usize) -> bool {
    let Some(verb) = tree.head(auxiliary) else { return false };
    let has_condition = tree.children(verb).iter().any(|&child| {
        tree.relation(child) == "advcl" && tree.children(child).iter().any(|&mark| tree.lemma(mark) == "if")
    });
    let is_said = tree.relation(verb) == "ccomp" && tree.head(verb).is_some_and(|head| is_saying(tree, head));
    is_said && !has_condition
}

/// `are underway`, `is ongoing`
fn is_going_on(tree: &Tree<'_>, word: usize) -> bool {
    matches!(tree.word(word).text().to_lowercase().as_str(), "underway" | "ongoing")
}

/// Whether a verb is one of saying.
pub(crate) fn is_saying(tree: &Tree<'_>, word: usize) -> bool {
    SAYING.contains(&tree.lemma(word))
}

/// Whether a verb is a participle with `was` or `were` and no `being`.
fn is_over(tree: &Tree<'_>, verb: usize) -> bool {
    let has = |words: &[&str]| {
        tree.children(verb).iter().any(|&child| words.contains(&tree.word(child).text().to_lowercase().as_str()))
    };
    tree.word(verb).xpos() == "VBN" && has(&["was", "were"]) && !has(&["being"])
}

fn is_verbal(tree: &Tree<'_>, word: usize) -> bool {
    super::frames::is_verbal(tree, word)
}

/// Whether what a verb says, it says of the act that is its subject: `the offensive may begin`.
fn tells_of_subject(tree: &Tree<'_>, verb: usize) -> bool {
    matches!(
        tree.lemma(verb),
        "begin"
            | "start"
            | "happen"
            | "occur"
            | "follow"
            | "continue"
            | "end"
            | "resume"
            | "take"
            | "go"
            | "fail"
            | "collapse"
            | "erupt"
    )
}

fn has_auxiliary(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| matches!(tree.relation(child), "aux" | "nsubj" | "nsubj:pass"))
}

/// Whether a clause is an infinitive that says what something is done for.
fn is_purpose(tree: &Tree<'_>, verb: usize) -> bool {
    tree.word(verb).xpos() == "VB"
        && tree.children(verb).iter().any(|&child| tree.relation(child) == "mark" && tree.lemma(child) == "to")
}

/// `inspectors are to visit`, `was to be hanged`, and of headlines `President to visit Baku`
fn is_scheduled(tree: &Tree<'_>, verb: usize) -> bool {
    let is_be = |word: usize| tree.lemma(word) == "be" && tree.word(word).xpos() != "VB";
    let to = tree.children(verb).iter().copied().find(|&child| child < verb && tree.lemma(child) == "to");
    let Some(to) = to.filter(|&to| to > 0 && is_verbal(tree, verb) && tree.word(to).upos() == vigie_lang::Upos::Part)
    else {
        return false;
    };
    if tree.relation(verb) == "root" && tree.subject(verb).is_some_and(|subject| subject < to) {
        return true;
    }
    let before = to - 1;
    is_be(before) && (tree.head(before) == Some(verb) || tree.head(verb) == Some(before))
}

/// Whether a verb stands in a condition: after `if` or `unless`, or with `should` or `were` before its subject.
fn is_condition(tree: &Tree<'_>, word: usize) -> bool {
    if !is_verbal(tree, word) {
        return false;
    }
    let children = tree.children(word);
    let subject = children.iter().copied().find(|&child| tree.relation(child).starts_with("nsubj"));
    let is_mark = |child: usize| {
        matches!(tree.relation(child), "mark" | "advmod")
            && matches!(tree.word(child).text().to_lowercase().as_str(), "if" | "unless")
    };
    let is_turned = |child: usize| {
        tree.relation(child).starts_with("aux")
            && matches!(tree.word(child).text().to_lowercase().as_str(), "should" | "were" | "had")
            && subject.is_some_and(|subject| child < subject)
            && tree.relation(word) == "advcl"
    };
    children.iter().any(|&child| child < word && (is_mark(child) || is_turned(child)))
}

/// Whether a word itself is negated: by `not` or `never` beside it, `without` before it, or `no` and `nobody` as its subject.
fn is_negated(tree: &Tree<'_>, word: usize) -> bool {
    negates_itself(tree, word)
        || is_verbal(tree, word)
            && tree.children(word).iter().any(|&child| match tree.relation(child) {
                "mark" => tree.lemma(child).eq_ignore_ascii_case("without"),
                "nsubj" | "nsubj:pass" => is_nobody(tree, child),
                _ => false,
            })
}

/// `nobody`, `no minister`, `none of them`, `not one governor`, `neither side`
pub(crate) fn is_nobody(tree: &Tree<'_>, subject: usize) -> bool {
    let is_none = |word: usize| {
        matches!(tree.word(word).text().to_lowercase().as_str(), "nobody" | "none" | "no" | "neither" | "noone" | "nor")
    };
    let is_not_one = |word: usize| {
        tree.word(word).text().eq_ignore_ascii_case("not")
            && word + 1 < subject + 1
            && tree.word(word + 1).text().to_lowercase().starts_with(['o', 'a', 's'])
    };
    let first = tree.sentence(tree.sentence_of(subject)).start;
    is_none(subject)
        || tree.children(subject).iter().any(|&child| {
            child < subject && matches!(tree.relation(child), "det" | "advmod" | "cc:preconj") && is_none(child)
                || tree.relation(child) == "advmod" && child < subject && is_not_one(child)
        })
        || subject > first + 1 && is_not_one(subject - 2) && tree.word(subject - 1).upos() != vigie_lang::Upos::Verb
        || subject > first && is_not_one(subject - 1)
}

pub(crate) fn negates_itself(tree: &Tree<'_>, word: usize) -> bool {
    tree.children(word).iter().any(|&child| {
        matches!(tree.relation(child), "advmod" | "det")
            && (tree.word(child).feature("Polarity") == Some("Neg")
                || matches!(tree.lemma(child), "not" | "never" | "no" | "neither"))
    })
}
