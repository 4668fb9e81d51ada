// Makes public/world.json, the land and the borders of the map, from Natural Earth (public domain) as the package world-atlas has it.
// Borders that are disputed are told apart here, so that the page only draws.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { feature, meshArcs, quantize } from "topojson-client";
import { filter, filterWeight, presimplify, quantile, simplify } from "topojson-simplify";

const atlas = new URL("../node_modules/world-atlas/countries-50m.json", import.meta.url);
const topology = JSON.parse(readFileSync(atlas, "utf8"));

// How much of the detail is kept: the share of points with the largest triangles.
const weighted = presimplify(topology);
const keep = quantile(weighted, 0.22);
const simple = quantize(filter(simplify(weighted, keep), filterWeight(weighted, keep * 4)), 2e4);

/** Pairs of Natural Earth's names between which the line is disputed, or is a line of control or a cease-fire. */
const DISPUTED = [
  ["Morocco", "W. Sahara"],
  ["Serbia", "Kosovo"],
  ["Cyprus", "N. Cyprus"],
  ["Somalia", "Somaliland"],
  ["India", "Pakistan"],
  ["India", "China"],
  ["India", "Siachen Glacier"],
  ["Pakistan", "Siachen Glacier"],
  ["China", "Siachen Glacier"],
  ["Israel", "Palestine"],
  ["Israel", "Syria"],
  ["Israel", "Lebanon"],
  ["North Korea", "South Korea"],
  ["Sudan", "S. Sudan"],
  ["Venezuela", "Guyana"],
  ["Armenia", "Azerbaijan"],
  ["Bhutan", "China"],
];
const key = (a, b) => [a, b].sort().join("|");
const disputedPairs = new Set(DISPUTED.map(([a, b]) => key(a, b)));

const countries = simple.objects.countries;
const name = (geometry) => geometry.properties.name;
const isDisputed = (a, b) => disputedPairs.has(key(name(a), name(b)));

/** Whether an arc lies at the neck of Crimea, where Natural Earth draws the line of control between Ukraine and Russia. */
const isCrimea = (index) => {
  const line = feature(simple, { type: "LineString", arcs: [index] }).geometry.coordinates;
  return line.some(([lon, lat]) => lat < 46.6 && lat > 45 && lon > 32 && lon < 36);
};

const between = meshArcs(simple, countries, (a, b) => a !== b && !isDisputed(a, b)).arcs.flat();
const disputed = meshArcs(simple, countries, (a, b) => a !== b && isDisputed(a, b)).arcs.flat();
const lines = (arcs) => ({ type: "MultiLineString", arcs: arcs.map((arc) => [arc]) });
simple.objects = {
  countries,
  borders: lines(between.filter((arc) => !isCrimea(arc))),
  disputed: lines([...disputed, ...between.filter(isCrimea)]),
};

const out = new URL("../public/world.json", import.meta.url);
const made = JSON.stringify(simple);
// A file that is as it was keeps its time, so that nothing is built anew for it.
if (!existsSync(out) || readFileSync(out, "utf8") !== made) writeFileSync(out, made);
console.log(`${fileURLToPath(out)}: ${Math.round(made.length / 1000)} kB, ${simple.objects.disputed.arcs.length} disputed lines`);
