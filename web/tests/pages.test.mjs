// Every page, light and dark, wide and narrow, full and empty: by axe for WCAG 2.2 AA, without a sideways scroll, without an error.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { ADMIN, filled, serve } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let full;
let bare;
let browser;

before(async () => {
  [full, bare] = await Promise.all([serve(), serve([])]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await Promise.all([full?.stop(), bare?.stop()]);
});

/** Signs in, the first time by the one-time link. */
async function enter(context, server) {
  const post = (path, data) => context.request.post(`${server.base}api/v1/${path}`, { data, headers: { origin: server.base.replace(/\/$/, "") } });
  const known = await post("session", ADMIN);
  if (!known.ok()) {
    const made = await post("welcome", { token: server.welcome, ...ADMIN });
    assert.ok(made.ok(), await made.text());
    if (!(await (await context.request.get(`${server.base}api/v1/session`)).json()).user) await post("session", ADMIN);
  }
}

const FIXED = ["/now", "/problems", "/ledger?show=due", "/ledger?show=scores", "/search?q=troops", "/reports", "/events", "/claims?q=Belarus", "/claims?show=against", "/timeline", "/map", "/network", "/series?dyad=RUS-UKR", "/sources", "/watches", "/accounts", "/audit", "/nowhere"];

async function look(server, hashes, theme, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, bypassCSP: false });
  await enter(context, server);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`${page.url()}: ${message.text()}`));
  const problems = [];
  for (const hash of hashes) {
    await page.goto(`${server.base}#${hash}`);
    await page.locator("main h1").first().waitFor();
    await page.waitForFunction(() => !document.querySelector("main p[role=status]")?.textContent?.includes("Loading"));
    await page.waitForTimeout(250);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 1) problems.push(`${hash} at ${width}: ${over} pixels too wide`);
    // The policy of the server lets no foreign script in; this one comes by the tools of the browser.
    const found = await page.evaluate(`${axe}; axe.run(document, ${JSON.stringify({ runOnly: RULES, resultTypes: ["violations"] })})`);
    for (const violation of found.violations) {
      for (const node of violation.nodes.slice(0, 3)) problems.push(`${hash}, ${theme}, ${width}: ${violation.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`);
    }
  }
  await context.close();
  assert.deepEqual(problems, []);
  assert.deepEqual(faults, []);
}

/** Pages that need an id. */
async function all(server) {
  const context = await browser.newContext();
  await enter(context, server);
  const ask = async (path) => (await context.request.get(`${server.base}api/v1/${path}`)).json();
  await filled(context.request, server.base, 72);
  const problem = (await ask("problems")).items[0].id;
  const report = (await ask("reports?q=militia")).items[0].id;
  const event = (await ask(`reports/${report}`)).events[0].id;
  // On this day the army had drilled, so that the outside view is there.
  const drills = `/problems/${problem}?date=2022-06-25`;
  assert.ok((await ask(drills.slice(1))).precedents.outside.length > 0);
  await context.close();
  return [...FIXED, drills, `/problems/${problem}`, `/problems/${problem}/hypotheses`, `/reports/${report}?record=${event}`];
}

test("the full store, light and wide", async () => look(full, await all(full), "light", 1280));
test("the full store, dark and wide", async () => look(full, await all(full), "dark", 1280));
test("the full store, light and narrow", async () => look(full, await all(full), "light", 360));
test("the empty store, dark and narrow", async () => look(bare, FIXED, "dark", 360));
test("the empty store, light and wide", async () => look(bare, FIXED, "light", 1280));

test("signing in", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(bare.base);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const found = await page.evaluate(`${axe}; axe.run(document, ${JSON.stringify({ runOnly: RULES })})`);
  assert.deepEqual(found.violations.map((violation) => violation.id), []);
  await context.close();
});
