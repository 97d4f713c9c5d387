/**
 * What is done at the end of a round of the event loop, when whatever had arrived has been seen
 * to: together, and before the turn of long work that may follow.
 */
export class RoundEnd {
  readonly #later: (run: () => void) => void;
  #due: (() => void)[] = [];

  /** @param later runs something at the end of the round */
  constructor(later: (run: () => void) => void) {
    this.#later = later;
  }

  /** Has something done when the round ends. */
  add(run: () => void): void {
    if (this.#due.length === 0) this.#later(this.come);
    this.#due.push(run);
  }

  /** Does what is due, now: nothing is left for the end. */
  readonly come = (): void => {
    const due = this.#due;
    this.#due = [];
    for (const run of due) run();
  };
}
