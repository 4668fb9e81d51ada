import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { live, type Source } from "./live.svelte";

/** A connection that a test opens, breaks and speaks through. */
class Fake extends EventTarget {
  readonly CLOSED = 2;
  readyState = 0;
  onopen: Source["onopen"] = null;
  onerror: Source["onerror"] = null;
  onmessage: Source["onmessage"] = null;

  close(): void {
    this.readyState = 2;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as EventSource, new Event("open"));
  }

  /** It breaks: for good, or until the browser tries again. */
  breaks(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.call(this as unknown as EventSource, new Event("error"));
  }

  says(data: string): void {
    this.onmessage?.call(this as unknown as EventSource, new MessageEvent("message", { data }));
  }
}

describe("news of the server", () => {
  let sources: Fake[];
  let end: () => void;
  let before: number[];
  const last = () => sources.at(-1)!;
  const counts = () => [live.reports, live.warnings, live.remarks];
  const grown = () => counts().map((count, index) => count - before[index]!);

  beforeEach(() => {
    vi.useFakeTimers();
    sources = [];
    before = counts();
    end = live.listen(() => {
      const source = new Fake();
      sources.push(source);
      return source as unknown as Source;
    });
  });

  afterEach(() => {
    end();
    vi.useRealTimers();
  });

  it("are counted by their kind", () => {
    last().opens();
    expect([live.isOn, grown()]).toEqual([true, [0, 0, 0]]);
    last().says('{"kind":"report","id":"a","count":3}');
    last().says('{"kind":"warning","id":"","count":3}');
    last().says('{"kind":"report","id":"b","count":4}');
    expect(grown()).toEqual([2, 1, 0]);
  });

  it("are all asked for where some were missed", () => {
    last().opens();
    last().dispatchEvent(new Event("lagged"));
    expect(grown()).toEqual([1, 1, 1]);
  });

  it("are all asked for after a connection that broke", () => {
    last().opens();
    last().breaks(0);
    expect(live.isOn).toBe(false);
    last().opens();
    expect([live.isOn, grown(), sources.length]).toEqual([true, [1, 1, 1], 1]);
  });

  it("are listened for again where the server refused", () => {
    last().breaks(2);
    vi.advanceTimersByTime(20_000);
    expect(sources.length).toBe(2);
    last().opens();
    expect([live.isOn, grown()]).toEqual([true, [1, 1, 1]]);
  });

  it("come over a new connection where the old one fell silent", () => {
    last().opens();
    for (let n = 0; n < 10; n++) {
      vi.advanceTimersByTime(20_000);
      last().dispatchEvent(new Event("alive"));
    }
    expect(sources.length).toBe(1);
    // The lid is closed for a night: no timer runs, and nothing says that the connection is gone.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    vi.advanceTimersByTime(20_000);
    expect([live.isOn, sources.length, sources[0]!.readyState]).toEqual([false, 2, 2]);
    last().opens();
    expect([live.isOn, grown()]).toEqual([true, [1, 1, 1]]);
  });
});
