/** Codes that the pages offer in lists. What they mean is the ontology's matter; here are their names only. */

/** PLOVER's types, with the half of the quadrants each is in. */
export const EVENT_TYPES = [
  "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
  "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
] as const;

const COOPERATION = new Set<string>(["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"]);
const MATERIAL = new Set<string>(["COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]);

/** 1 to 4: verbal cooperation, material cooperation, verbal conflict, material conflict. */
export function quad(type: string | null | undefined): 1 | 2 | 3 | 4 {
  const code = type ?? "";
  if (COOPERATION.has(code)) return MATERIAL.has(code) ? 2 : 1;
  return MATERIAL.has(code) ? 4 : 3;
}

export const QUAD_NAMES = ["", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"] as const;

export const STATUSES = ["happened", "under-way", "planned", "threatened", "possible", "denied", "hypothetical", "historical"] as const;

export const CLAIM_KINDS = ["report", "assessment", "explanation", "forecast", "analogy", "intention", "demand", "denial"] as const;

/** How a record stands; the words of the six states. */
export const RECORD_STATES: Record<string, string> = {
  unsupported: "no report bears it out",
  "single-source": "one source tells of it",
  corroborated: "two or more sources tell of it",
  conflicted: "sources contradict each other",
  reviewed: "a person has looked at it",
  superseded: "a newer record has replaced it",
};

export const RELIABILITY: Record<string, string> = {
  A: "completely reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "cannot be judged",
};

export const CREDIBILITY: Record<string, string> = {
  "1": "confirmed",
  "2": "probably true",
  "3": "possibly true",
  "4": "doubtful",
  "5": "improbable",
  "6": "cannot be judged",
};

/** Ratings of the matrix, with the points that each is worth. */
export const RATINGS: readonly { code: string; name: string; points: number | null }[] = [
  { code: "CC", name: "very consistent", points: 5 },
  { code: "C", name: "consistent", points: 4 },
  { code: "N", name: "neutral", points: 3 },
  { code: "I", name: "inconsistent", points: 2 },
  { code: "II", name: "very inconsistent", points: 1 },
  { code: "N/A", name: "does not apply", points: null },
];
