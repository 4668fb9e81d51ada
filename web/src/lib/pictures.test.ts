import { describe, expect, it } from "vitest";
import type { MapPoint, Network, Timeline, TimelineItem } from "../api/shapes";
import { clusters, dotsOf, mercator } from "./clusters";
import { dayNumber } from "./format";
import { between, extent, firstFrom, lanesOf } from "./lanes";
import { layout } from "./layout";
import { chance, dayTicks, linear, logit, ticks } from "./scale";

describe("lanes", () => {
  const item = (day: string, end_day: string, published: string | null, type: string, status: TimelineItem["status"], precision: string): TimelineItem => ({
    day, end_day, published, type, status, precision, label: type, record_id: day, report_id: "r",
  });
  const timeline: Timeline = {
    lanes: [
      {
        actor: "BLR",
        name: "Belarus",
        items: [
          item("2022-06-07", "2022-06-07", "2022-06-09", "MOBILIZE", "under-way", "day"),
          item("2022-05-01", "2022-05-31", null, "CONSULT", "denied", "month"),
          item("2022-05-27", "2022-05-27", null, "MOBILIZE", "planned", "day"),
        ],
      },
    ],
    bins: [],
    is_cut: false,
  };

  it("are in the order of time, and know what is exact, real and denied", () => {
    const [lane] = lanesOf(timeline, "event");
    expect(lane?.items.map((i) => [i.item.day, i.isExact, i.isReal, i.isDenied, i.quad])).toEqual([
      ["2022-05-01", false, false, true, 1],
      ["2022-05-27", true, false, false, 4],
      ["2022-06-07", true, true, false, 4],
    ]);
    expect(extent(lanesOf(timeline, "event"))).toEqual([dayNumber("2022-05-01"), dayNumber("2022-06-07")]);
  });

  it("go by the day of the report where that clock is asked for", () => {
    const [lane] = lanesOf(timeline, "report");
    expect(lane?.items.at(-1)?.from).toBe(dayNumber("2022-06-09"));
  });

  it("find a long item that began before the window", () => {
    const [lane] = lanesOf(timeline, "event");
    if (!lane) throw new Error("no lane");
    expect(between(lane, dayNumber("2022-05-20"), dayNumber("2022-05-30"))).toEqual([0, 2]);
    expect(firstFrom(lane.items, dayNumber("2022-05-02"))).toBe(1);
    expect(firstFrom([], 0)).toBe(0);
  });
});

describe("clusters", () => {
  const at = (lat: number, lon: number, type = "ASSAULT"): MapPoint => ({ lat, lon, type, count: 1, day: "2022-01-01", label: "", place: "", record_id: "", report_id: null, status: "happened" });

  it("hold every point once, at any scale", () => {
    const points = Array.from({ length: 500 }, (_, i) => at(40 + (i % 20), 20 + (i % 25), i % 3 ? "ASSAULT" : "CONSULT"));
    for (const scale of [500, 4000, 100_000]) {
      const found = clusters(dotsOf(points), scale);
      expect(found.reduce((sum, cluster) => sum + cluster.count, 0)).toBe(500);
      expect(found.reduce((sum, cluster) => sum + cluster.conflict, 0)).toBe(points.filter((p) => p.type === "ASSAULT").length);
    }
    expect(clusters(dotsOf(points), 500).length).toBeLessThan(clusters(dotsOf(points), 100_000).length);
  });

  it("lie where the map draws them", () => {
    expect(mercator(0, 0)).toEqual([0.5, 0.5]);
    expect(mercator(180, 0)[0]).toBe(1);
    expect(Number.isFinite(mercator(0, 90)[1])).toBe(true);
  });
});

it("a network comes to stand at the same place every time, inside its frame", () => {
  const edge = (from: string, to: string, kind: string, count: number, goldstein: number | null = null) => ({ from, to, kind, count, goldstein });
  const network: Network = {
    nodes: ["A", "B", "C", "D"].map((id, i) => ({ id, name: id, country: null, sector: null, count: i + 1 })),
    edges: [edge("A", "B", "acts", 3, -10), edge("B", "C", "cites", 1), edge("A", "nobody", "acts", 1)],
  };
  const [one, two] = [layout(network, 600, 400), layout(network, 600, 400)];
  expect(one.nodes.map((n) => [n.x, n.y])).toEqual(two.nodes.map((n) => [n.x, n.y]));
  expect(one.edges.length).toBe(2);
  for (const node of one.nodes) {
    expect(node.x).toBeGreaterThan(0);
    expect(node.x).toBeLessThan(600);
    expect(node.y).toBeGreaterThan(0);
    expect(node.y).toBeLessThan(400);
  }
  expect(layout({ nodes: [], edges: [] }, 600, 400).nodes).toEqual([]);
});

describe("scales", () => {
  it("go there and back", () => {
    const scale = linear([10, 20], [0, 100]);
    expect(scale(15)).toBe(50);
    expect(scale.invert(50)).toBe(15);
    expect(linear([5, 5], [0, 100])(5)).toBe(0);
  });

  it("have round ticks", () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-7, 23, 3)).toEqual([0, 10, 20]);
  });

  it("have few ticks of days for any span, inside it", () => {
    for (const days of [5, 40, 200, 900, 9000, 40_000]) {
      const [from, to] = [19_000, 19_000 + days];
      const found = dayTicks(from, to, 8);
      expect(found.length, `${days} days`).toBeGreaterThan(0);
      expect(found.length, `${days} days`).toBeLessThan(20);
      for (const tick of found) {
        expect(tick.day).toBeGreaterThanOrEqual(from);
        expect(tick.day).toBeLessThanOrEqual(to);
      }
    }
  });

  it("turn odds into a sum and back", () => {
    for (const p of [0.01, 0.5, 0.97]) expect(chance(logit(p))).toBeCloseTo(p, 12);
  });
});
