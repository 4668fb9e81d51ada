//! GraphML: who acts on whom, as a network for Gephi, igraph, networkx and the like.
//!
//! A node is an actor, or a country; an edge is all that one does to the other of one type, counted. Acts that did not take place, and acts
//! with one party only, are no edges. Where the two sides have no order the edge says so by its value `directed`: common readers refuse networks
//! in which some edges have a direction and some have none. Memory grows with the nodes and edges, not with the events.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use vigie_codes::Codes;

use crate::act::Act;
use crate::format::Writer;
use crate::party::Who;
use crate::record::Record;

/// What the nodes of a network are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nodes {
    /// Each actor by itself.
    #[default]
    Actors,
    /// Countries; who has none is left out.
    Countries,
}

/// A network that grows.
pub(crate) struct GraphMl<'c, W> {
    nodes_are: Nodes,
    codes: &'c Codes,
    nodes: BTreeMap<String, Node>,
    edges: BTreeMap<EdgeKey, Edge>,
    out: W,
}

#[derive(Default)]
struct Node {
    label: String,
    country: Option<String>,
    sector: Option<String>,
    n_acts: u64,
    n_suffered: u64,
}

/// From, to, type, whether the two are in order.
type EdgeKey = (String, String, String, bool);

#[derive(Default)]
struct Edge {
    n_events: u64,
    goldstein: f64,
    n_goldstein: u64,
    first: Option<Date>,
    last: Option<Date>,
}

impl<'c, W: Write> GraphMl<'c, W> {
    pub(crate) fn new(nodes_are: Nodes, codes: &'c Codes, out: W) -> Self {
        Self { nodes_are, codes, nodes: BTreeMap::new(), edges: BTreeMap::new(), out }
    }

    /// The key of a party's node, which is made where there is none.
    fn node(&mut self, who: Who<'_>, acts: bool) -> Option<String> {
        let (key, label) = match self.nodes_are {
            Nodes::Actors => (who.key(), who.name()),
            Nodes::Countries => {
                let country = who.country()?;
                (country.to_owned(), self.codes.countries.name_of(country).unwrap_or(country))
            }
        };
        let node = self.nodes.entry(key.clone()).or_insert_with(|| Node {
            label: label.to_owned(),
            country: who.country().map(str::to_owned),
            sector: who.sector().filter(|_| self.nodes_are == Nodes::Actors).map(str::to_owned),
            ..Node::default()
        });
        node.n_acts += u64::from(acts);
        node.n_suffered += u64::from(!acts);
        Some(key)
    }
}

impl<W: Write> Writer for GraphMl<'_, W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        let Some(act) = Act::of(record).filter(Act::is_real) else { return Ok(false) };
        let (Some(actor), Some(recipient)) = (act.actor, act.recipient) else { return Ok(false) };
        let is_placed = self.nodes_are == Nodes::Actors || (actor.country().is_some() && recipient.country().is_some());
        if !is_placed {
            return Ok(false);
        }
        let (Some(from), Some(to)) = (self.node(actor, true), self.node(recipient, false)) else { return Ok(false) };
        // Without a direction one order is as good as the other, and both are one edge.
        let (from, to) = if act.directed || from <= to { (from, to) } else { (to, from) };
        let kind = act.event_type.or(act.cameo).unwrap_or_default().to_owned();
        let edge = self.edges.entry((from, to, kind, act.directed)).or_default();
        edge.n_events += 1;
        if let Some(goldstein) = act.goldstein {
            edge.goldstein += goldstein;
            edge.n_goldstein += 1;
        }
        edge.first = edge.first.into_iter().chain(act.start).min();
        edge.last = edge.last.max(act.end);
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let out = &mut self.out;
        out.write_all(HEAD.as_bytes())?;
        let ids: BTreeMap<&str, usize> = self.nodes.keys().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        for (key, node) in &self.nodes {
            writeln!(out, "    <node id=\"n{}\">", ids[key.as_str()])?;
            data("key", key, out)?;
            data("label", &node.label, out)?;
            data("country", node.country.as_deref().unwrap_or_default(), out)?;
            data("sector", node.sector.as_deref().unwrap_or_default(), out)?;
            data("n_acts", &node.n_acts.to_string(), out)?;
            data("n_suffered", &node.n_suffered.to_string(), out)?;
            writeln!(out, "    </node>")?;
        }
        for (at, ((from, to, kind, directed), edge)) in self.edges.iter().enumerate() {
            let (source, target) = (ids[from.as_str()], ids[to.as_str()]);
            writeln!(out, "    <edge id=\"e{at}\" source=\"n{source}\" target=\"n{target}\">")?;
            data("directed", &directed.to_string(), out)?;
            data("event_type", kind, out)?;
            data("weight", &edge.n_events.to_string(), out)?;
            let mean = (edge.n_goldstein > 0).then(|| edge.goldstein / edge.n_goldstein as f64);
            data("goldstein", &mean.map_or_else(String::new, |mean| mean.to_string()), out)?;
            data("first", &edge.first.map_or_else(String::new, |day| day.to_string()), out)?;
            data("last", &edge.last.map_or_else(String::new, |day| day.to_string()), out)?;
            writeln!(out, "    </edge>")?;
        }
        out.write_all(b"  </graph>\n</graphml>\n")?;
        out.flush()
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="key" for="node" attr.name="key" attr.type="string"/>
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="country" for="node" attr.name="country" attr.type="string"/>
  <key id="sector" for="node" attr.name="sector" attr.type="string"/>
  <key id="n_acts" for="node" attr.name="n_acts" attr.type="long"/>
  <key id="n_suffered" for="node" attr.name="n_suffered" attr.type="long"/>
  <key id="directed" for="edge" attr.name="directed" attr.type="boolean"/>
  <key id="event_type" for="edge" attr.name="event_type" attr.type="string"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="long"/>
  <key id="goldstein" for="edge" attr.name="goldstein" attr.type="double"/>
  <key id="first" for="edge" attr.name="first" attr.type="string"/>
  <key id="last" for="edge" attr.name="last" attr.type="string"/>
  <graph edgedefault="directed">
"#;

/// A value, where there is one.
fn data(key: &str, value: &str, out: &mut impl Write) -> io::Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    writeln!(out, "      <data key=\"{key}\">{}</data>", escaped(value))
}

/// Text for XML; characters that XML 1.0 cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}
