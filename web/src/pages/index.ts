/** Every page: its address, its name, where it stands in the rail. */

import type { Component } from "svelte";

export interface Page {
  title: string;
  /** The group of the rail; a page without one is reached from others. */
  group?: "Watch" | "Evidence" | "Pictures" | "Keep" | "Administer";
  /** The key after `g`. */
  key?: string;
  load: () => Promise<{ default: Component }>;
}

export const pages: Record<string, Page> = {
  now: { title: "Now", group: "Watch", key: "n", load: () => import("./Now.svelte") },
  problems: { title: "Warnings", group: "Watch", key: "w", load: () => import("./Problems.svelte") },
  "problems/:id": { title: "Warning", load: () => import("./Problem.svelte") },
  search: { title: "Search", group: "Evidence", key: "/", load: () => import("./Search.svelte") },
  reports: { title: "Reports", group: "Evidence", key: "r", load: () => import("./Reports.svelte") },
  "reports/:id": { title: "Report", load: () => import("./Report.svelte") },
  events: { title: "Events", group: "Evidence", key: "e", load: () => import("./Events.svelte") },
};
