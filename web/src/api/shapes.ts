/** The shapes that the pages read, as the server's own description has them; with ranges as pairs, which the description cannot say. */

import type { components } from "./types";

type Schemas = components["schemas"];

export type Span = [start: number, end: number];

/** A shape of the server with its lists of ranges as lists of pairs, and its odds as one pair. */
type Ranged<T> = { [K in keyof T]: K extends `${string}spans` ? Span[] : K extends "probability" ? (T[K] extends number[] | null ? Span | null : T[K]) : T[K] };

export type Session = Schemas["Session"];
export type Role = Schemas["Role"];
export type Party = Schemas["Party"];
export type Place = Schemas["Place"];
export type EventRow = Schemas["EventRow"];
export type EventRecord = Ranged<Schemas["EventDetail"]>;
export type ClaimRow = Ranged<Schemas["ClaimRow"]>;
export type ClaimRecord = Ranged<Schemas["ClaimDetail"]>;
export type ForecastRow = Ranged<Schemas["ForecastRow"]> & { source?: Party | null };
export type ForecastRecord = Ranged<Schemas["ForecastDetail"]>;

/** A remark; what it says lies in fields that its kind decides. */
export interface Remark {
  id: string;
  target: string;
  author: string;
  made_at: string;
  kind: "accept" | "correction" | "tag" | "judgement" | "undo";
  undone_by: string | null;
  [said: string]: unknown;
}

export type ReportRow = Schemas["ReportRow"];
export type SearchHit = Schemas["HitRow"];
export type Account = Schemas["UserRow"];
export type Token = Schemas["TokenRow"];
export type MadeToken = Schemas["MadeToken"];
export type LogRow = Schemas["LogRow"];
export type AddedReport = Schemas["Added"];

export type Report = Omit<Schemas["ReportDetail"], "events" | "claims" | "forecasts" | "remarks"> & {
  remarks: Remark[];
  events: EventRecord[];
  claims: ClaimRecord[];
  forecasts: ForecastRecord[];
};

export interface ProblemRow {
  id: string;
  title: string;
  question?: string | null;
  /** Absent while there is nothing to draw on; then `because` says why. */
  odds: number | null;
  odds_before?: number | null;
  base_rate: number | null;
  band: string | null;
  level?: string | null;
  day?: string | null;
  because?: string | null;
}

export interface Citation {
  report?: string | null;
  report_id?: string | null;
  record_id?: string | null;
  record?: string | null;
  outlet?: string | null;
  grade?: string | null;
  day?: string | null;
  known_on?: string | null;
  sentence?: number | null;
  text?: string | null;
  answer?: string | null;
}

export interface Indicator {
  name: string;
  group?: string | null;
  look_for?: string | null;
  because?: string | null;
  state: "seen" | "stale" | "absent" | "unmonitored";
  answer?: string | null;
  last_seen?: string | null;
  citations: Citation[];
  against: Citation[];
  n_voices: number;
  n_watching: number;
  support: number;
  fade: number;
  counts?: Record<string, unknown> | null;
  worth: { seen: number; absent: number; learned?: unknown };
  share: number;
  adds: number;
}

export interface Outlook {
  day: string;
  horizon_days: number;
  base: { probability: number; because?: string | null; rate?: unknown };
  indicators: Indicator[];
  probability: number;
  range: [number, number];
}

export interface Warning {
  id: string;
  title: string;
  question: string | null;
  level?: string | null;
  now: Outlook;
  before?: Outlook | null;
  band: string;
  confidence: { level: string; grounds: { allows: string; found: string }[] };
  moved: { name: string; from: string | null; to: string | null; by: number }[];
  outcome: { reported: boolean; n_outlets: number; needs: number; citations: Citation[]; denials: Citation[] };
  alarm?: { raised: string[] };
  crossings: { day: string; threshold: string; raised: boolean; probability: number }[];
  course: { day: string; odds: number }[];
  thresholds: { name: string; raise: number; clear: number }[];
  look_for: { name: string; state: string; look_for: string | null; if_seen: number }[];
  precedents?: Precedents | null;
  n_reports: number;
  n_later: number;
}

export interface Share {
  hits: number;
  cases: number;
  share: number | null;
  interval: [number, number];
}

export interface Precedents {
  actor: string;
  recipient: string;
  since: string;
  days: [string, string];
  now: [string, string[]][];
  rules: { lead: string[]; within?: number; after?: Share; otherwise?: Share; [key: string]: unknown }[];
  closest: { actor: string; recipient: string; day: string; likeness?: number; followed?: string | null; [key: string]: unknown }[];
  after_closest: unknown[];
  nothing_after_closest: Share[];
  n_pairs: number;
}

/** Ranking and evidence as the analysis weighs them. */
export interface Matrix {
  title?: string;
  hypotheses: { id: string; text: string }[];
  evidence: {
    id: string;
    text: string;
    citations: Citation[];
    reliability?: string | null;
    credibility?: string | number | null;
    weight: number;
    diagnosticity: number;
    disagreement: number;
    means: (number | null)[];
    ratings: Record<string, Record<string, string>>;
    proposed: Record<string, string>;
  }[];
  ranking: {
    id: string;
    text: string;
    inconsistency: number;
    unweighed: number;
    consistency: number;
    n_not_applicable: number;
    n_unrated: number;
  }[];
  tied: boolean;
  hinges: { evidence: string; if_wrong: string; leads: string }[];
  separating?: { evidence: string; text: string; speaks_for: string; against: string; gap: number } | null;
}

export interface Now {
  since: string | null;
  day: string | null;
  problems: ProblemRow[];
  unusual: { actor: string; recipient: string; count: number; usual: number; chance?: number; level?: string }[];
  new_events: EventRow[];
  new_forecasts: ForecastRow[];
  due_forecasts: ForecastRow[];
  failing_sources: SourceRow[];
  counts: { reports: number; events: number; claims: number; forecasts: number; table_events: number };
}

export interface SourceRow {
  id: string;
  name: string;
  kind: string;
  reliability?: string | null;
  last_success?: string | null;
  last_error?: string | null;
  next_try?: string | null;
  n_reports: number;
  claims_right?: number | null;
  claims_wrong?: number | null;
}

export interface TimelineItem {
  day: string;
  end_day?: string | null;
  precision?: string | null;
  published?: string | null;
  status?: string | null;
  type?: string | null;
  label?: string | null;
  record_id?: string | null;
  report_id?: string | null;
}

export interface Timeline {
  lanes: { actor: string; name: string; items: TimelineItem[] }[];
  bins: { start: string; count: number }[];
  is_cut?: boolean;
}

export interface MapPoint {
  lat: number;
  lon: number;
  place?: string | null;
  count?: number;
  day?: string | null;
  type?: string | null;
  status?: string | null;
  record_id?: string | null;
  report_id?: string | null;
  label?: string | null;
}

export interface Network {
  nodes: { id: string; name: string; country?: string | null; sector?: string | null; count: number }[];
  edges: { from: string; to: string; kind: "acts" | "cites"; count: number; goldstein?: number | null }[];
}

export interface Series {
  bins: { start: string; count: number; goldstein?: number | null; covered?: boolean | null }[];
  changes: { day: string; before: number; after: number }[];
  unusual: { start: string; count: number; usual: number }[];
}

export interface Ledger {
  open: ForecastRow[];
  due: ForecastRow[];
  resolved: (Omit<ForecastRow, "source"> & { source?: string | null; outcome: string; brier_score?: number | null; note?: string | null })[];
  counts: { open: number; due: number; resolved: number };
  calibration: { source: string; n: number; brier: number | null; brier_of_base_rate?: number | null; bins?: { from: number; to: number; n: number; forecast: number; came: number }[] }[];
}

export interface Watch {
  id: string;
  name: string;
  query: string;
  channel: { kind: "web-hook" | "mail" | "feed"; to?: string | null };
  last_hit?: string | null;
}
