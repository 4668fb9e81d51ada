/** What the pages say by the way: shown for a while, and read out by screen readers. */

interface Said {
  id: number;
  text: string;
  bad: boolean;
  undo?: (() => void) | undefined;
}

class Sayings {
  all = $state.raw<Said[]>([]);
  #next = 0;

  add(text: string, bad = false, undo?: () => void): void {
    const id = this.#next++;
    this.all = [...this.all.slice(-2), { id, text, bad, undo }];
    setTimeout(() => this.drop(id), bad ? 12_000 : 6_000);
  }

  drop(id: number): void {
    this.all = this.all.filter((said) => said.id !== id);
  }
}

export const sayings = new Sayings();

export const say = (text: string, undo?: () => void): void => sayings.add(text, false, undo);

/** Says what went wrong. */
export const complain = (error: unknown): void => sayings.add(error instanceof Error ? error.message : String(error), true);
