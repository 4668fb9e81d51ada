/** The address of a page: a path and its filters, kept after the `#`, so that every view can be shared. */

interface Place {
  /** The parts of the path: `["reports", "ab12"]`. */
  path: string[];
  query: URLSearchParams;
}

export function parseHash(hash: string): Place {
  const bare = hash.replace(/^#\/?/, "");
  const cut = bare.indexOf("?");
  const path = (cut < 0 ? bare : bare.slice(0, cut)).split("/").filter(Boolean).map(decode);
  return { path, query: new URLSearchParams(cut < 0 ? "" : bare.slice(cut + 1)) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

type Values = Record<string, string | number | null | undefined>;

/** The address of a page; empty values are left out. */
export function href(path: string, values: Values | URLSearchParams = {}): string {
  const query = new URLSearchParams();
  const entries: Iterable<[string, string | number | null | undefined]> =
    values instanceof URLSearchParams ? values.entries() : Object.entries(values);
  for (const [name, value] of entries) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}

class Route {
  #place = $state.raw<Place>(parseHash(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.#place = parseHash(location.hash);
    });
  }

  get path(): string[] {
    return this.#place.path;
  }

  get page(): string {
    return this.#place.path[0] ?? "now";
  }

  get query(): URLSearchParams {
    return this.#place.query;
  }

  get(name: string): string {
    return this.#place.query.get(name) ?? "";
  }

  /** Opens another page. */
  go(to: string): void {
    location.hash = to.replace(/^#/, "");
  }

  /** Changes filters of this page; without a step in the history unless `push` is asked for. */
  set(values: Values, push = false): void {
    const query = new URLSearchParams(this.#place.query);
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined || value === "") query.delete(name);
      else query.set(name, String(value));
    }
    const to = href(this.#place.path.map(encodeURIComponent).join("/"), query);
    if (to === location.hash) return;
    if (push) location.hash = to.slice(1);
    else {
      history.replaceState(null, "", to);
      this.#place = parseHash(to);
    }
  }
}

export const route = new Route();
