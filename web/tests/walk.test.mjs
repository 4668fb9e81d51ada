// The way of an analyst through the workbench, against the real server: from the first start to an export; then a second person
// with read rights, who is refused.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { ADMIN, filled, serve } from "./server.mjs";

const READER = { name: "ben", password: "another long password" };
let server;
let browser;
let page;
const faults = [];

before(async () => {
  server = await serve();
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  page = await context.newPage();
  watch(page);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What a page complains of: errors, and whatever the policy of the server refused. */
function watch(one) {
  one.on("pageerror", (error) => faults.push(error.message));
  one.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|403|404)/.test(message.text())) faults.push(message.text());
  });
}

const go = async (hash) => {
  await page.goto(`${server.base}#${hash}`);
};

test("the one-time link makes the first account", async () => {
  await page.goto(`${server.base}#/now`);
  await page.getByRole("heading", { name: "First start" }).waitFor();
  await go(`/welcome/${server.welcome}`);
  await page.getByLabel("Name").fill(ADMIN.name);
  await page.getByLabel(/^Password/).fill(ADMIN.password);
  await page.getByLabel("The same password again").fill(ADMIN.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { name: "Now", exact: true }).waitFor();
  await filled(page.request, server.base, 72);
});

test("a warning leads from an indicator to its sentence", async () => {
  await go("/problems");
  await page.getByRole("link", { name: "Belarus joins the war" }).click();
  await page.getByRole("heading", { name: "Indicators" }).waitFor();
  assert.match(await page.locator("main").innerText(), /Base rate 3 %/);
  const told = page.locator(".indicator").filter({ has: page.locator("summary", { hasText: /\d sentences?/ }) }).first();
  await told.locator("summary").filter({ hasText: /\d sentences?/ }).click();
  const cite = told.locator("blockquote").first();
  const sentence = (await cite.locator("p").innerText()).trim();
  await cite.getByRole("link").click();
  await page.locator(".sentence.picked, .sentence.holds").first().waitFor();
  const lit = await page.locator(".sentence.picked, .sentence.holds").first().innerText();
  assert.equal(lit.trim(), sentence, "the sentence that is lit is the one that was cited");
});

test("records are gone through and judged from the keyboard, and taken back", async () => {
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.locator(".card.open").waitFor();
  assert.ok(new URL(page.url()).hash.includes("record="), "the address holds the record");
  assert.ok(await page.locator(".part").count(), "its words are lit");
  for (let i = 0; i < 30 && !(await page.locator(".card.event.open").count()); i++) await page.keyboard.press("j");
  await page.locator(".card.event.open").waitFor();
  await page.keyboard.press("x");
  await page.getByText("✗ rejected").waitFor();
  await page.keyboard.press("u");
  await page.getByText("✗ rejected").waitFor({ state: "detached" });
  await page.keyboard.press("a");
  await page.locator(".card.event.open .remarks", { hasText: "accepted" }).waitFor();
});

test("a correction of an outcome's event changes the odds", async () => {
  const read = async () => (await (await page.request.get(`${server.base}api/v1/problems`)).json()).items[0];
  const problem = await read();
  const detail = await (await page.request.get(`${server.base}api/v1/problems/${problem.id}`)).json();
  const cited = detail.now.indicators.filter((i) => i.citations.some((c) => c.record_id)).sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds))[0];
  assert.ok(cited, "an indicator rests on a record");
  for (const citation of cited.citations.filter((c) => c.record_id)) {
    await go(`/reports/${citation.report_id}?record=${citation.record_id}`);
    await page.locator(".card.open").waitFor();
    await page.keyboard.press("x");
    await page.locator(".card.open", { hasText: "rejected" }).waitFor();
  }
  await go(`/problems/${problem.id}`);
  await page.getByRole("heading", { name: "Indicators" }).waitFor();
  const now = await (await page.request.get(`${server.base}api/v1/problems/${problem.id}`)).json();
  assert.notEqual(now.now.probability, detail.now.probability, `without ${cited.name} the odds are others`);
  // They add up from the rows on the screen.
  const sum = now.now.indicators.reduce((total, i) => total + i.adds, Math.log(now.now.base.probability / (1 - now.now.base.probability)));
  assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - now.now.probability) < 1e-6);
});

test("a hypothesis is rated, and the rating stands", async () => {
  const problem = (await (await page.request.get(`${server.base}api/v1/problems`)).json()).items[0];
  await go(`/problems/${problem.id}/hypotheses`);
  const cell = page.locator("td.cell select").first();
  await cell.selectOption("II");
  await page.getByText("Rated.").waitFor();
  await page.reload();
  await page.locator("td.cell select").first().waitFor();
  assert.ok((await page.locator("td.cell select").evaluateAll((all) => all.map((one) => one.value))).includes("II"));
});

test("a forecast whose day has come is settled", async () => {
  await go("/ledger?show=due");
  await page.getByRole("button", { name: "Settle", exact: true }).first().click();
  await page.getByLabel("It did not").check();
  await page.getByLabel(/^Why/).fill("Nothing of it was reported.");
  await page.getByRole("dialog").getByRole("button", { name: "Settle" }).click();
  await page.getByText("Settled, with your name").waitFor();
  await go("/ledger?show=resolved");
  await page.getByText("Nothing of it was reported.").waitFor();
});

test("records are added by hand, by keyboard and by mouse, and taken back", async () => {
  const report = (await (await page.request.get(`${server.base}api/v1/reports?q=militia`)).json()).items[0];
  await go(`/reports/${report.id}?sentence=1`);
  await page.locator(".sentence.picked").waitFor();
  await page.keyboard.press("h");
  await page.getByLabel("Type", { exact: true }).selectOption("MOBILIZE");
  await page.getByLabel(/^Who acts/).fill("BLR");
  await page.getByLabel(/^Who acts/).press("Enter");
  await page.getByText("The event is added under your name.").waitFor();
  await page.locator(".card.event.open").getByText(/^by /).first().waitFor();
  await page.keyboard.press("u");
  await page.getByText("Taken back: the record is in no count any more.").waitFor();
  assert.equal(await page.locator(".card.open").count(), 0);
  // With the mouse: the words first, then the form, which has them.
  await page.locator("[data-sentence='2']").first().dblclick({ position: { x: 12, y: 8 } });
  await page.getByRole("button", { name: /^Make a record of the chosen words/ }).click();
  await page.getByLabel("What the words are").selectOption("claim");
  assert.equal(await page.getByLabel("From the word").inputValue(), await page.getByLabel("To the word").inputValue(), "one word was chosen");
  await page.getByLabel(/^Who says so/).fill("An Analyst");
  await page.getByRole("button", { name: "Add the claim" }).click();
  await page.locator(".card.claim.open").getByText("An Analyst").first().waitFor();
  await page.locator(".card.claim.open").getByRole("button", { name: "Take back" }).click();
  await page.locator(".card.claim.open").waitFor({ state: "detached" });
  // What was said of the event a moment ago may still stand there.
  await page.getByText("Taken back: the record is in no count any more.").last().waitFor();
});

test("filters live in the address and come along to other views, and rows are saved", async () => {
  await go("/events?party=BLR");
  await page.locator("tbody tr").first().waitFor();
  await page.getByLabel("Status", { exact: true }).selectOption("planned");
  await page.waitForFunction(() => location.hash.includes("status=planned"));
  await page.getByRole("link", { name: "Timeline" }).first().click();
  await page.locator("canvas").waitFor();
  assert.match(page.url(), /timeline\?.*party=BLR/);
  assert.match(page.url(), /status=planned/);
  await page.getByRole("link", { name: "List" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  const rows = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  assert.ok(rows.length > 1 && rows[0].includes("event_type"));
  assert.ok(rows.slice(1).every((row) => row.includes("planned")));
});

test("foreign text is shown as text", async () => {
  const made = await page.request.post(`${server.base}api/v1/reports`, {
    headers: { origin: server.base.replace(/\/$/, "") },
    data: { title: "<img src=x onerror=alert(1)>", outlet: "<b>Outlet</b>", published_at: "2022-09-01", text: 'Belarus moved troops to Brest, "<script>alert(2)</script>" said the ministry of defence in Minsk on Monday.' },
  });
  assert.ok(made.ok(), await made.text());
  let alarmed = false;
  page.on("dialog", (dialog) => { alarmed = true; void dialog.dismiss(); });
  await go(`/reports/${(await made.json()).id}`);
  await page.getByRole("heading", { name: "<img src=x onerror=alert(1)>" }).waitFor();
  await page.getByText("<script>alert(2)</script>").first().waitFor();
  await go("/reports");
  await page.getByRole("link", { name: "<img src=x onerror=alert(1)>" }).waitFor();
  assert.equal(alarmed, false);
});

test("who may read only is refused, on the page and by the server", async () => {
  await go("/accounts");
  await page.getByRole("button", { name: "Add an account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(READER.name);
  await dialog.getByLabel(/^First password/).fill(READER.password);
  await dialog.getByLabel("May").selectOption("read");
  await dialog.getByRole("button", { name: "Add the account" }).click();
  await page.getByText("ben may read.").waitFor();

  const other = await (await browser.newContext()).newPage();
  watch(other);
  await other.goto(`${server.base}#/reports`);
  await other.getByLabel("Name").fill(READER.name);
  await other.getByLabel("Password").fill(READER.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.locator("tbody tr a").first().click();
  await other.locator(".cards").waitFor();
  await other.keyboard.press("j");
  await other.locator(".card.open").waitFor();
  assert.equal(await other.getByRole("button", { name: /^Accept/ }).count(), 0);
  await other.keyboard.press("x");
  await other.getByText("may read but not judge").first().waitFor();
  const id = new URL(other.url()).hash.match(/record=(\w+)/)?.[1];
  const answer = await other.request.post(`${server.base}api/v1/remarks`, { headers: { origin: server.base.replace(/\/$/, "") }, data: { target: id, kind: "accept" } });
  assert.equal(answer.status(), 403);
  assert.match(answer.headers()["content-type"], /problem\+json/);
  assert.equal(await other.getByRole("link", { name: "Audit log" }).count(), 0);
});

test("nothing went wrong by the way", () => {
  assert.deepEqual(faults, []);
});
