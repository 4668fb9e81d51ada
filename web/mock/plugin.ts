/** A stand-in for the server while the pages are worked on: answers from mock/sample.json, keeps what is added until it ends. */

import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import type { ClaimRecord, ClaimRow, EventRecord, EventRow, ForecastRecord, ForecastRow, Remark, Report, Span } from "../src/api/shapes";

/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any;

/** Turns every range of code points into one of UTF-16 units. */
function toUnits(text: string): (value: Any, key?: string) => Any {
  const at: number[] = [];
  let unit = 0;
  for (const character of text) {
    at.push(unit);
    unit += character.length;
  }
  at.push(unit);
  const convert = (value: Any, key = ""): Any => {
    if (Array.isArray(value)) {
      if (key === "expression" && typeof value[0] === "number") return [[at[value[0]], at[value[1]]]];
      if (["spans", "markers", "expression"].includes(key)) return value.map(([a, b]: Span) => [at[a], at[b]]);
      return value.map((item) => convert(item));
    }
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, convert(v, k)]));
    return value;
  };
  return convert;
}

class Sample {
  reports: Report[] = [];
  events: EventRow[] = [];
  claims: ClaimRow[] = [];
  forecasts: ForecastRow[] = [];
  remarks: Remark[] = [];
  warnings: Record<string, Any>;

  constructor() {
    const sample = JSON.parse(readFileSync(new URL("./sample.json", import.meta.url), "utf8"));
    this.warnings = sample.warnings;
    for (const line of sample.read) this.add(line);
    this.events.sort((a, b) => (b.day ?? "").localeCompare(a.day ?? ""));
    this.reports.sort((a, b) => (b.published_at ?? "").localeCompare(a.published_at ?? ""));
  }

  add(line: Any): void {
    const text: string = line.report.text;
    const convert = toUnits(text);
    const sentences = line.sentences.map(([a, b]: Span, i: number) => ({ number: i + 1, start: convert([[a, b]], "spans")[0][0], end: convert([[a, b]], "spans")[0][1] }));
    const sentenceOf = (spans: Span[]) => sentences.find((s: Any) => spans[0]![0] < s.end);
    const { id, title, outlet, published_at, language } = line.report;
    const row = (record: Any) => {
      const r = convert(record);
      const sentence = sentenceOf(r.spans);
      return { r, base: { id: r.id, report_id: id, title, outlet, published_at, sentence: sentence?.number ?? null, sentence_text: sentence ? text.slice(sentence.start, sentence.end) : "", spans: r.spans, made_by: r.provenance.component } };
    };
    const events: EventRecord[] = line.events.map((record: Any) => {
      const { r, base } = row(record);
      return { ...base, day: r.event_date?.start ?? published_at?.slice(0, 10) ?? null, end_day: r.event_date?.end ?? null, precision: r.event_date?.precision ?? null, actor: party(r.actor), recipient: party(r.recipient), action: r.action.lemma, event_type: r.event_type, mode: r.mode, cameo: r.cameo, quad_class: r.quad_class, goldstein: r.goldstein, status: r.status, probability: r.probability, place: r.place ?? null, state: "single-source", contexts: r.contexts, actor_spans: r.actor?.spans ?? [], recipient_spans: r.recipient?.spans ?? [], action_spans: r.action.spans, date_spans: r.event_date?.expression ?? [], place_spans: r.place?.spans ?? [] };
    });
    const claims: ClaimRecord[] = line.claims.map((record: Any) => {
      const { r, base } = row(record);
      return { ...base, day: published_at?.slice(0, 10) ?? null, source: party(r.source), is_named: r.source?.named, cue: r.cue?.lemma ?? null, content: r.content.text, form: r.form, kind: r.kind, polarity: r.certainty.polarity, probability: r.certainty.probability ?? null, band: r.certainty.band ?? null, event_ids: r.event_ids, source_spans: r.source?.spans ?? [], cue_spans: r.cue?.spans ?? [], content_spans: r.content.spans, marker_spans: r.certainty.markers, told_to: r.told_to?.text ?? null };
    });
    const forecasts: ForecastRecord[] = line.forecasts.map((record: Any) => {
      const { r, base } = row(record);
      return { ...base, day: r.horizon?.start ?? null, end_day: r.horizon?.end ?? null, statement: r.statement.text, condition: r.condition?.text ?? null, probability: r.probability ?? null, status: r.status, source: claims.find((c) => c.id === r.claim_id)?.source ?? null, statement_spans: r.statement.spans, condition_spans: r.condition?.spans ?? [], date_spans: r.horizon?.expression ?? [] };
    });
    this.reports.push(<Any>{ id, title, outlet, published_at, language, text, sentences, authors: [], events, claims, forecasts, remarks: [], notes: [], sightings: [], versions: [] });
    this.events.push(...events);
    this.claims.push(...claims);
    this.forecasts.push(...forecasts);
  }
}

const party = (p: Any) => (p ? { ...p, id: p.actor_id ?? null, name: p.name ?? p.text } : null);
const has = (text: string | null | undefined, part: string) => (text ?? "").toLowerCase().includes(part.toLowerCase());
const isParty = (p: Any, asked: string) => Boolean(p) && (has(p.name, asked) || has(p.id, asked) || p.country === asked.toUpperCase());

function matches(row: Any, q: URLSearchParams): boolean {
  const one = (name: string, test: (value: string) => boolean) => !q.get(name) || q.get(name)!.split(",").some(test);
  return (
    one("actor", (v) => isParty(row.actor ?? row.source, v)) &&
    one("recipient", (v) => isParty(row.recipient, v)) &&
    one("party", (v) => isParty(row.actor, v) || isParty(row.recipient, v)) &&
    one("country", (v) => row.actor?.country === v || row.recipient?.country === v || row.source?.country === v) &&
    one("dyad", (v) => { const [a, b] = v.split(/[:-]/); const [x, y] = [row.actor?.country, row.recipient?.country]; return (x === a && y === b) || (v.includes("-") && x === b && y === a); }) &&
    one("type", (v) => row.event_type === v || row.kind === v) &&
    one("status", (v) => row.status === v) &&
    one("source", (v) => isParty(row.source, v)) &&
    one("outlet", (v) => has(row.outlet, v)) &&
    one("place", (v) => has(row.place?.name, v) || row.place?.country === v) &&
    one("q", (v) => has(row.sentence_text, v)) &&
    (!q.get("since") || (row.day ?? "") >= q.get("since")!) &&
    (!q.get("until") || (row.day ?? "") <= q.get("until")!)
  );
}

function paged(rows: Any[], q: URLSearchParams): Any {
  const limit = Number(q.get("limit") ?? 50);
  const after = Number(q.get("after") ?? 0);
  return { items: rows.slice(after, after + limit), next: after + limit < rows.length ? String(after + limit) : null, total: rows.length };
}

function weekOf(day: string, by: string): string {
  if (by === "day") return day;
  if (by === "month") return `${day.slice(0, 7)}-01`;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

const ID = "belarus-2022";

function warning(sample: Sample, date: string | null): Any {
  const days = Object.keys(sample.warnings).sort();
  const day = days.findLast((d) => !date || d <= date) ?? days[0]!;
  const w = structuredClone(sample.warnings[day]);
  const fix = (c: Any) => {
    const report = sample.reports.find((r) => r.published_at?.startsWith(c.known_on) && r.outlet === c.outlet && r.text.includes(c.sentence));
    return { ...c, report_id: report?.id ?? null, record_id: c.record, sentence: c.sentence_number, text: c.sentence };
  };
  for (const i of w.now.indicators) Object.assign(i, { citations: i.citations.map(fix), against: i.against.map(fix) });
  Object.assign(w.outcome, { citations: w.outcome.citations.map(fix), denials: w.outcome.denials.map(fix) });
  const h = w.hypotheses;
  return { ...w, id: ID, title: w.problem, course: w.course.map(([d, p]: [string, number]) => ({ day: d, odds: p })), thresholds: [{ name: "watch", raise: 0.06, clear: 0.04 }, { name: "warning", raise: 0.3, clear: 0.2 }], hypotheses: { ...h, hypotheses: h.ranking, separating: h.discriminator } };
}

function matrix(sample: Sample): Any {
  const w = warning(sample, null);
  const h = w.hypotheses;
  const ids = ["join", "pin", "defend"];
  const evidence = h.evidence.map((e: Any) => {
    const indicator = w.now.indicators.find((i: Any) => e.id.endsWith(i.name));
    const code = (m: number | null) => (m === null ? "N/A" : ["", "II", "I", "N", "C", "CC"][Math.round(m)]);
    return { ...e, citations: indicator?.citations ?? [], reliability: indicator?.citations[0]?.grade?.[0] ?? null, credibility: indicator?.citations[0]?.grade?.[1] ?? null, ratings: Object.fromEntries(ids.map((id) => [id, {}])), proposed: Object.fromEntries(ids.map((id, i) => [id, code(e.means[i])])) };
  });
  const texts = Object.fromEntries(h.ranking.map((r: Any) => [r.id, r.text]));
  return { title: w.title, hypotheses: ids.map((id) => ({ id, text: texts[id] })), evidence, ranking: h.ranking, tied: h.tied, hinges: h.hinges, separating: h.discriminator };
}

function answer(sample: Sample, method: string, path: string, q: URLSearchParams, body: Any): { status: number; body: Any } {
  const ok = (value: Any) => ({ status: 200, body: value });
  const [, kind, id, part] = path.split("/");
  const last = sample.reports[0]!.published_at!.slice(0, 10);
  const events = () => sample.events.filter((row) => matches(row, q));
  const now = sample.warnings["2022-08-26"];
  const problem = { id: ID, title: now.problem, question: now.question, odds: now.now.probability, odds_before: now.before.probability, base_rate: now.now.base.probability, band: now.band, level: now.alarm.raised[0] ?? null, day: now.now.day };
  if (method === "POST" && kind === "remarks") {
    const remark: Remark = <Any>{ id: `r${sample.remarks.length}`, target: body.target ?? "", author: "ana", made_at: new Date(0).toISOString(), ...body };
    if (body.kind === "undo") for (const r of sample.remarks) if (r.id === body.undo) r.undone_by = remark.id;
    sample.remarks.push(remark);
    return { status: 201, body: remark };
  }
  if (method === "POST" && kind === "records") {
    const report = sample.reports.find((r) => r.id === body.report_id)!;
    const sentence = report.sentences.find((s) => body.start < s.end);
    const spans: Span[] = [[body.start, body.end]];
    const event: EventRecord = <Any>{ id: `h${sample.remarks.length}${body.start}`, report_id: report.id, spans, action_spans: spans, actor_spans: [], recipient_spans: [], date_spans: [], place_spans: [], contexts: [], made_by: "by hand: ana", sentence: sentence?.number ?? null, actor: body.actor ?? null, event_type: body.event_type, status: body.status, state: "reviewed" };
    report.events.push(event);
    return { status: 201, body: event };
  }
  if (method !== "GET") return { status: 204, body: null };
  switch (kind) {
    case "healthz": return ok({ status: "ok" });
    case "session": return ok({ user: { name: "ana", role: "administer" }, first_start: false, version: "0.1.0" });
    case "now": return ok({ since: "2022-07-27", day: last, problems: [problem], unusual: [{ actor: { id: "RUS/MIL", name: "Russia, armed forces", country: "RUS" }, recipient: { id: "UKR", name: "Ukraine", country: "UKR" }, count: 14, usual: 5.2, level: "high" }], new_events: sample.events.slice(0, 8), new_forecasts: sample.forecasts.slice(-5), due_forecasts: sample.forecasts.filter((f) => f.end_day && f.end_day < last).slice(0, 5), failing_sources: [{ id: "s3", name: "Dniepr Courier", kind: "feed", reliability: "C", last_success: "2022-08-20T04:00:00Z", last_error: "404 Not Found: https://courier.example/feed.xml", next_try: "2022-08-26T18:00:00Z", n_reports: 18 }], counts: { reports: sample.reports.length, events: sample.events.length, claims: sample.claims.length, forecasts: sample.forecasts.length, table_events: 0 } });
    case "reports": {
      const report = sample.reports.find((r) => r.id === id);
      if (id && !report) return { status: 404, body: { title: "There is no such report", detail: `No report has the id ${id}.`, code: "VIG-0404" } };
      if (report) { const ids = new Set([...report.events, ...report.claims, ...report.forecasts].map((r) => r.id)); return ok({ ...report, remarks: sample.remarks.filter((r) => ids.has(r.target) || sample.remarks.some((o) => o.undone_by === r.id)) }); }
      return ok(paged(sample.reports.filter((r) => !q.get("q") || has(r.text, q.get("q")!)).map(({ id: key, title, outlet, published_at }) => ({ id: key, title, outlet, published_at, n_in_story: 1 })), q));
    }
    case "events": return ok(paged(events(), q));
    case "claims": return ok(paged(sample.claims.filter((row) => matches(row, q)), q));
    case "forecasts": return ok(paged(sample.forecasts.filter((row) => matches(row, q)), q));
    case "search": {
      const word = q.get("q") ?? "";
      const hits = sample.reports.flatMap((r) => r.sentences.map((s) => ({ r, s, text: r.text.slice(s.start, s.end) }))).filter((h) => word && has(h.text, word)).map(({ r, s, text }) => { const at = text.toLowerCase().indexOf(word.toLowerCase()); return { report_id: r.id, title: r.title, outlet: r.outlet, day: r.published_at?.slice(0, 10), sentence: s.number, snippet: [{ text: text.slice(0, at), hit: false }, { text: text.slice(at, at + word.length), hit: true }, { text: text.slice(at + word.length), hit: false }] }; });
      return ok(paged(hits, q));
    }
    case "problems":
      if (part === "hypotheses") return ok(matrix(sample));
      return ok(id ? warning(sample, q.get("date")) : [problem]);
    case "timeline": {
      const lanes = new Map<string, Any>();
      const bins = new Map<string, number>();
      for (const e of events()) {
        const key = e.actor?.country ?? e.actor?.name ?? "?";
        if (!lanes.has(key)) lanes.set(key, { actor: key, name: key, items: [] });
        lanes.get(key).items.push({ day: e.day, end_day: e.end_day, precision: "day", published: e.published_at, status: e.status, type: e.event_type, label: `${e.actor?.name ?? ""} ${e.event_type} ${e.recipient?.name ?? ""}`, record_id: e.id, report_id: e.report_id });
        const start = weekOf(e.day!, q.get("by") ?? "week");
        bins.set(start, (bins.get(start) ?? 0) + 1);
      }
      return ok({ lanes: [...lanes.values()].sort((a, b) => b.items.length - a.items.length).slice(0, 20), bins: [...bins].sort().map(([start, count]) => ({ start, count })) });
    }
    case "map": return ok({ points: events().filter((e) => e.place?.lat).map((e) => ({ lat: e.place!.lat, lon: e.place!.lon, place: e.place!.name, count: 1, day: e.day, type: e.event_type, status: e.status, record_id: e.id, report_id: e.report_id, label: e.sentence_text })) });
    case "network": {
      const nodes = new Map<string, Any>();
      const edges = new Map<string, Any>();
      const note = (p: Any) => { const key = p.id ?? p.name; const node = nodes.get(key) ?? { id: key, name: p.name, country: p.country, sector: p.sector, count: 0 }; node.count += 1; nodes.set(key, node); return key; };
      for (const e of events()) if (e.actor && e.recipient) { const from = note(e.actor); const to = note(e.recipient); const key = `${from}>${to}`; const edge = edges.get(key) ?? { from, to, kind: "acts", count: 0, goldstein: 0 }; edge.count += 1; edge.goldstein += e.goldstein ?? 0; edges.set(key, edge); }
      const top = [...nodes.values()].sort((a, b) => b.count - a.count).slice(0, 60);
      const kept = new Set(top.map((n) => n.id));
      return ok({ nodes: top, edges: [...edges.values()].filter((e) => kept.has(e.from) && kept.has(e.to)) });
    }
    case "series": {
      const bins = new Map<string, Any>();
      for (const e of events()) { const start = weekOf(e.day!, q.get("by") ?? "week"); const bin = bins.get(start) ?? { start, count: 0, goldstein: 0, covered: true }; bin.count += 1; bin.goldstein += e.goldstein ?? 0; bins.set(start, bin); }
      return ok({ bins: [...bins.values()].sort((a, b) => a.start.localeCompare(b.start)), changes: [{ day: "2022-02-21", before: 2.1, after: 8.4 }], unusual: [] });
    }
    case "ledger": return ok({ open: sample.forecasts.slice(0, 12), due: sample.forecasts.filter((f) => f.end_day && f.end_day < last).slice(0, 8), resolved: sample.forecasts.slice(20, 24).map((f, i) => ({ ...f, outcome: i % 2 ? "failed" : "came-true", status: i % 2 ? "failed" : "came-true", brier_score: 0.09 + i / 10, resolved_at: last })), calibration: [{ source: "Vadym Skibitskyi", n: 4, brier: 0.21, bins: [] }] });
    case "sources": return ok(["Baltic Wire B", "Meridian News Agency B", "Dniepr Courier C", "Vistula Press C", "Three Seas Bulletin D"].map((n, i) => ({ id: `s${i}`, name: n.slice(0, -2), kind: i === 2 ? "feed" : "files", reliability: n.slice(-1), last_success: "2022-08-26T04:00:00Z", last_error: i === 2 ? "404 Not Found: https://courier.example/feed.xml" : null, next_try: i === 2 ? "2022-08-26T18:00:00Z" : null, n_reports: sample.reports.filter((r) => r.outlet === n.slice(0, -2)).length, claims_right: 3, claims_wrong: 1 })));
    case "watches": return ok([{ id: "w1", name: "Field hospitals", query: "field hospital", channel: { kind: "feed" }, last_hit: "2022-01-29" }]);
    case "users": return ok([{ name: "ana", role: "administer", last_seen: "2022-08-26T08:00:00Z" }, { name: "ben", role: "read", last_seen: null }]);
    case "tokens": return ok([]);
    case "audit": return ok({ items: [{ at: "2022-08-26T08:00:00Z", user: "ana", action: "session.start", target: null }], next: null });
    case "remarks": return ok(sample.remarks.filter((r) => r.target === q.get("target")));
    default: return { status: 404, body: { title: "There is no such page", detail: path, code: "VIG-0404" } };
  }
}

const read = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => resolve(text));
  });

export function mock(): Plugin {
  return {
    name: "vigie-mock",
    configureServer(server) {
      const sample = new Sample();
      server.middlewares.use("/api/v1", async (request: IncomingMessage, response: ServerResponse) => {
        const url = new URL(request.url ?? "/", "http://mock");
        const text = await read(request);
        const { status, body } = answer(sample, request.method ?? "GET", url.pathname, url.searchParams, text ? JSON.parse(text) : null);
        response.statusCode = status;
        response.setHeader("content-type", status >= 400 ? "application/problem+json" : "application/json");
        response.end(body === null ? "" : JSON.stringify(body));
      });
    },
  };
}
