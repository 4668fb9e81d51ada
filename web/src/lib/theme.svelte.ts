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

/** The colours of these tokens as they are now. */
export function colours<Name extends string>(...names: Name[]): Record<Name, string> {
  const probe = document.createElement("i");
  document.body.append(probe);
  const found = {} as Record<Name, string>;
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
