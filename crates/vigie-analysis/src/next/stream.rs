//! The history as it goes by: a day is asked about first, and taken in afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::affinity::{Affinity, Asker, Example, Record};
use super::crowds::Crowds;
use super::describe::{Popular, View};
use super::graph::{Fact, Graph};
use super::memory::{Memory, Role};
use super::rules::Rules;
use super::traits::Traits;

/// The questions of a day, and their right answers in order.
pub(crate) type Questions = BTreeMap<(u32, Role), Vec<u32>>;

/// All that was learned from the days that went by.
pub(crate) struct Stream {
    pub(crate) memory: Memory,
    pub(crate) rules: Rules,
    pub(crate) traits: Traits,
    pub(crate) crowds: Crowds,
    pub(crate) record: Record,
    pub(crate) affinities: [Affinity; 2],
}

impl Stream {
    /// Begins before the first day.
    ///
    /// For each new event, the vectors learn from `n_again` of the past.
    pub(crate) fn new(graph: &Graph, n_again: usize) -> Self {
        let n_roles = 2 * graph.relations.len();
        let traits = Traits::of_names(&graph.actors);
        let affinities = [(Asker::Own, 3), (Asker::Past, 7)]
            .map(|(asker, seed)| Affinity::new(asker, n_again, n_roles, &traits, seed));
        Self {
            record: Record::new(graph.actors.len()),
            affinities,
            memory: Memory::new(graph.actors.len(), graph.relations.len()),
            rules: Rules::new(n_roles),
            traits,
            crowds: Crowds::default(),
        }
    }

    /// The role of who acts in a fact.
    pub(crate) fn role(fact: &Fact) -> Role {
        Role::try_from(fact.relation).unwrap_or(Role::MAX)
    }

    /// Both questions of each fact: to whom, and by whom?
    pub(crate) fn questions(&self, facts: &[Fact]) -> Questions {
        let mut questions = Questions::new();
        for fact in facts {
            let role = Self::role(fact);
            questions.entry((fact.actor, role)).or_default().push(fact.recipient);
            questions.entry((fact.recipient, self.memory.mirror(role))).or_default().push(fact.actor);
        }
        for answers in questions.values_mut() {
            answers.sort_unstable();
            answers.dedup();
        }
        questions
    }

    /// Takes a day in. Days must not go back.
    pub(crate) fn take_in(&mut self, questions: &Questions, day: u32) {
        for (&(actor, role), answers) in questions {
            self.rules.learn(&self.memory, actor, role, answers, day);
        }
        let mut examples = Vec::new();
        for (&(actor, role), answers) in questions {
            for &other in answers {
                examples.push(Example { actor, role, other, day });
                self.traits.add(actor, role, other);
                self.crowds.add(actor, role, other, day, &self.traits, &self.memory.fading);
                if usize::from(role) < self.memory.n_relations {
                    self.memory.add(actor, role, other, day);
                }
            }
        }
        self.record.extend(&examples);
        let (record, traits) = (&self.record, &self.traits);
        thread::scope(|scope| {
            for affinity in &mut self.affinities {
                let examples = &examples;
                scope.spawn(move || affinity.learn(examples, record, traits));
            }
        });
    }

    /// Who is most at the far end of the roles that are asked about.
    pub(crate) fn popular(&self, roles: impl Iterator<Item = Role>, day: u32) -> Popular {
        Popular::on(&self.memory, day, &roles.collect::<BTreeSet<Role>>())
    }

    pub(crate) fn view<'a>(&'a self, popular: &'a Popular) -> View<'a> {
        View {
            memory: &self.memory,
            rules: &self.rules,
            traits: &self.traits,
            crowds: &self.crowds,
            popular,
            record: &self.record,
            affinities: &self.affinities,
        }
    }
}
