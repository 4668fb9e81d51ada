// A headless Chromium for the tests and the pictures, with its own empty profile and no talk with the network.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PROGRAMS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of a Chromium on this machine, or nothing. */
export const program = () => PROGRAMS.find((path) => path && existsSync(path));

export async function launch() {
  const executablePath = program();
  if (!executablePath) throw new Error("no Chromium is on this machine: `apt-get install chromium`, or set CHROMIUM to its path");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
