//! How long a look-up of precedents takes in a made-up history: `cargo run --release -p vigie-analysis --example precedents_at_scale
//! -- 10000000`.
//!
//! The history has 200 countries of very different activity, sixteen kinds of acts and twenty years, by a fixed rule without chance.

use std::time::Instant;

use jiff::civil::date;
use vigie_analysis::pattern::EVENT_TYPES;
use vigie_analysis::precedents::{Question, look_up};
use vigie_analysis::{Actor, Day, Entry, HistoryBuilder, Kind};

const N_COUNTRIES: u64 = 200;
const N_DAYS: u64 = 7300;

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an example measures and tells")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "parts of small counts")]
fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut builder = HistoryBuilder::new();
    let names: Vec<String> = (0..N_COUNTRIES).map(|number| format!("C{number:03}")).collect();
    let actors: Vec<_> = names.iter().map(|country| builder.actor(Actor { country, ..Actor::default() })).collect();
    let kinds: Vec<_> = EVENT_TYPES.iter().map(|plover| builder.kind(Kind { plover, cameo: "" })).collect();
    let first = Day::from(date(2002, 1, 1)).number();
    let mut state = 1_u64;
    let mut draw = |of: u64| {
        // A linear congruence: the same numbers on every machine.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % of
    };
    for record in 0..n {
        // The cube of a draw makes few countries do most.
        let mut country = || {
            let part = draw(1 << 20) as f64 / f64::from(1 << 20);
            actors[((part * part * part) * N_COUNTRIES as f64) as usize]
        };
        let (actor, recipient) = (country(), country());
        let day = Day::from_number(first + i32::try_from(draw(N_DAYS)).unwrap_or(0));
        let place = draw(kinds.len() as u64) as usize;
        let quad_class = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4][place];
        let entry = Entry { quad_class, ..Entry::happened(day, actor, recipient, kinds[place], record) };
        builder.push(entry).expect("a history holds so many");
    }
    let start = Instant::now();
    let history = builder.build();
    println!("{n} events: history built in {:.2} s", start.elapsed().as_secs_f64());
    for (actor, recipient) in [("C001", "C002"), ("C020", "C050"), ("C100", "C150")] {
        let question = Question {
            actor: actor.to_owned(),
            recipient: recipient.to_owned(),
            day: Day::from(date(2021, 6, 1)),
            window_days: 30,
            then: None,
        };
        let start = Instant::now();
        let found = look_up(&history, &question).expect("both sides are there");
        println!(
            "{actor}–{recipient}: {} acts now, {} rules, {} closest situations, {} pairs in {:.2} s",
            found.now.len(),
            found.rules.len(),
            found.closest.len(),
            found.n_pairs,
            start.elapsed().as_secs_f64()
        );
    }
}
