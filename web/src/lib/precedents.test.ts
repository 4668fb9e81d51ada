import { expect, test } from "vitest";
import { act, behind, lead, outside, share } from "./precedents";

const sides = { actor: "BLR", recipient: "UKR" };
const one = (kind: string, by_first = true) => ({ kind, by_first });

test("acts and leads say who does what to whom", () => {
  expect(act(sides, one("THREATEN", false))).toBe("UKR to BLR: Threaten");
  const rule = (form: string, acts: ReturnType<typeof one>[], on_days = 1) => lead(sides, { form, lead: acts, on_days, within_days: 30 });
  expect(rule("chain", [one("ACCUSE"), one("REJECT", false)])).toBe("BLR to UKR: Accuse, then UKR to BLR: Reject");
  expect(rule("repeated", [one("MOBILIZE")], 3)).toBe("BLR to UKR: Mobilize, on 3 days or more within 30");
  expect(rule("others-to", [one("ASSAULT", false)])).toBe("others to UKR: Assault");
  expect(rule("to-others", [one("COERCE")])).toBe("BLR to others: Coerce");
});

test("an act that is aimed at nobody says so", () => {
  expect(outside(sides, { act: one("MOBILIZE"), at_nobody: false })).toBe("BLR to UKR: Mobilize");
  expect(outside(sides, { act: one("MOBILIZE", false), at_nobody: true })).toBe("UKR: Mobilize, aimed at nobody who is named");
});

test("a share without cases is none", () => {
  expect(share({ hits: 0, cases: 0, share: null, interval: [0, 1] })).toBe("–");
  expect(behind({ hits: 34, cases: 3306, share: 0.0103, interval: [0.0074, 0.0143] })).toBe("34 of 3,306 cases, 0.7 % to 1.4 %");
});
