// Makes mock/sample.json, what the mock answers from: the example case, read by a built `vigie`.
// Usage: node mock/make-sample.mjs [PATH OF vigie]

import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.argv[2] ?? here("../../target/debug/vigie");
const folder = here("../../examples/belarus-2022");
const reports = readdirSync(folder).filter((name) => name.endsWith(".txt")).map((name) => `${folder}/${name}`);
const options = { encoding: "utf8", maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] };
const read = execFileSync(program, ["read", "--format", "jsonl", ...reports], options).trim().split("\n").map((line) => JSON.parse(line));
const warn = (date) => JSON.parse(execFileSync(program, ["warn", "--format", "json", "--date", date, `${folder}/problem.toml`], options));
const warnings = Object.fromEntries(["2022-05-28", "2022-06-22", "2022-07-02", "2022-08-26"].map((date) => [date, warn(date)]));
writeFileSync(here("sample.json"), JSON.stringify({ read, warnings }));
