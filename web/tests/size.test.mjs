// What the pages weigh, and that they ask for nothing from elsewhere.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const scripts = readdirSync(`${dist}assets`).filter((name) => name.endsWith(".js"));

test("all script together is under 350 kB, compressed", () => {
  const size = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(`${dist}assets/${name}`)).length, 0);
  console.log(`script: ${(size / 1000).toFixed(0)} kB compressed, in ${scripts.length} files`);
  assert.ok(size < 350_000, `${size} bytes`);
});

test("the page has no inline script or style, and names no other host", () => {
  const page = readFileSync(`${dist}index.html`, "utf8");
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)/);
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=/);
  assert.doesNotMatch(page, /https?:\/\//);
});

test("no script evaluates text", () => {
  for (const name of scripts) assert.doesNotMatch(readFileSync(`${dist}assets/${name}`, "utf8"), /\beval\(|new Function\(/, name);
});
