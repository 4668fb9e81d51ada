//! Streams with known truth: the direction is found, and what is not there is not.

use super::*;
use crate::history::Day;

const N_DAYS: usize = 900;

/// A count drawn by lot with some mean.
fn drawn(mean: f64, key: u64) -> u32 {
    let (mut left, mut n, mut chance) = (crate::learn::lot(key), 0_u32, (-mean).exp());
    while left > chance && n < 500 {
        left -= chance;
        n += 1;
        chance *= mean / f64::from(n);
    }
    n
}

/// How the simulated streams hang together.
#[derive(Debug, Clone, Copy, Default)]
struct Truth {
    /// Acts of the follower that one act of the leader brings.
    leads: f64,
    /// Acts of the leader that one act of the follower brings.
    back: f64,
    /// How far the level of both goes up and down together, slowly.
    slow: f64,
    /// How far both answer, on the same day, to a third stream that bursts.
    fast: f64,
    /// How far the follower answers to that stream a day later than the leader.
    late: bool,
    seed: u64,
}

struct Streams {
    follower: Stream,
    leader: Stream,
    third: Stream,
    days: Daily,
}

fn simulate(truth: Truth) -> Streams {
    let keeps = (-1.0_f64 / 4.0).exp();
    let (mut of_leader, mut of_follower, mut before) = (0.0, 0.0, 0_u32);
    let (mut follower, mut leader, mut third) = (Vec::new(), Vec::new(), Vec::new());
    for day in 0..N_DAYS {
        let key = |stream: u64| (truth.seed << 40) | ((day as u64) << 8) | stream;
        let slow = 1.0 + truth.slow * (day as f64 / 60.0).sin();
        let burst = if crate::learn::lot(key(0)) < 0.08 { drawn(4.0, key(1)) } else { 0 };
        let heard = if truth.late { before } else { burst };
        let mean_leader = 0.5 * slow + truth.back * of_follower + truth.fast * f64::from(burst);
        let mean_follower = 0.4 * slow + truth.leads * of_leader + truth.fast * f64::from(heard);
        let (l, f) = (drawn(mean_leader, key(2)), drawn(mean_follower, key(3)));
        of_leader = of_leader * keeps + (1.0 - keeps) * f64::from(l);
        of_follower = of_follower * keeps + (1.0 - keeps) * f64::from(f);
        before = burst;
        leader.push(l);
        follower.push(f);
        third.push(burst);
    }
    Streams {
        follower: Stream::of_counts(follower),
        leader: Stream::of_counts(leader),
        third: Stream::of_counts(third),
        days: Daily { from: Day::from_number(0), covered: vec![true; N_DAYS] },
    }
}

fn settings() -> Settings {
    Settings { within: 14, n_bootstrap: 60, n_shifts: 59, seed: 5 }
}

#[test]
fn the_direction_is_found() {
    // 0.6 × 0.5 of 0.4 + 0.6 × 0.5 acts a day follow: 43 %, of which all but a thirtieth within 14 days.
    let truth = 0.42;
    let (mut sum, mut n_within, mut n_back, mut n_granger, mut n_granger_back) = (0.0, 0, 0, 0, 0);
    let n = 8;
    for seed in 1..=n {
        let Streams { follower, leader, days, .. } = simulate(Truth { leads: 0.6, seed, ..Truth::default() });
        let there = influence(&days, &follower, &leader, &[], settings()).unwrap();
        let back = influence(&days, &leader, &follower, &[], settings()).unwrap();
        assert!(there.p_value < 0.05 && there.share > there.by_chance, "{there:?}");
        sum += there.share;
        n_within += u32::from(there.interval[0] <= truth && truth <= there.interval[1]);
        n_back += u32::from(back.p_value <= 0.05);
        n_granger += u32::from(granger(&days, &follower, &leader, &[]).unwrap().p_value < 0.05);
        n_granger_back += u32::from(granger(&days, &leader, &follower, &[]).unwrap().p_value < 0.05);
    }
    let mean = sum / n as f64;
    assert!((mean - truth).abs() < 0.1, "the mean share is {mean}, the truth {truth}");
    assert!(n_within >= 6, "{n_within} of {n} intervals at 90 % hold the truth");
    assert!(n_back <= 1 && n_granger_back <= 2, "the other way round: {n_back}, {n_granger_back} of {n}");
    assert!(n_granger >= 5, "Granger sees it in {n_granger} of {n}");
}

#[test]
fn what_is_not_there_is_seldom_found() {
    let n_false = (10..20).filter(|seed| {
        let streams = simulate(Truth { seed: *seed, ..Truth::default() });
        influence(&streams.days, &streams.follower, &streams.leader, &[], settings()).unwrap().p_value <= 0.05
    });
    assert!(n_false.count() <= 2, "of ten pairs that have nothing to do with each other");
}

#[test]
fn a_slow_driver_of_both_is_not_taken_for_influence() {
    let n_false = (30..40).filter(|seed| {
        let streams = simulate(Truth { slow: 0.8, seed: *seed, ..Truth::default() });
        influence(&streams.days, &streams.follower, &streams.leader, &[], settings()).unwrap().p_value <= 0.05
    });
    assert!(n_false.count() <= 2, "of ten pairs that go up and down together");
}

#[test]
fn a_fast_driver_that_is_named_is_not_taken_for_influence() {
    let truth = |seed| Truth { fast: 0.8, late: true, seed, ..Truth::default() };
    let (mut n_false, mut n_misled) = (0, 0);
    for seed in 50..56 {
        let streams = simulate(truth(seed));
        let shared = [streams.third.clone()];
        let named = influence(&streams.days, &streams.follower, &streams.leader, &shared, settings()).unwrap();
        let unnamed = influence(&streams.days, &streams.follower, &streams.leader, &[], settings()).unwrap();
        n_false += u32::from(named.p_value <= 0.05);
        n_misled += u32::from(unnamed.p_value <= 0.05);
        assert!(named.shared_share > 0.2, "{named:?}");
    }
    assert!(n_false <= 1, "{n_false} of six are found although the driver is named");
    assert!(n_misled >= 4, "the case is hard: without the driver's name it misleads, as the docs say");
}

#[test]
fn days_without_data_are_left_out() {
    let streams = simulate(Truth { leads: 0.6, seed: 3, ..Truth::default() });
    let mut days = streams.days.clone();
    let blank = |stream: &Stream| {
        Stream::of_counts(
            (0..).zip(stream.counts()).map(|(day, n)| if (300..420).contains(&day) { 0 } else { *n }).collect(),
        )
    };
    days.covered[300..420].fill(false);
    let found = influence(&days, &blank(&streams.follower), &blank(&streams.leader), &[], settings()).unwrap();
    assert_eq!(found.n_days, N_DAYS - 120);
    assert!(found.p_value < 0.05 && found.share > 0.15, "{found:?}");
}

#[test]
fn too_little_is_refused_and_strange_streams_do_no_harm() {
    let days = |n| Daily { from: Day::from_number(0), covered: vec![true; n] };
    let of = |counts: Vec<u32>| Stream::of_counts(counts);
    let ask = |n: usize, follower: Vec<u32>, leader: Vec<u32>, within| {
        influence(&days(n), &of(follower), &of(leader), &[], Settings { within, ..settings() })
    };
    assert_eq!(ask(0, vec![], vec![], 7), Err(InfluenceError::TooShort { found: 0 }));
    assert_eq!(ask(200, vec![0; 200], vec![9; 200], 7), Err(InfluenceError::TooFew { which: "follower", found: 0 }));
    assert_eq!(ask(200, vec![1; 200], vec![1; 9], 7), Err(InfluenceError::Length { found: 9, expected: 200 }));
    assert_eq!(ask(200, vec![1; 200], vec![1; 200], 0), Err(InfluenceError::Within { found: 0 }));
    let mut once = vec![0; 200];
    once[7] = u32::MAX;
    for (follower, leader) in [(vec![3; 200], vec![3; 200]), (once.clone(), vec![1; 200]), (vec![1; 200], once)] {
        let found = ask(200, follower.clone(), leader.clone(), 365).unwrap();
        let shares =
            [found.share, found.interval[0], found.interval[1], found.by_chance, found.p_value, found.own_share];
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{found:?}");
        assert!(found.acts_per_act.is_finite() && found.acts_per_act >= 0.0, "{found:?}");
        if let Some(found) = granger(&days(200), &of(follower), &of(leader), &[]) {
            assert!((0.0..=1.0).contains(&found.p_value) && found.f.is_finite(), "{found:?}");
        }
    }
}
