// Runs the tests in a browser where all that they need is there, and says what is missing where not.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { program } from "./browser.mjs";
import { vigie } from "./server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const missing = [
  !program() && "a Chromium (`apt-get install chromium`, or CHROMIUM=PATH)",
  !vigie() && "a built program (`cargo build -p vigie-cli`, or VIGIE=PATH)",
  !existsSync(here("../dist/index.html")) && "the built pages (`npm run build`)",
].filter(Boolean);
if (missing.length) {
  console.log(`web tests: skipped, for want of ${missing.join(" and ")}`);
  process.exit(0);
}
const files = ["size.test.mjs", "walk.test.mjs", "pages.test.mjs"].map((name) => here(name));
const run = spawnSync(process.execPath, ["--test", "--test-concurrency=1", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
