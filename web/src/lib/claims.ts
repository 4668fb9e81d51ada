/** Claims side by side: whose they are, how one source's changed, and which may contradict each other. */

import type { ClaimRow } from "../api/shapes";

export const sourceOf = (claim: ClaimRow): string => claim.source?.name || claim.source?.text || "unnamed";

/** Claims by source: those that are known first, of these the one with the most; each in the order of time. */
export function bySource(claims: readonly ClaimRow[]): { source: string; country: string; known: boolean; claims: ClaimRow[] }[] {
  const groups = new Map<string, { source: string; country: string; known: boolean; claims: ClaimRow[] }>();
  for (const claim of claims) {
    const key = claim.source?.id || sourceOf(claim);
    const known = Boolean(claim.source?.id) || /^\p{Lu}/u.test(sourceOf(claim));
    const group = groups.get(key) ?? { source: sourceOf(claim), country: claim.source?.country ?? "", known, claims: [] };
    group.claims.push(claim);
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort((a, b) => Number(b.known) - Number(a.known) || b.claims.length - a.claims.length || a.source.localeCompare(b.source));
  for (const group of sorted) group.claims.sort((a, b) => (a.published_at ?? a.day ?? "").localeCompare(b.published_at ?? b.day ?? ""));
  return sorted;
}

/** Words that carry no matter of their own. */
const EMPTY = new Set(
  ("a an the and or but of to in on at by for from with without as is are was were be been being it its he she they them his her their this that these those " +
    "will would can could may might must shall should has have had do does did not no nor any some there who which what when where how than then into over about after before").split(" "),
);

export function matter(text: string): Set<string> {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(found.filter((word) => word.length > 2 && !EMPTY.has(word)).map((word) => word.replace(/(ies|es|s|ing|ed)$/, "")));
}

/** The share of words that two sets have in common, of all that either has. */
export function likeness(a: Set<string>, b: Set<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  const all = a.size + b.size - common;
  return all ? common / all : 0;
}

const denies = (claim: ClaimRow): boolean =>
  claim.kind === "denial" || claim.polarity === "denied" || /\b(not|no|never|none|nor|nobody|neither)\b/i.test(claim.content);

/** Two claims count as being of one matter from this share of common words on. */
export const SAME_MATTER = 0.3;

export interface Contradiction {
  says: ClaimRow;
  denies: ClaimRow;
  likeness: number;
}

/** Pairs of claims of two sources about one matter, one of which denies what the other says. A hint to look, no judgement. */
export function contradictions(claims: readonly ClaimRow[], most = 20): Contradiction[] {
  const known = claims.map((claim) => ({ claim, words: matter(claim.content), denies: denies(claim), source: claim.source?.id || sourceOf(claim) }));
  const found: Contradiction[] = [];
  for (let i = 0; i < known.length; i++) {
    for (let j = i + 1; j < known.length; j++) {
      const [a, b] = [known[i] as (typeof known)[0], known[j] as (typeof known)[0]];
      if (a.denies === b.denies || a.source === b.source || a.words.size < 3 || b.words.size < 3) continue;
      const shared = likeness(a.words, b.words);
      if (shared >= SAME_MATTER) found.push({ says: a.denies ? b.claim : a.claim, denies: a.denies ? a.claim : b.claim, likeness: shared });
    }
  }
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, most);
}

/** How a source's certainty moved from the claim before, where both say how sure. */
export function shift(before: ClaimRow | undefined, now: ClaimRow): "surer" | "less sure" | "turned" | null {
  if (!before) return null;
  if (likeness(matter(before.content), matter(now.content)) >= SAME_MATTER && denies(before) !== denies(now)) return "turned";
  if (!before.probability || !now.probability) return null;
  const middle = (p: [number, number]) => (p[0] + p[1]) / 2;
  const by = middle(now.probability) - middle(before.probability);
  return by > 0.1 ? "surer" : by < -0.1 ? "less sure" : null;
}
