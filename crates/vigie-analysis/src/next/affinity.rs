//! Who goes with whom, learned as vectors: what counts cannot say of two who never met.
//!
//! A question becomes a vector, each actor has one, and their inner product says how well the actor answers the question. An actor's vector is the
//! sum of its own, that of its home and that of its sort, so that one rarely seen is not without any. There are two ways to make a vector of a
//! question, learned apart: from who asks ([`Asker::Own`]), or from with whom that one had to do of late, and in which roles ([`Asker::Past`]).
//!
//! Learning goes along with the days: when a day is taken in, its events and many drawn from the past are gone through once. The loss is the softmax
//! of the right answer among others drawn by how often they are seen, put right for how they were drawn.

use super::boost::Dice;
use super::memory::Role;
use super::traits::Traits;
use super::vectors::{Row, Rows, WIDTH, add, dot, times};

/// Wrong answers that a right one is set against.
const N_WRONG: usize = 128;

/// Events that are gone through against the same wrong answers.
const BATCH: usize = 32;

/// So many of the latest events of an actor make its past.
const N_LATEST: usize = 20;

/// Steps after which an event of the past speaks half as loud.
const HALF_LIFE: f32 = 15.0;

/// An event from one end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Example {
    pub(crate) actor: u32,
    pub(crate) role: Role,
    pub(crate) other: u32,
    pub(crate) day: u32,
}

/// Events in the order in which they came, and by actor.
pub(crate) struct Record {
    examples: Vec<Example>,
    by_actor: Vec<Vec<Example>>,
    seen: Vec<u32>,
}

impl Record {
    pub(crate) fn new(n_actors: usize) -> Self {
        Self { examples: Vec::new(), by_actor: vec![Vec::new(); n_actors], seen: Vec::new() }
    }

    /// Takes in the events of a day, each from both ends.
    pub(crate) fn extend(&mut self, examples: &[Example]) {
        for example in examples {
            let past = &mut self.by_actor[example.actor as usize];
            if past.is_empty() {
                self.seen.push(example.actor);
            }
            past.push(*example);
        }
        self.examples.extend_from_slice(examples);
    }

    /// The latest events of an actor before a day, latest first, each with its weight; weights add up to one.
    fn latest(&self, actor: u32, day: u32) -> Vec<(f32, &Example)> {
        let past = &self.by_actor[actor as usize];
        let end = past.partition_point(|it| it.day < day);
        let latest = past[end.saturating_sub(N_LATEST)..end].iter().rev();
        let mut weighed: Vec<(f32, &Example)> =
            latest.map(|it| ((-((day - it.day) as f32) / HALF_LIFE).exp2(), it)).collect();
        let all: f32 = weighed.iter().map(|it| it.0).sum();
        for (weight, _) in &mut weighed {
            *weight /= all.max(1e-6);
        }
        weighed
    }

    /// How likely it is that an actor is drawn as a wrong answer.
    fn chance(&self, actor: u32) -> f32 {
        let n = self.by_actor[actor as usize].len() as f32;
        0.5 * n / self.examples.len().max(1) as f32 + 0.5 / self.seen.len().max(1) as f32
    }

    fn draw_wrong(&self, dice: &mut Dice) -> u32 {
        if dice.below(0.5) {
            self.examples[dice.index(self.examples.len())].actor
        } else {
            self.seen[dice.index(self.seen.len())]
        }
    }

    /// An event drawn from the past, half of the time from the latest quarter.
    fn draw(&self, dice: &mut Dice) -> Example {
        let n = self.examples.len();
        let start = if dice.below(0.5) { n - n.div_ceil(4) } else { 0 };
        self.examples[start + dice.index(n - start)]
    }
}

/// Vectors of actors: the sum of their own, their home's and their sort's.
struct Actors {
    own: Rows,
    homes: Rows,
    sorts: Rows,
}

impl Actors {
    fn new(traits: &Traits, dice: &mut Dice) -> Self {
        Self {
            own: Rows::new(traits.n_actors(), 0.0, 0.1, 0.08, dice),
            homes: Rows::new(traits.n_places(), 0.0, 0.1, 0.08, dice),
            sorts: Rows::new(traits.n_sorts(), 0.0, 0.1, 0.08, dice),
        }
    }

    fn vector(&self, actor: u32, traits: &Traits) -> Row {
        let mut vector = *self.own.row(actor as usize);
        if let Some(home) = traits.home(actor) {
            add(&mut vector, 1.0, self.homes.row(home as usize));
        }
        add(&mut vector, 1.0, self.sorts.row(traits.sort(actor)));
        vector
    }

    fn descend(&mut self, actor: u32, slope: &Row, traits: &Traits) {
        self.own.descend(actor as usize, slope);
        if let Some(home) = traits.home(actor) {
            self.homes.descend(home as usize, slope);
        }
        self.sorts.descend(traits.sort(actor), slope);
    }
}

/// What makes a vector of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// Who asks.
    Own,
    /// With whom the one who asks had to do of late.
    Past,
}

/// Vectors for one way of asking.
pub(crate) struct Affinity {
    asker: Asker,
    /// Events of the past that are gone through again for each new one.
    n_again: usize,
    far: Actors,
    near: Actors,
    /// By the role asked about: what of the asker counts, and what is wanted whoever asks.
    weigh: Rows,
    shift: Rows,
    /// By the role of a past event: what of it counts.
    heard: Rows,
    dice: Dice,
    /// The vectors of all actors, as the day begins.
    pub(crate) vectors: Vec<Row>,
}

/// A question's vector, and what it was made from.
struct Asked {
    vector: Row,
    asker: Row,
}

impl Affinity {
    pub(crate) fn new(asker: Asker, n_again: usize, n_roles: usize, traits: &Traits, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        Self {
            asker,
            n_again,
            far: Actors::new(traits, &mut dice),
            near: Actors::new(traits, &mut dice),
            weigh: Rows::new(n_roles, 1.0, 0.1, 0.05, &mut dice),
            shift: Rows::new(n_roles, 0.0, 0.05, 0.05, &mut dice),
            heard: Rows::new(n_roles, 1.0, 0.1, 0.05, &mut dice),
            dice,
            vectors: vec![[0.0; WIDTH]; traits.n_actors()],
        }
    }

    /// The score of every actor as the answer to a question, as the logarithm of its share among all.
    pub(crate) fn scores(
        &self,
        actor: u32,
        role: Role,
        day: u32,
        record: &Record,
        traits: &Traits,
        out: &mut Vec<f32>,
    ) {
        let asked = self.ask(actor, role, day, record, traits);
        out.clear();
        out.extend(self.vectors.iter().map(|vector| dot(&asked.vector, vector)));
        let top = out.iter().copied().fold(f32::MIN, f32::max);
        let all: f32 = out.iter().map(|score| (score - top).exp()).sum();
        let log_all = top + all.ln();
        for score in out {
            *score -= log_all;
        }
    }

    /// Learns from the events of a day, which the record already holds, and from many of its past.
    pub(crate) fn learn(&mut self, day: &[Example], record: &Record, traits: &Traits) {
        let mut examples = Vec::with_capacity(BATCH);
        for example in day {
            examples.push(*example);
            for _ in 0..self.n_again {
                examples.push(record.draw(&mut self.dice));
            }
            if examples.len() >= BATCH {
                self.learn_batch(&examples, record, traits);
                examples.clear();
            }
        }
        if !examples.is_empty() {
            self.learn_batch(&examples, record, traits);
        }
        for (actor, vector) in (0..).zip(&mut self.vectors) {
            *vector = self.far.vector(actor, traits);
        }
    }

    fn ask(&self, actor: u32, role: Role, day: u32, record: &Record, traits: &Traits) -> Asked {
        let role = usize::from(role);
        let asker = match self.asker {
            Asker::Own => self.near.vector(actor, traits),
            Asker::Past => {
                let mut sum = [0.0; WIDTH];
                for (weight, event) in record.latest(actor, day) {
                    let heard = times(self.heard.row(usize::from(event.role)), &self.vectors[event.other as usize]);
                    add(&mut sum, weight, &heard);
                }
                sum
            }
        };
        let mut vector = times(&asker, self.weigh.row(role));
        add(&mut vector, 1.0, self.shift.row(role));
        Asked { vector, asker }
    }

    fn learn_batch(&mut self, examples: &[Example], record: &Record, traits: &Traits) {
        let wrong: Vec<u32> = (0..N_WRONG).map(|_| record.draw_wrong(&mut self.dice)).collect();
        let vectors: Vec<Row> = wrong.iter().map(|&actor| self.far.vector(actor, traits)).collect();
        let log_drawn = |actor: u32| (N_WRONG as f32 * record.chance(actor)).ln();
        let drawn: Vec<f32> = wrong.iter().map(|&actor| log_drawn(actor)).collect();
        let mut slopes = vec![[0.0; WIDTH]; N_WRONG];
        let mut shares = [0.0_f32; N_WRONG];
        for example in examples {
            let asked = self.ask(example.actor, example.role, example.day, record, traits);
            let right = self.far.vector(example.other, traits);
            let of_right = dot(&asked.vector, &right) - log_drawn(example.other);
            let mut top = of_right;
            for (index, share) in shares.iter_mut().enumerate() {
                *share = if wrong[index] == example.other {
                    f32::MIN
                } else {
                    dot(&asked.vector, &vectors[index]) - drawn[index]
                };
                top = top.max(*share);
            }
            let odds = (of_right - top).exp();
            let mut all = odds;
            for share in &mut shares {
                *share = (*share - top).exp();
                all += *share;
            }
            let missed = odds / all - 1.0;
            let mut slope = [0.0; WIDTH];
            add(&mut slope, missed, &right);
            for (index, share) in shares.iter().enumerate() {
                let share = share / all;
                if share > 1e-6 {
                    add(&mut slope, share, &vectors[index]);
                    add(&mut slopes[index], share, &asked.vector);
                }
            }
            let of_right: Row = std::array::from_fn(|index| missed * asked.vector[index]);
            self.far.descend(example.other, &of_right, traits);
            self.far.own.shrink(example.other as usize);
            self.descend(example, &asked, &slope, record, traits);
        }
        for (&actor, slope) in wrong.iter().zip(&slopes) {
            self.far.descend(actor, slope, traits);
        }
    }

    /// Moves what a question's vector was made from.
    fn descend(&mut self, example: &Example, asked: &Asked, slope: &Row, record: &Record, traits: &Traits) {
        let role = usize::from(example.role);
        let of_asker = times(slope, self.weigh.row(role));
        self.weigh.descend(role, &times(slope, &asked.asker));
        self.shift.descend(role, slope);
        match self.asker {
            Asker::Own => {
                self.near.descend(example.actor, &of_asker, traits);
                self.near.own.shrink(example.actor as usize);
            }
            Asker::Past => {
                for (weight, event) in record.latest(example.actor, example.day) {
                    let mut slope = times(&of_asker, &self.vectors[event.other as usize]);
                    for value in &mut slope {
                        *value *= weight;
                    }
                    self.heard.descend(usize::from(event.role), &slope);
                }
            }
        }
    }
}
