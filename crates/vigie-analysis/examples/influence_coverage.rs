//! How well sizes of influence and their intervals hold on simulated streams with known truth: `cargo run --release -p vigie-analysis
//! --example influence_coverage -- 40`, the number of runs of each.

use vigie_analysis::Day;
use vigie_analysis::influence::{Daily, Settings, Stream, influence};

/// A case: acts of the follower that each of the leader brings, how fast that fades, own acts by day, days.
struct Case {
    leads: f64,
    tau: f64,
    own: f64,
    n_days: usize,
}

/// Lots that fall the same way on every machine.
struct Lots(u64);

impl Lots {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn count(&mut self, mean: f64) -> u32 {
        let (mut left, mut n, mut chance) = (self.share(), 0_u32, (-mean).exp());
        while left > chance && n < 500 {
            left -= chance;
            n += 1;
            chance *= mean / f64::from(n);
        }
        n
    }
}

#[expect(clippy::print_stdout, reason = "an example measures and tells")]
fn main() {
    let n_runs: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(40);
    let cases = [
        Case { leads: 0.6, tau: 4.0, own: 0.4, n_days: 900 },
        Case { leads: 0.6, tau: 4.0, own: 0.4, n_days: 450 },
        Case { leads: 0.6, tau: 4.0, own: 0.4, n_days: 1800 },
        Case { leads: 0.6, tau: 10.0, own: 0.4, n_days: 900 },
        Case { leads: 0.3, tau: 4.0, own: 0.4, n_days: 900 },
        Case { leads: 0.9, tau: 2.0, own: 1.0, n_days: 900 },
        Case { leads: 0.0, tau: 4.0, own: 0.4, n_days: 900 },
    ];
    println!(
        "| brings | fades in | days | truth | mean found | by chance | intervals that hold the truth | with p ≤ 0.05 |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for case in &cases {
        let (mut sum, mut chance, mut held, mut found, mut truth) = (0.0, 0.0, 0, 0, 0.0);
        for run in 0..n_runs {
            let (mut lots, keeps) = (Lots(run * 1_000_003 + 17), (-1.0 / case.tau).exp());
            let (mut felt, mut due, mut all) = (0.0, 0.0, 0.0);
            let (mut follower, mut leader) = (Vec::new(), Vec::new());
            for _ in 0..case.n_days {
                let l = lots.count(0.5);
                let from_leader = case.leads * felt;
                let f = lots.count(case.own + from_leader);
                // Of the acts of a day the part that is due to the leader, as the means stand to each other.
                due += f64::from(f) * from_leader / (case.own + from_leader);
                all += f64::from(f);
                felt = felt * keeps + (1.0 - keeps) * f64::from(l);
                leader.push(l);
                follower.push(f);
            }
            // What comes after more than 14 days does not count.
            truth += due / all * (1.0 - keeps.powi(14));
            let days = Daily { from: Day::from_number(0), covered: vec![true; case.n_days] };
            let settings = Settings { within: 14, n_bootstrap: 100, n_shifts: 59, seed: run };
            let Ok(one) = influence(&days, &Stream::of_counts(follower), &Stream::of_counts(leader), &[], settings)
            else {
                continue;
            };
            let own_truth = due / all * (1.0 - keeps.powi(14));
            sum += one.share;
            chance += one.by_chance;
            held += u32::from(one.interval[0] <= own_truth && own_truth <= one.interval[1]);
            found += u32::from(one.p_value <= 0.05);
        }
        let mean = |sum: f64| sum / n_runs as f64;
        println!(
            "| {} | {} days | {} | {:.3} | {:.3} | {:.3} | {held} of {n_runs} | {found} of {n_runs} |",
            case.leads,
            case.tau,
            case.n_days,
            mean(truth),
            mean(sum),
            mean(chance)
        );
    }
}
