import { describe, expect, it } from "vitest";
import type { ClaimRow, Party } from "../api/shapes";
import { bySource, contradictions, likeness, matter, shift } from "./claims";

const party = (name: string): Party => ({ id: name, name, text: name, country: null, sector: null, role: null, organization: null });

const claim = (source: string, content: string, more: Partial<ClaimRow> = {}): ClaimRow => ({
  id: `${source} ${content}`,
  source: party(source),
  content,
  form: "indirect",
  kind: "report",
  polarity: "affirmed",
  event_ids: [],
  band: null,
  cue: null,
  dataset: null,
  day: null,
  is_named: true,
  outlet: null,
  parent_id: null,
  probability: null,
  published_at: null,
  report_id: null,
  sentence: null,
  sentence_text: null,
  title: null,
  unnamed_because: null,
  added_at: null,
  added_by: null,
  ...more,
});

describe("contradictions", () => {
  const says = claim("Kyiv", "Belarus gathers a strike group at the border");
  const denies = claim("Minsk", "no strike group gathers at the border of Belarus", { polarity: "denied" });

  it("puts a claim beside another source's denial of it", () => {
    const [pair, ...rest] = contradictions([denies, says]);
    expect(rest).toEqual([]);
    expect([pair?.says.id, pair?.denies.id]).toEqual([says.id, denies.id]);
  });

  it("leaves one source, one opinion and other matters alone", () => {
    expect(contradictions([says, { ...denies, source: party("Kyiv") }])).toEqual([]);
    expect(contradictions([says, claim("Minsk", "a strike group gathers at the border of Belarus")])).toEqual([]);
    expect(contradictions([says, claim("Minsk", "grain will not be shipped from Odesa", { polarity: "denied" })])).toEqual([]);
  });
});

it("groups by source, the most first, each by time", () => {
  const groups = bySource([claim("B", "later", { day: "2022-03-01" }), claim("A", "x"), claim("B", "earlier", { day: "2022-02-01" })]);
  expect(groups.map((group) => [group.source, group.claims.map((c) => c.content)])).toEqual([["B", ["earlier", "later"]], ["A", ["x"]]]);
});

it("sees how sure a source has become", () => {
  const at = (low: number, high: number) => claim("A", "it comes", { probability: [low, high] });
  expect(shift(undefined, at(0.5, 0.6))).toBeNull();
  expect(shift(at(0.2, 0.4), at(0.6, 0.8))).toBe("surer");
  expect(shift(at(0.6, 0.8), at(0.2, 0.4))).toBe("less sure");
  expect(shift(at(0.5, 0.6), at(0.5, 0.65))).toBeNull();
  expect(shift(claim("A", "Belarus joins the war"), claim("A", "Belarus never joins the war"))).toBe("turned");
});

it("compares words by what they have in common", () => {
  expect(likeness(matter("the troops moved"), matter("troops will move"))).toBeGreaterThan(0.3);
  expect(likeness(matter(""), matter(""))).toBe(0);
});
