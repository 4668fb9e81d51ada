// How fast the pages are: the time until each can be used, and frames a second while a timeline and a map of 50,000 events are dragged.
// node tests/speed.mjs [ADDRESS] with VIGIE_NAME and VIGIE_PASSWORD; without an address it starts a server on the example case.

import { launch } from "./browser.mjs";
import { ADMIN, filled, serve } from "./server.mjs";

const MANY = 50_000;
const TYPES = ["ASSAULT", "MOBILIZE", "CONSULT", "ACCUSE", "AID", "AGREE"];
const dayOf = (n) => new Date(Date.UTC(2019, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

function timeline() {
  const lanes = Array.from({ length: 20 }, (_, n) => ({
    actor: `A${n}`,
    name: `Actor ${n}`,
    items: Array.from({ length: MANY / 20 }, (_, i) => ({ day: dayOf((i * 7919 + n * 31) % 1800), published: dayOf(((i * 7919 + n * 31) % 1800) + 1), precision: i % 9 ? "day" : "month", type: TYPES[i % 6], status: i % 5 ? "happened" : "planned", label: `event ${i}` })),
  }));
  return { lanes, bins: Array.from({ length: 257 }, (_, i) => ({ start: dayOf(i * 7), count: 100 + ((i * 37) % 140) })) };
}

const map = () => ({ points: Array.from({ length: MANY }, (_, i) => ({ lat: 35 + ((i * 7919) % 2500) / 100, lon: -5 + ((i * 104729) % 6000) / 100, place: `Place ${i % 400}`, count: 1, day: dayOf(i % 1800), type: TYPES[i % 6], status: "happened" })) });

const own = process.argv[2] ? null : await serve();
const base = process.argv[2] ?? own.base;
const origin = base.replace(/\/$/, "");
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const post = (path, data) => context.request.post(`${base}api/v1/${path}`, { data, headers: { origin } });
  if (own) {
    await post("welcome", { token: own.welcome, ...ADMIN });
    await filled(context.request, base, 72);
  } else await post("session", { name: process.env.VIGIE_NAME, password: process.env.VIGIE_PASSWORD });
  const page = await context.newPage();
  const problems = await (await context.request.get(`${base}api/v1/problems`)).json();
  const problem = problems.items[0]?.id;
  const report = (await (await context.request.get(`${base}api/v1/reports`)).json()).items[0]?.id;
  const pages = ["now", "problems", ...(problem ? [`problems/${problem}`, `problems/${problem}/hypotheses`] : []), "ledger", "search?q=troops", "reports", `reports/${report}`, "events", "claims?q=Belarus", "timeline", "map", "network", "series", "sources"];
  console.log("page, milliseconds until it can be used (median of five, script cached)");
  for (const name of process.env.ONLY === "frames" ? [] : pages) {
    const times = [];
    for (let i = 0; i < 5; i++) {
      await page.goto("about:blank");
      const start = performance.now();
      await page.goto(`${base}#/${name}`);
      await page.locator("main h1").first().waitFor();
      await page.waitForFunction(() => !document.querySelector("main p[role=status]")?.textContent?.includes("Loading"));
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    console.log(`  ${name.padEnd(40).slice(0, 40)} ${times[2].toFixed(0).padStart(6)}`);
  }

  await page.route("**/api/v1/timeline*", (route) => route.fulfill({ json: timeline() }));
  await page.route("**/api/v1/map*", (route) => route.fulfill({ json: map() }));
  console.log(`frames a second while ${MANY.toLocaleString("en-GB")} events are dragged`);
  for (const name of ["timeline", "map"]) {
    await page.goto("about:blank");
    await page.goto(`${base}#/${name}`);
    await page.locator("canvas").first().waitFor();
    await page.waitForTimeout(1500);
    const box = await page.locator("canvas").first().boundingBox();
    const [x, y] = [box.x + box.width * 0.6, box.y + 120];
    await page.evaluate(() => {
      window.frames_ = [];
      let last = performance.now();
      const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    const until = performance.now() + 4000;
    for (let i = 0; performance.now() < until; i++) await page.mouse.move(x - 200 + 400 * Math.abs(Math.sin(i / 25)), y + 20 * Math.sin(i / 9));
    await page.mouse.up();
    const frames = (await page.evaluate(() => window.frames_)).slice(5).sort((a, b) => a - b);
    const mean = frames.reduce((sum, f) => sum + f, 0) / frames.length;
    console.log(`  ${name.padEnd(10)} mean ${(1000 / mean).toFixed(0)}, slowest twentieth ${(1000 / frames[Math.floor(frames.length * 0.95)]).toFixed(0)}`);
  }
} finally {
  await browser.close();
  await own?.stop();
}
