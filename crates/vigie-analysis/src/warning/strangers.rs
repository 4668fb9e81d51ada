//! Strangers: actors that a problem names and nobody has heard of, most likely misspelt.

use std::collections::BTreeSet;

use super::Problem;
use crate::dossier::PartyRow;
use crate::fault::{Fault, nearest};
use crate::pattern::Who;

/// Actors of a problem that match no party that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strangers {
    /// Those that are most likely misspelt: nothing has the name, and something is like it.
    pub misspelt: Vec<Fault>,
    /// Countries that may be right and have not acted yet: the line, from 1, and the code.
    pub unheard: Vec<(usize, String)>,
}

impl Strangers {
    /// Those among the actors of a problem, where these parties act, are acted on or say something.
    pub fn of(problem: &Problem, parties: &[PartyRow]) -> Self {
        let fields = parties.iter().flat_map(|party| [&party.country, &party.actor_id]);
        let known: BTreeSet<&str> = fields.flatten().map(String::as_str).collect();
        let mut strangers = Self::default();
        for (line, name) in &problem.named_actors {
            let who = Who::named(name);
            if parties.iter().any(|party| who.is(party)) || known.contains(who.country()) {
                continue;
            }
            let near = nearest(name, known.iter().copied());
            let is_country = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
            let help = match near {
                Some(near) if !is_country || differ_by_one(near, name) => format!("did you mean `{near}`?"),
                _ if is_country => {
                    strangers.unheard.push((*line, name.clone()));
                    continue;
                }
                _ => "write a country (BLR), a sector of it (BLR/MIL), or an `actor_id` from `vigie read`".to_owned(),
            };
            let what = format!("nothing in the reports has an actor `{name}`");
            strangers.misspelt.push(Fault { line: *line, what, help: Some(help) });
        }
        strangers.misspelt.dedup();
        strangers
    }
}

/// Whether two codes of a country differ in one letter.
fn differ_by_one(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count() == 1
}
