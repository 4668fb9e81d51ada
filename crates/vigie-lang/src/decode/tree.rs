//! Trees from arc scores: the best tree with one root.
//!
//! Takes for each of n words a score for every head, the root among them, and gives each its head, such that exactly
//! one word hangs from the root and no word hangs from itself by any way. Where the best head of each word makes such a
//! tree already, that is the answer; otherwise cycles are contracted (Chu & Liu 1965, Edmonds 1967).
//!
//! The trick for one root: all arcs from the root lose the same large amount, more than the other arcs can make good,
//! so the best tree has as few of them as it can, which is one. Cost: O(n²) time and memory.

/// The root, as a head. Word `i` of the sentence is head `i + 1`.
pub(crate) const ROOT: usize = 0;

/// Scores of arcs between the n words of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct ArcScores {
    n_words: usize,
    /// `scores[dependent * (n + 1) + head]`, all finite.
    scores: Vec<f32>,
}

impl ArcScores {
    /// Takes the score of every arc from `score(dependent, head)`, where head 0 is the root.
    pub(crate) fn new(n_words: usize, mut score: impl FnMut(usize, usize) -> f32) -> Self {
        let mut scores = Vec::with_capacity(n_words * (n_words + 1));
        for dependent in 0..n_words {
            for head in 0..=n_words {
                let score = score(dependent, head);
                scores.push(if score.is_nan() { -1e6 } else { score.clamp(-1e6, 1e6) });
            }
        }
        Self { n_words, scores }
    }

    fn get(&self, dependent: usize, head: usize) -> f32 {
        self.scores[dependent * (self.n_words + 1) + head]
    }

    /// Finds the head of each word.
    pub(crate) fn best_tree(&self) -> Vec<usize> {
        let heads: Vec<usize> = (0..self.n_words).map(|dependent| self.best_head(dependent)).collect();
        if is_tree(&heads) { heads } else { Contraction::new(self).solve() }
    }

    fn best_head(&self, dependent: usize) -> usize {
        let mut best = (ROOT, f32::NEG_INFINITY);
        for head in (0..=self.n_words).filter(|&head| head != dependent + 1) {
            if self.get(dependent, head) > best.1 {
                best = (head, self.get(dependent, head));
            }
        }
        best.0
    }
}

/// Whether the heads make one tree with one root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&head| head == ROOT).count() == 1 && find_cycle(heads.len(), |word| heads[word - 1]).is_none()
}

/// Finds a cycle among the nodes 1 to n, each of which has one head; 0 has none.
fn find_cycle(n_words: usize, head: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    let mut seen_from = vec![0; n_words + 1];
    for start in 1..=n_words {
        let mut node = start;
        while node != ROOT && seen_from[node] == 0 {
            seen_from[node] = start;
            node = head(node);
        }
        if node != ROOT && seen_from[node] == start {
            let mut cycle = vec![node];
            let mut next = head(node);
            while next != node {
                cycle.push(next);
                next = head(next);
            }
            return Some(cycle);
        }
    }
    None
}

/// An arc between nodes that may stand for contracted cycles, and the arc between words that it stands for.
#[derive(Debug, Clone, Copy)]
struct Arc {
    score: f64,
    dependent: usize,
    head: usize,
}

/// A cycle that was contracted into its first node.
struct Cycle {
    /// For each node of the cycle: the words that it stood for and the arc by which it hung in the cycle.
    members: Vec<(Vec<usize>, Arc)>,
}

/// A graph whose cycles are contracted one by one.
struct Contraction {
    n_nodes: usize,
    /// `arcs[dependent * n_nodes + head]`, nodes 0 to n.
    arcs: Vec<Arc>,
    /// The node that each node was contracted into: itself while it stands.
    stands_in: Vec<usize>,
    /// The words that each node stands for.
    words: Vec<Vec<usize>>,
    best: Vec<usize>,
    cycles: Vec<Cycle>,
}

impl Contraction {
    fn new(scores: &ArcScores) -> Self {
        let n_nodes = scores.n_words + 1;
        let (least, most) = scores
            .scores
            .iter()
            .fold((f64::MAX, f64::MIN), |(least, most), &s| (least.min(f64::from(s)), most.max(f64::from(s))));
        let root_cost = 1.0 + (most - least) * n_nodes as f64;
        let mut arcs = Vec::with_capacity(n_nodes * n_nodes);
        for dependent in 0..n_nodes {
            for head in 0..n_nodes {
                let score = match (dependent, head) {
                    (ROOT, _) => f64::NEG_INFINITY,
                    _ if dependent == head => f64::NEG_INFINITY,
                    (_, ROOT) => f64::from(scores.get(dependent - 1, ROOT)) - root_cost,
                    _ => f64::from(scores.get(dependent - 1, head)),
                };
                arcs.push(Arc { score, dependent, head });
            }
        }
        let mut contraction = Self {
            n_nodes,
            arcs,
            stands_in: (0..n_nodes).collect(),
            words: (0..n_nodes).map(|node| vec![node]).collect(),
            best: vec![ROOT; n_nodes],
            cycles: Vec::new(),
        };
        for node in 1..n_nodes {
            contraction.best[node] = contraction.best_head(node);
        }
        contraction
    }

    fn solve(mut self) -> Vec<usize> {
        while let Some(cycle) = find_cycle(self.n_nodes - 1, |node| self.head(node)) {
            self.contract(&cycle);
        }
        self.expand()
    }

    /// The head of a node that stands; the root for one that does not, which so ends every path.
    fn head(&self, node: usize) -> usize {
        if self.stands_in[node] == node { self.best[node] } else { ROOT }
    }

    fn arc(&self, dependent: usize, head: usize) -> Arc {
        self.arcs[dependent * self.n_nodes + head]
    }

    fn standing(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.n_nodes).filter(|&node| self.stands_in[node] == node)
    }

    fn best_head(&self, dependent: usize) -> usize {
        let mut best = (ROOT, f64::NEG_INFINITY);
        for head in self.standing().filter(|&head| head != dependent) {
            let score = self.arc(dependent, head).score;
            if score > best.1 {
                best = (head, score);
            }
        }
        best.0
    }

    /// Makes one node of a cycle: an arc into it takes the place of the arc of the cycle that it breaks.
    fn contract(&mut self, cycle: &[usize]) {
        let node = cycle[0];
        let members: Vec<(Vec<usize>, Arc)> = cycle
            .iter()
            .map(|&member| (std::mem::take(&mut self.words[member]), self.arc(member, self.best[member])))
            .collect();
        for &member in cycle {
            self.stands_in[member] = node;
        }
        let outside: Vec<usize> = self.standing().filter(|&other| other != node).collect();
        for &other in &outside {
            let into = best_arc(cycle.iter().zip(&members).map(|(&member, (_, within))| {
                let arc = self.arc(member, other);
                Arc { score: arc.score - within.score, ..arc }
            }));
            let out = best_arc(cycle.iter().map(|&member| self.arc(other, member)));
            self.arcs[node * self.n_nodes + other] = into;
            self.arcs[other * self.n_nodes + node] = out;
            if cycle.contains(&self.best[other]) {
                self.best[other] = node;
            }
        }
        self.words[node] = members.iter().flat_map(|(words, _)| words.iter().copied()).collect();
        self.best[node] = self.best_head(node);
        self.cycles.push(Cycle { members });
    }

    /// Opens the contracted cycles again, the last one first.
    fn expand(&self) -> Vec<usize> {
        let mut heads = vec![None; self.n_nodes];
        for node in self.standing().filter(|&node| node != ROOT) {
            let arc = self.arc(node, self.best[node]);
            heads[arc.dependent] = Some(arc.head);
        }
        for cycle in self.cycles.iter().rev() {
            for (words, within) in &cycle.members {
                if words.iter().all(|&word| heads[word].is_none()) {
                    heads[within.dependent] = Some(within.head);
                }
            }
        }
        heads[1..].iter().map(|head| head.expect("every word stands in a node, and every node has a head")).collect()
    }
}

fn best_arc(arcs: impl Iterator<Item = Arc>) -> Arc {
    arcs.reduce(|best, arc| if arc.score > best.score { arc } else { best }).expect("a cycle has nodes")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn from_rows(n_words: usize, scores: &[f32]) -> ArcScores {
        ArcScores::new(n_words, |dependent, head| scores[dependent * (n_words + 1) + head])
    }

    fn total(scores: &ArcScores, heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(word, &head)| f64::from(scores.get(word, head))).sum()
    }

    /// The clear version: tries every way to give heads.
    fn best_by_trying(scores: &ArcScores) -> f64 {
        let n = scores.n_words;
        let mut best = f64::MIN;
        for code in 0..(n + 1).pow(u32::try_from(n).unwrap()) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(u32::try_from(i).unwrap()) % (n + 1)).collect();
            if is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    fn some_sentence() -> impl Strategy<Value = (usize, Vec<f32>)> {
        (1..=5_usize).prop_flat_map(|n| (Just(n), prop::collection::vec(-4.0_f32..4.0, n * (n + 1))))
    }

    #[test]
    fn no_words_have_no_heads() {
        assert!(ArcScores::new(0, |_, _| 0.0).best_tree().is_empty());
    }

    #[test]
    fn one_word_hangs_from_the_root() {
        assert_eq!(ArcScores::new(1, |_, _| f32::NAN).best_tree(), [ROOT]);
    }

    #[test]
    fn two_roots_become_one() {
        let heads = from_rows(2, &[5.0, 0.0, 1.0, 4.0, 2.0, 0.0]).best_tree();
        assert_eq!(heads, [0, 1]);
    }

    #[test]
    fn equal_scores_give_a_tree_for_a_long_sentence() {
        assert!(is_tree(&ArcScores::new(400, |_, _| 0.0).best_tree()));
    }

    proptest! {
        #[test]
        fn finds_the_best_of_all_trees((n, scores) in some_sentence()) {
            let scores = from_rows(n, &scores);
            let heads = scores.best_tree();
            prop_assert!(is_tree(&heads));
            prop_assert!((total(&scores, &heads) - best_by_trying(&scores)).abs() < 1e-3);
        }

        #[test]
        fn contraction_agrees_with_the_short_way((n, scores) in some_sentence()) {
            let scores = from_rows(n, &scores);
            let heads = Contraction::new(&scores).solve();
            prop_assert!((total(&scores, &heads) - total(&scores, &scores.best_tree())).abs() < 1e-3);
        }

        #[test]
        fn any_scores_give_a_tree(n in 1..40_usize, seed in prop::collection::vec(prop::num::f32::ANY, 1..200)) {
            let scores = ArcScores::new(n, |dependent, head| seed[(dependent * 31 + head * 17) % seed.len()]);
            prop_assert!(is_tree(&scores.best_tree()));
        }
    }
}
