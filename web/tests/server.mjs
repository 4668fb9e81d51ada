// A real server for the tests: `vigie serve` on the example case, with a store of its own that goes away with it.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The built program: VIGIE, or what cargo built last. */
export const vigie = () => {
  if (process.env.VIGIE) return process.env.VIGIE;
  const built = ["quick", "debug"].map((profile) => here(`../../target/${profile}/vigie`)).filter((path) => existsSync(path));
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
};

export const CASE = here("../../examples/belarus-2022");
export const ADMIN = { name: "ana", password: "a long enough password" };

/** Starts the server and waits until it answers; `cases` are added while it does. */
export async function serve(cases = [CASE]) {
  const folder = mkdtempSync(join(tmpdir(), "vigie-web-"));
  const child = spawn(vigie(), ["serve", ...cases, "--port", "0", "--store", join(folder, "vigie.db")], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const found = new Promise((resolve, reject) => {
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const listening = /listening at (http:\/\/\S+) \(end/.exec(said);
      if (listening) resolve({ base: `${listening[1]}/`, welcome: /#\/welcome\/(\S+)/.exec(said)?.[1] });
    });
    child.on("exit", (code) => reject(new Error(`vigie serve ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    child.removeAllListeners("exit");
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { base, welcome } = await found;
    return { base, welcome, stop, said: () => said };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the store has as many reports as there should be. */
export async function filled(request, base, n) {
  for (let i = 0; i < 240; i++) {
    const answer = await request.get(`${base}api/v1/reports?limit=200`);
    if (answer.ok() && (await answer.json()).items.length >= n) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`the server has not read ${n} reports in two minutes`);
}
