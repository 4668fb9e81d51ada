//! Light verbs: `launched an attack`, `came under fire`. The verb gives the event noun its missing party.

use std::collections::HashMap;

use super::candidates::Candidate;
use crate::knowledge::{TableError, UserTables, rows_of};
use crate::tree::Tree;

const LIGHT_VERBS: &str = include_str!("../../../../knowledge/light-verbs.tsv");

/// What the subject of each light verb is to the event noun under it.
#[derive(Debug, Default)]
pub(crate) struct LightVerbs {
    verbs: HashMap<String, Vec<LightVerb>>,
}

#[derive(Debug, Clone)]
struct LightVerb {
    /// The preposition or particle that the verb needs, if any.
    with: Option<String>,
    subject: Role,
    /// Whether the act stops or fails by it: who ends the violence of others is not violent.
    is_halt: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Actor,
    Recipient,
    Neither,
}

impl LightVerbs {
    pub(crate) fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut verbs: HashMap<String, Vec<LightVerb>> = HashMap::new();
        for table in rows_of(user, "light-verbs.tsv", LIGHT_VERBS, &["verb", "with", "subject"])? {
            for row in table.rows() {
                let constraint = row.get("with").split(';').find(|part| !part.is_empty() && !part.starts_with("obj:"));
                let with = constraint.map(|part| match part.split_once(':') {
                    Some(("particle", words)) => words.split('|').next().unwrap_or_default().to_owned(),
                    Some((preposition, _)) => preposition.to_owned(),
                    None => part.to_owned(),
                });
                let subject = match row.get("subject") {
                    "actor" => Role::Actor,
                    "recipient" => Role::Recipient,
                    _ => Role::Neither,
                };
                verbs.entry(row.get("verb").to_lowercase()).or_default().push(LightVerb {
                    with,
                    subject,
                    is_halt: row.get("status") == "halt",
                });
            }
        }
        Ok(Self { verbs })
    }

    /// Whether a verb makes an act of an event noun: `signed the agreement`, `support was withdrawn`.
    pub(crate) fn carries_out(&self, tree: &Tree<'_>, noun: usize) -> bool {
        let noun = first_of_coordination(tree, noun);
        let relation = tree.relation(noun);
        let is_governed = matches!(relation, "obj" | "nsubj:pass" | "nsubj" | "xcomp") || relation.starts_with("obl");
        let verb = tree.head(noun).filter(|_| is_governed);
        verb.is_some_and(|verb| {
            let lemma = tree.lemma(verb).to_lowercase();
            !matches!(lemma.as_str(), "be" | "have") && self.verbs.contains_key(&lemma)
        })
    }

    /// Whether a verb puts an end to the act of an event noun, or tries to: what is said of the verb is not said of the act.
    pub(crate) fn halts(&self, tree: &Tree<'_>, noun: usize) -> bool {
        let verb = tree.head(noun).filter(|_| tree.relation(noun) == "obj");
        let rows = verb.and_then(|verb| self.verbs.get(&tree.lemma(verb).to_lowercase()));
        rows.is_some_and(|rows| rows.iter().any(|light| light.is_halt))
    }

    /// Whether the table has a verb.
    pub(crate) fn knows(&self, lemma: &str) -> bool {
        self.verbs.contains_key(&lemma.to_lowercase())
    }

    /// Gives an event noun the subject of the verb above it, where a party is missing.
    pub(crate) fn complete(&self, tree: &Tree<'_>, candidate: &mut Candidate) {
        if super::frames::is_verbal(tree, candidate.trigger) {
            return;
        }
        let first = first_of_coordination(tree, candidate.trigger);
        let relation = tree.relation(first);
        let Some(verb) =
            tree.head(first).filter(|_| matches!(relation, "obj" | "xcomp") || relation.starts_with("obl"))
        else {
            return;
        };
        let lemma = tree.lemma(verb).to_lowercase();
        let preposition = tree.preposition(candidate.trigger);
        let particles = tree.particles(verb);
        let fits = |light: &&LightVerb| match &light.with {
            None => preposition.is_none(),
            Some(word) => preposition.as_ref() == Some(word) || particles.contains(word),
        };
        let Some(light) = self.verbs.get(&lemma).into_iter().flatten().find(fits) else { return };
        let subject = || tree.subject(verb).map(|subject| tree.with_conjuncts(subject)).unwrap_or_default();
        match light.subject {
            Role::Actor if candidate.actors.is_empty() && !(light.is_halt && is_violent(candidate)) => {
                candidate.actors = subject();
            }
            Role::Recipient if candidate.recipients.is_empty() => {
                candidate.recipients = subject();
                // `receives aid from the United States`
                if candidate.actors.is_empty() {
                    candidate.actors = tree.verb_slot(verb, "from");
                }
            }
            _ => {}
        }
        // `launched an attack on the town`: the parser may hang what follows on the verb.
        if light.subject == Role::Actor && candidate.recipients.is_empty() && !light.is_halt {
            let slots = ["on", "against", "with"].into_iter().map(|slot| tree.verb_slot(verb, slot));
            candidate.recipients = slots.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        }
    }
}

/// The word that stands for a coordination: `a unit` in `announced a unit and exercises`.
fn first_of_coordination(tree: &Tree<'_>, noun: usize) -> usize {
    match tree.head(noun) {
        Some(head) if tree.relation(noun) == "conj" && !super::frames::is_verbal(tree, head) => head,
        _ => noun,
    }
}

/// Whether an act is of a kind that others than its doers put an end to.
fn is_violent(candidate: &Candidate) -> bool {
    matches!(candidate.kind.as_str(), "ASSAULT" | "PROTEST")
}
