/** Lanes of a timeline: items by actor in the order of time, and what of them can be seen between two days. */

import type { Timeline, TimelineItem } from "../api/shapes";
import { quad } from "./codes";
import { dayNumber } from "./format";

export interface Item {
  from: number;
  /** The last day; the same as the first where one day is meant. */
  to: number;
  told: number | null;
  quad: 1 | 2 | 3 | 4;
  /** Whether it happened or goes on; other things are drawn hollow and dashed. */
  isReal: boolean;
  isDenied: boolean;
  /** Whether the day is known to the day. */
  isExact: boolean;
  item: TimelineItem;
}

export interface Lane {
  actor: string;
  name: string;
  items: Item[];
  /** The longest stretch of one item, so that a search by first day finds all that reach into a window. */
  longest: number;
  /** The first days of the items, and whether each is conflict; for counting many fast. */
  days: Float64Array;
  conflict: Uint8Array;
}

const REAL = new Set(["happened", "under-way", "historical"]);

export function lanesOf(timeline: Timeline, clock: "event" | "report"): Lane[] {
  return timeline.lanes.map(({ actor, name, items }) => {
    const known = items.map((item): Item => {
      const told = item.published ? dayNumber(item.published) : null;
      const first = dayNumber(item.day);
      const last = item.end_day ? dayNumber(item.end_day) : first;
      const byReport = clock === "report" && told !== null;
      return {
        from: byReport ? told : Math.min(first, last),
        to: byReport ? told : Math.max(first, last),
        told,
        quad: quad(item.type),
        isReal: !item.status || REAL.has(item.status),
        isDenied: item.status === "denied",
        isExact: byReport || ((!item.precision || item.precision === "day" || item.precision === "time") && first === last),
        item,
      };
    });
    known.sort((a, b) => a.from - b.from || a.to - b.to);
    return {
      actor,
      name,
      items: known,
      longest: known.reduce((most, i) => Math.max(most, i.to - i.from), 0),
      days: Float64Array.from(known, (i) => i.from),
      conflict: Uint8Array.from(known, (i) => (i.quad > 2 ? 1 : 0)),
    };
  });
}

/** The place of the first item of a lane that begins on or after a day. */
export function firstFrom(items: readonly Item[], day: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as Item).from < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The items of a lane that can be seen between two days, as a range of places; some before may end too early. */
export function between(lane: Lane, from: number, to: number): [number, number] {
  return [firstFrom(lane.items, from - Math.min(lane.longest, 400)), firstFrom(lane.items, to + 1)];
}

/** First and last day of all lanes. */
export function extent(lanes: readonly Lane[]): [number, number] | null {
  let [from, to] = [Infinity, -Infinity];
  for (const lane of lanes) {
    const first = lane.items[0];
    if (!first) continue;
    from = Math.min(from, first.from);
    for (const item of lane.items) to = Math.max(to, item.to);
  }
  return from <= to ? [from, to] : null;
}
