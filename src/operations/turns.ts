/**
 * Of a busy event loop the turns of long work take one part in so many and one more; of an idle
 * one, all. Beside a dump of the whole tree and 15 argon2 binds a second 29,000 short searches a
 * second are answered, in place of 22,000 with a share of 3, for 150 pages of the dump in place
 * of 185. With 15 it would be 34,000 and 130: a long search would last sixteen times as long.
 */
const othersShare = 7;

/** A round of the event loop that took no longer had nothing else to do, in milliseconds. */
const idleRoundMs = 0.05;

/**
 * Whose turn it is of the work that is too long for one. Of all that wait one goes on at a time,
 * and only when what else came has had its share: however many clients keep the loop busy, a
 * request that arrives waits for one turn, not for all.
 */
export class Turns {
  readonly #clock: () => number;
  readonly #later: (run: () => void) => void;
  readonly #waiting: (() => void)[] = [];
  #turnMs = 0;
  /** What others have had since the last turn. */
  #othersMs = 0;
  #lookedAtMs = 0;
  #isAwaited = false;

  /** @param later runs something in the next round of the event loop */
  constructor(clock: () => number, later: (run: () => void) => void) {
    this.#clock = clock;
    this.#later = later;
  }

  /** Resolves when it is one's turn; it lasts until the next `await`. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#await();
    });
  }

  #await(): void {
    if (this.#isAwaited || this.#waiting.length === 0) return;
    this.#isAwaited = true;
    this.#later(this.#look);
  }

  readonly #look = (): void => {
    this.#isAwaited = false;
    const nowMs = this.#clock();
    const roundMs = nowMs - this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    this.#othersMs += roundMs;
    if (roundMs > idleRoundMs && this.#othersMs < othersShare * this.#turnMs) {
      this.#await();
      return;
    }
    this.#waiting.shift()?.();
    this.#isAwaited = true;
    // Behind the work itself in the queue of microtasks.
    queueMicrotask(() => {
      this.#end(nowMs);
    });
  };

  #end(beganAtMs: number): void {
    this.#lookedAtMs = this.#clock();
    this.#turnMs = this.#lookedAtMs - beganAtMs;
    this.#othersMs = 0;
    this.#isAwaited = false;
    this.#await();
  }
}
