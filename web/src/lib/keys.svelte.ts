/** Keys that do something, by group, and the page of help that lists them. */

import { untrack } from "svelte";

interface Key {
  /** One key, or two after each other: `g n`. */
  keys: string;
  does: string;
  group: string;
  run: () => void;
}

const STORED = "vigie.keys";

class Keys {
  all = $state.raw<Key[]>([]);
  on = $state(localStorage.getItem(STORED) !== "off");
  help = $state(false);
  #first = "";

  /** Adds keys and gives what takes them away again; for use in an effect. */
  add(group: string, keys: Record<string, [does: string, run: () => void]>): () => void {
    const added = Object.entries(keys).map(([key, [does, run]]) => ({ keys: key, does, group, run }));
    // Adding is no reading: an effect that adds keys must not run again because others add theirs.
    this.all = [...untrack(() => this.all), ...added];
    return () => {
      this.all = untrack(() => this.all).filter((key) => !added.includes(key));
    };
  }

  set(on: boolean): void {
    this.on = on;
    localStorage.setItem(STORED, on ? "on" : "off");
  }

  press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (event.key === "?") {
      this.help = !this.help;
      event.preventDefault();
      return;
    }
    if (!this.on || document.querySelector("dialog[open]")) return;
    const pressed = this.#first ? `${this.#first} ${event.key}` : event.key;
    this.#first = "";
    const found = this.all.findLast((key) => key.keys === pressed);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (this.all.some((key) => key.keys.startsWith(`${pressed} `))) {
      this.#first = pressed;
      setTimeout(() => (this.#first = ""), 1200);
    }
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "range", "button"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export const keys = new Keys();
