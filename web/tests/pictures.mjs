// Makes the pictures of docs/workbench.md from the example case: node tests/pictures.mjs

import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { ADMIN, filled, serve } from "./server.mjs";

const out = (name) => fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));
const server = await serve();
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  await context.request.post(`${server.base}api/v1/welcome`, { data: { token: server.welcome, ...ADMIN }, headers: { origin: server.base.replace(/\/$/, "") } });
  await filled(context.request, server.base, 72);
  const ask = async (path) => (await context.request.get(`${server.base}api/v1/${path}`)).json();
  const problem = (await ask("problems")).items[0].id;
  const report = (await ask("reports?q=militia")).items.at(-1).id;
  const event = (await ask(`reports/${report}`)).events[0].id;
  const page = await context.newPage();
  const take = async (name, hash) => {
    await page.goto(`${server.base}#${hash}`);
    await page.locator("main h1").first().waitFor();
    await page.waitForFunction(() => !document.querySelector("main p[role=status]")?.textContent?.includes("Loading"));
    await page.waitForTimeout(1200);
    await page.screenshot({ path: out(name) });
  };
  await take("workbench-warning", `/problems/${problem}?date=2022-06-25`);
  await take("workbench-report", `/reports/${report}?record=${event}`);
  await take("workbench-timeline", "/timeline?since=2021-10-01&until=2022-09-30");
} finally {
  await browser.close();
  await server.stop();
}
