/** Light, dark, or as the system has it; and the colours as a canvas needs them. */

type Theme = "system" | "light" | "dark";

const STORED = "vigie.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

class Look {
  theme = $state<Theme>((localStorage.getItem(STORED) as Theme | null) ?? "system");
  /** Grows whenever colours change, so that canvases draw again. */
  version = $state(0);

  constructor() {
    this.#apply();
    dark.addEventListener("change", () => (this.version += 1));
  }

  next(): void {
    const all: Theme[] = ["system", "light", "dark"];
    this.theme = all[(all.indexOf(this.theme) + 1) % all.length] ?? "system";
    localStorage.setItem(STORED, this.theme);
    this.#apply();
    this.version += 1;
  }

  #apply(): void {
    if (this.theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.theme;
  }
}

export const look = new Look();

let known = new Map<string, string>();
let knownFor = -1;

/** The colours of these tokens as they are now. They are asked of the browser once for each look, since that costs a layout. */
export function colours<Name extends string>(...names: Name[]): Record<Name, string> {
  if (knownFor !== look.version) [known, knownFor] = [new Map(), look.version];
  const missing = names.filter((name) => !known.has(name));
  if (missing.length) {
    const probe = document.createElement("i");
    document.body.append(probe);
    for (const name of missing) {
      probe.style.color = `var(--${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    probe.remove();
  }
  return Object.fromEntries(names.map((name) => [name, known.get(name) ?? ""])) as Record<Name, string>;
}
