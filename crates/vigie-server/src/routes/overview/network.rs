//! Network: who acts on whom and who quotes whom, beginning with one actor.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_store::{Filter, Store, Tie};

use crate::api::{Call, Nothing};
use crate::desk::Desk;
use crate::trouble::Trouble;
use crate::wire::filter::Asked;

/// Ties of a network, for each actor that is gone on from.
const MOST_TIES: usize = 150;

/// Actors that a network goes on from in each step.
const MOST_GONE_ON: usize = 12;

/// A filter, and how far to go from the actor.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Around {
    /// What is asked for; `party` or `actor` is who the network begins with.
    #[serde(flatten)]
    asked: Asked,
    /// How many steps to go from there: 1 or 2.
    depth: Option<Depth>,
}

/// How far a network goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub(super) enum Depth {
    /// To those with whom the actor has to do.
    #[serde(rename = "1")]
    One,
    /// And to those with whom these have.
    #[serde(rename = "2")]
    Two,
}

/// Who acts on whom, and who quotes whom.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Network {
    /// Actors and outlets, the busiest first.
    nodes: Vec<Node>,
    /// What ties them.
    edges: Vec<Edge>,
}

/// An actor or an outlet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Node {
    /// Its id, or its name where it has none; `outlet:` before the name of one who publishes.
    id: String,
    /// Its name.
    name: String,
    /// Its country.
    country: Option<String>,
    /// Its sector.
    sector: Option<String>,
    /// How often it acts, is acted on, quotes or is quoted.
    count: u64,
}

/// A tie.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Edge {
    /// Who acts or quotes.
    from: String,
    /// Who is acted on or quoted.
    to: String,
    /// `acts` or `cites`.
    kind: String,
    /// How often.
    count: u64,
    /// The sum of the Goldstein values, of acts.
    goldstein: Option<f64>,
}

pub(super) fn network(desk: &Desk, call: &mut Call<Around, Nothing>) -> Result<Network, Trouble> {
    let filter = call.query.asked.filter()?;
    let depth = call.query.depth.unwrap_or(Depth::One);
    desk.stores.read(|store| {
        let beginning = filter.actor.clone().or(filter.party.clone());
        let about = |who: Option<String>| Filter { actor: None, party: who, ..filter.clone() };
        let mut ties = store.acts(&about(beginning.clone()), MOST_TIES)?;
        if let (Depth::Two, Some(_)) = (depth, &beginning) {
            for who in neighbours(&ties) {
                ties.extend(store.acts(&about(Some(who)), MOST_TIES / MOST_GONE_ON)?);
            }
        }
        let quotes = quotes(store, &filter, beginning)?;
        Ok(drawn(ties, quotes))
    })
}

/// Who quotes the one with whom the network begins, or whom it quotes most.
fn quotes(store: &Store, filter: &Filter, beginning: Option<String>) -> Result<Vec<Tie>, Trouble> {
    // What is asked of events is not asked of claims.
    let asked = Filter {
        words: filter.words.clone(),
        source: beginning.or(filter.source.clone()),
        since: filter.since,
        until: filter.until,
        outlet: filter.outlet.clone(),
        from: filter.from,
        ..Filter::default()
    };
    Ok(store.quotes(&asked, MOST_TIES / 2)?)
}

/// The ids of the busiest of those with whom the first has to do.
fn neighbours(ties: &[Tie]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for tie in ties {
        for [id, ..] in [&tie.from, &tie.to] {
            *counts.entry(id).or_default() += tie.count;
        }
    }
    counts.remove("");
    let mut busiest: Vec<(&str, u64)> = counts.into_iter().collect();
    busiest.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // The first is the one with whom the network begins.
    busiest.into_iter().skip(1).take(MOST_GONE_ON).map(|(id, _)| id.to_owned()).collect()
}

fn drawn(acts: Vec<Tie>, quotes: Vec<Tie>) -> Network {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String, &str), Edge> = BTreeMap::new();
    let known = |word: &String| (!word.is_empty()).then(|| word.clone());
    let mut node = |[id, name, country, sector]: &[String; 4], is_outlet: bool, count: u64| {
        let key = match (is_outlet, id.is_empty()) {
            (true, _) => format!("outlet:{name}"),
            (false, true) => name.clone(),
            (false, false) => id.clone(),
        };
        let fresh = || Node {
            id: key.clone(),
            name: if name.is_empty() { key.clone() } else { name.clone() },
            country: known(country),
            sector: known(sector),
            count: 0,
        };
        nodes.entry(key.clone()).or_insert_with(fresh).count += count;
        key
    };
    let ties = acts.into_iter().map(|tie| (tie, "acts")).chain(quotes.into_iter().map(|tie| (tie, "cites")));
    for (tie, kind) in ties {
        let (from, to) = (node(&tie.from, kind == "cites", tie.count), node(&tie.to, false, tie.count));
        let edge = Edge {
            from: from.clone(),
            to: to.clone(),
            kind: kind.to_owned(),
            count: tie.count,
            goldstein: tie.goldstein,
        };
        // A tie that is found from both ends is one.
        edges.entry((from, to, kind)).or_insert(edge);
    }
    let mut nodes: Vec<Node> = nodes.into_values().collect();
    nodes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    Network { nodes, edges: edges.into_values().collect() }
}
