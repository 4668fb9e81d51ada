//! `vigie influence`: how far one stream of acts follows another, beyond what both share.

use std::fmt::Write as _;
use std::io::{IsTerminal, stdout};
use std::process::ExitCode;

use serde_json::json;
use vigie_analysis::influence::{Daily, Granger, Influence, Settings, Stream, granger, influence};
use vigie_analysis::{Day, EventRef};

use super::onset::put;
use crate::cli::{InfluenceArgs, InfluenceFormat};
use crate::events::{Source, countries};
use crate::pick::{Pair, WrittenPair, check_codes, has_code};
use crate::speech::Failure;

/// One direction and what is found of it.
struct Found {
    follower: String,
    leader: String,
    influence: Influence,
    granger: Option<Granger>,
    days: Vec<FollowedDay>,
}

/// A day on which much is put down to the leader, with the records.
struct FollowedDay {
    day: Day,
    acts: f64,
    /// What the follower did that day.
    records: Vec<String>,
    /// What the leader had done in the days that count, the newest.
    after: Vec<String>,
}

/// Records of each side that are named of a day.
const MOST_RECORDS: usize = 3;

/// Gives the influence, and that of the other direction.
pub(crate) fn run(args: &InfluenceArgs) -> Result<ExitCode, Failure> {
    check_codes(&args.codes)?;
    let countries = countries(args.source.knowledge.as_deref())?;
    let named = |pair: &WrittenPair| pair.meant(&countries);
    let (follower_pair, leader_pair) = (&named(&args.follower), &named(&args.leader));
    let shared_pairs: Vec<Pair> = args.shared.iter().map(named).collect();
    let anybody = Pair { actor: None, recipient: follower_pair.recipient.clone() };
    let drawn_on = if shared_pairs.is_empty() { vec![&anybody] } else { shared_pairs.iter().collect() };
    let pairs: Vec<&Pair> = [follower_pair, leader_pair].into_iter().chain(drawn_on).collect();
    let source = Source::of_pairs(&args.source, &pairs)?;
    let history = &source.history;
    let Some(days) = Daily::of(history, args.from.map(Into::into), args.to.map(Into::into)) else {
        return Err(Failure::NoDays);
    };
    let of = |pair: &Pair| days.stream(history, |event| pair.holds(event) && has_code(event, &args.codes));
    let (follower, leader) = (of(follower_pair), of(leader_pair));
    let shared: Vec<Stream> = if shared_pairs.is_empty() {
        // What everybody else does to those whom the follower acts on: what both streams may answer to.
        let is_of_others =
            |event: EventRef<'_>| anybody.holds(event) && !follower_pair.holds(event) && !leader_pair.holds(event);
        vec![days.stream(history, |event| is_of_others(event) && has_code(event, &args.codes))]
    } else {
        shared_pairs.iter().map(of).collect()
    };
    let n_draws = args.draws.get();
    let settings = Settings { within: args.within, n_bootstrap: n_draws, n_shifts: n_draws, seed: 1 };
    let ask = |(follower, follower_name): (&Stream, &Pair),
               (leader, leader_name): (&Stream, &Pair)|
     -> Result<Found, Failure> {
        let influence = influence(&days, follower, leader, &shared, settings)?;
        let strongest = influence.strongest.iter().map(|one| {
            let day = days.from + i32::try_from(one.day).unwrap_or(0);
            let before = day - i32::try_from(args.within).unwrap_or(0);
            FollowedDay {
                day,
                acts: one.acts,
                records: records(&source, follower_name, args, (day, day)),
                after: records(&source, leader_name, args, (before, day - 1)),
            }
        });
        Ok(Found {
            follower: follower_name.to_string(),
            leader: leader_name.to_string(),
            days: strongest.collect(),
            influence,
            granger: granger(&days, follower, leader, &shared),
        })
    };
    let (follower, leader) = ((&follower, follower_pair), (&leader, leader_pair));
    let found = [ask(follower, leader)?, ask(leader, follower)?];
    let text =
        match args.format.unwrap_or(if stdout().is_terminal() { InfluenceFormat::Text } else { InfluenceFormat::Json })
        {
            InfluenceFormat::Text => text(&found, args),
            InfluenceFormat::Json => json(&found),
        };
    put(None, text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The newest records of a pair in some days.
fn records(source: &Source, pair: &Pair, args: &InfluenceArgs, (from, to): (Day, Day)) -> Vec<String> {
    let history = &source.history;
    let events = history.rows_between(from, to).rev().filter_map(|row| history.get(row));
    let wanted = events.filter(|event| event.is_real() && pair.holds(*event) && has_code(*event, &args.codes));
    wanted.take(MOST_RECORDS).map(|event| source.cited(event)).collect()
}

fn text(found: &[Found], args: &InfluenceArgs) -> String {
    let mut out = String::new();
    for Found { follower, leader, influence, granger, days } in found {
        let [low, high] = influence.interval.map(|share| 100.0 * share);
        let _ = writeln!(out, "{follower} after {leader}, within {} days", args.within);
        let _ = writeln!(
            out,
            "  {:.0} % of the acts follow (90 % interval {low:.0} to {high:.0} %); by chance alone {:.0} %",
            100.0 * influence.share,
            100.0 * influence.by_chance
        );
        let _ = writeln!(
            out,
            "  the leader shifted in time does as well in a share of {:.3}: {}",
            influence.p_value,
            verdict(influence)
        );
        let _ = writeln!(
            out,
            "  {:.2} acts for each of the leader's, fading in {} days; {:.0} % follow their own kind, {:.0} % what is shared",
            influence.acts_per_act,
            influence.tau,
            100.0 * influence.own_share,
            100.0 * influence.shared_share
        );
        let _ = match granger {
            Some(test) => {
                writeln!(out, "  Granger, {} days of lags: F {:.2}, p {:.3}", test.n_lags, test.f, test.p_value)
            }
            None => writeln!(out, "  Granger: too few days, or nothing that varies"),
        };
        for FollowedDay { day, acts, records, after } in days {
            let (records, after) = (records.join(", "), after.join(", "));
            let _ = writeln!(out, "  {day}: {acts:.1} acts ({records}) put down to those before ({after})");
        }
        let [n_follower, n_leader] = influence.n;
        let _ = writeln!(out, "  {n_follower} acts after {n_leader}, over {} days with data\n", influence.n_days);
    }
    out
}

fn verdict(influence: &Influence) -> &'static str {
    if influence.p_value <= 0.01 {
        "hardly chance"
    } else if influence.p_value <= 0.05 {
        "unlikely to be chance"
    } else {
        "may well be chance"
    }
}

fn json(found: &[Found]) -> String {
    let directions = found.iter().map(|Found { follower, leader, influence, granger, days }| {
        let days = days.iter().map(
            |FollowedDay { day, acts, records, after }| json!({"day": day.to_string(), "acts": acts, "records": records, "after": after}),
        );
        json!({
            "follower": follower, "leader": leader, "share": influence.share, "interval_90": influence.interval,
            "share_by_chance": influence.by_chance, "p_value": influence.p_value, "acts_per_act": influence.acts_per_act,
            "tau_days": influence.tau, "own_share": influence.own_share, "shared_share": influence.shared_share,
            "n_follower": influence.n[0], "n_leader": influence.n[1], "n_days": influence.n_days,
            "strongest": days.collect::<Vec<_>>(),
            "granger": granger.map(|test| json!({"lags": test.n_lags, "f": test.f, "p_value": test.p_value, "explained": test.explained})),
        })
    });
    format!("{:#}\n", serde_json::Value::Array(directions.collect()))
}
