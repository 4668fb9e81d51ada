/** The shapes that the pages read, as the server sends them. */

export type Span = [start: number, end: number];

export interface Session {
  user: { name: string; role: Role } | null;
  first_start: boolean;
  version: string;
}

export type Role = "read" | "judge" | "administer";

export interface Party {
  id?: string | null;
  name?: string | null;
  text?: string | null;
  country?: string | null;
  sector?: string | null;
  role?: string | null;
  organization?: string | null;
}

export interface Place {
  name?: string | null;
  lat?: number | null;
  lon?: number | null;
  country?: string | null;
  adm1?: string | null;
}

/** What every row of a list has. */
interface Row {
  id: string;
  day?: string | null;
  report_id?: string | null;
  title?: string | null;
  outlet?: string | null;
  published_at?: string | null;
  sentence?: number | null;
  sentence_text?: string | null;
  dataset?: string | null;
}

export interface EventRow extends Row {
  end_day?: string | null;
  precision?: string | null;
  actor?: Party | null;
  recipient?: Party | null;
  action?: string | null;
  event_type?: string | null;
  mode?: string | null;
  cameo?: string | null;
  quad_class?: number | null;
  goldstein?: number | null;
  status?: string | null;
  probability?: number | null;
  place?: Place | null;
  state?: string | null;
  is_corrected?: boolean;
  is_rejected?: boolean;
}

/** An event with its places in the text. */
export interface EventRecord extends EventRow {
  spans: Span[];
  actor_spans: Span[];
  recipient_spans: Span[];
  action_spans: Span[];
  date_spans: Span[];
  place_spans: Span[];
  contexts: string[];
  claim_id?: string | null;
  occurrence_id?: string | null;
  made_by: string;
}

export interface ClaimRow extends Row {
  source?: Party | null;
  is_named?: boolean;
  unnamed_because?: string | null;
  cue?: string | null;
  content: string;
  form: string;
  kind: string;
  polarity: string;
  probability?: Span | null;
  band?: string | null;
  event_ids: string[];
}

export interface ClaimRecord extends ClaimRow {
  spans: Span[];
  source_spans: Span[];
  cue_spans: Span[];
  content_spans: Span[];
  marker_spans: Span[];
  told_to?: string | null;
  made_by: string;
}

export interface ForecastRow extends Row {
  end_day?: string | null;
  precision?: string | null;
  statement: string;
  condition?: string | null;
  source?: Party | null;
  probability?: Span | null;
  status: string;
  resolved_on?: string | null;
  claim_id?: string | null;
}

export interface ForecastRecord extends ForecastRow {
  spans: Span[];
  statement_spans: Span[];
  condition_spans: Span[];
  date_spans: Span[];
  made_by: string;
}

export interface Remark {
  id: string;
  target: string;
  author: string;
  made_at: string;
  kind: "accept" | "correction" | "tag" | "judgement" | "undo";
  undone_by?: string | null;
  [said: string]: unknown;
}

export interface ReportRow {
  id: string;
  title?: string | null;
  outlet?: string | null;
  published_at?: string | null;
  day?: string | null;
  n_in_story?: number;
  is_replaced?: boolean;
}

export interface Report {
  id: string;
  title?: string | null;
  outlet?: string | null;
  authors?: string[];
  published_at?: string | null;
  url?: string | null;
  language?: string | null;
  text: string;
  story_id?: string | null;
  sentences: { number: number; start: number; end: number }[];
  events: EventRecord[];
  claims: ClaimRecord[];
  forecasts: ForecastRecord[];
  remarks: Remark[];
  notes?: { message: string }[];
  sightings?: { seen_at: string; outlet?: string | null; url?: string | null; source_file?: string | null }[];
  versions?: { id: string; day?: string | null; is_replaced?: boolean }[];
}

export interface SearchHit {
  report_id: string;
  title?: string | null;
  outlet?: string | null;
  day?: string | null;
  sentence?: number | null;
  snippet: { text: string; hit: boolean }[];
}

export interface ProblemRow {
  id: string;
  title: string;
  question?: string | null;
  odds: number;
  odds_before?: number | null;
  base_rate: number;
  band: string;
  level?: string | null;
  day?: string | null;
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
  question: string;
  level?: string | null;
  now: Outlook;
  before?: Outlook | null;
  band: string;
  confidence: { level: string; grounds: { allows: string; found: string }[] };
  moved: { name: string; from: string; to: string; by: number }[];
  outcome: { reported: boolean; n_outlets: number; needs: number; citations: Citation[]; denials: Citation[] };
  alarm?: { raised: string[] };
  crossings: { day: string; threshold: string; raised: boolean; probability: number }[];
  course: { day: string; odds: number }[];
  thresholds?: { name: string; raise: number; clear: number }[];
  look_for: { name: string; state: string; look_for: string; if_seen: number }[];
  hypotheses?: Matrix | null;
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
  since: string;
  day: string;
  problems: ProblemRow[];
  unusual: { actor?: Party | string | null; recipient?: Party | string | null; count: number; usual: number; level?: string | number | null }[];
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
  unusual: { start?: string; day?: string; count?: number; usual?: number; [key: string]: unknown }[];
}

export interface Ledger {
  open: ForecastRow[];
  due: ForecastRow[];
  resolved: (ForecastRow & { outcome?: string | null; brier_score?: number | null; resolved_at?: string | null; note?: string | null })[];
  calibration: { source: string; n: number; brier: number | null; bins?: { from: number; to: number; n: number; forecast: number; came: number }[] }[];
}

export interface Watch {
  id: string;
  name: string;
  query: string;
  channel: { kind: "web-hook" | "mail" | "feed"; to?: string | null };
  last_hit?: string | null;
}

export interface Account {
  id?: string;
  name: string;
  role: Role;
  created_at?: string | null;
  last_seen?: string | null;
}

export interface Token {
  id: string;
  name: string;
  scope: Role;
  expires?: string | null;
  created_at?: string | null;
  last_used?: string | null;
  token?: string | null;
}

export interface AuditRow {
  id?: string | number;
  at: string;
  user?: string | null;
  action: string;
  target?: string | null;
  detail?: string | null;
}
