/** What a page shows from the server: asked for again whenever the path changes, the last answer wins. */

import { ApiError, get } from "../api/client";

export class Resource<T> {
  data = $state.raw<T | undefined>();
  error = $state.raw<ApiError | undefined>();
  loading = $state(false);
  #again = $state(0);

  /** `path` gives nothing where there is nothing to ask for yet. */
  constructor(path: () => string | null) {
    $effect(() => {
      const asked = path();
      void this.#again;
      if (asked === null) {
        this.data = undefined;
        this.error = undefined;
        this.loading = false;
        return;
      }
      const abort = new AbortController();
      this.loading = true;
      get<T>(asked, abort.signal)
        .then((data) => {
          this.data = data;
          this.error = undefined;
          this.loading = false;
        })
        .catch((error: unknown) => {
          if (abort.signal.aborted) return;
          this.error = error instanceof ApiError ? error : new ApiError(0, "The answer could not be read", String(error), "unreadable");
          this.data = undefined;
          this.loading = false;
        });
      return () => abort.abort();
    });
  }

  reload(): void {
    this.#again += 1;
  }
}

interface Page<R> {
  items: R[];
  next: string | null;
  total?: number | null;
}

/** A list that comes page by page. */
export class Paged<R> {
  items = $state.raw<R[]>([]);
  next = $state.raw<string | null>(null);
  total = $state.raw<number | null>(null);
  error = $state.raw<ApiError | undefined>();
  loading = $state(false);
  asked = $state(false);
  #path: () => string | null;
  #again = $state(0);
  #abort = new AbortController();

  constructor(path: () => string | null) {
    this.#path = path;
    $effect(() => {
      const first = path();
      void this.#again;
      this.#abort.abort();
      this.#abort = new AbortController();
      if (first === null) {
        this.items = [];
        this.next = null;
        this.total = null;
        this.asked = false;
        this.loading = false;
        this.error = undefined;
        return;
      }
      void this.#fetch(first, false);
      return () => this.#abort.abort();
    });
  }

  reload(): void {
    this.#again += 1;
  }

  async more(): Promise<void> {
    const path = this.#path();
    if (!path || !this.next || this.loading) return;
    await this.#fetch(`${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(this.next)}`, true);
  }

  async #fetch(path: string, append: boolean): Promise<void> {
    const { signal } = this.#abort;
    this.loading = true;
    try {
      const page = await get<Page<R>>(path, signal);
      this.items = append ? [...this.items, ...page.items] : page.items;
      this.next = page.next ?? null;
      this.total = page.total ?? this.total;
      this.error = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.error = error instanceof ApiError ? error : new ApiError(0, "The answer could not be read", String(error), "unreadable");
      if (!append) this.items = [];
    }
    this.loading = false;
    this.asked = true;
  }
}
