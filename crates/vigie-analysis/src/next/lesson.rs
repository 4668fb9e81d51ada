//! What the trees learn from: questions of past days, answered from what was known before each.

use super::boost::{Binned, Bins, BoostSettings, Boosted, Dice, Group};
use super::calibration::Calibration;
use super::describe::{FEATURES, Question, Room};
use super::forecaster::Settings;
use super::id;
use super::stream::{Questions, Stream};
use crate::parallel::in_parallel;

/// Rows that are looked at before the bins are cut.
const N_FIRST_LOOK: usize = 60_000;

/// Rows gathered so far.
pub(crate) struct Lesson<'a> {
    settings: &'a Settings,
    /// Rows that wait for bins.
    waiting: Vec<f32>,
    bins: Option<Bins>,
    rows: Binned,
    groups: Vec<Group>,
    /// How many of the groups the trees may see; those behind them are for calibration.
    n_seen: Option<usize>,
    dice: Dice,
}

/// What was learned: how likely an answer is, by its row.
pub(crate) struct Judge {
    bins: Bins,
    boosted: Boosted,
    calibration: Calibration,
}

impl<'a> Lesson<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            waiting: Vec::new(),
            bins: None,
            rows: Binned::new(FEATURES.len()),
            groups: Vec::new(),
            n_seen: None,
            dice: Dice::new(5),
        }
    }

    /// Gathers rows from the questions of a day that the stream has not yet taken in.
    pub(crate) fn watch(&mut self, stream: &Stream, questions: &Questions, day: u32) {
        let popular = stream.popular(questions.keys().map(|key| key.1), day);
        let view = stream.view(&popular);
        let asked: Vec<_> = questions.iter().map(|(key, answers)| (*key, answers, self.dice.next())).collect();
        let room = || Room::new(stream.memory.pasts.len());
        let n_rows = if self.n_seen.is_some() { usize::MAX } else { self.settings.n_rows };
        let parts = in_parallel(&asked, self.settings.n_threads, room, |room, _, ((actor, role), answers, seed)| {
            view.describe(Question { actor: *actor, role: *role, day }, room);
            sample(room, answers, n_rows, &mut Dice::new(*seed))
        });
        for (rows, right) in parts {
            self.add(&rows, right);
        }
    }

    /// What is watched from now on is not for the trees: it shows how far their answers can be trusted, and is kept in full.
    pub(crate) fn begin_exam(&mut self) {
        self.n_seen.get_or_insert(self.groups.len());
    }

    /// Learns from all that was gathered.
    pub(crate) fn learn(mut self) -> Judge {
        if self.bins.is_none() {
            self.cut_bins();
        }
        let settings = BoostSettings {
            n_trees: self.settings.n_trees,
            n_leaves: self.settings.n_leaves,
            rate: self.settings.rate,
            group_share: 0.5,
            feature_share: 0.5,
            min_rows: 20,
            ridge: 1.0,
            n_threads: self.settings.n_threads,
        };
        let (lesson, exam) = self.groups.split_at(self.n_seen.unwrap_or(self.groups.len()));
        let boosted = Boosted::learn(&self.rows, lesson, &settings);
        let scored = exam.iter().map(|group| {
            let scores = (group.start..group.end).map(|row| boosted.score(self.rows.row(row as usize))).collect();
            (scores, group.right.clone())
        });
        let calibration = Calibration::fit(&scored.collect::<Vec<_>>());
        Judge { bins: self.bins.unwrap_or_default(), boosted, calibration }
    }

    fn add(&mut self, rows: &[f32], right: Vec<u32>) {
        let n = id(rows.len() / FEATURES.len());
        // Nothing is learned about ranking where nobody is wrong, or nobody right; the exam counts what was missed.
        let is_idle = n == 0 || self.n_seen.is_none() && (right.is_empty() || n as usize == right.len());
        let start = self.groups.last().map_or(0, |group| group.end);
        let Some(end) = start.checked_add(n).filter(|_| !is_idle) else { return };
        self.groups.push(Group { start, end, right });
        self.waiting.extend_from_slice(rows);
        if self.bins.is_some() {
            self.drain();
        } else if self.waiting.len() > N_FIRST_LOOK * FEATURES.len() {
            self.cut_bins();
        }
    }

    fn cut_bins(&mut self) {
        self.bins = Some(Bins::of(&self.waiting, FEATURES.len()));
        self.drain();
    }

    fn drain(&mut self) {
        if let Some(bins) = &self.bins {
            for row in self.waiting.chunks_exact(FEATURES.len()) {
                bins.put(row, self.rows.values_mut());
            }
            self.waiting.clear();
        }
    }
}

impl Judge {
    /// How likely each candidate in the room is to be among the answers, in their order.
    pub(crate) fn probabilities(&self, room: &Room) -> Vec<f64> {
        let mut bins = Vec::with_capacity(FEATURES.len());
        let scores: Vec<f64> = room
            .rows
            .chunks_exact(FEATURES.len())
            .map(|row| {
                bins.clear();
                self.bins.put(row, &mut bins);
                self.boosted.score(&bins)
            })
            .collect();
        self.calibration.probabilities(&scores)
    }

    /// How much each feature gained in all trees, greatest first.
    pub(crate) fn gains(&self) -> Vec<(&'static str, f64)> {
        let gains = self.boosted.gains(FEATURES.len());
        let mut named: Vec<_> = FEATURES.iter().copied().zip(gains).collect();
        named.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        named
    }
}

/// The right rows, the best of the rest, and some of the others by chance.
fn sample(room: &Room, answers: &[u32], n_rows: usize, dice: &mut Dice) -> (Vec<f32>, Vec<u32>) {
    let (mut rows, mut right, mut n) = (Vec::new(), Vec::new(), 0);
    let n_best = n_rows / 3 * 2;
    let n_left = room.candidates.len().saturating_sub(n_best).max(1);
    let chance = (n_rows - n_best) as f64 / n_left as f64;
    for (index, (candidate, row)) in room.candidates.iter().zip(room.rows.chunks_exact(FEATURES.len())).enumerate() {
        let is_right = answers.binary_search(&candidate.other).is_ok();
        if is_right || index < n_best || dice.below(chance) {
            if is_right {
                right.push(n);
            }
            rows.extend_from_slice(row);
            n += 1;
        }
    }
    (rows, right)
}
