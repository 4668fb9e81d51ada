import { expect, it } from "vitest";
import { band, day, dayNumber, dayOf, moment, percent, signed, span } from "./format";

it("writes probabilities with the digits that they deserve", () => {
  expect([0, 0.036, 0.1, 0.554, 0.995, 1].map(percent)).toEqual(["0 %", "3.6 %", "10 %", "55 %", "99.5 %", "100 %"]);
});

it("has the bands of ICD 203 at their borders", () => {
  expect([0.01, 0.0499, 0.05, 0.2, 0.45, 0.549, 0.55, 0.8, 0.95, 1].map(band)).toEqual([
    "almost no chance", "almost no chance", "very unlikely", "unlikely", "roughly even chance", "roughly even chance", "likely", "very likely", "almost certain", "almost certain",
  ]);
});

it("writes a sign, and none against nought", () => {
  expect([signed(1.299), signed(-0.5), signed(-0.001)]).toEqual(["+1.30", "−0.50", "+0.00"]);
});

it("counts days both ways", () => {
  for (const iso of ["1970-01-01", "2022-02-24", "2024-02-29", "1945-05-08"]) expect(dayOf(dayNumber(iso))).toBe(iso);
  expect(dayNumber("2022-02-24T23:59:59Z")).toBe(dayNumber("2022-02-24"));
});

it("writes days, also where a side is missing", () => {
  expect(day("2022-05-27")).toBe("27 May 2022");
  expect(day("2022-05")).toBe("2022-05");
  expect(span("2022-05-27", "2022-05-27")).toBe("27 May 2022");
  expect(span(null, "2022-05-27")).toBe("until 27 May 2022");
  expect(span(null, null)).toBe("no date");
  expect(moment("2022-05-27T14:20:00Z")).toBe("27 May 2022, 14:20 UTC");
});
