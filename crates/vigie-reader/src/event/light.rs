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
                verbs.entry(row.get("verb").to_lowercase()).or_default().push(LightVerb { with, subject });
            }
        }
        Ok(Self { verbs })
    }

    /// Gives an event noun the subject of the verb above it, where a party is missing.
    pub(crate) fn complete(&self, tree: &Tree<'_>, candidate: &mut Candidate) {
        if super::frames::is_verbal(tree, candidate.trigger) {
            return;
        }
        let relation = tree.relation(candidate.trigger);
        let Some(verb) =
            tree.head(candidate.trigger).filter(|_| matches!(relation, "obj" | "xcomp") || relation.starts_with("obl"))
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
            Role::Actor if candidate.actors.is_empty() => candidate.actors = subject(),
            Role::Recipient if candidate.recipients.is_empty() => candidate.recipients = subject(),
            _ => {}
        }
    }
}
