/** The shapes that the pages read, as the server's own description has them; with ranges as pairs, which the description cannot say. */

import type { components } from "../../made/types";

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
export type ForecastRow = Ranged<Schemas["ForecastRow"]>;
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

export type ProblemRow = Schemas["ProblemRow"];
export type Citation = Schemas["Citation"];
export type Indicator = Schemas["Indicator"];
export type Outlook = Omit<Schemas["Outlook"], "range"> & { range: [number, number] };
export type Warning = Omit<Schemas["Warning"], "now" | "before"> & { now: Outlook; before: Outlook };
export type Precedents = Schemas["Precedents"];
export type OutsideView = Schemas["OutsideView"];
export type Rule = Schemas["Rule"];
export type Act = Schemas["Act"];
export type Rate = Schemas["Rate"];
export type Now = Omit<Schemas["Now"], "new_forecasts" | "due_forecasts"> & { new_forecasts: ForecastRow[]; due_forecasts: ForecastRow[] };
export type SourceRow = Schemas["SourceRow"];
export type Timeline = Schemas["Timeline"];
export type TimelineItem = Schemas["TimelineItem"];
export type MapPage = Schemas["MapPage"];
export type MapPoint = Schemas["MapPoint"];
export type Network = Schemas["Network"];
export type Series = Schemas["SeriesPage"];
export type ResolvedRow = Ranged<Schemas["ResolvedRow"]>;
export type Ledger = Omit<Schemas["LedgerPage"], "open" | "due" | "resolved"> & { open: ForecastRow[]; due: ForecastRow[]; resolved: ResolvedRow[] };

export type Matrix = Schemas["Matrix"];
export type Watch = Schemas["Watch"];

