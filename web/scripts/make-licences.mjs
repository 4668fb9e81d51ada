// Makes public/licences.txt: the licences of all that is shipped in the pages, as their packages have them.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Packages of which something ends up in the pages; the rest only builds and tests them. */
const SHIPPED = [
  "svelte", "esm-env", "clsx", "d3-geo", "d3-array", "internmap", "d3-force", "d3-dispatch", "d3-quadtree", "d3-timer", "topojson-client", "world-atlas",
  "@fontsource-variable/ibm-plex-sans", "@fontsource-variable/source-serif-4",
];

const folder = (name) => fileURLToPath(new URL(`../node_modules/${name}/`, import.meta.url));
const parts = SHIPPED.map((name) => {
  const { version, license } = JSON.parse(readFileSync(`${folder(name)}package.json`, "utf8"));
  const file = readdirSync(folder(name)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(folder(name) + file, "utf8").trim()}\n`;
});
const text = `What the pages of Vigie are made of, besides Vigie itself (Apache-2.0).\nThe map's data is Natural Earth's, which is in the public domain.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
const out = fileURLToPath(new URL("../public/licences.txt", import.meta.url));
if (!existsSync(out) || readFileSync(out, "utf8") !== text) writeFileSync(out, text);
