// Pictures of pages, to be looked at: node tests/screens.mjs ADDRESS FOLDER [NAME=HASH…]; THEMES and WIDTHS from the environment.

import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";

const [base = "http://127.0.0.1:5173/", folder = "shots", ...asked] = process.argv.slice(2);
const themes = (process.env.THEMES ?? "light,dark").split(",");
const widths = (process.env.WIDTHS ?? "1440,360").split(",").map(Number);
mkdirSync(folder, { recursive: true });

const browser = await launch();
for (const theme of themes) {
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: width < 600 ? 780 : 950 }, colorScheme: theme });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && console.log("console:", message.text()));
    page.on("pageerror", (error) => console.log("error:", error.message));
    if (process.env.VIGIE_NAME) {
      await page.request.post(new URL("api/v1/session", base).href, { data: { name: process.env.VIGIE_NAME, password: process.env.VIGIE_PASSWORD } });
    }
    for (const pair of asked) {
      const at = pair.indexOf("=");
      await page.goto(`${base}#${pair.slice(at + 1)}`);
      await page.waitForTimeout(Number(process.env.WAIT ?? 900));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(`${pair} at ${width}: ${wide} pixels too wide`);
      await page.screenshot({ path: `${folder}/${pair.slice(0, at)}-${theme}-${width}.png`, fullPage: process.env.FULL === "1" });
    }
    await context.close();
  }
}
await browser.close();
