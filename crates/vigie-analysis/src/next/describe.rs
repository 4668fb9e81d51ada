//! Who comes into question as an answer, and what is known of each.

use std::collections::BTreeSet;

use super::affinity::{Affinity, Record};
use super::crowds::{Crowds, Kinship};
use super::id;
use super::memory::{Memory, N_FADES, Past, Role, Strand, Tally, Tie};
use super::rules::{Rules, class_of};
use super::traits::Traits;

/// A question: with whom does this actor have this role on this day?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    pub(crate) actor: u32,
    pub(crate) role: Role,
    pub(crate) day: u32,
}

/// At most so many candidates are looked at closely.
pub(crate) const N_CLOSE: usize = 200;

/// So many far ends of a role come into question whoever asks.
const N_POPULAR: usize = 150;

/// So many of an actor's ties are followed a step further, and so many of theirs.
const N_STEPS: usize = 24;

/// So many of those that fit best by their vectors come into question.
const N_FITTING: usize = 60;

/// The logarithm of the share below which nobody fits.
const LEAST_SHARE: f32 = -12.0;

/// The gap of what never was.
const NEVER: f32 = 2000.0;

/// What is known of a candidate, in this order.
pub(crate) const FEATURES: &[&str] = &[
    // The question.
    "asked.count",
    "asked.gap",
    "asked.f0",
    "asked.f1",
    "asked.f2",
    "asked.others",
    "asked.new",
    "actor.count",
    "actor.f1",
    "actor.ties",
    "role.new",
    "role.is_mirror",
    "role.f1",
    // The same act with the same candidate.
    "same.count",
    "same.days",
    "same.gap",
    "same.before",
    "same.f0",
    "same.f1",
    "same.f2",
    "same.share1",
    "same.share2",
    "same.share",
    // The mirrored act.
    "mirror.count",
    "mirror.gap",
    "mirror.f1",
    // All acts between the two.
    "tie.out",
    "tie.in",
    "tie.gap",
    "tie.before",
    "tie.age",
    "tie.f0",
    "tie.f1",
    "tie.f2",
    "tie.share1",
    "tie.share2",
    "tie.kinds",
    "tie.back1",
    "tie.back2",
    // Rules.
    "rule.first",
    "rule.second",
    "rule.third",
    "rule.or",
    "rule.odds",
    "rule.rank",
    "rule.part",
    // The candidate in this role with anybody.
    "far.count",
    "far.gap",
    "far.f0",
    "far.f1",
    "far.f2",
    "far.share1",
    "far.share2",
    "far.others",
    "far.own",
    // The candidate in any role.
    "other.count",
    "other.gap",
    "other.f0",
    "other.f1",
    "other.f2",
    "other.ties",
    // Through others.
    "path.sum",
    "path.best",
    "path.role",
    // Names.
    "trait.same_place",
    "trait.pair",
    "trait.sort",
    // Those of the same home.
    "crowd.count",
    "crowd.gap",
    "crowd.share0",
    "crowd.share1",
    "crowd.share2",
    "home.share1",
    "home.share2",
    "reach.share1",
    "reach.share2",
    "flow.share2",
    // Vectors.
    "own.log",
    "own.rank",
    "past.log",
    "past.rank",
    "close.rank",
    "close.score",
];

/// One who comes into question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) other: u32,
    pub(crate) tie: Option<u32>,
    pub(crate) rule: RuleVoice,
    pub(crate) path: [f32; 3],
    pub(crate) first_look: f32,
    /// The logarithm of its share by each way of asking.
    pub(crate) affinity: [f32; 2],
    pub(crate) kinship: Kinship,
}

/// What the rules say of a candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RuleVoice {
    best: [f32; 3],
    log_not: f32,
    odds: f32,
}

impl RuleVoice {
    fn hear(&mut self, confidence: f32, base: f32) {
        let mut value = confidence;
        for best in &mut self.best {
            if value > *best {
                std::mem::swap(&mut value, best);
            }
        }
        self.log_not += (1.0 - confidence.min(0.999)).ln();
        self.odds += (confidence / base.max(1e-6)).ln();
    }

    fn any(&self) -> f32 {
        1.0 - self.log_not.exp()
    }
}

/// Room that is used again for each question.
pub(crate) struct Room {
    places: Vec<u32>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) rows: Vec<f32>,
    order: Vec<(f32, u32)>,
    scores: [Vec<f32>; 2],
}

const NOWHERE: u32 = u32::MAX;

impl Room {
    pub(crate) fn new(n_actors: usize) -> Self {
        Self {
            places: vec![NOWHERE; n_actors],
            candidates: Vec::new(),
            rows: Vec::new(),
            order: Vec::new(),
            scores: [Vec::new(), Vec::new()],
        }
    }

    fn clear(&mut self) {
        for candidate in &self.candidates {
            self.places[candidate.other as usize] = NOWHERE;
        }
        self.candidates.clear();
        self.rows.clear();
    }

    fn candidate(&mut self, other: u32) -> &mut Candidate {
        let place = &mut self.places[other as usize];
        if *place == NOWHERE {
            *place = id(self.candidates.len());
            self.candidates.push(Candidate {
                other,
                tie: None,
                rule: RuleVoice::default(),
                path: [0.0; 3],
                first_look: 0.0,
                affinity: [0.0; 2],
                kinship: Kinship::default(),
            });
        }
        &mut self.candidates[*place as usize]
    }
}

/// Who is at the far end of each role most, as the day begins.
pub(crate) struct Popular {
    by_role: Vec<Vec<u32>>,
}

impl Popular {
    /// Sorts the far ends of the roles that are asked about.
    pub(crate) fn on(memory: &Memory, day: u32, roles: &BTreeSet<Role>) -> Self {
        let mut by_role = vec![Vec::new(); memory.by_role.len()];
        for &role in roles {
            let list: &mut Vec<u32> = &mut by_role[usize::from(role)];
            if !list.is_empty() {
                continue;
            }
            let mut rated: Vec<(f32, u32)> = memory.far_ends[usize::from(role)]
                .iter()
                .filter_map(|&other| {
                    let strand = memory.at_far_end(role, other)?;
                    let faded = strand.tally.faded(day, &memory.fading);
                    Some((faded[0] + faded[1] + faded[2] + 0.02 * strand.tally.count as f32, other))
                })
                .collect();
            rated.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            list.extend(rated.into_iter().take(N_POPULAR).map(|(_, other)| other));
        }
        Self { by_role }
    }
}

/// All that an answer is drawn from.
pub(crate) struct View<'a> {
    pub(crate) memory: &'a Memory,
    pub(crate) rules: &'a Rules,
    pub(crate) traits: &'a Traits,
    pub(crate) crowds: &'a Crowds,
    pub(crate) popular: &'a Popular,
    pub(crate) record: &'a Record,
    pub(crate) affinities: &'a [Affinity; 2],
}

impl View<'_> {
    /// Gathers who comes into question and describes the closest; rows and candidates lie in `room` in the same order, best first look first.
    pub(crate) fn describe(&self, question: Question, room: &mut Room) {
        room.clear();
        self.gather(question, room);
        self.follow(question, room);
        self.match_up(question, room);
        self.look(question, room);
        keep_closest(room);
        self.write_rows(question, room);
    }

    fn gather(&self, question: Question, room: &mut Room) {
        let past = self.memory.past(question.actor);
        let base = self.rules.base(question.role);
        for (index, tie) in past.ties.iter().enumerate() {
            let candidate = room.candidate(tie.other);
            candidate.tie = Some(id(index));
            for act in &tie.acts {
                let class = class_of(&act.tally, question.day);
                candidate.rule.hear(self.rules.confidence(question.role, act.role, class), base);
            }
        }
        for &other in &self.popular.by_role[usize::from(question.role)] {
            room.candidate(other);
        }
        if let Some(home) = self.traits.home(question.actor) {
            for other in self.crowds.foremost(home, question.role, question.day, self.memory) {
                room.candidate(other);
            }
        }
    }

    /// Goes from the actor's strongest ties to theirs.
    fn follow(&self, question: Question, room: &mut Room) {
        let memory = self.memory;
        let past = memory.past(question.actor);
        let total = past.tally.faded(question.day, &memory.fading)[2].max(1e-6);
        for (weight, tie) in strongest(past, memory, question.day) {
            let middle = memory.past(tie.other);
            let middle_total = middle.tally.faded(question.day, &memory.fading)[2].max(1e-6);
            for (next_weight, next) in strongest(middle, memory, question.day) {
                if next.other == question.actor {
                    continue;
                }
                let strength = weight / total * next_weight / middle_total;
                let does = next.acts.iter().find(|act| act.role == question.role);
                let candidate = room.candidate(next.other);
                candidate.path[0] += strength;
                candidate.path[1] = candidate.path[1].max(strength);
                if let Some(act) = does {
                    candidate.path[2] += weight / total * act.tally.faded(question.day, &memory.fading)[2];
                }
            }
        }
    }

    /// Scores all actors by their vectors, and brings in those that fit best.
    fn match_up(&self, question: Question, room: &mut Room) {
        let mut scores = std::mem::take(&mut room.scores);
        let mut order = std::mem::take(&mut room.order);
        for (affinity, scores) in self.affinities.iter().zip(&mut scores) {
            affinity.scores(question.actor, question.role, question.day, self.record, self.traits, scores);
            order.clear();
            order.extend(
                (0..).zip(scores.iter()).filter(|it| *it.1 > LEAST_SHARE).map(|(actor, &score)| (score, actor)),
            );
            if order.len() > N_FITTING {
                order.select_nth_unstable_by(N_FITTING, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                order.truncate(N_FITTING);
            }
            order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for &(_, actor) in &order {
                room.candidate(actor);
            }
        }
        for candidate in &mut room.candidates {
            candidate.affinity = [0, 1].map(|way: usize| scores[way][candidate.other as usize]);
        }
        room.scores = scores;
        room.order = order;
    }

    fn look(&self, question: Question, room: &mut Room) {
        let memory = self.memory;
        let all = memory.by_role[usize::from(question.role)].faded(question.day, &memory.fading);
        for candidate in &mut room.candidates {
            let far = memory.at_far_end(question.role, candidate.other);
            let share = far.map_or(0.0, |strand| {
                let faded = strand.tally.faded(question.day, &memory.fading);
                0.5 * (faded[1] / all[1].max(1.0) + faded[2] / all[2].max(1.0))
            });
            let Question { actor, role, day } = question;
            candidate.kinship = self.crowds.kinship(actor, role, candidate.other, day, self.traits, memory);
            let kinship = &candidate.kinship;
            candidate.first_look = candidate.rule.any()
                + 0.5 * (kinship.in_role[1] + kinship.in_role[2])
                + 0.2 * kinship.at_all[2]
                + 0.6 * share
                + 0.2 * candidate.path[0]
                + candidate.affinity[0].exp()
                + candidate.affinity[1].exp();
        }
    }

    fn write_rows(&self, question: Question, room: &mut Room) {
        let asked = self.asked(question);
        let rank = ranks(&room.candidates, |it| it.rule.any());
        let by_own = ranks(&room.candidates, |it| it.affinity[0]);
        let by_past = ranks(&room.candidates, |it| it.affinity[1]);
        let rule_sum: f32 = room.candidates.iter().map(|it| it.rule.any()).sum::<f32>().max(1e-6);
        for (index, candidate) in room.candidates.iter().enumerate() {
            let start = room.rows.len();
            room.rows.extend(asked.known);
            self.write_pair(question, &asked, candidate, &mut room.rows);
            let rule = &candidate.rule;
            room.rows.extend(rule.best);
            room.rows.extend([rule.any(), rule.odds, rank[index], rule.any() / rule_sum]);
            self.write_far(question, candidate, &mut room.rows);
            room.rows.extend(candidate.path);
            room.rows.extend(self.traits.of(question.actor, question.role, candidate.other));
            write_kinship(&candidate.kinship, question.day, &mut room.rows);
            let [own, past] = candidate.affinity;
            room.rows.extend([own, by_own[index], past, by_past[index]]);
            room.rows.extend([index as f32, candidate.first_look]);
            debug_assert_eq!(room.rows.len() - start, FEATURES.len());
        }
    }

    fn asked(&self, question: Question) -> Asked {
        let memory = self.memory;
        let past = memory.past(question.actor);
        let strand = past.strand(question.role).copied();
        let tally = strand.map(|strand| strand.tally).unwrap_or_default();
        let faded = tally.faded(question.day, &memory.fading);
        let actor_faded = past.tally.faded(question.day, &memory.fading);
        let role = &memory.by_role[usize::from(question.role)];
        let n_far = memory.far_ends[usize::from(question.role)].len();
        let (n_others, n_new) = strand.map_or((0.0, 0.0), |it| (it.n_others as f32, it.n_new as f32));
        Asked {
            known: [
                tally.count as f32,
                gap(tally, question.day),
                faded[0],
                faded[1],
                faded[2],
                n_others,
                n_new / (tally.count as f32 + 1.0),
                past.tally.count as f32,
                actor_faded[1],
                past.ties.len() as f32,
                n_far as f32 / (role.count as f32 + 1.0),
                f32::from(u8::from(usize::from(question.role) >= memory.n_relations)),
                role.faded(question.day, &memory.fading)[1],
            ],
            strand: faded,
            count: tally.count as f32,
            actor: actor_faded,
        }
    }

    fn write_pair(&self, question: Question, asked: &Asked, candidate: &Candidate, row: &mut Vec<f32>) {
        let memory = self.memory;
        let tie = candidate.tie.map(|index| &memory.past(question.actor).ties[index as usize]);
        let tally_of = |role| {
            let act = tie.and_then(|tie| tie.acts.iter().find(|act| act.role == role));
            act.map(|act| act.tally).unwrap_or_default()
        };
        let same = tally_of(question.role);
        let faded = same.faded(question.day, &memory.fading);
        row.extend([same.count as f32, same.days as f32, gap(same, question.day), before(same, question.day)]);
        row.extend(faded);
        row.extend([
            share(faded[1], asked.strand[1]),
            share(faded[2], asked.strand[2]),
            same.count as f32 / (asked.count + 1.0),
        ]);
        let mirror = tally_of(memory.mirror(question.role));
        row.extend([mirror.count as f32, gap(mirror, question.day), mirror.faded(question.day, &memory.fading)[1]]);
        let all = tie.map(|tie| tie.tally).unwrap_or_default();
        let faded = all.faded(question.day, &memory.fading);
        let n_out = tie.map_or(0, |tie| tie.n_out);
        let age = if all.count == 0 { NEVER } else { (question.day - all.first) as f32 };
        row.extend([n_out as f32, (all.count - n_out) as f32, gap(all, question.day), before(all, question.day), age]);
        row.extend(faded);
        let back = memory.past(candidate.other).tally.faded(question.day, &memory.fading);
        row.extend([
            share(faded[1], asked.actor[1]),
            share(faded[2], asked.actor[2]),
            tie.map_or(0.0, |tie| tie.acts.len() as f32),
            share(faded[1], back[1]),
            share(faded[2], back[2]),
        ]);
    }

    fn write_far(&self, question: Question, candidate: &Candidate, row: &mut Vec<f32>) {
        let memory = self.memory;
        let other = memory.past(candidate.other);
        let strand: Option<&Strand> = memory.at_far_end(question.role, candidate.other);
        let far = strand.map(|strand| strand.tally).unwrap_or_default();
        let faded = far.faded(question.day, &memory.fading);
        let all = memory.by_role[usize::from(question.role)].faded(question.day, &memory.fading);
        let of_other = other.tally.faded(question.day, &memory.fading);
        row.extend([far.count as f32, gap(far, question.day)]);
        row.extend(faded);
        row.extend([
            share(faded[1], all[1]),
            share(faded[2], all[2]),
            strand.map_or(0.0, |strand| strand.n_others as f32),
            share(faded[2], of_other[2]),
            other.tally.count as f32,
            gap(other.tally, question.day),
        ]);
        row.extend(of_other);
        row.push(other.ties.len() as f32);
    }
}

fn write_kinship(kinship: &Kinship, day: u32, row: &mut Vec<f32>) {
    row.extend([kinship.count, kinship.last.map_or(NEVER, |last| (day - last) as f32)]);
    row.extend(kinship.in_role);
    row.extend(&kinship.at_all[1..]);
    row.extend(&kinship.reach[1..]);
    row.push(kinship.flow[2]);
}

/// Keeps those that the first look puts in front.
fn keep_closest(room: &mut Room) {
    room.order.clear();
    room.order.extend(room.candidates.iter().enumerate().map(|(index, it)| (it.first_look, id(index))));
    let by = |a: &(f32, u32), b: &(f32, u32)| {
        let id = |place: u32| room.candidates[place as usize].other;
        b.0.total_cmp(&a.0).then(id(a.1).cmp(&id(b.1)))
    };
    let mut order = std::mem::take(&mut room.order);
    if order.len() > N_CLOSE {
        order.select_nth_unstable_by(N_CLOSE, by);
        order.truncate(N_CLOSE);
    }
    order.sort_by(by);
    let kept: Vec<Candidate> = order.iter().map(|&(_, index)| room.candidates[index as usize]).collect();
    for candidate in &room.candidates {
        room.places[candidate.other as usize] = NOWHERE;
    }
    room.candidates = kept;
    room.order = order;
}

struct Asked {
    known: [f32; 13],
    strand: [f32; N_FADES],
    count: f32,
    actor: [f32; N_FADES],
}

/// The place of each candidate among all by some score, greatest first.
fn ranks(candidates: &[Candidate], score: impl Fn(&Candidate) -> f32) -> Vec<f32> {
    let mut order: Vec<(f32, usize)> = candidates.iter().map(score).zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut ranks = vec![0.0; order.len()];
    for (rank, &(_, index)) in order.iter().enumerate() {
        ranks[index] = rank as f32;
    }
    ranks
}

fn gap(tally: Tally, day: u32) -> f32 {
    if tally.count == 0 { NEVER } else { (day - tally.last) as f32 }
}

fn before(tally: Tally, day: u32) -> f32 {
    if tally.days < 2 { NEVER } else { (day - tally.before) as f32 }
}

fn share(part: f32, whole: f32) -> f32 {
    part / (whole + 0.1)
}

/// The ties with the greatest faded counts, and those.
fn strongest<'a>(past: &'a Past, memory: &Memory, day: u32) -> Vec<(f32, &'a Tie)> {
    let mut rated: Vec<(f32, &Tie)> =
        past.ties.iter().map(|tie| (tie.tally.faded(day, &memory.fading)[2], tie)).collect();
    let by = |a: &(f32, &Tie), b: &(f32, &Tie)| b.0.total_cmp(&a.0).then(a.1.other.cmp(&b.1.other));
    if rated.len() > N_STEPS {
        rated.select_nth_unstable_by(N_STEPS, by);
        rated.truncate(N_STEPS);
    }
    rated.sort_by(by);
    rated
}
