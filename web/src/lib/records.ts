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
    ...report.events.map((event): Lit => ({ kind: "event", id: event.id, event, ...place(event, event.action?.spans?.[0]?.[0]) })),
    ...report.claims.map((claim): Lit => ({ kind: "claim", id: claim.id, claim, ...place(claim, claim.content?.spans?.[0]?.[0]) })),
    ...report.forecasts.map((forecast): Lit => ({ kind: "forecast", id: forecast.id, forecast, ...place(forecast, forecast.statement?.spans?.[0]?.[0]) })),
  ];
  return all.sort((a, b) => a.sentence - b.sentence || a.start - b.start || a.kind.localeCompare(b.kind));
}

/** Where a record is lit while it is not the chosen one. */
export function litMarks(record: Lit): Mark[] {
  const tag = `${record.kind}:${record.id}`;
  if (record.kind === "event") {
    const { action, spans } = record.event;
    return marksOf(action?.spans?.length ? action.spans : spans, tag);
  }
  if (record.kind === "claim") return marksOf(record.claim.content?.spans?.length ? record.claim.content.spans : record.claim.spans, tag);
  return marksOf(record.forecast.statement?.spans?.length ? record.forecast.statement.spans : record.forecast.spans, tag);
}

/** The parts of the chosen record: who, what, whom, where, when. */
export function partMarks(record: Lit): Mark[] {
  if (record.kind === "event") {
    const { actor, recipient, action, place, event_date, spans } = record.event;
    const parts = [
      ...marksOf(actor?.spans, "part:actor"),
      ...marksOf(action?.spans, "part:action"),
      ...marksOf(recipient?.spans, "part:recipient"),
      ...marksOf(place?.spans, "part:place"),
      ...marksOf(event_date?.expression, "part:time"),
    ];
    return parts.length ? parts : marksOf(spans, "part:action");
  }
  if (record.kind === "claim") {
    const { source, cue, content, told_to, certainty } = record.claim;
    return [
      ...marksOf(source?.spans, "part:source"),
      ...marksOf(cue?.spans, "part:cue"),
      ...marksOf(content?.spans, "part:content"),
      ...marksOf(told_to?.spans, "part:told"),
      ...marksOf(certainty?.markers, "part:marker"),
    ];
  }
  const { statement, condition, horizon } = record.forecast;
  return [
    ...marksOf(statement?.spans, "part:content"),
    ...marksOf(condition?.spans, "part:condition"),
    ...marksOf(horizon?.expression ?? horizon?.spans, "part:time"),
  ];
}

/** What people have said of a record and what has not been taken back. */
export function standing(remarks: readonly Remark[], id: string): Remark[] {
  return remarks.filter((remark) => remark.target === id && remark.kind !== "undo" && !remark.undone_by);
}

export function isRejected(remarks: readonly Remark[], id: string): boolean {
  return standing(remarks, id).some((remark) => remark.kind === "correction" && remark.body?.["reject"] === true);
}

/** The newest remark of this author on these records that can still be taken back. */
export function lastOf(remarks: readonly Remark[], author: string): Remark | undefined {
  return remarks
    .filter((remark) => remark.author === author && remark.kind !== "undo" && !remark.undone_by)
    .reduce<Remark | undefined>((last, remark) => (!last || remark.made_at >= last.made_at ? remark : last), undefined);
}
