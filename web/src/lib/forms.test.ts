import { describe, expect, it, vi } from "vitest";

vi.hoisted(() => {
  // The address line, where there is no browser.
  Object.assign(globalThis, { location: { hash: "" }, addEventListener: () => {}, history: { replaceState: () => {} } });
});

import { correctionOf, identity } from "./correction";
import { toCsv } from "./csv";
import { filtersOf } from "./filters";
import { isRejected, lastOf } from "./records";
import { href, parseHash } from "./route.svelte";

describe("addresses", () => {
  it("hold path and filters, also with signs of their own", () => {
    const place = parseHash(href("events", { party: "RUS/MIL", q: "a & b = c?", since: "", until: null }));
    expect(place.path).toEqual(["events"]);
    expect(Object.fromEntries(place.query)).toEqual({ party: "RUS/MIL", q: "a & b = c?" });
  });

  it("take what is broken as it is", () => {
    expect(parseHash("#/reports/%E0%A4%A").path).toEqual(["reports", "%E0%A4%A"]);
    expect(parseHash("").path).toEqual([]);
  });

  it("give the filters alone to other views", () => {
    expect(filtersOf(new URLSearchParams("party=RUS&view=1,2,3&record=x&type=")).toString()).toBe("party=RUS");
  });
});

describe("a correction", () => {
  const before = { event_type: "MOBILIZE", status: "planned", actor: "BLR", recipient: "", start_date: "", end_date: "" };

  it("is only what was changed", () => {
    expect(correctionOf(before, { ...before, status: "happened", because: " seen " })).toEqual({ status: "happened", because: "seen" });
    expect(correctionOf(before, { ...before, because: "a reason alone is none" })).toBeNull();
  });

  it("says who is meant by id or by name", () => {
    expect(identity("RUS/MIL")).toEqual({ id: "RUS/MIL", country: "RUS" });
    expect(identity(" UKR ")).toEqual({ id: "UKR", country: "UKR" });
    expect(identity("Viktor Khrenin")).toEqual({ name: "Viktor Khrenin" });
  });
});

describe("remarks", () => {
  const made = (id: string, more: object) => ({ id, target: "e", author: "ana", made_at: `2026-01-0${id}T00:00:00Z`, kind: "correction" as const, undone_by: null, ...more });

  it("reject until they are taken back", () => {
    expect(isRejected([made("1", { reject: true })], "e")).toBe(true);
    expect(isRejected([made("1", { reject: true, undone_by: "2" })], "e")).toBe(false);
    expect(isRejected([made("1", { reject: true })], "other")).toBe(false);
  });

  it("are taken back the newest first, and only one's own", () => {
    const all = [made("1", {}), made("2", { undone_by: "3" }), made("3", { kind: "undo" }), made("4", { author: "ben" })];
    expect(lastOf(all, "ana")?.id).toBe("1");
    expect(lastOf(all, "cy")).toBeUndefined();
  });
});

describe("CSV", () => {
  it("keeps all fields, flat", () => {
    expect(toCsv([{ a: 1, b: { c: "x, y", d: null } }, { a: 2, e: [1, 2] }])).toBe('a,b.c,e\r\n1,"x, y",\r\n2,,1 2\r\n');
  });

  it("lets nothing run in a spreadsheet", () => {
    expect(toCsv([{ t: "=HYPERLINK(1)" }, { t: "-7.2" }, { t: '@a"b' }])).toBe("t\r\n'=HYPERLINK(1)\r\n-7.2\r\n\"'@a\"\"b\"\r\n");
  });
});
