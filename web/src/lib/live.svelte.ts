/** What the server tells by itself: how many reports, warnings and remarks came in since the page was opened. */

/** The server says something every twenty seconds; one that is silent for longer than this is not there any more. */
const SILENCE = 60_000;

/** How often is looked for that, and when is tried again where a connection was refused. */
const LOOK = 15_000;

/** What is heard from: an `EventSource`. */
export type Source = Pick<EventSource, "onopen" | "onerror" | "onmessage" | "addEventListener" | "close" | "readyState" | "CLOSED">;

class Live {
  isOn = $state(false);
  /** Grows with each thing that is new, by kind; pages that show such things ask again when it grows. */
  reports = $state(0);
  warnings = $state(0);
  remarks = $state(0);

  tell(data: string): void {
    const { kind } = JSON.parse(data) as { kind?: string };
    if (kind === "report") this.reports += 1;
    if (kind === "warning") this.warnings += 1;
    if (kind === "remark") this.remarks += 1;
  }

  /** Something may have been missed: all of it is asked for again. */
  catchUp(): void {
    this.reports += 1;
    this.warnings += 1;
    this.remarks += 1;
  }

  /** Listens, and opens the source anew where it has ended or fallen silent, as after a night with the lid closed; gives what ends that. */
  listen(open: () => Source): () => void {
    let source = open();
    let heardAt = Date.now();
    let mayHaveMissed = false;
    const hear = () => (heardAt = Date.now());
    const attach = () => {
      source.onopen = () => {
        hear();
        this.isOn = true;
        // What the server told while nobody listened it does not tell again.
        if (mayHaveMissed) this.catchUp();
        mayHaveMissed = true;
      };
      source.onerror = () => {
        mayHaveMissed = true;
        this.isOn = false;
      };
      source.onmessage = (message: MessageEvent<string>) => {
        hear();
        this.tell(message.data);
      };
      source.addEventListener("alive", hear);
      source.addEventListener("lagged", () => {
        hear();
        this.catchUp();
      });
    };
    attach();
    const timer = setInterval(() => {
      // A browser connects again by itself, save where it was refused or has not noticed that nobody is there.
      if (source.readyState !== source.CLOSED && Date.now() - heardAt < SILENCE) return;
      source.close();
      this.isOn = false;
      source = open();
      hear();
      attach();
    }, LOOK);
    return () => {
      clearInterval(timer);
      source.close();
      this.isOn = false;
    };
  }
}

export const live = new Live();
