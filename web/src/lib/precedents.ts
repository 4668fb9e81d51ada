/** How precedents are said in words. */

import type { Act, OutsideView, Precedents, Rate, Rule } from "../api/shapes";
import { percent, typeName } from "./format";

/** The days after a lead within which something followed. */
export const HORIZONS = [7, 30, 90] as const;

type Sides = Pick<Precedents, "actor" | "recipient">;

/** "BLR to UKR: Threaten". */
export function act(sides: Sides, one: Act): string {
  const [from, to] = one.by_first ? [sides.actor, sides.recipient] : [sides.recipient, sides.actor];
  return `${from} to ${to}: ${typeName(one.kind)}`;
}

/** A lead as one line. */
export function lead(sides: Sides, rule: Pick<Rule, "form" | "lead" | "on_days" | "within_days">): string {
  const kinds = rule.lead.map((one) => typeName(one.kind)).join(", ");
  if (rule.form === "others-to") return `others to ${sides.recipient}: ${kinds}`;
  if (rule.form === "to-others") return `${sides.actor} to others: ${kinds}`;
  const said = rule.lead.map((one) => act(sides, one)).join(", then ");
  return rule.on_days > 1 ? `${said}, on ${rule.on_days} days or more within ${rule.within_days}` : said;
}

/** "BLR to UKR: Mobilize", or "BLR: Mobilize, aimed at nobody who is named". */
export function outside(sides: Sides, view: Pick<OutsideView, "act" | "at_nobody">): string {
  if (!view.at_nobody) return act(sides, view.act);
  return `${view.act.by_first ? sides.actor : sides.recipient}: ${typeName(view.act.kind)}, aimed at nobody who is named`;
}

/** "34 of 3,306, 0.7 % to 1.4 %": what stands behind a share. */
export function behind(rate: Rate): string {
  const of = `${rate.hits.toLocaleString("en-GB")} of ${rate.cases.toLocaleString("en-GB")} cases`;
  return rate.cases ? `${of}, ${percent(rate.interval[0] ?? 0)} to ${percent(rate.interval[1] ?? 1)}` : of;
}

export const share = (rate: Rate | undefined): string => (rate?.share === null || rate?.share === undefined ? "–" : percent(rate.share));
