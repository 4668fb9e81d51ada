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
  "problems/:id/hypotheses": { title: "Hypotheses", load: () => import("./Hypotheses.svelte") },
  ledger: { title: "Forecast ledger", group: "Watch", key: "l", load: () => import("./Ledger.svelte") },
  search: { title: "Search", group: "Evidence", key: "/", load: () => import("./Search.svelte") },
  reports: { title: "Reports", group: "Evidence", key: "r", load: () => import("./Reports.svelte") },
  "reports/:id": { title: "Report", load: () => import("./Report.svelte") },
  events: { title: "Events", group: "Evidence", key: "e", load: () => import("./Events.svelte") },
  claims: { title: "Claims", group: "Evidence", key: "c", load: () => import("./Claims.svelte") },
  timeline: { title: "Timeline", group: "Pictures", key: "t", load: () => import("./Timeline.svelte") },
  map: { title: "Map", group: "Pictures", key: "m", load: () => import("./Map.svelte") },
  network: { title: "Network", group: "Pictures", key: "k", load: () => import("./Network.svelte") },
  series: { title: "Series", group: "Pictures", key: "s", load: () => import("./Series.svelte") },
  sources: { title: "Sources", group: "Keep", key: "o", load: () => import("./Sources.svelte") },
  watches: { title: "Watches", group: "Keep", load: () => import("./Watches.svelte") },
  accounts: { title: "Accounts and tokens", group: "Administer", load: () => import("./Accounts.svelte") },
  audit: { title: "Audit log", group: "Administer", load: () => import("./Audit.svelte") },
};
