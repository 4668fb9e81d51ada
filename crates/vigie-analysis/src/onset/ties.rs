//! Third parties: who is like whom, who is close to whom, and whom their force goes to.

use std::collections::BTreeMap;

use super::moves::Channel;
use super::traces::Traces;

/// Sums over third parties for one pair.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ThirdParties {
    /// Force against the recipient by those who deal with the world as the actor does.
    pub(super) like_actor: f32,
    /// Force by the actor against those with whom the world deals as with the recipient.
    pub(super) like_recipient: f32,
    /// Force against the recipient by those with whom the actor has most to do.
    pub(super) close_to_actor: f32,
    /// Force by the actor against those with whom the recipient has most to do.
    pub(super) close_to_recipient: f32,
    /// Force by the recipient against those with whom the actor has most to do.
    pub(super) against_close: f32,
}

/// The third parties of a day.
#[derive(Debug)]
pub(super) struct Ties {
    /// For each country its dealings, as a vector of length 1 over countries acted on and acted on by.
    profiles: Vec<Vec<(u32, f32)>>,
    /// For each country the share that each other has in its dealings.
    shares: Vec<Vec<(u32, f32)>>,
    /// Force lately and ever, by actor.
    force_by: Vec<BTreeMap<u32, f32>>,
    /// The same, by recipient.
    force_on: Vec<BTreeMap<u32, f32>>,
}

/// The half-life of dealings and force between others.
const LIFE: usize = 2;

impl Ties {
    pub(super) fn of(traces: &Traces, today: crate::history::Day, n_countries: usize) -> Self {
        let mut profiles = vec![Vec::new(); n_countries];
        let mut dealings: Vec<BTreeMap<u32, f32>> = vec![BTreeMap::new(); n_countries];
        let mut force_by = vec![BTreeMap::new(); n_countries];
        let mut force_on = vec![BTreeMap::new(); n_countries];
        let offset = u32::try_from(n_countries).unwrap_or(u32::MAX / 2);
        for (&(from, to), trace) in traces.pairs.iter().filter(|((from, to), _)| from != to) {
            let weight = trace.count(Channel::Any, super::traces::N_LIVES - 1).ln_1p();
            profiles[from as usize].push((to, weight));
            profiles[to as usize].push((offset + from, weight));
            *dealings[from as usize].entry(to).or_default() += weight;
            *dealings[to as usize].entry(from).or_default() += weight;
            if trace.last_force.is_some() {
                let force = trace.on(today).count(Channel::Force, LIFE).ln_1p();
                force_by[from as usize].insert(to, force);
                force_on[to as usize].insert(from, force);
            }
        }
        for profile in &mut profiles {
            profile.sort_by_key(|(key, _)| *key);
            let length = profile.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1e-6);
            for (_, weight) in profile {
                *weight /= length;
            }
        }
        let shares = dealings.into_iter().map(|dealings| {
            let total = dealings.values().sum::<f32>().max(1e-6);
            dealings.into_iter().map(|(key, weight)| (key, weight / total)).collect()
        });
        Self { profiles, shares: shares.collect(), force_by, force_on }
    }

    pub(super) fn third_parties(&self, actor: u32, recipient: u32) -> ThirdParties {
        let [a, b] = [actor as usize, recipient as usize];
        let mut found = ThirdParties::default();
        for (other, force) in self.force_on[b].iter().filter(|(other, _)| **other != actor && **other != recipient) {
            found.like_actor += self.alike(actor, *other) * force;
        }
        for (other, force) in self.force_by[a].iter().filter(|(other, _)| **other != actor && **other != recipient) {
            found.like_recipient += self.alike(recipient, *other) * force;
        }
        let not_these = |other: &u32| *other != actor && *other != recipient;
        for (other, share) in self.shares[a].iter().filter(|(other, _)| not_these(other)) {
            found.close_to_actor += share * self.force_on[b].get(other).copied().unwrap_or(0.0);
            found.against_close += share * self.force_by[b].get(other).copied().unwrap_or(0.0);
        }
        for (other, share) in self.shares[b].iter().filter(|(other, _)| not_these(other)) {
            found.close_to_recipient += share * self.force_by[a].get(other).copied().unwrap_or(0.0);
        }
        found
    }

    /// The cosine of two profiles.
    fn alike(&self, one: u32, other: u32) -> f32 {
        let (mut left, mut right) =
            (self.profiles[one as usize].iter().peekable(), self.profiles[other as usize].iter().peekable());
        let mut sum = 0.0;
        while let (Some((l, a)), Some((r, b))) = (left.peek(), right.peek()) {
            match l.cmp(r) {
                std::cmp::Ordering::Less => {
                    left.next();
                }
                std::cmp::Ordering::Greater => {
                    right.next();
                }
                std::cmp::Ordering::Equal => {
                    sum += a * b;
                    left.next();
                    right.next();
                }
            }
        }
        sum
    }
}
