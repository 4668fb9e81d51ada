/** The way to the server: JSON in and out, and errors that say what to do. */

const BASE = "api/v1";

/** An error as the server states it (`application/problem+json`), or that there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code: string,
  ) {
    super(detail ? `${title}: ${detail}` : title);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
}

/** Told of every answer that says who is asking is not known, so that the page for signing in opens. */
let onUnknown: () => void = () => {};

export function whenUnknown(then: () => void): void {
  onUnknown = then;
}

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const request: RequestInit = { method, headers: { accept: "application/json" }, credentials: "same-origin" };
  if (signal) request.signal = signal;
  if (body !== undefined) {
    request.headers = { ...request.headers, "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "The server does not answer", "See whether `vigie serve` still runs, then try again.", "no-answer");
  }
  if (response.status === 204) return undefined as T;
  const kind = response.headers.get("content-type") ?? "";
  if (!response.ok) {
    const problem: Problem = kind.includes("json") ? await response.json().catch(() => ({})) : {};
    if (response.status === 401 && path !== "/session") onUnknown();
    throw new ApiError(
      response.status,
      problem.title ?? `The server answered ${response.status}`,
      problem.detail ?? "",
      problem.code ?? String(response.status),
    );
  }
  if (!kind.includes("json")) return (await response.text()) as T;
  return (await response.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown): Promise<T> => ask<T>("POST", path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => ask<T>("PUT", path, body);
export const remove = <T>(path: string): Promise<T> => ask<T>("DELETE", path);

/** A path with its query; empty values are left out. */
export function withQuery(path: string, values: Record<string, string | number | null | undefined> | URLSearchParams): string {
  const query = new URLSearchParams();
  const entries: Iterable<[string, string | number | null | undefined]> =
    values instanceof URLSearchParams ? values.entries() : Object.entries(values);
  for (const [name, value] of entries) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The whole address of something that the browser fetches itself: a feed, a printed page. */
export const address = (path: string): string => `${BASE}${path}`;
