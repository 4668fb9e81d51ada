/** The three kinds of records seen as one: where each is lit in the text, and which words play which part. */

import type { ClaimRecord, EventRecord, ForecastRecord, Remark, Report } from "../api/shapes";
import { type Mark, marksOf } from "./marks";

export type Kind = "event" | "claim" | "forecast";

export type Lit =
  | { kind: "event"; id: string; sentence: number; start: number; event: EventRecord }
  | { kind: "claim"; id: string; sentence: number; start: number; claim: ClaimRecord }
  | { kind: "forecast"; id: string; sentence: number; start: number; forecast: ForecastRecord };

export const LETTER: Record<Kind, string> = { event: "E", claim: "C", forecast: "F" };

/** All records of a report in the order of the text. */
export function recordsOf(report: Report): Lit[] {
  const sentenceAt = (at: number) => report.sentences.find((s) => at < s.end)?.number ?? report.sentences.length;
  const place = (record: { spans: [number, number][]; sentence?: number | null }, at?: number) => {
    const start = at ?? record.spans[0]?.[0] ?? 0;
    return { start, sentence: record.sentence ?? sentenceAt(start) };
  };
  const all: Lit[] = [
    ...report.events.map((event): Lit => ({ kind: "event", id: event.id, event, ...place(event, event.action_spans[0]?.[0]) })),
    ...report.claims.map((claim): Lit => ({ kind: "claim", id: claim.id, claim, ...place(claim, claim.content_spans[0]?.[0]) })),
    ...report.forecasts.map((forecast): Lit => ({ kind: "forecast", id: forecast.id, forecast, ...place(forecast, forecast.statement_spans[0]?.[0]) })),
  ];
  return all.sort((a, b) => a.sentence - b.sentence || a.start - b.start || a.kind.localeCompare(b.kind));
}

/** Where a record is lit while it is not the chosen one. */
export function litMarks(record: Lit): Mark[] {
  const tag = `${record.kind}:${record.id}`;
  const first = (...choices: [number, number][][]) => marksOf(choices.find((spans) => spans.length), tag);
  if (record.kind === "event") return first(record.event.action_spans, record.event.spans);
  if (record.kind === "claim") return first(record.claim.content_spans, record.claim.spans);
  return first(record.forecast.statement_spans, record.forecast.spans);
}

/** The parts of the chosen record: who, what, whom, where, when. */
export function partMarks(record: Lit): Mark[] {
  if (record.kind === "event") {
    const e = record.event;
    const parts = [
      ...marksOf(e.actor_spans, "part:actor"),
      ...marksOf(e.action_spans, "part:action"),
      ...marksOf(e.recipient_spans, "part:recipient"),
      ...marksOf(e.place_spans, "part:place"),
      ...marksOf(e.date_spans, "part:time"),
    ];
    return parts.length ? parts : marksOf(e.spans, "part:action");
  }
  if (record.kind === "claim") {
    const c = record.claim;
    return [
      ...marksOf(c.source_spans, "part:source"),
      ...marksOf(c.cue_spans, "part:cue"),
      ...marksOf(c.content_spans, "part:content"),
      ...marksOf(c.marker_spans, "part:marker"),
    ];
  }
  const f = record.forecast;
  return [
    ...marksOf(f.statement_spans, "part:content"),
    ...marksOf(f.condition_spans, "part:condition"),
    ...marksOf(f.date_spans, "part:time"),
  ];
}

/** What people have said of a record and what has not been taken back. */
export function standing(remarks: readonly Remark[], id: string): Remark[] {
  return remarks.filter((remark) => remark.target === id && remark.kind !== "undo" && !remark.undone_by);
}

export function isRejected(remarks: readonly Remark[], id: string): boolean {
  return standing(remarks, id).some((remark) => remark.kind === "correction" && remark["reject"] === true);
}

/** The newest remark of this author on these records that can still be taken back. */
export function lastOf(remarks: readonly Remark[], author: string): Remark | undefined {
  return remarks
    .filter((remark) => remark.author === author && remark.kind !== "undo" && !remark.undone_by)
    .reduce<Remark | undefined>((last, remark) => (!last || remark.made_at >= last.made_at ? remark : last), undefined);
}
